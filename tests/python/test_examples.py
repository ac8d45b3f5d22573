"""The networks of integration_tests, on real data, are as good as scikit-learn's on rows that neither has seen."""

import shutil
import warnings

import numpy as np
import pytest
from conftest import REPOSITORY, Project
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

SOLVERS = ["lbfgs", "sgd", "adam"]
PARTS = ["train", "test"]
# Each example's data, network, label, hidden layer, and how many of scikit-learn's random starts are tried.
EXAMPLES = {
    "penguins": ("species", "species", 8, 5),
    "tumours": ("diagnosis", "diagnosis", 8, 5),
    "diamonds": ("price", "price_band", 4, 1),
}


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """The project integration_tests after its three networks were trained, and what they read of every row."""
    folder = tmp_path_factory.mktemp("integration_tests") / "project"
    shutil.copytree(
        REPOSITORY / "integration_tests", folder, ignore=shutil.ignore_patterns("target", "dbt_packages", "*.duckdb")
    )
    project = Project(folder)
    profiles = (folder / "profiles.yml").read_text(encoding="utf-8").replace("dbt_nn:", "dbt_nn_integration_tests:")
    project.write("profiles.yml", profiles)
    project.add_package()
    for data, (network, *_) in EXAMPLES.items():
        for part in PARTS:
            call = f"dbt_nn.transform(ref('{network}_network'), ref('{data}_{part}'))"
            project.write_model(f"{data}_{part}_inputs", f"{{{{ {call} }}}}")
    evaluations = [f"+{network}_evaluation" for network, *_ in EXAMPLES.values()]
    project.dbt("build", "--select", *evaluations, *(f"{data}_{part}_inputs" for data in EXAMPLES for part in PARTS))
    return project


def inputs(project: Project, data: str, part: str, label: str) -> tuple[np.ndarray, list]:
    """What the network reads of the rows of a part, and their labels."""
    rows = project.query(f"select * from {data}_{part}_inputs")
    columns = [column for column in rows[0] if column.startswith("x_")]
    return np.array([[row[column] for column in columns] for row in rows]), [row[label] for row in rows]


@pytest.mark.parametrize("data", EXAMPLES)
def test_as_good_as_scikit_learn(project, data):
    """At most one point of accuracy below MLPClassifier of the same layers, with the best of its solvers."""
    network, label, units, starts = EXAMPLES[data]
    train, test = inputs(project, data, "train", label), inputs(project, data, "test", label)
    scores = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        for solver in SOLVERS:
            networks = [MLPClassifier((units,), solver=solver, max_iter=500, random_state=n) for n in range(starts)]
            scores[solver] = np.mean([network.fit(*train).score(*test) for network in networks])
    [evaluation] = project.query(f"select accuracy from {network}_evaluation")
    print(f"{data}: dbt_nn {evaluation['accuracy']:.4f}, scikit-learn {scores}")
    assert evaluation["accuracy"] >= max(scores.values()) - 0.01
    assert max(scores.values()) > 0.9
