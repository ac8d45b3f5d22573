"""Measurements of contestants, in rounds: each repeat goes through all of them, so that a slow phase hits everyone."""

import json
import os
import platform
import statistics
import subprocess
import sys
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from contestants import ONE
from project import POST, Project

SCRIPT = Path(__file__).resolve().parent / "contestants.py"
POINTS = "{{{{ dbt_nn.points(rows={rows}) }}}}"
# The post's network: two inputs, two hidden units, two classes.
POST_SHAPE = (2, 2, 2)
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


@dataclass(frozen=True)
class Size:
    """How many rows, how many iterations, and the widths of a network: its inputs, its hidden layers, its classes."""

    rows: int
    iterations: int
    shape: tuple[int, ...] = POST_SHAPE

    @classmethod
    def of(cls, text: str) -> "Size":
        """The size in "ROWS:ITERATIONS" or "ROWS:ITERATIONS:4-20-3"; without widths, that of the post's network."""
        rows, iterations, *widths = text.split(":")
        shape = tuple(int(width) for width in widths[0].split("-")) if widths else POST_SHAPE
        if len(widths) > 1 or len(shape) < 2 or min(shape) < 1 or shape[-1] < 2:
            raise ValueError(
                f"{text!r} is no ROWS:ITERATIONS or ROWS:ITERATIONS:INPUTS-UNITS-CLASSES, as 150:1000:4-20-3"
            )
        return cls(int(rows), int(iterations), shape)

    @property
    def network(self) -> dict:
        """The post's network, or one of these widths at a rate and with initial weights that do for any of them."""
        if self.shape == POST_SHAPE:
            return POST
        inputs, *hidden, classes = self.shape
        return {
            "features": [f"x{n}" for n in range(1, inputs + 1)],
            "label": "y",
            "classes": list(range(classes)),
            "hidden_units": hidden,
            "learning_rate": 0.1,
            "l2_reg": POST["l2_reg"],
            "initialization": "glorot",
        }

    @property
    def points(self) -> str:
        """The post's points; for other widths x1 and x2 are theirs, the other features are noise.

        The label is then the slice of x1 + x2 that a point is in, of as many as there are classes.
        """
        points = POINTS.format(rows=self.rows)
        if self.shape == POST_SHAPE:
            return points
        inputs, *_, classes = self.shape
        names = ["x1", "x2"][:inputs] + [f"3.46 * (random() - 0.5) as x{n}" for n in range(3, inputs + 1)]
        label = f"least({classes - 1}, cast(floor({classes} / (1 + exp(-1.2 * (x1 + x2)))) as bigint)) as y"
        return f"select {', '.join(names)}, {label} from (\n{points}\n) as drawn"


START = ["points", "start", "start_weights"]


def make_project(folder: Path, size: Size) -> Project:
    """A project with the models START, and the network's description beside it, as contestants.py wants them."""
    project = Project(folder, size.points)
    (folder / "network.json").write_text(json.dumps(size.network), encoding="utf-8")
    project.add_start("start", size.network)
    # Read from here, the weights are the same whatever the columns of the network's row are.
    weights = "{{ config(materialized='table') }}\n{{ dbt_nn.weights(network=ref('start')) }}"
    project.write("models/start_weights.sql", weights)
    return project


def make_case(folder: Path, size: Size) -> None:
    """Points, initial parameters and compiled statements of one size, as contestants.py wants them in `folder`."""
    project = make_project(folder, size)
    for number in {1, size.iterations}:
        arguments = f"iterations_per_statement={number}"
        project.add_training(f"trained_{number}", size.network, "start", number, arguments)
    project.dbt("run", "--select", *START)
    project.dbt("compile", "--select", "trained_*")
    (folder / "trained_1.sql").write_text(project.compiled("trained_1"), encoding="utf-8")
    if size.iterations > 1:
        name = f"trained_{size.iterations}"
        (folder / f"{name}.sql").write_text(project.one_statement(name), encoding="utf-8")


def measure(name: str, folder: Path, iterations: int) -> dict:
    """What one contestant of contestants.py took, in a process of its own; under `missing`, why there is nothing."""
    return run_script([SCRIPT, name, folder, iterations])


def run_script(command: list, environment: dict | None = None, time_limit: float = TIME_LIMIT) -> dict:
    """The JSON that a Python script prints in a process of its own; under `missing`, why there is nothing."""
    command = [sys.executable, *map(str, command)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=time_limit, env=environment)
    except subprocess.TimeoutExpired:
        return {"missing": f"left out: more than {time_limit:g} s"}
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
