"""A daemon with a stand-in service beside it, in a folder of its own, and callers for both. With
GHLUA_TEST_POSTGRES in the environment, its store is a schema of its own on that server."""
import base64
import contextlib
import hashlib
import hmac
import http.client
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time
import urllib.parse

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
GHLUA = None
TOKENS = {"ops": "ops-token-ops-token-ops", "viewer": "viewer-token-viewer-token"}
SECRET = "a-secret-for-hooks-of-32-characters"
TENANT = "e872a880-b14f-6d62-c312-cb40f22af465"
SETTINGS = f"""
[serve.tokens.ops]
role = "apply"
token_env = "OPS_TOKEN"
[serve.tokens.viewer]
role = "read"
token_env = "VIEWER_TOKEN"
[hooks.fusion]
kind = "fusionauth"
secret_env = "HOOK_SECRET"
tenant = "{TENANT}"
recipes = ["mirror-fusionauth-delete"]
[hooks.crm]
kind = "highlevel-workflow"
secret_env = "HOOK_SECRET"
recipes = ["delete-tagged-user"]
[hooks.wp]
kind = "wpfusion"
secret_env = "HOOK_SECRET"
recipes = ["delete-tagged-user"]
args = {{ field = "role" }}
[hooks.count]
kind = "highlevel-workflow"
secret_env = "HOOK_SECRET"
recipes = ["count"]
[hooks.mock]
kind = "highlevel"
recipes = ["delete-tagged-user"]
"""


class Failed(Exception):
    """Something was not as it must be."""


def program(build):
    path = os.path.join(ROOT, ".build", build, "ghlua")
    if not os.path.exists(path):
        raise SystemExit(f"check-serve: there is no {path}: build it first")
    return os.path.abspath(path)


def demand(condition, message):
    if not condition:
        raise Failed(message)


def until(what, condition, seconds=60):
    """Waits until something is so."""
    end = time.time() + seconds
    while time.time() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.05)
    raise Failed(f"it never became so: {what}")


class House:
    """Starts what a trial needs, and ends it."""

    def __init__(self, settings="", recipes=None, company=None, mock=()):
        self.folder = tempfile.mkdtemp()
        self.store, self.server = "serve.db", os.environ.get("GHLUA_TEST_POSTGRES")
        if self.server:
            self.schema = f"h{random.getrandbits(60)}"
            self.sql(f"CREATE SCHEMA {self.schema}")
            self.store = f"{self.server}&options=-csearch_path%3D{self.schema}"
        self.url = None
        self.daemon = None
        self.environment = {
            "PATH": os.environ["PATH"], "HOME": self.folder, "GHLUA_TOKEN": "pit-trial",
            "OPS_TOKEN": TOKENS["ops"], "VIEWER_TOKEN": TOKENS["viewer"], "HOOK_SECRET": SECRET}
        os.mkdir(self.path("recipes"))
        for name, text in {"count": COUNT, **(recipes or {})}.items():
            self.write(f"recipes/{name}.lua", text)
        state = []
        if company:
            self.write("company.json", json.dumps(company))
            state = ["--state", "company.json"]
        self.mock, ready = self.start("mock", "serve", "--profile", "none", *state, *mock)
        self.service = ready["url"]
        key = ready["webhook_public_key"]
        self.write("ghlua.toml", f'base_url = "{self.service}"\n' + SETTINGS
                   + f'public_key = "{key}"\n' + settings)
        self.environment["GHLUA_COMPANY"] = ready["company"]

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, text):
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)

    def sql(self, *statements):
        """Runs statements on the store; the rows of the last one, as texts."""
        if not self.server:
            with contextlib.closing(sqlite3.connect(self.path(self.store), timeout=60)) as database:
                rows = [database.execute(statement).fetchall() for statement in statements][-1]
                database.commit()
                return [tuple(map(str, row)) for row in rows]
        text = f"SET search_path = {self.schema}; " + "; ".join(statements)
        said = subprocess.run(["psql", "-qXAt", "-v", "ON_ERROR_STOP=1", self.server, "-c", text],
                              check=True, capture_output=True, text=True).stdout
        return [tuple(line.split("|")) for line in said.splitlines()]

    def columns(self, table):
        if self.server:
            return [row[0] for row in self.sql(
                "SELECT column_name FROM information_schema.columns WHERE table_name = "
                f"'{table}' AND table_schema = '{self.schema}' ORDER BY ordinal_position")]
        return [row[1] for row in self.sql(f"PRAGMA table_info({table})")]

    def start(self, *words):
        """Starts ghlua and waits for its one line; the process and the line."""
        with open(self.path("log"), "a", encoding="utf-8") as log:
            process = subprocess.Popen([GHLUA, *words], cwd=self.folder, env=self.environment,
                                       stdout=subprocess.PIPE, stderr=log, text=True)
        line = process.stdout.readline()
        if not line:
            process.wait()
            raise Failed(f"ghlua {' '.join(words)} did not start:\n{self.log()[-2000:]}")
        return process, json.loads(line)

    def log(self):
        with open(self.path("log"), encoding="utf-8") as file:
            return file.read()

    def serve(self, *words):
        port = urllib.parse.urlsplit(self.url).port if self.url else 0
        self.daemon, ready = self.start("serve", "--port", str(port), "--store", self.store, *words)
        self.url = ready["url"]
        return ready

    def stop(self, number=signal.SIGTERM):
        if self.daemon:
            self.daemon.send_signal(number)
            code = self.daemon.wait(timeout=30)
            self.daemon = None
            return code
        return None

    def close(self):
        for process in (self.daemon, self.mock):
            if process and process.poll() is None:
                process.terminate()
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(timeout=30)
                if process.poll() is None:
                    process.kill()
                    process.wait()
        if self.server:
            with contextlib.suppress(subprocess.CalledProcessError):
                self.sql(f"DROP SCHEMA {self.schema} CASCADE")
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def call(self, method, path, body=None, token="ops", headers=None, url=None):
        """A request; status and JSON. Raises OSError when the server is gone."""
        address = urllib.parse.urlsplit(url or self.url)
        connection = http.client.HTTPConnection(address.hostname, address.port, timeout=90)
        headers = dict(headers or {})
        if token:
            headers["Authorization"] = f"Bearer {TOKENS.get(token, token)}"
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
            headers.setdefault("Content-Type", "application/json")
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read()
        except http.client.HTTPException as error:
            raise OSError(str(error)) from error
        finally:
            connection.close()
        try:
            return answer.status, json.loads(text)
        except ValueError:
            return answer.status, text.decode(errors="replace")

    def browser(self, token="ops"):
        """The headers of a browser that is logged in."""
        address = urllib.parse.urlsplit(self.url)
        connection = http.client.HTTPConnection(address.hostname, address.port, timeout=90)
        connection.request("POST", "/login", urllib.parse.urlencode({"token": TOKENS[token]}))
        cookie = connection.getresponse().headers["Set-Cookie"]
        connection.close()
        return {"Cookie": cookie.split(";")[0]}

    def hook(self, name, body, **options):
        return self.call("POST", f"/hooks/{name}/{SECRET}", body, token=None, **options)

    def fusion(self, event, secret=SECRET, algorithm="HS256", hashed=None):
        """An event as FusionAuth sends it, signed with the shared key."""
        body = json.dumps(event).encode()
        digest = hashlib.sha256(hashed or body).digest()
        claims = {"request_body_sha256": base64.b64encode(digest).decode()}
        token = ".".join(joined({"alg": algorithm, "kid": "k"}, claims))
        code = hmac.new(secret.encode(), token.encode(), hashlib.sha256).digest()
        return self.call("POST", "/hooks/fusion", body, token=None, headers={
            "X-FusionAuth-Signature-JWT": f"{token}.{encoded(code)}",
            "Content-Type": "application/json"})

    def run(self, identity):
        return self.call("GET", f"/v1/runs/{identity}")[1]

    def runs(self, **query):
        found, after = [], None
        while True:
            fields = {"limit": 200, **query, **({"after": after} if after else {})}
            page = self.call("GET", f"/v1/runs?{urllib.parse.urlencode(fields)}")[1]
            found += page["runs"]
            after = page["next"]
            if not after:
                return found

    def users(self):
        """The e-mail addresses of the company, as the service has them."""
        state = self.call("GET", "/_mock/state", url=self.service, token=None)[1]
        return [user["email"] for user in state["users"] if not user.get("deleted")]

    def memory(self):
        """KiB in memory of the daemon alone."""
        with open(f"/proc/{self.daemon.pid}/status", encoding="utf-8") as file:
            return int(next(line for line in file if line.startswith("VmRSS")).split()[1])


def encoded(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def joined(*parts):
    return [encoded(json.dumps(part).encode()) for part in parts]


COUNT = """return recipe {
  name = "count", version = "1.0.0", summary = "Counts an event",
  on = { "HighLevel:Workflow" },
  can = { "users.read" },
  run = function(args, ctx)
    ctx.note("counted " .. tostring(ctx.event and ctx.event.n))
    return ctx.event and ctx.event.n
  end,
}
"""
