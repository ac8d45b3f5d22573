"""A door's result stands in a FROM; a model changes one option of its folder's description."""

import pytest
from conftest import PROJECT
from test_descriptions import DOORS, NETWORK, POINTS

# predict_select writes a bare SELECT, for other engines.
COMPOSING = {name: call for name, call in DOORS.items() if "predict_select" not in call}


@pytest.fixture(scope="module")
def project(new_project):
    """A folder with a description, a model that changes two options of it, and every door in a FROM."""
    project = new_project()
    project.write_model("points", POINTS)
    project.write("dbt_project.yml", PROJECT | {"models": {"+meta": {"network": NETWORK}}})
    kept = "materialized='incremental', unique_key='iteration'"
    train = "{{ dbt_nn.train(ref('points'), iterations=5) }}"
    project.write_model("network", f"{{{{ config({kept}) }}}}{train}")
    project.write_model("wider", f"{{{{ config({kept}, meta={{'network.hidden_units': [4]}}) }}}}{train}")
    project.write("models/wider.yml", {"models": [{"name": "wider", "config": {"meta": {"network.seed": 7}}}]})
    for name, call in COMPOSING.items():
        project.write_model(name, f"{{{{ {call} }}}}")
        project.write_model(f"{name}_in_from", f"select count(*) as num_rows from {{{{ {call} }}}} as found")
        project.write_model(
            f"{name}_after_with", f"with found as {{{{ {call} }}}} select count(*) as num_rows from found"
        )
    project.write_model("wider_weights", "{{ dbt_nn.weights(ref('wider')) }}")
    project.dbt("run")
    return project


@pytest.mark.parametrize("form", ["in_from", "after_with"])
@pytest.mark.parametrize("door", COMPOSING)
def test_a_door_in_a_query(project, door, form):
    """It has as many rows there as alone."""
    [[alone]] = [row.values() for row in project.query(f"select count(*) as num_rows from {door}")]
    [[composed]] = [row.values() for row in project.query(f"select num_rows from {door}_{form}")]
    assert composed == alone > 0


def test_one_option_of_a_folder(project):
    """`network.<option>` in the model, in its config() and its YAML, stands beside the folder's description."""
    [row, *_] = project.rows("wider")
    assert "w_03" in row and "w_03" not in project.rows("network")[0]
    assert '"seed": 7' in row["description"] and '"initialization": "glorot"' in row["description"]
    [units] = project.query("select count(distinct unit) as units from wider_weights where layer = 1").pop().values()
    assert units == 4


def test_an_option_that_is_none(project):
    """A misspelt one is refused as any other, when the model is parsed."""
    config = "config(materialized='incremental', unique_key='iteration', meta={'network.hiden_units': [4]})"
    project.write_model("misspelt", f"{{{{ {config} }}}}{{{{ dbt_nn.train(ref('points')) }}}}")
    text = " ".join(project.dbt("parse", fails=True).text.split())
    assert "received 'hiden_units'. Did you mean `hidden_units`?" in text
