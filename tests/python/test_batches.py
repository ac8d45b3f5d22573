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
    batches = math.ceil(len(x) / batch_size)
    layers = reference.initial_layers(widths, seed)
    history = [{"iteration": 0, "loss": None, "accuracy": None} | reference.to_row(layers)]
    for iteration in range(iterations):
        epoch, batch = divmod(iteration, batches)
        dealt = reference.batch_of_each(x, labels, batch_size, seed, epoch) == batch
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
    assert (
        project.query("select table_name from duckdb_tables() where table_name like 'network\\_\\_%' escape '\\'") == []
    )


def test_one_iteration_a_statement(new_project, expected):
    """Models in a chain, to 1e-12, over two runs."""
    project = points_project(new_project, BATCHED, iterations=1, name="iteration_1")
    for number in range(2, 7):
        project.write_network(f"iteration_{number}", BATCHED, POINTS, 1, previous=f"ref('iteration_{number - 1}')")
    project.dbt("run")
    rows = [project.rows("iteration_1")[0]] + [project.rows(f"iteration_{number}")[-1] for number in range(1, 7)]
    check(rows, WIDTHS, expected[:7])


@pytest.mark.slow
def test_a_killed_run_is_resumed(new_project, expected):
    """In the middle of an epoch, on blocks that are made anew: the killed run leaves none in the database."""
    project = points_project(new_project, BATCHED, iterations=1)
    project.write_network("network", BATCHED, POINTS, 3000, arguments="iterations_per_statement=3")
    process = project.start_dbt("run")
    for line in process.stdout:
        if "iteration    6 " in line:
            process.kill()
            break
    process.communicate()
    reached = project.query("select max(iteration) as newest from network__steps")[0]["newest"]
    tables = "select table_name from duckdb_tables() where table_name like 'network\\_\\_%' escape '\\'"
    assert project.query(tables) == [{"table_name": "network__steps"}]
    project.write_network("network", BATCHED, POINTS, reached + 20, arguments="iterations_per_statement=10")
    assert f"resuming network, which was stopped after {reached} of {reached + 20}" in project.dbt("run").text
    rows = project.rows("network")
    assert len(rows) == reached + 21
    check(rows[:13], WIDTHS, expected)


def test_every_epoch_deals_anew():
    """Each epoch reads every row once, in batches of exactly that size, and no two epochs make the same batches."""
    dealt = [reference.batch_of_each(X, Y, 1000, SEED, epoch) for epoch in range(20)]
    sizes = np.array([np.bincount(batches) for batches in dealt])
    assert (sizes == 1000).all() and sizes.shape == (20, 10)
    together = [np.mean((first == 0)[second == 0]) for first in dealt for second in dealt if first is not second]
    assert np.mean(together) == pytest.approx(0.1, abs=0.01) and max(together) < 0.5


# One row, one block, two; primes; as many rows as there are; more; sizes that do not divide the rows.
SIZES = [1, 7, 15, 16, 17, 22, 40, 60, 97, 100, 101, 128, 1000]


@pytest.fixture(scope="module")
def batches(new_project):
    """For each of the SIZES a table of the rows that fourteen iterations are trained on; some rows are equal."""
    project = new_project()
    generator = np.random.default_rng(5)
    x = np.vstack([generator.normal(size=(80, 2)), np.repeat([[0.5, -0.25]], 20, axis=0)])
    labels = generator.integers(0, 2, len(x))
    project.load_table("points", {"x1": x[:, 0], "x2": x[:, 1], "y": labels})
    for size in SIZES:
        project.write_model(
            f"batches_of_{size}",
            f"{{{{ config(materialized='table', meta={{'network': {NETWORK | {'batch_size': size}!r}}}) }}}}"
            "{%- if execute -%}{%- for iteration in range(14) -%}{{ 'union all ' if not loop.first }}"
            "select {{ iteration }} as iteration, x_0, x_1, y_1 from (\n"
            "with state as (select {{ iteration }} as iteration), "
            f"{{{{ dbt_nn._batch_of_examples(dbt_nn._network(), {POINTS}) }}}} select * from examples)\n"
            "{%- endfor -%}{%- endif -%}",
        )
    project.dbt("run")
    return project, x, labels


@pytest.mark.parametrize("size", SIZES)
def test_rows_of_a_batch(batches, size):
    """Those of the rule; every row once an epoch; batches of that size, except the last or one with the last block."""
    project, x, labels = batches
    num_batches = math.ceil(len(x) / size)
    found = project.query(f"select * from batches_of_{size}")
    sizes = []
    for iteration in range(14):
        epoch, batch = divmod(iteration, num_batches)
        dealt = reference.batch_of_each(x, labels, size, SEED, epoch) == batch
        expected = sorted(map(tuple, np.column_stack([x, labels])[dealt].tolist()))
        rows = sorted((row["x_0"], row["x_1"], row["y_1"]) for row in found if row["iteration"] == iteration)
        assert rows == expected
        sizes.append(len(rows))
    for first in range(0, 14 - num_batches + 1, num_batches):
        epoch = sizes[first : first + num_batches]
        assert sum(epoch) == len(x) and min(epoch) > 0
        assert sum(rows != size for rows in epoch) <= 2
        assert sum(rows != size for rows in epoch[:-1]) <= 1


def keys(project, network: dict, table: str) -> list[str]:
    """The keys by which the rows of a table are ordered."""
    return [
        row["shuffle_key"]
        for row in project.query(
            project.render(
                f"{{%- set network = dbt_nn._resolve({network!r}) -%}}"
                f"with start as ({{{{ dbt_nn._initial_row(network, '{table}') }}}}), "
                f"{{{{ dbt_nn._shuffled_examples(network, '{table}', state='start') }}}} "
                "select shuffle_key from shuffled order by shuffle_key"
            )
        )
    ]


def test_keys_of_hostile_rows(project):
    """They are Python's, and differ wherever the rows do; NaN and the infinities are missing, and -0.0 is 0."""
    number, colour, shape, label = (list(column) for column in zip(*reference.HOSTILE_ROWS, strict=True))
    expected = reference.row_keys(zip(number, colour, shape, strict=True), label)
    assert len({*expected}) == len(expected)
    network = {"features": ["colour", "x", "shape"], "label": "y", "classes": [0, 1], "hidden_units": [2]}
    network |= {"categories": {"colour": 3, "shape": 2}, "impute": True, "standardize": True, "batch_size": 5}
    missing = iter([math.nan, -math.inf])
    others = [next(missing, None) if value is None else (value or -0.0) for value in number]
    for name, column in {"rows": number, "same_rows": others}.items():
        project.load_table(name, {"colour": colour, "x": column, "shape": shape, "y": label})
        assert keys(project, network, name) == sorted(expected)


TYPES = ["tinyint", "uinteger", "bigint", "hugeint", "decimal(9, 2)", "decimal(38, 0)", "float", "double"]


@pytest.mark.slow
def test_keys_of_other_types(project):
    """Equal numbers, categories and classes have one key, whatever the types of the columns."""
    number, colour, label = [0, 3, 100, 3, 7], [5, 6, 5, 6, 6], [0, 1, 2, 1, 2]
    rows = zip(number, [str(value) for value in colour], strict=True)
    expected = sorted(reference.row_keys(rows, label))
    network = {"features": ["x", "colour"], "label": "y", "hidden_units": [2], "batch_size": 5}
    network |= {"categories": {"colour": 2}, "standardize": True}
    project.load_table("rows", {"x": number, "colour": colour, "y": label})
    for kind in TYPES:
        casts = ", ".join(f"{column}::{kind} as {column}" for column in ("x", "colour", "y"))
        project.query(f"create or replace table typed as select {casts} from rows")
        assert keys(project, network | {"classes": [0, 1, 2]}, "typed") == expected, kind
    project.query("create or replace table typed as select * replace (['a', 'b', 'c'][y + 1] as y) from rows")
    assert keys(project, network | {"classes": ["a", "b", "c"]}, "typed") == expected
    project.query("create or replace table typed as select * replace (y > 0 as y) from rows where y < 2")
    two = sorted(reference.row_keys([(0, "5"), (3, "6"), (3, "6")], [0, 1, 1]))
    assert keys(project, network | {"classes": [False, True]}, "typed") == two


@pytest.mark.slow
@given(st.data())
@settings(
    max_examples=8, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate]
)
def test_random_networks(new_project, data):
    """Random sizes, classes, copies of rows and batches."""
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
    batches = math.ceil(rows / batch_size)
    layers = reference.initial_layers(widths, 0)
    for iteration, row in enumerate(project.rows("network")[1:]):
        dealt = reference.batch_of_each(x, labels, batch_size, 0, iteration // batches) == iteration % batches
        assert row["num_examples"] == dealt.sum()
        loss, accuracy, gradients = reference.step(layers, x[dealt], labels[dealt], 0.01)
        assert row["loss"] == pytest.approx(loss, rel=1e-12)
        assert row["accuracy"] == pytest.approx(accuracy, abs=1e-15)
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
