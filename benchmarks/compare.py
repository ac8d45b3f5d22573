#!/usr/bin/env python3
"""Train the post's network, or others, with this project and with what one would use instead, and print the tables.

usage: python benchmarks/compare.py [ROWS:ITERATIONS[:SHAPE] …] [--planning] [--whole-run [ROWS:ITERATIONS]] [--all]

SHAPE is the widths of another network than the post's 2-2-2: 150:1000:4-20-3, 10000:100:30-16-2, 1797:200:64-32-10.
Without an option: the table of training times, for the sizes named or for those below. With --planning or --whole-run:
that table, and the training times only of sizes that are named. --all prints everything.

Needs dbt-duckdb and NumPy (make test installs them); PyTorch, JAX and scikit-learn take part where they are installed.
Everyone gets the same rows and the same initial weights, works in double precision on all cores, and must report the
same final loss. Each measurement is a process of its own, so that its peak memory is its own; the times are of training
alone: for this project of the SQL statement that dbt compiled, for JAX after compilation, for PyTorch and scikit-learn
after a first call.
"""

import argparse

from cases import machine
from planning_table import print_planning_table
from training_table import print_training_table
from whole_run import print_whole_run_table

SIZES = [
    "1000:10",
    "1000:100",
    "1000:1000",
    "10000:1000",
    "100000:10",
    "100000:100",
    "100000:1000",
    "1000000:100",
    "10000000:8",
]
WHOLE_RUN = "100000:1000"


def main() -> None:
    """Print what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", metavar="ROWS:ITERATIONS[:SHAPE]", help=f"default: {' '.join(SIZES)}")
    parser.add_argument("--planning", action="store_true", help="what SQL, planning and memory depend on")
    parser.add_argument(
        "--whole-run",
        nargs="?",
        const=WHOLE_RUN,
        metavar="ROWS:ITERATIONS",
        help=f"`dbt run` and all around it, beside scripts (default: {WHOLE_RUN})",
    )
    parser.add_argument("--all", action="store_true", help="all tables")
    asked = parser.parse_args()
    print(machine(), flush=True)
    if asked.all or asked.sizes or not (asked.planning or asked.whole_run):
        print("\n## Training times\n")
        print_training_table(asked.sizes or SIZES)
    if asked.all or asked.planning:
        print("\n## SQL, planning and memory\n", flush=True)
        print_planning_table()
    if asked.all or asked.whole_run:
        print("\n## The whole job\n", flush=True)
        print_whole_run_table(asked.whole_run or WHOLE_RUN)


if __name__ == "__main__":
    main()
