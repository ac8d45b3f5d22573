"""`make fuzz`: thousands of made-up networks, each of which must train right or be refused in plain words.

    make fuzz                                  # 10,000 cases
    make fuzz ARGS='--cases 300 --seed 1'      # fewer
    make fuzz ARGS='--seed 1 --only 4711'      # one case again; shown in full where something is wrong
    make fuzz ARGS='--cases 50 --defect quotes'    # a fault seeded, to see that it is found

The cases of a batch are models of one project and are built by one `dbt build`. Then each is compared with NumPy: loss
and parameters to 1e-9, and what predict, weights, confusion_matrix and the rest give. A refusal counts where the case
asks for it and the message names the argument, what it must be, what it received and what to do. After every batch the
canaries are counted: a table that some names would drop, a word that some would print, files and tables that some would
make. The status is 1 where anything was found.
"""

import argparse
import multiprocessing
import os
import random
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parents[1]
sys.path[:0] = [str(REPOSITORY / "tests" / "python"), str(HERE)]

import duckdb  # noqa: E402
import numpy as np  # noqa: E402
from fuzz_cases import KINDS, Case, Maker  # noqa: E402
from fuzz_judge import Found, Verdict, judge  # noqa: E402
from fuzz_project import DEFECTS, Batch  # noqa: E402

BATCH = 500
IDENTICAL_ROWS = 10_000_000
BIGQUERY_CASES = 100


def run_batch(seed: int, numbers: list[int], defect: str | None = None) -> list[Verdict]:
    """Run the cases of these numbers; in halves, where all broke or a canary is gone, down to one case."""
    cases = [Maker(seed, number).make() for number in numbers]
    with tempfile.TemporaryDirectory() as folder:
        batch = Batch(Path(folder) / "project", cases, defect)
        results = batch.run()
        if results is None:
            verdicts, broke = [], "dbt ran nothing: " + batch.failure[:1500]
        else:
            with duckdb.connect(batch.project.database) as connection:
                broke = batch.hatched(connection)
                verdicts = [verdict_of(case, batch, results, connection) for case in cases]
    if broke and len(cases) > 1:
        middle = len(numbers) // 2
        return run_batch(seed, numbers[:middle], defect) + run_batch(seed, numbers[middle:], defect)
    if broke:
        return [Verdict(cases[0].number, cases[0].kind, "found", broke, shown=cases[0].shown())]
    return verdicts


def verdict_of(case: Case, batch: Batch, results: dict, connection) -> Verdict:
    """What became of one case of a batch that was run."""
    try:
        with np.errstate(all="ignore"):
            return judge(case, batch.readers[case.number], results, connection)
    except Found as fault:
        detail = str(fault)
    except Exception:
        detail = traceback.format_exc()[-1500:]
    return Verdict(case.number, case.kind, "found", detail, shown=case.shown())


def run_identical_rows() -> Verdict:
    """Ten million rows that are all the same, two iterations: the numbers of one row."""
    network = {"features": ["x1", "x2"], "label": "y", "classes": [0, 1], "hidden_units": [2]}
    columns = {"x1": ("double", [0.5]), "x2": ("double", [-1.25]), "y": ("bigint", [1])}
    case = Case(0, network, columns, kind="rows", iterations=2)
    with tempfile.TemporaryDirectory() as folder:
        batch = Batch(Path(folder) / "project", [case])
        with duckdb.connect(batch.project.database) as connection:
            connection.execute(f"insert into t_0 select 0.5, -1.25, 1 from range({IDENTICAL_ROWS - 1})")
        results = batch.run() or {}
        with duckdb.connect(batch.project.database) as connection:
            verdict = verdict_of(case, batch, results, connection)
            if verdict.outcome == "trained":
                [(rows,)] = connection.execute("select max(num_examples) from net_0").fetchall()
                if rows != IDENTICAL_ROWS:
                    verdict.outcome, verdict.detail = "found", f"it read {rows} rows"
    return verdict


def run_all(seed: int, numbers: list[int], defect: str | None, processes: int) -> list[Verdict]:
    """Run the cases of these numbers in batches, several at once."""
    size = min(BATCH, -(-len(numbers) // processes))
    batches = [(seed, numbers[start : start + size], defect) for start in range(0, len(numbers), size)]
    if len(batches) == 1:
        return run_batch(*batches[0])
    verdicts, began = [], time.monotonic()
    # A process of dbt's grows with every project that it has built.
    with multiprocessing.get_context("spawn").Pool(processes, maxtasksperchild=2) as pool:
        try:
            for done in pool.imap_unordered(run_arguments, batches):
                verdicts += done
                found = sum(verdict.outcome == "found" for verdict in verdicts)
                seconds = time.monotonic() - began
                print(f"{len(verdicts):,} cases, {found} found, {seconds:.0f} s", file=sys.stderr, flush=True)
                for verdict in done:
                    if verdict.outcome == "found":
                        print(f"case {verdict.number}: {verdict.detail}", file=sys.stderr, flush=True)
            pool.close()
            pool.join()
        except KeyboardInterrupt:
            print("fuzz: stopped; what follows is of the cases until then", flush=True)
    return verdicts


def run_arguments(arguments: tuple) -> list[Verdict]:
    """One batch, in a process of the pool."""
    return run_batch(*arguments)


def report(seed: int, verdicts: list[Verdict]) -> None:
    """Print what was tried, what was refused for what, and what was found."""
    heads = ["cases", "trained right", "refused", "found", "read right", "difference"]
    print("\nkind    " + "".join(f"{head:>15}" for head in heads))
    for kind in [*KINDS, "rows", "all"]:
        those = [verdict for verdict in verdicts if kind in (verdict.kind, "all")]
        counts = Counter(verdict.outcome for verdict in those)
        read = sum(verdict.num_read for verdict in those)
        largest = max((verdict.difference for verdict in those), default=0)
        if those:
            numbers = [len(those), counts["trained"], counts["refused"], counts["found"], read]
            print(f"{kind:<8}" + "".join(f"{number:>15,}" for number in numbers) + f"{largest:>15.1e}")
    cut = sum(verdict.is_cut_short for verdict in verdicts)
    print("\n«read right»: results of predict, weights, … of these networks.")
    print("«difference»: the largest to NumPy's loss and parameters, relative to the numbers that they are summed of.")
    print(f"{cut:,} networks were compared only up to where numbers overflow or rounding decides whether a unit is on.")
    refused = Counter(verdict.detail for verdict in verdicts if verdict.outcome == "refused")
    print("\nrefused, and how often:")
    for detail, count in refused.most_common():
        print(f"{count:>6}  {detail}")
    found = sorted((verdict for verdict in verdicts if verdict.outcome == "found"), key=lambda verdict: verdict.number)
    for verdict in found[:20]:
        print(f"\ncase {verdict.number} ({verdict.kind}): {verdict.detail}\n{verdict.shown}")
        print(f"    again: make fuzz ARGS='--seed {seed} --only {verdict.number}'")
    if len(found) > 20:
        print(f"\nand {len(found) - 20} more: {[verdict.number for verdict in found[20:]]}")
    print(f"\n{len(found)} found")


def run_bigquery(seed: int) -> int:
    """BigQuery's side by tests/bigquery/test_hostile_input.py, where its tools are installed; the status."""
    python, google = (REPOSITORY / name / "bin" / "python" for name in (".venv-bigquery", ".venv-googlesql"))
    if not (python.exists() and google.exists()):
        print("skipped: BigQuery's side; its tools are not installed (make test-bigquery)")
        return 0
    sys.stdout.flush()
    environment = os.environ | {"GOOGLESQL_PYTHON": str(google), "PYTHONDONTWRITEBYTECODE": "1"}
    environment |= {"DBT_NN_FUZZ_SEED": str(seed), "DBT_NN_FUZZ_CASES": str(BIGQUERY_CASES)}
    pytest = [python, *["-m", "pytest", "-q", "-p", "no:bqemulator", "-p", "no:cacheprovider", "test_hostile_input.py"]]
    return subprocess.run(pytest, cwd=REPOSITORY / "tests" / "bigquery", env=environment, check=False).returncode


def main(arguments: list[str] | None = None) -> int:
    """Run the cases that the command asks for; 1 where something was found."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--cases", type=int, default=10_000, help="how many (10000); from 10000 on, BigQuery's side too"
    )
    parser.add_argument("--seed", type=int, help="what the cases are drawn from; any, where it is left out")
    parser.add_argument("--only", type=int, help="the number of one case, to see it again")
    parser.add_argument("--defect", choices=DEFECTS, help="seed a fault into the macros: it must be found")
    parser.add_argument("--processes", type=int, default=2, help="how many at once (2)")
    options = parser.parse_args(arguments)
    seed = options.seed if options.seed is not None else random.SystemRandom().randrange(10**6)
    numbers = [options.only] if options.only is not None else list(range(1, options.cases + 1))
    is_whole = options.only is None and options.defect is None and options.cases >= 10_000
    print(f"fuzz: {len(numbers):,} cases, seed {seed}", flush=True)
    verdicts = run_all(seed, numbers, options.defect, options.processes)
    if is_whole:
        print(f"fuzz: {IDENTICAL_ROWS:,} rows that are all the same", flush=True)
        verdicts.append(run_identical_rows())
    report(seed, verdicts)
    status = int(any(verdict.outcome == "found" for verdict in verdicts))
    return (run_bigquery(seed) if is_whole else 0) or status


if __name__ == "__main__":
    sys.exit(main())
