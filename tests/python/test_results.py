"""What the results macros say of a network, against scikit-learn."""

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pytest
import reference
from sklearn import metrics

TOLERANCE = 1e-12


@dataclass
class Case:
    """A network with given parameters, and examples to try it on."""

    classes: list
    layers: reference.Layers
    x: np.ndarray
    labels: np.ndarray

    @property
    def features(self) -> list[str]:
        """One of them has a name that must be quoted."""
        return ["the input", *(f"x{number}" for number in range(1, self.x.shape[1]))]

    @property
    def expected(self) -> list:
        """The label of each example."""
        return [self.classes[number] for number in self.labels]


def random_case(classes: list, widths: list[int], rows: int = 300, seed: int = 0) -> Case:
    """A random network and examples on a coarse grid, so that many have the same probabilities: ties in the ranks."""
    random = np.random.default_rng(seed)
    layers = [(random.normal(size=(inputs, units)), random.normal(size=units)) for inputs, units in pairwise(widths)]
    x = random.integers(-2, 3, (rows, widths[0])) / 2
    scores = reference.scores_of(layers, x)[-1]
    return Case(classes, layers, x, (scores + random.gumbel(size=scores.shape)).argmax(axis=1))


def zero_case(classes: list, labels: list[int]) -> Case:
    """A network whose parameters are all 0: every class is as probable as the others, the first is predicted."""
    layers = [(np.zeros((2, len(classes))), np.zeros(len(classes)))]
    x = np.random.default_rng(0).normal(size=(len(labels), 2))
    return Case(classes, layers, x, np.array(labels))


CASES = {
    "integers": random_case([0, 1], [2, 3, 2]),
    "strings": random_case(["spam", "it's ham"], [3, 2], seed=1),
    "booleans": random_case([False, True], [2, 4, 3, 2], seed=2),
    "four_classes": random_case(["north", "Süd", "east by east", "west"], [2, 11, 4], seed=3),
    "five_integers": random_case([-1, 10, 7, 3, 4], [2, 5], seed=4),
    "constant": zero_case([0, 1], [0, 1, 1, 0, 1]),
    "constant_of_three": zero_case(["a", "b", "c"], [2, 1, 1, 0, 2]),
    "never_right": zero_case(["a", "b", "c"], [1, 2, 2, 1, 1]),
    "one_class": zero_case([0, 1], [1, 1, 1]),
}
RESULTS = ["predict", "evaluate", "confusion_matrix", "roc_curve"]


@pytest.fixture(scope="module")
def project(new_project):
    """A project with a network, and all results of it, for each case; and one network that is trained."""
    project = new_project()
    for name, case in CASES.items():
        network = {
            "features": case.features,
            "label": "class",
            "classes": case.classes,
            "hidden_units": [len(biases) for _, biases in case.layers[:-1]],
            "initial_parameters": reference.to_row(case.layers),
        }
        examples = dict(zip(case.features, case.x.T, strict=True)) | {"class": case.expected}
        # Columns that are called as the network's own are, which `predict` hands through.
        names = ["id", "w_00", "x_0", "y_0", "iteration", "d_0", "scores_0"]
        project.load_table(f"{name}_data", examples | {column: range(len(case.x)) for column in names})
        project.write_model(
            f"{name}_network",
            f"{{{{ config(materialized='table', meta={{'network': {network!r}}}) }}}}"
            "{{ dbt_nn.initial_parameters() }}",
        )
        for result in RESULTS:
            project.write_model(
                f"{name}_{result}",
                "{{ config(materialized='table') }}"
                f"{{{{ dbt_nn.{result}(ref('{name}_network'), source('tables', '{name}_data')) }}}}",
            )
        project.write_model(f"{name}_weights", f"{{{{ dbt_nn.weights(ref('{name}_network')) }}}}")

    trained = {"features": CASES["integers"].features, "label": "class", "classes": [0, 1], "hidden_units": [4]}
    project.write_network("trained", trained, data="source('tables', 'integers_data')", iterations=8)
    project.write_model("trained_info", "{{ dbt_nn.training_info(ref('trained')) }}")
    for iteration in ("none", 0, 3):
        project.write_model(
            f"trained_at_{iteration}",
            f"{{{{ dbt_nn.evaluate(ref('trained'), source('tables', 'integers_data'), iteration={iteration}) }}}}",
        )
    project.dbt("run")
    return project


@pytest.fixture(params=CASES)
def name(request) -> str:
    """Each case's name in turn."""
    return request.param


def predictions(project, name: str) -> list[dict]:
    """What `predict` says of a case's examples, in their order."""
    return project.query(f"select * from {name}_predict order by id")


def probabilities(rows: list[dict]) -> np.ndarray:
    """The columns that `predict` calls probability_…, in their order."""
    return np.array([[value for name, value in row.items() if name.startswith("probability_")] for row in rows])


def test_predict(project, name):
    """The probabilities and the classes that NumPy gives, beside every column of the data as it was."""
    case, rows = CASES[name], predictions(project, name)
    expected = reference.probabilities(case.layers, case.x)
    assert probabilities(rows) == pytest.approx(expected, rel=TOLERANCE)
    assert [row["predicted_class"] for row in rows] == [case.classes[number] for number in expected.argmax(axis=1)]
    data = project.query(f"select * from {name}_data order by id")
    assert [{column: row[column] for column in data[0]} for row in rows] == data


def test_names_of_probabilities(project):
    """A class's probability is in a column with its name; what is no letter, digit or underscore becomes one."""
    names = [column for column in predictions(project, "four_classes")[0] if column.startswith("probability_")]
    assert names == ["probability_north", "probability_S_d", "probability_east_by_east", "probability_west"]


def test_evaluate(project, name):
    """Every measure is scikit-learn's: of two classes the last one's, of more the mean of all of theirs."""
    case, rows = CASES[name], predictions(project, name)
    [measures] = project.query(f"select * from {name}_evaluate")
    predicted = [case.classes.index(row["predicted_class"]) for row in rows]
    probs, numbers = probabilities(rows), list(range(len(case.classes)))
    average = {"average": "binary"} if len(numbers) == 2 else {"average": "macro", "labels": numbers}
    expected = {
        "accuracy": metrics.accuracy_score(case.labels, predicted),
        "log_loss": metrics.log_loss(case.labels, probs, labels=numbers),
        "precision": metrics.precision_score(case.labels, predicted, zero_division=0, **average),
        "recall": metrics.recall_score(case.labels, predicted, zero_division=0, **average),
        "f1_score": metrics.f1_score(case.labels, predicted, zero_division=0, **average),
    }
    roc_auc = measures.pop("roc_auc")
    assert measures == pytest.approx(expected, rel=TOLERANCE, abs=0)
    if set(case.labels) == set(numbers):
        scores = probs[:, 1] if len(numbers) == 2 else probs
        expected_auc = metrics.roc_auc_score(case.labels, scores, multi_class="ovr")
        assert roc_auc == pytest.approx(expected_auc, rel=TOLERANCE)
    else:
        # Of a class that has no examples, or all, no area is defined.
        assert roc_auc is None


def test_confusion_matrix(project, name):
    """A row for each expected class in the order of `classes`, and in it a count for each predicted one."""
    case = CASES[name]
    predicted = [row["predicted_class"] for row in predictions(project, name)]
    rows = [list(row.values()) for row in project.query(f"select * from {name}_confusion_matrix")]
    numbers = [case.classes.index(label) for label in predicted]
    expected = metrics.confusion_matrix(case.labels, numbers, labels=range(len(case.classes))).tolist()
    by_class = {row[0]: row[1:] for row in rows}
    assert by_class == dict(zip(case.classes, expected, strict=True))


@pytest.mark.filterwarnings("ignore:No negative samples")
def test_roc_curve(project, name):
    """Every threshold of scikit-learn's curve for the last class, but for the infinite one that it starts with."""
    case, rows = CASES[name], project.query(f"select * from {name}_roc_curve order by threshold desc")
    positives, scores = case.labels == len(case.classes) - 1, probabilities(predictions(project, name))[:, -1]
    false_positive_rate, recall, thresholds = metrics.roc_curve(positives, scores, drop_intermediate=False)
    assert [row["threshold"] for row in rows] == thresholds[1:].tolist()
    for column, expected in (("recall", recall), ("false_positive_rate", false_positive_rate)):
        # NULL, which becomes NaN here, where there are no examples to take a share of.
        measured = np.array([row[column] for row in rows], dtype=float)
        assert measured == pytest.approx(expected[1:], rel=TOLERANCE, nan_ok=True)
    for row in rows:
        expected = {
            "true_positives": np.sum(positives & (scores >= row["threshold"])),
            "false_positives": np.sum(~positives & (scores >= row["threshold"])),
            "true_negatives": np.sum(~positives & (scores < row["threshold"])),
            "false_negatives": np.sum(positives & (scores < row["threshold"])),
        }
        assert {column: row[column] for column in expected} == expected


def test_ties_are_tried(project):
    """The cases do have examples of both classes with the same probability."""
    rows = predictions(project, "integers")
    labels_of = {row["probability_1"]: set() for row in rows}
    for row in rows:
        labels_of[row["probability_1"]].add(row["class"])
    assert {0, 1} in labels_of.values()


def test_weights(project, name):
    """One row for each weight and, as __INTERCEPT__, for each bias, named by feature, unit and class."""
    case, expected = CASES[name], {}
    inputs = case.features
    for number, (weights, biases) in enumerate(case.layers, start=1):
        names = case.classes if number == len(case.layers) else range(len(biases))
        for source, row in zip([*inputs, "__INTERCEPT__"], [*weights, biases], strict=True):
            expected |= {
                (number, str(source), str(unit)): weight for unit, weight in zip(names, row.tolist(), strict=True)
            }
        inputs = names
    rows = project.query(f"select * from {name}_weights")
    assert {(row["layer"], row["input"], row["unit"]): row["weight"] for row in rows} == expected
    assert len(rows) == len(expected)


def test_training_info(project):
    """One row an iteration, as the network's, and a bar of twenty blocks for the largest loss, in eighths of one."""
    columns = ["training_run", "iteration", "loss", "accuracy", "num_examples", "learning_rate", "trained_at"]
    rows = project.query("select * from trained_info order by iteration")
    assert rows == [
        {column: row[column] for column in columns} | {"loss_curve": curve["loss_curve"]}
        for row, curve in zip(project.query("select * from trained order by iteration"), rows, strict=True)
    ]
    losses = [row["loss"] for row in rows[1:]]
    eighths = [math.floor(160 * (loss / max(losses)) + 0.5) for loss in losses]
    bars = [("█" * (number // 8) + " ▏▎▍▌▋▊▉"[number % 8]).rstrip() for number in eighths]
    assert [row["loss_curve"] for row in rows[1:]] == bars
    assert rows[0]["loss_curve"] is None


def test_evaluation_of_an_earlier_iteration(project):
    """The loss and the accuracy of row k + 1 are those of the parameters of row k; the newest row is the default."""
    rows = project.query("select * from trained order by iteration")
    for iteration in (0, 3):
        [measures] = project.query(f"select * from trained_at_{iteration}")
        assert measures["log_loss"] == pytest.approx(rows[iteration + 1]["loss"], rel=TOLERANCE)
        assert measures["accuracy"] == rows[iteration + 1]["accuracy"]
    case, widths = CASES["integers"], [2, 4, 2]
    loss, accuracy, _ = reference.step(reference.from_row(rows[-1], widths), case.x, case.labels, l2_reg=0.0)
    [measures] = project.query("select * from trained_at_none")
    assert (measures["log_loss"], measures["accuracy"]) == (pytest.approx(loss, rel=TOLERANCE), accuracy)
