"""Trouble with the database: it is reported, and what was acknowledged is there afterwards."""
import glob
import os
import random
import signal
import sqlite3
import subprocess
import time


def compare(trial, address, offers, wants_refusals=True):
    """What was said to be stored is stored. What was refused may be: an answer can get lost."""
    lines = [line for offer in offers for line in trial.lines(offer)]
    stored = {line.split()[1] for line in lines if line.startswith("stored ")}
    refused = [line for line in lines if line.startswith("refused ")]
    kept = {line.split()[1] for line in trial.run("events", address)}
    runs = trial.run("runs", address)
    trial.expect(stored, "nothing was stored")
    trial.expect(stored <= kept, f"{len(stored - kept)} acknowledged events are lost")
    trial.expect(len(runs) == len(kept), f"{len(kept)} events, but {len(runs)} runs")
    trial.expect(not wants_refusals or refused, "nobody was told of the trouble")
    odd = [line for line in refused if line.split()[2] != "unavailable"]
    trial.expect(not odd, f"told as something else: {odd[:1]}")
    after = [line for line in lines[lines.index(refused[-1]):]] if refused else []
    trial.figures = (f"{len(stored)} stored, {len(refused)} refused, "
                     f"{len(kept - stored)} stored unanswered")
    return after


def offers(trial, address, seconds, count=4):
    started = [trial.start("accept", address, f"p{n}", seconds) for n in range(count)]
    time.sleep(1.5)
    return started


def control(*words):
    """pg_ctl on the cluster of scripts/with-postgres."""
    folder = os.environ["GHLUA_TEST_POSTGRES_FOLDER"]
    program = sorted(glob.glob("/usr/lib/postgresql/*/bin/pg_ctl"))[-1]
    command = [program, "-s", "-w", "-D", f"{folder}/data", "-l", f"{folder}/log", *words]
    if os.getuid() == 0:
        command = ["runuser", "-u", "postgres", "--", *command]
    subprocess.run(command, check=True, cwd="/")


def restarted(trial):
    running = offers(trial, trial.postgres, 8 if trial.is_short else 20)
    for mode in ["fast"] if trial.is_short else ["fast", "immediate", "fast"]:
        control("stop", "-m", mode)
        time.sleep(1)
        control("start")
        time.sleep(2)
    after = compare(trial, trial.postgres, running)
    trial.expect(any(line.startswith("stored ") for line in after), "it did not go on")


def server_processes():
    folder = os.environ["GHLUA_TEST_POSTGRES_FOLDER"]
    with open(f"{folder}/data/postmaster.pid", encoding="utf-8") as file:
        first = int(file.readline())
    children = subprocess.run(["ps", "-o", "pid=", "--ppid", str(first)], check=True,
                              stdout=subprocess.PIPE, text=True).stdout.split()
    return [first, *map(int, children)]


def paused(trial):
    running = offers(trial, trial.postgres, 12 if trial.is_short else 20)
    stopped = server_processes()
    for process in stopped:
        os.kill(process, signal.SIGSTOP)
    try:
        time.sleep(7)  # longer than the store's patience
    finally:
        for process in stopped:
            try:
                os.kill(process, signal.SIGCONT)
            except ProcessLookupError:
                pass
    after = compare(trial, trial.postgres, running)
    trial.expect(any(line.startswith("stored ") for line in after), "it did not go on")


def out_of_connections(trial):
    running = offers(trial, trial.postgres, 60)
    # This one has its connection before the others take all there are.
    cutter = subprocess.Popen(["psql", "-qX", trial.server], stdin=subprocess.PIPE, text=True,
                              stdout=subprocess.DEVNULL)
    cutter.stdin.write("SELECT 1;\n")
    cutter.stdin.flush()
    time.sleep(0.5)
    # Whoever gets a connection keeps it for a while; who gets none tries again at once.
    grab = f"until psql -qX '{trial.server}' -c 'SELECT pg_sleep(10)'; do :; done"
    holders = [subprocess.Popen(["sh", "-c", grab], stdout=subprocess.DEVNULL,
                                stderr=subprocess.DEVNULL) for _ in range(110)]
    probe = ["psql", "-qX", trial.server, "-c", "SELECT 1"]
    until = time.monotonic() + 60
    while time.monotonic() < until and subprocess.call(
            probe, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0:
        time.sleep(0.1)
    for _ in range(10):
        cutter.stdin.write("SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                           "WHERE application_name = 'ghlua';\n")
        cutter.stdin.flush()
        time.sleep(0.1)
    cutter.communicate()
    for holder in holders:
        holder.wait()
    after = compare(trial, trial.postgres, running)
    trial.expect(any(line.startswith("stored ") for line in after), "it did not go on")


def killed(trial):
    path = os.path.join(trial.folder, "store.sqlite")
    rounds, stored = 5 if trial.is_short else 40, set()
    for number in range(rounds):
        daemon = [trial.start("accept", path, f"k{number}", 60),
                  trial.start("work", path, f"w{number}", 1000)]
        time.sleep(random.uniform(0.1, 0.8))
        for process in daemon:
            process.kill()
            process.wait()
            process.lines_file.seek(0)
            # What it was just saying may be cut off.
            said = process.lines_file.read().split("\n")[:-1]
            stored |= {line.split()[1] for line in said if line.startswith("stored ")}
    trial.run("work", path, "last", 30_000)
    kept = {line.split()[1] for line in trial.run("events", path)}
    runs = [line.split() for line in trial.run("runs", path)]
    trial.expect(stored <= kept, f"{len(stored - kept)} acknowledged events are lost")
    trial.expect(len(runs) == len(kept), f"{len(kept)} events, but {len(runs)} runs")
    trial.expect(all(run[1] == "planned" for run in runs), "a run did not end")
    again = sum(1 for run in runs if run[3] != "1")
    trial.figures = f"{rounds} kills, {len(stored)} events, {again} runs begun again"


def file_locked(trial):
    path = os.path.join(trial.folder, "store.sqlite")
    trial.run("events", path)
    running = offers(trial, path, 10, count=2)
    other = sqlite3.connect(path, isolation_level=None, timeout=10)
    other.execute("BEGIN IMMEDIATE")
    time.sleep(6)  # longer than the store's patience
    other.execute("ROLLBACK")
    other.close()
    after = compare(trial, path, running)
    trial.expect(any(line.startswith("stored ") for line in after), "it did not go on")


def disk_full(trial):
    if os.getuid() != 0:
        trial.figures = "left out: only root can make a small disk; a test does it with a limit"
        return
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=512m", "none", trial.folder], check=True)
    try:
        path = os.path.join(trial.folder, "store.sqlite")
        filler = os.path.join(trial.folder, "filler")
        trial_files = trial.folder
        trial.folder = "/tmp"
        with open(filler, "wb") as file:
            file.write(bytes(508 << 20))
        running = [trial.start("accept", path, "p0", 8)]
        time.sleep(5)
        os.remove(filler)
        after = compare(trial, path, running)
        trial.expect(any(line.startswith("stored ") for line in after), "it did not go on")
        trial.folder = trial_files
    finally:
        trial.folder = trial_files
        subprocess.run(["umount", trial.folder], check=True)
