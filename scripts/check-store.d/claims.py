"""Many processes on one PostgreSQL: nothing is done twice."""
import collections
import os
import signal
import subprocess
import time


def claimed_once(trial):
    count, companies = (200, 8) if trial.is_short else (2000, 40)
    trial.run("fill", trial.postgres, count, companies)
    begin = time.monotonic()
    workers = [trial.start("work", trial.postgres, f"w{n}", 30_000) for n in range(8)]
    claims = [line.split()[1] for worker in workers for line in trial.lines(worker)]
    seconds = time.monotonic() - begin
    trial.expect(len(claims) == count, f"{len(claims)} claims of {count} runs")
    trial.expect(len(set(claims)) == count, "a run was claimed twice")
    runs = [line.split() for line in trial.run("runs", trial.postgres)]
    trial.expect(all(run[1] == "planned" and run[3] == "1" for run in runs), "a run did not end")
    trial.expect(most_at_once(runs) == 1, f"{most_at_once(runs)} runs of one company at once")
    trial.figures = f"{count} runs by 8 processes in {seconds:.1f} s"


def most_at_once(runs):
    """The most runs of one company at work at a time, by the server's clock."""
    changes = collections.defaultdict(list)
    for _, _, company, _, begin, end, _ in runs:
        # One that begins in the millisecond in which another ends comes after it.
        changes[company] += [(int(begin), 1, 1), (int(end), 0, -1)]
        if begin == end:
            changes[company] = changes[company][:-2]
    most = 0
    for moments in changes.values():
        level = 0
        for _, _, step in sorted(moments):
            level += step
            most = max(most, level)
    return max(most, 1)


def slots_once(trial):
    settings = os.path.join(trial.folder, "ghlua.toml")
    with open(settings, "w", encoding="utf-8") as file:
        file.write('[[schedule]]\nname = "s"\ncron = "* * * * *"\nrecipe = "r"\n'
                   'overlap = "allow"\nmisfire = "all"\n')
    base = (int(time.time()) // 60 + 2) * 60_000
    daemons = [trial.start("fire", trial.postgres, settings, base) for _ in range(8)]
    fired = [line for daemon in daemons for line in trial.lines(daemon)]
    runs = [line.split() for line in trial.run("runs", trial.postgres)]
    # From the moment the schedule became known there are one or two slots before the base.
    slots = [int(run[6]) for run in runs]
    wanted = {base + minute * 60_000 for minute in range(1, 51)}
    trial.expect(len(set(slots)) == len(slots), "a slot has two runs")
    trial.expect(wanted <= set(slots), "a slot has no run")
    trial.expect(len([s for s in slots if s in wanted]) == 50, "there are not 50 runs")
    trial.expect(len(fired) == len(runs), "the daemons counted otherwise")
    trial.figures = f"50 slots, 8 daemons, {len([s for s in slots if s in wanted])} runs"


def stopped_worker(trial):
    trial.run("fill", trial.postgres, 1, 1)
    stalled = trial.start("stall", trial.postgres, output=subprocess.PIPE, stdin=subprocess.PIPE)
    trial.expect(stalled.stdout.readline().startswith("claimed"), "nothing was claimed")
    os.kill(stalled.pid, signal.SIGSTOP)
    try:
        time.sleep(1.5)  # past its lease
        trial.run("work", trial.postgres, "other", 30_000)
    finally:
        os.kill(stalled.pid, signal.SIGCONT)
    said, _ = stalled.communicate("go\n", timeout=60)
    refused = said.split("\n")[:-1]
    trial.expect(len(refused) == 6 and all(line.endswith(" refused") for line in refused),
                 f"after it woke: {refused}")
    runs = [line.split() for line in trial.run("runs", trial.postgres)]
    trial.expect([run[1] for run in runs] == ["planned"], f"the run ended as {runs}")
    trial.figures = f"{len(refused)} kinds of writes refused after waking"


def shared_budget(trial):
    seconds = 13 if trial.is_short else 45
    spenders = [trial.start("spend", trial.postgres, seconds) for _ in range(8)]
    sent = sorted(int(line.split()[1]) for spender in spenders for line in trial.lines(spender))
    most = max(sum(1 for other in sent[i:i + 130] if other < time_ + 10_000)
               for i, time_ in enumerate(sent))
    # A window that begins with the first request, and those after it, as long as all take part.
    end = sent[0] + seconds * 1000
    used = sum(1 for time_ in sent if time_ < end)
    share = used / (seconds * 10)
    trial.expect(most <= 100, f"{most} requests within 10 s")
    trial.expect(share >= 0.9, f"only {share:.0%} of the budget was used")
    trial.figures = f"at most {most} of 100 in 10 s, {share:.0%} used"
