"""The package's tests know the options of the network that they judge, and fail nothing that an option asked for."""

import re
import shutil

import numpy as np
import pytest
from conftest import Project

NETWORK = {
    "features": ["x1", "x2"],
    "label": "y",
    "classes": [0, 1],
    "hidden_units": [3],
    "initialization": "glorot",
    "learning_rate": 0.1,
}
BATCHES = NETWORK | {"batch_size": 16, "learning_rate": 0.5}
DATA = "source('tables', 'points')"
TESTS = ["dbt_nn.iterations_are_complete", "dbt_nn.loss_decreases", "dbt_nn.parameters_are_finite"]
# Each model that trains: its network and the arguments of train(); what differs in its config.
TRAINED = {
    "sparse": (NETWORK, {"iterations": 300, "record_every": 128}, {}),
    "batches": (BATCHES, {"iterations": 200}, {}),
    "sparse_batches": (BATCHES, {"iterations": 300, "record_every": 7}, {}),
    "anew": (NETWORK, {"iterations": 50, "record_every": 8}, {"materialized": "table"}),
    "link": (NETWORK, {"iterations": 20, "record_every": 6, "previous": "ref('sparse')"}, {}),
    "first_link": (NETWORK, {"iterations": 10, "record_every": 4, "previous": "ref('beginning')"}, {}),
    "second_link": (NETWORK, {"iterations": 10, "record_every": 4, "previous": "ref('first_link')"}, {}),
}
# Tables made of them.
VIEWS = {
    "sparse_history": "select * from {{ ref('sparse') }}",
    "sparse_info": "{{ dbt_nn.training_info(ref('sparse_history')) }}",
    "rising_batches": "select * replace (if(iteration > 0, iteration / 10, null) as loss) from {{ ref('batches') }}",
    "chain": "{{ dbt_nn.training_history([ref('beginning'), ref('first_link'), ref('second_link')]) }}",
}


def points() -> dict:
    """Points of two classes that no straight line parts without a fault."""
    random = np.random.default_rng(1)
    x = random.normal(size=(100, 2))
    return {"x1": x[:, 0], "x2": x[:, 1], "y": (x.sum(axis=1) + random.normal(size=100) / 2 > 0).astype(int)}


@pytest.fixture(scope="module")
def project(new_project) -> Project:
    """The models, after two runs, and the tests on them."""
    project = new_project()
    project.load_table("points", points())
    for name, (network, arguments, config) in TRAINED.items():
        arguments = dict(arguments)
        first = {key: arguments.pop(key) for key in ("iterations", "previous") if key in arguments}
        rest = ", ".join(f"{key}={value}" for key, value in arguments.items())
        project.write_network(name, network, data=DATA, arguments=rest, **first, **config)
    project.write_model(
        "wrapped",
        f"{{{{ config(materialized='incremental', unique_key='iteration', meta={{'network': {NETWORK!r}}}) }}}}\n"
        f"select *, 1 as one from ({{{{ dbt_nn.train({DATA}, iterations=30, record_every=9) }}}})",
    )
    project.write_model(
        "beginning",
        f"{{{{ config(materialized='incremental', unique_key='iteration', meta={{'network': {NETWORK!r}}}) }}}}\n"
        "{{ dbt_nn.initial_parameters(resume_from='second_link') }}",
    )
    for name, sql in VIEWS.items():
        project.write_model(name, f"{{{{ config(meta={{'network': {NETWORK!r}}}) }}}}\n{sql}")
    models = [{"name": name, "data_tests": TESTS} for name in (*TRAINED, "wrapped", "sparse_history", "chain")]
    models += [{"name": name, "data_tests": TESTS[:2]} for name in ("sparse_info", "rising_batches")]
    models[0]["data_tests"] = [
        *TESTS,
        # dbt gives a test with `where` a query in the place of the relation.
        {TESTS[0]: {"name": "with_where", "config": {"where": "iteration >= 0"}}},
        {TESTS[0]: {"name": "overridden", "arguments": {"record_every": 64}}},
        {TESTS[0]: {"name": "not_a_number", "arguments": {"record_every": "all"}}},
        {TESTS[1]: {"name": "from_the_start", "arguments": {"from_iteration": 0}}},
        {"dbt_nn.accuracy_at_least": {"name": "not_recorded", "arguments": {"value": 0.1, "iteration": 250}}},
    ]
    project.write("models/tests.yml", {"models": models})
    project.dbt("run")
    project.dbt("run")
    return project


@pytest.fixture(scope="module")
def log(project) -> str:
    """What the tests say."""
    return project.dbt("test", fails=True).text


@pytest.mark.parametrize("name", [*TRAINED, "wrapped", "sparse_history", "sparse_info", "chain"])
def test_options_of_the_network_are_known(log, name):
    """Rows that are not kept are not missed, and single batches are not held against each other."""
    tests = "|".join(test.removeprefix("dbt_nn.") for test in TESTS)
    verdicts = re.findall(rf"(PASS|FAIL|ERROR) (?:\d+ )?dbt_nn_(?:{tests})_{name}_ ", log)
    assert verdicts == ["PASS"] * (2 if name == "sparse_info" else 3)


def test_arguments_override(log):
    """With `where`, the option is found too; an argument of the test goes before it."""
    for name, verdict in {"with_where": "PASS", "overridden": "FAIL 5", "from_the_start": "PASS"}.items():
        assert f"{verdict} {name} " in log
    assert "`record_every` must be a whole number, 1 or above; received 'all'." in log


def test_iteration_that_is_not_recorded_is_named(project, log):
    """The test says which row it looked for."""
    assert "FAIL 1 not_recorded " in log
    [row] = project.query(project.compiled("not_recorded"))
    assert row["fault"] == "there are no rows of iteration 250: build the network first"


def test_missing_row_is_found(project):
    """A row that should have been kept, in a network and in a link of a chain."""
    for name, iteration in (("sparse", 256), ("link", 612)):
        project.query(f"create or replace table kept as select * from {name}")
        project.query(f"delete from {name} where iteration = {iteration}")
        project.dbt("test", "--select", f"dbt_nn_iterations_are_complete_{name}_", fails=True)
        [row] = project.query(project.compiled(f"dbt_nn_iterations_are_complete_{name}_"))
        assert row["previous_iteration"] < iteration < row["iteration"]
        assert f"every {128 if name == 'sparse' else 6}th must be there" in row["fault"]
        project.query(f"create or replace table {name} as from kept")


def test_denser_rows_of_an_earlier_run(new_project):
    """A training that kept every row, and goes on with one of fifty."""
    project = new_project()
    project.load_table("points", points())
    project.write("models/tests.yml", {"models": [{"name": "network", "data_tests": TESTS}]})
    for record_every in (1, 50):
        arguments = f"record_every={record_every}"
        project.write_network("network", NETWORK, data=DATA, iterations=70, arguments=arguments)
        project.dbt("build")
    assert [row["iteration"] for row in project.rows("network")] == [*range(71), 100, 140]


def test_one_loss_that_is_kept(new_project):
    """A first run as long as record_every keeps one loss, and passes; one that keeps all and has one does not."""
    project = new_project()
    project.load_table("points", points())
    project.write_network("rare", NETWORK, data=DATA, iterations=40, arguments="record_every=40")
    project.write_network("short", NETWORK, data=DATA, iterations=1)
    models = [{"name": name, "data_tests": ["dbt_nn.loss_decreases"]} for name in ("rare", "short")]
    project.write("models/tests.yml", {"models": models})
    log = project.dbt("build", fails=True)
    assert "PASS dbt_nn_loss_decreases_rare_ " in log.text
    assert "FAIL 1 dbt_nn_loss_decreases_short_ " in log.text


def test_losses_of_batches(project, log):
    """The means of the halves are NumPy's; single losses rise in a training that is good."""
    losses = np.array([row["loss"] for row in project.rows("batches")][1:])
    assert (np.diff(losses) > 0).any()

    assert "FAIL 1 dbt_nn_loss_decreases_rising_batches_ " in log
    [row] = project.query(project.compiled("dbt_nn_loss_decreases_rising_batches_"))
    expected = np.arange(1, 401) / 10
    assert row["previous_loss"] == pytest.approx(expected[:200].mean(), rel=1e-12)
    assert row["loss"] == pytest.approx(expected[200:].mean(), rel=1e-12)
    assert row["fault"].startswith("the mean loss of the later half of the batches is larger")


def test_what_is_recorded_disturbs_nothing(project):
    """The description stays as it was, and a project that is not changed has no changed models."""
    project.dbt("parse")
    kept = project.folder / "kept"
    kept.mkdir()
    shutil.copy(project.folder / "target" / "manifest.json", kept)
    log = project.dbt("ls", "--select", "state:modified", "--state", str(kept))
    assert "No nodes selected" in log.text
    before = (project.folder / "models" / "sparse.sql").read_text(encoding="utf-8")
    project.write_network("sparse", NETWORK, data=DATA, iterations=300, arguments="record_every=100")
    log = project.dbt("ls", "--select", "state:modified", "--state", str(kept), "--resource-type", "model")
    project.write_model("sparse", before)
    assert log.lines[-1] == "user.sparse"
