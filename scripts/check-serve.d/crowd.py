"""Much at once: runs that wait, recipes suspended in a call of the service, a long history."""
import concurrent.futures
import os
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
    """Every page with so many runs in the history; what each takes, in ms."""
    home.stop()
    fill(home, count)
    home.serve()
    newest = home.call("GET", "/v1/runs?limit=1")[1]["runs"][0]["run_id"]
    middle = home.call("GET", "/v1/runs?status=failed&limit=200")[1]["runs"][-1]["run_id"]
    browser = home.browser()
    times = {}
    for path in ["/", "/runs", "/runs?status=failed", "/runs?q=look", "/runs?q=nobody-is-called-so",
                 f"/runs?after={middle}", f"/runs/{newest}", "/inbox", "/deliveries", "/schedules",
                 "/audit", "/v1/runs", "/v1/runs?status=failed,partial", "/v1/runs?recipe=look",
                 "/v1/runs?q=nobody-is-called-so", f"/v1/runs/{newest}", "/v1/events",
                 "/v1/deliveries", "/v1/recipes", "/metrics"]:
        taken = []
        for _ in range(15):
            began = time.perf_counter()
            status, _ = home.call("GET", path, headers=browser)
            taken.append(time.perf_counter() - began)
            demand(status == 200, f"{path} is {status}")
        # All but the slowest: the machine may have other things to do for a moment.
        times[path.replace(newest, "ID").replace(middle, "ID")] = sorted(taken)[-2] * 1000
    return times


def fill(home, count):
    """Copies a run of the store until there are so many, of all kinds of ends."""
    wanted = {"id": "'20250101T000000.000Z-' || substr(CAST(1000000 + i AS TEXT), 2)",
              "status": "CASE i % 50 WHEN 0 THEN 'failed' WHEN 1 THEN 'partial' WHEN 2 THEN "
                        "'skipped' WHEN 3 THEN 'waiting' ELSE 'planned' END",
              "title": "'look number ' || i", "search": "'look number ' || i",
              "idempotency_key": "NULL", "slot": "NULL", "concurrency_key": "NULL"}
    columns = home.columns("runs")
    values = ", ".join(wanted.get(column, f"one.{column}") for column in columns)
    home.sql(f"WITH RECURSIVE numbers(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers "
             f"WHERE i < {count}) INSERT INTO runs ({', '.join(columns)}) "
             f"SELECT {values} FROM numbers, (SELECT * FROM runs LIMIT 1) one")


def run(options):
    queue, crowd, history = (200, 10, 2000) if options.short else (10_000, 200, 100_000)
    with House(recipes={"look": LOOK}) as home:
        home.serve("--places", str(crowd))
        each = suspended(home, crowd)
        times = pages(home, history)
    with House(recipes={"look": LOOK}) as home:
        fault = {"effect": "delay", "operation": "users.search", "ms": 20_000, "times": 100_000}
        home.call("POST", "/_mock/faults", fault, url=home.service, token=None)
        home.serve("--places", "1")
        grown = waiting(home, queue)
    shown = ", ".join(f"{path} {taken:.1f}" for path, taken in times.items())
    text = (f"{crowd} suspended recipes: {each:.0f} KiB each; {queue} runs waiting: "
            f"{grown / 1024:.1f} MiB; ms of each page with {history} runs: {shown}")
    demand(options.short or (each < 3072 and max(times.values()) < 50 and grown < 64 << 10), text)
    return text
