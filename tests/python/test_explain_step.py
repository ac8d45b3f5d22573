"""What `dbt run-operation explain_step` prints: each CTE of a step, and the table that it gives."""

import json
import re

import numpy as np
import pytest
import reference

NETWORK = {
    "features": ["size", "my weight", "colour"],
    "label": "kind",
    "classes": ["cat", "dog", "it's a |"],
    "hidden_units": [3, 2],
    "categories": {"colour": 2},
    "standardize": True,
    "initialization": "glorot",
    "l2_reg": 0.01,
    "batch_size": 4,
}


def sections(text: str) -> dict[str, tuple[str, str]]:
    """The SQL and the table of each CTE, by its name."""
    found = re.findall(r"^## (\w+)\n\n```sql\n(.*?)\n```\n\n(.*?)\n*(?=\n## |\Z)", text, flags=re.MULTILINE | re.DOTALL)
    return {name: (sql, table) for name, sql, table in found}


def columns(table: str) -> dict[str, list[str]]:
    """The cells of a table by column, whether it stands or lies on its side."""
    lines = [[cell.strip() for cell in line[1:-1].split(" | ")] for line in table.splitlines()]
    lines = lines[:1] + lines[2:]
    is_turned = lines[0][0] == "column" or (lines[0][0] == "row" and lines[0][1] == "1")
    return {line[0]: list(line[1:]) for line in (lines if is_turned else zip(*lines, strict=True))}


def explain(project, fails: bool = False, **arguments) -> str:
    """What it prints, or how it fails."""
    result = project.dbt("run-operation", "dbt_nn.explain_step", "--args", json.dumps(arguments), fails=fails)
    return result.text[result.text.find("# ") :] if not fails else result.text


@pytest.fixture(scope="module")
def project(new_project):
    """A trained network with all that a description may have, and a table of its data."""
    project = new_project()
    random = np.random.default_rng(0)
    project.load_table(
        "animals",
        {
            "id": list(range(12)),
            "size": random.normal(10, 3, 12),
            "my weight": random.normal(0, 1, 12),
            "colour": ["black", "white", "black | white"] * 4,
            "kind": NETWORK["classes"] * 4,
        },
    )
    project.load_table("nothing", {"size": []})
    project.query("create or replace table nothing as select * from animals where false")
    project.write_network("network", NETWORK, data="source('tables', 'animals')", iterations=3)
    project.write_model("unbuilt", "select 1 as one")
    project.dbt("run", "--select", "network")
    return project


def test_numbers_are_those_of_numpy(project):
    """A network of three layers with inputs that are learned: its gradients on the five rows that are shown."""
    text = explain(project, network="network", data="tables.animals", rows=5, decimals=17, iteration=2)
    assert text.startswith("# network (4-3-2-3): the step after iteration 2, on 5 of 12 rows of tables.animals\n")
    found = sections(text)
    assert list(found)[:3] == ["chosen", "state", "examples"]
    assert list(found)[-1] == "update"

    examples = columns(found["examples"][1])
    x = np.array([examples[f"x_{number}"] for number in range(4)], dtype=float).T
    labels = np.array([examples[f"y_{number}"] for number in range(3)], dtype=float).T.argmax(axis=1)
    assert x.shape == (5, 4)
    state, gradients = columns(found["state"][1]), columns(found["gradients"][1])
    before = {name: float(value) for name, [value] in state.items() if re.match(r"[wb]\d?_", name)}
    layers = reference.from_row(before, [4, 3, 2, 3])
    loss, _, expected = reference.step(layers, x, labels, NETWORK["l2_reg"])
    assert float(gradients["batch_loss"][0]) == pytest.approx(loss, rel=1e-12)
    slopes = {name: float(value) for name, [value] in gradients.items() if re.match(r"d[wb]\d?_", name)}
    assert reference.relative_error(reference.from_row(slopes, [4, 3, 2, 3], prefix="d"), expected) <= 1e-12


def test_rows_are_the_same_in_every_table(project):
    """The examples of the first rows are those that are chosen, and keep their numbers; so they do the next time."""
    text = explain(project, network="network", data="tables.animals", decimals=17)
    found = sections(text)
    chosen, examples = columns(found["chosen"][1]), columns(found["examples"][1])
    assert len(chosen["id"]) == 3
    state = columns(found["state"][1])
    mean, deviation = (float(state[name][0]) for name in ("mean_0", "stddev_0"))
    sizes = [float(size) for size in chosen["size"]]
    assert [float(x) for x in examples["x_0"]] == pytest.approx([(size - mean) / deviation for size in sizes])
    linear, output = columns(found["linear_1"][1]), columns(found["forward_1"][1])
    assert linear["row"] == output["row"] == ["1", "2", "3"]
    for unit in range(3):
        sums = [float(h) for h in linear[f"h_{unit}"]]
        assert [float(d) for d in output[f"d_{unit}"]] == pytest.approx([max(0, h) for h in sums])
    again = sections(explain(project, network="network", data="tables.animals", decimals=17))
    assert {name: table for name, (_, table) in again.items()} == {name: table for name, (_, table) in found.items()}


def test_rows_that_are_asked_for(project):
    """A condition in SQL, and a text with a bar in it, which would end a cell."""
    text = explain(project, network="network", data="tables.animals", where="id in (2, 5) and size > 0")
    assert "on 2 of 2 rows of tables.animals" in text
    found = sections(text)
    assert "where id in (2, 5) and size > 0\n" in found["chosen"][0]
    assert sorted(columns(found["chosen"][1])["id"]) == ["2", "5"]
    assert "black \\| white" in found["chosen"][1]


def test_without_choice_the_query_is_the_models(project):
    """All rows of the data, and no CTE of its own."""
    text = explain(project, network="network", data="tables.animals", rows=12)
    found = sections(text)
    assert "chosen" not in found
    assert '"animals"' in found["examples"][0]


def test_missing_numbers_are_shown(project):
    """The way to a NULL can be read until the step itself refuses it."""
    project.query("create or replace table broken as select * replace (null::double as size) from animals limit 2")
    project.write_model("gaps", "select * from {{ source('tables', 'animals') }}")
    project.dbt("run", "--select", "gaps")
    project.query("create or replace view gaps as select * from broken")
    text = explain(project, network="network", data="gaps", fails=True)
    assert "## gradients" in text
    assert "NULL" in text
    assert "`features` must be numbers in every row; received NULL in 2 of 2 rows." in text


def test_numbers_are_short(project):
    """Decimals as asked for, fewer where these are all, an exponent where they would leave nothing."""
    cells = {0.5: "0.5", 1 / 3: "0.3333", 0.70700001: "0.7070", -1e-7: "-1e-07", 1e20: "1e+20", 3: "3", -0.0: "0"}
    for value, cell in cells.items():
        assert project.render(f"{{{{ dbt_nn._cell({value!r}, 4) }}}}") == cell
    assert project.render("{{ dbt_nn._cell(none, 4) }} {{ dbt_nn._cell(true, 4) }}") == "NULL True"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"network": "netwrok"}, "`network` must be the name of a model, a seed, a snapshot or a source"),
        ({"data": "animals"}, "(source.table); received 'animals'."),
        ({"data": "unbuilt"}, "`data` must be a relation that is built; received 'unbuilt'. Build it first"),
        ({"data": "tables.nothing"}, "`data` must be a relation with rows; received 'tables.nothing'."),
        ({"rows": 0}, "`rows` must be a whole number, 1 or above; received 0."),
        ({"decimals": 18}, "`decimals` must be a whole number from 1 to 17; received 18."),
        ({"iteration": 9}, '`iteration` must be one of the iterations in "test"."main"."network"; received 9.'),
        (
            {"where": "id > 99"},
            "`where` must be a condition that holds for rows of tables.animals; received 'id > 99'.",
        ),
    ],
)
def test_bad_input_is_refused(project, arguments, message):
    """Each message names the argument and what arrived."""
    assert message in explain(project, fails=True, **{"network": "network", "data": "tables.animals"} | arguments)


@pytest.mark.slow
def test_this_projects_own_network(new_chain):
    """As the page says: in this repository, after a run."""
    chain = new_chain()
    chain.dbt("seed", "--select", "points_train")
    chain.dbt("run", "--select", "stg_points_train", "initial_parameters")
    arguments = {"network": "initial_parameters", "data": "stg_points_train", "rows": 5, "where": "x1 > 3"}
    result = chain.dbt("run-operation", "explain_step", "--args", json.dumps(arguments))
    assert "# initial_parameters (2-2-2): the step after iteration 0, on 5 of" in result.text
    assert "## update" in result.text
