"""The tools of tests/endurance find what they look for, and find nothing where nothing is wrong."""

import sys

import pytest
from conftest import REPOSITORY

sys.path.insert(0, str(REPOSITORY / "tests" / "endurance"))

import faults

ROWS = [{"iteration": number, "loss": 1 / (1 + number)} for number in range(21)]


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        (ROWS[:11], ""),
        (ROWS, "iterations missing (there are 21, to 20)"),
        (ROWS[:4] + ROWS[5:11], "iterations missing (there are 10, to 10)"),
        (ROWS[:10], "iterations missing (there are 10, to 9)"),
        ([], "iterations missing (there are 0, to None)"),
        (ROWS[:5] + ROWS[4:11], "iterations twice"),
        ([*ROWS[:10], {"iteration": 10, "loss": 1 / 11 + 2e-17}], "other numbers"),
    ],
)
def test_a_fault_is_found(rows, fault):
    """Of rows that should be those of ten iterations."""
    assert faults.fault_in(rows, ROWS, {10}) == fault


@pytest.mark.slow
def test_kills(tmp_path, monkeypatch, capsys):
    """Kills of the models that train many iterations, and a plain run that does not do what it should."""
    monkeypatch.setattr(faults.Statement, "stages", (0,))
    monkeypatch.setattr(faults.Statement, "most_kills", 1)
    form = faults.Statement(tmp_path)
    assert faults.try_all(form, (faults.killed,), kills=1, seed=1) == 0
    form.expected["one"] = form.expected["one"][:1]
    assert faults.try_all(form, (faults.killed,), kills=1, seed=1) == 1
    first, second = capsys.readouterr().out.strip().split("\n\n")
    assert first.startswith("statement\nok     ")
    assert second.startswith("statement\nWRONG  ")
    assert "one: iterations missing" in second
