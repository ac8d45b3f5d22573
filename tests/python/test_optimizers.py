"""Every optimiser and every activation, in every form of training, against NumPy and PyTorch."""

import numpy as np
import pytest
import reference
from test_training import L2_REG, LEARNING_RATE, NETWORK, POINTS, SEED, WIDTHS, X, Y, check, points_project

ITERATIONS = 40
# What each optimiser reads besides the learning rate.
OPTIONS = {"sgd": {}, "momentum": {"momentum": 0.8}}
COMBINATIONS = [("relu", "sgd")]
COMBINATIONS += [("relu", optimizer) for optimizer in sorted(reference.OPTIMIZERS) if optimizer != "sgd"]
COMBINATIONS += [(activation, "sgd") for activation in sorted(reference.ACTIVATIONS) if activation != "relu"]


def described(activation: str, optimizer: str) -> dict:
    """The network of the project with these two."""
    return NETWORK | {"activation": activation, "optimizer": optimizer} | OPTIONS[optimizer]


def expected(activation: str, optimizer: str, iterations: int = ITERATIONS) -> list[dict]:
    """Its iterations in NumPy."""
    return reference.train(
        reference.initial_layers(WIDTHS, SEED), X, Y, iterations, LEARNING_RATE, L2_REG,
        activation=activation, optimizer=optimizer, **OPTIONS[optimizer],
    )  # fmt: skip


@pytest.fixture(scope="module")
def project(new_project):
    """One model for each combination and way of running, after two runs of 20 iterations; a chain in one run."""
    project = points_project(new_project, NETWORK, iterations=1, name="unused")
    ways = {"whole": "", "threads": "threads=2", "parts": "iterations_per_statement=7", "kept": "record_every=5"}
    for activation, optimizer in COMBINATIONS:
        name, network = f"{activation}_{optimizer}", described(activation, optimizer)
        for way, arguments in ways.items():
            project.write_network(f"{name}_{way}", network, POINTS, iterations=ITERATIONS // 2, arguments=arguments)
        project.write_network(f"{name}_first", network, POINTS, iterations=2)
        project.write_network(f"{name}_next", network, POINTS, previous=f"ref('{name}_first')")
        project.write_model(
            f"{name}_predictions", f"{{{{ dbt_nn.predict(ref('{name}_whole'), {POINTS}, iteration={ITERATIONS}) }}}}"
        )
        project.write_model(
            f"{name}_plain",
            f"{{{{ dbt_nn.predict_select(ref('{name}_whole'), {POINTS}, ['x1', 'x2'], iteration={ITERATIONS}) }}}}",
        )
    project.dbt("run", "--exclude", "*_next", "*_predictions", "*_plain")
    project.dbt("run", "--exclude", "*_first")
    return project


@pytest.mark.parametrize("way", ["whole", "threads", "parts", "kept"])
@pytest.mark.parametrize(("activation", "optimizer"), COMBINATIONS)
def test_numbers(project, activation, optimizer, way):
    """To 1e-12, parameters and moments are NumPy's, over two runs: the second begins where the first ended."""
    rows = [row for row in expected(activation, optimizer) if way != "kept" or row["iteration"] % 5 == 0]
    found = project.rows(f"{activation}_{optimizer}_{way}")
    check(found, WIDTHS, rows)
    kept = tuple(f"{moment}_" for moment in reference.OPTIMIZERS[optimizer][0])
    moments = [name for name in rows[0] if name.startswith(kept)]
    for ours, theirs in zip(found, rows, strict=True):
        right = [theirs[name] for name in moments]
        assert [ours[name] for name in moments] == pytest.approx(right, rel=1e-12, abs=1e-14)


@pytest.mark.parametrize(("activation", "optimizer"), COMBINATIONS)
def test_a_chain(project, activation, optimizer):
    """A model that trains one iteration takes the moments of the one before it, too."""
    [row] = project.rows(f"{activation}_{optimizer}_next")
    check([row], WIDTHS, expected(activation, optimizer, 3)[3:])


@pytest.mark.parametrize("door", ["predictions", "plain"])
@pytest.mark.parametrize(("activation", "optimizer"), COMBINATIONS)
def test_predictions(project, activation, optimizer, door):
    """Predictions are NumPy's, also from the plain SELECT that any engine reads."""
    layers = reference.from_row(expected(activation, optimizer)[-1], WIDTHS)
    rows = project.query(f"select * from {activation}_{optimizer}_{door}")
    x = np.array([[row["x1"], row["x2"]] for row in rows])
    found = [row["probability_1"] for row in rows]
    assert found == pytest.approx(reference.probabilities(layers, x, activation)[:, 1].tolist(), rel=1e-12)


@pytest.mark.parametrize("optimizer", [name for name in sorted(reference.OPTIMIZERS) if name != "sgd"])
def test_another_optimizer_is_refused(project, optimizer):
    """The rows of one optimiser lack what another one keeps: training does not go on from them."""
    network = described("relu", optimizer)
    project.write_network("changed", described("relu", "sgd"), POINTS, iterations=2)
    project.dbt("run", "--select", "changed")
    project.write_network("changed", network, POINTS, iterations=2)
    text = " ".join(project.dbt("run", "--select", "changed", fails=True).text.split())
    assert f"with `optimizer` nothing; received `optimizer` {optimizer}" in text


@pytest.mark.parametrize("optimizer", sorted(reference.OPTIMIZERS))
def test_pytorch(optimizer):
    """The reference itself: torch.optim has the same parameters after each of ten iterations."""
    torch = pytest.importorskip("torch", reason="PyTorch is not installed: make install-reference")
    layers = reference.initial_layers(WIDTHS, SEED, "glorot")
    options = OPTIONS[optimizer]
    tensors = [torch.tensor(tensor, requires_grad=True) for layer in layers for tensor in layer]
    made = {
        "sgd": lambda: torch.optim.SGD(tensors, LEARNING_RATE),
        "momentum": lambda: torch.optim.SGD(tensors, LEARNING_RATE, momentum=0.8),
    }[optimizer]()
    history = reference.train(layers, X, Y, 10, LEARNING_RATE, 0.0, optimizer=optimizer, **options)
    for row in history[1:]:
        made.zero_grad()
        outputs = torch.tensor(X)
        for weights, biases in zip(tensors[:-2:2], tensors[1:-2:2], strict=True):
            outputs = torch.relu(outputs @ weights + biases)
        torch.nn.functional.cross_entropy(outputs @ tensors[-2] + tensors[-1], torch.tensor(Y)).backward()
        made.step()
        flat = [tensor.detach().numpy() for tensor in tensors]
        right = list(zip(flat[::2], flat[1::2], strict=True))
        assert reference.relative_error(reference.from_row(row, WIDTHS), right) <= 1e-12
