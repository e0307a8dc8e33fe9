"""One trial: a schema of its own on the server, a folder, and the processes it starts."""
import os
import random
import shutil
import subprocess
import tempfile

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
PROGRAM = os.path.join(ROOT, ".build", "debug", "StoreTrial")


class Trial:
    def __init__(self, is_short):
        self.is_short = is_short
        self.failures, self.figures, self.processes = [], "", []
        self.folder = tempfile.mkdtemp(prefix="ghlua-store-")
        self.server = os.environ["GHLUA_TEST_POSTGRES"]
        self.schema = f"t{random.getrandbits(60)}"
        self.sql(f"CREATE SCHEMA {self.schema}")
        self.postgres = f"{self.server}&options=-csearch_path%3D{self.schema}"

    def close(self):
        for process in self.processes:
            if process.poll() is None:
                process.kill()
                process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def expect(self, is_so, text):
        if not is_so:
            self.failures.append(text)

    def sql(self, statement):
        subprocess.run(["psql", "-qX", "-v", "ON_ERROR_STOP=1", self.server, "-c", statement],
                       check=True, stdout=subprocess.DEVNULL)

    def start(self, act, address, *words, **options):
        """A process of StoreTrial; its lines are read when it has ended, unless a pipe is asked."""
        output = options.pop("output", None) or tempfile.TemporaryFile("w+", dir=self.folder)
        process = subprocess.Popen([PROGRAM, act, address, *map(str, words)], stdout=output,
                                   text=True, **options)
        process.lines_file = output
        self.processes.append(process)
        return process

    def lines(self, process, timeout=300):
        """What it said, once it has ended well."""
        code = process.wait(timeout)
        process.lines_file.seek(0)
        lines = process.lines_file.read().splitlines()
        self.expect(code == 0, f"{process.args[1]} ended with {code}: {lines[-1:]}")
        return lines

    def run(self, act, address, *words):
        return self.lines(self.start(act, address, *words))
