"""The gradients that back-propagation in SQL gives, on networks drawn at random, against PyTorch's automatic ones."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pytest
import reference
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

# Relative to the largest gradient of each layer's weights and of its biases.
TOLERANCE = 1e-9

LETTERS = st.text(st.sampled_from("abzXY01_ '\"`.-+%{}\\é漢😀"), min_size=1, max_size=8)
STEP = """
{{%- set network = dbt_nn._resolve({description!r}) -%}}
with

state as (select * from main.parameters),

{{{{ dbt_nn.examples(network, 'main.points') }}}},

{{{{ dbt_nn.forward_pass(network) }}}},

{{{{ dbt_nn.loss(network) }}}},

{{{{ dbt_nn.back_propagation(network) }}}}

select * from {cte}
"""


@dataclass
class Case:
    """A network, its parameters, and examples whose labels are given as numbers of classes."""

    features: list[str]
    label: str
    classes: list
    layers: reference.Layers
    x: np.ndarray
    labels: np.ndarray
    l2_reg: float = 0.0
    activation: str | list[str] = "relu"
    layout: str = "columns"
    l1_reg: float = 0.0

    @property
    def widths(self) -> list[int]:
        """The number of inputs, of each layer's units, and of classes."""
        return [len(self.features), *(len(biases) for _, biases in self.layers)]


def activations(hidden: int) -> st.SearchStrategy:
    """One for all hidden layers, or one for each."""
    one = st.sampled_from(sorted(reference.ACTIVATIONS))
    return one | st.lists(one, min_size=hidden, max_size=hidden) if hidden else one


@st.composite
def cases(draw) -> Case:
    """Draw a network with 1-8 features, 0-3 hidden layers of 1-8 units and 2-5 classes, and 1-60 examples."""
    names = draw(st.lists(LETTERS.filter(str.strip), min_size=2, max_size=9, unique_by=str.lower))
    kind = draw(st.sampled_from([st.integers(-1000, 1000), LETTERS, st.booleans()]))
    classes = draw(st.lists(kind, min_size=2, max_size=5, unique=True))
    widths = [len(names) - 1, *draw(st.lists(st.integers(1, 8), max_size=3)), len(classes)]
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    rows, scale = draw(st.integers(1, 60)), draw(st.sampled_from([0.1, 1.0, 2.0]))
    layers = [
        (random.normal(0, scale, (inputs, units)), random.normal(0, scale, units)) for inputs, units in pairwise(widths)
    ]
    return Case(
        features=names[:-1],
        label=names[-1],
        classes=classes,
        layers=layers,
        x=random.normal(size=(rows, widths[0])),
        labels=random.integers(0, len(classes), rows),
        l2_reg=draw(st.sampled_from([0.0, 0.001, 0.5])),
        activation=draw(activations(len(widths) - 2)),
        layout=draw(st.sampled_from(["columns", "lists"])),
        l1_reg=draw(st.sampled_from([0.0, 0.01])),
    )


def description_of(case: Case) -> dict:
    """The network as `meta` describes it."""
    return {
        "features": case.features,
        "label": case.label,
        "classes": case.classes,
        "hidden_units": case.widths[1:-1],
        "l2_reg": case.l2_reg,
        "l1_reg": case.l1_reg,
        "activation": case.activation,
        "layout": case.layout,
    }


def select_from(project, cte: str, case: Case) -> list[dict]:
    """The rows of a CTE of the step, for the case's one step."""
    description = description_of(case)
    to_row = reference.to_lists if case.layout == "lists" else reference.to_row
    examples = dict(zip(case.features, case.x.T, strict=True))
    project.load_table("points", examples | {case.label: [case.classes[number] for number in case.labels]})
    project.load_table("parameters", {name: [value] for name, value in to_row(case.layers).items()})
    return project.query(project.render(STEP.format(description=description, cte=cte)))


def gradients_of(project, case: Case) -> tuple[float, float, reference.Layers]:
    """The loss, the accuracy and the gradients that the SQL gives."""
    [row] = select_from(project, "gradients", case)
    return row["batch_loss"], row["batch_accuracy"], reference.from_row(row, case.widths, prefix="d")


@pytest.fixture(scope="module")
def torch():
    """PyTorch, which is not needed for anything else."""
    return pytest.importorskip("torch", reason="PyTorch is not installed: make install-reference")


def in_torch(torch, activation: str) -> Callable:
    """What PyTorch calls it."""
    named = {
        "relu6": torch.nn.functional.relu6,
        "leaky_relu": torch.nn.functional.leaky_relu,
        "elu": torch.nn.functional.elu,
        "gelu": lambda h: torch.nn.functional.gelu(h, approximate="tanh"),
        "softplus": torch.nn.functional.softplus,
        "identity": lambda h: h,
    }
    return named.get(activation) or getattr(torch, activation)


def gradients_of_pytorch(torch, case: Case) -> tuple[float, float, reference.Layers]:
    """The loss, the accuracy and the gradients that PyTorch gives, in float64."""
    parameters = [
        (torch.tensor(weights, requires_grad=True), torch.tensor(biases, requires_grad=True))
        for weights, biases in case.layers
    ]
    outputs, labels = torch.tensor(case.x), torch.tensor(case.labels)
    between = reference.activations_of(case.activation, len(parameters) - 1)
    for (weights, biases), activation in zip(parameters[:-1], between, strict=True):
        outputs = in_torch(torch, activation)(outputs @ weights + biases)
    weights, biases = parameters[-1]
    scores = outputs @ weights + biases
    penalty = sum(
        0.5 * case.l2_reg * (weights**2).sum() + case.l1_reg * weights.abs().sum() for weights, _ in parameters
    )
    loss = torch.nn.functional.cross_entropy(scores, labels) + penalty
    loss.backward()
    accuracy = (scores.argmax(dim=1) == labels).double().mean()
    return loss.item(), accuracy.item(), [(w.grad.numpy(), b.grad.numpy()) for w, b in parameters]


@pytest.mark.slow
@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(case=cases())
def test_gradients_are_those_of_pytorch(empty_project, torch, case):
    """Loss, accuracy and every gradient of networks of any shape, whatever their columns and classes are called."""
    loss, accuracy, gradients = gradients_of(empty_project, case)
    expected_loss, expected_accuracy, expected_gradients = gradients_of_pytorch(torch, case)
    assert loss == pytest.approx(expected_loss, rel=TOLERANCE)
    assert accuracy == pytest.approx(expected_accuracy, rel=TOLERANCE)
    assert reference.relative_error(gradients, expected_gradients) <= TOLERANCE


@settings(max_examples=60, deadline=None, derandomize=True)
@given(case=cases())
def test_gradients_of_numpy_are_those_of_finite_differences(case):
    """The reference itself: along a random direction the loss changes as its gradients say."""
    random = np.random.default_rng(1)
    direction = [tuple(random.normal(size=tensor.shape) for tensor in layer) for layer in case.layers]

    def loss_at(distance: float) -> float:
        layers = [
            (weights + distance * d_weights, biases + distance * d_biases)
            for (weights, biases), (d_weights, d_biases) in zip(case.layers, direction, strict=True)
        ]
        return reference.step(layers, case.x, case.labels, case.l2_reg, case.activation, case.l1_reg)[0]

    _, _, gradients = reference.step(case.layers, case.x, case.labels, case.l2_reg, case.activation, case.l1_reg)
    slope = sum(
        np.sum(gradient * change)
        for gradient_pair, change_pair in zip(gradients, direction, strict=True)
        for gradient, change in zip(gradient_pair, change_pair, strict=True)
    )
    assert (loss_at(1e-6) - loss_at(-1e-6)) / 2e-6 == pytest.approx(slope, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize(
    "names", [("x_1", "x_0", "y_1"), ("w_00", "iteration", "y_0"), ("d_0", "scores_1", "order"), ("state", "n", "loss")]
)
def test_columns_called_as_those_of_the_sql(empty_project, names):
    """Columns of the data that have the names of columns and CTEs of the SQL are still what they are."""
    random = np.random.default_rng(0)
    layers = [
        (random.normal(size=(2, 3)), random.normal(size=3)),
        (random.normal(size=(3, 2)), random.normal(size=2)),
    ]
    x, labels = random.normal(size=(20, 2)), random.integers(0, 2, 20)
    case = Case(list(names[:2]), names[2], [0, 1], layers, x, labels)
    loss, accuracy, gradients = gradients_of(empty_project, case)
    expected_loss, expected_accuracy, expected_gradients = reference.step(layers, x, labels, l2_reg=0.0)
    assert (loss, accuracy) == (pytest.approx(expected_loss, rel=TOLERANCE), expected_accuracy)
    assert reference.relative_error(gradients, expected_gradients) <= TOLERANCE


def one_hidden_unit(bias: float, x: float) -> Case:
    """A network with one hidden unit, whose score is 1 for the first class and 2 for the second, times its output."""
    layers = [(np.array([[1.0]]), np.array([bias])), (np.array([[1.0, 2.0]]), np.array([0.0, 0.0]))]
    return Case(["x"], "y", [0, 1], layers, np.array([[x]]), np.array([0]))


def test_relu_at_zero_has_slope_zero(empty_project):
    """A hidden unit at exactly 0 passes nothing back; one above 0 does."""
    _, _, [(weights, biases), _] = gradients_of(empty_project, one_hidden_unit(bias=-1.0, x=1.0))
    assert (weights.item(), biases.item()) == (0, 0)
    _, _, [(weights, biases), _] = gradients_of(empty_project, one_hidden_unit(bias=0.0, x=1.0))
    # probs_1 = 1 / (1 + e^-1); dscores = (-probs_1, probs_1), and 1 * -probs_1 + 2 * probs_1 comes back.
    assert weights.item() == biases.item() == pytest.approx(1 / (1 + np.exp(-1)), rel=1e-15)


@pytest.mark.parametrize("size", [1000.0, 1e300])
@pytest.mark.parametrize("label", [0, 1])
def test_enormous_scores(empty_project, size, label):
    """Scores of -1000 and 1000, and beyond: exactly the loss 0 or their difference, and gradients of 0 or 1."""
    layers = [(np.zeros((1, 2)), np.array([-size, size]))]
    case = Case(["x"], "y", ["low", "high"], layers, np.array([[1.0]]), np.array([label]))
    loss, accuracy, [(weights, biases)] = gradients_of(empty_project, case)
    if label == 1:
        assert (loss, accuracy) == (0, 1)
        assert (weights.tolist(), biases.tolist()) == ([[0, 0]], [0, 0])
    else:
        assert (loss, accuracy) == (2 * size, 0)
        assert (weights.tolist(), biases.tolist()) == ([[-1, 1]], [-1, 1])


def test_probabilities_of_enormous_scores(empty_project):
    """Softmax of 1000, 1000 and -1000 is a half, a half and nothing."""
    layers = [(np.zeros((1, 3)), np.array([1000.0, 1000.0, -1000.0]))]
    case = Case(["x"], "y", ["a", "b", "c"], layers, np.array([[0.0]]), np.array([2]))
    [row] = select_from(empty_project, "softmax", case)
    assert [row[f"probs_{number}"] for number in range(3)] == [0.5, 0.5, 0.0]
