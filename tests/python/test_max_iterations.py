"""`max_iterations` of train: a run does what is left of them, and a network that has them all is left alone."""

import pytest
import reference
from conftest import Project, Result
from test_training import L2_REG, LEARNING_RATE, NETWORK, POINTS, SEED, WIDTHS, X, Y, check, points_project

MOST = 8
NOTHING = f"iteration {MOST} of at most {MOST}: nothing to train"


@pytest.fixture(scope="module")
def expected() -> list[dict]:
    """The iterations in NumPy."""
    return reference.train(reference.initial_layers(WIDTHS, SEED), X, Y, 20, LEARNING_RATE, L2_REG)


@pytest.fixture(scope="module")
def project(new_project) -> Project:
    """A project with the points, and an undisturbed run of a network without `max_iterations`."""
    project = points_project(new_project, NETWORK, iterations=MOST, name="undisturbed")
    project.dbt("run")
    return project


def train(project: Project, name: str, *options: str, iterations: int | str = "none", **arguments) -> Result:
    """Write the model `name`, whose network is trained with these arguments, and run it."""
    given = ", ".join(f"{key}={value}" for key, value in arguments.items())
    project.write_network(name, NETWORK, POINTS, iterations, arguments=given)
    return project.dbt("run", "--select", name, *options)


def readers(result: Result) -> list[str]:
    """The statements among those that dbt sent which read the points, or ask what columns they have."""
    return [sql for sql in result.statements if "points" in sql]


def numbers(project: Project, table: str) -> list[dict]:
    """The rows of a network without the time at which they were trained."""
    return project.query(f"select * exclude (trained_at) from {table} order by iteration")


def newest(project: Project, table: str) -> int:
    """The newest iteration of a network."""
    return project.query(f"select max(iteration) as newest from {table}")[0]["newest"]


def test_runs_add_what_is_left(project, expected):
    """Three runs of three iterations are one of eight, to the last bit."""
    reached = []
    for _ in range(4):
        log = train(project, "by_threes", iterations=3, max_iterations=MOST)
        reached.append(newest(project, "by_threes"))
    assert reached == [3, 6, MOST, MOST]
    assert NOTHING in log.lines
    assert numbers(project, "by_threes") == numbers(project, "undisturbed")
    check(project.rows("by_threes"), WIDTHS, expected[: MOST + 1])


@pytest.mark.parametrize("name", ["alone", "in_parts", "larger"])
def test_one_run(project, name):
    """Without `iterations` one run trains up to it; so it does with more iterations than are left."""
    arguments = {"in_parts": {"iterations_per_statement": 3}, "larger": {"iterations": 100}}.get(name, {})
    log = train(project, name, max_iterations=MOST, **arguments)
    assert not any("nothing to train" in line for line in log.lines)
    assert numbers(project, name) == numbers(project, "undisturbed")


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("left_alone", {}),
        ("parts_left_alone", {"iterations_per_statement": 3}),
        ("few_rows_left_alone", {"record_every": 5}),
    ],
)
def test_a_finished_network_is_left_alone(project, name, arguments):
    """A second build sends no statement that reads the data, writes no row, and says so; even without the data."""
    first = train(project, name, max_iterations=MOST, **arguments)
    assert len(readers(first)) > 1
    rows = project.rows(name)
    project.query("alter table points rename to hidden")
    second = project.dbt("build", "--select", name)
    project.query("alter table hidden rename to points")
    assert readers(second) == []
    assert second.lines.count(NOTHING) == 1
    assert not any("loss" in line for line in second.lines)
    assert project.rows(name) == rows


def test_raised_and_lowered(project, expected):
    """Raised, the network goes on from there; lowered, it keeps what it has."""
    for most, said in ((5, False), (MOST, False), (2, True)):
        log = train(project, "raised", max_iterations=most)
        assert (f"iteration {MOST} of at most {most}: nothing to train" in log.lines) is said
    assert numbers(project, "raised") == numbers(project, "undisturbed")
    train(project, "raised", max_iterations=MOST + 1)
    check(project.rows("raised"), WIDTHS, expected[: MOST + 2])


def test_from_the_start(project):
    """A full refresh trains as many anew, and so does a table in every run."""
    train(project, "anew", max_iterations=5)
    train(project, "anew", "--full-refresh", max_iterations=MOST, iterations=6)
    assert newest(project, "anew") == 6
    config = {"materialized": "table", "unique_key": None}
    project.write_network("in_table", NETWORK, POINTS, "none", arguments=f"max_iterations={MOST}", **config)
    for _ in range(2):
        log = project.dbt("run", "--select", "in_table")
        assert len(readers(log)) > 1
        assert numbers(project, "in_table") == numbers(project, "undisturbed")


def test_a_stopped_run_is_gone_on_with(project):
    """What a stopped run left counts: the next one does the rest, and no more."""
    train(project, "stopped", iterations=3, max_iterations=MOST)
    # As a run leaves it that is killed after its second part.
    project.query("create table stopped__steps as from undisturbed where iteration between 3 and 5")
    log = train(project, "stopped", max_iterations=MOST, iterations_per_statement=1)
    assert "resuming stopped, which was stopped after 2 of 5 iterations" in log.lines
    assert numbers(project, "stopped") == numbers(project, "undisturbed")


def test_around_the_call(project):
    """SQL around the call, and ephemeral data, which only a hook can read, change nothing."""
    project.write_model("now", f"{{{{ config(materialized='ephemeral') }}}} select * from {{{{ {POINTS} }}}}")
    config = {"materialized": "incremental", "unique_key": "iteration", "meta": {"network": NETWORK}}
    call = f"{{{{ dbt_nn.train(data=ref('now'), max_iterations={MOST}) }}}}"
    project.write_model("wrapped", f"{{{{ config(**{config!r}) }}}}\nselect *, 1 as one from (\n{call}\n) as trained")
    project.dbt("run", "--select", "wrapped")
    rows = project.rows("wrapped")
    assert [row["iteration"] for row in rows] == list(range(MOST + 1))
    second = project.dbt("run", "--select", "wrapped")
    assert second.lines.count(NOTHING) == 1
    # The ephemeral model that dbt puts before the query names the points; nothing asks for its rows.
    assert all("from __dbt__cte__now" not in sql for sql in second.statements)
    assert project.rows("wrapped") == rows
    project.dbt("compile", "--select", "wrapped")
    assert "where false" in project.compiled("wrapped")


def test_a_chain_hands_on(project, expected):
    """The models after the last iteration pass the newest row on, in the first run and in later ones."""

    def write(most: int) -> None:
        project.write_model(
            "start",
            f"{{{{ config(materialized='incremental', unique_key='iteration', meta={{'network': {NETWORK!r}}}) }}}}"
            "{{ dbt_nn.initial_parameters(resume_from='third') }}",
        )
        for name, previous in {"first": "start", "second": "first", "third": "second"}.items():
            project.write_network(name, NETWORK, POINTS, 2, f"ref('{previous}')", f"max_iterations={most}")

    write(most=3)
    for _ in range(2):
        log = project.dbt("run", "--select", "start+")
        tables = ["start", "first", "second", "third"]
        held = [[row["iteration"] for row in project.rows(table)] for table in tables]
    assert held == [[0, 3], [1, 2, 3], [3], [3]]
    assert log.lines.count("iteration 3 of at most 3: nothing to train") == 3
    assert readers(log) == []
    write(most=6)
    project.dbt("run", "--select", "start+")
    history = project.query("from first union all from second union all from third order by iteration, trained_at")
    check(list({row["iteration"]: row for row in history}.values()), WIDTHS, expected[1:7])
