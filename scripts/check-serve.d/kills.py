"""SIGKILL at random moments under load: afterwards every event that was acknowledged has run once."""
import collections
import random
import signal
import threading
import time

from house import House, demand, until

SCHEDULE = """
[[schedule]]
name = "every-minute"
cron = "* * * * *"
recipe = "count"
misfire = "all"
overlap = "allow"
"""


class Load:
    """Sends events and asks for runs, from several threads, and remembers what was acknowledged."""

    def __init__(self, home, seed):
        self.home, self.lock = home, threading.Lock()
        self.events, self.asked, self.number = {}, {}, 0
        self.ends = threading.Event()
        self.threads = [threading.Thread(target=self.work, args=(seed + index,)) for index in range(4)]
        for thread in self.threads:
            thread.start()

    def next(self):
        with self.lock:
            self.number += 1
            return self.number

    def work(self, seed):
        chance = random.Random(seed)
        while not self.ends.is_set():
            number = self.next()
            try:
                if chance.random() < 0.7:
                    status, answer = self.home.hook("count", {"n": number})
                    if status == 200:
                        self.events[answer["event"]] = number
                else:
                    self.ask(number)
            except (OSError, ValueError, TypeError, KeyError):
                time.sleep(0.02)
            time.sleep(0.01)

    def ask(self, number):
        """With a key, so that the same may be asked again when no answer came."""
        for _ in range(200):
            try:
                status, answer = self.home.call(
                    "POST", "/v1/runs", {"recipe": "count", "event": {"n": number}},
                    headers={"Idempotency-Key": f"key-{number}"})
            except OSError:
                time.sleep(0.05)
                continue
            if status == 202:
                self.asked[number] = answer["run_id"]
            return

    def stop(self):
        self.ends.set()
        for thread in self.threads:
            thread.join()


def run(options):
    kills = 3 if options.short else 200
    chance = random.Random(options.seed)
    with House(SCHEDULE) as home:
        home.serve("--places", "4")
        load = Load(home, options.seed)
        try:
            for _ in range(kills):
                time.sleep(chance.uniform(0.05, 1.2))
                home.stop(signal.SIGKILL)
                home.serve("--places", "4")
        finally:
            load.stop()
        until("all runs have ended", lambda: not home.runs(status="queued,running"), 300)
        check(home, load)
        demand(home.stop() == 0, "it did not stop well")
    return f"{kills} kills, {len(load.events)} events and {len(load.asked)} runs asked for, each once"


def check(home, load):
    runs = home.runs(recipe="count")
    by_event = collections.Counter(run["event"] for run in runs if run["event"])
    for event in load.events:
        demand(by_event[event] == 1, f"the event {event} has {by_event[event]} runs")
    by_id = {run["run_id"]: run for run in runs}
    for number, identity in load.asked.items():
        demand(identity in by_id, f"the run of request {number} is lost")
    for one in runs:
        demand(one["status"] == "planned", f"{one['run_id']} is {one['status']}: {one['reason']}")
    slots = [run["queued_at"][:16] for run in runs if run["trigger"]["kind"] == "schedule"]
    demand(len(slots) == len(set(slots)), "a slot of the schedule ran twice")
