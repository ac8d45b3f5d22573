"""The table of the whole job: `dbt run` with everything around the training, beside a script that does the same."""

import json
import shutil
import statistics
import tempfile
import time
from pathlib import Path

import duckdb
from cases import START, Size, make_project, measure
from contestants import NUMPY, ONE, TORCH
from project import POST, Project

REPEATS = 3
NOTES = f"""
In all: from the start of the process to its end. Training: dbt's own time of the model (its table and its log lines
included), and for the others their loop or statement alone. The model is selected alone, the points stand in a table in
the DuckDB file; the scripts read them from there. Medians of {REPEATS} rounds.
"""


def dbt_run(project: Project) -> dict:
    """One `dbt run` of the model that trains: all its seconds, those of the model, and the final loss."""
    began = time.perf_counter()
    project.dbt("run", "--select", "trained")
    whole = time.perf_counter() - began
    results = json.loads((project.folder / "target/run_results.json").read_text(encoding="utf-8"))["results"]
    with duckdb.connect(project.database, read_only=True) as db:
        loss = db.execute("select loss from trained order by iteration desc limit 1").fetchone()[0]
    return {"whole": whole, "seconds": results[0]["execution_time"], "loss": loss}


def cold_dbt_run(project: Project) -> dict:
    """The same without a target folder: dbt parses everything."""
    shutil.rmtree(project.folder / "target")
    return dbt_run(project)


def script(name: str, folder: Path, iterations: int) -> dict:
    """A Python script that reads the rows from the file and trains: all its seconds, those of training, the loss."""
    began = time.perf_counter()
    result = measure(name, folder, iterations)
    return result | {"whole": time.perf_counter() - began}


def print_whole_run_table(size: str) -> None:
    """Measure everyone at "ROWS:ITERATIONS", in rounds, and print a line for each."""
    rows, iterations = (int(part) for part in size.split(":"))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        project = make_project(folder, Size(rows, iterations))
        # As a user writes it: how many statements it takes is for the package to decide.
        project.add_training("trained", POST, "start", iterations)
        project.add_training("alone", POST, "start", iterations, f"iterations_per_statement={iterations}")
        project.dbt("run", "--select", *START)
        project.dbt("compile", "--select", "alone")
        (folder / f"trained_{iterations}.sql").write_text(project.one_statement("alone"), encoding="utf-8")
        ways = {
            "`dbt run`, the first one: no target folder": lambda: cold_dbt_run(project),
            "`dbt run`, any later one": lambda: dbt_run(project),
            "a script that sends the compiled statement": lambda: script(ONE, folder, iterations),
            "a script with NumPy": lambda: script(NUMPY, folder, iterations),
            "a script with PyTorch": lambda: script(TORCH, folder, iterations),
        }
        results: dict[str, list[dict]] = {what: [] for what in ways}
        for _ in range(REPEATS):
            for what, way in ways.items():
                # Who was left out once stays out.
                if not any("missing" in result for result in results[what]):
                    results[what].append(way())
    print(f"{rows:,} rows, {iterations:,} iterations\n")
    print("| what | seconds in all | of them training | the rest | final loss |\n|---|--:|--:|--:|--:|")
    for what, found in results.items():
        if missing := [result["missing"] for result in found if "missing" in result]:
            print(f"| {what} | {missing[0]} | | | |")
            continue
        whole, seconds = (statistics.median(result[key] for result in found) for key in ("whole", "seconds"))
        rest = statistics.median(result["whole"] - result["seconds"] for result in found)
        print(f"| {what} | {whole:.2f} | {seconds:.2f} | {rest:.2f} | {found[-1]['loss']:.9f} |")
    print(NOTES, flush=True)
