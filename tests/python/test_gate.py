"""The gate that examples/penguins has: a network that fails its test is explained, and is not served."""

import shutil

import pytest
from conftest import PROJECT, REPOSITORY, Project

EXAMPLE = REPOSITORY / "examples" / "penguins"
GOOD = (EXAMPLE / "models" / "network.yml").read_text(encoding="utf-8")
# Steps of a tiny rate: the network takes every penguin for the same species.
POOR = GOOD.replace("impute: true", "impute: true\n          learning_rate: 0.0000001")
FUNCTION = {
    "functions": [
        {
            "name": "predict_species",
            "description": "The likeliest species.",
            "arguments": [
                {"name": name, "data_type": "varchar" if name in ("island", "sex") else "double"}
                for name in (
                    "bill_length_mm",
                    "bill_depth_mm",
                    "flipper_length_mm",
                    "body_mass_g",
                    "island",
                    "sex",
                )
            ],
            "returns": {"data_type": "varchar"},
        }
    ]
}


@pytest.fixture
def penguins(project) -> Project:
    """The example, with a confusion matrix and a function that waits for the predictions."""
    for folder in ("models", "seeds"):
        shutil.copytree(EXAMPLE / folder, project.folder / folder)
    settings = {
        "models": {"user": {"+materialized": "table"}},
        "function-paths": ["functions"],
        "dispatch": [{"macro_namespace": "dbt", "search_order": ["user", "dbt_nn", "dbt"]}],
    }
    project.write("dbt_project.yml", PROJECT | settings)
    project.write_model("matrix", "{{ dbt_nn.confusion_matrix(ref('network'), ref('held_out_rows')) }}")
    project.write_model("weighed", "{{ dbt_nn.weights(ref('network')) }}")
    project.write(
        "functions/predict_species.sql",
        "-- depends_on: {{ ref('predictions') }}\n{{ dbt_nn.predict_function(ref('network')) }}",
    )
    project.write("functions/functions.yml", FUNCTION)
    return project


CALL = "select predict_species(46.1, 13.2, 211, 4500, 'Biscoe', 'female') as species"


@pytest.mark.slow
def test_rejected_network_is_explained_and_not_served(penguins):
    """The build is red; evaluation, matrix and weights are the new network's, what is served is the old one's."""
    penguins.dbt("build")
    served = penguins.query("select * from predictions order by penguin_id")
    [species] = penguins.query(CALL)
    assert species == {"species": "Gentoo"}
    [evaluation] = penguins.query("select * from evaluation")
    assert evaluation["accuracy"] >= 0.95

    penguins.write("models/network.yml", POOR)
    log = penguins.dbt("build", fails=True)
    assert "FAIL 1 dbt_nn_accuracy_at_least_evaluation_0_95 " in log.text
    assert "SKIP relation main.predictions" in log.text
    [row] = penguins.query("select count(*) as iterations from network")
    assert row == {"iterations": 401}
    [evaluation] = penguins.query("select * from evaluation")
    assert evaluation["accuracy"] < 0.95
    [counted] = penguins.query("select sum(columns(* exclude expected_label)) from matrix")
    assert sum(counted.values()) == 55
    assert penguins.query("select count(*) as weights from weighed where weight is null") == [{"weights": 0}]
    assert penguins.query("select * from predictions order by penguin_id") == served
    assert penguins.query(CALL) == [species]

    # A network that is good again is served.
    penguins.write("models/network.yml", GOOD)
    penguins.dbt("build")
    assert penguins.query("select * from predictions order by penguin_id") == served


def test_rejected_from_the_start(penguins):
    """Where nothing was served before, nothing is."""
    penguins.write("models/network.yml", POOR)
    penguins.dbt("build", fails=True)
    relations = penguins.query("select table_name from information_schema.tables")
    names = {row["table_name"] for row in relations}
    assert {"network", "evaluation", "matrix", "weighed"} <= names
    assert "predictions" not in names
    assert penguins.query("select 1 from duckdb_functions() where function_name = 'predict_species'") == []


@pytest.mark.slow
def test_chain_does_not_serve_a_rejected_network(new_chain):
    """The post's network, at a rate at which it does not learn."""
    chain = new_chain(learning_rate=1e-6)
    log = chain.dbt("build", "--exclude", "dbt_nn_loss_below_training_info_0_68", fails=True)
    assert "FAIL 2 dbt_nn_accuracy_at_least_evaluation_0_9 " in log.text
    names = {row["table_name"] for row in chain.query("select table_name from information_schema.tables")}
    assert {"evaluation", "confusion_matrix"} <= names
    assert "predictions" not in names


@pytest.mark.slow
@pytest.mark.parametrize("hook", [None, "{{ dbt_nn.explain_failures(results) }}"])
def test_failing_rows_are_shown_once(project, hook):
    """The package's tests show their rows in any project, once; the user's own tests where the hook asks for it."""
    project.write_model("measured", "select 0.5 as accuracy")
    tests = [
        {"dbt_nn.accuracy_at_least": {"name": "too_low", "arguments": {"value": 0.9}}},
        {
            "dbt_nn.accuracy_at_least": {
                "name": "stored",
                "arguments": {"value": 0.8},
                "config": {"store_failures": True},
            }
        },
        {"accepted_values": {"name": "not_ours", "arguments": {"column_name": "accuracy", "values": [1]}}},
    ]
    project.write("models/tests.yml", {"models": [{"name": "measured", "data_tests": tests}]})
    project.write("dbt_project.yml", PROJECT | ({"on-run-end": hook} if hook else {}))
    for options in ([], ["--quiet"]):
        shown = project.start_dbt("build", *options).communicate()[0]
        for name, fault in {"too_low": "accuracy must be >= 0.9 ", "stored": "accuracy must be >= 0.8 "}.items():
            assert shown.count(f"{name} failed on:") == 1, shown
            assert shown.count(fault) == 1
        assert shown.count("not_ours failed on:") == (1 if hook else 0)


def test_nothing_is_shown_where_nothing_fails(project):
    """No query is sent, and no line is written."""
    project.write_model("measured", "select 0.95 as accuracy")
    tests = [{"dbt_nn.accuracy_at_least": {"arguments": {"value": 0.9}}}]
    project.write("models/tests.yml", {"models": [{"name": "measured", "data_tests": tests}]})
    assert "failed on" not in project.dbt("build").text
