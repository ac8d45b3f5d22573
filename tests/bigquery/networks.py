"""The networks that the BigQuery tests try: their descriptions, examples for them, and a project that has them all."""

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import reference

RESULTS = ["predict", "evaluate", "confusion_matrix", "roc_curve"]


@dataclass
class Case:
    """A network with random parameters, and examples to try it on."""

    features: list[str]
    classes: list
    layers: reference.Layers
    x: np.ndarray
    labels: np.ndarray
    learning_rate: float
    l2_reg: float
    activation: str = "relu"
    optimizer: str = "sgd"
    layout: str = "columns"

    @property
    def widths(self) -> list[int]:
        """Inputs, hidden units, classes."""
        return [len(self.features), *(len(biases) for _, biases in self.layers)]

    @property
    def description(self) -> dict:
        """The network as `meta` describes it."""
        return {
            "features": self.features,
            "label": "label",
            "classes": self.classes,
            "hidden_units": self.widths[1:-1],
            "learning_rate": self.learning_rate,
            "l2_reg": self.l2_reg,
            "initial_parameters": reference.to_row(self.layers),
            "activation": self.activation,
            "optimizer": self.optimizer,
            "layout": self.layout,
        }

    @property
    def columns(self) -> dict:
        """The examples by column; `id` numbers them."""
        labels = [self.classes[number] for number in self.labels]
        ids = list(range(len(self.x)))
        return dict(zip(self.features, self.x.T, strict=True)) | {"label": labels, "id": ids}


def random_case(seed: int, features: list[str], hidden: list[int], classes: list, rows: int = 300, **options) -> Case:
    """A random network and random examples, some of which are equal."""
    random = np.random.default_rng(seed)
    widths = [len(features), *hidden, len(classes)]
    layers = [(random.normal(size=(inputs, units)), random.normal(size=units)) for inputs, units in pairwise(widths)]
    x = random.normal(size=(rows, widths[0]))
    x[rows // 2 :: 7] = x[0]
    labels = random.integers(0, len(classes), rows)
    return Case(features, classes, layers, x, labels, **{"learning_rate": 0.5, "l2_reg": 0.01} | options)


IN_COLUMNS = {
    "small": random_case(0, ["x1", "x2"], [2], [0, 1], learning_rate=2.0, l2_reg=0.001),
    "softmax": random_case(1, ["x1", "x2", "x3"], [], ["a", "b", "c"], l2_reg=0.0),
    # Reserved words, a column of the network's own, a space, an accent; quotes, a backslash and a line break in texts.
    "awkward": random_case(
        2,
        ["order", "my feature", "hash", "w_00", "Größe"],
        [3, 2],
        ["it's", "a \\ b", 'say "no"', "two\nlines", "`tick`"],
    ),
    "booleans": random_case(3, [f"x{number}" for number in range(11)], [2], [False, True]),
    "smooth": random_case(5, ["x1", "x2"], [3], [0, 1], activation="tanh", optimizer="momentum"),
    "deep": random_case(4, ["x1", "x2", "x3"], [3, 2, 2], [-1, 10, 7], rows=500),
}
CASES = IN_COLUMNS | {f"{name}_lists": replace(case, layout="lists") for name, case in IN_COLUMNS.items()}


def better_than_baseline(name: str, measure: str, **arguments) -> dict:
    """The generic test with a margin that no network reaches, so that it has a row to look at; only a warning."""
    arguments |= {"measure": measure, "margin": 100}
    return {
        "dbt_nn.better_than_baseline": {
            "name": f"{name}_better_{measure}",
            "arguments": arguments,
            "config": {"severity": "warn"},
        }
    }


def add_networks(project, cases: dict[str, Case], iterations: int) -> None:
    """Write models that start, train and use every network of `cases`, and generic tests of them, into a project."""
    models = []
    for name, case in cases.items():
        data, network = f"{name}_data", case.description
        project.load_table(data, case.columns)
        source = f"source('tables', '{data}')"
        project.write_model(
            f"{name}_start",
            f"{{{{ config(materialized='table', meta={{'network': {network!r}}}) }}}}"
            "{{ dbt_nn.initial_parameters() }}",
        )
        project.write_network(f"{name}_step", network, data=source, previous=f"ref('{name}_start')")
        project.write_network(f"{name}_many", network, data=source, iterations=iterations)
        for result in RESULTS:
            project.write_model(
                f"{name}_{result}",
                f"{{{{ config(materialized='table') }}}}{{{{ dbt_nn.{result}(ref('{name}_step'), {source}) }}}}",
            )
        project.write_model(f"{name}_weights", f"{{{{ dbt_nn.weights(ref('{name}_step')) }}}}")
        project.write_model(f"{name}_info", f"{{{{ dbt_nn.training_info(ref('{name}_many')) }}}}")
        tests = [
            "dbt_nn.parameters_are_finite",
            {"dbt_nn.gradients_match_finite_differences": {"name": f"{name}_gradients", "arguments": {"data": source}}},
            {"dbt_nn.loss_below": {"arguments": {"value": 1e9, "data": source}}},
            {"dbt_nn.measure_at_most": {"arguments": {"measure": "roc_auc", "value": 1, "data": source}}},
            better_than_baseline(name, "accuracy", data=source),
        ]
        tests_of_many = [
            "dbt_nn.parameters_are_finite",
            "dbt_nn.iterations_are_complete",
            {"dbt_nn.loss_decreases": {"arguments": {"tolerance": 1e9}}},
            {"dbt_nn.loss_below": {"arguments": {"value": 1e9}}},
        ]
        models += [
            {"name": f"{name}_step", "data_tests": tests},
            {"name": f"{name}_many", "data_tests": tests_of_many},
            {
                "name": f"{name}_predict",
                "data_tests": [{"dbt_nn.examples_are_valid": {"arguments": {"network": f"ref('{name}_step')"}}}],
            },
            {
                "name": f"{name}_evaluate",
                "data_tests": [
                    {"dbt_nn.accuracy_at_least": {"arguments": {"value": 0}}},
                    {"dbt_nn.measure_at_least": {"arguments": {"measure": "precision", "value": 0}}},
                    better_than_baseline(name, "log_loss", data=source, network=f"ref('{name}_step')"),
                ],
            },
        ]
    project.write("models/models.yml", {"models": models})
