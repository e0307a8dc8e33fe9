"""Much at once: runs that wait, recipes suspended in a call of the service, a long history."""
import concurrent.futures
import os
import sqlite3
import time

from house import House, demand, until

LOOK = """return recipe {
  name = "look", version = "1.0.0", summary = "Asks the service",
  can = { "users.read" },
  run = function() return #ghl.users.search({ limit = 1 }).users end,
}
"""


def waiting(home, count):
    """So many runs are accepted and wait; what each of them costs in memory."""
    before = home.memory()
    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(
            lambda _: home.call("POST", "/v1/runs", {"recipe": "look"})[0], range(count)))
    demand(answers.count(202) == count, f"{answers.count(202)} of {count} were accepted")
    return home.memory() - before


def workers(home):
    """Memory of the worker processes of a daemon that is theirs alone, in KiB, one for each."""
    found = []
    for name in os.listdir("/proc"):
        if not name.isdigit():
            continue
        try:
            with open(f"/proc/{name}/status", encoding="utf-8") as file:
                fields = dict(line.split(":", 1) for line in file if ":" in line)
            if not ancestor(int(name), home.daemon.pid):
                continue
            with open(f"/proc/{name}/smaps_rollup", encoding="utf-8") as file:
                parts = dict(line.split(":", 1) for line in file if ":" in line)
            found.append((int(fields["Threads"]), int(parts["Pss"].split()[0])))
        except (OSError, KeyError, ValueError):
            continue
    return [size for _, size in found]


def ancestor(process, wanted):
    while process > 1:
        with open(f"/proc/{process}/stat", encoding="utf-8") as file:
            process = int(file.read().rpartition(")")[2].split()[1])
        if process == wanted:
            return True
    return False


def suspended(home, count):
    """So many recipes stand in a call of the service at once; the memory of each, in KiB."""
    fault = {"effect": "delay", "operation": "users.search", "ms": 20_000, "times": count}
    status, answer = home.call("POST", "/_mock/faults", fault, url=home.service, token=None)
    demand(status == 200, f"the stand-in makes no trouble: {answer}")
    empty = home.memory()
    for _ in range(count):
        home.call("POST", "/v1/runs", {"recipe": "look"})
    until("all of them run", lambda: len(home.runs(status="running")) == count, 300)
    time.sleep(3)
    sizes = workers(home)
    demand(len(sizes) >= count, f"there are {len(sizes)} worker processes for {count} runs")
    each = (sum(sizes) + max(0, home.memory() - empty)) / count
    home.call("DELETE", "/_mock/faults", url=home.service, token=None)
    until("all of them end", lambda: not home.runs(status="running,queued"), 300)
    return each


def pages(home, count):
    """Every page with so many runs in the history; the slowest, in ms."""
    home.stop()
    fill(home.path("serve.db"), count)
    home.serve()
    slowest, where = 0, ""
    newest = home.runs()[0]["run_id"] if count < 1000 else home.call("GET", "/v1/runs?limit=1")[1]["runs"][0]["run_id"]
    for path in ["/v1/runs", "/v1/runs?status=failed", "/v1/runs?q=look", f"/v1/runs/{newest}",
                 "/v1/events", "/v1/deliveries", "/metrics"]:
        times = []
        for _ in range(5):
            began = time.perf_counter()
            status, _ = home.call("GET", path)
            times.append(time.perf_counter() - began)
            demand(status == 200, f"{path} is {status}")
        if min(times) > slowest:
            slowest, where = min(times), path
    return slowest * 1000, where


def fill(path, count):
    """Copies a run of the store until there are so many."""
    database = sqlite3.connect(path)
    columns = [row[1] for row in database.execute("PRAGMA table_info(runs)")]
    row = dict(zip(columns, database.execute("SELECT * FROM runs LIMIT 1").fetchone()))
    names = ", ".join(columns)
    marks = ", ".join("?" * len(columns))

    def copies():
        for number in range(count):
            copy = dict(row)
            copy["id"] = f"20250101T{number // 10_000:06d}.{number % 1000:03d}Z-{number:06d}"
            for key in ("idempotency_key", "slot", "concurrency_key"):
                if key in copy:
                    copy[key] = None
            if number % 50 == 0:
                copy["status"] = "failed"
            yield tuple(copy[name] for name in columns)
    database.executemany(f"INSERT OR IGNORE INTO runs ({names}) VALUES ({marks})", copies())
    database.commit()
    database.close()


def run(options):
    queue, crowd, history = (200, 10, 2000) if options.short else (10_000, 200, 100_000)
    with House(recipes={"look": LOOK}) as home:
        home.serve("--places", str(crowd))
        each = suspended(home, crowd)
        slowest, where = pages(home, history)
    with House(recipes={"look": LOOK}) as home:
        fault = {"effect": "delay", "operation": "users.search", "ms": 20_000, "times": 100_000}
        home.call("POST", "/_mock/faults", fault, url=home.service, token=None)
        home.serve("--places", "1")
        grown = waiting(home, queue)
    text = (f"{crowd} suspended recipes: {each:.0f} KiB each; {history} runs: slowest answer "
            f"{slowest:.1f} ms ({where}); {queue} runs waiting: {grown / 1024:.1f} MiB")
    demand(options.short or (each < 3072 and slowest < 50), text)
    return text
