#!/usr/bin/env python3
"""Those who train the network of a case on its rows, each in a process of its own.

usage: python benchmarks/contestants.py NAME FOLDER ITERATIONS

FOLDER is a dbt project that cases.py made: the points and the initial parameters in bench.duckdb, the compiled
statements and the description of the network beside it. Prints, as JSON, the seconds of training alone, the loss of the
last iteration and the peak memory in MB. What comes before training (start, imports, reading the rows into arrays, what
PyTorch sets up at its first call, JAX's compilation) is not in the seconds; for this project they are those of the SQL
statement, which reads the rows from the file.
"""

import json
import os
import resource
import sys
import time
import warnings
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import duckdb
from nested_query import PARAMETERS, nested_query


def network_of(folder: Path) -> dict:
    """The description of the network of a case."""
    return json.loads((folder / "network.json").read_text(encoding="utf-8"))


def numbers(folder: Path) -> tuple:
    """The points, their labels and the initial weights of each layer, as arrays; the biases are 0."""
    import numpy as np

    network = network_of(folder)
    with duckdb.connect(folder / "bench.duckdb", read_only=True) as db:
        points = db.execute("select * from points").fetchnumpy()
        # In the order of the inputs, and for each of them of the units.
        found = db.execute("select layer, unit, weight from start_weights where input <> '__INTERCEPT__'").fetchall()
    weights = []
    for _, layer in groupby(found, key=itemgetter(0)):
        units, values = zip(*(row[1:] for row in layer), strict=True)
        weights.append(np.array(values).reshape(-1, len(set(units))))
    x = np.stack([points[feature] for feature in network["features"]], axis=1)
    return x, points[network["label"]].astype("int64"), weights


def rate_and_penalty(folder: Path) -> tuple[float, float]:
    """The learning rate and the factor of the penalty."""
    network = network_of(folder)
    return network["learning_rate"], network["l2_reg"]


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

    x, y, weights = numbers(folder)
    rate, reg = rate_and_penalty(folder)
    biases, rows = [np.zeros(w.shape[1]) for w in weights], np.arange(len(y))
    last = len(weights) - 1
    began = time.perf_counter()
    for _ in range(iterations):
        inputs = [x]
        for w, b in zip(weights[:last], biases[:last], strict=True):
            inputs.append(np.maximum(0, inputs[-1] @ w + b))
        scores = inputs[last] @ weights[last] + biases[last]
        slopes = np.exp(scores - scores.max(axis=1, keepdims=True))
        slopes /= slopes.sum(axis=1, keepdims=True)
        loss = -np.log(slopes[rows, y]).mean() + 0.5 * reg * sum((w**2).sum() for w in weights)
        slopes[rows, y] -= 1
        slopes /= len(y)
        for layer in range(last, -1, -1):
            w, given = weights[layer], inputs[layer]
            dw, db = given.T @ slopes + reg * w, slopes.sum(axis=0)
            if layer:
                slopes = (slopes @ w.T) * (given > 0)
            weights[layer], biases[layer] = w - rate * dw, biases[layer] - rate * db
    return time.perf_counter() - began, float(loss)


def with_torch(folder: Path, iterations: int) -> tuple[float, float]:
    """Autograd and plain gradient descent."""
    import torch

    x, y, weights = numbers(folder)
    rate, reg = rate_and_penalty(folder)
    x, y, weights = torch.tensor(x), torch.tensor(y), [torch.tensor(w).requires_grad_() for w in weights]
    biases = [torch.zeros(w.shape[1], dtype=torch.float64, requires_grad=True) for w in weights]
    parameters = weights + biases

    def loss_and_gradients():
        d = x
        for w, b in zip(weights[:-1], biases[:-1], strict=True):
            d = torch.relu(d @ w + b)
        scores = d @ weights[-1] + biases[-1]
        loss = torch.nn.functional.cross_entropy(scores, y) + 0.5 * reg * sum((w**2).sum() for w in weights)
        return loss, torch.autograd.grad(loss, parameters)

    loss_and_gradients()  # what it sets up for the first call is not training
    began = time.perf_counter()
    for _ in range(iterations):
        loss, gradients = loss_and_gradients()
        with torch.no_grad():
            for parameter, gradient in zip(parameters, gradients, strict=True):
                parameter -= rate * gradient
    return time.perf_counter() - began, loss.item()


def with_jax(folder: Path, iterations: int) -> tuple[float, float]:
    """One compiled scan over all iterations."""
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"  # it reports how long it compiles
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)
    x, y, weights = numbers(folder)
    rate, reg = rate_and_penalty(folder)
    x, y, start = jnp.array(x), jnp.array(y), [(jnp.array(w), jnp.zeros(w.shape[1])) for w in weights]

    def loss_of(layers):
        d = x
        for w, b in layers[:-1]:
            d = jnp.maximum(0, d @ w + b)
        w, b = layers[-1]
        picked = jnp.take_along_axis(jax.nn.log_softmax(d @ w + b), y[:, None], axis=1)
        return -picked.mean() + 0.5 * reg * sum((w**2).sum() for w, _ in layers)

    def step(layers, _):
        loss, gradients = jax.value_and_grad(loss_of)(layers)
        return jax.tree.map(lambda p, g: p - rate * g, layers, gradients), loss

    train = jax.jit(lambda layers: jax.lax.scan(step, layers, None, length=iterations))
    train = train.lower(start).compile()
    began = time.perf_counter()
    _, losses = jax.block_until_ready(train(start))
    return time.perf_counter() - began, float(losses[-1])


def with_sklearn(folder: Path, iterations: int) -> tuple[float, float]:
    """MLPClassifier, which for more than two classes makes our steps.

    For two it has one logistic output: its score is the difference of our two. With the first layer's numbers times
    2^(1/4), that difference's weights by 2^(1/4), and the learning rate and the penalty set to match, every parameter
    takes our steps but the last bias: its rate is √2 times the learning rate instead of twice. More hidden layers have
    no such scale.
    """
    from sklearn.neural_network import MLPClassifier

    x, y, weights = numbers(folder)
    rate, reg = rate_and_penalty(folder)
    is_logistic = weights[-1].shape[1] == 2
    if is_logistic and len(weights) != 2:
        raise NotImplementedError("left out: of two classes it makes our steps with one hidden layer only")
    first, last = weights[0], weights[-1]
    scale = 2**0.25 if is_logistic else 1
    model = MLPClassifier(
        hidden_layer_sizes=[w.shape[1] for w in weights[:-1]],
        activation="relu",
        solver="sgd",
        batch_size=len(y),
        learning_rate_init=scale**2 * rate,
        alpha=len(y) * reg / scale**2,
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
    if is_logistic:
        weights = [first * scale, (last[:, 1:] - last[:, :1]) / scale]
    model.coefs_, model.intercepts_ = list(weights), [0 * w[0] for w in weights]
    model.max_iter = iterations
    began = time.perf_counter()
    model.fit(x, y)
    seconds = time.perf_counter() - began
    # Its penalty lacks that of the sum of our two scores' weights, which nothing but the penalty itself moves.
    sums = last.sum(axis=1) * (1 - rate * reg) ** (iterations - 1) if is_logistic else 0 * last
    return seconds, float(model.loss_ + 0.25 * reg * (sums**2).sum())


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
    except NotImplementedError as reason:
        print(json.dumps({"missing": str(reason)}))
        return
    print(json.dumps({"seconds": seconds, "loss": loss, "megabytes": peak_megabytes()}))


if __name__ == "__main__":
    main(*sys.argv[1:])
