"""Every optimiser, schedule and activation, in every form of training, against NumPy and PyTorch."""

import datetime as dt

import numpy as np
import pytest
import reference
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_gradients import Case, cases, description_of, in_torch
from test_training import L2_REG, LEARNING_RATE, NETWORK, POINTS, SEED, WIDTHS, X, Y, check, points_project

ITERATIONS = 40
# What each optimiser reads besides the learning rate, none of it the default.
ADAM = {"beta_1": 0.85, "beta_2": 0.99, "epsilon": 1.0e-6}
OPTIONS = {
    "sgd": {},
    "momentum": {"momentum": 0.8},
    "nesterov": {"momentum": 0.8},
    "rmsprop": {"rho": 0.95, "epsilon": 1.0e-6},
    "adagrad": {"epsilon": 1.0e-6},
    "adam": ADAM,
    "adamw": ADAM | {"weight_decay": 0.05},
    "ftrl": {"l1_reg": 0.002},
    "rprop": {},
}
# Smaller steps for those that rescale the gradients.
RATES = dict.fromkeys(OPTIONS, 0.02) | dict.fromkeys(["sgd", "momentum", "nesterov"], LEARNING_RATE)
QUICK = [("relu", "sgd"), ("relu", "momentum"), ("relu", "adam"), ("tanh", "sgd")]
SLOW = [("relu", optimizer) for optimizer in sorted(reference.OPTIMIZERS)]
SLOW += [(activation, "sgd") for activation in sorted(reference.ACTIVATIONS)]
# Any value of what the optimisers and the schedules read, and which of them read it.
SHARE = st.sampled_from([0.0, 0.5, 0.9, 0.999])
DRAWN = {"momentum": SHARE, "beta_1": SHARE, "beta_2": SHARE, "rho": SHARE, "epsilon": st.sampled_from([1e-8, 1e-3])}
DRAWN |= {"weight_decay": st.sampled_from([0.0, 0.1])}
USED_BY = {"momentum": ["momentum", "nesterov"], "beta_1": ["adam", "adamw"], "beta_2": ["adam", "adamw"]}
USED_BY |= {"rho": ["rmsprop"], "epsilon": ["adam", "adamw", "rmsprop", "adagrad"], "weight_decay": ["adamw"]}
SCHEDULED = {"decay_iterations": st.sampled_from([1, 7, 1000]), "decay_rate": st.sampled_from([0.1, 0.97])}
SCHEDULED |= {"power_t": st.sampled_from([0.0, 0.5, 1.0])}
SCHEDULES = {"constant": [], "inverse_scaling": ["power_t"], "step": ["decay_iterations", "decay_rate"]}
SCHEDULES |= {"exponential": ["decay_iterations", "decay_rate"], "cosine": ["decay_iterations"]}
COMBINATIONS = QUICK + [pytest.param(*pair, marks=pytest.mark.slow) for pair in SLOW if pair not in QUICK]


def described(activation: str, optimizer: str) -> dict:
    """The network of the project with these two."""
    chosen = {"activation": activation, "optimizer": optimizer, "learning_rate": RATES[optimizer]}
    return NETWORK | chosen | OPTIONS[optimizer]


def expected(activation: str, optimizer: str, iterations: int = ITERATIONS) -> list[dict]:
    """Its iterations in NumPy."""
    return reference.train(
        reference.initial_layers(WIDTHS, SEED), X, Y, iterations, RATES[optimizer], L2_REG,
        activation=activation, optimizer=optimizer, **OPTIONS[optimizer],
    )  # fmt: skip


@pytest.fixture(scope="module")
def project(request, new_project):
    """One model for each combination and way of running, after two runs of 20 iterations; a chain in one run.

    Only the combinations that are tested: the slow ones take a minute.
    """
    project = points_project(new_project, NETWORK, iterations=1, name="unused")
    ways = {"whole": "", "threads": "threads=2", "parts": "iterations_per_statement=7", "kept": "record_every=5"}
    calls = [item.callspec.params for item in request.session.items if hasattr(item, "callspec")]
    for activation, optimizer in sorted(
        {
            (call["activation"], call["optimizer"])
            for call in calls
            if len(call) > 1 and {"activation", "optimizer"} <= set(call)
        }
    ):
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


OTHERS = {
    "inverse": (
        {"learning_rate_schedule": "inverse_scaling", "power_t": 0.3},
        {"schedule": "inverse_scaling", "power_t": 0.3},
    ),
    "steps": (
        {"learning_rate_schedule": "step", "decay_iterations": 7, "decay_rate": 0.7},
        {"schedule": "step", "decay_iterations": 7, "decay_rate": 0.7},
    ),
    "exponential": (
        {"learning_rate_schedule": "exponential", "decay_iterations": 9, "warmup_iterations": 6},
        {"schedule": "exponential", "decay_iterations": 9, "warmup": 6},
    ),
    "cosine": (
        {"learning_rate_schedule": "cosine", "decay_iterations": 25, "warmup_iterations": 3},
        {"schedule": "cosine", "decay_iterations": 25, "warmup": 3},
    ),
    "warm": ({"warmup_iterations": 30}, {"schedule": "constant", "warmup": 30}),
}


@pytest.mark.parametrize("layout", ["columns", "lists"])
@pytest.mark.parametrize("name", sorted(OTHERS))
def test_schedules(new_project, name, layout):
    """Each row has the rate of its iteration, and NumPy's parameters: with momentum, clipping and a penalty."""
    described, schedule = OTHERS[name]
    options = {"optimizer": "momentum", "momentum": 0.8, "l1_reg": 0.003, "clip_norm": 0.05}
    network = NETWORK | options | {"learning_rate": 0.4, "layout": layout, "initialization": "glorot"} | described
    project = points_project(new_project, network, iterations=20, name="scheduled")
    project.dbt("run", "--select", "scheduled")
    project.dbt("run", "--select", "scheduled")
    right = reference.train(
        reference.initial_layers(WIDTHS, SEED, "glorot"), X, Y, 40, 0.4, L2_REG, schedule=schedule, **options
    )
    rows = project.rows("scheduled")
    check(rows, WIDTHS, right)
    rates = [row["learning_rate"] for row in right[1:]]
    assert [row["learning_rate"] for row in rows[1:]] == pytest.approx(rates, rel=1e-13)
    assert len(set(rates)) > 3


@pytest.mark.parametrize("layout", ["columns", "lists"])
@pytest.mark.parametrize("optimizer", ["adam", pytest.param("rprop", marks=pytest.mark.slow)])
def test_resumed_training_is_the_same_to_the_last_bit(new_project, optimizer, layout):
    """A training of 40 iterations, and one that was stopped after 13: moments and rates go on as they were."""
    network = described("tanh", optimizer) | {"layout": layout, "learning_rate_schedule": "cosine"}
    project = points_project(new_project, network, iterations=1, name="unused")
    project.write_network("whole", network, POINTS, iterations=40, arguments="threads=1")
    for iterations in 13, 27:
        project.write_network("resumed", network, POINTS, iterations=iterations, arguments="threads=1")
        project.dbt("run", "--select", "resumed")
    project.dbt("run", "--select", "whole")
    rows = [
        [{name: value for name, value in row.items() if name not in ("trained_at", "training_run")} for row in found]
        for found in (project.rows("whole"), project.rows("resumed"))
    ]
    assert len(rows[0]) == 41
    assert rows[0] == rows[1]


def gradients_in_torch(torch, tensors: list, activation: str) -> None:
    """Those of the loss over all rows, into each tensor's `grad`."""
    between = in_torch(torch, activation)
    outputs = torch.tensor(X)
    for weights, biases in zip(tensors[:-2:2], tensors[1:-2:2], strict=True):
        outputs = between(outputs @ weights + biases)
    torch.nn.functional.cross_entropy(outputs @ tensors[-2] + tensors[-1], torch.tensor(Y)).backward()


@pytest.mark.parametrize("optimizer", sorted(set(reference.OPTIMIZERS) - {"ftrl"}))
def test_pytorch(optimizer):
    """The reference itself: torch.optim, which has no FTRL, has the same parameters after each of fifty iterations."""
    torch = pytest.importorskip("torch", reason="PyTorch is not installed: make install-reference")
    layers = reference.initial_layers(WIDTHS, SEED, "glorot")
    options, rate = OPTIONS[optimizer], RATES[optimizer]
    tensors = [torch.tensor(tensor, requires_grad=True) for layer in layers for tensor in layer]
    adam = {"betas": (ADAM["beta_1"], ADAM["beta_2"]), "eps": ADAM["epsilon"]}
    made = {
        "sgd": lambda: torch.optim.SGD(tensors, rate),
        "momentum": lambda: torch.optim.SGD(tensors, rate, momentum=0.8),
        "nesterov": lambda: torch.optim.SGD(tensors, rate, momentum=0.8, nesterov=True),
        "rmsprop": lambda: torch.optim.RMSprop(tensors, rate, alpha=0.95, eps=1e-6),
        "adagrad": lambda: torch.optim.Adagrad(tensors, rate, eps=1e-6),
        "adam": lambda: torch.optim.Adam(tensors, rate, **adam),
        "adamw": lambda: torch.optim.AdamW(tensors, rate, weight_decay=0.05, **adam),
        "rprop": lambda: torch.optim.Rprop(tensors, rate),
    }[optimizer]()
    history = reference.train(layers, X, Y, 50, rate, 0.0, optimizer=optimizer, **options)
    for row in history[1:]:
        made.zero_grad()
        gradients_in_torch(torch, tensors, "relu")
        made.step()
        flat = [tensor.detach().numpy() for tensor in tensors]
        right = list(zip(flat[::2], flat[1::2], strict=True))
        assert reference.relative_error(reference.from_row(row, WIDTHS), right) <= 1e-9


@pytest.mark.parametrize("activation", sorted(reference.ACTIVATIONS))
def test_activations_of_pytorch(activation):
    """The reference itself: gradients are PyTorch's automatic ones."""
    torch = pytest.importorskip("torch", reason="PyTorch is not installed: make install-reference")
    layers = [(3 * weights, biases + 0.1) for weights, biases in reference.initial_layers(WIDTHS, SEED, "glorot")]
    tensors = [torch.tensor(tensor, requires_grad=True) for layer in layers for tensor in layer]
    gradients_in_torch(torch, tensors, activation)
    flat = [tensor.grad.numpy() for tensor in tensors]
    _, _, found = reference.step(layers, X, Y, 0.0, activation)
    assert reference.relative_error(found, list(zip(flat[::2], flat[1::2], strict=True))) <= 1e-12


@pytest.mark.parametrize(
    ("name", "torch_name", "ours", "theirs"),
    [
        ("inverse_scaling", "LambdaLR", {"power_t": 0.3}, {"lr_lambda": lambda t: (t + 1) ** -0.3}),
        ("step", "StepLR", {"decay_iterations": 7, "decay_rate": 0.7}, {"step_size": 7, "gamma": 0.7}),
        ("exponential", "ExponentialLR", {"decay_iterations": 9, "decay_rate": 0.7}, {"gamma": 0.7 ** (1 / 9)}),
        ("cosine", "CosineAnnealingLR", {"decay_iterations": 50}, {"T_max": 50}),
    ],
)
def test_schedules_of_pytorch(name, torch_name, ours, theirs):
    """The reference itself: the rates of fifty iterations are those of torch.optim.lr_scheduler."""
    torch = pytest.importorskip("torch", reason="PyTorch is not installed: make install-reference")
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], 0.4)
    scheduler = getattr(torch.optim.lr_scheduler, torch_name)(optimizer, **theirs)
    for iteration in range(1, 51):
        assert reference.scheduled(name, 0.4, iteration, **ours) == pytest.approx(scheduler.get_last_lr()[0], rel=1e-12)
        optimizer.step()
        scheduler.step()


def test_clipping_of_pytorch():
    """The reference itself: torch.nn.utils.clip_grad_norm_, but for the 1e-6 that it adds to the norm."""
    torch = pytest.importorskip("torch", reason="PyTorch is not installed: make install-reference")
    layers = reference.initial_layers(WIDTHS, SEED, "glorot")
    tensors = [torch.tensor(tensor, requires_grad=True) for layer in layers for tensor in layer]
    gradients_in_torch(torch, tensors, "relu")
    _, _, gradients = reference.step(layers, X, Y, 0.0)
    norm = torch.nn.utils.clip_grad_norm_(tensors, 0.02).item()
    assert norm > 0.05
    flat = [tensor.grad.numpy() * (norm + 1e-6) / norm for tensor in tensors]
    right = list(zip(flat[::2], flat[1::2], strict=True))
    assert reference.relative_error(reference.clipped(gradients, 0.02), right) <= 1e-12


@st.composite
def updates(draw) -> tuple[Case, dict, dict, dict]:
    """A case of test_gradients; the options of an update; what the reference calls them; and the moments."""
    case = draw(cases())
    optimizer = draw(st.sampled_from(sorted(reference.OPTIMIZERS)))
    options = {name: draw(between) for name, between in DRAWN.items() if optimizer in USED_BY[name]}
    schedule = {"learning_rate_schedule": draw(st.sampled_from(sorted(SCHEDULES)))}
    schedule |= {name: draw(SCHEDULED[name]) for name in SCHEDULES[schedule["learning_rate_schedule"]]}
    schedule |= {"warmup_iterations": draw(st.sampled_from([0, 0, 3, 1000]))}
    rate, clip_norm = draw(st.floats(1e-3, 2)), draw(st.sampled_from([None, 0.01, 1.0]))
    chosen = {"optimizer": optimizer, "learning_rate": rate, "clip_norm": clip_norm} | options
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    moments = [
        [tuple(random.normal(size=tensor.shape) for tensor in layer) for layer in case.layers]
        for _ in reference.OPTIMIZERS[optimizer][0]
    ]
    for number, name in enumerate(reference.OPTIMIZERS[optimizer][0]):
        if name in ("squares", "mean_square", "second_moment", "stride"):
            moments[number] = [tuple(tensor**2 + 0.01 for tensor in layer) for layer in moments[number]]
    return case, chosen, schedule, moments


UPDATE = """
{{%- set network = dbt_nn._resolve({description!r}) -%}}
with

state as (select * from main.state),

{{{{ dbt_nn.examples(network, 'main.points') }}}},

{{{{ dbt_nn.training_step(network) }}}}

select * from update
"""


@pytest.mark.slow
@settings(max_examples=120, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(drawn=updates(), iteration=st.integers(0, 3000))
def test_updates_are_those_of_numpy(empty_project, drawn, iteration):
    """From any parameters and moments, in any iteration, with any combination of options, in both layouts."""
    case, chosen, schedule, moments = drawn
    optimizer = chosen["optimizer"]
    description = description_of(case) | chosen | schedule
    to_row = reference.to_lists if case.layout == "lists" else reference.to_row
    row = {"trained_at": dt.datetime(2024, 1, 1), "training_run": 0, "iteration": iteration, "description": ""}
    row |= to_row(case.layers)
    for name, kept in zip(reference.OPTIMIZERS[optimizer][0], moments, strict=True):
        row |= {f"{name}_{column}": value for column, value in to_row(kept).items()}
    examples = dict(zip(case.features, case.x.T, strict=True))
    empty_project.load_table("points", examples | {case.label: [case.classes[number] for number in case.labels]})
    empty_project.load_table("state", {name: [value] for name, value in row.items()})
    [found] = empty_project.query(empty_project.render(UPDATE.format(description=description)))

    penalty = 0.0 if optimizer == "ftrl" else case.l1_reg
    loss, _, gradients = reference.step(case.layers, case.x, case.labels, case.l2_reg, case.activation, penalty)
    gradients = reference.clipped(gradients, chosen["clip_norm"])
    names = {"learning_rate_schedule": "schedule", "warmup_iterations": "warmup"}
    named = {names.get(name, name): value for name, value in schedule.items()}
    rate = reference.scheduled(rate=chosen["learning_rate"], iteration=iteration + 1, **named)
    options = chosen | {"learning_rate": rate, "l1_reg": case.l1_reg, "iteration": iteration + 1}
    layers, kept = reference.updated(case.layers, gradients, moments, optimizer, options)
    assert found["iteration"] == iteration + 1
    assert found["loss"] == pytest.approx(loss, rel=1e-9)
    assert found["learning_rate"] == pytest.approx(rate, rel=1e-12)
    assert reference.relative_error(reference.from_row(found, case.widths), layers) <= 1e-9
    for name, right in zip(reference.OPTIMIZERS[optimizer][0], kept, strict=True):
        assert reference.relative_error(reference.from_row(found, case.widths, prefix=f"{name}_"), right) <= 1e-9
