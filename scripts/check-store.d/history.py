"""A long history: every list of a dashboard is read fast."""
import os
import sqlite3

RUNS = 100_000
# Most runs ended well, some did not, some wait.
MIX = ("UPDATE runs SET finished_at = queued_at, status = CASE substr(title, -2) "
       "WHEN '00' THEN 'failed' WHEN '01' THEN 'partial' WHEN '02' THEN 'skipped' "
       "WHEN '03' THEN 'missed' WHEN '04' THEN 'queued' WHEN '05' THEN 'waiting' "
       "WHEN '06' THEN 'refused' ELSE 'planned' END")


def measure(trial, address, mix):
    trial.lines(trial.start("fill", address, RUNS, 50), 1200)
    mix()
    pages = {line.split()[1]: float(line.split()[2]) for line in trial.run("pages", address)}
    trial.expect(len(pages) == 11, "a list is missing")
    for name, time in pages.items():
        trial.expect(time < 50, f"{name}: {time:.1f} ms")
    trial.figures = ", ".join(f"{name} {time:.1f}" for name, time in pages.items()) + " ms"


def on_sqlite(trial):
    path = os.path.join(trial.folder, "store.sqlite")

    def mix():
        database = sqlite3.connect(path)
        with database:
            database.execute(MIX)
        database.close()

    measure(trial, path, mix)


def on_postgres(trial):
    def mix():
        trial.sql(f"SET search_path = {trial.schema}; {MIX}")
        trial.sql(f"VACUUM ANALYZE {trial.schema}.runs")

    measure(trial, trial.postgres, mix)
