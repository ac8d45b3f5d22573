#!/usr/bin/env python3
"""Those who train the post's network on the rows of a case, each in a process of its own.

usage: python benchmarks/contestants.py NAME FOLDER ITERATIONS

FOLDER is a dbt project that cases.py made: the points and the initial parameters in bench.duckdb, the compiled
statements beside it. Prints, as JSON, the seconds of training alone, the loss of the last iteration and the peak memory
in MB. What comes before training (start, imports, reading the rows into arrays, what PyTorch sets up at its first call,
JAX's compilation) is not in the seconds; for this project they are those of the SQL statement, which reads the rows
from the file.
"""

import json
import os
import resource
import sys
import time
import warnings
from pathlib import Path

import duckdb
from nested_query import LEARNING_RATE, PARAMETERS, REG, nested_query


def numbers(folder: Path) -> tuple:
    """The points, their labels and the initial weights, as arrays; the biases are 0."""
    import numpy as np

    with duckdb.connect(folder / "bench.duckdb", read_only=True) as db:
        points = db.execute("select x1, x2, y from points").fetchnumpy()
        start = db.execute("select * from start").fetchnumpy()
    w, w2 = ([[start[f"{prefix}_{i}{j}"][0] for j in (0, 1)] for i in (0, 1)] for prefix in ("w", "w2"))
    return np.stack([points["x1"], points["x2"]], axis=1), points["y"], np.array(w), np.array(w2)


def one_statement(folder: Path, iterations: int) -> tuple[float, float]:
    """All iterations in the one recursive statement that `dbt_nn.train(iterations=…)` compiles to."""
    sql = (folder / f"trained_{iterations}.sql").read_text(encoding="utf-8")
    with duckdb.connect(folder / "bench.duckdb") as db:
        began = time.perf_counter()
        db.execute(f"create or replace temp table trained as {sql}")
        seconds = time.perf_counter() - began
        return seconds, db.execute("select loss from trained order by iteration desc limit 1").fetchone()[0]


def statement_an_iteration(folder: Path, iterations: int) -> tuple[float, float]:
    """One statement after the other, as the models of the chain send them."""
    sql = (folder / "trained_1.sql").read_text(encoding="utf-8")
    with duckdb.connect(folder / "bench.duckdb") as db:
        db.execute("create or replace temp table chain as select * from start")
        step = sql.replace('"bench"."main"."start"', "chain")
        began = time.perf_counter()
        for _ in range(iterations):
            db.execute(f"insert into chain {step}")
        seconds = time.perf_counter() - began
        return seconds, db.execute("select loss from chain order by iteration desc limit 1").fetchone()[0]


def nested(folder: Path, iterations: int) -> tuple[float, float]:
    """One query, nested as the post nests it."""
    first = ", ".join(PARAMETERS)
    start = f"select x1, x2, y, {first} from points cross join (select {first} from start)"
    with duckdb.connect(folder / "bench.duckdb") as db:
        began = time.perf_counter()
        row = db.execute(nested_query(start, iterations)).fetchone()
        return time.perf_counter() - began, row[0]


def with_numpy(folder: Path, iterations: int) -> tuple[float, float]:
    """The formulas, array by array."""
    import numpy as np

    x, y, w, w2 = numbers(folder)
    b, b2, rows = np.zeros(2), np.zeros(2), np.arange(len(y))
    began = time.perf_counter()
    for _ in range(iterations):
        d = np.maximum(0, x @ w + b)
        scores = d @ w2 + b2
        probs = np.exp(scores - scores.max(axis=1, keepdims=True))
        probs /= probs.sum(axis=1, keepdims=True)
        loss = -np.log(probs[rows, y]).mean() + 0.5 * REG * ((w**2).sum() + (w2**2).sum())
        probs[rows, y] -= 1
        probs /= len(y)
        dd = (probs @ w2.T) * (d > 0)
        dw2, db2, dw, db = d.T @ probs + REG * w2, probs.sum(axis=0), x.T @ dd + REG * w, dd.sum(axis=0)
        w, b = w - LEARNING_RATE * dw, b - LEARNING_RATE * db
        w2, b2 = w2 - LEARNING_RATE * dw2, b2 - LEARNING_RATE * db2
    return time.perf_counter() - began, float(loss)


def with_torch(folder: Path, iterations: int) -> tuple[float, float]:
    """Autograd and plain gradient descent."""
    import torch

    x, y, *weights = (torch.tensor(values) for values in numbers(folder))
    w, w2 = (weight.requires_grad_() for weight in weights)
    b, b2 = (torch.zeros(2, dtype=torch.float64, requires_grad=True) for _ in range(2))
    parameters = [w, b, w2, b2]

    def loss_and_gradients():
        scores = torch.relu(x @ w + b) @ w2 + b2
        loss = torch.nn.functional.cross_entropy(scores, y) + 0.5 * REG * ((w**2).sum() + (w2**2).sum())
        return loss, torch.autograd.grad(loss, parameters)

    loss_and_gradients()  # what it sets up for the first call is not training
    began = time.perf_counter()
    for _ in range(iterations):
        loss, gradients = loss_and_gradients()
        with torch.no_grad():
            for parameter, gradient in zip(parameters, gradients, strict=True):
                parameter -= LEARNING_RATE * gradient
    return time.perf_counter() - began, loss.item()


def with_jax(folder: Path, iterations: int) -> tuple[float, float]:
    """One compiled scan over all iterations."""
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"  # it reports how long it compiles
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)
    x, y, w, w2 = (jnp.array(values) for values in numbers(folder))

    def loss_of(parameters):
        w, b, w2, b2 = parameters
        log_probs = jax.nn.log_softmax(jnp.maximum(0, x @ w + b) @ w2 + b2)
        picked = jnp.take_along_axis(log_probs, y[:, None], axis=1)
        return -picked.mean() + 0.5 * REG * ((w**2).sum() + (w2**2).sum())

    def step(parameters, _):
        loss, gradients = jax.value_and_grad(loss_of)(parameters)
        return [p - LEARNING_RATE * g for p, g in zip(parameters, gradients, strict=True)], loss

    train = jax.jit(lambda parameters: jax.lax.scan(step, parameters, None, length=iterations))
    start = [w, jnp.zeros(2), w2, jnp.zeros(2)]
    train = train.lower(start).compile()
    began = time.perf_counter()
    _, losses = jax.block_until_ready(train(start))
    return time.perf_counter() - began, float(losses[-1])


def with_sklearn(folder: Path, iterations: int) -> tuple[float, float]:
    """MLPClassifier, which has one logistic output for two classes: its score is the difference of our two.

    With the first layer's numbers times 2^(1/4), that difference's weights by 2^(1/4), and the learning rate and the
    penalty set to match, every parameter takes our steps but the last bias: its rate is √2 times the learning rate
    instead of twice.
    """
    from sklearn.neural_network import MLPClassifier

    x, y, w, w2 = numbers(folder)
    scale = 2**0.25
    model = MLPClassifier(
        hidden_layer_sizes=(2,),
        activation="relu",
        solver="sgd",
        batch_size=len(y),
        learning_rate_init=2**0.5 * LEARNING_RATE,
        alpha=len(y) * REG / 2**0.5,
        momentum=0,
        nesterovs_momentum=False,
        shuffle=False,
        tol=0,
        n_iter_no_change=float("inf"),
        max_iter=1,
        warm_start=True,
    )
    warnings.simplefilter("ignore")  # it wants to converge, and batches no larger than the data
    model.fit(x[:1000], y[:1000])  # makes the arrays that are given our numbers now
    model.coefs_, model.intercepts_ = [w * scale, (w2[:, 1:] - w2[:, :1]) / scale], [0 * w[0], 0 * w[0, :1]]
    model.max_iter = iterations
    began = time.perf_counter()
    model.fit(x, y)
    seconds = time.perf_counter() - began
    # Its penalty lacks that of the sum of our two scores' weights, which nothing but the penalty itself moves.
    sums = w2.sum(axis=1) * (1 - LEARNING_RATE * REG) ** (iterations - 1)
    return seconds, float(model.loss_ + 0.25 * REG * (sums**2).sum())


NUMPY, TORCH, ONE, STEPS, NESTED, SKLEARN = (
    "NumPy",
    "PyTorch",
    "dbt_nn, one statement",
    "dbt_nn, a statement an iteration",
    "one query nested as in the post",
    "scikit-learn, MLPClassifier",
)
CONTESTANTS = {
    ONE: one_statement,
    STEPS: statement_an_iteration,
    NESTED: nested,
    NUMPY: with_numpy,
    TORCH: with_torch,
    "JAX, jit": with_jax,
    SKLEARN: with_sklearn,
}


def peak_megabytes() -> float:
    """The largest memory of this process so far. Linux counts it from the start of the program only in /proc."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().split("VmHWM:")[1].split()[0]) / 1024
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used / 1024**2 if sys.platform == "darwin" else used / 1024


def main(name: str, folder: str, iterations: str) -> None:
    """Train once and print what it took, or which package is missing."""
    try:
        seconds, loss = CONTESTANTS[name](Path(folder), int(iterations))
    except ImportError as missing:
        print(json.dumps({"missing": f"{missing.name} is not installed"}))
        return
    print(json.dumps({"seconds": seconds, "loss": loss, "megabytes": peak_megabytes()}))


if __name__ == "__main__":
    main(*sys.argv[1:])
