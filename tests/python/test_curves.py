"""What the macros behind the pictures say: `learning_curve` and `decision_grid`."""

import numpy as np
import pytest
import reference

TOLERANCE = 1e-12
NETWORK = {
    "features": ["the x", "z"],
    "label": "class",
    "classes": ["red", "green", "blue"],
    "hidden_units": [4],
    "standardize": ["z"],
    "l2_reg": 0.01,
    "learning_rate": 0.5,
    "initialization": "glorot",
}


def rows(seed: int) -> dict:
    """Random points of three classes, each around a place of its own."""
    random = np.random.default_rng(seed)
    numbers = random.integers(0, 3, 200)
    x, z = random.normal(size=(2, 200)) + np.array([np.cos(2 * numbers), 5 * np.sin(2 * numbers)])
    return {"the x": x, "z": z, "class": [NETWORK["classes"][number] for number in numbers]}


@pytest.fixture(scope="module")
def project(new_project):
    """A network that is trained for eight iterations, and what the macros say of it."""
    project = new_project()
    project.load_table("points", rows(0))
    project.load_table("others", rows(1))
    project.load_table("nothing", {"the x": [0.0], "z": [0.0], "class": ["red"]})
    project.query("delete from nothing")
    project.write_network("network", NETWORK, data="source('tables', 'points')", iterations=8)
    curve = "{{{{ dbt_nn.learning_curve(ref('network'), source('tables', 'points'), source('tables', '{}')) }}}}"
    project.write_model("curve", curve.format("others"))
    project.write_model("curve_of_nothing", curve.format("nothing"))
    project.write_model("evaluated", "{{ dbt_nn.evaluate(ref('network'), source('tables', 'others'), iteration=5) }}")
    project.write_model("grid", "{{ dbt_nn.decision_grid(ref('network'), ranges=[[-2, 3], [0, 10.5]], cells=7) }}")
    project.write_model("cells", "select * from {{ ref('grid') }} where iteration = 8")
    project.write_model(
        "predicted",
        "{{ config(materialized='table') }}{{ dbt_nn.predict(ref('network'), ref('middles'), iteration=8) }}",
    )
    project.write_model("middles", "select \"the x\", z from {{ ref('cells') }}")
    project.dbt("run", "--exclude", "curve_of_nothing")
    return project


def test_learning_curve_of_the_training_rows(project):
    """The loss and the accuracy after an iteration are those that the next iteration's forward pass sees."""
    curve, network = project.rows("curve"), project.rows("network")
    assert [row["iteration"] for row in curve] == list(range(9))
    for row, following in zip(curve, network[1:], strict=False):
        assert row["loss"] == pytest.approx(following["loss"], rel=TOLERANCE)
        assert row["accuracy"] == following["accuracy"]


def test_learning_curve_of_other_rows(project):
    """Of rows that it is not trained on, they are what `evaluate` finds, plus the penalty."""
    row, network = project.rows("curve")[5], project.rows("network")[5]
    [measures] = project.query("select * from evaluated")
    weights = [network[name] for name in network if name.startswith(("w_", "w2_"))]
    assert len(weights) == 2 * 4 + 4 * 3
    penalty = 0.5 * NETWORK["l2_reg"] * np.sum(np.square(weights))
    assert row["eval_loss"] == pytest.approx(measures["log_loss"] + penalty, rel=TOLERANCE)
    assert row["eval_accuracy"] == measures["accuracy"]
    assert row["eval_loss"] != row["loss"]


def test_rows_that_are_not_there_are_missed(project):
    """No rows to measure on are an error, as in `evaluate`."""
    project.dbt("run", "--select", "curve_of_nothing")
    with pytest.raises(Exception, match=r"`data` must have rows; received 0\. Check the model that it names\."):
        project.query("select * from curve_of_nothing")


def test_decision_grid(project):
    """A row an iteration and cell, at the cell's middle; what the network says there is what `predict` says."""
    grid = project.query("select * from grid")
    assert len(grid) == 9 * 7 * 7
    for name, low, high in (("the x", -2, 3), ("z", 0, 10.5)):
        middles = low + (np.arange(7) + 0.5) * (high - low) / 7
        assert np.unique([row[name] for row in grid]) == pytest.approx(middles, rel=TOLERANCE)
    assert len({(row["iteration"], row["the x"], row["z"]) for row in grid}) == len(grid)
    columns = '"the x", z, probability_red, probability_green, probability_blue, predicted_class'
    cells = project.query(f"select {columns} from grid where iteration = 8 order by all")
    assert cells == project.query(f"select {columns} from predicted order by all")


def test_decision_grid_of_a_known_network(project):
    """The probabilities are NumPy's."""
    row = project.rows("network")[8]
    layers, z = reference.from_row(row, [2, 4, 3]), rows(0)["z"]
    for cell in project.query("select * from cells limit 20"):
        x = np.array([[cell["the x"], (cell["z"] - z.mean()) / z.std()]])
        scores = reference.scores_of(layers, x)[-1][0]
        expected = np.exp(scores - scores.max()) / np.exp(scores - scores.max()).sum()
        measured = [cell[f"probability_{name}"] for name in NETWORK["classes"]]
        assert measured == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            "ranges=[[0, 1]]",
            "`ranges` must be two pairs of numbers, each from the smaller to the larger; received [[0, 1]]. ",
        ),
        ("ranges=[[0, 1], [1, 1]]", "received [[0, 1], [1, 1]]. Write the range of each feature, as in"),
        ("ranges=[[0, 1], ['a', 1]]", "`ranges` must be two pairs of numbers"),
        ("ranges=3", "`ranges` must be two pairs of numbers, each from the smaller to the larger; received 3. "),
        (
            "cells=0",
            "`cells` must be a whole number, 1 or above; received 0. It is the number of cells along each side",
        ),
    ],
)
def test_arguments_of_the_grid_are_checked(project, arguments, message):
    """What is no grid is refused."""
    project.write_model("refused", f"{{{{ dbt_nn.decision_grid(ref('network'), {arguments}) }}}}")
    assert message in project.dbt("compile", "--select", "refused", fails=True).text
    (project.folder / "models" / "refused.sql").unlink()


@pytest.mark.parametrize("features", [["x1", "x2", "x3"], ["x1"], ["x1", "iteration"]])
def test_a_grid_has_two_sides(project, features):
    """A network of more features, or fewer, has no grid."""
    network = {"features": features, "label": "y", "classes": [0, 1], "hidden_units": []}
    project.write_model(
        "other",
        f"{{{{ config(materialized='table', meta={{'network': {network!r}}}) }}}}{{{{ dbt_nn.initial_parameters() }}}}",
    )
    project.write_model("refused", "{{ dbt_nn.decision_grid(ref('other')) }}")
    text = project.dbt("compile", "--select", "refused", fails=True).text
    assert "`features` must be two columns of numbers, none of them called iteration, for a grid; received" in text
    for name in ("other", "refused"):
        (project.folder / "models" / f"{name}.sql").unlink()
