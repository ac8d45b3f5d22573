"""`retrain='on_change'` of train: a network is trained when its rows have changed, and else left alone."""

import signal

import numpy as np
import pytest
import reference
from conftest import Project, Result
from test_bad_input import message_of
from test_training import L2_REG, LEARNING_RATE, NETWORK, POINTS, SEED, WIDTHS, X, Y, check

ADDED = 4
ROWS = 400
# What makes other rows of the first ones; `keeps` are changes that a network does not see.
CHANGES = {
    "added": "insert into {} values (1.25, -0.5, 1)",
    "changed": "update {} set x2 = x2 + 1e-15 where x2 = (select max(x2) from {})",
    "relabelled": "update {} set y = 1 - y where x2 = (select max(x2) from {})",
    "deleted": "delete from {} where x2 = (select max(x2) from {})",
    "doubled": "insert into {} from {} limit 1",
    "all_doubled": "insert into {} from {}",
    "swapped": "create or replace table {} as select x2 as x1, x1 as x2, y from {}",
    # Another row counts twice in the place of one: there are as many rows, none of them new.
    "one_for_another": "create or replace table {} as (from {} order by x2 desc limit 399 offset 1) "
    "union all (from {} order by x2 desc limit 1 offset 1)",
}
KEEPS = {
    "in_another_order": "create or replace table {} as from {} order by x2, x1",
    "another_column": "alter table {} add column note varchar default 'new'",
    "another_type": "alter table {} alter y type double",
    "negative_zero": "update {} set x1 = -0.0 where x1 = 0",
}


@pytest.fixture(scope="module")
def project(new_project) -> Project:
    """A project with a table of points for each test."""
    project = new_project()
    columns = {"x1": X[:ROWS, 0].copy(), "x2": X[:ROWS, 1], "y": Y[:ROWS]}
    columns["x1"][:3] = 0
    project.load_table("points", columns)
    return project


def source(project: Project, name: str) -> str:
    """A copy of the points for the network `name`, as models read it."""
    data = project.query("select x1, x2, y from points")
    project.load_table(f"points_of_{name}", {column: [row[column] for row in data] for column in data[0]})
    return f"source('tables', 'points_of_{name}')"


def write(project: Project, name: str, iterations: int | str = "none", config: dict | None = None, **arguments) -> None:
    """Write the model `name`, whose network is retrained on changes, with further arguments of train."""
    given = ", ".join(f"{key}={value}" for key, value in ({"retrain": "'on_change'"} | arguments).items())
    data = f"source('tables', 'points_of_{name}')"
    project.write_network(name, NETWORK, data, iterations, arguments=given, **(config or {}))


def run(project: Project, name: str, *options: str, **outcome) -> Result:
    """Run the model `name`."""
    return project.dbt("run", "--select", name, *options, **outcome)


def change(project: Project, name: str, statement: str) -> None:
    """Change the rows of the network `name` by a statement over a table {}."""
    project.query(statement.replace("{}", f"points_of_{name}"))


def readers(result: Result, name: str) -> list[str]:
    """The statements among those that dbt sent which read the rows of the network `name`, and not only their types."""
    return [sql for sql in result.statements if f'"points_of_{name}"' in sql and "(describe " not in sql]


def is_digest(sql: str) -> bool:
    """Whether a statement takes the digest of the rows, and trains nothing."""
    return "as data_digest" in sql and "w_00" not in sql


def is_idle(result: Result, name: str, newest: int) -> bool:
    """Whether a run trained nothing: it read the rows once, for their digest, and said so."""
    said = result.lines.count(f"iteration {newest}, trained on the same rows: nothing to train")
    assert (said == 1) == ([is_digest(sql) for sql in readers(result, name)] == [True])
    return said == 1


def iterations(project: Project, name: str) -> list[int]:
    """The iterations of a network."""
    return [row["iteration"] for row in project.rows(name)]


def numbers(project: Project, table: str) -> list[dict]:
    """The rows of a network without their time and their digest."""
    return project.query(f"select * exclude (trained_at, data_digest) from {table} order by iteration")


def rows_of(project: Project, table: str) -> tuple[np.ndarray, np.ndarray]:
    """The features and the labels in a table."""
    rows = np.array([list(row.values()) for row in project.query(f"select x1, x2, y from {table}")])
    return rows[:, :2], rows[:, 2].astype(int)


def digest_now(project: Project, name: str) -> str:
    """The digest, by Python, of the rows that a network now has."""
    x, y = rows_of(project, f"points_of_{name}")
    return reference.data_digest(x.tolist(), y)


@pytest.fixture(scope="module")
def runs(project) -> list[Result]:
    """Four runs of a network for each change; between the second and the third its rows are changed."""
    for name in CHANGES:
        source(project, name)
        write(project, name, ADDED)
    logs = []
    for number in range(4):
        logs.append(project.dbt("run", "--select", *CHANGES))
        for name, statement in CHANGES.items() if number == 1 else ():
            project.query(f"create table before_{name} as from points_of_{name}")
            change(project, name, statement)
    return logs


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_trained_on(project, runs, name):
    """A run on other rows adds its iterations, from the newest weights, with NumPy's numbers; on the same rows none."""
    scans = [[is_digest(sql) for sql in readers(log, name)] for log in runs]
    assert all(scan.count(True) == 1 for scan in scans)
    assert [scan == [True] for scan in scans] == [False, True, False, True]
    layers, expected, digests = reference.initial_layers(WIDTHS, SEED), [], []
    for table in (f"before_{name}", f"points_of_{name}"):
        x, y = rows_of(project, table)
        trained = reference.train(layers, x, y, ADDED, LEARNING_RATE, L2_REG)
        layers = reference.from_row(trained[-1], WIDTHS)
        expected += [
            row | {"iteration": len(expected) + number} for number, row in enumerate(trained[bool(expected) :])
        ]
        digests += [reference.data_digest(x.tolist(), y)] * (len(expected) - len(digests))
    check(project.rows(name), WIDTHS, expected)
    assert [row["data_digest"] for row in project.rows(name)] == digests
    assert len(set(digests)) == 2


def test_a_run_that_trains_nothing_says_so(runs):
    """A line for each network, in the place of its loss."""
    for log, newest in zip(runs, (None, ADDED, None, 2 * ADDED), strict=True):
        lines = [line for line in log.lines if line.startswith("iteration ")]
        assert len(lines) == len(CHANGES)
        if newest is None:
            assert all("loss" in line for line in lines)
        else:
            assert set(lines) == {f"iteration {newest}, trained on the same rows: nothing to train"}


def test_what_is_no_change(project):
    """The order of the rows, columns that the network does not read, a type with the same values: it trains nothing."""
    source(project, "kept")
    write(project, "kept", ADDED)
    run(project, "kept")
    rows = project.rows("kept")
    for statement in KEEPS.values():
        change(project, "kept", statement)
        assert is_idle(project.dbt("build", "--select", "kept"), "kept", ADDED), statement
    assert project.rows("kept") == rows


def test_it_is_the_training_without_it(project):
    """The same numbers as those of runs that always train, in one statement and in parts; but for the column."""
    ways = {
        "always": {"retrain": "'always'"},
        "in_one": {},
        "in_parts": {"iterations_per_statement": 3},
        "every_third": {"record_every": 3},
    }
    for name, arguments in ways.items():
        source(project, name)
        write(project, name, 7, **arguments)
    for _ in range(2):
        project.dbt("run", "--select", *ways)
        for name in ways:
            change(project, name, CHANGES["added"])
    assert "data_digest" not in project.rows("always")[0]
    expected = project.query("select * exclude (trained_at) from always order by iteration")
    assert numbers(project, "in_one") == numbers(project, "in_parts") == expected
    assert iterations(project, "every_third") == [0, 3, 6, 7, 9, 12, 14]
    digests = [row["data_digest"] for row in project.rows("in_parts")]
    assert [digests.index(digest) for digest in digests] == [0] * 8 + [8] * 7


def test_max_iterations_count_anew(project):
    """It is how many the network gets on the same rows: other rows give it as many again."""
    source(project, "most")
    write(project, "most", 3, max_iterations=5)
    reached = []
    for _ in range(2):
        for _ in range(3):
            log = run(project, "most")
            reached.append(iterations(project, "most")[-1])
        assert is_idle(log, "most", reached[-1])
        change(project, "most", CHANGES["added"])
    assert reached == [3, 5, 5, 8, 10, 10]
    write(project, "most", max_iterations=7)
    run(project, "most")
    assert iterations(project, "most") == list(range(18))
    write(project, "most", max_iterations=9)
    run(project, "most")
    assert iterations(project, "most") == list(range(20))
    # Rows that were there before are other rows too.
    change(project, "most", "delete from {} where x1 = 1.25 and x2 = -0.5")
    run(project, "most")
    assert iterations(project, "most") == list(range(29))


def test_from_the_start(project):
    """A full refresh trains anew on the same rows."""
    source(project, "anew")
    write(project, "anew", ADDED)
    run(project, "anew")
    rows = numbers(project, "anew")
    assert is_idle(run(project, "anew", "--full-refresh"), "anew", ADDED) is False
    assert numbers(project, "anew") == rows
    assert is_idle(run(project, "anew"), "anew", ADDED)


def test_rows_of_a_network_that_are_gone(project):
    """Where the newest rows of the table are deleted, the next run trains them again; where all are, it begins."""
    source(project, "gone")
    write(project, "gone", ADDED)
    run(project, "gone")
    rows = numbers(project, "gone")
    for condition in ("iteration > 2", "true"):
        project.query(f"delete from gone where {condition}")
        run(project, "gone")
        assert numbers(project, "gone") == rows


def test_a_training_that_diverged(project):
    """It has not finished: each run stops with the same error, until the learning rate is lower."""
    source(project, "diverged")
    network = NETWORK | {"learning_rate": 1e200, "l2_reg": 0}
    data, given = "source('tables', 'points_of_diverged')", "retrain='on_change'"
    project.write_network("diverged", network, data, 9, arguments=given)
    for _ in range(2):
        log = run(project, "diverged", fails=True)
        assert message_of(log, "diverged").startswith("`learning_rate` must be small enough for the training to stay ")
    newest = iterations(project, "diverged")[-1]
    assert 0 < newest < 9


@pytest.mark.parametrize(("name", "resumes"), [("same_rows", True), ("other_rows", False)])
def test_a_stopped_run(project, name, resumes):
    """The next run does what is left; on other rows it does all of it, so that each digest is right."""
    source(project, name)
    write(project, name, 2)
    run(project, name)
    change(project, name, CHANGES["added"])
    project.query(f"create or replace table points_of_{name}_twin as from points_of_{name}")
    twin = f"{name}_twin"
    source(project, twin)
    write(project, twin, 2)
    run(project, twin)
    change(project, twin, CHANGES["added"])
    write(project, twin, 9)
    run(project, twin)
    # As a run leaves it that is killed after its third part, of one iteration each.
    project.query(f"create table {name}__steps as from {twin} where iteration between 2 and 5")
    project.query(f"update {name}__steps set data_digest = null where iteration > 2")
    project.query(f"update {name}__steps set data_digest = '{digest_now(project, name)}' where iteration = 2")
    if not resumes:
        change(project, name, CHANGES["deleted"])
    write(project, name, 9, iterations_per_statement=1)
    log = run(project, name)
    assert (f"resuming {name}, which was stopped after 3 of 9 iterations" in log.lines) is resumes
    assert iterations(project, name) == list(range(12))
    assert project.rows(name)[-1]["data_digest"] == digest_now(project, name)
    assert (numbers(project, name) == numbers(project, twin)) is resumes
    assert is_idle(run(project, name), name, 11)


@pytest.mark.slow
def test_a_killed_run(project):
    """What was killed, whole or in the first run, is not taken as done."""
    source(project, "killed")
    write(project, "killed", 3000, threads=1, iterations_per_statement=20)
    for _ in range(2):
        process = project.start_dbt("run", "--select", "killed")
        for line in process.stdout:
            if "left" in line:
                process.send_signal(signal.SIGKILL)
                break
        process.communicate()
        assert process.returncode != 0
    write(project, "killed", 3000, threads=1, iterations_per_statement=1500)
    log = run(project, "killed")
    assert any(line.startswith("resuming killed, which was stopped after ") for line in log.lines)
    assert iterations(project, "killed") == list(range(3001))
    source(project, "unkilled")
    write(project, "unkilled", 3000, threads=1)
    run(project, "unkilled")
    assert numbers(project, "killed") == numbers(project, "unkilled")
    assert is_idle(run(project, "killed"), "killed", 3000)


def test_rows_from_before(project):
    """Nothing tells what they were trained on: a run trains, once; the column comes by dbt's own on_schema_change."""
    source(project, "older")
    write(project, "older", ADDED, retrain="'always'")
    run(project, "older")
    write(project, "older", ADDED)
    refused = message_of(run(project, "older", fails=True), "older")
    assert refused.startswith(
        "`retrain` must be 'always' for a network without the column `data_digest`, unless dbt adds it; received "
        "'on_change'. Write config(on_schema_change='append_new_columns'), or train it from the start: "
        "dbt build --full-refresh --select older."
    )
    write(project, "older", ADDED, config={"on_schema_change": "append_new_columns"})
    assert is_idle(run(project, "older"), "older", ADDED) is False
    digest = digest_now(project, "older")
    digests = [None] * (ADDED + 1) + [digest] * ADDED
    assert [row["data_digest"] for row in project.rows("older")] == digests
    assert is_idle(run(project, "older"), "older", 2 * ADDED)
    # Without the option again, the column stays: what such a run trains on is not known.
    write(project, "older", ADDED, retrain="'always'")
    log = run(project, "older")
    assert readers(log, "older") and not any("data_digest" in sql for sql in readers(log, "older") if "md5" in sql)
    write(project, "older", ADDED, retrain="'always'", max_iterations=3 * ADDED)
    assert f"iteration {3 * ADDED} of at most {3 * ADDED}: nothing to train" in run(project, "older").lines
    write(project, "older", ADDED)
    assert is_idle(run(project, "older"), "older", 3 * ADDED) is False
    assert [row["data_digest"] for row in project.rows("older")] == [*digests, *[None] * ADDED, *[digest] * ADDED]
    assert is_idle(run(project, "older"), "older", 4 * ADDED)


def test_beside_everything_else(project):
    """Doors, tests and `warm_start` read such a network, views and files hold its rows, dbt shows what it would do."""
    source(project, "read")
    write(project, "read", ADDED, config={"on_schema_change": "sync_all_columns"})
    rows = "{{ source('tables', 'points_of_read') }}"
    project.write_model("points_view", f"{{{{ config(materialized='view') }}}} select x1, x2, y from {rows}")
    project.query(f"copy points_of_read to '{project.folder}/points.parquet'")
    files = [{"name": "points_file", "meta": {"external_location": f"{project.folder}/points.parquet"}}]
    project.write("models/files.yml", {"sources": [{"name": "files", "tables": files}]})
    given = "retrain='on_change', warm_start=ref('read')"
    project.write_network("of_view", NETWORK, "ref('points_view')", ADDED, arguments=given)
    project.write_network("of_file", NETWORK, "source('files', 'points_file')", ADDED, arguments=given)
    table = "{{ config(materialized='table') }}"
    project.write_model("read_predict", f"{table}{{{{ dbt_nn.predict(ref('read'), ref('points_view')) }}}}")
    project.write_model("read_history", f"{table}{{{{ dbt_nn.training_history([ref('read')]) }}}}")
    tests = ["dbt_nn.iterations_are_complete", "dbt_nn.parameters_are_finite"]
    models = [{"name": name, "data_tests": tests} for name in ("read", "of_view", "of_file")]
    project.write("models/read.yml", {"models": models})
    everything = ["read+", "points_view+", "of_file"]
    project.dbt("build", "--select", *everything)
    kept = {name: project.rows(name) for name in ("read", "of_view", "of_file")}
    assert [[row["iteration"] for row in rows] for rows in kept.values()] == [list(range(ADDED + 1))] * 3
    assert {row["data_digest"] for rows in kept.values() for row in rows} == {digest_now(project, "read")}
    weights = "* exclude (trained_at, iteration, loss, accuracy, num_examples, learning_rate)"
    last = project.query(f"select {weights} from read where iteration = {ADDED}")
    assert project.query(f"select {weights} from of_view where iteration = 0") == last
    assert len(project.query("from read_predict")) == ROWS
    log = project.dbt("build", "--select", *everything)
    assert log.text.count("trained on the same rows: nothing to train") == 3
    assert {name: project.rows(name) for name in kept} == kept
    assert '"iteration"' not in project.dbt("show", "--select", "read", "--output", "json").text
    change(project, "read", CHANGES["added"])
    assert '"iteration": 5' in project.dbt("show", "--select", "read", "--output", "json").text
    project.dbt("compile", "--select", "read")
    assert "cast(null as text) as data_digest" in project.compiled("read")
    project.dbt("run", "--empty", "--select", "read")
    assert project.rows("read") == kept["read"]


LEGAL = (
    "`retrain` must be 'always' (every run trains) or 'on_change' (a run trains if its rows have changed); "
    "received {}. Leave it out for 'always'."
)
REFUSALS = {
    "nightly": ({"retrain": "'nightly'"}, LEGAL.format("'nightly'")),
    "true": ({"retrain": "true"}, LEGAL.format("True")),
    "chained": (
        {"previous": "ref('read')"},
        "`retrain` must be 'always' with `previous`; received 'on_change'. One model of a chain cannot tell "
        "whether the chain has finished: train the network in one model, without `previous`.",
    ),
}
UNREADABLE = (
    "`data` must be a table, a view or a file with `retrain='on_change'`, which looks at the rows before the query "
    "is written; received {}. Put the rows into a model that is a table or a view."
)


@pytest.mark.parametrize("name", REFUSALS)
def test_refused_while_parsing(new_project, name):
    """A word that it does not know, and a chain."""
    project = new_project()
    project.load_table("points", {"x1": [0.5], "x2": [1.0], "y": [0]})
    arguments, message = REFUSALS[name]
    project.write_network("read", NETWORK, POINTS)
    given = {"previous": None} | {"retrain": "'on_change'"} | arguments
    project.write_network("refused", NETWORK, POINTS, 2, given["previous"], f"retrain={given['retrain']}")
    assert message in " ".join(project.dbt("parse", fails=True).text.split())


def test_refused_when_it_runs(project):
    """A table, and rows that cannot be read before the query is written."""
    source(project, "refused")
    write(project, "refused", 2, config={"materialized": "table", "unique_key": None})
    assert message_of(run(project, "refused", fails=True), "refused").startswith(
        "`retrain` must be 'always' in a table, which is trained from the start in every run; received 'on_change'. "
        "Keep the network: write config(materialized='incremental', unique_key='iteration')."
    )
    project.write_model("passing", f"{{{{ config(materialized='ephemeral') }}}} select * from {{{{ {POINTS} }}}}")
    for data, shown in {"ref('passing')": "'passing'", "'(select * from points)'": "'(select * from points)'"}.items():
        project.write_network("refused", NETWORK, data, 2, arguments="retrain='on_change'")
        assert message_of(run(project, "refused", fails=True), "refused").startswith(UNREADABLE.format(shown))
