#!/usr/bin/env python3
"""Ten iterations on many points: this project's chain beside one query nested as the 2018 post nests it.

usage: python benchmarks/nested_query.py [ROWS] [ITERATIONS]      (default: 100000 10; needs dbt-duckdb alone)

Both start from the same parameters, read the same table in the same DuckDB file, and must end at the same numbers. The
nested query is written anew from the post's description: every row carries the parameters along, the totals are window
sums over all rows, each iteration is a query around the one before, and the outermost one keeps one row.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parent.parent
WEIGHTS = [f"w{layer}_{i}{j}" for layer in ("", "2") for i in (0, 1) for j in (0, 1)]
PARAMETERS = [*WEIGHTS[:4], "b_0", "b_1", *WEIGHTS[4:], "b2_0", "b2_1"]
LEARNING_RATE, REG, REPEATS = 2.0, 0.001, 3


def nested_query(start: str, iterations: int) -> str:
    """The post's query: `start` gives each training row with the parameters of iteration 0 beside it."""
    query = start
    for iteration in range(1, iterations + 1):
        kept = "x1, x2, y, loss" if iteration == iterations else "x1, x2, y"
        penalty = " + ".join(f"{w} * {w}" for w in WEIGHTS)
        updates = ", ".join(f"{p} - {LEARNING_RATE} * d{p} as {p}" for p in PARAMETERS)
        query = f"""
select {kept}, {updates} from (
select *, sum(x1 * dd_0) over () + {REG} * w_00 as dw_00, sum(x1 * dd_1) over () + {REG} * w_01 as dw_01,
  sum(x2 * dd_0) over () + {REG} * w_10 as dw_10, sum(x2 * dd_1) over () + {REG} * w_11 as dw_11,
  sum(dd_0) over () as db_0, sum(dd_1) over () as db_1 from (
select *,
  sum(d_0 * dscores_0) over () + {REG} * w2_00 as dw2_00, sum(d_0 * dscores_1) over () + {REG} * w2_01 as dw2_01,
  sum(d_1 * dscores_0) over () + {REG} * w2_10 as dw2_10, sum(d_1 * dscores_1) over () + {REG} * w2_11 as dw2_11,
  sum(dscores_0) over () as db2_0, sum(dscores_1) over () as db2_1,
  case when d_0 > 0 then dscores_0 * w2_00 + dscores_1 * w2_01 else 0.0 end as dd_0,
  case when d_1 > 0 then dscores_0 * w2_10 + dscores_1 * w2_11 else 0.0 end as dd_1 from (
select *, (probs_0 - case when y = 0 then 1 else 0 end) / num_examples as dscores_0,
  (probs_1 - case when y = 1 then 1 else 0 end) / num_examples as dscores_1 from (
select *, sum(correct_logprobs) over () / num_examples + 0.5 * {REG} * ({penalty}) as loss from (
select *, count(*) over () as num_examples,
  -ln(case when y = 0 then probs_0 else probs_1 end) as correct_logprobs from (
select *, exp(scores_0) / (exp(scores_0) + exp(scores_1)) as probs_0,
  exp(scores_1) / (exp(scores_0) + exp(scores_1)) as probs_1 from (
select *, d_0 * w2_00 + d_1 * w2_10 + b2_0 as scores_0, d_0 * w2_01 + d_1 * w2_11 + b2_1 as scores_1 from (
select *, greatest(0.0, x1 * w_00 + x2 * w_10 + b_0) as d_0, greatest(0.0, x1 * w_01 + x2 * w_11 + b_1) as d_1
from ({query})))))))))"""
    return f"select loss, {', '.join(PARAMETERS)} from ({query}) limit 1"


def dbt(folder: Path, *arguments: str) -> float:
    """Run a dbt command of this project on a database in `folder`; its seconds."""
    paths = ["--project-dir", ROOT, "--profiles-dir", ROOT, "--target-path", folder / "target", "--log-path", folder]
    environment = os.environ | {"DBT_NN_DUCKDB_PATH": str(folder / "bench.duckdb")}
    began = time.perf_counter()
    subprocess.run(["dbt", *arguments, *paths], env=environment, check=True, capture_output=True)
    return time.perf_counter() - began


def run_chain(rows: int, iterations: int, folder: Path) -> tuple[float, float]:
    """Seconds of one `dbt run` of the whole project from an empty state, and of its chain of models alone."""
    variables = json.dumps({"num_train": rows, "iterations_per_model": iterations // 10})
    whole = dbt(folder, "run", "--full-refresh", "--vars", variables)
    results = json.loads((folder / "target" / "run_results.json").read_text())["results"]
    return whole, sum(result["execution_time"] for result in results if ".iteration_" in result["unique_id"])


def main(rows: int, iterations: int) -> None:
    """Print the table."""
    if iterations % 10:
        sys.exit("ITERATIONS must be a multiple of 10: the chain has ten models.")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        dbt(folder, "seed")
        chain = [run_chain(rows, iterations, folder) for _ in range(REPEATS)]
        with duckdb.connect(folder / "bench.duckdb") as db:
            first = ", ".join(PARAMETERS)
            start = (
                f"select x1, x2, y, {first} from stg_points_train"
                f" cross join (select {first} from training_history where iteration = 0)"
            )
            query = nested_query(start, iterations)
            nested = []
            for _ in range(REPEATS):
                began = time.perf_counter()
                row = db.execute(query).fetchone()
                nested.append(time.perf_counter() - began)
            ours = db.execute(f"select loss, {first} from trained_network").fetchone()
            threads = db.execute("select current_setting('threads')").fetchone()[0]
    difference = max(abs(a - b) / abs(b) for a, b in zip(ours, row, strict=True))
    print(f"{rows:,} rows, DuckDB {duckdb.__version__}, {threads} threads, medians of {REPEATS}\n")
    print(f"| what | seconds | loss of iteration {iterations} |\n|---|---|---|")
    for what, seconds, loss in (
        ("one query, nested as the post nests it", nested, row[0]),
        ("the chain's ten models (dbt's time of each, added up)", [each for _, each in chain], ours[0]),
        ("the whole `dbt run`: start-up, staging, chain, results", [whole for whole, _ in chain], ours[0]),
    ):
        print(f"| {what} | {statistics.median(seconds):.2f} | {loss:.9f} |")
    print(f"\nlargest relative difference of the parameters: {difference:.1e}; nested query: {len(query):,} characters")


if __name__ == "__main__":
    main(*(int(argument) for argument in (sys.argv[1:] + ["100000", "10"][len(sys.argv) - 1 :])))
