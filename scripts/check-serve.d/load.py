"""Webhooks at a steady rate: how long until each is answered, and whether all are in the inbox."""
import asyncio
import json
import time
import urllib.parse

from house import SECRET, House, demand


class Rate:
    def __init__(self, home, rate, seconds):
        self.home, self.rate, self.total = home, rate, rate * seconds
        self.times, self.bad, self.next = [], 0, 0

    async def connection(self, began):
        """One connection that is kept; takes the next request when its time has come."""
        port = urllib.parse.urlsplit(self.home.url).port
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while self.next < self.total:
            number, self.next = self.next, self.next + 1
            due = began + number / self.rate
            wait = due - time.perf_counter()
            if wait > 0:
                await asyncio.sleep(wait)
            body = json.dumps({"contact_id": f"c-{number}", "n": number}).encode()
            writer.write(
                f"POST /hooks/idle/{SECRET} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json"
                f"\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
            head = await reader.readuntil(b"\r\n\r\n")
            length = next(int(line.split(b":")[1]) for line in head.lower().split(b"\r\n")
                          if line.startswith(b"content-length:"))
            await reader.readexactly(length)
            # From when it was due: a queue on this side counts too.
            self.times.append(time.perf_counter() - due)
            self.bad += not head.startswith(b"HTTP/1.1 200")
        writer.close()

    async def run(self, connections):
        began = time.perf_counter() + 0.1
        await asyncio.gather(*(self.connection(began) for _ in range(connections)))


def run(options):
    seconds = 3 if options.short else 60
    rate = 200 if options.short else 1000
    idle = '[hooks.idle]\nkind = "highlevel-workflow"\nsecret_env = "HOOK_SECRET"\nrecipes = []\n'
    with House(idle) as home:
        home.serve()
        trial = Rate(home, rate, seconds)
        asyncio.run(trial.run(64))
        times = sorted(trial.times)
        middle, late = times[len(times) // 2], times[len(times) * 99 // 100]
        metrics = home.call("GET", "/metrics")[1]
        stored = next(float(line.split()[-1]) for line in metrics.splitlines()
                      if line.startswith("ghlua_events "))
        demand(trial.bad == 0, f"{trial.bad} were not answered 200")
        demand(stored == trial.total, f"{stored:.0f} of {trial.total} are in the inbox")
        text = (f"{trial.total} events at {rate}/s: median {middle * 1000:.1f} ms, "
                f"99 % within {late * 1000:.1f} ms, {home.memory() // 1024} MiB")
        demand(options.short or late < 0.05, text)
    return text
