"""Measurements of contestants, in rounds: each repeat goes through all of them, so that a slow phase hits everyone."""

import json
import os
import platform
import statistics
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from contestants import ONE
from project import POST, Project

SCRIPT = Path(__file__).resolve().parent / "contestants.py"
POINTS = "{{{{ dbt_nn.points(rows={rows}) }}}}"
TIME_LIMIT = 120


def machine() -> str:
    """The computer and the versions, in one line."""
    cpu, info = platform.processor() or platform.machine(), Path("/proc/cpuinfo")
    names = [line.split(":")[1].strip() for line in info.open() if "model name" in line] if info.exists() else []
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    packages = ["duckdb", "dbt-core", "dbt-duckdb", "numpy", "torch", "jax", "scikit-learn"]
    versions = ", ".join(f"{package} {installed(package)}" for package in packages)
    return f"{os.cpu_count()} cores ({names[0] if names else cpu}), {memory:.0f} GB; {versions}"


def installed(package: str) -> str:
    """The version of a Python package."""
    try:
        return version(package)
    except PackageNotFoundError:
        return "(not installed)"


def make_case(folder: Path, rows: int, iterations: int) -> None:
    """Points, initial parameters and compiled statements of one size, as contestants.py wants them in `folder`."""
    project = Project(folder, POINTS.format(rows=rows))
    project.add_start("start", POST)
    for number in {1, iterations}:
        project.add_training(f"trained_{number}", POST, "start", number, f"iterations_per_statement={number}")
    project.dbt("run", "--select", "points", "start")
    project.dbt("compile", "--select", "trained_*")
    (folder / "trained_1.sql").write_text(project.compiled("trained_1"), encoding="utf-8")
    if iterations > 1:
        name = f"trained_{iterations}"
        (folder / f"{name}.sql").write_text(project.one_statement(name), encoding="utf-8")


def measure(name: str, folder: Path, iterations: int) -> dict:
    """What one contestant took, in a process of its own; under `missing`, why there is nothing."""
    command = [sys.executable, str(SCRIPT), name, str(folder), str(iterations)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=TIME_LIMIT)
    except subprocess.TimeoutExpired:
        return {"missing": f"left out: more than {TIME_LIMIT} s"}
    if done.returncode:
        last = (done.stderr.strip().splitlines() or [""])[-1]
        return {"missing": f"failed ({done.returncode}): {last[:200]}"}
    return json.loads(done.stdout)


def measure_in_rounds(iterations: dict[str, int], folder: Path, repeats: int) -> dict[str, list[dict] | str]:
    """For each contestant in `iterations`, its measurements or why there are none."""
    results: dict = {name: [] for name in iterations}
    for _ in range(repeats):
        for name, found in results.items():
            if isinstance(found, str):
                continue
            result = measure(name, folder, iterations[name])
            if "missing" in result:
                results[name] = result["missing"]
            else:
                found.append(result)
    return results


def median_of(results: list[dict], key: str) -> float:
    """The middle one of the measurements' values for `key`."""
    return statistics.median(result[key] for result in results)


def peak_of_one_statement(folder: Path, iterations: int) -> float:
    """The peak memory in MB of the process that trains with the one statement in `folder`; NaN where it failed."""
    return measure(ONE, folder, iterations).get("megabytes", float("nan"))
