"""NaN and infinity count as missing, as NULL does; what cannot be read is refused by name."""

import itertools
import math
import sqlite3

import duckdb
import numpy as np
import pytest
from conftest import PROJECT, Project, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_bad_input import message_of

NAN, INFINITY = float("nan"), float("inf")
NOTHINGS = [None, NAN, INFINITY, -INFINITY]
NETWORK = {
    "features": ["x1", "x2"],
    "label": "y",
    "classes": [0, 1],
    "hidden_units": [3],
    "initialization": "glorot",
    "learning_rate": 0.5,
}
SOFTMAX = NETWORK | {"hidden_units": []}
THREE = NETWORK | {"classes": [0, 1, 2]}
IMPUTED = NETWORK | {"impute": True, "standardize": ["x2"]}
RANDOM = np.random.default_rng(13)
GOOD = {
    "x1": RANDOM.normal(size=60).round(3).tolist(),
    "x2": RANDOM.normal(5, 2, size=60).round(3).tolist(),
    "y": [number % 2 for number in range(60)],
    "y3": [number % 3 for number in range(60)],
}
# Rows to predict for: every feature with each of what is none, and rows that are whole.
PAIRS = [*itertools.product([*NOTHINGS, 0.25], [*NOTHINGS, 6.0]), (-0.5, 4.0)]
ROWS = {"id": list(range(len(PAIRS))), "x1": [pair[0] for pair in PAIRS], "x2": [pair[1] for pair in PAIRS]}
IS_WHOLE = [all(value in (0.25, -0.5, 6.0, 4.0) for value in pair) for pair in PAIRS]
TABLE = "{{ config(materialized='table') }}\n"


def source(name: str) -> str:
    """A table as models name it."""
    return f"source('tables', '{name}')"


def every(column: list, nothing: float | None, step: int = 5) -> list:
    """The column, with `nothing` in the place of every fifth value."""
    return [nothing if number % step == 2 else value for number, value in enumerate(column)]


def without_time(rows: list[dict]) -> list[dict]:
    """The rows of a network, but for when they were trained."""
    return [{name: value for name, value in row.items() if name != "trained_at"} for row in rows]


# Predictions

NETWORKS = {"two": NETWORK, "softmax": SOFTMAX, "three": THREE, "imputed": IMPUTED}


@pytest.fixture(scope="module")
def predicted(new_project) -> Project:
    """A project of networks and of everything that predicts with them for rows of NaN, infinity and NULL."""
    project = new_project()
    functions: list[dict] = []
    project.load_table("good", GOOD)
    project.load_table("rows", ROWS)
    for name, network in NETWORKS.items():
        label = "y3" if name == "three" else "y"
        project.write_network(f"{name}_net", network | {"label": label}, source("good"), iterations=20)
        call = f"ref('{name}_net'), {source('rows')}"
        project.write_model(f"{name}_predict", f"{TABLE}{{{{ dbt_nn.predict({call}) }}}}")
        project.write_model(f"{name}_transform", f"{TABLE}{{{{ dbt_nn.transform({call}) }}}}")
        project.write_model(f"{name}_select", f"{TABLE}{{{{ dbt_nn.predict_select({call}, ['id']) }}}}")
        for function, argument in {"class": "", "share": ", probability_of=0"}.items():
            called = f"{name}_{function}"
            project.write(f"functions/{called}.sql", f"{{{{ dbt_nn.predict_function(ref('{name}_net'){argument}) }}}}")
            arguments = [{"name": column, "data_type": "double"} for column in ("x1", "x2")]
            returns = {"data_type": "bigint" if function == "class" else "double"}
            functions.append({"name": called, "arguments": arguments, "returns": returns})
    project.write("functions/functions.yml", {"functions": functions})
    project.write(
        "dbt_project.yml", PROJECT | {"dispatch": [{"macro_namespace": "dbt", "search_order": ["dbt_nn", "dbt"]}]}
    )
    project.dbt("build", "--select", "*_net")
    project.dbt("build", "--exclude", "*_net")
    return project


def outputs(rows: list[dict]) -> list[list]:
    """What a prediction adds to its rows."""
    return [[value for name, value in row.items() if name.startswith("pr")] for row in rows]


@pytest.mark.parametrize("name", ["two", "softmax", "three"])
@pytest.mark.parametrize("way", ["predict", "select"])
def test_prediction_of_nothing_is_null(predicted, name, way):
    """A row with NaN or an infinity has neither probabilities nor a class, as one with NULL; others have them."""
    found = outputs(predicted.query(f"select * from {name}_{way} order by id"))
    for values, is_whole in zip(found, IS_WHOLE, strict=True):
        assert len(values) == (4 if name == "three" else 3)
        assert all((value is not None) == is_whole for value in values)


@pytest.mark.parametrize("name", ["two", "softmax", "three", "imputed"])
def test_functions_give_what_predict_does(predicted, name):
    """To the last bit, NULL included."""
    expected = outputs(predicted.query(f"select * from {name}_predict order by id"))
    arguments = "(x1, x2)"
    rows = predicted.query(
        f"select {name}_class{arguments} as class, {name}_share{arguments} as share from rows order by id"
    )
    assert [(row["class"], row["share"]) for row in rows] == [(values[-1], values[0]) for values in expected]


@pytest.mark.parametrize("name", ["two", "softmax", "three"])
def test_inputs_of_nothing_are_null(predicted, name):
    """`transform` shows NULL for what is not read."""
    for row, pair in zip(predicted.query(f"select * from {name}_transform order by id"), PAIRS, strict=True):
        assert [row["x_0"], row["x_1"]] == [
            None if value in NOTHINGS[2:] or value != value else value for value in pair
        ]


def test_imputed_is_as_null(predicted):
    """With `impute` NaN and the infinities give to the last bit what NULL gives, and whole rows what they gave."""
    for way in ("predict", "transform", "select"):
        rows = predicted.query(f"select * from imputed_{way} order by id")
        found = {}
        for row, pair in zip(rows, PAIRS, strict=True):
            key = tuple(value if value in (0.25, -0.5, 6.0, 4.0) else None for value in pair)
            values = [value for name, value in row.items() if name not in ("id", "x1", "x2")]
            assert found.setdefault(key, values) == values
            assert all(value is not None for value in values)
        assert len(found) == 5
    # The means and the marks of what is missing.
    [row] = predicted.query("select * from imputed_transform where x1 is null and x2 is null")
    expected = [np.mean(GOOD["x1"]), 1.0, 0.0, 1.0]
    assert [row[f"x_{number}"] for number in range(4)] == pytest.approx(expected, abs=1e-12)


def test_plain_select_in_sqlite(predicted):
    """The SQL for any engine says so too; SQLite has infinities, and makes NULL of NaN."""
    for name in ("two", "three", "imputed"):
        expected = outputs(predicted.query(f"select * from {name}_predict order by id"))
        sql = predicted.compiled(f"{name}_select").replace('"test"."main"."rows"', "given_rows")
        with sqlite3.connect(":memory:") as sqlite:
            sqlite.row_factory = sqlite3.Row
            sqlite.execute("create table given_rows (id, x1, x2)")
            sqlite.executemany("insert into given_rows values (?, ?, ?)", list(zip(*ROWS.values(), strict=True)))
            found = outputs([dict(row) for row in sqlite.execute(f"select * from ({sql}) order by id")])
        for values, others in zip(found, expected, strict=True):
            assert values == [value if value is None else pytest.approx(value, rel=1e-13) for value in others]


@pytest.fixture(scope="module")
def overflown(new_project) -> Project:
    """A project of networks whose scores overflow on a row of finite numbers."""
    project = new_project()
    project.load_table("good", GOOD)
    project.load_table("rows", {"id": [0, 1], "x1": [1.5e308, 0.5], "x2": [-1.5e308, 5.0], "y": [0, 1], "y3": [0, 1]})
    large = {"w_00": 3, "w_01": -3, "w_02": 3, "w_10": 1, "w_11": 1, "w_12": 1}
    for name, network in {"two": NETWORK, "three": THREE | {"label": "y3"}}.items():
        project.write_network(f"{name}_net", network | {"initial_parameters": large}, source("good"))
        for macro in ("predict", "confusion_matrix", "roc_curve", "evaluate"):
            call = f"dbt_nn.{macro}(ref('{name}_net'), {source('rows')}, iteration=0)"
            project.write_model(f"{name}_{macro}", f"{TABLE}{{{{ {call} }}}}")
    return project


def test_scores_that_overflow(overflown):
    """Finite numbers too large to multiply have no prediction either, and no door judges them."""
    log = overflown.dbt("run", fails=True)
    for name in ("two", "three"):
        first, second = outputs(overflown.query(f"select * from {name}_predict order by id"))
        assert set(first) == {None}
        assert None not in second
        for macro in ("confusion_matrix", "roc_curve"):
            assert message_of(log, f"{name}_{macro}").startswith(
                "Invalid Input Error: `features` must be finite numbers in every row; received NULL, NaN, an infinity "
                "or numbers too large to multiply. The test examples_are_valid names the rows."
            )
        assert "numbers too large to multiply" in message_of(log, f"{name}_evaluate")


# Training

NUMBERS = st.one_of(st.sampled_from(NOTHINGS), st.floats(-1e6, 1e6))


@pytest.fixture(scope="module")
def rendered(new_project) -> str:
    """A query for what a network learns of a table, and reads of its rows."""
    network = {"features": ["x1", "x2"], "label": "y", "classes": [0, 1], "hidden_units": []}
    network |= {"impute": True, "standardize": ["x2"]}
    return new_project().render(
        f"{{%- set network = dbt_nn._resolve({network!r}) -%}}"
        "with state as (\n{{ dbt_nn._initial_row(network, 'rows') }}\n),\n"
        "{{ dbt_nn.examples(network, 'rows', with_label=false, carried='dbt_nn_row.id as id') }}\n"
        "select id, x_0, x_1, x_2, x_3, mean_0, mean_1, stddev_1 from examples cross join state order by id"
    )


@pytest.mark.slow
@settings(max_examples=200, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=12))
def test_nothing_is_learned_of_nothing(rendered, rows):
    """Whatever the columns: what is learned and read with NaN is to the last bit what is with NULL; and NumPy's."""
    rows = [(1.5, -2.5), *rows]

    def read(values: list[tuple]) -> list[tuple]:
        with duckdb.connect() as connection:
            connection.execute("create table rows (id bigint, x1 double, x2 double)")
            connection.executemany("insert into rows values (?, ?, ?)", [(n, *row) for n, row in enumerate(values)])
            return connection.execute(rendered).fetchall()

    found = read(rows)
    assert found == read([tuple(x if x is not None and math.isfinite(x) else None for x in row) for row in rows])

    table = np.array([[NAN if x is None else x for x in row] for row in rows], float)
    table[~np.isfinite(table)] = NAN
    mean, deviation = np.nanmean(table, axis=0), np.nanstd(table, axis=0)
    scale = np.nanmax(np.abs(table), axis=0) + 1e-12
    _, x_0, is_null_0, x_1, is_null_1, mean_0, mean_1, stddev_1 = (
        np.array(column) for column in zip(*found, strict=True)
    )
    assert mean_0 == pytest.approx(mean[0], abs=1e-12 * scale[0])
    assert mean_1 == pytest.approx(mean[1], abs=1e-12 * scale[1])
    spread = np.nanmin(table[:, 1]) < np.nanmax(table[:, 1])
    assert stddev_1 == pytest.approx(deviation[1] if spread else 1.0, rel=1e-6, abs=1e-8 * scale[1])
    assert is_null_0.tolist() == np.isnan(table[:, 0]).tolist()
    assert is_null_1.tolist() == np.isnan(table[:, 1]).tolist()
    assert x_0.tolist() == [mean_0[0] if np.isnan(x) else x for x in table[:, 0]]
    assert x_1[np.isnan(table[:, 1])].tolist() == [0.0] * int(np.isnan(table[:, 1]).sum())


@pytest.fixture(scope="module")
def trained(new_project) -> Project:
    """Networks that impute, trained in every form on data with NULL, NaN and both infinities."""
    project = new_project()
    names = {"null": None, "nan": NAN, "inf": INFINITY, "minus_inf": -INFINITY}
    for name, nothing in names.items():
        columns = GOOD | {column: every(GOOD[column], nothing) for column in ("x1", "x2")}
        project.load_table(
            name, columns | {"code": every([float(n % 3) for n in range(60)], None if name == "null" else NAN)}
        )
        data = source(name)
        categories = IMPUTED | {"features": ["x1", "x2", "code"], "categories": {"code": 4}}
        project.write_network(f"{name}_one", categories, data)
        project.write_network(f"{name}_two", categories, data, previous=f"ref('{name}_one')")
        project.write_network(f"{name}_many", categories, data, iterations=8)
        project.write_network(f"{name}_parts", categories, data, iterations=8, arguments="iterations_per_statement=3")
        project.write_network(f"{name}_batches", categories | {"batch_size": 20}, data, iterations=8)
        project.write_model(f"{name}_evaluate", f"{TABLE}{{{{ dbt_nn.evaluate(ref('{name}_many'), {data}) }}}}")
    project.dbt("run")
    return project


@pytest.mark.parametrize("form", ["one", "two", "many", "parts", "batches", "evaluate"])
def test_training_is_as_with_null(trained, form):
    """In every form of training, and judged, NaN and the infinities are NULL to the last bit; of a category NaN is."""
    expected = without_time(trained.query(f"select * from null_{form}"))
    assert len(expected) in (1, 2, 9)
    for name in ("nan", "inf", "minus_inf"):
        assert without_time(trained.query(f"select * from {name}_{form}")) == expected
    if form == "many":
        assert expected[0]["category_2_2"] is not None
        assert expected[0]["category_2_3"] is None


# What cannot be read is refused by name

FIX = "Fix the rows, which the test examples_are_valid names"
MEANS = "which treats these values as missing and learns what that means."
TRAIN_WITH = FIX + "; or train with `impute: [{}]`, " + MEANS
FINITE = "`features` must be finite numbers in every row; received "
A_CLASS = "`y` must be one of ['no', 'yes'] in every row; received "
TEXTS = ["no", "yes"] * 30
REFUSED_ROWS = {
    "nan": (
        {"x1": every(GOOD["x1"], NAN)},
        FINITE + "x1: NaN or an infinity in 12 of 60 rows, for instance nan. " + TRAIN_WITH.format("x1"),
    ),
    "minus_infinity": (
        {"x2": [-INFINITY, *GOOD["x2"][1:]]},
        FINITE + "x2: NaN or an infinity in 1 of 60 rows, for instance -inf. " + TRAIN_WITH.format("x2"),
    ),
    "null_and_infinity": (
        {"x1": [None, INFINITY, *GOOD["x1"][2:]], "x2": [None, None, *GOOD["x2"][2:]]},
        FINITE
        + "x1: NULL in 1 and NaN or an infinity in 1 of 60 rows, for instance inf, x2: NULL in 2 of 60 rows. "
        + TRAIN_WITH.format("x1, x2"),
    ),
    "null_label": ({"y": [None, *TEXTS[1:]]}, A_CLASS + "NULL in 1 of 60 rows. " + FIX + ", or leave them out."),
    "foreign_label": (
        {"y": ["maybe", "no", None, *TEXTS[3:]]},
        A_CLASS
        + "NULL in 1 and another value in 1 of 60 rows, for instance 'maybe'. "
        + FIX
        + ", or leave them out; if the value is right, add it to `classes`.",
    ),
}
JUDGES = ["evaluate", "confusion_matrix", "roc_curve", "feature_importance"]


@pytest.fixture(scope="module")
def refused(new_project) -> Result:
    """The log of a run that trains and judges on rows that cannot be read: in tables, views and ephemeral models."""
    project = new_project()
    network = NETWORK | {"classes": ["no", "yes"]}
    good = GOOD | {"y": TEXTS}
    project.load_table("good", good)
    project.write_network("network", network, source("good"), iterations=3)
    tests = []
    for name, (columns, _) in REFUSED_ROWS.items():
        project.load_table(name, good | columns)
        project.write_model(
            f"{name}_ephemeral", f"{{{{ config(materialized='ephemeral') }}}}select * from {{{{ {source(name)} }}}}"
        )
        for way, data in {"table": source(name), "ephemeral": f"ref('{name}_ephemeral')"}.items():
            project.write_network(f"{name}_{way}_one", network, data)
            project.write_network(f"{name}_{way}_many", network, data, iterations=3)
            project.write_network(
                f"{name}_{way}_parts", network, data, iterations=3, arguments="iterations_per_statement=1"
            )
            config = {"materialized": "incremental", "unique_key": "iteration", "meta": {"network": network}}
            project.write_model(
                f"{name}_{way}_start", f"{{{{ config(**{config!r}) }}}}{{{{ dbt_nn.initial_parameters(data={data}) }}}}"
            )
            for judge in JUDGES:
                project.write_model(f"{name}_{way}_{judge}", f"{TABLE}{{{{ dbt_nn.{judge}(ref('network'), {data}) }}}}")
            project.write_model(
                f"{name}_{way}_curve",
                f"{TABLE}{{{{ dbt_nn.learning_curve(ref('network'), {source('good')}, {data}) }}}}",
            )
        for test, value in {
            "loss_below": 9,
            "better_than_baseline": None,
            "gradients_match_finite_differences": None,
        }.items():
            arguments = {"data": source(name)} | ({"value": value} if value else {})
            tests.append({f"dbt_nn.{test}": {"name": f"{name}_{test}", "arguments": arguments}})
    config = {"materialized": "incremental", "unique_key": "iteration", "meta": {"network": network}}
    project.write_model("start", f"{{{{ config(**{config!r}) }}}}{{{{ dbt_nn.initial_parameters() }}}}")
    project.write_network("first_of_a_chain", network, source("null_label"), previous="ref('start')")
    project.write("models/tests.yml", {"models": [{"name": "network", "data_tests": tests}]})
    result = project.dbt("run", fails=True)
    tested = project.dbt("test", fails=True)
    return Result(False, [*result.lines, *tested.lines])


WAYS = ["one", "many", "parts", "start", "curve", *JUDGES]


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", ["table", "ephemeral"])
@pytest.mark.parametrize("name", REFUSED_ROWS)
def test_rows_are_refused_by_name(refused, name, kind, way):
    """Each door names the column, how many rows, one value, and the way out."""
    assert message_of(refused, f"{name}_{kind}_{way}").split(" > in macro")[0] == REFUSED_ROWS[name][1]


@pytest.mark.slow
@pytest.mark.parametrize("test", ["loss_below", "better_than_baseline", "gradients_match_finite_differences"])
@pytest.mark.parametrize("name", REFUSED_ROWS)
def test_tests_with_data_refuse_by_name(refused, name, test):
    """So do tests that are given data."""
    assert message_of(refused, f"{name}_{test}") == REFUSED_ROWS[name][1]


@pytest.mark.slow
def test_first_model_of_a_chain_refuses_by_name(refused):
    """A chain whose start is given no data looks at it in the first model that is."""
    assert message_of(refused, "first_of_a_chain") == REFUSED_ROWS["null_label"][1]


# Columns without values, and text

EMPTY = "`features` must be columns with a value in at least one row; received '{}'. "
NOTHING_TO_LEARN = "There is nothing to learn from a column without values: remove it from `features`."
NUMBER_OR_CATEGORY = "`features` must be finite numbers, or categories, in every row; received "
CHARGES = [" " if number % 30 == 7 else f"{number * 1.5:.2f}" for number in range(60)]
NOT_NUMBERS = "`features` must be columns of numbers; received 'text (character varying(256))'. "
REFUSED_COLUMNS = {
    "empty": ({"x1": [None] * 59 + [NAN]}, NETWORK, EMPTY.format("x1") + NOTHING_TO_LEARN),
    "empty_imputed": ({"x1": [None] * 59 + [INFINITY]}, IMPUTED, EMPTY.format("x1") + NOTHING_TO_LEARN),
    "empty_category": (
        {"x1": [None] * 60},
        IMPUTED | {"categories": {"x1": 3}},
        EMPTY.format("x1") + NOTHING_TO_LEARN,
    ),
    "null_category": (
        {"x1": [None, *"abc" * 19, None, "a"]},
        NETWORK | {"categories": {"x1": ["a", "b", "c"]}, "impute": ["x2"]},
        NUMBER_OR_CATEGORY + "x1: NULL in 2 of 60 rows. " + TRAIN_WITH.format("x2, x1"),
    ),
    "nan_category": (
        {"x1": [NAN, NAN, *[1.0] * 58]},
        NETWORK | {"categories": {"x1": 1}},
        NUMBER_OR_CATEGORY + "x1: NaN in 2 of 60 rows. " + TRAIN_WITH.format("x1"),
    ),
    "many_values": (
        {"text": [f"name {number}" for number in range(60)]},
        NETWORK | {"features": ["x1", "text"]},
        NOT_NUMBERS
        + "It has 60 different values: remove it from `features`; or group them, or turn them into numbers, in the "
        "model that many_values_net reads; or learn the 50 most frequent: `categories: {text: 50}`.",
    ),
    "few_values": (
        {"text": [f"name {number % 50}" for number in range(60)]},
        NETWORK | {"features": ["x1", "text"]},
        NOT_NUMBERS
        + "Cast it, or turn it into numbers, in the model that few_values_net reads; or make it a category: "
        "it has 50 different values, and `categories: {text: 50}` learns all of them.",
    ),
    "numbers_as_text": (
        {"text": CHARGES},
        NETWORK | {"features": ["x1", "text"]},
        NOT_NUMBERS + "58 of its 60 values are numbers: in the model that numbers_as_text_net reads, "
        'select try_cast("text" as double), which is NULL for the others.',
    ),
}


@pytest.fixture(scope="module")
def refused_columns(new_project) -> tuple[Project, Result]:
    """A project of columns that cannot be learned from, and the log of its run; they stand in tables and in files."""
    project = new_project()
    files = []
    for name, (columns, network, _) in REFUSED_COLUMNS.items():
        project.load_table(name, GOOD | columns)
        project.query(f"copy {name} to '{project.folder / name}.parquet'")
        files.append({"name": f"{name}_file", "meta": {"external_location": f"{project.folder / name}.parquet"}})
        project.write_network(f"{name}_net", network, source(name), iterations=3)
        project.write_model(
            f"{name}_ephemeral", f"{{{{ config(materialized='ephemeral') }}}}select * from {{{{ {source(name)} }}}}"
        )
        project.write_network(f"{name}_in_ephemeral", network, f"ref('{name}_ephemeral')")
        project.write_network(f"{name}_in_file", network, f"source('files', '{name}_file')", iterations=3)
    project.write("models/files.yml", {"sources": [{"name": "files", "tables": files}]})
    return project, project.dbt("run", fails=True)


@pytest.mark.parametrize("where", ["net", "in_file", "in_ephemeral"])
@pytest.mark.parametrize("name", REFUSED_COLUMNS)
def test_columns_are_refused_by_name(refused_columns, name, where):
    """Columns without values, categories that are missing, and text, wherever the data stands."""
    found = message_of(refused_columns[1], f"{name}_{where}").split(" > in macro")[0]
    assert found == REFUSED_COLUMNS[name][2].replace(f"{name}_net", f"{name}_{where}")


def test_the_advice_works(refused_columns):
    """The numbers that were text train as advised, and so do the most frequent of many values."""
    project, _ = refused_columns
    casted = 'select x1, x2, y, try_cast("text" as double) as text from {{ ' + source("numbers_as_text") + " }}"
    project.write_model("as_numbers", casted)
    network = NETWORK | {"features": ["x1", "text"]}
    project.write_network("advised_numbers", network | {"impute": ["text"]}, "ref('as_numbers')", iterations=3)
    project.write_network("advised_50", network | {"categories": {"text": 50}}, source("many_values"), iterations=3)
    project.dbt("run", "--select", "as_numbers", "advised_numbers", "advised_50")
    assert len(project.rows("advised_numbers")) == len(project.rows("advised_50")) == 4


def test_minus_infinity_is_not_zero(project):
    """The activation, as DuckDB has it and as any engine does, lets no number pass that is none."""
    relus = project.render("select {{ dbt_nn._relu('x') }} as relu, {{ dbt_nn.default___relu('x') }} as plain")
    values = "(values (1, '-inf'::double), (2, 'nan'), (3, 'inf'), (4, -2.0), (5, 2.0), (6, null)) as t (n, x)"
    rows = project.query(f"{relus} from {values} order by n")
    for row, expected in zip(rows, [NAN, NAN, INFINITY, 0.0, 2.0, None], strict=True):
        for value in row.values():
            assert value == expected or (value != value and expected != expected)
