"""Training on batches: who is dealt to which, and the numbers that come of it."""

import math

import numpy as np
import pytest
import reference
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from test_training import NETWORK, POINTS, SEED, WIDTHS, X, Y, check, points_project

BATCHED = NETWORK | {"batch_size": 3000, "learning_rate": 0.5}


def train(widths, x, labels, iterations, batch_size, learning_rate, l2_reg, seed=SEED) -> list[dict]:
    """NumPy's iterations, each on its batch."""
    one_hot = np.eye(widths[-1])[labels]
    batches = math.ceil(len(x) / batch_size)
    layers = reference.initial_layers(widths, seed)
    history = [{"iteration": 0, "loss": None, "accuracy": None} | reference.to_row(layers)]
    for iteration in range(iterations):
        epoch, batch = divmod(iteration, batches)
        dealt = reference.batch_of_each(x, one_hot, batch_size, seed, epoch) == batch
        row = reference.train(layers, x[dealt], labels[dealt], 1, learning_rate, l2_reg)[1]
        layers = reference.from_row(row, widths)
        history.append(row | {"iteration": iteration + 1, "num_examples": int(dealt.sum())})
    return history


@pytest.fixture(scope="module")
def expected() -> list[dict]:
    """Three epochs of four batches in NumPy."""
    return train(WIDTHS, X, Y, 12, 3000, 0.5, NETWORK["l2_reg"])


@pytest.mark.parametrize("arguments", ["threads=1", "threads=2", "iterations_per_statement=5"])
def test_many_iterations(new_project, expected, arguments):
    """In one statement and in parts, to 1e-12."""
    project = points_project(new_project, BATCHED, iterations=1)
    project.write_network("network", BATCHED, POINTS, 12, arguments=arguments)
    project.dbt("run")
    rows = project.rows("network")
    check(rows, WIDTHS, expected)
    assert [row["num_examples"] for row in rows[1:]] == [row["num_examples"] for row in expected[1:]]


def test_one_iteration_a_statement(new_project, expected):
    """Models in a chain, to 1e-12, over two runs."""
    project = points_project(new_project, BATCHED, iterations=1, name="iteration_1")
    for number in range(2, 7):
        project.write_network(f"iteration_{number}", BATCHED, POINTS, 1, previous=f"ref('iteration_{number - 1}')")
    project.dbt("run")
    rows = [project.rows("iteration_1")[0]] + [project.rows(f"iteration_{number}")[-1] for number in range(1, 7)]
    check(rows, WIDTHS, expected[:7])


def test_every_epoch_deals_anew():
    """Each epoch reads every row once, and no two epochs make the same batches."""
    one_hot = np.eye(2)[Y]
    dealt = [reference.batch_of_each(X, one_hot, 1000, SEED, epoch) for epoch in range(4)]
    assert all(set(batches) == set(range(10)) for batches in dealt)
    sizes = np.array([np.bincount(batches, minlength=10) for batches in dealt])
    assert (sizes.sum(axis=1) == len(X)).all()
    assert sizes.min() > 600 and sizes.max() < 1400
    together = [np.mean((first == 0)[second == 0]) for first in dealt for second in dealt if first is not second]
    assert min(together) > 0.0 and max(together) < 0.35


@pytest.mark.slow
@given(st.data())
@settings(
    max_examples=8, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate]
)
def test_random_networks(new_project, data):
    """Random sizes, classes, copies of rows and batches, some of them empty."""
    rows = data.draw(st.integers(1, 60), label="rows")
    features = data.draw(st.integers(1, 3), label="features")
    classes = data.draw(st.integers(2, 4), label="classes")
    batch_size = data.draw(st.integers(1, 70), label="batch_size")
    generator = np.random.default_rng(data.draw(st.integers(0, 2**32), label="draws"))
    x = (
        generator.integers(-2, 3, (rows, features)) / 4
        if data.draw(st.booleans())
        else generator.normal(size=(rows, features))
    )
    labels = generator.integers(0, classes, rows)
    names = [f"x{number}" for number in range(features)]
    network = {
        "features": names,
        "label": "y",
        "classes": [f"class {number}" for number in range(classes)],
        "hidden_units": [3],
        "batch_size": batch_size,
        "learning_rate": 0.1,
        "l2_reg": 0.01,
    }
    project = new_project()
    columns = {name: x[:, number] for number, name in enumerate(names)}
    project.load_table("points", columns | {"y": [f"class {label}" for label in labels]})
    project.write_network("network", network, POINTS, iterations=9)
    project.dbt("run")

    widths = [features, 3, classes]
    one_hot = np.eye(classes)[labels]
    batches = math.ceil(rows / batch_size)
    layers = reference.initial_layers(widths, 0)
    for iteration, row in enumerate(project.rows("network")[1:]):
        dealt = reference.batch_of_each(x, one_hot, batch_size, 0, iteration // batches) == iteration % batches
        assert row["num_examples"] == dealt.sum()
        if dealt.any():
            loss, accuracy, gradients = reference.step(layers, x[dealt], labels[dealt], 0.01)
            assert row["loss"] == pytest.approx(loss, rel=1e-12)
            assert row["accuracy"] == pytest.approx(accuracy, abs=1e-15)
        else:
            assert (row["loss"], row["accuracy"]) == (None, None)
            gradients = [(0.01 * weights, 0 * biases) for weights, biases in layers]
        layers = [
            (weights - 0.1 * d_weights, biases - 0.1 * d_biases)
            for (weights, biases), (d_weights, d_biases) in zip(layers, gradients, strict=True)
        ]
        assert reference.relative_error(reference.from_row(row, widths), layers) <= 1e-12


def test_no_rows(new_project):
    """Data without rows is refused."""
    project = points_project(new_project, BATCHED, iterations=3)
    project.load_table("points", {"x1": [1.0], "x2": [1.0], "y": [1]})
    project.write_network("network", BATCHED, "source('tables', 'points')", 3)
    with_rows = project.folder / "models/none.sql"
    with_rows.write_text(
        "{{ config(materialized='table') }} select * from {{ source('tables', 'points') }} where x1 > 1"
    )
    project.write_network("network", BATCHED, "ref('none')", 3)
    assert "`data` must have rows; received 0" in project.dbt("run", fails=True).text
