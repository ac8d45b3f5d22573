#!/usr/bin/env python3
"""How many threads are best for how many rows: milliseconds an iteration of the post's network on DuckDB.

usage: python benchmarks/threads.py

The first column is what is chosen unless `threads` is given. Each figure is the best of three statements.
"""

import tempfile
from pathlib import Path

from cases import machine
from project import POST, Project

ITERATIONS = {1_000: 1000, 5_000: 500, 10_000: 300, 20_000: 200, 50_000: 100, 100_000: 60, 1_000_000: 10}
WAYS = {"chosen": "", **{str(threads): f"threads={threads}" for threads in (1, 2, 4, 8, 16)}}


def milliseconds(project: Project, name: str, iterations: int) -> float:
    """The time of one iteration in the statement of a model."""
    return min(project.seconds(project.one_statement(name)) for _ in range(3)) / iterations * 1000


def main() -> None:
    """Print the table."""
    print(f"{machine()}\n\n| rows | {' | '.join(WAYS)} |\n|{'---|' * (len(WAYS) + 1)}")
    for rows, iterations in ITERATIONS.items():
        with tempfile.TemporaryDirectory() as folder:
            project = Project(Path(folder), f"{{{{ dbt_nn.points(rows={rows}) }}}}")
            project.add_start("start", POST)
            for name, arguments in WAYS.items():
                project.add_training(f"way_{name}", POST, "start", iterations, arguments)
            project.dbt("run", "--select", "points", "start")
            project.dbt("compile", "--select", "way_*")
            times = [milliseconds(project, f"way_{name}", iterations) for name in WAYS]
        print(f"| {rows:,} | {' | '.join(f'{figure:.2f}' for figure in times)} |", flush=True)


if __name__ == "__main__":
    main()
