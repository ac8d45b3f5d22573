"""Many iterations in one statement, or in several that are committed one by one, are those of the chain."""

import signal
import time

import duckdb
import numpy as np
import pytest
import reference
from test_training import L2_REG, LEARNING_RATE, NETWORK, POINTS, SEED, WIDTHS, X, Y, check, points_project

ITERATIONS = 60
SEVERAL_THREADS = pytest.mark.skipif(
    duckdb.__version__.startswith("1."), reason="DuckDB 1 spreads every recursive query over its threads"
)


@pytest.fixture(scope="module")
def expected() -> list[dict]:
    """The iterations in NumPy."""
    return reference.train(reference.initial_layers(WIDTHS, SEED), X, Y, ITERATIONS, LEARNING_RATE, L2_REG)


@pytest.fixture(scope="module")
def project(new_project):
    """One model for each way of running, after one run."""
    project = points_project(new_project, NETWORK, iterations=ITERATIONS, name="by_rows")
    ways = {
        "one_thread": "threads=1",
        "two_threads": "threads=2",
        "four_threads": "threads=4",
        "in_parts": "iterations_per_statement=25",
        "in_parts_of_two_threads": "threads=2, iterations_per_statement=7",
        "every_seventh": "record_every=7",
        "every_seventh_in_parts": "record_every=7, iterations_per_statement=10",
    }
    for name, arguments in ways.items():
        project.write_network(name, NETWORK, POINTS, iterations=ITERATIONS, arguments=arguments)
    # A model that is nothing but its training, with its configuration elsewhere.
    project.write_model(
        "in_parts_alone",
        f"{{{{ dbt_nn.train(data={POINTS}, iterations={ITERATIONS}, iterations_per_statement=25) }}}}",
    )
    config = {"materialized": "incremental", "unique_key": "iteration", "meta": {"network": NETWORK}}
    project.write("models/in_parts_alone.yml", {"models": [{"name": "in_parts_alone", "config": config}]})
    for name, test in {
        "every_seventh": {"arguments": {"record_every": 7}},
        "every_seventh_in_parts": {"arguments": {"record_every": 7}},
    }.items():
        tests = [{"dbt_nn.iterations_are_complete": test}]
        project.write(f"models/{name}.yml", {"models": [{"name": name, "data_tests": tests}]})
    project.dbt("build")
    return project


@pytest.mark.parametrize(
    "name", ["by_rows", "one_thread", "two_threads", "in_parts", "in_parts_alone", "in_parts_of_two_threads"]
)
def test_numbers(project, expected, name):
    """To 1e-12, those of NumPy, and so those of each other and of the chain."""
    check(project.rows(name), WIDTHS, expected)


def test_parts_are_the_same_bits(project):
    """On one thread it makes no difference where a training is cut."""
    project.write_network("cut", NETWORK, POINTS, ITERATIONS, arguments="threads=1, iterations_per_statement=11")
    project.dbt("run", "--select", "cut")
    numbers = "exclude (trained_at)"
    assert project.query(f"select * {numbers} from cut order by iteration") == project.query(
        f"select * {numbers} from one_thread order by iteration"
    )


@pytest.mark.parametrize("name", ["every_seventh", "every_seventh_in_parts"])
def test_record_every(project, expected, name):
    """Every seventh row is kept, and the last."""
    check(project.rows(name), WIDTHS, [row for row in expected if row["iteration"] % 7 == 0 or row is expected[-1]])


def test_record_every_over_runs(new_project):
    """The multiples count from iteration 0, not from where a run begins; a run that goes on finds its last row."""
    project = points_project(new_project, NETWORK, iterations=1)
    project.write_network("network", NETWORK, POINTS, iterations=8, arguments="record_every=5")
    for _ in range(3):
        project.dbt("run")
    assert [row["iteration"] for row in project.rows("network")] == [0, 5, 8, 10, 15, 16, 20, 24]


def test_iterations_are_complete_finds_a_gap(project):
    """A row between two multiples may be there; a multiple may not be missing."""
    project.write(
        "tests/gap.sql",
        "{%- set gap = '(select * from every_seventh where iteration <> 21)' -%}"
        "{{ dbt_nn.test_iterations_are_complete(gap, record_every=7) }}",
    )
    project.dbt("test", "--select", "gap", fails=True)
    assert [row["previous_iteration"] for row in project.query(project.compiled("gap"))] == [14]


@SEVERAL_THREADS
@pytest.mark.parametrize(
    ("name", "workers"), [("by_rows", 1), ("one_thread", 1), ("two_threads", 2), ("four_threads", 4)]
)
def test_threads(project, name, workers):
    """As many threads work on an iteration as were asked for; ten thousand rows of a small network are left to one."""
    assert workers_of(project, name) == workers


def workers_of(project, name: str) -> int:
    """How many threads work on an iteration of a model's statement, by DuckDB's own log."""
    with duckdb.connect(project.database) as connection:
        connection.execute("set threads = 8; call enable_logging('PhysicalOperator', level = 'debug')")
        connection.execute(f"create temp table again as {project.compiled(name)}")
        (row,) = connection.execute(
            "select regexp_extract(message, 'workers_max.*?([0-9]+)', 1) from duckdb_logs "
            "where message like '%EpochSummary%'"
        ).fetchall()
    return int(row[0])


@SEVERAL_THREADS
def test_many_rows_are_shared_among_threads(new_project):
    """Nobody has to ask: sqrt(60,000 rows * 12 parameters / 40,000) = 4.2 threads, or about."""
    project = new_project()
    project.write_model("points", "{{ config(materialized='table') }} {{ dbt_nn.points(rows=60000) }}")
    project.write_network("network", NETWORK, "ref('points')", iterations=5)
    project.dbt("run")
    assert 2 <= workers_of(project, "network") <= 6


def test_statement_has_one_size(project):
    """A thousand times as many iterations are the same statement, but for their number."""
    project.write_network("few", NETWORK, POINTS, iterations=5)
    project.write_network("many", NETWORK, POINTS, iterations=5000)
    project.dbt("compile", "--select", "few", "many")
    assert project.compiled("many").replace("5000", "5") == project.compiled("few")


def test_nothing_is_left_behind(project):
    """The tables of the parts are gone."""
    tables = project.query("select table_name from duckdb_tables() where table_name like '%steps%'")
    assert tables == []


def test_progress(project):
    """Each part but the last is reported, with the time that the rest will take; the model's end is reported anyway."""
    project.write_network("told", NETWORK, POINTS, ITERATIONS, arguments="iterations_per_statement=25")
    lines = [line for line in project.dbt("run", "--select", "told").lines if line.startswith("iteration ")]
    assert [line.split()[1] for line in lines] == ["25", "50", "60"]
    assert [line.endswith(" left") for line in lines] == [True, True, False]
    assert all("loss 0." in line and "accuracy 0." in line for line in lines)


@pytest.fixture
def stopped(new_project):
    """A run that was stopped after its second part, and the model's project."""

    def stop(by: signal.Signals, times: int = 1):
        project = points_project(new_project, NETWORK, iterations=1)
        project.write_network("network", NETWORK, POINTS, 3000, arguments="threads=1, iterations_per_statement=20")
        process = project.start_dbt("run")
        for line in process.stdout:
            if "iteration   40 " in line:
                for _ in range(times):
                    process.send_signal(by)
                    time.sleep(0.2)
                break
        process.communicate()
        assert process.returncode != 0
        return project

    return stop


@pytest.mark.slow
@pytest.mark.parametrize(("by", "times"), [(signal.SIGKILL, 1), (signal.SIGINT, 2)])
def test_stopped_run_is_gone_on_with(stopped, expected, by, times):
    """The next run does what is left, each iteration once, with the numbers of a run that nothing stopped.

    dbt, told once to stop, waits for the model that is running; told twice, it does not.
    """
    project = stopped(by, times)
    assert project.query("select max(iteration) >= 40 as kept from network__steps") == [{"kept": True}]
    reached = project.query("select max(iteration) as newest from network__steps")[0]["newest"]
    project.write_network(
        "network", NETWORK, POINTS, ITERATIONS + 100, arguments="threads=1, iterations_per_statement=100"
    )
    log = project.dbt("run").text
    assert f"resuming network, which was stopped after {reached} of {ITERATIONS + 100} iterations" in log
    rows = project.rows("network")
    assert [row["iteration"] for row in rows] == list(range(max(reached, ITERATIONS + 100) + 1))
    check(rows[: ITERATIONS + 1], WIDTHS, expected)
    project.dbt("run")
    assert project.query("select count(*) as rows from network") == [{"rows": len(rows) + ITERATIONS + 100}]


@pytest.mark.slow
def test_a_table_larger_than_memory_trains(new_project):
    """Over columns DuckDB spills the examples, 80 MB in 60 MB of memory: the numbers are those without a limit."""
    project = new_project()
    rows, inputs = 500_000, [f"x{number}" for number in range(20)]
    network = {"features": inputs, "label": "y", "classes": [0, 1], "hidden_units": [2], "layout": "columns"}
    numbers = ", ".join(f"hash(i * 131 + {number}) % 1000 / 1000.0 as {name}" for number, name in enumerate(inputs))
    rows_of = (
        f"{{{{ config(materialized='table') }}}}select {numbers}, (hash(i) % 2)::integer as y from range({rows}) t(i)"
    )
    project.write_model("many", rows_of)
    for name in ("unlimited", "limited"):
        project.write_network(name, network, "ref('many')", 3, arguments="threads=1")
    project.dbt("run", "--exclude", "limited")
    project.connection["settings"] = {"memory_limit": "60MB"}
    project.write("profiles.yml", {"dbt_nn": {"target": "duckdb", "outputs": {"duckdb": project.connection}}})
    project.dbt("run", "--select", "limited")
    kept = [{key: row[key] for key in row if key != "trained_at"} for row in project.rows("limited")]
    assert kept == [{key: row[key] for key in row if key != "trained_at"} for row in project.rows("unlimited")]


@pytest.mark.slow
def test_iterations_that_two_runs_added(stopped):
    """Two runs at once, which BigQuery lets go on, may both have added an iteration: one of each is taken."""
    project = stopped(signal.SIGKILL)
    project.query(
        "insert into network__steps select * replace (trained_at + interval 1 minute as trained_at) "
        "from network__steps where iteration > 30"
    )
    project.write_network("network", NETWORK, POINTS, ITERATIONS, arguments="iterations_per_statement=50")
    project.dbt("run")
    rows = project.rows("network")
    assert [row["iteration"] for row in rows] == sorted({row["iteration"] for row in rows})
    assert len(rows) > ITERATIONS


@pytest.mark.slow
def test_stopped_run_of_another_network(stopped):
    """What a stopped run left is not gone on with from another start."""
    project = stopped(signal.SIGKILL)
    other = NETWORK | {"seed": 7}
    project.write_network("network", other, POINTS, ITERATIONS, arguments="iterations_per_statement=50")
    assert "going on" not in project.dbt("run").text
    expected = reference.train(reference.initial_layers(WIDTHS, 7), X, Y, ITERATIONS, LEARNING_RATE, L2_REG)
    check(project.rows("network"), WIDTHS, expected)


@pytest.mark.slow
def test_stopped_run_and_full_refresh(stopped):
    """A full refresh begins anew."""
    project = stopped(signal.SIGKILL)
    project.write_network("network", NETWORK, POINTS, ITERATIONS, arguments="iterations_per_statement=50")
    assert "going on" not in project.dbt("run", "--full-refresh").text
    assert project.query("select count(*) as rows from network") == [{"rows": ITERATIONS + 1}]


@pytest.mark.parametrize("optimizer", ["sgd", "momentum"])
@pytest.mark.parametrize("units", [2, 6])
@pytest.mark.parametrize("times", [0.1, 2])
def test_forms_of_the_step(new_project, times, units, optimizer):
    """Few rows or many, few sums or many: however a step reads its parameters and sums up, the numbers are NumPy's."""
    x, y = (np.resize(numbers, (int(len(Y) * times), *numbers.shape[1:])) for numbers in (X, Y))
    project = new_project()
    project.load_table("points", {"x1": x[:, 0], "x2": x[:, 1], "y": y})
    network = NETWORK | {"hidden_units": [units], "optimizer": optimizer, "learning_rate": 0.1, "layout": "columns"}
    project.write_network("network", network, POINTS, iterations=12)
    project.dbt("run")
    sql = project.compiled("network")
    assert ("numbers[1] as w_00,\n                numbers" in sql) == (times > 1)
    assert ("group by iteration" in sql) == (units > 2)
    widths = [2, units, 2]
    options = {"optimizer": optimizer} | ({"momentum": 0.9} if optimizer == "momentum" else {})
    start = reference.initial_layers(widths, SEED)
    check(project.rows("network"), widths, reference.train(start, x, y, 12, 0.1, L2_REG, **options))


def test_texts_are_not_parameters(new_project):
    """A label with the name of a parameter has it in messages too."""
    project = new_project()
    project.load_table("points", {"x1": [0.5, 1.0], "x2": [1.0, 0.5], "w_00": ["it's", "w_01"]})
    network = NETWORK | {"label": "w_00", "classes": ["it's", "w_01"]}
    project.write_network("network", network, POINTS, iterations=5)
    project.dbt("run")
    assert [row["num_examples"] for row in project.rows("network")] == [None, 2, 2, 2, 2, 2]
    project.load_table("points", {"x1": [0.5, 1.0], "x2": [1.0, 0.5], "w_00": ["it's", "b_0"]})
    # The rows went bad after dbt looked at them.
    with duckdb.connect(project.database) as connection, pytest.raises(duckdb.Error) as stopped:
        connection.execute(project.compiled("network")).fetchall()
    message = """`w_00` must be one of ["it's", 'w_01'] in every row; received another value or NULL in 1 of 2 rows"""
    assert message in str(stopped.value)
