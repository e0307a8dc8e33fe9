"""Requests that nobody honest makes: all are refused, none is stored, and the daemon goes on."""
import base64
import hashlib
import hmac
import json
import random
import socket
import string
import time
import urllib.parse

from house import SECRET, TENANT, TOKENS, House, demand

KEY = bytes(range(32))
STANDARD = """
[hooks.std]
kind = "standard"
secret_env = "STANDARD_SECRET"
recipes = []
"""


def raw(home, data, patience=15, pause=0):
    """Sends bytes as they are; what came back until the other side closed or fell silent."""
    port = urllib.parse.urlsplit(home.url).port
    with socket.create_connection(("127.0.0.1", port), timeout=patience) as connection:
        try:
            for part in [data] if not pause else [data[i:i + 1] for i in range(len(data))]:
                connection.sendall(part)
                if pause:
                    time.sleep(pause)
            answer = b""
            while b"\r\n\r\n" not in answer:
                part = connection.recv(65536)
                if not part:
                    break
                answer += part
            return answer
        except OSError:
            return b""


def request(path="/", method="GET", headers=(), body=b"", host=None, home=None):
    host = host or urllib.parse.urlsplit(home.url).netloc
    lines = [f"{method} {path} HTTP/1.1", f"Host: {host}", *headers]
    if body:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def status(answer):
    parts = answer.split(b" ", 2)
    return int(parts[1]) if len(parts) > 2 and parts[1].isdigit() else 0


def signatures(home):
    event = {"event": {"id": "forged", "type": "user.delete.complete", "tenantId": "x",
                       "user": {"email": "ana@acme.test"}}}
    for secret, algorithm in [("wrong" * 8, "HS256"), (SECRET, "none"), (SECRET, "RS256"),
                              (SECRET, "HS512")]:
        demand(home.fusion(event, secret, algorithm)[0] == 401, f"{algorithm} was believed")
    demand(home.fusion(event)[0] == 401, "another tenant was believed")
    for path in ["/hooks/crm/wrong", "/hooks/crm", "/hooks/wp?access_key=wrong", "/hooks/mock",
                 "/hooks/fusion"]:
        demand(home.call("POST", path, {"x": 1}, token=None)[0] == 401, f"{path} was believed")


def standard(home, identity, moment, body=b'{"type":"x"}', signed=None, doubled=None):
    """A delivery signed as Standard Webhooks; over other bytes, or with a header twice, if asked."""
    code = hmac.new(KEY, f"{identity}.{moment}.".encode() + (signed or body), hashlib.sha256)
    headers = {"webhook-id": identity, "webhook-timestamp": str(moment),
               "webhook-signature": "v1," + base64.b64encode(code.digest()).decode()}
    lines = [f"{name}: {value}" for name, value in headers.items()]
    lines += [f"{doubled}: {headers[doubled]}"] if doubled else []
    return status(raw(home, request("/hooks/std", "POST", lines, body, home=home)))


def replays(home):
    """Old and doubled deliveries; the two that are honest are stored once each, however often sent."""
    now = int(time.time())
    for moment in (now - 400, now + 400):
        demand(standard(home, "m1", moment) == 401, "an old or early delivery was believed")
    demand(standard(home, "m1", now, signed=b"{}") == 401, "another body was believed")
    for name in ("webhook-id", "webhook-timestamp", "webhook-signature"):
        demand(standard(home, "m1", now, doubled=name) == 401, f"two of {name} were believed")
    for _ in range(3):
        demand(standard(home, "honest", now) == 200, "an honest delivery was refused")
    event = {"event": {"id": "seen", "type": "user.login.success", "tenantId": TENANT}}
    for _ in range(3):
        demand(home.fusion(event)[0] == 200, "an honest event was refused")
    body = json.dumps(event).encode()
    demand(home.fusion(event, hashed=body + b" ")[0] == 401, "a wrong body hash was believed")


def sizes(home, short):
    """Bodies and headers that are too large or come too slowly."""
    path = f"/hooks/crm/{SECRET}"
    body = b'{"x":"' + b"x" * (256 << 10) + b'"}'
    demand(status(raw(home, request(path, "POST", body=body, home=home))) == 413, "256 KiB passed")
    chunks = b"".join(b"10000\r\n" + b"x" * 65536 + b"\r\n" for _ in range(8)) + b"0\r\n\r\n"
    head = request(path, "POST", ["Transfer-Encoding: chunked"], home=home)
    demand(status(raw(home, head + chunks)) in (413, 0), "512 KiB in chunks passed")
    many = [f"X-{number}: {number}" for number in range(2000)]
    demand(status(raw(home, request("/", headers=many, home=home))) in (0, 400, 431), "2,000 headers")
    long = ["X-Long: " + "x" * (200 << 10)]
    demand(status(raw(home, request("/", headers=long, home=home))) in (0, 400, 431), "a long header")
    if short:
        return
    # A byte a second: the daemon hangs up, and others do not wait for it.
    slow = request(path, "POST", ["Content-Length: 100"], home=home)
    began = time.time()
    port = urllib.parse.urlsplit(home.url).port
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(slow)
        try:
            while time.time() - began < 25:
                connection.sendall(b"x")
                connection.settimeout(1)
                try:
                    if connection.recv(1000):
                        break
                except TimeoutError:
                    continue
        except OSError:
            pass
    demand(time.time() - began < 20, "a body may come for ever")


def names(home):
    """Hosts and origins of others."""
    bearer = f"Authorization: Bearer {TOKENS['ops']}"
    for host in ["evil.test", "127.0.0.1.evil.test", "localhost:1", "", "[::1"]:
        answer = raw(home, request("/v1/runs", headers=[bearer], host=host or " ", home=home))
        demand(status(answer) in (400, 421, 0), f"the host '{host}' was served")
    body = b'{"recipe":"count"}'
    for header in ["Origin: https://evil.test", "Origin: null", "Sec-Fetch-Site: cross-site"]:
        answer = raw(home, request(
            "/v1/runs", "POST", [bearer, header, "Content-Type: application/json"], body, home=home))
        demand(status(answer) == 403, f"{header} was served")
    doubled = [bearer, bearer.replace("ops", "viewer")]
    demand(status(raw(home, request("/v1/runs", headers=doubled, home=home))) == 401, "two tokens")


def paths(home):
    for path in ["/../../etc/passwd", "/app.css/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd",
                 "/v1/runs/../../../etc/passwd", "/runs/%00", "//evil.test/", "/login?next=//evil.test",
                 "/v1/runs/" + "a" * 5000, "/\\evil.test", "http://evil.test/"]:
        answer = raw(home, request(path, headers=[f"Authorization: Bearer {TOKENS['ops']}"], home=home))
        demand(b"root:" not in answer, f"{path} led to a file")
        demand(status(answer) < 500, f"{path} broke something: {answer[:60]}")
    for recipe in ["../../etc/passwd", "/etc/passwd", "recipes/count.lua", "count\0", "Count "]:
        found, _ = home.call("POST", "/v1/runs", {"recipe": recipe})
        demand(found in (404, 422), f"the recipe '{recipe}' was taken")
    # Arguments of a server name no files of its machine.
    _, answer = home.call("POST", "/v1/runs?wait=60", {
        "recipe": "onboard-from-csv", "args": {"file": "/etc/passwd", "people": "/etc/passwd"}})
    demand("root:" not in json.dumps(answer), "a recipe read a file of the machine")


def noise(home, seed, count):
    """Any bytes at all."""
    chance = random.Random(seed)
    for _ in range(count):
        data = bytes(chance.choice(string.printable.encode()) for _ in range(chance.randint(1, 400)))
        if chance.random() < 0.5:
            data = b"POST /hooks/crm/x HTTP/1.1\r\n" + data
        port = urllib.parse.urlsplit(home.url).port
        with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
            connection.sendall(data + b"\r\n\r\n")


def run(options):
    with House(STANDARD) as home:
        home.environment["STANDARD_SECRET"] = "whsec_" + base64.b64encode(KEY).decode()
        home.serve()
        signatures(home)
        replays(home)
        sizes(home, options.short)
        names(home)
        paths(home)
        noise(home, options.seed, 50 if options.short else 1000)
        demand(home.call("GET", "/healthz", token=None)[0] == 200, "the daemon is not well")
        stored = sorted(event["event_id"] for event in home.call("GET", "/v1/events")[1]["events"])
        demand(stored == ["honest", "seen"], f"something forged was stored: {stored}")
        demand(not home.runs(status="queued,running,applied"), "something forged started a run")
        demand(home.stop() == 0, "it did not stop well")
    return "signatures, replays, sizes, slow bodies, hosts, origins, paths, noise: all refused"
