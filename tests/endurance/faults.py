#!/usr/bin/env python3
"""`make faults`: training that is killed, locked out, out of disk, run twice at once, or whose tables are changed.

    .venv/bin/python tests/endurance/faults.py --kills 200 --seed 1

Three forms of training are killed (SIGKILL) at moments drawn from the seed, anywhere from the start of dbt to its end:

    chain       the project itself: ten models of one iteration each, and the results
    statement   a user's models: 2,000 iterations in one statement, 1,500 in parts, and 300 on batches in parts
    emulator    the chain by dbt-bigquery on an emulator of BigQuery (faults_emulator.py), where that is installed

Some runs are --full-refresh; up to four are killed in a row. Then a plain `dbt run` must succeed, and every table must
be what undisturbed runs make of it: each iteration once, and all numbers the same to the last bit. The other faults
follow, and must end so too, or in an error that says what is wrong. The status is 1 where one did not.
"""

import argparse
import multiprocessing
import os
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import ClassVar

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parents[1]
sys.path.insert(0, str(REPOSITORY / "tests" / "python"))

import duckdb  # noqa: E402
import yaml  # noqa: E402
from conftest import NOT_COPIED, Project  # noqa: E402

EMULATOR_PYTHON = Path(os.environ.get("BIGQUERY_PYTHON", REPOSITORY / ".venv-bigquery" / "bin" / "python"))

# Each dbt is forked from a server that has imported dbt and opened nothing: that saves the seconds of importing.
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["dbt.cli.main", "dbt.adapters.duckdb", "duckdb", "numpy", "pytest", "yaml"])

# What was tried, what came of it, and what is wrong with that, if anything.
Finding = tuple[str, str, str]


def dbt(arguments: list[str], log: Path, limit: int | None) -> None:
    """Run dbt in this process, its output in the file `log`; no file that it writes may grow beyond `limit` bytes."""
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(output, 1)
    os.dup2(output, 2)
    if limit is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    from dbt.cli.main import cli

    try:
        cli(arguments)
    finally:
        # A process of multiprocessing ends without the handlers by which dbt lets go of its database.
        Project._disconnect()


def fault_in(rows: list[dict], expected: list[dict], newest: set[int]) -> str:
    """What is wrong with a network's rows, which should be the `expected` ones up to one of `newest`; or nothing."""
    iterations = [row["iteration"] for row in rows]
    right = [row for row in expected if rows and row["iteration"] <= iterations[-1]]
    if len(set(iterations)) < len(iterations):
        return "iterations twice"
    if not rows or iterations[-1] not in newest or iterations != [row["iteration"] for row in right]:
        return f"iterations missing (there are {len(rows)}, to {iterations[-1] if rows else None})"
    return "" if rows == right else "other numbers"


class Form:
    """A way of training: its project, what the database was after so many undisturbed runs, and the rows they wrote."""

    # The tables to compare, and how many iterations a run adds to each.
    added: dict[str, int]
    # The models that train.
    training: set[str]
    # A trial starts after so many undisturbed runs, and kills so many at most before one that ends.
    stages: tuple[int, ...] = (0, 1, 2)
    most_kills = 4

    def __init__(self, folder: Path):
        """Make the project in `folder`, and run it undisturbed."""
        self.folder = folder
        self.log = folder / "log.txt"
        self.project = self.make(folder / "project")
        self.keep(0)
        # The killed ones may have done their work, each.
        for run in range(1, max(self.stages) + self.most_kills + 2):
            began = time.monotonic()
            self.must("run")
            self.seconds = time.monotonic() - began
            self.keep(run)
        self.expected = {table: self.rows(table) for table in self.added}

    def make(self, folder: Path) -> Project:
        """The project, its data loaded and nothing trained."""
        raise NotImplementedError

    def keep(self, stage: int) -> None:
        """Keep the database as `stage`."""
        shutil.copyfile(self.project.database, self.folder / f"{stage}.duckdb")

    def put_back(self, stage: int) -> None:
        """Put the database back to what it was; what a killed dbt left beside it goes too."""
        for file in self.project.database.parent.glob(self.project.database.name + "*"):
            file.unlink()
        shutil.copyfile(self.folder / f"{stage}.duckdb", self.project.database)

    def rows(self, table: str) -> list[dict]:
        """The rows of a network in order, but for the time at which they were written; none without a table."""
        tables = [row["table_name"] for row in self.project.query("select table_name from duckdb_tables()")]
        query = f"select * exclude (trained_at) from {table} order by iteration, training_run"
        return self.project.query(query) if table in tables else []

    def start(self, *arguments: str, log: Path | None = None, limit: int | None = None):
        """Start dbt in a process of its own."""
        arguments = [*arguments, *self.project._options(), "--log-level-file", "none"]
        process = PROCESSES.Process(target=dbt, args=(arguments, log or self.log, limit))
        process.start()
        return process

    def succeeds(self, *arguments: str, limit: int | None = None) -> bool:
        """Whether a dbt command succeeds."""
        process = self.start(*arguments, limit=limit)
        process.join()
        return process.exitcode == 0

    def must(self, *arguments: str) -> None:
        """Run a dbt command that has to succeed."""
        if not self.succeeds(*arguments):
            raise RuntimeError(f"dbt {' '.join(arguments)} fails:\n{self.text()}")

    def text(self, log: Path | None = None) -> str:
        """What dbt wrote, without its breaks of lines."""
        return " ".join((log or self.log).read_text(encoding="utf-8", errors="replace").split())

    def fault(self, newest: Callable[[str], set[int]]) -> str:
        """What is wrong with the tables, whose newest iteration may be one of newest(table); or nothing."""
        faults = {table: fault_in(self.rows(table), self.expected[table], newest(table)) for table in self.added}
        return ", ".join(f"{table}: {fault}" for table, fault in faults.items() if fault)

    def fault_after(self, *runs: float) -> str:
        """What is wrong with the tables, which should be those of so many undisturbed runs; or nothing."""
        return self.fault(lambda table: {self.added[table] * number for number in runs})

    def may_be_done(self, table: str, log: str) -> bool:
        """Whether a killed run that wrote `log` may have done all its work on a table."""
        return table in started(log)


class Chain(Form):
    """The project itself on few points."""

    added: ClassVar = {"training_history": 10}
    training: ClassVar = {"initial_parameters", *(f"iteration_{number:02}" for number in range(1, 11))}

    def make(self, folder: Path) -> Project:
        """A copy of the repository."""
        shutil.copytree(REPOSITORY, folder, ignore=NOT_COPIED)
        project = self.project_in(folder)
        description = yaml.safe_load((folder / "dbt_project.yml").read_text(encoding="utf-8"))
        description["vars"]["dbt_nn"] |= {"num_train": 300, "num_test": 50}
        project.write("dbt_project.yml", description)
        return project

    def project_in(self, folder: Path) -> Project:
        """The project in a folder that holds its files."""
        project = Project(folder)
        project.dbt("--quiet", "seed")
        return project

    def may_be_done(self, table: str, log: str) -> bool:
        """The next run goes on from the last model of the chain."""
        return "iteration_10" in started(log)


class Statement(Form):
    """A user's project with a model for each way to run many iterations."""

    added: ClassVar = {"one": 2000, "parts": 1500, "batches": 300}
    training: ClassVar = set(added)

    def make(self, folder: Path) -> Project:
        """Three models on one table of points; `--vars` changes their description."""
        project = Project.of_a_user(folder)
        network = "features: [x1, x2], label: y, classes: [0, 1], hidden_units: [2], learning_rate: 0.5"
        ways = {
            "one": (network, ""),
            "parts": (network, ", iterations_per_statement=150"),
            "batches": (f"{network}, batch_size: 60", ", iterations_per_statement=30, record_every=10"),
        }
        for name, (description, arguments) in ways.items():
            project.write_model(
                name,
                "{{ config(materialized='incremental', unique_key='iteration', meta={'network': "
                f"fromyaml('{{{description}, seed: ' ~ var('seed', 42) ~ '}}')}}) }}}}\n"
                f"{{{{ dbt_nn.train(source('tables', 'points'), iterations={self.added[name]}{arguments}) }}}}\n",
            )
        tested = [{"name": name, "data_tests": ["dbt_nn.iterations_are_complete"]} for name in ("one", "parts")]
        project.write("models/models.yml", {"models": tested})
        x1 = [number * 37 % 101 / 50 - 1 for number in range(300)]
        x2 = [number * 53 % 97 / 48 - 1 for number in range(300)]
        project.load_table("points", {"x1": x1, "x2": x2, "y": [int(a + b > 0) for a, b in zip(x1, x2, strict=True)]})
        return project


def started(log: str, words: str = "START") -> set[str]:
    """The incremental models that a run has started by its log; or ended, with other `words`."""
    return set(re.findall(rf"{words} sql incremental model \w+\.(\w+)", log))


def place(form: Form, log: str) -> str:
    """Where a run was when its log ended."""
    starts, ends = started(log) & form.training, started(log, "OK created") & form.training
    if not starts:
        return "before the first model"
    if ends == form.training:
        return "after the last"
    return "in a model" if starts - ends else "between two"


def killed(form: Form, draws: random.Random, kills: int) -> Iterator[Finding]:
    """Runs are killed, up to four in a row, and a plain run follows."""
    hits, trials, faults = Counter(), 0, []
    while hits.total() < kills:
        stage, anew = draws.choice(form.stages), draws.random() < 0.15
        moments = [draws.uniform(0, 1.05 * form.seconds) for _ in range(draws.randint(1, form.most_kills))]
        logs = []
        form.put_back(stage)
        for moment in moments:
            form.log.write_text("", encoding="utf-8")
            process = form.start("run", *["--full-refresh"] * anew)
            time.sleep(moment)
            process.kill()
            process.join()
            logs.append(form.text())
            if process.exitcode < 0:
                hits[place(form, logs[-1])] += 1

        def newest(table: str, stage: int = stage, anew: bool = anew, logs: list = logs) -> set[int]:
            """A killed run may have done its work; one that begins anew may have been killed before it began."""
            done = sum(form.may_be_done(table, log) for log in logs)
            return {
                form.added[table] * (start + 1 + more)
                for start in {stage, stage * (not anew)}
                for more in range(done + 1)
            }

        trials += 1
        fault = form.fault(newest) if form.succeeds("run") else f"the plain run fails: {form.text()[-2000:]}"
        if fault:
            faults.append(f"\n       after {stage} runs{', --full-refresh' * anew}, killed at {moments} s: {fault}")
        print(f"       {hits.total()} of {kills} kills, {len(faults)} wrong", end="\r", file=sys.stderr, flush=True)
    places = ", ".join(f"{count} {where}" for where, count in hits.most_common())
    yield f"{hits.total()} kills ({places})", f"{trials} plain runs put all right", "".join(faults)


def full_disk(form: Form, draws: random.Random, times: int = 8) -> Iterator[Finding]:
    """The database is on a disk that is full but for some room; or cannot grow, where this user may mount no disk."""
    disk = form.folder / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64m", "none", disk]
    is_disk = sys.platform == "linux" and subprocess.run(mount, capture_output=True, check=False).returncode == 0
    home, profiles = form.project.database, (form.project.folder / "profiles.yml").read_text(encoding="utf-8")
    form.project.database = disk / home.name
    form.project.write("profiles.yml", profiles.replace(str(home), str(form.project.database)))
    stopped, fault = 0, ""
    try:
        for _ in range(times):
            form.put_back(1)
            room = draws.randrange(1_500_000)
            if is_disk:
                (disk / "ballast").write_bytes(bytes(max(0, shutil.disk_usage(disk).free - room)))
            is_done = form.succeeds("run", limit=None if is_disk else form.project.database.stat().st_size + room)
            (disk / "ballast").unlink(missing_ok=True)
            if not is_done:
                stopped += 1
                is_said = re.search("No space left on device|File too large", form.text())
                fault = fault or ("" if is_said else f"the error does not say so: {form.text()}")
            form.must("run")
            fault = fault or form.fault_after(3 if is_done else 2, 3)
    finally:
        form.project.database = home
        form.project.write("profiles.yml", profiles)
        if is_disk:
            subprocess.run(["umount", disk], check=True)
    what = "disk full" if is_disk else "files that may not grow (this user may mount no disk)"
    fault = fault or ("" if stopped else "it stopped no run")
    yield f"{what}, {times} times", f"{stopped} runs stopped and said so, and the next one put all right", fault


def locked(form: Form, draws: random.Random) -> Iterator[Finding]:
    """Another process has the DuckDB file open."""
    form.put_back(1)
    with duckdb.connect(form.project.database):
        is_refused = not form.succeeds("run")
    text = form.text()
    is_named = re.search(rf"Conflicting lock is held in \S+ \(PID {os.getpid()}\)", text)
    form.must("run")
    fault = form.fault_after(2) if is_refused and is_named else text
    yield "file open elsewhere", "refused, with the process that has it; let go, it went on", fault


def failed_at_once(form: Form, draws: random.Random) -> list[str]:
    """Two runs at once, in one folder and on one database, from stage 1: what those wrote that failed."""
    form.put_back(1)
    runs = []
    for log in (form.folder / "first.txt", form.folder / "second.txt"):
        runs.append((form.start("run", log=log), log))
        time.sleep(draws.uniform(0, 0.5 * form.seconds))
    for process, _ in runs:
        process.join()
    return [form.text(log) for process, log in runs if process.exitcode]


def at_once(form: Form, draws: random.Random, times: int = 3) -> Iterator[Finding]:
    """Two runs at once: who is refused says why, and has changed nothing."""
    refused, fault = 0, ""
    for _ in range(times):
        failed = failed_at_once(form, draws)
        refused += len(failed)
        unsaid = [text for text in failed if "Conflicting lock is held" not in text]
        fault = fault or "".join(unsaid) or form.fault_after(3 - len(failed))
    yield f"two runs at once, {times} times", f"{refused} were refused as above, the others trained", fault


# What is done to the tables, how it is undone, what a run is given, and what it is refused with.
REFUSED = {
    "a column renamed": (
        "alter table points rename x2 to x3",
        "alter table points rename x3 to x2",
        "",
        r"`features` must be columns of .{0,60}points.{0,20}; received 'x2'\. It has the columns",
    ),
    "the data's table renamed": (
        "alter table points rename to away",
        "alter table away rename to points",
        "",
        "Table with name points does not exist",
    ),
    "a NULL in the data": (
        "update points set x1 = null where x1 = -1 and x2 = -1",
        "update points set x1 = -1 where x1 is null",
        "",
        r"`features` must be (finite )?numbers in every row; received (x1: )?NULL in 1 of 300 rows",
    ),
    "a foreign label": (
        "update points set y = 2 where x1 = -1 and x2 = -1",
        "update points set y = 0 where y = 2",
        "",
        r"`y` must be one of \[0, 1\] in every row; received another value (or NULL )?in 1 of 300 rows",
    ),
    "another seed in the description": (
        "",
        "",
        "seed: 7",
        r"`network` must be the one in .*; received .*--full-refresh",
    ),
}

# What is done to each network's table after so many runs, what comes of it, and how many runs' work it is then.
TAKEN = {
    "a clock set back by a day": (
        1,
        "update {table} set trained_at = trained_at + interval 1 day",
        "it went on from the newest all the same",
        2,
    ),
    "a network's newest rows deleted": (
        2,
        "delete from {table} where iteration > {added} * 1.5",
        "it went on from the newest left",
        2.5,
    ),
    "all rows of a network deleted": (1, "delete from {table}", "it began anew", 1),
}


def changed(form: Form, draws: random.Random) -> Iterator[Finding]:
    """The tables are changed between two runs."""
    query = form.project.query
    for name, (change, undo, variables, message) in REFUSED.items():
        form.put_back(1)
        if change:
            query(change)
        is_refused = not form.succeeds("run", "--vars", f"{{{variables}}}")
        text = form.text()
        if undo:
            query(undo)
        form.must("run")
        fault = form.fault_after(2) if is_refused and re.search(message, text) else text
        yield name, "refused, with what is wrong; put back, it went on", fault

    form.put_back(1)
    query("insert into points select x1 + 0.001, x2, y from points limit 100")
    form.must("run")
    fault = ""
    for table, added in form.added.items():
        rows, undisturbed = form.rows(table), [row for row in form.expected[table] if row["iteration"] <= 2 * added]
        new = [row["iteration"] > added for row in undisturbed].index(True)
        if rows[:new] != undisturbed[:new] or [row["iteration"] for row in rows] != [
            row["iteration"] for row in undisturbed
        ]:
            fault = f"{table}: other iterations, or other numbers in those trained before"
        elif rows[new + 1 :] == undisturbed[new + 1 :]:
            fault = f"{table}: the new rows made no difference"
    yield "rows added to the data", "it went on with them; what was trained before stayed", fault

    for name, (runs, change, outcome, worth) in TAKEN.items():
        form.put_back(runs)
        for table, added in form.added.items():
            query(change.format(table=table, added=added))
        form.must("run")
        yield name, outcome, form.fault_after(worth)

    form.put_back(2)
    query("delete from one where iteration = 7; delete from parts where iteration between 5 and 8")
    form.must("run")
    is_found = not form.succeeds("test")
    named = set(re.findall("Failure in test dbt_nn_iterations_are_complete_(one|parts)", form.text()))
    fault = "" if is_found and named == {"one", "parts"} else form.text()
    yield "rows deleted in the middle", "it went on; iterations_are_complete names both networks", fault


def try_all(form: Form, faults: tuple[Callable, ...], kills: int, seed: int) -> int:
    """Try faults on a form, and print what came of each; 1 where something was wrong."""
    name = type(form).__name__.lower()
    status = 0
    print(f"\n{name}", flush=True)
    for fault in faults:
        draws = random.Random(f"{seed}:{name}:{fault.__name__}")
        try:
            for what, outcome, wrong in fault(form, draws, kills) if fault is killed else fault(form, draws):
                print(f"WRONG  {what}: {wrong}" if wrong else f"ok     {what}: {outcome}", flush=True)
                status |= bool(wrong)
        except RuntimeError as error:
            print(f"WRONG  {fault.__name__}: {error}", flush=True)
            status = 1
    return status


def main(arguments: list[str] | None = None) -> int:
    """Try what the command line asks for; 1 where something was wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=200, help="how many in all (200), a tenth of them on the emulator")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6), help="of the random moments (drawn)")
    parser.add_argument("--forms", nargs="+", default=["chain", "statement", "emulator"], help="which forms (all)")
    parser.add_argument("--only-kills", action="store_true", help="leave the other faults out")
    chosen = parser.parse_args(arguments)
    print(f"{chosen.kills} kills, seed {chosen.seed}")
    others = {"chain": (full_disk, locked, at_once), "statement": (full_disk, locked, at_once, changed)}
    kills = dict.fromkeys(chosen.forms, chosen.kills // len(chosen.forms))
    if len(chosen.forms) == 3:
        kills |= {"emulator": chosen.kills // 10, "chain": (few := (chosen.kills - chosen.kills // 10) // 2)}
        kills["statement"] = chosen.kills - kills["emulator"] - few
    status = 0
    for form in (Chain, Statement):
        name = form.__name__.lower()
        if name in chosen.forms:
            with tempfile.TemporaryDirectory(prefix="dbt_nn_faults_") as folder:
                faults = (killed, *(() if chosen.only_kills else others[name]))
                status |= try_all(form(Path(folder)), faults, kills[name], chosen.seed)
    if "emulator" in chosen.forms:
        if EMULATOR_PYTHON.exists():
            command = [EMULATOR_PYTHON, HERE / "faults_emulator.py", str(kills["emulator"]), str(chosen.seed)]
            status |= subprocess.run(command, check=False).returncode != 0
        else:
            print("\nskipped: the emulator of BigQuery; it is not installed (make test-bigquery)")
    print("\nsomething is WRONG" if status else "\nnothing was wrong")
    return status


if __name__ == "__main__":
    sys.exit(main())
