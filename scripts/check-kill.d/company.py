"""A company to work on, in a folder of its own, and the processes that do."""
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile

# About three operations for each user: creates, updates on top of each other, deletes.
RECIPE = """\
local users = require "ghl.users"
for index, user in ipairs(ghl.users.search({ limit = 100 }).users) do
  ghl.users.update(user.id, { firstName = "Kim" })
  ghl.users.update(user.id, { phone = "+1555000" .. index })
  users.ensure("new-" .. index .. "@acme.test", { firstName = "New",
    lastName = "Person", locationIds = {} })
  if index % 8 == 0 then ghl.users.delete(user.id) end
end
"""
USERS = 68
OPTIONS = ["--yes", "--limit", f"delete={USERS // 8}", "--allow", "users.delete",
           "--allow", "last-admin"]
# In memory where there is such a place: what SIGKILL leaves behind does not depend on the disk.
PLACE = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


def prepare(ghlua, folder, make):
    """Seeds a company in a folder and plans for it; a company that has the plan."""
    subprocess.run([ghlua, "mock", "seed", "company.json", "--users", str(USERS)], check=True,
                   cwd=folder, stdout=subprocess.DEVNULL)
    with open(os.path.join(folder, "mixed.lua"), "w", encoding="utf-8") as file:
        file.write(RECIPE)
    company = make()
    company.call("plan", "mixed.lua", "-o", "plan.json", *OPTIONS[1:])
    shutil.copy(os.path.join(company.folder, "plan.json"), folder)
    return company


def binary(root):
    """The release build where there is one: it is ten times as fast."""
    names = [os.path.join(root, ".build", kind, "ghlua") for kind in ("release", "debug")]
    return next((name for name in names if os.path.exists(name)), names[1])


class Company:
    """Saved in a file or served over HTTP, with the runs on it."""

    def __init__(self, ghlua, folder, is_saved=False):
        self.ghlua = ghlua
        self.folder = tempfile.mkdtemp(prefix="ghlua-kill-", dir=PLACE)
        for name in os.listdir(folder):
            if name.endswith((".json", ".lua")):
                shutil.copy(os.path.join(folder, name), self.folder)
        self.runs = os.path.join(self.folder, "runs")
        self.environment = {**os.environ, "GHLUA_RUNS_DIR": self.runs, "GHLUA_TOKEN": "pit-kill",
                            "XDG_STATE_HOME": os.path.join(self.folder, "state")}
        self.server, self.words = None, ["--mock=company.json"]
        if not is_saved:
            self.serve()

    def serve(self):
        self.server = subprocess.Popen(
            [self.ghlua, "mock", "serve", "--state", "company.json", "--profile", "none",
             "--delete-delay", "1ms", "--lifetime", "10m"],
            cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
        self.words = ["--base-url", json.loads(self.server.stdout.readline())["url"]]

    def start(self, *words, **more):
        return subprocess.Popen([self.ghlua, *words, *self.words], cwd=self.folder,
                                env=self.environment, stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more)

    def call(self, *words):
        process = self.start(*words)
        output, errors = process.communicate(timeout=300)
        if process.returncode != 0:
            self.fail(f"{' '.join(words)} ended with {process.returncode}\n"
                      f"{output.decode()}{errors.decode()}")

    def fail(self, text):
        """Ends it all; the folder is left to look at."""
        self.stop()
        sys.exit(f"{os.path.basename(sys.argv[0])}: {text}, see {self.folder}")

    def apply(self, plan="plan.json", **more):
        return self.start("apply", plan, *OPTIONS, **more)

    def journals(self):
        names = os.listdir(self.runs) if os.path.isdir(self.runs) else []
        paths = [os.path.join(self.runs, name, "journal.ndjson") for name in names]
        return [path for path in paths if os.path.exists(path)]

    def journal(self):
        """What is in the journal of the one run; nothing as long as there is none."""
        for path in self.journals():
            with open(path, "rb") as file:
                return file.read()
        return b""

    def cut(self, choose):
        """Cuts the journal as a power failure may: somewhere behind the last line that was waited
        for, which is that of the last intent."""
        content = self.journal()
        synced = content.rfind(b'"what":"intent"')
        start = content.find(b"\n", synced) + 1 if synced >= 0 else len(content)
        with open(self.journals()[0], "r+b") as file:
            file.truncate(choose(start, len(content)))

    def finish(self):
        """Resumes what was killed or stopped; what never had a journal is applied anew."""
        if b"\n" not in self.journal():
            self.call("apply", "plan.json", *OPTIONS)
        else:
            run = os.path.basename(os.path.dirname(self.journals()[0]))
            self.call("resume", run, "--settle-after", "300ms", "--follow-for", "1s")

    def stop(self):
        """Ends the server as if the power went, so that its log of changes stays."""
        if self.server:
            self.server.send_signal(signal.SIGKILL)
            self.server.wait()
            self.server.stdout.close()

    def living(self):
        """The e-mails of all living users."""
        with open(os.path.join(self.folder, "company.json"), encoding="utf-8") as file:
            return [user["email"] for user in json.load(file)["users"] if not user.get("deleted")]

    def changes(self):
        """All that was ever changed, in its order."""
        if not os.path.exists(os.path.join(self.folder, "company.json.changes")):
            return []
        with open(os.path.join(self.folder, "company.json.changes"), encoding="utf-8") as file:
            changes = [json.loads(line) for line in file]
        return [change["user"] | {"event": change["event"]} for change in changes
                if change["event"] in ("created", "updated", "deleted")]

    def effects(self):
        """What was ever changed, in any order: a request sent twice would be in it twice. Of a
        saved company, which has no log, the users as they are."""
        if self.server:
            found = self.changes()
        else:
            with open(os.path.join(self.folder, "company.json"), encoding="utf-8") as file:
                found = json.load(file)["users"]
        for user in found:
            for key in ("id", "dateAdded", "dateUpdated"):
                user.pop(key, None)
        return sorted(json.dumps(user, sort_keys=True) for user in found)

    def end(self, expected, place):
        """Compares it with one that nobody disturbed; what differs is left to look at."""
        self.stop()
        if self.effects() != expected:
            self.fail(f"{place}: the company differs")
        shutil.rmtree(self.folder)
