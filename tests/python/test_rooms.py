"""The macros' folders: calls go downward only, and no macro is longer than a screen without a reason."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MACROS = ROOT / "macros"
# From the top down; `.` are the doors. CONTRIBUTING.md says what is in each.
ROOMS = [".", "results", "loop", "step", "data", "network", "layout", "maths", "relations", "engine", "text"]
MACRO = re.compile(r"\{%-? macro (\w+)\(.*?\{%-? endmacro -?%\}", re.DOTALL)
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
# Lines of a macro that fit on a screen; longer ones are one query each, which reads from top to bottom.
SCREEN = 72
ONE_QUERY = {"feature_importance", "_recursive_query", "_initial_row", "evaluate", "weights"}
# Tables that are longer than a screen.
TABLES = {"_options"}


def macros() -> dict[str, tuple[Path, str]]:
    """Every macro of the package: its file, and its text without comments."""
    found = {}
    for file in sorted(MACROS.rglob("*.sql")):
        for match in MACRO.finditer(file.read_text(encoding="utf-8")):
            found[match[1]] = (file, COMMENT.sub("", match[0]))
    return found


def room_of(file: Path) -> str:
    """The folder of a macro's file."""
    return str(file.parent.relative_to(MACROS))


def upward_calls(found: dict[str, tuple[Path, str]]) -> list[str]:
    """The calls from a room to one above it."""
    faults = []
    for name, (file, text) in found.items():
        for called in sorted(set(re.findall(r"\bdbt_nn\.(\w+)\(", text))):
            if called in found and ROOMS.index(room_of(found[called][0])) < ROOMS.index(room_of(file)):
                faults.append(f"{room_of(file)}/{name} calls {room_of(found[called][0])}/{called}")
    return faults


def test_calls_go_downward():
    """No macro calls one of a room above its own."""
    found = macros()
    assert sorted({room_of(file) for file, _ in found.values()}, key=ROOMS.index) == ROOMS
    assert upward_calls(found) == []


def test_an_upward_call_is_found():
    """What the test above reads tells such a call from others."""
    found = {
        "predict": (MACROS / "predict.sql", "{% macro predict() %}{{ dbt_nn._state() }}{% endmacro %}"),
        "_state": (MACROS / "results/state.sql", "{% macro _state() %}{{ dbt_nn.predict() }}{% endmacro %}"),
    }
    assert upward_calls(found) == ["results/_state calls ./predict"]


@pytest.mark.parametrize("name", sorted(macros()))
def test_a_macro_fits_on_a_screen(name):
    """A longer one is a table, or one query."""
    lines = macros()[name][1].count("\n") + 1
    assert lines <= SCREEN or name in ONE_QUERY | TABLES, f"{name} has {lines} lines"


def test_differences_between_engines_are_in_the_engine_room():
    """No other room has a version of a macro for one warehouse, or asks which one is at hand."""
    for name, (file, text) in macros().items():
        if room_of(file) != "engine":
            assert not re.match(r"(duckdb|bigquery)__", name), name
            assert not re.search(r"\bif\b[^%]*(adapter|target)\.type", text), name
