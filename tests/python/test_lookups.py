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
