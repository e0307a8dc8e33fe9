"""What an operator does, and what befalls one: workers that crash and hang, settings read again, a
copy of the store made at work and put back, several companies in one daemon."""
import concurrent.futures
import os
import shutil
import signal
import subprocess
import time

import house
from house import House, demand, until

RECIPES = {
    "look": """return recipe {
  name = "look", version = "1.0.0", summary = "Asks the service", can = { "users.read" },
  run = function() return #ghl.users.search({ limit = 1 }).users end,
}
""",
    "heavy": """return recipe {
  name = "heavy", version = "1.0.0", summary = "Asks the service, with much in its memory",
  can = { "users.read" },
  run = function()
    local ballast = ("x"):rep(8 << 20)
    return #ghl.users.search({ limit = 1 }).users + #ballast
  end,
}
""",
    "hang": """return recipe {
  name = "hang", version = "1.0.0", summary = "Never ends", can = { "users.read" },
  run = function() while true do end end,
}
""",
    "call-back": """return recipe {
  name = "call-back", version = "1.0.0", summary = "Sets a phone number",
  can = { "users.read", "users.update(phone)" },
  run = function()
    local user = ghl.users.search({ limit = 1, query = "john@deo.com" }).users[1]
    ghl.users.update(user.id, { phone = "+49301234567" })
  end,
}
"""}
LATE = '[hooks.late]\nkind = "highlevel-workflow"\nsecret_env = "HOOK_SECRET"\nrecipes = []\n'


def fault(home, **fields):
    status, answer = home.call("POST", "/_mock/faults", fields, url=home.service, token=None)
    demand(status == 200, f"the stand-in makes no trouble: {answer}")


def leaves(daemon):
    """The processes below the daemon that have none below them."""
    parents = {}
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{name}/stat", encoding="utf-8") as file:
                parents[int(name)] = int(file.read().rpartition(")")[2].split()[1])
        except OSError:
            continue

    def below(process):
        while process in parents:
            process = parents[process]
            if process == daemon:
                return True
        return False
    return [process for process in parents if process not in parents.values() and below(process)]


def memory(process):
    """KiB of a process that are its own; 0 when it is gone."""
    try:
        with open(f"/proc/{process}/status", encoding="utf-8") as file:
            return int(next(line for line in file if line.startswith("RssAnon")).split()[1])
    except (OSError, StopIteration):
        return 0


def workers(home, short):
    """A worker that crashes or hangs is one failed run; the others, and the daemon, go on."""
    for number in [signal.SIGSEGV] if short else [signal.SIGSEGV, signal.SIGKILL, signal.SIGSTOP]:
        fault(home, effect="delay", operation="users.search", ms=4000, times=3)
        asked = [home.call("POST", "/v1/runs", {"recipe": recipe})[1]["run_id"]
                 for recipe in ("look", "heavy", "look")]
        # The one with the ballast is told by its memory.
        os.kill(until("a heavy worker waits for the service", lambda: next(
            (worker for worker in leaves(home.daemon.pid) if memory(worker) > 8192), None)), number)
        until("all three have ended", lambda ids=asked: all(
            home.run(one)["status"] not in ("queued", "running") for one in ids), 120)
        ends = [home.run(one)["status"] for one in asked]
        demand(ends == ["planned", "failed", "planned"], f"after {number.name}: {ends}")
    if not short:
        hung = home.call("POST", "/v1/runs?wait=120", {"recipe": "hang"})[1]
        demand(hung["status"] == "failed", f"what hangs is {hung['status']}")
    fine = home.call("POST", "/v1/runs?wait=60", {"recipe": "look"})[1]
    demand(fine["status"] == "planned", f"afterwards a run is {fine['status']}: {fine['reason']}")


def reload(home):
    """SIGHUP: new settings count at once; what cannot be used changes nothing."""
    with open(home.path("ghlua.toml"), encoding="utf-8") as file:
        settings = file.read()
    demand(home.hook("late", {})[0] == 404, "the hook is there before its settings")
    for text, said in [(settings + LATE, "were read again"), ("[hooks", "cannot be used")]:
        known = home.log().count(said)
        home.write("ghlua.toml", text)
        home.daemon.send_signal(signal.SIGHUP)
        until(f"the settings {said}", lambda seen=known, words=said: home.log().count(words) > seen)
        demand(home.hook("late", {})[0] == 200, f"the hook is not there: {said}")
    home.write("ghlua.toml", settings)


def restore(home):
    """A copy made while events come in holds all that was acknowledged before, and serves."""
    before = [home.hook("count", {"n": number})[1]["event"] for number in range(20)]
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        coming = [pool.submit(home.hook, "count", {"n": number}) for number in range(20, 300)]
        result = subprocess.run([house.GHLUA, "serve", "backup", "copy.db", "--store", "serve.db"],
                                cwd=home.folder, env=home.environment, capture_output=True,
                                text=True, check=False)
        demand(result.returncode == 0, f"no copy was made: {result.stderr}")
        demand(all(one.result()[0] == 200 for one in coming), "the copy kept events out")
    demand(os.stat(home.path("copy.db")).st_mode & 0o77 == 0, "others can read the copy")
    demand(home.stop() == 0, "it did not stop well")
    for name in ("serve.db-wal", "serve.db-shm"):
        if os.path.exists(home.path(name)):
            os.remove(home.path(name))
    shutil.copyfile(home.path("copy.db"), home.path("serve.db"))
    home.serve()
    until("its runs have ended", lambda: not home.runs(status="queued,running"))
    events, after = set(), None
    while True:
        page = home.call("GET", "/v1/events?limit=200" + (f"&after={after}" if after else ""))[1]
        events |= {event["id"] for event in page["events"]}
        after = page["next"]
        if not after:
            break
    demand(set(before) <= events, "an event from before the copy is lost")
    demand(home.hook("count", {"n": 300})[1]["status"] == "accepted", "it takes no more events")
    demand(home.sql("PRAGMA integrity_check") == [("ok",)], "the file is damaged")


def companies():
    """Two profiles in one daemon: each run reads and writes its own company."""
    with House(recipes=RECIPES) as home:
        other, ready = home.start("mock", "serve", "--profile", "none")
        try:
            home.environment.pop("GHLUA_COMPANY")
            profiles = [("east", home.service), ("west", ready["url"])]
            with open(home.path("ghlua.toml"), "a", encoding="utf-8") as file:
                file.write('[serve]\nprofiles = ["east", "west"]\n[hooks.west]\n'
                           'kind = "highlevel-workflow"\nsecret_env = "HOOK_SECRET"\n'
                           'recipes = ["count"]\nprofile = "west"\n')
                for name, url in profiles:
                    file.write(f'[profiles.{name}]\nbase_url = "{url}"\n'
                               f'company = "{ready["company"]}"\n')
            demand(home.serve()["profiles"] == ["east", "west"], "not both are served")

            def phone(url):
                state = home.call("GET", "/_mock/state", url=url, token=None)[1]
                return next(user for user in state["users"]
                            if user["email"] == "john@deo.com").get("phone")
            before = phone(profiles[0][1])
            plan = home.call("POST", "/v1/runs?wait=60",
                             {"recipe": "call-back", "profile": "west"})[1]
            applied = home.call("POST", f"/v1/plans/{plan['run_id']}/apply?wait=60",
                                {"checksum": plan["checksum"]})[1]
            demand(applied["status"] == "applied", f"{applied['status']}: {applied['reason']}")
            demand((phone(profiles[0][1]), phone(profiles[1][1])) == (before, "+49301234567"),
                   "the wrong company was changed")
            event = home.hook("west", {"n": 1})[1]["event"]
            run = until("the event's run", lambda: next(
                (run for run in home.runs() if run["event"] == event), None))
            demand(run["profile"] == "west", f"the event's run is for {run['profile']}")
            status, _ = home.call("POST", "/v1/runs", {"recipe": "look", "profile": "north"})
            demand(status == 422, "a profile that is not served was taken")
            demand(home.stop() == 0, "it did not stop well")
        finally:
            other.terminate()
            other.wait()


def run(options):
    companies()
    with House(recipes=RECIPES) as home:
        home.serve()
        workers(home, options.short)
        reload(home)
        if not home.server:
            restore(home)
        demand(home.stop() == 0, "it did not stop well")
    return "crashing and hanging workers, reload, a copy put back, two companies"
