"""The generic tests of any measure: what they compare is scikit-learn's numbers, and nothing passes unmeasured."""

import math
import re
import sys
import textwrap
from itertools import pairwise

import numpy as np
import pytest
import reference
import yaml
from conftest import REPOSITORY, Project, Result
from sklearn import metrics
from sklearn.dummy import DummyClassifier
from test_bad_input import message_of

sys.path.append(str(REPOSITORY / "scripts"))

from packaged_tables import path_of

TOLERANCE = 1e-12
MEASURES = ["precision", "recall", "accuracy", "f1_score", "log_loss", "roc_auc"]
LEGAL = ", ".join(MEASURES)


def described(classes: list, layers: reference.Layers, **options) -> dict:
    """The description of a network that has these parameters from the start."""
    return {
        "features": [f"x{number}" for number in range(layers[0][0].shape[0])],
        "label": "class",
        "classes": classes,
        "hidden_units": [len(biases) for _, biases in layers[:-1]],
        "initial_parameters": reference.to_row(layers),
    } | options


def random_layers(widths: list[int], seed: int) -> reference.Layers:
    """Random parameters."""
    random = np.random.default_rng(seed)
    return [(random.normal(size=(i, j)), random.normal(size=j)) for i, j in pairwise(widths)]


def noisy_labels(layers: reference.Layers, x: np.ndarray, seed: int) -> np.ndarray:
    """Labels that the network is often, and not always, right about."""
    scores = reference.scores_of(layers, x)[-1]
    return (scores + np.random.default_rng(seed).gumbel(size=scores.shape)).argmax(axis=1)


def random_case(classes: list, widths: list[int], seed: int, **options) -> tuple:
    """A random network, and examples of its classes."""
    layers, x = random_layers(widths, seed), np.random.default_rng(seed).normal(size=(200, widths[0]))
    return classes, layers, x, noisy_labels(layers, x, seed), options


def flights_case() -> tuple:
    """As the flights are: 231 of 1,000 are late, and the network, which is right about 761, finds 16 of them."""
    x = np.repeat([[1.0], [0.0], [1.0], [0.0]], [16, 215, 24, 745], axis=0)
    late = np.repeat([1, 0], [231, 769])
    return ["on time", "late"], [(np.array([[0.0, 2.0]]), np.array([0.0, -1.0]))], x, late, {}


def constant_case(classes: list, shares: list[int], learned: bool = True) -> tuple:
    """A network that says the same of every row: the shares of the classes among them, or that all are as probable."""
    counts = np.array(shares)
    biases = np.log(counts / counts.sum()) if learned else np.zeros(len(shares))
    x = np.random.default_rng(0).normal(size=(counts.sum(), 2))
    return classes, [(np.zeros((2, len(shares))), biases)], x, np.repeat(range(len(shares)), counts), {}


# Classes, parameters, inputs, labels, further options.
CASES = {
    "flights": flights_case(),
    "booleans": random_case([False, True], [2, 3, 2], seed=1),
    "strings": random_case(["it's", 'say "so"', "Süd"], [3, 4, 3], seed=2),
    "lists": random_case([5, -1, 7, 2], [3, 8, 4], seed=3, layout="lists"),
    # The third class has no rows.
    "absent": constant_case([0, 1, 2], [30, 11, 0], learned=False),
    "tie": constant_case([0, 1], [20, 20], learned=False),
    "one_class": constant_case([0, 1], [12, 0], learned=False),
    "shares_7_5": constant_case([0, 1], [7, 5]),
    "shares_50_77": constant_case([0, 1], [50, 77]),
}
# The cases that all tests but the comparisons with scikit-learn need.
FEW = ["flights", "tie", "one_class"]


def measures_of(name: str) -> dict[str, float]:
    """What scikit-learn says of a case; the area is missing where a class has no rows."""
    classes, layers, x, labels, _ = CASES[name]
    probs, numbers = reference.probabilities(layers, x), list(range(len(classes)))
    predicted = probs.argmax(axis=1)
    average = {"average": "binary"} if len(numbers) == 2 else {"average": "macro", "labels": numbers}
    found = {
        "precision": metrics.precision_score(labels, predicted, zero_division=0, **average),
        "recall": metrics.recall_score(labels, predicted, zero_division=0, **average),
        "accuracy": metrics.accuracy_score(labels, predicted),
        "f1_score": metrics.f1_score(labels, predicted, zero_division=0, **average),
        "log_loss": metrics.log_loss(labels, probs, labels=numbers),
    }
    if set(labels) == set(numbers):
        found["roc_auc"] = metrics.roc_auc_score(labels, probs[:, 1] if len(numbers) == 2 else probs, multi_class="ovr")
    return found


def baselines_of(name: str) -> dict[str, float]:
    """What scikit-learn's two guesses are worth on the rows of a case."""
    _, _, x, labels, _ = CASES[name]
    commonest = DummyClassifier(strategy="most_frequent").fit(x, labels)
    prior = DummyClassifier(strategy="prior").fit(x, labels)
    return {
        "accuracy": metrics.accuracy_score(labels, commonest.predict(x)),
        "log_loss": metrics.log_loss(labels, prior.predict_proba(x), labels=prior.classes_)
        if len(set(labels)) > 1
        else 0,
    }


def source(name: str) -> str:
    """The rows of a case."""
    return f"source('tables', '{name}_rows')"


class Gates:
    """Tests with names, each on a model, in one project; `verdicts` and `rows` are what dbt says of them."""

    def __init__(self):
        """There are none yet."""
        self.models: dict[str, list] = {}

    def add(self, name: str, model: str, test: str, where: str | None = None, **arguments) -> None:
        """A test of this package on a model."""
        config = {"config": {"where": where}} if where else {}
        self.models.setdefault(model, []).append({f"dbt_nn.{test}": {"name": name, "arguments": arguments} | config})

    def write(self, project: Project) -> None:
        """Write them into a project."""
        project.write(
            "models/tests.yml",
            {"models": [{"name": name, "data_tests": tests} for name, tests in self.models.items()]},
        )


# One case's network is evaluated by the tests, and the other's evaluation is a table.
MEASURED = {"strings": ("strings", {"data": source("strings")}), "flights": ("flights_evaluated", {})}


def add_measured(gates: Gates, name: str) -> None:
    """Each measure of a case against bounds on both sides of what it is."""
    model, data = MEASURED[name]
    for measure, value in measures_of(name).items():
        for test, sign in (("at_least", 1), ("at_most", -1)):
            for verdict, distance in (("PASS", -1e-9), ("FAIL", 1e-9)):
                arguments = {"measure": measure, "value": float(value + sign * distance)} | data
                gates.add(f"{name}_{measure}_{test}_{verdict}", model, f"measure_{test}", **arguments)


# The test, the model, its arguments, and the words that refuse them or the fault of its row.
UNKNOWN = "`measure` must be one of {}; received {}. "
WITH_DATA = f"With `data`, a network is evaluated on those rows and has {LEGAL}."
NO_ROWS = "`data` must have rows; received 0. Check the model that it names."
REFUSED = [
    (
        "measure_at_least",
        "flights",
        {"measure": "auc", "value": 0.5, "data": source("flights")},
        UNKNOWN.format(LEGAL, "'auc'") + "They are the columns of dbt_nn.evaluate.",
    ),
    (
        "measure_at_least",
        "flights",
        {"measure": "recall", "value": 0.5},
        UNKNOWN.format("accuracy, log_loss", "'recall'") + WITH_DATA,
    ),
    (
        "measure_at_most",
        "flights_evaluated",
        {"measure": "loss", "value": 0.5},
        UNKNOWN.format(LEGAL, "'loss'") + WITH_DATA,
    ),
    (
        "measure_at_most",
        "flights_predicted",
        {"measure": "accuracy", "value": 0.5},
        "`measure` must be a column of the tested table, which measures nothing; received 'accuracy'. " + WITH_DATA,
    ),
    (
        "measure_at_least",
        "flights",
        {"value": 0.5},
        "`measure` must be one of accuracy, log_loss; received nothing. " + WITH_DATA,
    ),
    (
        "measure_at_least",
        "flights",
        {"measure": "accuracy", "value": "0.5"},
        "`value` must be a number; received '0.5'. It is what the accuracy is compared with.",
    ),
    (
        "measure_at_least",
        "flights",
        {"measure": "accuracy", "value": 0.5, "iteration": "last"},
        "`iteration` must be a whole number, 0 or above; received 'last'. Leave it out for the newest one.",
    ),
    (
        "accuracy_at_least",
        "flights_evaluated",
        {"value": 0.5, "iteration": 3},
        "`iteration` must be left out where the tested table has no column `iteration`; received 3. Every row of it "
        "must pass.",
    ),
    (
        "measure_at_least",
        "flights",
        {"measure": "accuracy", "value": 0.5, "data": source("flights"), "where": "iteration = 0"},
        "`where` must be left out of a test with `data`; received 'iteration = 0'. It would choose rows of the tested "
        "table: give the test a model of the rows as `data`.",
    ),
    # Shares of no rows are 0: without the log loss, these would pass.
    ("measure_at_most", "flights", {"measure": "recall", "value": 0.5, "data": "ref('no_rows')"}, NO_ROWS),
    ("measure_at_least", "flights", {"measure": "recall", "value": 0, "data": "ref('no_rows')"}, NO_ROWS),
    ("measure_at_least", "flights", {"measure": "roc_auc", "value": 0, "data": "ref('no_rows')"}, NO_ROWS),
    ("better_than_baseline", "flights", {"data": "ref('no_rows')"}, NO_ROWS),
    ("better_than_baseline", "flights", {"data": "ref('no_rows')", "measure": "log_loss"}, NO_ROWS),
    (
        "measure_at_least",
        "flights",
        {"measure": "accuracy", "value": 0, "data": "(select x0, nullif(class, 'late') as class from flights_rows)"},
        "`class` must be one of ['on time', 'late'] in every row; received another value or NULL in 231 of 1000 rows. "
        "The test examples_are_valid names them.",
    ),
    (
        "better_than_baseline",
        "flights",
        {},
        "`data` must be given to dbt_nn.better_than_baseline; received nothing. Write "
        "dbt_nn.better_than_baseline(data=…).",
    ),
    (
        "better_than_baseline",
        "flights",
        {"data": source("flights"), "measure": "recall"},
        "`measure` must be one of accuracy, log_loss; received 'recall'. For the other measures a guess is no "
        "baseline: use the test measure_at_least.",
    ),
    (
        "better_than_baseline",
        "flights",
        {"data": source("flights"), "margin": -0.1},
        "`margin` must be a number, 0 or above; received -0.1. It is by how much the network must be better.",
    ),
    (
        "better_than_baseline",
        "flights",
        {"data": source("flights"), "margin": "1e-2"},
        "`margin` must be a number, 0 or above; received '1e-2'. It is a string, because YAML reads an exponent only "
        "after a decimal point and with a sign: write 0.01.",
    ),
    (
        "better_than_baseline",
        "flights_evaluated",
        {"data": source("flights")},
        "`network` must be given where the tested table is not a network; received nothing. Write `network: "
        "ref(...)`: it is evaluated on `data`.",
    ),
    (
        "better_than_baseline",
        "flights_evaluated",
        {"data": source("flights"), "network": "ref('flights')", "where": "accuracy > 0"},
        "`where` must be left out of a test with `data`; received 'accuracy > 0'. It would choose rows of the tested "
        "table: give the test a model of the rows as `data`.",
    ),
]
IS_NULL = "; it is NULL, because a class has no rows, or all of them"
FAILING = [
    (
        "measure_at_least",
        "one_class",
        {"measure": "roc_auc", "value": 0, "data": source("one_class")},
        {"roc_auc": None, "fault": "roc_auc must be >= 0" + IS_NULL},
    ),
    (
        "measure_at_most",
        "one_class_evaluated",
        {"measure": "roc_auc", "value": 1},
        {"roc_auc": None, "fault": "roc_auc must be <= 1" + IS_NULL},
    ),
    (
        "better_than_baseline",
        "one_class",
        {"data": source("one_class")},
        {
            "accuracy": 1.0,
            "baseline": 1.0,
            "fault": "accuracy must be > baseline; all rows of `data` are of one class, so that no network can be "
            "better: judge it on "
            "rows of several",
        },
    ),
    (
        "measure_at_least",
        "unmeasured",
        {"measure": "accuracy", "value": 0.5},
        {"accuracy": math.nan, "fault": "accuracy must be >= 0.5"},
    ),
    (
        "measure_at_least",
        "unmeasured",
        {"measure": "log_loss", "value": 0.5},
        {"log_loss": math.inf, "fault": "log_loss must be >= 0.5"},
    ),
    (
        "measure_at_most",
        "unmeasured",
        {"measure": "recall", "value": 0.5},
        {"recall": None, "fault": "recall must be <= 0.5"},
    ),
    ("accuracy_at_least", "unmeasured", {"value": 0.5}, {"accuracy": math.nan, "fault": "accuracy must be >= 0.5"}),
    (
        "measure_at_least",
        "no_evaluations",
        {"measure": "recall", "value": 0},
        {"recall": None, "fault": "there are no rows: build the network first"},
    ),
    # Iteration 0 has seen nothing.
    (
        "measure_at_least",
        "flights",
        {"measure": "accuracy", "value": 0},
        {"accuracy": None, "fault": "accuracy must be >= 0"},
    ),
    (
        "measure_at_most",
        "flights",
        {"measure": "log_loss", "value": 9, "iteration": 3},
        {"loss": None, "fault": "there are no rows of iteration 3: build the network first"},
    ),
    # The one of two rows that `where` keeps.
    (
        "measure_at_least",
        "two_datasets",
        {"measure": "recall", "value": 0.5, "where": "dataset = 'test'"},
        {"recall": 0.25, "fault": "recall must be >= 0.5"},
    ),
    (
        "loss_below",
        "two_datasets",
        {"value": 0.5, "where": "dataset = 'test'"},
        {"log_loss": 0.75, "fault": "log_loss must be < 0.5"},
    ),
    # A bound that is just met is met, a baseline that is just met is not.
    (
        "better_than_baseline",
        "tie",
        {"data": source("tie")},
        {
            "accuracy": 0.5,
            "baseline": 0.5,
            "fault": "accuracy must be > baseline; the baseline always gives the commonest class",
        },
    ),
    (
        "better_than_baseline",
        "flights_evaluated",
        {"data": source("flights"), "network": "ref('flights')", "margin": 0.05},
        {
            "accuracy": 0.761,
            "baseline": 0.769,
            "fault": "accuracy must be > baseline + 0.05; the baseline always gives the commonest class",
        },
    ),
]
PASSING = [
    # A gate that a useless network passes: it finds one late flight in fourteen.
    ("accuracy_at_least", "flights", {"value": 0.75, "data": source("flights")}),
    ("measure_at_most", "flights", {"measure": "recall", "value": 0.07, "data": source("flights")}),
    ("measure_at_least", "tie", {"measure": "accuracy", "value": 0.5, "data": source("tie"), "iteration": 0}),
    ("measure_at_most", "tie", {"measure": "accuracy", "value": 0.5, "data": source("tie")}),
    ("measure_at_most", "two_datasets", {"measure": "recall", "value": 0.5, "where": "dataset = 'test'"}),
    ("measure_at_least", "two_datasets", {"measure": "log_loss", "value": 0.75}),
    ("loss_below", "two_datasets", {"value": 0.9}),
]


def write_cases(project: Project, names: list[str]) -> None:
    """The rows and the network of each case, and the evaluations of some."""
    for name in names:
        classes, layers, x, labels, options = CASES[name]
        columns = {f"x{number}": column for number, column in enumerate(x.T)}
        project.load_table(f"{name}_rows", columns | {"class": [classes[number] for number in labels]})
        config = {"materialized": "table", "meta": {"network": described(classes, layers, **options)}}
        project.write_model(name, f"{{{{ config(**{config!r}) }}}}{{{{ dbt_nn.initial_parameters() }}}}")
    for name in ("flights", "one_class"):
        project.write_model(f"{name}_evaluated", f"{{{{ dbt_nn.evaluate(ref('{name}'), {source(name)}) }}}}")


@pytest.fixture(scope="module")
def project(new_project) -> Project:
    """Networks, evaluations, tables that were never measured, and tests that refuse, fail or pass."""
    project, gates = new_project(), Gates()
    write_cases(project, FEW)
    project.write_model("flights_predicted", f"{{{{ dbt_nn.predict(ref('flights'), {source('flights')}) }}}}")
    project.write_model("no_rows", f"select * from {{{{ {source('flights')} }}}} where false")
    project.write_model("no_evaluations", "select * from {{ ref('flights_evaluated') }} where false")
    project.write_model(
        "unmeasured",
        "select 'nan'::double as accuracy, 'inf'::double as log_loss, null::double as recall",
    )
    project.write_model(
        "two_datasets",
        "select 'train' as dataset, 0.75 as recall, 0.8 as log_loss union all select 'test', 0.25, 0.75",
    )
    for kind, cases in {"refused": REFUSED, "failing": FAILING, "passing": PASSING}.items():
        for number, (test, model, arguments, *_) in enumerate(cases):
            gates.add(f"{kind}_{number:02}", model, test, **arguments)
    gates.write(project)
    project.dbt("run")
    return project


@pytest.fixture(scope="module")
def log(project) -> Result:
    """What these tests say."""
    return project.dbt("test", fails=True)


@pytest.fixture(scope="module")
def compared(new_project) -> tuple[Project, Result]:
    """A project of all cases, and what the tests say whose numbers are compared with scikit-learn's."""
    project, gates = new_project(), Gates()
    write_cases(project, list(CASES))
    for name in CASES:
        for measure, much in {"accuracy": 2, "log_loss": 100}.items():
            for margin, kind in ((0, "verdict"), (much, "row")):
                arguments = {"data": source(name), "measure": measure, "margin": margin}
                gates.add(f"{name}_{measure}_{kind}", name, "better_than_baseline", **arguments)
    for name in MEASURED:
        add_measured(gates, name)
    gates.write(project)
    project.dbt("run")
    return project, project.dbt("test", fails=True)


def verdict_of(log, name: str) -> str:
    """PASS, FAIL or ERROR."""
    return re.search(rf"(PASS|FAIL|ERROR) (?:\d+ )?{name} ", log.text)[1]


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("measure", ["accuracy", "log_loss"])
def test_baseline_is_that_of_scikit_learn(compared, name, measure):
    """Both numbers of a row that fails, and whether one without a margin does."""
    project, log = compared
    ours, theirs = measures_of(name)[measure], baselines_of(name)[measure]
    assert verdict_of(log, f"{name}_{measure}_row") == "FAIL"
    [row] = project.query(project.compiled(f"{name}_{measure}_row"))
    assert row[measure] == pytest.approx(ours, rel=TOLERANCE, abs=TOLERANCE)
    assert row["baseline"] == pytest.approx(theirs, rel=TOLERANCE, abs=TOLERANCE)
    is_better = ours > theirs if measure == "accuracy" else ours < theirs - 1e-9
    assert verdict_of(log, f"{name}_{measure}_verdict") == ("PASS" if is_better else "FAIL")


@pytest.mark.slow
def test_both_verdicts_are_tried(compared):
    """Some networks are better than the guess, and some are not, by each measure."""
    log = compared[1]
    for measure in ("accuracy", "log_loss"):
        verdicts = {verdict_of(log, f"{name}_{measure}_verdict") for name in CASES}
        assert verdicts == {"PASS", "FAIL"}


@pytest.mark.slow
def test_rounding_is_no_improvement(compared):
    """Networks that have learned the shares alone fail, and of some the loss is a few bits below the baseline."""
    project, log = compared
    names = [name for name in CASES if name.startswith("shares")]
    rows = [project.query(project.compiled(f"{name}_log_loss_row"))[0] for name in names]
    assert any(row["log_loss"] < row["baseline"] for row in rows)
    assert {verdict_of(log, f"{name}_log_loss_verdict") for name in names} == {"FAIL"}


@pytest.mark.slow
@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("name", MEASURED)
def test_measure_is_that_of_scikit_learn(compared, name, measure):
    """It passes a bound that is 1e-9 on one side of scikit-learn's number, and fails one on the other side."""
    project, log = compared
    expected = measures_of(name)[measure]
    for test in ("at_least", "at_most"):
        assert verdict_of(log, f"{name}_{measure}_{test}_PASS") == "PASS"
        assert verdict_of(log, f"{name}_{measure}_{test}_FAIL") == "FAIL"
        [row] = project.query(project.compiled(f"{name}_{measure}_{test}_FAIL"))
        assert row[measure] == pytest.approx(expected, rel=TOLERANCE)


@pytest.mark.parametrize("number", range(len(REFUSED)))
def test_refused_in_words(log, number):
    """What cannot be compared stops the test, and says why."""
    assert REFUSED[number][-1] in message_of(log, f"refused_{number:02}")


@pytest.mark.parametrize("number", range(len(FAILING)))
def test_failing_row(project, log, number):
    """What is NULL, NaN, infinite, not there or no better fails; the row has the number, and the bound in words."""
    assert verdict_of(log, f"failing_{number:02}") == "FAIL"
    [row] = project.query(project.compiled(f"failing_{number:02}"))
    assert row == pytest.approx(FAILING[number][-1], nan_ok=True)


@pytest.mark.parametrize("number", range(len(PASSING)))
def test_passing(log, number):
    """Bounds that are met, some of them just so."""
    assert verdict_of(log, f"passing_{number:02}") == "PASS"


@pytest.mark.slow
def test_failing_rows_are_shown(project):
    """The package's hook prints them, as those of its other tests."""
    shown = project.start_dbt("test", "--select", "failing_00", "failing_13").communicate()[0]
    assert f"roc_auc must be >= 0{IS_NULL}" in shown
    assert "| accuracy | baseline | fault " in shown
    assert "0.769 | accuracy must be > baseline + 0.05; the baseline always gives the commonest class |" in shown


@pytest.mark.slow
def test_flights(tmp_path, monkeypatch):
    """The real ones: a gate of 0.75 lets a network pass that takes every flight for punctual; the baseline does not."""
    monkeypatch.setenv("DBT_NN_FLIGHTS", str(path_of("flights", tmp_path)))
    project, gates = Project.of_integration_tests(tmp_path / "project"), Gates()
    gates.add("high", "delay_evaluation", "accuracy_at_least", value=0.75)
    gates.add("found", "delay_evaluation", "measure_at_most", measure="recall", value=0)
    arguments = {"network": "ref('delay_network')", "data": "ref('flights_test')"}
    gates.add("better", "delay_evaluation", "better_than_baseline", **arguments)
    flights = yaml.safe_load((project.folder / "models/flights/flights.yml").read_text(encoding="utf-8"))
    [evaluation] = [model for model in flights["models"] if model["name"] == "delay_evaluation"]
    evaluation["data_tests"] += gates.models["delay_evaluation"]
    project.write("models/flights/flights.yml", flights)
    log = project.dbt("build", "--select", "path:models/flights", fails=True)
    assert [verdict_of(log, name) for name in ("high", "found", "better")] == ["PASS", "PASS", "FAIL"]
    assert verdict_of(log, "dbt_nn_better_than_baseline_delay_evaluation_[^ ]*log_loss[^ ]*") == "PASS"
    [row] = project.query(project.compiled("better"))
    assert row["accuracy"] == row["baseline"] == 2573 / 3344
    # What generic.yml shows of it.
    documented = (REPOSITORY / "tests" / "generic" / "generic.yml").read_text(encoding="utf-8")
    shown = project.start_dbt("test", "--select", "better").communicate()[0]
    table = re.search(r"better failed on:\n((?:\|.*\n)+)", shown)[1]
    assert textwrap.indent(table, " " * 10) in documented
