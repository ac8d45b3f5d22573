"""The table of what the size of a statement, its planning and its memory depend on: parameters, not iterations."""

import statistics
import tempfile
import time
from itertools import pairwise
from pathlib import Path

import duckdb
from cases import peak_of_one_statement
from project import POST, Project

REPEATS = 5
ITERATIONS = [10, 100, 1000, 10000]
SMALLEST, *SHAPES = [(2, 2, 2), (2, 8, 2), (2, 32, 2), (30, 16, 2), (64, 32, 10)]
AT = 100
FEATURES = [f"x{n}" for n in range(1, 65)]
NOTES = f"""
SQL and planning: the compiled statement, and DuckDB's `explain` of it for 1,000 rows, the median of {REPEATS}.
Peak memory: of the process that trains so many iterations, the rows of the network that it keeps included.
"""


def points() -> str:
    """A thousand rows; x1, x2 and y2 are the post's, the other columns are noise."""
    noise = ", ".join(f"random() as {feature}" for feature in FEATURES[2:])
    labels = "y as y2, cast(floor(10 * random()) as bigint) as y10"
    return f"select *, {noise}, {labels} from (\n{{{{ dbt_nn.points(rows=1000) }}}}\n) as drawn"


def network_of(features: int, hidden: int, classes: int) -> dict:
    """The description of a network of a certain shape, otherwise like the post's."""
    label = f"y{classes}"
    return POST | {
        "features": FEATURES[:features],
        "label": label,
        "classes": list(range(classes)),
        "hidden_units": [hidden],
    }


def count_of(shape: tuple[int, ...]) -> int:
    """The number of parameters."""
    return sum((inputs + 1) * outputs for inputs, outputs in pairwise(shape))


def planning_times(database: Path, statements: dict[str, str]) -> dict[str, float]:
    """Seconds that DuckDB takes to plan each statement: medians of rounds over all of them."""
    times: dict[str, list[float]] = {name: [] for name in statements}
    with duckdb.connect(database) as db:
        for _ in range(REPEATS):
            for name, sql in statements.items():
                began = time.perf_counter()
                db.execute(f"explain {sql}").fetchall()
                times[name].append(time.perf_counter() - began)
    return {name: statistics.median(values) for name, values in times.items()}


def print_planning_table() -> None:
    """Compile all statements, plan them, train the post's network for its memory, and print a line for each."""
    lines = [(SMALLEST, iterations) for iterations in ITERATIONS] + [(shape, AT) for shape in SHAPES]
    models = {f"trained_{'_'.join(map(str, shape))}_{number}": (shape, number) for shape, number in lines}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        project = Project(folder, points())
        for model, (shape, number) in models.items():
            start = "start" if shape == SMALLEST else model.replace("trained", "start")
            project.add_start(start, network_of(*shape))
            project.add_training(model, network_of(*shape), start, number, f"iterations_per_statement={number}")
        project.dbt("run", "--select", "points", "start*")
        project.dbt("compile", "--select", "trained_*")
        statements = {model: project.one_statement(model) for model in models}
        peaks = {}
        for model, (shape, number) in models.items():
            if shape == SMALLEST:
                (folder / f"trained_{number}.sql").write_text(statements[model], encoding="utf-8")
                peaks[model] = f"{peak_of_one_statement(folder, number):,.0f}"
        times = planning_times(project.database, statements)
    print("| network | parameters | iterations | SQL bytes | planning, ms | peak MB |\n|---|--:|--:|--:|--:|--:|")
    for shape, number in lines:
        model = f"trained_{'_'.join(map(str, shape))}_{number}"
        cells = ["-".join(map(str, shape)), f"{count_of(shape):,}", f"{number:,}"]
        cells += [f"{len(statements[model].encode()):,}", f"{times[model] * 1e3:.1f}", peaks.get(model, "")]
        print(f"| {' | '.join(cells)} |")
    print(NOTES, flush=True)
