#!/usr/bin/env python3
"""How long an iteration takes in columns and in lists, by rows and shape.

`layout: auto` and the form of a statement over lists are chosen by it.

    .venv/bin/python benchmarks/layouts.py [ROWS ...]

It times the training statement itself, on one thread: a run of many iterations less a run of two, medians of three.
It says too which form the statement over lists took by itself.
"""

import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from statistics import median

import duckdb
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "python"))

from conftest import Project

SHAPES = [[2, 2, 2], [4, 4, 3], [4, 8, 3], [8, 8, 2], [4, 20, 3], [13, 16, 3], [30, 16, 2]]
ROWS = [150, 1_000, 10_000, 50_000]
FEW = 2


def parameters(widths: list[int]) -> int:
    """How many weights and biases there are."""
    return sum((inputs + 1) * units for inputs, units in pairwise(widths))


def iterations_of(rows: int, widths: list[int]) -> int:
    """As many as take about a second, at least twelve."""
    return max(12, min(400, 10_000_000 // (rows * parameters(widths))))


def write_networks(project: Project, rows: list[int]) -> None:
    """A table for each number of rows, and a model for each shape, layout and number of iterations."""
    rng = np.random.default_rng(0)
    for count in rows:
        numbers = {f"x{place}": rng.normal(size=count) for place in range(30)}
        project.load_table(
            f"of_{count}", numbers | {f"y{classes}": rng.integers(0, classes, count) for classes in (2, 3)}
        )
        for widths in SHAPES:
            for layout in ("columns", "lists"):
                for iterations in (FEW, iterations_of(count, widths)):
                    network = {
                        "features": [f"x{place}" for place in range(widths[0])],
                        "label": f"y{widths[-1]}",
                        "classes": list(range(widths[-1])),
                        "hidden_units": widths[1:-1],
                        "initialization": "glorot",
                        "layout": layout,
                    }
                    project.write_network(
                        name_of(count, widths, layout, iterations),
                        network,
                        data=f"source('tables', 'of_{count}')",
                        iterations=iterations,
                        arguments="threads=1, iterations_per_statement=1000000",
                    )


def name_of(rows: int, widths: list[int], layout: str, iterations: int) -> str:
    """The model's name."""
    return "_".join(map(str, ["n", rows, *widths, layout, iterations]))


def milliseconds(project: Project, connection, rows: int, widths: list[int], layout: str) -> float:
    """Processor time of an iteration."""

    def run(iterations: int) -> float:
        start = time.process_time()
        connection.execute(project.compiled(name_of(rows, widths, layout, iterations))).fetchall()
        return time.process_time() - start

    many = iterations_of(rows, widths)
    return median((run(many) - run(FEW)) / (many - FEW) * 1000 for _ in range(3))


def main() -> None:
    """Print the table."""
    rows = [int(argument) for argument in sys.argv[1:]] or ROWS
    with tempfile.TemporaryDirectory() as folder:
        project = Project.of_a_user(Path(folder))
        write_networks(project, rows)
        project.dbt("compile")
        print("| network | parameters | " + " | ".join(f"{count:,} rows" for count in rows) + " |")
        print("|---|--:|" + "--:|" * len(rows))
        with duckdb.connect(project.database) as connection:
            connection.execute("set threads = 1")
            for widths in SHAPES:
                cells = []
                for count in rows:
                    columns, lists = (
                        milliseconds(project, connection, count, widths, name) for name in ("columns", "lists")
                    )
                    sql = project.compiled(name_of(count, widths, "lists", iterations_of(count, widths)))
                    taken = " ʳ" if "read_examples" in sql else ""
                    cells.append(f"{columns:.2f} / {lists:.2f}{taken}")
                shape = "-".join(map(str, widths))
                print(f"| {shape} | {parameters(widths)} | " + " | ".join(cells) + " |", flush=True)
    print("\nʳ the statement over lists had an example a row")


if __name__ == "__main__":
    main()
