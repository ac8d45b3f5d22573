"""Proof 3: dbt-bigquery runs the project end to end, against an emulator of BigQuery's API on loopback.

The emulator keeps its tables in a DuckDB of its own, behind its own translation of the SQL: agreement here shows that
dbt's part works, run after run. BigQuery's arithmetic is for test_reference_engine.py.
"""

import json
import os
import re
import signal
import time

import pytest
import reference
from conftest import duckdb_harness
from networks import CASES

TOLERANCE = 1e-9
BOTH_LAYOUTS = ["softmax", "softmax_lists"]
MANY = ["--vars", "iterations_per_model: 10"]


def in_columns(row: dict) -> dict:
    """A row of a network with a column for each number, as BigQuery has it where DuckDB has lists, or both have."""
    lists = [name for name in row if name.endswith("layer_1")]
    if not lists:
        return row
    description = json.loads(row["description"])
    assert description.pop("layout") == "lists"
    units = [*description["hidden_units"], len(description["classes"])]
    widths = [len(row["layer_1"]) // units[0] - 1, *units]
    plain = {name: value for name, value in row.items() if "layer_" not in name}
    for prefix in (name.removesuffix("layer_1") for name in lists):
        numbers = reference.to_row(reference.from_row(row, widths, prefix))
        plain |= {prefix + name: value for name, value in numbers.items()}
    return plain | {"description": json.dumps(description)}


def check_same(chain, table: str, order: str) -> list[dict]:
    """Check that a table is the same on both engines, floats to TOLERANCE, and return its rows in BigQuery."""
    ours, theirs = (chain.rows(table, order, target) for target in ("bigquery", "duckdb"))
    assert len(ours) == len(theirs) > 0
    for mine, other in zip(map(in_columns, ours), map(in_columns, theirs), strict=True):
        assert mine.keys() == other.keys()
        for column, value in mine.items():
            if isinstance(value, float):
                assert value == pytest.approx(other[column], rel=TOLERANCE, abs=TOLERANCE), column
            # A type has another name in each warehouse.
            elif column != "trained_at" and not column.startswith("type_"):
                assert value == other[column], column
    return ours


def check_results(chain) -> list[dict]:
    """Check every result of the chain, and return its history."""
    orders = {"evaluation": "dataset", "predictions": "x1, x2", "confusion_matrix": "expected_label"}
    for table, order in orders.items():
        check_same(chain, table, order)
    return check_same(chain, "training_history", "iteration")


def test_build_twice_and_anew(new_chain, google, say):
    """The first build makes iterations 0 to 10, the second goes on to 20, --full-refresh begins anew, as on DuckDB."""
    chain = new_chain()
    for arguments, newest in ((["build"], 10), (["build"], 20), (["build", "--full-refresh"], 10)):
        for target in ("bigquery", "duckdb"):
            chain.dbt(*arguments, target=target)
        assert [row["iteration"] for row in check_results(chain)] == list(range(newest + 1))
    assert [row["iteration"] for row in chain.rows("iteration_03", "iteration")] == [3]
    say(chain.check_statements(google))


def test_a_hundred_iterations_by_scripts(new_chain, google, say):
    """Ten iterations in each model are one script each; accuracy is DuckDB's, and nothing of the scripts is left."""
    chain = new_chain()
    for target in ("bigquery", "duckdb"):
        chain.dbt("build", *MANY, target=target)
    history = check_results(chain)
    assert [row["iteration"] for row in history] == list(range(101))
    scripts = [sent for sent in chain.statements if "while iterations_left" in sent.sql]
    assert len(scripts) == 10
    assert all('"network": "2-2-2"' in sent.sql for sent in scripts)
    assert not [table.table_id for table in chain.client.list_tables(chain.dataset) if "__steps" in table.table_id]
    say(chain.check_statements(google))


@pytest.mark.parametrize("name", BOTH_LAYOUTS)
def test_one_model_goes_on(new_project, name):
    """A model of its own runs a script each time, and merges its rows into those it has."""
    project = new_project()
    case = CASES[name]
    project.load_table("points", case.columns)
    project.write_network("network", case.description, data="source('tables', 'points')", iterations=3)
    for newest in (3, 6):
        for target in ("bigquery", "duckdb"):
            project.dbt("run", target=target)
        assert [row["iteration"] for row in check_same(project, "network", "iteration")] == list(range(newest + 1))


@pytest.mark.parametrize("name", BOTH_LAYOUTS)
def test_batches_in_parts(new_project, name):
    """Batches, scripts of a few iterations each, and rows that are not kept: as on DuckDB, and nothing is left."""
    project = new_project()
    case = CASES[name]
    project.load_table("points", case.columns)
    network = case.description | {"batch_size": 80}
    ways = "iterations_per_statement=4, record_every=3"
    project.write_network("network", network, data="source('tables', 'points')", iterations=10, arguments=ways)
    for target in ("bigquery", "duckdb"):
        project.dbt("run", target=target)
    assert [row["iteration"] for row in check_same(project, "network", "iteration")] == [0, 3, 6, 9, 10]
    scripts = [sent for sent in project.statements if "while iterations_left" in sent.sql]
    assert [sent.sql.split("int64 default ")[1][0] for sent in scripts] == ["4", "4", "2"]
    assert not [table.table_id for table in project.client.list_tables(project.dataset) if "__steps" in table.table_id]


@pytest.mark.parametrize("name", BOTH_LAYOUTS)
def test_only_when_the_rows_change(new_project, google, name):
    """A run on the same rows sends no script, but a query for their digest, which is DuckDB's."""
    project = new_project()
    case = CASES[name]
    project.load_table("points", case.columns)
    arguments = "max_iterations=3, retrain='on_change'"
    data = "source('tables', 'points')"
    project.write_network("network", case.description, data=data, iterations="none", arguments=arguments)
    for scripts, newest, idle in ((1, 3, False), (1, 3, True), (2, 6, False)):
        if scripts == 2:
            # Each row is there twice: in BigQuery a table that is loaded again has the new rows beside the old.
            project.load_table("points", case.columns)
            project.query("insert into points from points")
        for target in ("bigquery", "duckdb"):
            lines = project.dbt("run", target=target).lines
            assert (f"iteration {newest}, trained on the same rows: nothing to train" in lines) is idle
        assert [row["iteration"] for row in check_same(project, "network", "iteration")] == list(range(newest + 1))
        assert sum("while iterations_left" in sent.sql for sent in project.statements) == scripts
    assert project.refusals(google) == []


def test_ephemeral_data(new_project, google):
    """A script reads an ephemeral model, which dbt puts into the model's own query alone."""
    project = new_project()
    case = CASES["softmax"]
    project.load_table("points", case.columns)
    ephemeral = "{{ config(materialized='ephemeral') }} select * from {{ source('tables', 'points') }}"
    project.write_model("points_now", ephemeral)
    network = case.description | {"standardize": True}
    project.write_network("network", network, data="ref('points_now')", iterations=4)
    for target in ("bigquery", "duckdb"):
        project.dbt("run", target=target)
    assert len(check_same(project, "network", "iteration")) == 5
    assert project.refusals(google) == []


def test_divergence(new_project, google):
    """A script ends before the first iteration that is not finite, as a statement does on DuckDB; the rows stay."""
    project = new_project()
    case = CASES["softmax"]
    project.load_table("points", case.columns)
    network = case.description | {"learning_rate": 0.5, "l2_reg": 1e60}
    project.write_network("network", network, data="source('tables', 'points')", iterations=20)
    for _ in range(2):
        for target in ("bigquery", "duckdb"):
            log = project.dbt("run", target=target, fails=True).text
            [(iteration, loss)] = re.findall(
                r"iteration (\d+) is not finite, the loss before it is (\S+)\. The rows", log
            )
            newest = project.rows("network", "iteration", target)[-1]
            assert (int(iteration), float(loss)) == (newest["iteration"] + 1, pytest.approx(newest["loss"]))
    assert 1 < len(check_same(project, "network", "iteration")) < 20
    assert project.refusals(google) == []


def test_another_network_is_refused(new_project, google):
    """A network that is not the one described is refused when dbt runs, and by a view that was made before."""
    project = new_project()
    case = CASES["softmax"]
    project.load_table("points", case.columns)
    project.write_network("network", case.description, data="source('tables', 'points')", iterations=2)
    project.write_model("seen", "{{ dbt_nn.predict(ref('network'), source('tables', 'points')) }}")
    project.write_model("at_9", "{{ dbt_nn.weights(ref('network'), iteration=9) }}")
    project.dbt("run", "--select", "network", "seen")
    assert "The nearest ones: 2." in project.dbt("run", "--select", "at_9", fails=True).text
    turned = case.description | {"classes": case.description["classes"][::-1]}
    project.write_network("network", turned, data="source('tables', 'points')", iterations=2)
    assert "; received `classes` [" in project.dbt("run", "--select", "seen", fails=True).text
    project.dbt("run", "--select", "network", "--full-refresh")
    with pytest.raises(Exception, match=r"received another one in .* `classes` is .* in its rows and .* in the query"):
        project.rows("seen", "1")


def test_a_project_without_rows(new_project, google):
    """What is not built compiles; --empty builds it with all tests, and Google accepts every statement."""
    project = new_project()
    project.write("dbt_project.yml", duckdb_harness.PROJECT | {"function-paths": ["functions"]})
    case = CASES["softmax"]
    project.load_table("points", case.columns)
    data = "source('tables', 'points')"
    network = case.description | {"batch_size": 80}
    project.write_network("network", network, data=data, iterations=3, arguments="record_every=2")
    project.write_model("evaluation", f"{{{{ dbt_nn.evaluate(ref('network'), {data}) }}}}")
    project.write_model("selected", f"{{{{ dbt_nn.predict_select(ref('network'), {data}, ['id']) }}}}")
    project.write("functions/predicted.sql", "{{ dbt_nn.predict_function(ref('network')) }}")
    project.write(
        "functions/functions.yml",
        {
            "functions": [
                {
                    "name": "predicted",
                    "description": "The likeliest class.",
                    "arguments": [{"name": name, "data_type": "float64"} for name in case.features],
                    "returns": {"data_type": "string" if isinstance(case.classes[0], str) else "int64"},
                }
            ]
        },
    )
    gate = {"dbt_nn.accuracy_at_least": {"arguments": {"value": 0.9}}}
    tests = ["dbt_nn.loss_decreases", "dbt_nn.iterations_are_complete", "dbt_nn.parameters_are_finite"]
    tests.append({"dbt_nn.gradients_match_finite_differences": {"arguments": {"data": data}}})
    models = [{"name": "network", "data_tests": tests}, {"name": "evaluation", "data_tests": [gate]}]
    project.write("models/tests.yml", {"models": models})
    project.dbt("compile")
    project.dbt("build", "--empty")
    project.dbt("build", "--exclude", "test_type:generic")
    assert len(project.rows("selected", "id")) == len(case.x)
    assert project.rows("evaluation", "accuracy")[0]["accuracy"] > 0
    assert project.refusals(google) == []


def test_a_killed_run_is_resumed(new_chain):
    """A run killed while it trains leaves whole rows; the next run ends with the rows of a run that was not killed."""
    chain = new_chain()
    variables = ["--vars", "iterations_per_model: 2"]
    chain.dbt("seed")
    process = chain.start_dbt("run", *variables, "--target", "bigquery")
    for line in process.stdout:
        if "START sql incremental model" in line and "iteration_04" in line:
            break
    time.sleep(0.5)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    left = {table.table_id for table in chain.client.list_tables(chain.dataset)}
    assert "iteration_03" in left
    assert "iteration_10" not in left
    chain.dbt("run", *variables)
    chain.dbt("build", *variables, target="duckdb")
    assert [row["iteration"] for row in check_results(chain)] == list(range(21))


def test_the_script_differs_in_one_number(new_project):
    """The script for 10 and for 1,000 iterations differs in one number only (and in the moment of the run)."""
    project = new_project()
    case = CASES["awkward"]
    project.load_table("points", case.columns)
    project.write_model(
        "script",
        f"{{{{ config(meta={{'network': {case.description!r}}}) }}}}{{%- if execute -%}}"
        "{%- set run = {'data': source('tables', 'points'), 'record_every': 1} -%}"
        "{{ dbt_nn._training_script(dbt_nn._network(), run, var('n')) }}"
        "{%- endif -%}",
    )
    scripts = []
    for iterations in (10, 1000):
        project.dbt("compile", "--vars", f"n: {iterations}")
        scripts.append(re.sub(r"'[-0-9]+ [0-9:.]+' as timestamp", "the run as timestamp", project.compiled("script")))
    assert scripts[0] != scripts[1]
    assert scripts[0].replace("default 10;", "default 1000;") == scripts[1]
