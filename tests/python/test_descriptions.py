"""A network is only read as what its rows say that it is: on another description every door refuses, in words."""

import re

import duckdb
import pytest
from conftest import PROJECT, Project
from test_bad_input import message_of

POINTS = """
select
    i as id,
    (i % 7) / 7.0 as a,
    (i % 5) / 5.0 as b,
    case when (i % 7) / 7.0 > 0.5 then 'buys' else 'leaves' end as y
from range(300) as t (i)
"""
NETWORK = {
    "features": ["a", "b"],
    "label": "y",
    "classes": ["leaves", "buys"],
    "hidden_units": [3],
    "initialization": "glorot",
    "learning_rate": 0.5,
}
DOORS = {
    "predicted": "dbt_nn.predict(ref('network'), ref('points'))",
    "evaluated": "dbt_nn.evaluate(ref('network'), ref('points'))",
    "confused": "dbt_nn.confusion_matrix(ref('network'), ref('points'))",
    "curved": "dbt_nn.roc_curve(ref('network'), ref('points'))",
    "weighed": "dbt_nn.weights(ref('network'))",
    "transformed": "dbt_nn.transform(ref('network'), ref('points'))",
    "ranked": "dbt_nn.feature_importance(ref('network'), ref('points'))",
    "compared": "dbt_nn.learning_curve(ref('network'), ref('points'), ref('points'))",
    "gridded": "dbt_nn.decision_grid(ref('network'), [[0, 1], [0, 1]], 4)",
    "selected": "dbt_nn.predict_select(ref('network'), ref('points'))",
    "recorded": "dbt_nn.training_history([ref('network')])",
}
TESTS = {
    "accurate": "dbt_nn.accuracy_at_least",
    "low": "dbt_nn.loss_below",
    "better": "dbt_nn.better_than_baseline",
    "finite": "dbt_nn.parameters_are_finite",
    "steep": "dbt_nn.gradients_match_finite_differences",
}
ARGUMENTS = {"accurate": {"value": 0.9, "data": "ref('points')"}, "low": {"value": 0.6, "data": "ref('points')"}}
ARGUMENTS["better"] = {"data": "ref('points')"}
ARGUMENTS["steep"] = {"data": "ref('points')", "iteration": 5}
# What each of these is in the description, and what is said of it.
CHANGES = {
    "classes": (["buys", "leaves"], '`classes` ["leaves", "buys"]; received `classes` ["buys", "leaves"].'),
    "features": (["b", "a"], '`features` ["a", "b"]; received `features` ["b", "a"].'),
    "hidden_units": ([4], "`hidden_units` [3]; received `hidden_units` [4]."),
    "standardize": (True, "`standardize` nothing; received `standardize` true."),
    "seed": (7, "`seed` 0; received `seed` 7."),
}


def write_network(project: Project, **options) -> None:
    """Write the network, described with other `options` where given."""
    project.write_network("network", NETWORK | options, data="ref('points')", iterations=300)


def write_doors(project: Project, materialized: str = "view", **doors: str) -> None:
    """Write a model for each door."""
    for name, door in doors.items():
        project.write_model(name, f"{{{{ config(materialized='{materialized}') }}}}\n{{{{ {door} }}}}")


@pytest.fixture(scope="module")
def trained(new_project) -> Project:
    """A project with a trained network, a view for each door, and the tests that read a network."""
    project = new_project()
    project.write_model("points", POINTS)
    write_network(project)
    write_doors(project, **DOORS)
    tests = [{test: {"name": name, "arguments": ARGUMENTS.get(name, {})}} for name, test in TESTS.items()]
    project.write("models/tests.yml", {"models": [{"name": "network", "data_tests": tests}]})
    project.dbt("build")
    return project


def test_it_reads_what_was_trained(trained):
    """What the refusals below are compared with: the network is right about every point."""
    assert trained.query("select accuracy from evaluated") == [{"accuracy": 1.0}]


@pytest.mark.parametrize("option", CHANGES)
def test_another_description_is_refused(trained, option):
    """After a change of the description alone, every door and every test says what differs, and the ways out."""
    value, difference = CHANGES[option]
    write_network(trained, **{option: value})
    doors = trained.dbt("run", "--select", *DOORS, fails=True)
    tests = trained.dbt("test", "--select", *TESTS, fails=True)
    write_network(trained)
    messages = [message_of(doors, door) for door in DOORS] + [message_of(tests, test) for test in TESTS]
    for message in messages:
        assert message.startswith('`network` must be the one in "test"."main"."network", with ' + difference)
        assert (
            "Restore the description, or train the network again from the start: dbt build --full-refresh --select net"
            in message
        )


def test_another_description_compiles(trained):
    """To look at the SQL needs no network that fits it."""
    write_network(trained, classes=["buys", "leaves"])
    trained.dbt("compile")
    trained.dbt("docs", "generate")
    write_network(trained)


@pytest.mark.slow
@pytest.mark.parametrize("option", ["classes", "features", "standardize"])
def test_a_view_of_yesterday_is_refused(trained, option):
    """A view that was written for one network stops, when it is read, on the rows of another one."""
    trained.dbt("run")
    write_network(trained, **{option: CHANGES[option][0]})
    trained.dbt("run", "--select", "network", "--full-refresh")
    for door in DOORS.keys() - {"selected", "recorded"}:
        with pytest.raises(duckdb.Error) as refused:
            trained.query(f"from {door}")
        assert re.search(
            'received another one in "test"."main"."network". '
            rf"`{option}` is .* in its rows and .* in the query. Describe the network as its rows do",
            str(refused.value),
        )
    write_network(trained)
    trained.dbt("run", "--full-refresh")
    assert trained.query("select accuracy from evaluated") == [{"accuracy": 1.0}]


@pytest.mark.slow
def test_no_rows_and_missing_iterations(project):
    """A network that is not built, or lacks rows: the message blames it and says what to build."""
    project.write_model("points", POINTS)
    project.write_network("network", NETWORK, data="ref('points')", iterations=300, arguments="record_every=100")
    of_one_row = DOORS.keys() - {"compared", "gridded", "recorded"}
    at_250 = {f"{name}_at_250": DOORS[name][:-1] + ", iteration=250)" for name in of_one_row}
    write_doors(project, **DOORS, **at_250)
    project.dbt("run", "--select", "points")
    log = project.dbt("run", "--select", *DOORS, fails=True)
    for door in DOORS:
        assert "network" in message_of(log, door)
        assert "build --select network" in message_of(log, door)
    assert message_of(log, "predicted") == (
        '`network` must be built before it is read; received \'"test"."main"."network"\'. '
        "Build it first: dbt build --select network."
    )

    project.dbt("build", "--empty", "--select", "points", "network")
    project.dbt("run", "--select", "points")
    log = project.dbt("run", "--select", *DOORS, fails=True)
    assert (
        message_of(log, "predicted")
        == message_of(log, "evaluated")
        == (
            '`network` must be a network\'s table with at least one row; received \'"test"."main"."network"\'. '
            "Build it first: dbt build --select network."
        )
    )

    project.dbt("run", "--select", "network", *DOORS)
    log = project.dbt("run", "--select", *at_250, fails=True)
    for door in at_250:
        assert message_of(log, door) == (
            '`iteration` must be one of the iterations in "test"."main"."network"; received 250. '
            "The nearest ones: 200 and 300. Leave it out for the newest."
        )

    # What was there when a view was made may be gone when it is read.
    write_doors(project, at_200=DOORS["predicted"][:-1] + ", iteration=200)")
    project.dbt("run", "--select", "at_200")
    assert len(project.query("from at_200")) == 300
    project.query("delete from network where iteration = 200")
    with pytest.raises(duckdb.Error, match=r"received 200\. The nearest before it: 100, after it: 300"):
        project.query("from at_200")
    project.query("delete from network")
    for door in DOORS.keys() - {"selected", "recorded"}:
        with pytest.raises(duckdb.Error, match="must be a network's table with at least one row"):
            project.query(f"from {door}")


def test_no_rows_to_judge(project):
    """Also of a network that is trained on batches, an evaluation on nothing is refused."""
    project.write_model("points", POINTS)
    project.write_model("nothing", "{{ config(materialized='table') }} select * from {{ ref('points') }} where false")
    write_network(project, batch_size=64)
    write_doors(project, "table", evaluated="dbt_nn.evaluate(ref('network'), ref('nothing'))")
    assert "`data` must have rows; received 0" in message_of(project.dbt("run", fails=True), "evaluated")


@pytest.mark.slow
def test_two_networks_of_one_name(project):
    """Two networks with the same schema and name in two databases: each is read by the description of its own."""
    profile = {"type": "duckdb", "path": str(project.database), "schema": "main", "threads": 1}
    profile["attach"] = [{"path": str(project.folder / "other.duckdb"), "alias": "other"}]
    project.write("profiles.yml", {"dbt_nn": {"target": "duckdb", "outputs": {"duckdb": profile}}})
    project.write_model("points", POINTS)
    described = {"here": NETWORK, "there": NETWORK | {"classes": ["buys", "leaves"], "features": ["b", "a"]}}
    for place, database in {"here": "test", "there": "other"}.items():
        project.write_network(
            place, described[place], data="ref('points')", iterations=300, alias="network", database=database
        )
        write_doors(project, "table", **{f"from_{place}": f"dbt_nn.evaluate(ref('{place}'), ref('points'))"})
    project.dbt("run")
    for place in described:
        assert project.query(f"select accuracy from from_{place}") == [{"accuracy": 1.0}]


@pytest.fixture
def other_project(new_project) -> Project:
    """A project that reads the network of another one as a source, and has no description."""
    project = new_project()
    project.write_model("points", POINTS)
    write_network(project)
    project.dbt("run")
    for file in ("network.sql", "points.sql"):
        (project.folder / "models" / file).unlink()
    tables = [{"name": "network"}, {"name": "points"}]
    project.write("models/sources.yml", {"sources": [{"name": "theirs", "schema": "main", "tables": tables}]})
    return project


@pytest.mark.slow
def test_a_source_needs_no_description(other_project):
    """The rows of a network say all that reading it needs; the losses of its training need its penalty too."""
    theirs = {name: re.sub(r"ref\('(\w+)'\)", r"source('theirs', '\1')", door) for name, door in DOORS.items()}
    write_doors(other_project, **theirs)
    log = other_project.dbt("run", fails=True)
    assert "`l2_reg`" in message_of(log, "compared")
    assert log.text.count("ERROR creating") == 1
    assert other_project.query("select accuracy from evaluated") == [{"accuracy": 1.0}]
    assert other_project.query("select count(*) as n from predicted where y = predicted_y") == [{"n": 300}]

    # A description of the folder, for other networks, does not stand in for it.
    described = {"network": NETWORK | {"classes": ["buys", "leaves"]}}
    other_project.write("dbt_project.yml", PROJECT | {"models": {"user": {"+meta": described}}})
    other_project.dbt("run", "--select", "evaluated")
    assert other_project.query("select accuracy from evaluated") == [{"accuracy": 1.0}]


@pytest.mark.slow
def test_deferred_network(new_project):
    """With --defer a network of another environment is read, by the description that it has there."""
    project = new_project()
    profile = {"type": "duckdb", "path": str(project.database), "threads": 1}
    outputs = {schema: profile | {"schema": schema} for schema in ("prod", "dev")}
    project.write("profiles.yml", {"dbt_nn": {"target": "prod", "outputs": outputs}})
    project.write_model("points", POINTS)
    write_network(project)
    write_doors(project, "table", **DOORS)
    project.dbt("run", "--write-json", "--select", "points", "network")
    (project.folder / "target").rename(project.folder / "prod_state")
    project.dbt("run", "--select", *DOORS, "--target", "dev", "--defer", "--state", str(project.folder / "prod_state"))
    assert project.query("select accuracy from dev.evaluated") == [{"accuracy": 1.0}]
    assert 'from "test"."prod"."network"' in project.compiled("predicted")

    # A change in this environment alone is none of that network.
    write_network(project, classes=["buys", "leaves"])
    project.dbt(
        "run", "--select", "evaluated", "--target", "dev", "--defer", "--state", str(project.folder / "prod_state")
    )
    assert project.query("select accuracy from dev.evaluated") == [{"accuracy": 1.0}]


UNIT_TEST = {
    "name": "predicts",
    "model": "predicted",
    "given": [
        {"input": "ref('network')", "rows": [{"iteration": 1, "w_00": 1, "w_01": -1, "b_0": 0, "b_1": 0}]},
        {"input": "ref('points')", "rows": [{"id": 1, "a": 2, "b": 0}, {"id": 2, "a": -2, "b": 5}]},
    ],
    "expect": {"rows": [{"id": 1, "predicted_y": "leaves"}, {"id": 2, "predicted_y": "buys"}]},
}


def test_unit_test_of_a_prediction(project):
    """It needs no more than rows: the description is that of the network's table, or, where it has no rows, a var."""
    project.write_model("points", POINTS)
    options = {"hidden_units": [], "features": ["a", "b"]}
    write_network(project, **options)
    write_doors(project, "table", predicted=DOORS["predicted"])
    given = [UNIT_TEST["given"][0]["rows"][0] | {"w_10": 0, "w_11": 0}]
    unit_test = UNIT_TEST | {"given": [{"input": "ref('network')", "rows": given}, UNIT_TEST["given"][1]]}
    project.write("models/unit.yml", {"unit_tests": [unit_test]})
    project.dbt("run", "--empty")
    log = project.dbt("test", fails=True)
    assert "`meta.network` must describe the network" in log.text
    assert "dbt_nn_network" in log.text
    described = unit_test | {"overrides": {"vars": {"dbt_nn_network": NETWORK | options}}}
    project.write("models/unit.yml", {"unit_tests": [described]})
    project.dbt("test")
    project.write("models/unit.yml", {"unit_tests": [unit_test]})
    project.dbt("build")
