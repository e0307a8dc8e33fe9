"""SIGKILL at random moments under load: afterwards every event that was acknowledged has run once, and
every slot of every schedule."""
import collections
import random
import signal
import threading
import time

from house import House, demand, until

# As many at once as make a kill in the middle of them likely.
SCHEDULES = [f"s{number}" for number in range(20)]
SCHEDULE = "".join(f"""
[[schedule]]
name = "{name}"
cron = "* * * * *"
recipe = "count"
misfire = "all"
overlap = "allow"
""" for name in SCHEDULES)


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
        began = until("the store knows the schedules", lambda: known(home))
        load = Load(home, options.seed)
        try:
            for _ in range(kills):
                time.sleep(moment(chance))
                home.stop(signal.SIGKILL)
                home.serve("--places", "4")
            if options.short:
                # There is a slot even in a short trial, and a kill while it is being settled.
                time.sleep(60 - time.time() % 60 + chance.uniform(0, 0.1))
                home.stop(signal.SIGKILL)
                home.serve("--places", "4")
        finally:
            load.stop()
        slots = wanted(began, time.time())
        until("all slots are settled", lambda: slots <= set(settled(home)), 120)
        # However many there are: as long as some end, none is lost.
        while left := pending(home):
            until("a run ends", lambda before=left: pending(home) < before, 120)
        check(home, load, slots)
        demand(home.stop() == 0, "it did not stop well")
    return (f"{kills} kills, {len(load.events)} events, {len(load.asked)} runs asked for and "
            f"{len(slots)} slots, each once")


def moment(chance):
    """How long until the next kill; just after a slot they come in a row."""
    second = time.time() % 60
    return chance.uniform(0.02, 0.3) if second < 3 else min(chance.uniform(0.05, 1.2), 60.02 - second)


def known(home):
    """The moment from which on every slot counts; None as long as the store knows not all schedules."""
    cursors = [int(row[0]) for row in home.sql("SELECT cursor_at FROM schedules")]
    return max(cursors) / 1000 if len(cursors) == len(SCHEDULES) else None


def wanted(began, ended):
    """All slots between two moments, as pairs of a schedule and a minute."""
    minutes = range(int(began // 60) + 1, int(ended // 60) + 1)
    return {(name, minute) for name in SCHEDULES for minute in minutes}


def settled(home):
    """The slots that have a run, each as often as it has one."""
    rows = home.sql("SELECT trigger_name, slot FROM runs WHERE trigger_kind = 'schedule'")
    return [(name, int(slot) // 60_000) for name, slot in rows]


def pending(home):
    return int(home.sql("SELECT COUNT(*) FROM runs WHERE status IN ('queued', 'running')")[0][0])


def check(home, load, slots):
    runs = home.runs(recipe="count")
    by_event = collections.Counter(run["event"] for run in runs if run["event"])
    for event in load.events:
        demand(by_event[event] == 1, f"the event {event} has {by_event[event]} runs")
    by_id = {run["run_id"]: run for run in runs}
    for number, identity in load.asked.items():
        demand(identity in by_id, f"the run of request {number} is lost")
    for one in runs:
        demand(one["status"] == "planned", f"{one['run_id']} is {one['status']}: {one['reason']}")
    times = collections.Counter(settled(home))
    lost = sorted(slot for slot in slots if times[slot] == 0)
    doubled = sorted(slot for slot in times if times[slot] > 1)
    demand(not lost, f"{len(lost)} of {len(slots)} slots are lost: {lost[:5]}")
    demand(not doubled, f"{len(doubled)} slots ran twice: {doubled[:5]}")
