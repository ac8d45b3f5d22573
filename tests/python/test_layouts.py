"""A network of lists is the network of columns: the same numbers in every form of training and at every door."""

import json
from itertools import pairwise

import duckdb
import numpy as np
import pytest
import reference

TOLERANCE = 1e-12
ITERATIONS = 30
DATA = "source('tables', 'points')"
LAYOUTS = ["columns", "lists"]
FORMS = ["net", "by_one", "in_parts", "on_threads", "in_batches", "warm", "crossed"]

# Hidden units, classes, activation, optimiser; those with categories have so many that lists look them up.
NETWORKS = {
    "post": ([2], 2, "relu", "sgd"),
    "momentum": ([5], 2, "tanh", "momentum"),
    "three_classes": ([4, 3], 3, "relu", "sgd"),
    "adam": ([4, 3], 3, ["gelu", "sigmoid"], "adam"),
    "ftrl": ([5, 2], 2, ["elu", "gelu"], "ftrl"),
    "softmax_regression": ([], 3, "relu", "sgd"),
    "logistic_regression": ([], 2, "relu", "sgd"),
    "deep": ([4, 3, 12], 2, "tanh", "momentum"),
    "categories": ([3], 2, "relu", "momentum"),
    "categories_deep": ([4, 3], 3, "tanh", "sgd"),
    "categories_logistic": ([], 2, "relu", "sgd"),
    "categories_softmax": ([], 3, "relu", "sgd"),
}
NUM_CATEGORIES = 19
WITH_GAPS = "source('tables', 'gaps')"
DOORS = {
    "missing": f"predict(ref('NETWORK'), {WITH_GAPS})",
    "predictions": f"predict(ref('NETWORK'), {DATA})",
    "evaluation": f"evaluate(ref('NETWORK'), {DATA})",
    "confusion": f"confusion_matrix(ref('NETWORK'), {DATA})",
    "roc": f"roc_curve(ref('NETWORK'), {DATA})",
    "importance": f"feature_importance(ref('NETWORK'), {DATA})",
    "weights": "weights(ref('NETWORK'))",
    "selected": f"predict_select(ref('NETWORK'), {DATA})",
    "curve": f"learning_curve(ref('NETWORK'), {DATA}, {DATA})",
    "grid": "decision_grid(ref('NETWORK'), cells=5)",
    "inputs": f"transform(ref('NETWORK'), {DATA})",
}


def points(classes: int) -> dict:
    """A table: two numbers, the second one sometimes missing, and a label that follows from them."""
    rng = np.random.default_rng(1)
    x = rng.normal(size=(150, 2))
    y = np.minimum((x[:, 0] > 0).astype(int) + (x[:, 1] > 0.5), classes - 1)
    towns = [None if place % 23 == 0 else f"town {place * place % 31}" for place in range(150)]
    second = [None if place % 17 == 0 else value for place, value in enumerate(x[:, 1].tolist())]
    return {"x1": x[:, 0], "town": towns, "x2": second, "y": y}


QUICK = ["categories_deep"]


def write_layouts(project, name: str, iterations: int) -> tuple:
    """Write both layouts of a network, trained in all forms, with all doors and tests, into a project.

    Returns the doors, and a function that makes the layers of a row.
    """
    hidden, classes, activation, optimizer = NETWORKS[name]
    project.load_table("points", points(classes))
    project.load_table(
        "gaps", points(classes) | {"x1": [None, 0.5, -1.0] * 50, "town": ["town 1", "elsewhere", None] * 50}
    )
    network = {
        "features": ["x1", "x2"],
        "label": "y",
        "classes": list(range(classes)),
        "hidden_units": hidden,
        "activation": activation,
        "optimizer": optimizer,
        "learning_rate": 0.3,
        "l2_reg": 0.01,
        "initialization": "glorot",
        "standardize": True,
        "impute": ["x2"],
        "initial_parameters": {"w_00": 0.25, "b_0": -0.5},
        "seed": 3,
    }
    doors, widths, looked_up = dict(DOORS), [3, *hidden, classes], {}
    if name.startswith("categories"):
        # The towns are the inputs after the first; what is missing is an input too.
        network |= {"features": ["x1", "town", "x2"], "impute": ["x2", "town"]}
        network["categories"] = {"town": NUM_CATEGORIES}
        widths[0], looked_up = 3 + NUM_CATEGORIES + 1, {"layer_1_categories_1": 1}
        del doors["grid"], doors["inputs"]
    for layout, other in zip(LAYOUTS, reversed(LAYOUTS), strict=True):
        here = network | {"layout": layout}
        forms = {
            "net": (iterations, ""),
            "in_parts": (iterations, "iterations_per_statement=7"),
            "on_threads": (iterations, "threads=2"),
            "by_one": (1, ""),
            "warm": (1, f"warm_start=ref('net_{layout}')"),
            "crossed": (1, f"warm_start=ref('net_{other}')"),
        }
        for form, (number, arguments) in forms.items():
            project.write_network(f"{form}_{layout}", here, data=DATA, iterations=number, arguments=arguments)
        project.write_network(f"in_batches_{layout}", here | {"batch_size": 32}, data=DATA, iterations=iterations)
        for door, call in doors.items():
            project.write_model(f"{door}_{layout}", f"{{{{ dbt_nn.{call.replace('NETWORK', f'net_{layout}')} }}}}")
        gradients = {"dbt_nn.gradients_match_finite_differences": {"arguments": {"data": DATA, "iteration": 7}}}
        tests = [gradients, "dbt_nn.parameters_are_finite", "dbt_nn.iterations_are_complete"]
        project.write(f"models/{layout}.yml", {"models": [{"name": f"net_{layout}", "data_tests": tests}]})
    return doors, lambda row: reference.from_row(row, widths, looked_up=looked_up)


@pytest.fixture(
    scope="module",
    params=[name if name in QUICK else pytest.param(name, marks=pytest.mark.slow) for name in NETWORKS],
)
def built(request, new_project):
    """The networks of both layouts, built; their doors, and what makes the layers of a row."""
    project = new_project()
    doors, layers_of = write_layouts(project, request.param, ITERATIONS)
    project.dbt("build")
    return project, doors, layers_of


@pytest.mark.parametrize("form", FORMS)
def test_numbers(built, form):
    """Every iteration has the same parameters, loss and accuracy."""
    project, _, layers_of = built
    columns, lists = (project.rows(f"{form}_{layout}") for layout in LAYOUTS)
    assert len(columns) == len(lists) == (2 if form in ("by_one", "warm", "crossed") else ITERATIONS + 1)
    for ours, theirs in zip(lists, columns, strict=True):
        assert reference.relative_error(layers_of(ours), layers_of(theirs)) < TOLERANCE
        for name in ("iteration", "accuracy", "num_examples"):
            assert ours[name] == theirs[name]
        assert ours["loss"] == theirs["loss"] or ours["loss"] == pytest.approx(theirs["loss"], rel=TOLERANCE)


def test_doors(built):
    """Every door gives the same rows."""
    project, doors, _ = built
    for door in doors:
        columns, lists = (project.query(f"select * from {door}_{layout}") for layout in LAYOUTS)
        assert len(columns) == len(lists) > 0, door
        for ours, theirs in zip(lists, columns, strict=True):
            assert ours.keys() == theirs.keys(), door
            for name, value in theirs.items():
                assert ours[name] == value or ours[name] == pytest.approx(value, rel=1e-9, abs=1e-12), (door, name)


def test_another_layout_is_refused(built):
    """A table of columns does not go on as lists: the message says how it can."""
    project, *_ = built
    file = "models/net_columns.sql"
    text = (project.folder / file).read_text(encoding="utf-8")
    project.write(file, text.replace("columns", "lists"))
    result = project.dbt("run", "--select", "net_columns", fails=True)
    project.write(file, text)
    assert "with `layout` columns; received `layout` lists. Restore the description, or train" in result.text


def test_a_warehouse_without_lists(project):
    """It refuses lists in words, and `auto` is columns there however wide the network is."""
    project.write("macros/without.sql", "{% macro duckdb___has_lists() %}{{ return(false) }}{% endmacro %}")
    project.load_table("points", points(2))
    network = {"features": ["x1"], "label": "y", "classes": [0, 1], "hidden_units": [30]}
    project.write_network("network", network | {"layout": "lists"}, data=DATA)
    text = project.dbt("run", fails=True).text
    assert (
        "`layout` must be columns on duckdb; received 'lists'. Of the warehouses that dbt_nn knows, DuckDB and" in text
    )
    project.write_network("network", network, data=DATA)
    project.dbt("run")
    assert "w_00" in project.rows("network")[0]


def test_every_parameter_has_its_place(project):
    """Each name of the layout of columns is a place in the lists, in their order; other names are none."""
    network = {"features": [f"x{n}" for n in range(11)], "label": "y", "classes": [0, 1, 2], "hidden_units": [12, 2]}
    places = project.render(f"""
        {{%- set network = dbt_nn._resolve({network | {"layout": "lists"}!r}) -%}}
        {{%- set places = [] -%}}
        {{%- for list in network.parameters -%}}
            {{%- for name in dbt_nn._names_in_list(network, list) -%}}
                {{%- do places.append(dbt_nn._place_of(network, name).values() | list) -%}}
            {{%- endfor -%}}
        {{%- endfor -%}}
        {{%- set columns = dbt_nn._in_layout(network, 'columns').parameters -%}}
        {{%- for name in columns + ['w_0', 'b_012', 'w4_00', 'w1_00', 'w2_120', 'b_12', 'w_00 ', 'x_00', 'w_0_1'] -%}}
            {{%- do places.append(dbt_nn._place_of(network, name) is none) -%}}
        {{%- endfor -%}}
        {{{{ tojson(places) }}}}
    """)
    places = json.loads(places)
    widths = [11, 12, 2, 3]
    expected = [
        [layer, source, unit]
        for layer, (inputs, units) in enumerate(pairwise(widths), start=1)
        for unit in range(units)
        for source in range(inputs + 1)
    ]
    assert places[: len(expected)] == expected
    assert places[len(expected) :] == [False] * len(expected) + [True] * 9


BAD_ROWS = {
    "none": ("where false", "`data` must have rows; received 0."),
    "missing": ("union all select null, 1.0, 0", "`features` must be numbers in every row; received NULL in 1 of 61"),
    "a_label": ("union all select 0.5, 1.0, 7", "must be one of [0, 1, 2] in every row; received another value or"),
    "no_label": ("union all select 0.5, 1.0, null", "must be one of [0, 1, 2] in every row; received another value or"),
    "nan": ("union all select 'nan', 1.0, 0", "`features` must be finite numbers in every row; received NaN"),
}


@pytest.fixture(scope="module")
def compiled(new_project):
    """A project of networks over rows that change once the SQL is written."""
    project = new_project()
    rng = np.random.default_rng(2)
    project.load_table("points", {"x1": rng.normal(size=60), "x2": rng.normal(size=60), "y": rng.integers(0, 3, 60)})
    network = {"features": ["x1", "x2"], "label": "y", "classes": [0, 1, 2], "hidden_units": [3]}
    for layout in LAYOUTS:
        for iterations in (1, 5):
            here = network | {"layout": layout}
            project.write_network(f"{layout}_{iterations}", here, data=DATA, iterations=iterations)
    project.dbt("compile")
    return project


@pytest.mark.parametrize("iterations", [1, 5])
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("rows", BAD_ROWS)
def test_bad_rows_stop_the_statement(compiled, rows, layout, iterations):
    """Rows that went bad after the query was written stop it, with a count."""
    change, message = BAD_ROWS[rows]
    with duckdb.connect(compiled.database) as connection:
        connection.execute("begin")
        connection.execute(f"create table changed as select * from points {change}")
        connection.execute("drop table points")
        connection.execute("alter table changed rename to points")
        with pytest.raises(duckdb.Error) as stopped:
            connection.execute(compiled.compiled(f"{layout}_{iterations}")).fetchall()
    assert message in str(stopped.value)
