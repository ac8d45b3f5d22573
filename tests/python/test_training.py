"""Training in SQL gives the numbers that NumPy gives, in every way of running it."""

import csv

import numpy as np
import pytest
import reference
from conftest import REPOSITORY
from sklearn.datasets import load_breast_cancer
from sklearn.preprocessing import StandardScaler

# Of each layer's weights and of its biases, relative to their largest entry: see reference.relative_error.
TOLERANCE = 1e-12

WIDTHS = [2, 2, 2]
LEARNING_RATE, L2_REG, SEED = 2.0, 0.001, 42
NETWORK = {
    "features": ["x1", "x2"],
    "label": "y",
    "classes": [0, 1],
    "hidden_units": [2],
    "learning_rate": LEARNING_RATE,
    "l2_reg": L2_REG,
    "seed": SEED,
}
WEIGHTS_OF_THE_POST = {
    "w_00": -0.00569693,
    "w_01": 0.00186517,
    "w_10": 0.00414431,
    "w_11": 0.0105101,
    "w2_00": -0.01312284,
    "w2_01": -0.01269512,
    "w2_10": 0.00379152,
    "w2_11": -0.01218354,
}
POINTS = "source('tables', 'points')"


def load_points(name: str) -> tuple[np.ndarray, np.ndarray]:
    """The points of a seed file: x and y."""
    with (REPOSITORY / "seeds" / f"{name}.csv").open() as file:
        rows = [(float(row["x1"]), float(row["x2"]), int(row["y"])) for row in csv.DictReader(file)]
    return np.array([row[:2] for row in rows]), np.array([row[2] for row in rows])


X, Y = load_points("points_train")


def points_project(new_project, network: dict, iterations: int, name: str = "network"):
    """A project that holds the training points, and one model that trains `network` on them."""
    project = new_project()
    project.load_table("points", {"x1": X[:, 0], "x2": X[:, 1], "y": Y})
    project.write_network(name, network, data=POINTS, iterations=iterations)
    return project


def check(rows: list[dict], widths: list[int], expected: list[dict]) -> None:
    """Check every iteration: parameters and loss to TOLERANCE, accuracy exactly."""
    assert [row["iteration"] for row in rows] == [row["iteration"] for row in expected]
    for ours, theirs in zip(rows, expected, strict=True):
        layers = (reference.from_row(ours, widths), reference.from_row(theirs, widths))
        assert reference.relative_error(*layers) <= TOLERANCE, f"parameters of iteration {ours['iteration']}"
        if ours["iteration"] == 0:
            assert (ours["loss"], ours["accuracy"]) == (None, None)
        else:
            assert ours["loss"] == pytest.approx(theirs["loss"], rel=TOLERANCE, abs=0)
            assert ours["accuracy"] == theirs["accuracy"]


@pytest.fixture(scope="module")
def expected() -> list[dict]:
    """A hundred iterations of the chain's network in NumPy, from its random start."""
    return reference.train(reference.initial_layers(WIDTHS, SEED), X, Y, 100, LEARNING_RATE, L2_REG)


@pytest.fixture(scope="module")
def chain_of_a_hundred(new_chain):
    """The chain after one run with ten iterations in each model."""
    chain = new_chain()
    chain.dbt("seed")
    chain.dbt("run", "--vars", "iterations_per_model: 10")
    return chain


@pytest.fixture(scope="module")
def chain_of_ten_runs(new_chain):
    """The chain after ten runs with one iteration in each model, and its evaluation after the first of them."""
    chain = new_chain()
    chain.dbt("seed")
    chain.dbt("run")
    first_evaluation = chain.query("select * from evaluation where dataset = 'test'")[0]
    for _ in range(8):
        chain.dbt("run", "--select", "staging", "training")
    chain.dbt("run")
    return chain, first_evaluation


@pytest.fixture(scope="module")
def one_model(new_project):
    """A project whose one model has trained a hundred iterations, in two runs."""
    project = points_project(new_project, NETWORK, iterations=50)
    project.dbt("run")
    project.dbt("run")
    return project


def history(project, model: str = "training_history") -> list[dict]:
    """All rows of a network in their order."""
    return project.query(f"select * from {model} order by iteration")


def test_chain_with_ten_iterations_a_model(chain_of_a_hundred, expected):
    """One run of the chain with iterations_per_model = 10 is a hundred iterations of NumPy's."""
    check(history(chain_of_a_hundred), WIDTHS, expected)


@pytest.mark.slow
def test_chain_of_ten_runs(chain_of_ten_runs, expected):
    """Ten plain runs are the same hundred iterations, and iteration_03 holds rows 3, 13, …, 93."""
    chain, _ = chain_of_ten_runs
    check(history(chain), WIDTHS, expected)
    assert [row["iteration"] for row in history(chain, "iteration_03")] == list(range(3, 100, 10))


@pytest.mark.slow
def test_accuracy_on_test_points(chain_of_ten_runs):
    """On points that training did not see: at least 90% after 10 iterations, 99% after 100."""
    chain, after_10 = chain_of_ten_runs
    after_100 = chain.query("select * from evaluation where dataset = 'test'")[0]
    assert after_10["accuracy"] >= 0.90
    assert after_100["accuracy"] >= 0.99


@pytest.mark.slow
def test_chain_from_the_weights_of_the_post(new_chain):
    """The weights that the post starts from, given as initial_parameters."""
    chain = new_chain(initial_parameters=WEIGHTS_OF_THE_POST)
    chain.dbt("seed")
    chain.dbt("run", "--vars", "iterations_per_model: 10")
    start = reference.from_row(WEIGHTS_OF_THE_POST | dict.fromkeys(["b_0", "b_1", "b2_0", "b2_1"], 0.0), WIDTHS)
    check(history(chain), WIDTHS, reference.train(start, X, Y, 100, LEARNING_RATE, L2_REG))


def test_one_model(one_model, expected):
    """A model of its own, run twice, goes through the iterations of the chain."""
    check(history(one_model, "network"), WIDTHS, expected)


def test_same_seed_same_bits(new_project, one_model):
    """Another project with the same seed has the same doubles, to the last bit; another seed has others."""
    again = points_project(new_project, NETWORK, iterations=100)
    again.write_network("other", NETWORK | {"seed": SEED + 1}, data=POINTS, iterations=100)
    again.dbt("run")
    bits, bits_again, other_bits = (
        [[value.hex() for value in row.values() if isinstance(value, float)] for row in history(project, model)]
        for project, model in ((one_model, "network"), (again, "network"), (again, "other"))
    )
    assert len(bits) == 101
    assert bits_again == bits
    assert other_bits[0] != bits[0]
    assert other_bits[100] != bits[100]


@pytest.mark.slow
def test_breast_cancer(project):
    """Thirty features and two hidden layers, from initial weights after He."""
    data = load_breast_cancer()
    x = StandardScaler().fit_transform(data.data)
    features = [str(name) for name in data.feature_names]
    hidden_units, learning_rate, l2_reg = [32, 16], 0.1, 0.01
    project.load_table("points", dict(zip(features, x.T, strict=True)) | {"malignant": data.target})
    network = {
        "features": features,
        "label": "malignant",
        "classes": [0, 1],
        "hidden_units": hidden_units,
        "learning_rate": learning_rate,
        "l2_reg": l2_reg,
        "seed": 7,
        "initialization": "he",
    }
    project.write_network("network", network, data=POINTS, iterations=20)
    project.dbt("run")
    widths = [len(features), *hidden_units, 2]
    start = reference.initial_layers(widths, seed=7, initialization="he")
    expected = reference.train(start, x, data.target, 20, learning_rate, l2_reg)
    check(history(project, "network"), widths, expected)


@pytest.fixture(scope="module")
def initial_rows(new_project) -> dict[str, dict]:
    """The rows of iteration 0 of a wide network, for each initialization."""
    project = new_project()
    features = [f"x{number}" for number in range(40)]
    for initialization in ("post", "glorot", "he"):
        network = NETWORK | {"features": features, "hidden_units": [50, 3], "initialization": initialization}
        project.write_model(
            f"from_{initialization}",
            f"{{{{ config(materialized='table', meta={{'network': {network!r}}}) }}}}\n"
            "{{ dbt_nn.initial_parameters() }}\n",
        )
    project.dbt("run")
    return {name: project.query(f"select * from from_{name}")[0] for name in ("post", "glorot", "he")}


@pytest.mark.parametrize("initialization", ["post", "glorot", "he"])
def test_initial_weights_are_those_of_the_hash(initial_rows, initialization):
    """Every weight is the one that Python makes of the MD5 of seed:layer:input:unit; biases are zero."""
    widths = [40, 50, 3, 2]
    expected = reference.to_row(reference.initial_layers(widths, SEED, initialization))
    assert reference.to_row(reference.from_row(initial_rows[initialization], widths)) == expected


@pytest.mark.parametrize(
    ("initialization", "scale"), [("post", 0.01), ("glorot", (2 / (40 + 50)) ** 0.5), ("he", (2 / 40) ** 0.5)]
)
def test_initial_weights_are_normal(initial_rows, initialization, scale):
    """The 2,000 weights of the first layer, by their scale, are such as a normal gives and a uniform does not."""
    [(weights, _), *_] = reference.from_row(initial_rows[initialization], [40, 50, 3, 2])
    assert reference.distance_from_normal(weights.ravel() / scale) < 4
