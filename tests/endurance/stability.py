#!/usr/bin/env python3
"""`make stability`: what a hundred thousand iterations, and any number of threads, do to the digits of a network.

    .venv/bin/python tests/endurance/stability.py --iterations 100000

Drift: the post's network is trained on 500 rows by `dbt run`, in NumPy by the same formulas, and in long doubles (80
bits on a PC), which are right to three more digits. SQL must be no further from those than ten times what NumPy is.

Threads: statements are run on 1, 2, 3, 4 and 8 threads, three times each. Those that README's Limits call the same to
the last bit must be so; the others must agree to 1e-12.

The status is 1 where that does not hold.
"""

import argparse
import sys
import tempfile
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPOSITORY / "tests" / "python"))

import duckdb  # noqa: E402
import numpy as np  # noqa: E402
import reference  # noqa: E402
from conftest import Project  # noqa: E402

NETWORK = {"features": ["x1", "x2"], "label": "y", "classes": [0, 1], "hidden_units": [2], "seed": 42}
NETWORK |= {"learning_rate": 2.0, "l2_reg": 0.001}
WIDTHS, ROWS = [2, 2, 2], 500

THREADS = (1, 2, 3, 4, 8)
# What is run: rows, options of the network, arguments of `write_network`, and whether it is the same to the last bit.
STATEMENTS = {
    "one iteration": (122_880, {}, {"previous": "ref('start')"}, True),
    "one iteration ": (200_000, {}, {"previous": "ref('start')"}, False),
    "300 iterations": (13_000, {}, {"iterations": 300}, True),
    "300 iterations on batches of 1,000": (13_000, {"batch_size": 1000}, {"iterations": 300}, True),
    "100 iterations": (200_000, {}, {"iterations": 100}, False),
    "100 iterations, `threads=1`": (200_000, {}, {"iterations": 100, "arguments": "threads=1"}, True),
}


def trained(iterations: int, kept: list[int], type_: type) -> dict[int, dict]:
    """The iterations to be `kept` of a training in NumPy, in numbers of a type."""
    x, labels = points()
    x = x.astype(type_)
    layers = [(weights.astype(type_), biases.astype(type_)) for weights, biases in reference.initial_layers(WIDTHS, 42)]
    found = {}
    for iteration in range(1, iterations + 1):
        loss, _, gradients = reference.step(layers, x, labels, NETWORK["l2_reg"])
        layers = [
            tuple(
                values - type_(NETWORK["learning_rate"]) * slopes
                for values, slopes in zip(layer, gradient, strict=True)
            )
            for layer, gradient in zip(layers, gradients, strict=True)
        ]
        if iteration in kept:
            found[iteration] = {"loss": loss, "layers": layers}
    return found


def points() -> tuple[np.ndarray, np.ndarray]:
    """Rows drawn from N(0, 1), and whether their sum is positive."""
    x = np.random.default_rng(1).normal(size=(ROWS, 2))
    return x, (x.sum(axis=1) > 0).astype(int)


def drift(iterations: int) -> bool:
    """Print how far SQL and NumPy are from each other and from longer numbers; whether that is as it must be."""
    kept = [10**power for power in range(1, 10) if 10**power <= iterations]
    with tempfile.TemporaryDirectory() as folder:
        project = Project.of_a_user(Path(folder))
        x, labels = points()
        project.load_table("points", {"x1": x[:, 0], "x2": x[:, 1], "y": labels})
        project.write_network("network", NETWORK, "source('tables', 'points')", iterations, arguments="record_every=10")
        project.dbt("--quiet", "run")
        rows = {row["iteration"]: row for row in project.rows("network")}
    sql = {
        number: {"loss": rows[number]["loss"], "layers": reference.from_row(rows[number], WIDTHS)} for number in kept
    }
    numpy = trained(iterations, kept, np.float64)
    exact = trained(iterations, kept, np.longdouble)
    print(
        f"{iterations:,} iterations on {ROWS} rows; the largest relative differences of parameters, and of the loss\n"
    )
    print("| iteration | loss | SQL to NumPy | SQL to long double | NumPy to long double |\n|--:|--:|--:|--:|--:|")
    is_right = True
    for number in kept:
        pairs = [difference(a[number], b[number]) for a, b in ((sql, numpy), (sql, exact), (numpy, exact))]
        shown = " | ".join(f"{parameters:.1e}, {loss:.1e}" for parameters, loss in pairs)
        print(f"| {number:,} | {sql[number]['loss']:.12f} | {shown} |")
        is_right &= all(ours <= max(10 * theirs, 1e-14) for ours, theirs in zip(pairs[1], pairs[2], strict=True))
    if np.finfo(np.longdouble).eps == np.finfo(np.float64).eps:
        print("\nskipped: the comparison with longer numbers; this machine's are those of double precision")
    return is_right


def difference(ours: dict, theirs: dict) -> tuple[float, float]:
    """How far two networks are from each other: their parameters, and their losses."""
    return reference.relative_error(ours["layers"], theirs["layers"]), abs(ours["loss"] / theirs["loss"] - 1)


def threads() -> bool:
    """Print how far statements on several threads are from those on one; whether that is as it must be."""
    print("\nLargest relative difference from one thread, of three runs; 0: the same to the last bit\n")
    print(
        f"| rows | statement | {' | '.join(f'on {number}' for number in THREADS)} |\n|--:|---|{'--:|' * len(THREADS)}"
    )
    is_right = True
    with tempfile.TemporaryDirectory() as folder:
        project = Project.of_a_user(Path(folder))
        config = f"{{{{ config(materialized='table', meta={{'network': {NETWORK}}}) }}}}"
        project.write_model("start", config + "{{ dbt_nn.initial_parameters() }}")
        for rows in {rows for rows, *_ in STATEMENTS.values()}:
            project.write_model(
                f"points_{rows}", f"{{{{ config(materialized='table') }}}} {{{{ dbt_nn.points(rows={rows}) }}}}"
            )
        names = [f"way_{number}" for number in range(len(STATEMENTS))]
        for name, (rows, options, arguments, _) in zip(names, STATEMENTS.values(), strict=True):
            project.write_network(name, NETWORK | options, f"ref('points_{rows}')", **arguments)
        project.dbt("--quiet", "run", "--exclude", "way_*")
        project.dbt("--quiet", "compile", "--select", "way_*")
        for name, (what, (rows, _, _, is_same)) in zip(names, STATEMENTS.items(), strict=True):
            runs = {number: [numbers(project, name, number) for _ in range(3)] for number in THREADS}
            found = [max(float(np.abs(run / runs[1][0] - 1).max()) for run in runs[number]) for number in THREADS]
            is_right &= max(found) <= (0 if is_same else 1e-12)
            print(
                f"| {rows:,} | {what.strip()} | {' | '.join(f'{value:.1e}' if value else '0' for value in found)} |",
                flush=True,
            )
    return is_right


def numbers(project: Project, name: str, count: int) -> np.ndarray:
    """Loss and parameters of a statement's last iteration, run on so many threads."""
    with duckdb.connect(project.database) as connection:
        connection.execute(f"set threads = {count}")
        query = f"select loss, columns('^[wb]2?_') from ({project.compiled(name)}) order by iteration desc limit 1"
        return np.array(connection.execute(query).fetchone())


def main() -> int:
    """Run both; 1 where something is wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--iterations", type=int, default=100_000, help="of the drift (100,000)")
    is_right = drift(parser.parse_args().iterations)
    is_right &= threads()
    print("\nnothing was wrong" if is_right else "\nsomething is WRONG")
    return int(not is_right)


if __name__ == "__main__":
    sys.exit(main())
