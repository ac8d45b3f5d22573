#!/usr/bin/env python3
"""What a batch costs: an iteration on 10,000 of 1,000,000 rows of the post's network, on DuckDB.

usage: python benchmarks/batches.py [ROWS] [BATCH_SIZE]

In one statement the rows are hashed once and put into blocks, and an iteration looks up those of its batch; in a
statement an iteration all rows are hashed each time. The time of 102 iterations less that of two, over a hundred; of
each the middle of three.
"""

import statistics
import sys
import tempfile
from pathlib import Path

from cases import machine
from project import POST, Project

FEW, MANY = 2, 102


def main() -> None:
    """Print the table."""
    rows, batch_size = [int(part) for part in [*sys.argv[1:], "1000000", "10000"][:2]]
    networks = {"all rows": POST, f"batches of {batch_size:,}": POST | {"batch_size": batch_size}}
    print(f"{machine()}\n")
    print(f"| {rows:,} rows | before the first iteration, s | an iteration, ms | a statement an iteration, ms |")
    print("|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        project = Project(Path(folder), f"{{{{ dbt_nn.points(rows={rows}) }}}}")
        project.add_start("start", POST)
        for number, network in enumerate(networks.values()):
            for iterations in (1, FEW, MANY):
                name = f"network_{number}_{iterations}"
                project.add_training(name, network, "start", iterations, f"iterations_per_statement={iterations}")
        project.dbt("run", "--select", "points", "start")
        project.dbt("compile", "--select", "network_*")
        for number, label in enumerate(networks):
            one, few, many = (
                statistics.median(project.seconds(project.compiled(f"network_{number}_{n}")) for _ in range(3))
                for n in (1, FEW, MANY)
            )
            each = (many - few) / (MANY - FEW)
            print(f"| {label} | {max(few - FEW * each, 0):.2f} | {each * 1000:.2f} | {one * 1000:.0f} |", flush=True)


if __name__ == "__main__":
    main()
