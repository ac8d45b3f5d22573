#!/usr/bin/env python3
"""Train the post's network with this project and with what one would use instead, and print the whole table.

usage: python benchmarks/compare.py [ROWS:ITERATIONS …]      (default: 1000:1000 10000:1000 100000:100 1000000:20)

Needs dbt-duckdb and NumPy (make test installs them); PyTorch, JAX and scikit-learn take part where they are installed.
Everyone gets the same rows and the same initial weights, works in double precision on all cores, and must report the
same final loss. Each measurement is a process of its own, so that its peak memory is its own; the times are of training
alone: for this project of the SQL statement that dbt compiled, for JAX after compilation. The middle of three counts.
"""

import argparse
import json
import multiprocessing
import os
import resource
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

import duckdb
import numpy as np
from nested_query import LEARNING_RATE, PARAMETERS, REG, nested_query

ROOT = Path(__file__).resolve().parent.parent
REPEATS = 3
DEFAULT = ["1000:1000", "10000:1000", "100000:100", "1000000:20"]


class Case:
    """The points, the initial parameters and the compiled statements of one size, in a DuckDB file."""

    def __init__(self, folder: Path, rows: int, iterations: int):
        """Let dbt make them."""
        self.folder, self.rows, self.iterations = folder, rows, iterations
        self.database = str(folder / "bench.duckdb")
        self.dbt("run", "--select", "stg_points_train", "initial_parameters", iterations=iterations)
        self.one_statement = self.compiled(iterations)
        self.one_step = self.compiled(1)

    def dbt(self, *arguments: str, iterations: int) -> None:
        """Run a dbt command of this project on the file."""
        variables = json.dumps({"num_train": self.rows, "iterations_per_model": iterations})
        paths = ["--project-dir", ROOT, "--profiles-dir", ROOT, "--target-path", self.folder, "--log-path", self.folder]
        environment = os.environ | {"DBT_NN_DUCKDB_PATH": self.database}
        command = ["dbt", "--quiet", *arguments, *paths, "--vars", variables]
        subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)

    def compiled(self, iterations: int) -> str:
        """The statement that dbt would send for the first model of the chain."""
        self.dbt("compile", "--select", "iteration_01", iterations=iterations)
        return (self.folder / "compiled/dbt_nn/models/training/iteration_01.sql").read_text()

    def numbers(self) -> tuple:
        """The points and the initial weights, for those who do not read SQL."""
        with duckdb.connect(self.database, read_only=True) as db:
            points = db.execute("select x1, x2, y from stg_points_train").fetchnumpy()
            start = db.execute("select * from initial_parameters").fetchnumpy()
        w, w2 = ([[start[f"{prefix}_{i}{j}"][0] for j in (0, 1)] for i in (0, 1)] for prefix in ("w", "w2"))
        return np.stack([points["x1"], points["x2"]], axis=1), points["y"], np.array(w), np.array(w2)


def one_statement(case: Case) -> tuple[float, float]:
    """All iterations in the one recursive statement that `dbt_nn.train(iterations=…)` compiles to."""
    with duckdb.connect(case.database) as db:
        began = time.perf_counter()
        db.execute(f"create or replace temp table trained as {case.one_statement}")
        seconds = time.perf_counter() - began
        return seconds, db.execute("select loss from trained order by iteration desc limit 1").fetchone()[0]


def statement_an_iteration(case: Case) -> tuple[float, float]:
    """One statement after the other, as the models of the chain send them."""
    with duckdb.connect(case.database) as db:
        db.execute("create or replace temp table chain as select * from initial_parameters")
        step = case.one_step.replace('"bench"."main"."initial_parameters"', "chain")
        began = time.perf_counter()
        for _ in range(case.iterations):
            db.execute(f"insert into chain {step}")
        seconds = time.perf_counter() - began
        return seconds, db.execute("select loss from chain order by iteration desc limit 1").fetchone()[0]


def nested(case: Case) -> tuple[float, float]:
    """One query, nested as the post nests it."""
    first = ", ".join(PARAMETERS)
    start = f"select x1, x2, y, {first} from stg_points_train cross join (select {first} from initial_parameters)"
    with duckdb.connect(case.database) as db:
        began = time.perf_counter()
        row = db.execute(nested_query(start, case.iterations)).fetchone()
        return time.perf_counter() - began, row[0]


def with_numpy(case: Case) -> tuple[float, float]:
    """The formulas, array by array."""
    x, y, w, w2 = case.numbers()
    b, b2, rows = np.zeros(2), np.zeros(2), np.arange(len(y))
    began = time.perf_counter()
    for _ in range(case.iterations):
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


def with_torch(case: Case) -> tuple[float, float]:
    """Autograd and plain gradient descent."""
    import torch

    x, y, *weights = (torch.tensor(values) for values in case.numbers())
    w, w2 = (weight.requires_grad_() for weight in weights)
    b, b2 = (torch.zeros(2, dtype=torch.float64, requires_grad=True) for _ in range(2))
    parameters = [w, b, w2, b2]
    began = time.perf_counter()
    for _ in range(case.iterations):
        scores = torch.relu(x @ w + b) @ w2 + b2
        loss = torch.nn.functional.cross_entropy(scores, y) + 0.5 * REG * ((w**2).sum() + (w2**2).sum())
        gradients = torch.autograd.grad(loss, parameters)
        with torch.no_grad():
            for parameter, gradient in zip(parameters, gradients, strict=True):
                parameter -= LEARNING_RATE * gradient
    return time.perf_counter() - began, loss.item()


def with_jax(case: Case) -> tuple[float, float]:
    """One compiled scan over all iterations."""
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"  # it reports how long it compiles
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)
    x, y, w, w2 = (jnp.array(values) for values in case.numbers())

    def loss_of(parameters):
        w, b, w2, b2 = parameters
        log_probs = jax.nn.log_softmax(jnp.maximum(0, x @ w + b) @ w2 + b2)
        picked = jnp.take_along_axis(log_probs, y[:, None], axis=1)
        return -picked.mean() + 0.5 * REG * ((w**2).sum() + (w2**2).sum())

    def step(parameters, _):
        loss, gradients = jax.value_and_grad(loss_of)(parameters)
        return [p - LEARNING_RATE * g for p, g in zip(parameters, gradients, strict=True)], loss

    train = jax.jit(lambda parameters: jax.lax.scan(step, parameters, None, length=case.iterations))
    start = [w, jnp.zeros(2), w2, jnp.zeros(2)]
    jax.block_until_ready(train(start))
    began = time.perf_counter()
    _, losses = jax.block_until_ready(train(start))
    return time.perf_counter() - began, float(losses[-1])


CONTESTANTS = {
    "dbt_nn, one statement": one_statement,
    "dbt_nn, a statement an iteration": statement_an_iteration,
    "one query nested as in the post": nested,
    "NumPy": with_numpy,
    "PyTorch": with_torch,
    "JAX, jit": with_jax,
}


def measure(name: str, case: Case, answer) -> None:
    """Train once, in a process of its own; send back the seconds, the loss and the peak memory in MB."""
    try:
        seconds, loss = CONTESTANTS[name](case)
    except ImportError as missing:
        answer.send(f"{missing.name} is not installed")
        return
    answer.send((seconds, loss, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))


def medians(name: str, case: Case) -> tuple | str:
    """The medians of REPEATS measurements, or why there are none."""
    results = []
    for _ in range(REPEATS):
        ours, theirs = multiprocessing.Pipe()
        process = multiprocessing.get_context("spawn").Process(target=measure, args=(name, case, theirs))
        process.start()
        result = ours.recv()
        process.join()
        if isinstance(result, str):
            return result
        results.append(result)
    return tuple(statistics.median(values) for values in zip(*results, strict=True))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", default=DEFAULT, metavar="ROWS:ITERATIONS")
    print(f"{os.cpu_count()} cores, DuckDB {duckdb.__version__}, NumPy {np.__version__}; times relative to NumPy's\n")
    print("| rows | iterations | | ms an iteration | ns a row | × NumPy | final loss | peak MB |")
    print("|---|---|---|---|---|---|---|---|")
    for size in parser.parse_args().sizes:
        rows, iterations = (int(part) for part in size.split(":"))
        with tempfile.TemporaryDirectory() as folder:
            case = Case(Path(folder), rows, iterations)
            # Nesting is quadratic: beyond ten iterations the query does not come back.
            names = [name for name in CONTESTANTS if iterations <= 10 or CONTESTANTS[name] is not nested]
            results = {name: medians(name, case) for name in names}
        for name, result in results.items():
            if isinstance(result, str):
                print(f"| {rows:,} | {iterations:,} | {name} | {result} | | | | |")
                continue
            seconds, loss, megabytes = result
            print(
                f"| {rows:,} | {iterations:,} | {name} | {seconds / iterations * 1e3:.2f} | "
                f"{seconds / iterations / rows * 1e9:.0f} | {seconds / results['NumPy'][0]:.2f} | {loss:.9f} | "
                f"{megabytes:,.0f} |"
            )


if __name__ == "__main__":
    main()
