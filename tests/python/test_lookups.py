"""Categories that are looked up: all that there are, as many as there are, at every door and from every start."""

import duckdb
import numpy as np
import pytest
import reference

DATA = "source('tables', 'orders')"
ROWS, TOWNS = 400, 40
NETWORK = {
    "features": ["price", "town", "size"],
    "label": "y",
    "classes": ["no", "yes"],
    "hidden_units": [3],
    "initialization": "glorot",
    "learning_rate": 0.5,
    "l2_reg": 0.001,
    "categories": {"town": "all", "size": "all"},
    "seed": 5,
}
SIZES = ["S", "M", "L"]
LAYOUTS = ["columns", "lists"]


def orders() -> dict:
    """Rows of a price, a town and a size, and whether something was bought, which follows from the town."""
    rng = np.random.default_rng(4)
    towns = rng.integers(0, TOWNS, ROWS)
    towns[:TOWNS] = range(TOWNS)
    price = rng.normal(size=ROWS)
    bought = (towns % 3 == 0) ^ (price > 1.0)
    return {
        "price": price,
        "town": [f"town {town}" for town in towns],
        "size": [SIZES[place % 3] for place in range(ROWS)],
        "y": ["yes" if yes else "no" for yes in bought],
    }


def in_order(values: list[str]) -> list[str]:
    """The values, the most frequent first; of equally frequent ones the first in byte order."""
    return sorted(set(values), key=lambda value: (-values.count(value), value))


def examples(rows: dict) -> tuple[np.ndarray, np.ndarray]:
    """What the network reads from the rows, an input for each category, and the numbers of the classes."""
    inputs = [np.array(rows["price"])[:, None]]
    for feature in ("town", "size"):
        values = list(rows[feature])
        inputs.append(np.array([[float(value == category) for category in in_order(values)] for value in values]))
    return np.hstack(inputs), np.array([int(label == "yes") for label in rows["y"]])


LOOKED_UP = {"layer_1_categories_1": 1, "layer_1_categories_2": 1 + TOWNS}
WIDTHS = [1 + TOWNS + len(SIZES), 3, 2]


@pytest.fixture(scope="module")
def built(new_project):
    """Networks of all categories, in one statement and one iteration at a time, and what reads them."""
    project = new_project()
    project.load_table("orders", orders())
    counted = NETWORK | {"categories": {"town": TOWNS, "size": len(SIZES)}, "layout": "lists"}
    project.write_network("net", NETWORK, data=DATA, iterations=20)
    project.write_network("by_one", NETWORK, data=DATA, iterations=1)
    project.write_network("counted", counted, data=DATA, iterations=20)
    project.write_network("warm", NETWORK, data=DATA, iterations=1, arguments="warm_start=ref('net')")
    for name in ("net", "counted"):
        for door, call in {
            "predicted": f"predict(ref('{name}'), {DATA})",
            "weights": f"weights(ref('{name}'))",
            "selected": f"predict_select(ref('{name}'), {DATA})",
        }.items():
            project.write_model(f"{door}_{name}", f"{{{{ config(materialized='view') }}}}{{{{ dbt_nn.{call} }}}}")
    project.dbt("run")
    return project


def test_all_categories_are_learned(built):
    """As if there were an input for each, whatever their number: NumPy's numbers in every iteration."""
    start = reference.initial_layers(WIDTHS, seed=5, initialization="glorot")
    expected = reference.train(start, *examples(orders()), iterations=20, learning_rate=0.5, l2_reg=0.001)
    rows = built.rows("net")
    assert len(rows) == 21
    for ours, theirs in zip(rows, expected, strict=True):
        layers = reference.from_row(ours, WIDTHS, looked_up=LOOKED_UP)
        assert reference.relative_error(layers, reference.from_row(theirs, WIDTHS)) < 1e-12
        assert ours["loss"] == theirs["loss"] or ours["loss"] == pytest.approx(theirs["loss"], rel=1e-12)
    assert rows[0]["categories_1"] == in_order(list(orders()["town"]))
    assert rows[0]["categories_2"] == in_order(list(orders()["size"]))


def test_runs_go_on(built):
    """The next run, and a network that starts from another, have the categories of the row that they start from."""
    project = built
    with_another = {name: [*values, "elsewhere" if name == "town" else values[0]] for name, values in orders().items()}
    project.load_table("orders", with_another)
    project.dbt("run", "--select", "by_one")
    project.load_table("orders", orders())
    rows = project.rows("by_one")
    assert [row["iteration"] for row in rows] == [0, 1, 2]
    assert rows[-1]["num_examples"] == ROWS + 1
    assert rows[-1]["categories_1"] == rows[0]["categories_1"]
    assert len(rows[-1]["layer_1_categories_1"]) == 3 * TOWNS
    warm, net = project.rows("warm")[0], project.rows("net")[-1]
    for column in ("layer_1", "layer_1_categories_1", "layer_1_categories_2", "layer_2", "categories_1"):
        assert warm[column] == net[column]


@pytest.mark.parametrize("door", ["predicted", "weights", "selected"])
def test_doors(built, door):
    """All of them and as many as there are give the same rows."""
    all_of_them, counted = (built.query(f"select * from {door}_{name}") for name in ("net", "counted"))
    assert len(all_of_them) == (3 * (WIDTHS[0] + 1) + 8 if door == "weights" else ROWS)
    for ours, theirs in zip(all_of_them, counted, strict=True):
        for name, value in theirs.items():
            assert ours[name] == value or ours[name] == pytest.approx(value, rel=1e-9, abs=1e-12)


def test_empty_run(built):
    """`dbt run --empty` reads no data, and writes out the numbers of all categories all the same."""
    project = built
    before = project.rows("net")
    project.dbt("run", "--empty")
    assert "'town 1' as category_1_" in project.compiled("selected_net")
    assert project.rows("net") == before
    project.dbt("run", "--select", "selected_net")


def test_a_missing_category_is_a_fault(project):
    """The test of the rows finds it, and training refuses it, as a missing number."""
    rows = orders()
    project.load_table("orders", rows | {"town": [None, *list(rows["town"])[1:]]})
    project.write_network("net", NETWORK, data=DATA, iterations=2)
    project.write_model("rows", f"select * from {{{{ {DATA} }}}}")
    test = {"dbt_nn.examples_are_valid": {"arguments": {"network": "ref('net')"}}}
    project.write("models/rows.yml", {"models": [{"name": "rows", "data_tests": [test]}]})
    assert "town: NULL in 1 of 400 rows" in project.dbt("run", fails=True).text
    assert "FAIL 1 dbt_nn_examples_are_valid_rows" in project.dbt("test", fails=True).text


def test_a_missing_category_has_no_prediction(project):
    """Whereas one that training did not have has; and a statement that finds one only when it runs is stopped."""
    rows = orders()
    project.load_table("orders", rows)
    project.load_table("others", {"price": [1.0] * 3, "town": ["town 1", "elsewhere", None], "size": ["S"] * 3})
    project.write_network("net", NETWORK, data=DATA, iterations=1)
    project.write_network("many", NETWORK, data=DATA, iterations=2)
    project.write_model("predicted", "{{ dbt_nn.predict(ref('net'), source('tables', 'others')) }}")
    project.dbt("run")
    found = {row["town"]: row["probability_yes"] for row in project.query("select * from predicted")}
    assert [value is None for value in (found["town 1"], found["elsewhere"], found[None])] == [False, False, True]
    project.dbt("compile", "--full-refresh")
    project.load_table("orders", rows | {"town": [None, *list(rows["town"])[1:]]})
    for model in ("net", "many"):
        with pytest.raises(duckdb.Error, match="`features` must be numbers in every row; received NULL in 1 of 400"):
            project.query(project.compiled(model))


def test_another_number_of_categories_is_refused(project):
    """A view over a network that was trained anew, on other categories, says so; built again it reads them."""
    rows = orders()
    project.load_table("orders", rows)
    project.write_network("net", NETWORK, data=DATA, iterations=2)
    project.write_model(
        "predicted", f"{{{{ config(materialized='view') }}}}{{{{ dbt_nn.predict(ref('net'), {DATA}) }}}}"
    )
    project.dbt("run")
    project.load_table("orders", {name: list(values)[TOWNS:] for name, values in rows.items()} | {"town": ["x"] * 360})
    project.dbt("run", "--select", "net", "--full-refresh")
    with pytest.raises(duckdb.Error) as refused:
        project.query("select * from predicted")
    assert "must have the number of categories that this query was built for, 40 of `town`" in str(refused.value)
    project.dbt("run", "--select", "predicted")
    assert len(project.query("select * from predicted")) == 360


def test_categories_cross_with_their_weights(project):
    """A network that starts from one of the other layout has its categories, whatever its own rows would say."""
    rows = orders()
    project.load_table("orders", rows)
    project.load_table(
        "others", {name: list(values)[::-1][:200] for name, values in rows.items()} | {"town": ["x"] * 200}
    )
    counted = NETWORK | {"categories": {"town": TOWNS, "size": len(SIZES)}}
    for layout in LAYOUTS:
        project.write_network(f"net_{layout}", counted | {"layout": layout}, data=DATA, iterations=3)
    for layout, other in zip(LAYOUTS, reversed(LAYOUTS), strict=True):
        project.write_network(
            f"warm_{layout}",
            counted | {"layout": layout},
            data="source('tables', 'others')",
            iterations=1,
            arguments=f"warm_start=ref('net_{other}')",
        )
        call = f"dbt_nn.predict(ref('warm_{layout}'), {DATA}, iteration=0)"
        project.write_model(f"predicted_{layout}", f"{{{{ {call} }}}}")
    kept = "* exclude (description, trained_at, training_run, iteration)"
    numbers = f"select {kept} from {{{{ ref('net_columns') }}}} where iteration = 3"
    project.write_model("numbers", f"{{{{ config(materialized='table') }}}}{numbers}")
    others = "source('tables', 'others')"
    project.write_network("warm_all", NETWORK, data=others, iterations=1, arguments="warm_start=ref('numbers')")
    project.write_model("predicted_net", f"{{{{ dbt_nn.predict(ref('net_lists'), {DATA}) }}}}")
    project.dbt("run")
    assert project.rows("warm_lists")[0]["categories_1"] == in_order(list(rows["town"]))
    assert [project.rows("warm_columns")[0][f"category_1_{n}"] for n in range(TOWNS)] == in_order(list(rows["town"]))
    expected = project.query("select probability_yes from predicted_net")
    assert project.rows("warm_all")[0]["categories_1"] == in_order(list(rows["town"]))
    for layout in LAYOUTS:
        found = project.query(f"select probability_yes from predicted_{layout}")
        assert [row["probability_yes"] for row in found] == pytest.approx([row["probability_yes"] for row in expected])


# Rows, hidden units, classes, activation, optimiser; whether a full batch has an example a row.
FORMS = {
    "many_rows": (3000, [6], 2, "relu", "sgd", True),
    "many_rows_deep": (3000, [5, 4], 3, "tanh", "momentum", True),
    "few_rows": (60, [24], 2, "relu", "momentum", False),
}


def sales(rows: int, classes: int) -> dict:
    """Two features with gaps, of 30 and 6 categories, one of 3, and a number."""
    rng = np.random.default_rng(7)
    town, shape = rng.integers(0, 30, rows), rng.integers(0, 6, rows)
    price = rng.normal(size=rows)
    return {
        "price": price,
        "town": [None if place % 19 == 0 else f"town {place}" for place in town],
        "shape": [None if number % 7 == 0 else f"shape {place}" for number, place in enumerate(shape.tolist())],
        "color": [["red", "green", "blue"][place] for place in rng.integers(0, 3, rows)],
        "y": ((town + shape + (price > 0)) % classes).tolist(),
    }


def inputs_of(table: dict, learned: dict[str, int], imputed: list[str]) -> np.ndarray:
    """What a network reads that learns so many categories of each feature; of another one all inputs are 0."""
    columns = [np.array(table["price"])]
    for feature, count in learned.items():
        values = table[feature]
        categories = in_order([value for value in values if value is not None])[:count]
        columns += [np.array([float(value == category) for value in values]) for category in categories]
        if feature in imputed:
            columns.append(np.array([float(value is None) for value in values]))
    return np.column_stack(columns)


@pytest.mark.parametrize("name", FORMS)
def test_every_form_has_the_numbers_of_one_input_each(project, name):
    """Whether an iteration looks a feature up or not: in blocks six categories are inputs."""
    count, hidden, classes, activation, optimizer, by_row = FORMS[name]
    table, imputed = sales(count, classes), ["town", "shape"]
    project.load_table("sales", table)
    options = {"activation": activation, "optimizer": optimizer, "l2_reg": 0.01, "learning_rate": 0.3}
    options |= {"momentum": 0.8} if optimizer == "momentum" else {}
    network = options | {
        "features": ["price", "town", "shape", "color"],
        "label": "y",
        "classes": list(range(classes)),
        "hidden_units": hidden,
        "initialization": "glorot",
        "categories": {"town": "all", "shape": 6, "color": 2},
        "impute": imputed,
        "layout": "lists",
        "seed": 5,
    }
    forms = {"net": "", "on_threads": "threads=2", "in_parts": "iterations_per_statement=3"}
    for form, arguments in forms.items():
        project.write_network(
            form, network, data="source('tables', 'sales')", iterations=8, arguments=arguments, materialized="table"
        )
    project.dbt("run")
    assert ("read_examples" in project.compiled("net")) == by_row
    x = inputs_of(table, {"town": 30, "shape": 6, "color": 2}, imputed)
    widths = [x.shape[1], *hidden, classes]
    num_towns = len({town for town in table["town"] if town is not None})
    assert x.shape[1] == 1 + num_towns + 1 + 6 + 1 + 2
    start = reference.initial_layers(widths, seed=5, initialization="glorot")
    expected = reference.train(start, x, np.array(table["y"]), iterations=8, **options)
    prefixes = ["", "velocity_"] if optimizer == "momentum" else [""]
    for form in forms:
        rows = project.rows(form)
        assert [row["iteration"] for row in rows] == list(range(9)), form
        for ours, theirs in zip(rows, expected, strict=True):
            assert ours["loss"] == theirs["loss"] or ours["loss"] == pytest.approx(theirs["loss"], rel=1e-12)
            assert ours["accuracy"] == theirs["accuracy"]
            for prefix in prefixes if ours["iteration"] else [""]:
                found = reference.from_row(ours, widths, prefix, {"layer_1_categories_1": 1})
                assert reference.relative_error(found, reference.from_row(theirs, widths, prefix)) < 1e-12
        assert [rows[-1][f"category_2_{place}"] for place in range(6)] == in_order([v for v in table["shape"] if v])


SOME = "where price > 2"
CHANGES = {
    "a_category": (f"update sales set shape = null {SOME}", "`features` must be numbers in every row; received NULL"),
    "a_number": (f"update sales set price = null {SOME}", "`features` must be numbers in every row; received NULL"),
    "a_label": (f"update sales set y = 7 {SOME}", "must be one of [0, 1, 2] in every row; received another"),
    "no_label": (f"update sales set y = null {SOME}", "must be one of [0, 1, 2] in every row; received another"),
    "all": ("delete from sales", "`data` must have rows; received 0."),
    "nan": (f"update sales set price = 'nan' {SOME}", "`features` must be finite numbers in every row; received NaN"),
}


@pytest.fixture(scope="module")
def compiled(new_project):
    """Training statements of both forms over rows without gaps, which change once they are written, and predictions."""
    project = new_project()
    table = sales(3000, 3)
    gapless = {name: ["none" if value is None else value for value in table[name]] for name in ("town", "shape")}
    project.load_table("sales", table | gapless)
    network = {
        "features": ["price", "town", "shape"],
        "label": "y",
        "classes": [0, 1, 2],
        "hidden_units": [5, 4],
        "categories": {"town": 20, "shape": 6},
        "layout": "lists",
    }
    for form, changes in {"by_row": {}, "in_batches": {"batch_size": 32}, "in_blocks": {"hidden_units": []}}.items():
        project.write_network(form, network | changes, data="source('tables', 'sales')", iterations=3)
    view = "{{ config(materialized='view') }}{{ dbt_nn.predict(ref('by_row'), source('tables', 'sales')) }}"
    project.write_model("predicted", view)
    project.dbt("run")
    project.dbt("compile", "--full-refresh")
    assert "read_examples" in project.compiled("by_row")
    return project


@pytest.mark.parametrize("form", ["by_row", "in_batches", "in_blocks"])
@pytest.mark.parametrize("name", CHANGES)
def test_rows_that_went_bad_stop_the_statement(compiled, name, form):
    """In the same words in every form."""
    change, message = CHANGES[name]
    with duckdb.connect(compiled.database) as connection:
        connection.execute("begin")
        connection.execute(change)
        with pytest.raises(duckdb.Error) as stopped:
            connection.execute(compiled.compiled(form)).fetchall()
    assert message in str(stopped.value)


def test_a_category_that_went_missing_has_no_prediction(compiled):
    """In a view, as a missing number has none."""
    with duckdb.connect(compiled.database) as connection:
        connection.execute("begin")
        connection.execute("update sales set town = null where price > 2")
        predicted = connection.execute("select town is null, probability_0 is null from predicted").fetchall()
    assert {(True, True), (False, False)} == set(predicted)


REFUSED = {
    "columns": (NETWORK | {"layout": "columns"}, DATA, "where categories are not looked up; received 'town: all'"),
    "unread": (
        NETWORK,
        "ref('passing')",
        "where the data cannot be read before the query is written; received 'town: all'",
    ),
    "a_word": (
        NETWORK | {"categories": {"town": "every"}},
        DATA,
        "received 'town: every'. Write a whole number, 1 or above",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_counted_is_refused(project, name):
    """In words that say what to do."""
    network, data, message = REFUSED[name]
    project.load_table("orders", orders())
    project.write_model("passing", f"{{{{ config(materialized='ephemeral') }}}}select * from {{{{ {DATA} }}}}")
    project.write_network("net", network, data=data, iterations=1)
    assert message in project.dbt("run", "--select", "net", fails=True).text
