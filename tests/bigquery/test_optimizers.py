"""Every optimiser, activation and schedule on Google's reference engine: the numbers of NumPy, in both layouts."""

from dataclasses import dataclass, field

import numpy as np
import pytest
import reference
from networks import Case, random_case
from test_reference_engine import put, run

TOLERANCE = 1e-12
ITERATIONS = 2
COSINE = {"learning_rate_schedule": "cosine", "decay_iterations": 5, "warmup_iterations": 1}
COSINE_HERE = {"schedule": "cosine", "decay_iterations": 5, "warmup": 1}


@dataclass
class Trained:
    """A network of two hidden layers, its options, and the schedule among them as the reference calls it."""

    activation: str | list[str]
    optimizer: str
    options: dict = field(default_factory=dict)
    schedule: dict = field(default_factory=lambda: {"schedule": "constant"})
    classes: int = 2


ADAM = {"beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-8}
NETWORKS = {
    "sgd": Trained("relu6", "sgd", {"learning_rate_schedule": "inverse_scaling"}, {"schedule": "inverse_scaling"}),
    "momentum": Trained("leaky_relu", "momentum", {"momentum": 0.9, "clip_norm": 0.1, "l1_reg": 0.01}, classes=3),
    "nesterov": Trained(["elu", "identity"], "nesterov", {"momentum": 0.9}),
    "rmsprop": Trained(["gelu", "tanh"], "rmsprop", {"rho": 0.9, "epsilon": 1e-8}, classes=3),
    "adagrad": Trained("selu", "adagrad", {"epsilon": 1e-8}),
    "adam": Trained(["sigmoid", "gelu"], "adam", ADAM | COSINE, COSINE_HERE),
    "adamw": Trained(
        "softplus", "adamw", ADAM | {"weight_decay": 0.01, "learning_rate_schedule": "step", "decay_iterations": 2},
        {"schedule": "step", "decay_iterations": 2}, classes=3,
    ),
    "ftrl": Trained("tanh", "ftrl", {"l1_reg": 0.01}),
    "rprop": Trained(
        "relu", "rprop", {"learning_rate_schedule": "exponential", "decay_iterations": 2},
        {"schedule": "exponential", "decay_iterations": 2}, classes=3,
    ),
}  # fmt: skip
LAYOUTS = ["columns", "lists"]


def case_of(name: str) -> Case:
    """The network's parameters and examples."""
    classes = NETWORKS[name].classes
    seed = sorted(NETWORKS).index(name)
    return random_case(seed, ["x1", "x2"], [3, 2], list(range(classes)), rows=30, learning_rate=0.05)


@pytest.fixture(scope="module")
def project(new_project):
    """Each network's start, on DuckDB, and a step from it, compiled for BigQuery."""
    project = new_project()
    for name, trained in NETWORKS.items():
        case = case_of(name)
        project.load_table(f"{name}_data", case.columns)
        chosen = {"activation": trained.activation, "optimizer": trained.optimizer} | trained.options
        for layout in LAYOUTS:
            network = case.description | chosen | {"layout": layout}
            start, data = f"{name}_{layout}_start", f"source('tables', '{name}_data')"
            project.write_model(
                start,
                f"{{{{ config(materialized='table', meta={{'network': {network!r}}}) }}}}"
                "{{ dbt_nn.initial_parameters() }}",
            )
            project.write_network(f"{name}_{layout}_step", network, data=data, previous=f"ref('{start}')")
    project.dbt("run", target="duckdb")
    project.dbt("compile")
    return project


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", NETWORKS)
def test_google_computes_what_numpy_does(project, google, name, layout):
    """Two iterations, one after the other: parameters, moments, the loss and the learning rate."""
    case, trained = case_of(name), NETWORKS[name]
    options = {key: value for key, value in trained.options.items() if not key.endswith(("_schedule", "_iterations"))}
    expected = reference.train(
        case.layers, case.x, case.labels, ITERATIONS, case.learning_rate, case.l2_reg,
        activation=trained.activation, optimizer=trained.optimizer, schedule=trained.schedule, **options,
    )  # fmt: skip
    columns = [np.asarray(cells).tolist() for cells in case.columns.values()]
    google.table(f"{name}_data", project.types[f"{name}_data"], [list(row) for row in zip(*columns, strict=True)])
    [row] = run(project, google, f"{name}_{layout}_start")
    for right in expected[1:]:
        put(google, f"{name}_{layout}_start", [row])
        [row] = run(project, google, f"{name}_{layout}_step")
        found = {prefix: reference.from_row(row, case.widths, prefix=prefix) for prefix in prefixes(trained.optimizer)}
        for prefix, layers in found.items():
            assert reference.relative_error(layers, reference.from_row(right, case.widths, prefix=prefix)) <= TOLERANCE
        assert row["loss"] == pytest.approx(right["loss"], rel=TOLERANCE)
        assert row["learning_rate"] == pytest.approx(right["learning_rate"], rel=TOLERANCE)


def prefixes(optimizer: str) -> list[str]:
    """What comes before the name of a parameter: nothing, and the name of each moment."""
    return ["", *(f"{moment}_" for moment in reference.OPTIMIZERS[optimizer][0])]
