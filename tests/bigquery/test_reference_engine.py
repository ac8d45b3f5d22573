"""Proof 2: on Google's reference engine the step's own SQL gives the numbers that DuckDB and NumPy give.

The models are compiled for BigQuery and run, as they are, on Google's engine; only the tables' names are shortened.
What differs in the last bits is the order in which an engine adds up, and its exp and ln: hence a bound, not equality.
"""

import re
from itertools import product

import numpy as np
import pytest
import reference
from networks import CASES, RESULTS, add_networks

TOLERANCE = 1e-12
# Iterations whose batches are compared: two epochs, and one further on.
DEALT = [0, 1, 2, 3, 4, 5, 6, 7, 1000]
HOSTILE = {"features": ["x", "colour", "shape"], "label": "y", "classes": [0, 1], "hidden_units": [2]}
HOSTILE |= {"categories": {"colour": 3, "shape": 2}, "impute": True, "standardize": True, "batch_size": 5}
# The same rows: NaN and the infinities are missing, and -0.0 is 0.
OTHER_SPELLING = (
    "(select * replace (case when x is null then if(y = 0, cast('nan' as float64), cast('-inf' as float64)) "
    "when x = 0 then -x else x end as x) from `hostile_data`)"
)
# Networks whose scripts are run, and their batch sizes.
SCRIPTS = {"smooth": None, "smooth_lists": None, "deep_lists": 90}
# What the formulas over lists are made of, and what Google's engine makes of it.
PRIMITIVES = [
    ("_list_map('[1.5, 2.5]', 'x', 'x * place', index='place')", [1.5, 5.0]),
    ("_list_map('[3.0, 1.0, 2.0]', 'x', 'x + 1')", [4.0, 2.0, 3.0]),
    ("_list_map(dbt_nn._range(3), 'x', 'x * 0.5')", [0.5, 1.0, 1.5]),
    ("_slice('[3.0, 1.0, 2.0]', 2, 3)", [1.0, 2.0]),
    ("_appended('[3.0, 1.0]', '2.0')", [3.0, 1.0, 2.0]),
    ("_dot_product('[3.0, 1.0]', '[2.0, 10.0]')", 16.0),
    ("_outer_product('[3.0, 1.0]', '[2.0, 10.0]')", [6.0, 30.0, 2.0, 10.0]),
    ("_sum_if_complete('[3.0, 1.0]', 2)", 4.0),
    ("_sum_if_complete('[3.0, 1.0]', 3)", None),
    ("_sum_if_complete('[3.0, null]', 2)", None),
    ("_let({'h': '3.0'}, 'h * h')", 9.0),
    ("_is_same_list('[0.1, 0.2]', '[0.1, 0.1 + 0.1]')", True),
    ("_is_same_list('[0.1, 0.3]', '[0.1, 0.1 + 0.2]')", False),
    ("_joined([\"'b_'\", '12'])", "b_12"),
]
INITIALIZATIONS = ["post", "glorot", "he"]
DRAWN = [f"{name}_{layout}" for name, layout in product(INITIALIZATIONS, ["columns", "lists"])]


@pytest.fixture(scope="module")
def project(new_project):
    """A project with all networks: run on DuckDB, and compiled for BigQuery."""
    project = new_project()
    add_networks(project, CASES, iterations=2)
    for name in DRAWN:
        initialization, layout = name.split("_")
        network = {"features": ["x1", "x2", "x3"], "label": "y", "classes": [0, 1], "hidden_units": [12, 4], "seed": 7}
        network |= {"initialization": initialization, "layout": layout}
        project.write_model(
            f"drawn_{name}",
            f"{{{{ config(meta={{'network': {network!r}}}) }}}}"
            "{{ config(materialized='table') }}{{ dbt_nn.initial_parameters() }}",
        )
    for name in ("deep", "deep_lists"):
        batched = CASES[name].description | {"batch_size": 90}
        data = f"source('tables', '{name}_data')"
        project.write_network(f"{name}_batch", batched, data, previous=f"ref('{name}_start')")
    for name, batch_size in SCRIPTS.items():
        network = CASES[name].description | {"batch_size": batch_size}
        project.write_model(
            f"{name}_script",
            f"{{{{ config(meta={{'network': {network!r}}}) }}}}{{%- if execute and target.type == 'bigquery' -%}}"
            f"{{%- set run = {{'data': source('tables', '{name}_data'), 'record_every': 1}} -%}}"
            "{{ dbt_nn._training_script(dbt_nn._network(), run, 3) }}"
            "{%- else -%} select 1 as nothing {%- endif -%}",
        )
    batched = CASES["deep"].description | {"batch_size": 90}
    project.write_model(
        "deep_shuffled",
        f"{{{{ config(materialized='table', meta={{'network': {batched!r}}}) }}}}{{%- if execute -%}}"
        "with {{ dbt_nn._shuffled_examples(dbt_nn._network(), source('tables', 'deep_data')) }}"
        "\nselect x_0, x_1, x_2, block, shuffle_key from shuffled{%- endif -%}",
    )
    for iteration in DEALT:
        project.write_model(
            f"deep_dealt_{iteration}",
            f"{{{{ config(materialized='table', meta={{'network': {batched!r}}}) }}}}{{%- if execute -%}}"
            f"with state as (select {iteration} as iteration), "
            "{{ dbt_nn._batch_of_examples(dbt_nn._network(), source('tables', 'deep_data')) }}"
            "\nselect x_0, x_1, x_2 from examples{%- endif -%}",
        )
    columns = [list(column) for column in zip(*reference.HOSTILE_ROWS, strict=True)]
    project.load_table("hostile_data", dict(zip(HOSTILE["features"] + ["y"], columns, strict=True)))
    project.write_model(
        "hostile_shuffled",
        f"{{{{ config(materialized='table', meta={{'network': {HOSTILE!r}}}) }}}}{{%- if execute -%}}"
        "with state as ({{ dbt_nn._initial_row(dbt_nn._network(), source('tables', 'hostile_data')) }}), "
        "{{ dbt_nn._shuffled_examples(dbt_nn._network(), source('tables', 'hostile_data')) }}"
        "\nselect shuffle_key from shuffled{%- endif -%}",
    )
    project.write_model(
        "hostile_digest",
        f"{{{{ config(materialized='table', meta={{'network': {HOSTILE!r}}}) }}}}{{%- if execute -%}}"
        "{{ dbt_nn._digest_of_rows(dbt_nn._network(), source('tables', 'hostile_data')) }}{%- endif -%}",
    )
    values = ", ".join(f"{{{{ dbt_nn.{call} }}}} as value_{number}" for number, (call, _) in enumerate(PRIMITIVES))
    only_here = f"{{% if target.type == 'bigquery' %}}{values}{{% else %}}1 as nothing{{% endif %}}"
    project.write_model("primitives", f"select {only_here}")
    project.write_model("drawn_points", "{{ config(materialized='table') }}{{ dbt_nn.points(rows=2500, seed='x') }}")
    project.dbt("run", target="duckdb")
    project.dbt("compile")
    return project


def run(project, google, model: str, last: str | None = None) -> list[dict]:
    """The rows of a model, or of a test, on Google's engine; `last` replaces its last SELECT."""
    sql = compiled(project, model)
    if last is not None:
        sql = sql[: sql.rindex("\nselect")] + "\n" + last
    return google.query(sql)


def compiled(project, model: str) -> str:
    """The SQL of a model for BigQuery, with the plain names that tables have on Google's engine."""
    return re.sub(r"`nn`\.`\w+`\.`(\w+)`", r"`\1`", project.compiled(model))


def put(google, model: str, rows: list[dict]) -> None:
    """Make rows a table of Google's engine; nothing reads the time in it, which is null."""

    def type_of(value) -> str:
        if isinstance(value, list):
            return f"ARRAY<{type_of(value[0])}>"
        return {int: "INT64", str: "STRING"}.get(type(value), "FLOAT64")

    types = {column: type_of(value) for column, value in rows[-1].items()}
    types |= {column: "TIMESTAMP" for column in types if column == "trained_at"}
    google.table(model, types, [list(row.values()) for row in rows])


def numbers_of(row: dict) -> list:
    """The floats of a row, and its lists of them."""
    return [value for value in row.values() if isinstance(value, float | list)]


def difference(ours: list[dict], theirs: list[dict]) -> float:
    """The largest relative difference of two results' floats; all else must be equal."""
    assert len(ours) == len(theirs) > 0
    largest = 0.0
    for mine, other in zip(ours, theirs, strict=True):
        assert mine.keys() == other.keys()
        for column, value in mine.items():
            if isinstance(value, float):
                largest = max(largest, abs(value - other[column]) / (max(abs(value), abs(other[column])) or 1.0))
            elif column != "trained_at":
                assert value == other[column], column
    return largest


@pytest.fixture(scope="module")
def started(project, google):
    """Each network's start and first step on Google's engine; the tables stay there."""
    steps = {}
    for name, case in CASES.items():
        columns = [np.asarray(cells).tolist() for cells in case.columns.values()]
        google.table(f"{name}_data", project.types[f"{name}_data"], [list(row) for row in zip(*columns, strict=True)])
        start = run(project, google, f"{name}_start")
        put(google, f"{name}_start", start)
        steps[name] = run(project, google, f"{name}_step")
        put(google, f"{name}_step", steps[name])
    return steps


@pytest.mark.parametrize("model", [f"drawn_{name}" for name in [*DRAWN, "points"]])
def test_drawn_numbers_are_the_same_bits(project, google, model):
    """Initial parameters and points are the same doubles on both engines."""
    bits = [
        sorted([value.hex() for value in np.hstack(numbers_of(row)).tolist()] for row in rows)
        for rows in (run(project, google, model), project.query(f"select * from {model}"))
    ]
    assert bits[0] == bits[1]


@pytest.mark.parametrize("name", CASES)
def test_engines_agree(project, google, started, name, say):
    """Forward pass, loss, gradients, update, predictions and measures of one network on the engines and in NumPy."""
    case, found = CASES[name], {}
    loss, accuracy, gradients = reference.step(case.layers, case.x, case.labels, case.l2_reg, case.activation)
    [updated] = reference.train(
        case.layers, case.x, case.labels, 1, case.learning_rate, case.l2_reg,
        activation=case.activation, optimizer=case.optimizer, momentum=0.9,
    )[1:]  # fmt: skip

    [slopes] = run(project, google, f"{name}_step", last="select * from gradients")
    [ours], [duck] = started[name], project.query(f"select * from {name}_step")
    found["loss"] = max(abs(ours["loss"] / loss - 1), abs(ours["loss"] / duck["loss"] - 1))
    found["gradients"] = reference.relative_error(reference.from_row(slopes, case.widths, prefix="d"), gradients)
    found["update"] = max(
        reference.relative_error(reference.from_row(ours, case.widths), reference.from_row(other, case.widths))
        for other in (updated, duck)
    )
    assert ours["accuracy"] == duck["accuracy"] == accuracy

    predicted = sorted(run(project, google, f"{name}_predict"), key=lambda row: row["id"])
    layers = reference.from_row(ours, case.widths)
    columns = [column for column in predicted[0] if column.startswith("probability_")]
    probabilities = np.array([[row[column] for column in columns] for row in predicted])
    expected = reference.probabilities(layers, case.x, case.activation)
    found["forward"] = float(np.max(np.abs(probabilities - expected) / expected))
    assert [row["predicted_label"] for row in predicted] == [case.classes[number] for number in expected.argmax(axis=1)]

    order = {"predict": "id", "roc_curve": "threshold desc", "confusion_matrix": "expected_label", "evaluate": "1"}
    for result in RESULTS:
        theirs = project.query(f"select * from {name}_{result} order by {order[result]}")
        ours = run(project, google, f"{name}_{result}")
        if result != "evaluate":
            key = order[result].split()[0]
            ours.sort(key=lambda row: row[key], reverse="desc" in order[result])
        found[result] = difference(ours, theirs)
    weights = run(project, google, f"{name}_weights")
    assert [row["weight"] for row in weights] == [
        value for layer in layers for value in np.vstack([layer[0], layer[1]]).ravel().tolist()
    ]
    widths = "-".join(map(str, case.widths))
    differences = ", ".join(f"{what} {value:.1e}" for what, value in found.items())
    say(f"{widths}, largest relative difference between Google's engine, DuckDB and NumPy: {differences}")
    assert max(found.values()) <= TOLERANCE


def test_batches_are_the_same(project, google, started):
    """Each example has the same number on both engines; so the batch is the same, Python's, and what is made of it."""
    case = CASES["deep"]
    ours, theirs = (
        sorted(tuple(row.values()) for row in rows)
        for rows in (run(project, google, "deep_shuffled"), project.query("select * from deep_shuffled"))
    )
    assert ours == theirs
    assert len({row[-1] for row in ours}) == len(case.x)

    num_batches = -(-len(case.x) // 90)
    for iteration in DEALT:
        epoch, batch = divmod(iteration, num_batches)
        dealt = reference.batch_of_each(case.x, case.labels, 90, 0, epoch) == batch
        expected = sorted(map(tuple, case.x[dealt].tolist()))
        for rows in (
            run(project, google, f"deep_dealt_{iteration}"),
            project.query(f"select * from deep_dealt_{iteration}"),
        ):
            assert sorted(tuple(row.values()) for row in rows) == expected

    dealt = reference.batch_of_each(case.x, case.labels, 90, 0, 0) == 0
    loss, accuracy, _ = reference.step(case.layers, case.x[dealt], case.labels[dealt], case.l2_reg)
    for name in ("deep", "deep_lists"):
        [batch], [duck] = run(project, google, f"{name}_batch"), project.query(f"select * from {name}_batch")
        assert batch["num_examples"] == duck["num_examples"] == dealt.sum()
        assert batch["accuracy"] == duck["accuracy"] == accuracy
        assert batch["loss"] == pytest.approx(loss, rel=TOLERANCE)
        layers = [reference.from_row(row, case.widths) for row in (batch, duck)]
        assert reference.relative_error(*layers) <= TOLERANCE


@pytest.mark.parametrize("name", SCRIPTS)
def test_scripts(project, google, started, name):
    """The statements of a script, one after the other as it has them, give NumPy's iterations."""
    case, batch_size = CASES[name], SCRIPTS[name]
    script = compiled(project, f"{name}_script")
    [start] = run(project, google, f"{name}_start")
    put(google, f"{name}_script__steps", [start])
    for table, query in re.findall(r"create or replace temp table (\w+).*?as \(\n(.*?)\n\);", script, re.DOTALL):
        put(google, table, google.query(query) if table != "training" else [start])
    step = re.search(r"while .*? do\s+insert into training \(.*?\)\n(.*?);\n\s+set", script, re.DOTALL)[1]
    rows = [start]
    for _ in range(3):
        rows += google.query(step)
        put(google, "training", rows)
    options = {"activation": case.activation, "optimizer": case.optimizer, "momentum": 0.9}
    expected = reference.train(case.layers, case.x, case.labels, 3, case.learning_rate, case.l2_reg, **options)
    if batch_size is not None:
        dealt = reference.batch_of_each(case.x, case.labels, batch_size, 0, 0)
        for iteration in range(3):
            layers, chosen = reference.from_row(expected[iteration], case.widths), dealt == iteration
            [_, expected[iteration + 1]] = reference.train(
                layers, case.x[chosen], case.labels[chosen], 1, case.learning_rate, case.l2_reg, **options
            )
    for row, other in zip(rows, expected, strict=True):
        layers = [reference.from_row(numbers, case.widths) for numbers in (row, other)]
        assert reference.relative_error(*layers) <= TOLERANCE


def test_keys_of_hostile_rows(project, google):
    """They are Python's and DuckDB's; NaN and the infinities are missing, and -0.0 is 0."""
    rows = [list(row) for row in reference.HOSTILE_ROWS]
    expected = sorted(reference.row_keys([row[:-1] for row in rows], [row[-1] for row in rows]))
    google.table("hostile_data", project.types["hostile_data"], rows)
    assert sorted(row["shuffle_key"] for row in run(project, google, "hostile_shuffled")) == expected
    assert sorted(row["shuffle_key"] for row in project.query("select * from hostile_shuffled")) == expected
    sql = compiled(project, "hostile_shuffled").replace("`hostile_data`", OTHER_SPELLING)
    assert sorted(row["shuffle_key"] for row in google.query(sql)) == expected


def test_digest_of_hostile_rows(project, google):
    """One text for all rows in any order: Python's and DuckDB's; a row that is there twice makes another one."""
    rows = [list(row) for row in reference.HOSTILE_ROWS]
    expected = [{"data_digest": reference.data_digest([row[:-1] for row in rows], [row[-1] for row in rows])}]
    assert project.query("select * from hostile_digest") == expected
    sql = compiled(project, "hostile_digest")
    for order in (rows, rows[::-1]):
        google.table("hostile_data", project.types["hostile_data"], order)
        assert google.query(sql) == expected
    assert google.query(sql.replace("`hostile_data`", OTHER_SPELLING)) == expected
    twice = [*rows, rows[-1]]
    google.table("hostile_data", project.types["hostile_data"], twice)
    [found] = google.query(sql)
    assert found["data_digest"] == reference.data_digest([row[:-1] for row in twice], [row[-1] for row in twice])
    assert found not in expected


# The engine is made to be right, not fast: it takes minutes for the larger networks, each parameter moved twice.
@pytest.mark.parametrize("name", ["small", "softmax", "small_lists", "softmax_lists"])
def test_no_test_finds_a_fault(project, google, started, name):
    """Back-propagation agrees with finite differences on Google's engine too, by the project's own generic test."""
    assert run(project, google, f"{name}_gradients") == []


@pytest.mark.parametrize("name", ["small", "softmax", "awkward", "booleans_lists"])
def test_baselines(project, google, started, name):
    """What a guess is worth is what NumPy says, and the measure beside it is that of `evaluate` on DuckDB."""
    shares = np.bincount(CASES[name].labels) / len(CASES[name].labels)
    baselines = {"accuracy": shares.max(), "log_loss": -np.sum(shares * np.log(shares))}
    [measures] = project.query(f"select * from {name}_evaluate")
    for measure, baseline in baselines.items():
        [row] = run(project, google, f"{name}_better_{measure}")
        assert row["baseline"] == pytest.approx(baseline, rel=TOLERANCE)
        assert row[measure] == pytest.approx(measures[measure], rel=TOLERANCE)


@pytest.mark.parametrize("name", ["small", "small_lists"])
def test_what_overflows_is_an_error(project, google, started, name):
    """BigQuery stops where a number overflows, and DuckDB makes an infinity of it: no row is written at all."""
    [start] = run(project, google, f"{name}_start")
    large = [(np.full_like(weights, 1e308), biases) for weights, biases in CASES[name].layers]
    put(google, f"{name}_start", [start | (reference.to_lists if "lists" in name else reference.to_row)(large)])
    assert "overflow" in google.ask(do="query", sql=compiled(project, f"{name}_step"))["error"]
    put(google, f"{name}_start", [start])


def test_a_list_that_lacks_a_number_is_an_error(project, google, started):
    """It is no list of fewer units, and no sum of fewer products."""
    [start] = run(project, google, "small_lists_start")
    for model in ("small_lists_step", "small_lists_predict"):
        for place in (1, 2):
            name = f"small_lists_{'start' if model.endswith('step') else 'step'}"
            [row] = [start] if model.endswith("step") else started["small_lists"]
            put(google, name, [row | {f"layer_{place}": row[f"layer_{place}"][:-1]}])
            assert re.search("out of bounds|finite", google.ask(do="query", sql=compiled(project, model))["error"])
            put(google, name, [row])


def test_primitives(project, google):
    """Lists are in order, and one that lacks a number has no sum."""
    [found] = run(project, google, "primitives")
    assert list(found.values()) == [value for _, value in PRIMITIVES]
