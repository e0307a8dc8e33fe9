"""SIGKILL of the daemon in the middle of an apply: after the restart it is gone on with, and nothing
was done twice. A daemon on another machine, which lacks the journal, leaves it alone."""
import concurrent.futures
import contextlib
import json
import random
import signal
import time

from house import House, demand, until

CHANGED = [f"u{n}@acme.test" for n in range(1, 25)]
GONE = [f"u{n}@acme.test" for n in range(25, 28)]
OVERHAUL = """return recipe {
  name = "overhaul", version = "1.0.0", summary = "Changes many, deletes some",
  can = { "users.read", "users.update(phone)", "users.delete" },
  run = function()
    local users = {}
    for _, user in ipairs(ghl.users.search({ limit = 100 }).users) do users[user.email] = user end
    for n = 1, 24 do
      ghl.users.update(users["u" .. n .. "@acme.test"].id, { phone = "+4930123450" .. n })
    end
    for n = 25, 27 do ghl.users.delete(users["u" .. n .. "@acme.test"].id) end
  end,
}
"""


def company():
    def user(name, kind="account", role="user"):
        return {"id": f"u-{name}", "email": f"{name}@acme.test", "firstName": name,
                "lastName": "Test", "roles": {"type": kind, "role": role, "locationIds": ["ber"]}}
    with House() as probe:
        state = probe.call("GET", "/_mock/state", url=probe.service, token=None)[1]
    return {"format": state["format"], "companyId": "ve9EPM428h8vShlRW1KT",
            "now": "2026-01-05T12:00:00.000Z", "generator": state["generator"],
            "locations": [{"id": "ber", "name": "Berlin"}],
            "users": [user("admin", "agency", "admin")] + [user(f"u{n}") for n in range(1, 31)],
            "contacts": [], "queue": []}


def begin(home):
    """Has the company overhauled, slowly; the apply's id."""
    for operation in ("users.update", "users.delete"):
        home.call("POST", "/_mock/faults", {"effect": "delay", "operation": operation, "ms": 60,
                                            "times": 1000}, url=home.service, token=None)
    home.serve()
    plan = home.call("POST", "/v1/runs?wait=60", {"recipe": "overhaul"})[1]
    demand(plan["status"] == "waiting", f"the plan is {plan['status']}: {plan['reason']}")
    return home.call("POST", f"/v1/plans/{plan['run_id']}/apply",
                     {"checksum": plan["checksum"]})[1]["run_id"]


def ended(home, apply):
    """The apply, when nobody works on it any more."""
    return until("the apply has ended", lambda: next(
        (run for run in [home.run(apply)] if run["status"] not in ("queued", "running")), None), 180)


def broken_off(seed, state):
    """One apply, killed once or twice; how often it was begun."""
    chance = random.Random(seed)
    with House(recipes={"overhaul": OVERHAUL}, company=state, mock=("--delete-delay", "200ms")) as home:
        apply = begin(home)
        for _ in range(chance.choice([1, 1, 2])):
            time.sleep(chance.uniform(0, 1.5))
            home.stop(signal.SIGKILL)
            home.serve()
        done = ended(home, apply)
        demand(done["status"] == "applied", f"the apply is {done['status']}: {done['reason']}")
        until("who was deleted is gone", lambda: not set(GONE) & set(home.users()))
        check(home)
        demand(home.stop() == 0, "it did not stop well")
        return done["attempt"]


def taken_elsewhere(state):
    """One apply, killed at work and claimed by a daemon that has another folder for runs."""
    with House(recipes={"overhaul": OVERHAUL}, company=state) as home:
        if not home.server:
            return
        apply = begin(home)
        until("something was written", lambda: changes(home))
        home.stop(signal.SIGKILL)
        home.environment["HOME"] = home.path("elsewhere")
        home.serve()
        before = changes(home)
        done = ended(home, apply)
        demand("another machine" in (done["reason"] or ""), f"{done['status']}: {done['reason']}")
        demand(changes(home) == before, "the other machine wrote")


def changes(home):
    with contextlib.suppress(FileNotFoundError):
        with open(home.path("company.json.changes"), encoding="utf-8") as file:
            return file.readlines()
    return []


def check(home):
    """The service made each change once."""
    updated, deletes = [], 0
    for change in map(json.loads, changes(home)):
        deletes += change["event"] == "queued"
        if change["event"] == "updated":
            updated.append(change["user"]["email"])
    demand(sorted(updated) == sorted(CHANGED), f"updated: {sorted(updated)}")
    demand(deletes == len(GONE), f"{deletes} deletes were asked for")


def run(options):
    count, together = (1, 1) if options.short else (20, 5)
    state = company()
    taken_elsewhere(state)
    with concurrent.futures.ThreadPoolExecutor(together) as pool:
        attempts = list(pool.map(lambda n: broken_off(options.seed + n, state), range(count)))
    begun = sum(attempt > 1 for attempt in attempts)
    demand(options.short or begun > count // 2, f"only {begun} of {count} applies were broken off")
    return f"{count} applies killed, {begun} of them at work: all gone on with, nothing doubled"
