"""The pages for users of BigQuery ML and of scikit-learn: their tables are whole, and what they call the same is."""

import inspect
import json
import re

import numpy as np
import pytest
from conftest import REPOSITORY
from sklearn.impute import SimpleImputer
from sklearn.inspection import permutation_importance
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import OneHotEncoder, StandardScaler

BIGQUERY_ML = (REPOSITORY / "docs" / "bigquery_ml.md").read_text(encoding="utf-8")
SCIKIT_LEARN = (REPOSITORY / "docs" / "scikit_learn.md").read_text(encoding="utf-8")

# What the statement of a model may hold: of DNN models, and of LINEAR_REG and LOGISTIC_REG.
OPTIONS_OF_BIGQUERY_ML = re.findall(
    r"\w+",
    """
    MODEL_TYPE LEARN_RATE OPTIMIZER L1_REG L2_REG ACTIVATION_FN BATCH_SIZE DROPOUT HIDDEN_UNITS TF_VERSION
    INTEGRATED_GRADIENTS_NUM_STEPS AUTO_CLASS_WEIGHTS CLASS_WEIGHTS ENABLE_GLOBAL_EXPLAIN EARLY_STOP MIN_REL_PROGRESS
    INPUT_LABEL_COLS MAX_ITERATIONS WARM_START DATA_SPLIT_METHOD DATA_SPLIT_EVAL_FRACTION DATA_SPLIT_TEST_FRACTION
    DATA_SPLIT_COL NUM_TRIALS MAX_PARALLEL_TRIALS HPARAM_TUNING_ALGORITHM HPARAM_TUNING_OBJECTIVES KMS_KEY_NAME
    OPTIMIZE_STRATEGY LEARN_RATE_STRATEGY LS_INIT_LEARN_RATE CALCULATE_P_VALUES FIT_INTERCEPT CATEGORY_ENCODING_METHOD
    """,
)


def section(page: str, title: str) -> str:
    """What stands under a heading, down to the next one."""
    return re.split(r"^#+ ", page.partition(f"# {title}\n")[2], maxsplit=1, flags=re.MULTILINE)[0]


def rows(text: str) -> list[list[str]]:
    """The cells of the tables in a text, without the two lines at their heads."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [row for row, below in zip(cells, [*cells[1:], [""]], strict=True) if set(row[0]) != {"-"} != set(below[0])]


def names(text: str) -> list[str]:
    """The names in the first column, `MODEL_TYPE = 'DNN_CLASSIFIER'` without its value."""
    return [name for row in rows(text) for name in re.findall(r"`(\w+)[^`]*`", row[0])]


@pytest.mark.parametrize("page", [BIGQUERY_ML, SCIKIT_LEARN], ids=["bigquery_ml", "scikit_learn"])
def test_every_option_of_a_network(new_project, page):
    """In the order of macros/network/options.sql, each once, with its default where the page tells one."""
    options = json.loads(new_project().render("{{ tojson(dbt_nn._options()) }}"))
    table = rows(section(page, "Options of a network"))
    assert [row[0].strip("`") for row in table] == list(options)
    for option, _, difference in table:
        default = options[option.strip("`")].get("default", "required")
        assert ("required" in difference) <= (default == "required")
        if told := re.search(r"([\d.]+) by default, there", difference):
            assert float(told[1]) == default
        if told := re.search(r"^`(\w+)` only", difference):
            assert told[1] == default


def test_every_option_of_bigquery_ml():
    """Each of CREATE MODEL's, and no other."""
    told = {name for name in names(section(BIGQUERY_ML, "CREATE MODEL, option by option")) if name.isupper()}
    assert told - {"CREATE", "TRANSFORM"} == set(OPTIONS_OF_BIGQUERY_ML)


def test_columns_of_the_macros(new_project):
    """The columns that the page gives a macro are those that it returns."""
    project = new_project()
    project.load_table("points", {"x": [0.0, 1.0, 2.0], "y": [0, 1, 1]})
    network = {"features": ["x"], "label": "y", "classes": [0, 1], "hidden_units": [2]}
    project.write_network("network", network, data="source('tables', 'points')", iterations=3)
    data = "source('tables', 'points')"
    macros = {"predict": data, "evaluate": data, "confusion_matrix": data, "roc_curve": data}
    macros |= {"weights": None, "training_info": None}
    for macro, rows_of in macros.items():
        arguments = "ref('network')" + (f", {rows_of}" if rows_of else "")
        project.write_model(f"by_{macro}", f"{{{{ dbt_nn.{macro}({arguments}) }}}}")
    project.dbt("run")
    for macro in macros:
        [page] = re.findall(rf"^### ML\.\w+ → `{macro}`\n(.*?)(?=^###? )", BIGQUERY_ML, flags=re.DOTALL | re.MULTILINE)
        told = []
        for theirs, ours, _ in rows(page):
            if "argument" not in theirs and "any number" not in ours:
                told += re.findall(r"`([\w<>]+)`", theirs if ours.startswith("the same") else ours)
        told = [name.replace("<label>", "y").replace("<class>", "0") for name in told]
        # What the page says in words: the columns of the data, and one for each class.
        told += {"predict": ["x", "y", "probability_1"], "confusion_matrix": ["_1"]}.get(macro, [])
        returned = [row["column_name"] for row in project.query(f"describe by_{macro}")]
        assert sorted(told) == sorted(returned), macro


@pytest.mark.parametrize(
    ("title", "function"),
    [
        ("Parameters", MLPClassifier),
        ("StandardScaler", StandardScaler),
        ("OneHotEncoder", OneHotEncoder),
        ("SimpleImputer", SimpleImputer),
        ("train_test_split", train_test_split),
        ("permutation_importance", permutation_importance),
    ],
)
def test_every_parameter_of_scikit_learn(title, function):
    """Each of the installed version's, once."""
    assert sorted(names(section(SCIKIT_LEARN, title))) == sorted(inspect.signature(function).parameters)


def test_attributes_and_methods_of_scikit_learn():
    """Those of MLPClassifier that its documentation names; metadata routing is scikit-learn's own."""
    attributes = re.findall(r"^    (\w+_) :", MLPClassifier.__doc__, flags=re.MULTILINE)
    assert sorted(names(section(SCIKIT_LEARN, "Attributes"))) == sorted(attributes)
    methods = {name for name in dir(MLPClassifier) if not re.search("^_|_request$|metadata", name)}
    assert set(names(section(SCIKIT_LEARN, "Methods"))) == methods


@pytest.mark.parametrize(
    ("theirs", "ours"),
    {
        "LEARN_RATE": "learning_rate",
        "ACTIVATION_FN": "activation",
        "INPUT_LABEL_COLS": "label",
        "MODEL_TYPE": "task",
        "hidden_layer_sizes": "hidden_units",
        "learning_rate_init": "learning_rate",
        "alpha": "l2_reg",
        "solver": "optimizer",
        "random_state": "seed",
    }.items(),
)
def test_foreign_options_are_recognised(empty_project, theirs, ours):
    """What the pages say of the words that a user brings along."""
    assert f"`{theirs}`" in BIGQUERY_ML + SCIKIT_LEARN
    assert empty_project.render(f"{{{{ dbt_nn._advice_on_option('{theirs}') }}}}").strip() == f"Did you mean `{ours}`?"


def test_the_same_steps_as_scikit_learn(project):
    """The MLPClassifier of the page, from the same numbers: parameters and losses of 20 iterations."""
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(90, 2)), rng.integers(3, size=90)
    project.load_table("points", {"x1": x[:, 0], "x2": x[:, 1], "y": y})
    network = {
        "features": ["x1", "x2"], "label": "y", "classes": [0, 1, 2], "hidden_units": [8],
        "initialization": "glorot", "learning_rate": 0.3, "l2_reg": 0.01,
    }  # fmt: skip
    project.write_network("network", network, data="source('tables', 'points')", iterations=20)
    project.dbt("run")
    first, *later = project.rows("network")

    [code] = re.findall(r"```python\n(.*?)\n```", SCIKIT_LEARN, flags=re.DOTALL)
    theirs = eval(code, {"MLPClassifier": MLPClassifier, "X": x})
    theirs.partial_fit(x, y, classes=[0, 1, 2])
    for layer, (weights, biases) in enumerate([("w", "b"), ("w2", "b2")]):
        # In place: the solver holds these arrays.
        for (i, j), _ in np.ndenumerate(theirs.coefs_[layer]):
            theirs.coefs_[layer][i, j] = first[f"{weights}_{i}{j}"]
        for j in range(len(theirs.intercepts_[layer])):
            theirs.intercepts_[layer][j] = first[f"{biases}_{j}"]
    for row in later:
        theirs.partial_fit(x, y)
        assert row["loss"] == pytest.approx(theirs.loss_, rel=1e-9)
        for layer, (weights, biases) in enumerate([("w", "b"), ("w2", "b2")]):
            for (i, j), weight in np.ndenumerate(theirs.coefs_[layer]):
                assert row[f"{weights}_{i}{j}"] == pytest.approx(weight, rel=1e-9)
            for j, bias in enumerate(theirs.intercepts_[layer]):
                assert row[f"{biases}_{j}"] == pytest.approx(bias, rel=1e-9)
