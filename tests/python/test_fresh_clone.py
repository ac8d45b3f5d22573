"""A project whose networks are not built parses, compiles and is built --empty; what needs a network says so.

The three projects are this repository, integration_tests, and a user's with a function and a query of literal numbers.
"""

import shutil

import duckdb
import pytest
from conftest import PROJECT, REPOSITORY, Project
from reader import Reader

NETWORK = {"features": ["x1", "x2"], "label": "y", "classes": ["no", "yes"], "hidden_units": [2], "standardize": True}
POINTS = {"x1": [0.0, 1.0, 2.0, 3.0], "x2": [1.0, -1.0, 0.5, 2.0], "y": ["no", "yes", "no", "yes"]}
FUNCTIONS = {
    "functions": [
        {
            "name": name,
            "description": "Of a network.",
            "arguments": [{"name": feature, "data_type": "double"} for feature in NETWORK["features"]],
            "returns": {"data_type": returned},
        }
        for name, returned in (("predict_y", "varchar"), ("probability_of_yes", "double"))
    ]
}
NOT_BUILT = (
    "`network` must be trained before its numbers can be written out; received {}, which is not built. "
    "Build it first: dbt build --select network."
)
NO_ROW = NOT_BUILT.replace("is not built", "has no row")
RELATION = '"test"."main"."network"'


def repository(new_chain, _) -> Project:
    """A copy of this repository."""
    return new_chain()


def integration_tests(_, folder) -> Project:
    """A copy of integration_tests."""
    return Project.of_integration_tests(folder)


def users_project(_, folder) -> Project:
    """A network, and everything that writes its numbers out."""
    folder.mkdir()
    project = Project.of_a_user(folder)
    dispatch = [{"macro_namespace": "dbt", "search_order": ["user", "dbt_nn", "dbt"]}]
    project.write("dbt_project.yml", PROJECT | {"function-paths": ["functions"], "dispatch": dispatch})
    project.share_parse()
    project.load_table("points", POINTS)
    data = "source('tables', 'points')"
    project.write_network("network", NETWORK, data=data, iterations=3)
    for name, call in {
        "selected": f"predict_select(ref('network'), {data}, ['x1'])",
        "selected_at": f"predict_select(ref('network'), {data}, iteration=2)",
        "predicted": f"predict(ref('network'), {data})",
        "evaluated": f"evaluate(ref('network'), {data})",
        "matrix": f"confusion_matrix(ref('network'), {data})",
        "curve": f"learning_curve(ref('network'), {data}, {data})",
        "roc": f"roc_curve(ref('network'), {data})",
        "grid": "decision_grid(ref('network'), [[0, 1], [0, 1]])",
        "importance": f"feature_importance(ref('network'), {data})",
        "weighed": "weights(ref('network'))",
        "history": "training_history([ref('network')])",
        "info": "training_info(ref('network'))",
        "read": f"transform(ref('network'), {data})",
    }.items():
        project.write_model(name, "{{ config(materialized='table') }}\n{{ dbt_nn." + call + " }}")
    for name, arguments in {"predict_y": "", "probability_of_yes": ", probability_of='yes'"}.items():
        project.write(f"functions/{name}.sql", f"{{{{ dbt_nn.predict_function(ref('network'){arguments}) }}}}")
    project.write("functions/functions.yml", FUNCTIONS)
    project.write_model(
        "by_function",
        "{{ config(materialized='table') }} select x1, {{ function('predict_y') }}(x1, x2) as predicted_y, "
        f"{{{{ function('probability_of_yes') }}}}(x1, x2) as probability_yes from {{{{ {data} }}}}",
    )
    tests = [
        "dbt_nn.loss_decreases",
        "dbt_nn.iterations_are_complete",
        "dbt_nn.parameters_are_finite",
        {"dbt_nn.examples_are_valid": {"arguments": {"network": "ref('network')"}}},
        {"dbt_nn.loss_below": {"arguments": {"value": 0.7}}},
        {"dbt_nn.loss_below": {"name": "on_data", "arguments": {"value": 0.7, "data": data}}},
        {"dbt_nn.gradients_match_finite_differences": {"arguments": {"data": data}}},
        {"dbt_nn.measure_at_least": {"arguments": {"measure": "roc_auc", "value": 0.5, "data": data}}},
        {"dbt_nn.better_than_baseline": {"arguments": {"data": data}}},
    ]
    gate = [
        {"dbt_nn.accuracy_at_least": {"arguments": {"value": 0.5}}},
        {"dbt_nn.measure_at_most": {"arguments": {"measure": "log_loss", "value": 0.7}}},
        {
            "dbt_nn.better_than_baseline": {
                "arguments": {"network": "ref('network')", "data": data, "measure": "log_loss"}
            }
        },
    ]
    project.write(
        "models/tests.yml",
        {
            "models": [
                {"name": "network", "data_tests": [test for test in tests if "dbt_nn.examples_are_valid" not in test]},
                {"name": "evaluated", "data_tests": gate},
                {"name": "examples", "data_tests": tests[3:4]},
            ]
        },
    )
    project.write_model("examples", f"select * from {{{{ {data} }}}}")
    return project


PROJECTS = [repository, integration_tests, users_project]


@pytest.fixture(params=PROJECTS, ids=lambda make: make.__name__)
def fresh(request, new_chain, tmp_path) -> Project:
    """Each project, of which nothing is built."""
    return request.param(new_chain, tmp_path / "project")


@pytest.fixture
def user(new_chain, tmp_path) -> Project:
    """A user's project, of which nothing is built."""
    return users_project(new_chain, tmp_path / "project")


def test_fresh_clone(fresh):
    """All commands that run nothing, and then a build that reads nothing, all tests included."""
    for command in (["parse", "--no-partial-parse"], ["ls"], ["compile"], ["docs", "generate"]):
        fresh.dbt(*command)
    fresh.dbt("build", "--empty")
    # Over what the first one left behind.
    fresh.dbt("build", "--empty")


def test_example_is_built_empty(tmp_path):
    """The penguins of examples/."""
    reader = Reader(tmp_path)
    shutil.copytree(REPOSITORY / "examples" / "penguins", tmp_path / "penguins")
    for command in ("cd penguins", "dbt deps", "dbt compile", "dbt build --empty"):
        reader.run(command)


def test_compiled_select_says_so_when_it_is_run(user):
    """On rows, and not on none; where the network has no row of the iteration too."""
    user.dbt("compile")
    message = NOT_BUILT.format(RELATION)
    selected = user.compiled("selected")
    with pytest.raises(duckdb.InvalidInputException) as error:
        user.query(selected)
    assert message in str(error.value)
    for column in ('"probability_yes"', '"predicted_y"'):
        with pytest.raises(duckdb.InvalidInputException, match="must be trained"):
            user.query(f"select {column} from ({selected})")
    assert user.query(selected.replace('"test"."main"."points"', "(from points where false)")) == []

    user.dbt("run", "--select", "network")
    user.write_model("selected_at", "{{ dbt_nn.predict_select(ref('network'), 'points', iteration=250) }}")
    user.dbt("compile")
    with pytest.raises(duckdb.InvalidInputException, match="has no row of iteration 250"):
        user.query(user.compiled("selected_at"))
    assert len(user.query(user.compiled("selected"))) == 4


def test_run_still_refuses(user):
    """A run without the network stops before anything is made of it."""
    refusal = (
        f"`network` must be built before it is read; received '{RELATION}'. Build it first: dbt build --select network."
    )
    for command in (["run", "--select", "selected"], ["build", "--select", "predict_y"]):
        assert refusal in user.dbt(*command, fails=True).text
    assert user.query("select 1 from duckdb_functions() where function_name = 'predict_y'") == []


def test_diverged_network_compiles(user):
    """Numbers that cannot be written out are no fault of a command that runs nothing."""
    user.dbt("run", "--select", "network")
    user.query("update network set w_00 = 'nan'")
    user.dbt("compile")
    with pytest.raises(duckdb.InvalidInputException, match="must have finite parameters"):
        user.query(user.compiled("selected"))
    assert "must have finite parameters" in user.dbt("run", "--select", "selected", fails=True).text


def test_empty_functions(user):
    """They are there after --empty, say what is missing when they are called, and are mended by a build."""
    user.dbt("build", "--empty")
    types = user.query("select column_name, data_type from duckdb_columns() where table_name = 'by_function'")
    assert {row["column_name"]: row["data_type"] for row in types} == {
        "x1": "DOUBLE",
        "predicted_y": "VARCHAR",
        "probability_yes": "DOUBLE",
    }
    for name in ("predict_y", "probability_of_yes"):
        with pytest.raises(duckdb.InvalidInputException) as error:
            user.query(f"select {name}(1.0, null)")
        assert NO_ROW.format(RELATION) in str(error.value)
    user.dbt("build", "--exclude", "test_type:generic")
    rows = user.query("select * from by_function order by x1")
    expected = user.query('select x1, "probability_yes", "predicted_y" from predicted order by x1')
    assert [row["predicted_y"] for row in rows] == [row["predicted_y"] for row in expected]
    # A later run with --empty reads no data, but the network is still there.
    before = user.query("select predict_y(1.0, 2.0) as label, probability_of_yes(1.0, 2.0) as probability")
    user.dbt("build", "--empty")
    assert user.query("select predict_y(1.0, 2.0) as label, probability_of_yes(1.0, 2.0) as probability") == before


def test_tables_without_rows_fail_without_empty(user):
    """What --empty lets pass is that no rows are read, and nothing else."""
    user.dbt("build", "--empty")
    assert "WARN=0 ERROR=12 SKIP=0" in user.dbt("test", fails=True).text
