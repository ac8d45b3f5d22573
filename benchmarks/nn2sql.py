#!/usr/bin/env python3
"""Iris, 150 flowers and a network of 4-20-3, trained in the relational form of NN2SQL and by this project, on DuckDB.

usage: python benchmarks/nn2sql.py [ITERATIONS] [REPEATS]      (default: 1000 3; needs scikit-learn for the flowers)

M. Schüle, A. Kemper, T. Neumann, "NN2SQL: Let SQL Think for Neural Networks", BTW 2023: a matrix is a relation of
(i, j, v), a product of matrices a join with a GROUP BY, and training one recursive query over the relation of the
weights. The query here is written anew from that idea, with the paper's network: sigmoid in both layers, no biases,
labels one-hot, squared errors. Before anything is timed, its gradient is compared with finite differences in NumPy, and
what it has learned after some steps with a loop in NumPy. This project's statement trains its own network of the same
widths (ReLU, biases, softmax and cross-entropy), so that losses differ; the work of an iteration is about the same.
Both run in this process, in turn, on all threads, and their planning is in the time. For 1,000 iterations with 20 units
the paper prints 40 s on DuckDB.
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

import duckdb
import numpy as np
from cases import machine
from project import Project
from sklearn.datasets import load_iris

UNITS, LEARNING_RATE = 20, 0.01
NETWORK = {
    "features": ["x0", "x1", "x2", "x3"],
    "label": "y",
    "classes": [0, 1, 2],
    "hidden_units": [UNITS],
    "initialization": "glorot",
    "learning_rate": 0.1,
}
POINTS = """{{ config(materialized='table') }}
select x0, x1, x2, x3, y from flowers
"""


def relational_query(iterations: int) -> str:
    """The training as one recursive query over `weights`, whose rows are (layer, i, j, v).

    The recursive term reads the relation once, as `now`; DuckDB allows aggregates over what is joined to it. What is
    read twice is materialized, without which it takes twice as long.
    """
    return f"""
with recursive training(iteration, layer, i, j, v) as (
    select 0, layer, i, j, v from weights
    union all
    (
    with now as materialized (select * from training where iteration < {iterations}),
    hidden as materialized (
        select x.i, w.j, 1 / (1 + exp(-sum(x.v * w.v))) as v
        from inputs as x join now as w on x.j = w.i where w.layer = 0 group by x.i, w.j
    ),
    outputs as materialized (
        select h.i, w.j, 1 / (1 + exp(-sum(h.v * w.v))) as v
        from hidden as h join now as w on h.j = w.i where w.layer = 1 group by h.i, w.j
    ),
    output_slopes as materialized (
        select o.i, o.j, 2 * (o.v - t.v) * o.v * (1 - o.v) as v
        from outputs as o join labels as t on o.i = t.i and o.j = t.j
    ),
    hidden_slopes as materialized (
        select e.i, e.j, e.v * h.v * (1 - h.v) as v
        from (
            select s.i, w.i as j, sum(s.v * w.v) as v
            from output_slopes as s join now as w on s.j = w.j where w.layer = 1 group by s.i, w.i
        ) as e join hidden as h on e.i = h.i and e.j = h.j
    ),
    gradient as (
        select 0 as layer, x.j as i, s.j as j, sum(x.v * s.v) as v
        from inputs as x join hidden_slopes as s on x.i = s.i group by x.j, s.j
        union all
        select 1 as layer, h.j as i, s.j as j, sum(h.v * s.v) as v
        from hidden as h join output_slopes as s on h.i = s.i group by h.j, s.j
    )
    select w.iteration + 1, w.layer, w.i, w.j, w.v - {LEARNING_RATE} * g.v
    from now as w join gradient as g on w.layer = g.layer and w.i = g.i and w.j = g.j
    )
)
select layer, i, j, v from training where iteration = {iterations}"""


def relation(matrix: np.ndarray) -> dict[str, np.ndarray]:
    """A matrix as columns i, j, v."""
    i, j = np.indices(matrix.shape)
    return {"i": i.ravel(), "j": j.ravel(), "v": np.ascontiguousarray(matrix, dtype=float).ravel()}


def load(db: duckdb.DuckDBPyConnection, x: np.ndarray, y: np.ndarray, weights: list[np.ndarray]) -> None:
    """The tables of the relational form, and `flowers`, a column a feature, for this project."""
    for name, matrix in {"inputs": x, "labels": np.eye(3)[y], "w0": weights[0], "w1": weights[1]}.items():
        columns = relation(matrix)  # noqa: F841 (DuckDB reads it by its name)
        db.execute(f"create table {name} as select * from columns")
    db.execute("create table weights as select 0 as layer, * from w0 union all select 1, * from w1")
    flowers = {f"x{n}": np.ascontiguousarray(column) for n, column in enumerate(x.T)} | {"y": y}  # noqa: F841
    db.execute("create table flowers as select * from flowers")


def matrices(rows: list[tuple], weights: list[np.ndarray]) -> list[np.ndarray]:
    """The matrices whose (layer, i, j, v) the rows are, each of them once."""
    assert len(rows) == sum(w.size for w in weights)
    found = [np.full_like(w, np.nan) for w in weights]
    for layer, i, j, v in rows:
        found[layer][i, j] = v
    return found


def forward(x: np.ndarray, weights: list[np.ndarray]) -> list[np.ndarray]:
    """The values of the hidden layer and of the output."""
    hidden = 1 / (1 + np.exp(-x @ weights[0]))
    return [hidden, 1 / (1 + np.exp(-hidden @ weights[1]))]


def finite_differences(
    x: np.ndarray, labels: np.ndarray, weights: list[np.ndarray], h: float = 1e-5
) -> list[np.ndarray]:
    """The gradient of the sum of squared errors, from the loss alone."""

    def loss() -> float:
        return ((forward(x, weights)[1] - labels) ** 2).sum()

    gradient = [np.empty_like(w) for w in weights]
    for w, g in zip(weights, gradient, strict=True):
        for place in np.ndindex(w.shape):
            kept = w[place]
            w[place] = kept + h
            above = loss()
            w[place] = kept - h
            g[place] = (above - loss()) / (2 * h)
            w[place] = kept
    return gradient


def numpy_training(x: np.ndarray, labels: np.ndarray, weights: list[np.ndarray], iterations: int) -> list[np.ndarray]:
    """The same training in NumPy."""
    first, last = (w.copy() for w in weights)
    for _ in range(iterations):
        hidden, outputs = forward(x, [first, last])
        slopes = 2 * (outputs - labels) * outputs * (1 - outputs)
        hidden_slopes = slopes @ last.T * hidden * (1 - hidden)
        first, last = first - LEARNING_RATE * x.T @ hidden_slopes, last - LEARNING_RATE * hidden.T @ slopes
    return [first, last]


def check(db: duckdb.DuckDBPyConnection, x: np.ndarray, y: np.ndarray, weights: list[np.ndarray]) -> None:
    """The query's first step is down the gradient, and twenty steps end where NumPy's do."""
    labels = np.eye(3)[y]
    stepped = matrices(db.execute(relational_query(1)).fetchall(), weights)
    for after, before, slope in zip(stepped, weights, finite_differences(x, labels, weights), strict=True):
        np.testing.assert_allclose((before - after) / LEARNING_RATE, slope, rtol=1e-5, atol=1e-7)
    learned = matrices(db.execute(relational_query(20)).fetchall(), weights)
    for ours, theirs in zip(learned, numpy_training(x, labels, weights, 20), strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-10, atol=1e-12)


def timed(db: duckdb.DuckDBPyConnection, sql: str) -> tuple[float, list[tuple]]:
    """The seconds that a query takes, and its rows."""
    began = time.perf_counter()
    rows = db.execute(sql).fetchall()
    return time.perf_counter() - began, rows


def main(iterations: int, repeats: int) -> None:
    """Check the relational form, time both, and print the table."""
    x, y = load_iris(return_X_y=True)
    x, y = (x - x.mean(axis=0)) / x.std(axis=0), y.astype("int64")
    rng = np.random.default_rng(0)
    weights = [rng.uniform(-1, 1, (4, UNITS)), rng.uniform(-1, 1, (UNITS, 3))]
    with tempfile.TemporaryDirectory() as folder:
        project = Project(Path(folder), POINTS)
        with duckdb.connect(project.database) as db:
            load(db, x, y, weights)
            check(db, x, y, weights)
        arguments = f"record_every={iterations}, iterations_per_statement={iterations}"
        project.add_training("trained", NETWORK, None, iterations, arguments)
        project.dbt("run", "--select", "points")
        project.dbt("compile", "--select", "trained")
        ours = f"select accuracy from ({project.one_statement('trained')}) order by iteration desc limit 1"
        times: list[list[float]] = [[], []]
        with duckdb.connect(project.database, read_only=True) as db:
            for _ in range(repeats):
                for found, sql in zip(times, (relational_query(iterations), ours), strict=True):
                    seconds, rows = timed(db, sql)
                    found.append(seconds)
                    if sql != ours:
                        relational = forward(x, matrices(rows, weights))[1].argmax(axis=1)
                    else:
                        accuracy = rows[0][0]
            threads = db.execute("select current_setting('threads')").fetchone()[0]
    print(f"{machine()}; {threads} threads\n\n{iterations:,} iterations on iris, {UNITS} units, medians of {repeats}\n")
    print("| who | seconds | accuracy on the 150 |\n|---|--:|--:|")
    for who, found, share in (
        ("NN2SQL's relational form", times[0], (relational == y).mean()),
        ("dbt_nn, one statement", times[1], accuracy),
    ):
        print(f"| {who} | {statistics.median(found):.2f} | {share:.4f} |")


if __name__ == "__main__":
    main(*(int(argument) for argument in (sys.argv[1:] + ["1000", "3"][len(sys.argv) - 1 :])))
