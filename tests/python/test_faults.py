"""Training under fault: killed, failed, emptied, begun anew. Every iteration is there once, with the same numbers.

The faults of the chain are worked on one project, whose DuckDB file is put back before each test to what it was after
so many undisturbed runs. A process is killed for good (SIGKILL) when its log shows a certain line.
"""

import re
import shutil
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest
from conftest import Project

NETWORK = {"features": ["x1", "x2"], "label": "y", "classes": [0, 1], "hidden_units": [2], "seed": 42}
POINTS = "source('tables', 'points')"
TEN_ITERATIONS = ("--vars", "iterations_per_model: 10")


def start_of(model: str) -> str:
    """The log line when a model starts, as a regular expression."""
    return rf"START sql incremental model main\.{model} "


def end_of(model: str) -> str:
    """The log line when a model has ended."""
    return rf"OK created sql incremental model main\.{model} "


def writing_of(iteration: int) -> str:
    """The log line when the row of an iteration is written and not yet committed."""
    return rf"iteration +{iteration} +loss"


def rows_of(project: Project, model: str = "training_history") -> list[dict]:
    """All numbers of a network, in order; when they were computed is left out."""
    return project.query(f"select * exclude (trained_at) from {model} order by iteration, training_run")


def kill(project: Project, line: str, *arguments: str) -> None:
    """Run dbt in a process of its own, and kill it as soon as its log shows `line`, a regular expression."""
    process = project.start_dbt(*arguments)
    shown = []
    for text in process.stdout:
        shown.append(text)
        if re.search(line, text):
            process.kill()
    assert process.wait() == -signal.SIGKILL, "".join(shown)


def copy_database(source: Path, target: Path) -> None:
    """Copy a DuckDB file that nobody has open over another, whose log of a killed process goes too."""
    Path(f"{target}.wal").unlink(missing_ok=True)
    shutil.copyfile(source, target)


@dataclass
class Undisturbed:
    """The chain, its DuckDB file as it was at several stages, and the rows that undisturbed runs give."""

    chain: Project
    files: dict[str | int, Path]
    rows: list[dict]

    def keep(self, stage: str | int, project: Project) -> None:
        """Keep the DuckDB file of `project` as `stage`."""
        self.files[stage] = self.chain.folder.parent / f"{stage}.duckdb"
        copy_database(project.database, self.files[stage])


@pytest.fixture(scope="module")
def undisturbed(new_chain) -> Undisturbed:
    """The chain after 0, 1 and 2 runs, after some with another learning rate or seed; and the rows of 3 runs."""
    chain = new_chain()
    chain.dbt("seed")
    stages = Undisturbed(chain, {}, [])
    stages.keep(0, chain)
    for runs in (1, 2):
        chain.dbt("run")
        stages.keep(runs, chain)
    chain.dbt("run")
    stages.rows = rows_of(chain)
    for option, value, runs in (("learning_rate", 1.0, 2), ("seed", 7, 1)):
        other = new_chain(**{option: value})
        copy_database(stages.files[0], other.database)
        for _ in range(runs):
            other.dbt("run")
        assert rows_of(other)[1] != stages.rows[1]
        stages.keep(f"other {option}", other)
    return stages


@pytest.fixture(scope="module")
def rows(undisturbed) -> list[dict]:
    """The rows of iterations 0 to 30 that three undisturbed runs give."""
    return undisturbed.rows


@pytest.fixture
def chain_after(undisturbed) -> Callable[[str | int], Project]:
    """A function that puts the chain back to a stage."""

    def put_back(stage: str | int) -> Project:
        copy_database(undisturbed.files[stage], undisturbed.chain.database)
        return undisturbed.chain

    return put_back


@pytest.fixture
def broken_model(undisturbed):
    """A function that makes a model of the chain fail until it is mended; mended for sure at the end of the test."""
    mended = {}

    def break_model(name: str) -> Callable[[], None]:
        file = undisturbed.chain.folder / "models" / "training" / f"{name}.sql"
        mended[file] = file.read_text(encoding="utf-8")
        file.write_text("{{ config(pre_hook=\"select error('out of order')\") }}\n" + mended[file], encoding="utf-8")
        return lambda: file.write_text(mended[file], encoding="utf-8")

    yield break_model
    for file, text in mended.items():
        file.write_text(text, encoding="utf-8")


def test_three_runs_number_their_rows(rows):
    """Runs go on at 11 and 21, each row says which run it is of, and row 0 alone has no loss."""
    assert [row["iteration"] for row in rows] == list(range(31))
    assert [row["training_run"] for row in rows] == [0] * 11 + [1] * 10 + [2] * 10
    assert [row["iteration"] for row in rows if row["loss"] is None] == [0]


def test_checkpoints(chain_after, rows):
    """After two runs initial_parameters has rows 0 and 10, iteration_05 has 5 and 15."""
    chain = chain_after(2)
    assert rows_of(chain, "iteration_05") == [rows[5], rows[15]]
    assert rows_of(chain, "initial_parameters") == [rows[0], rows[10] | {"training_run": 1}]


def test_build_twice(chain_after):
    """`dbt build` with all tests, twice, from an empty warehouse: 11 rows, then 21."""
    chain = chain_after(0)
    counts = "select count(*) as rows, count(distinct iteration) as steps, max(iteration) as newest from training_info"
    chain.dbt("build")
    assert chain.query(counts) == [{"rows": 11, "steps": 11, "newest": 10}]
    chain.dbt("build")
    assert chain.query(counts) == [{"rows": 21, "steps": 21, "newest": 20}]


@pytest.mark.parametrize("stage", [0, "other learning_rate", "other seed"])
def test_full_refresh_starts_anew(chain_after, rows, stage):
    """The same eleven rows to the last bit, whatever was there before."""
    chain = chain_after(stage)
    chain.dbt("run", "--full-refresh")
    assert rows_of(chain) == rows[:11]


@pytest.mark.parametrize(
    ("stage", "line", "newest"),
    [
        (0, start_of("initial_parameters"), 10),
        (0, writing_of(4), 10),
        (0, start_of("iteration_10"), 10),
        (1, end_of("initial_parameters"), 20),
        (1, writing_of(14), 20),
        # The killed run had trained all that it should, so the next one goes on.
        (1, end_of("iteration_10"), 30),
    ],
)
def test_killed_run(chain_after, rows, stage, line, newest):
    """A run that is killed in or between models, and then a plain run."""
    chain = chain_after(stage)
    kill(chain, line, "run")
    chain.dbt("run")
    assert rows_of(chain) == rows[: newest + 1]


@pytest.mark.parametrize(
    ("line", "newest"),
    [
        (end_of("initial_parameters"), 10),
        (writing_of(4), 10),
        (end_of("iteration_10"), 20),
    ],
)
def test_killed_full_refresh(chain_after, rows, line, newest):
    """A network with 20 iterations that is begun anew and killed: nothing of the old one comes back, in two runs."""
    chain = chain_after("other learning_rate")
    kill(chain, line, "run", "--full-refresh")
    chain.dbt("run")
    assert rows_of(chain) == rows[: newest + 1]
    chain.dbt("run")
    assert rows_of(chain) == rows[: newest + 11]


def test_killed_full_refresh_of_another_network(chain_after, rows):
    """Where the network itself has changed the next run is refused, and --full-refresh is the way out."""
    chain = chain_after("other seed")
    kill(chain, end_of("iteration_04"), "run", "--full-refresh")
    assert "or train the network again from the start: dbt build --full-refresh" in chain.dbt("run", fails=True).text
    chain.dbt("run", "--full-refresh")
    assert rows_of(chain) == rows[:11]


def test_killed_twice(chain_after, rows):
    """Killed, killed again while it repeats, and then a plain run."""
    chain = chain_after(1)
    kill(chain, end_of("iteration_06"), "run")
    kill(chain, writing_of(13), "run")
    chain.dbt("run")
    assert rows_of(chain) == rows[:21]


@pytest.mark.parametrize(
    ("stage", "arguments", "command", "newest"),
    [
        (0, [], "retry", 10),
        (1, [], "retry", 20),
        (1, [], "run", 20),
        ("other learning_rate", ["--full-refresh"], "retry", 10),
        ("other learning_rate", ["--full-refresh"], "run", 10),
    ],
)
def test_failed_model(chain_after, broken_model, rows, stage, arguments, command, newest):
    """A model fails, is mended, and the run is taken up again or repeated."""
    chain = chain_after(stage)
    mend = broken_model("iteration_04")
    assert "out of order" in chain.dbt("run", "--write-json", *arguments, fails=True).text
    mend()
    chain.dbt(command)
    assert rows_of(chain) == rows[: newest + 1]


def test_data_gone_in_between(chain_after, rows):
    """The table of examples is dropped between two runs, and the chain alone is run before it is made again."""
    chain = chain_after(1)
    chain.query("drop table stg_points_train")
    chain.dbt("run", "--select", "training", fails=True)
    chain.dbt("run")
    assert rows_of(chain) == rows[:21]


def test_more_iterations_a_model_after_a_killed_run(chain_after, rows):
    """Killed with one iteration in each model, repeated with ten: a hundred iterations, the same ones."""
    chain = chain_after(0)
    kill(chain, end_of("iteration_05"), "run")
    chain.dbt("run", *TEN_ITERATIONS)
    hundred = rows_of(chain)
    assert [row["iteration"] for row in hundred] == list(range(101))
    assert hundred[:31] == [row | {"training_run": 0} for row in rows]


def test_fewer_iterations_a_model_after_a_killed_run(chain_after, rows):
    """Killed with ten iterations in each model, repeated with one: ten iterations, then ten more."""
    chain = chain_after(0)
    kill(chain, end_of("iteration_05"), "run", *TEN_ITERATIONS)
    chain.dbt("run")
    assert rows_of(chain) == rows[:11]
    chain.dbt("run")
    assert rows_of(chain) == rows[:21]


@pytest.mark.parametrize(("stage", "newest"), [(0, 10), (2, 30)])
def test_empty_run(chain_after, rows, stage, newest):
    """`dbt run --empty`, which reads no data, and then a run: the training goes on as if it had not been."""
    chain = chain_after(stage)
    chain.dbt("run", "--empty")
    chain.dbt("run")
    assert rows_of(chain) == rows[: newest + 1]


def test_one_model_alone(chain_after, rows):
    """`--select iteration_05` repeats its row, and the next run goes on from the last model."""
    chain = chain_after(2)
    chain.dbt("run", "--select", "iteration_05")
    assert rows_of(chain, "iteration_05") == [rows[5], rows[15]]
    chain.dbt("run")
    assert rows_of(chain) == rows


@pytest.mark.parametrize(("arguments", "newest"), [([], 30), (["--full-refresh"], 10)])
def test_initial_parameters_alone(chain_after, rows, arguments, newest):
    """Only the first model is run, to go on or to start anew; the next run does the rest of it."""
    chain = chain_after(2 if not arguments else "other learning_rate")
    chain.dbt("run", "--select", "initial_parameters", *arguments)
    chain.dbt("run")
    assert rows_of(chain) == rows[: newest + 1]


def test_history_of_half_a_full_refresh(chain_after, rows):
    """Of a chain begun anew as far as iteration_02 the history has the new rows, and none of the old network's."""
    chain = chain_after("other learning_rate")
    chain.dbt("run", "--full-refresh", "--select", "initial_parameters", "iteration_01", "iteration_02")
    chain.dbt("run", "--select", "training_history")
    assert rows_of(chain) == rows[:3]


def test_full_refresh_of_one_checkpoint_is_found(chain_after):
    """A checkpoint that was thrown away by hand leaves a gap, which the test of training_history names."""
    chain = chain_after(2)
    chain.dbt("run", "--full-refresh", "--select", "iteration_05", "training_history")
    assert [row["iteration"] for row in rows_of(chain)] == [*range(5), *range(6, 21)]
    text = chain.dbt("test", "--select", "training_history", fails=True).text
    assert "Failure in test dbt_nn_iterations_are_complete_training_history_" in text


def test_clock_set_back(chain_after, rows):
    """Where the rows of the last run are of tomorrow, the next runs go on from the newest of them all the same."""
    chain = chain_after(1)
    for table in ("initial_parameters", *(f"iteration_{number:02}" for number in range(1, 11))):
        chain.query(f"update {table} set trained_at = trained_at + interval 1 day")
    chain.dbt("run")
    chain.dbt("run")
    assert rows_of(chain) == rows
    chain.dbt("test", "--select", "training_history")


@pytest.fixture(scope="module")
def user_project(new_project) -> tuple[Project, list[dict]]:
    """A user's project with one model that trains five iterations a run, and the rows of two undisturbed runs."""
    project = new_project()
    coordinates = [(number * 37 % 101 / 50 - 1, number * 53 % 97 / 48 - 1) for number in range(500)]
    x1, x2 = zip(*coordinates, strict=True)
    project.load_table("points", {"x1": list(x1), "x2": list(x2), "y": [int(a + b > 0) for a, b in coordinates]})
    project.write_network("network", NETWORK, POINTS, iterations=5)
    project.dbt("run")
    project.dbt("run")
    return project, rows_of(project, "network")


RUN = ("run", "")


@pytest.mark.parametrize(
    ("steps", "newest"),
    [
        ([RUN, RUN, ("run", "--full-refresh")], 5),
        ([("killed", start_of("network")), RUN, ("killed", writing_of(10)), RUN], 10),
        ([("run", "--empty"), ("run", "--empty"), RUN, ("run", "--empty"), RUN], 10),
    ],
    ids=["full-refresh", "killed", "empty"],
)
def test_model_of_its_own(user_project, steps, newest):
    """One model that goes on from its own rows: begun anew, killed on the first run and the second, run empty."""
    project, rows = user_project
    assert [row["iteration"] for row in rows] == list(range(11))
    project.query("drop table if exists network")
    for step, detail in steps:
        if step == "killed":
            kill(project, detail, "run")
        else:
            project.dbt("run", *detail.split())
    assert rows_of(project, "network") == rows[: newest + 1]


def test_clock_set_back_under_a_model_of_its_own(user_project):
    """The same with many iterations in one statement, and in statements of two iterations."""
    project, rows = user_project
    for arguments in ("", "iterations_per_statement=2"):
        project.query("drop table if exists network")
        project.write_network("network", NETWORK, POINTS, iterations=5, arguments=arguments)
        project.dbt("run")
        project.query("update network set trained_at = trained_at + interval 1 day")
        project.dbt("run")
        assert rows_of(project, "network") == rows


def test_batches_on_any_number_of_threads(user_project):
    """DuckDB reads the batches in one order, so that their sums are the same bits whatever its threads do."""
    project, _ = user_project
    project.write_network("batched", NETWORK | {"batch_size": 60}, POINTS, iterations=100)
    project.dbt("compile", "--select", "batched")
    found = []
    for threads in (1, 2, 4):
        with duckdb.connect(project.database) as connection:
            connection.execute(f"set threads = {threads}")
            query = f"select * exclude (trained_at) from ({project.compiled('batched')}) order by iteration"
            found.append(connection.execute(query).fetchall())
    assert len(found[0]) == 101
    assert found[0] == found[1] == found[2]


def test_data_that_is_not_there(user_project):
    """Many iterations of data that was dropped, or not built yet, stop with the table's name."""
    project, _ = user_project
    project.write_model("unbuilt", "select * from {{ source('tables', 'points') }}")
    project.write_network("hasty", NETWORK, "ref('unbuilt')", iterations=5)
    assert "Table with name unbuilt does not exist" in project.dbt("run", "--select", "hasty", fails=True).text
