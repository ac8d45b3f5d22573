"""The report's queries on BigQuery: Google's analyzer accepts each, and the emulator finds what DuckDB finds."""

import argparse
import sys

import dbt.cli.main
import numpy as np
import pytest
from conftest import REPOSITORY

sys.path.append(str(REPOSITORY / "scripts"))
import report

TOLERANCE = 1e-9
NETWORK = {
    "features": ["the x", "z"],
    "label": "kind",
    "classes": ["red", "light green", "blue's"],
    "hidden_units": [3],
    "standardize": ["z"],
    "initialization": "glorot",
    "learning_rate": 0.5,
}


def points(seed: int) -> dict:
    """Random points of three classes, each around a place of its own."""
    random = np.random.default_rng(seed)
    numbers = random.integers(0, 3, 60)
    x, z = random.normal(size=(2, 60)) + np.array([np.cos(2 * numbers), 5 * np.sin(2 * numbers)])
    return {"the x": x, "z": z, "kind": [NETWORK["classes"][number] for number in numbers]}


def numbers_of(project, target: str, monkeypatch) -> tuple[report.Report, list[str]]:
    """All that a report asks a target for, and the SQL that it asks with."""
    sent = []

    def listen(event) -> None:
        if event.info.name == "SQLQuery":
            sent.append(event.data.sql)

    class Recorder(dbt.cli.main.dbtRunner):
        def __init__(self, manifest=None, callbacks=()):
            super().__init__(manifest, [*callbacks, listen])

    options = argparse.Namespace(network="network", data="tables.held_out", training_data=None, iteration=None)
    options.charts, options.ranges = report.REPORT["charts"], None
    options.project_dir = options.profiles_dir = str(project.folder)
    options.profile = options.vars = None
    options.target = target
    with monkeypatch.context() as patched:
        patched.setattr(dbt.cli.main, "dbtRunner", Recorder)
        try:
            return report.Report(report.Project(options), options), sent
        finally:
            project._disconnect()


def test_report(new_project, google, monkeypatch, say):
    """Every query of the report."""
    project = new_project()
    for seed, name in enumerate(["rows", "held_out"]):
        project.load_table(name, points(seed))
    # One iteration a run: the emulator is slow at scripts.
    project.write_network("network", NETWORK, "source('tables', 'rows')")
    for target in ("bigquery", "duckdb"):
        for _ in range(3):
            project.dbt("run", target=target)
    ours, sent = numbers_of(project, "bigquery", monkeypatch)
    theirs, _ = numbers_of(project, "duckdb", monkeypatch)

    assert project.refusals(google) == []
    queries = [sql for sql in sent if "select" in sql.lower()]
    assert [refusal for refusal in map(google.check, queries) if refusal] == []
    say(f"Google's analyzer accepted {len(queries)} queries of a report.")

    assert {name for name, notes in ours.notes.items() if not ours.panels[name] or notes} == set()
    assert ours.notes == theirs.notes
    asked = {file.stem for file in (REPOSITORY / "charts" / "queries").glob("*.sql")} - {
        "begin",
        "evaluation",
        "ranges",
    }
    assert set(ours.tables) == set(theirs.tables) == asked
    for name, rows in {**ours.tables, "evaluation": ours.evaluation}.items():
        others = theirs.evaluation if name == "evaluation" else theirs.tables[name]
        assert len(rows) == len(others) > 0
        for row, other in zip(rows, others, strict=True):
            assert row.keys() == other.keys()
            for column, value in row.items():
                is_number = isinstance(value, float)
                expected = pytest.approx(other[column], rel=TOLERANCE, abs=TOLERANCE) if is_number else other[column]
                assert value == expected, f"{name}.{column}"
