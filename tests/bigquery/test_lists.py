"""A network of lists is the network of columns on BigQuery too, in every form of training and at every door.

The networks and the doors are those of tests/python/test_layouts.py.
"""

import pytest
import reference
from test_layouts import DOORS, FORMS, LAYOUTS, write_layouts

# The emulator's sums are DuckDB's.
TOLERANCE = 1e-12
ITERATIONS = 8
ORDERS = {
    "confusion": "expected_label",
    "roc": "threshold desc",
    "importance": "feature",
    "weights": "layer, input, unit",
    "curve": "iteration",
    "grid": "iteration, x1, x2",
}


@pytest.fixture(scope="module")
def built(new_project):
    """Both layouts of one of the networks, built on the emulator; and what makes the layers of a row."""
    project = new_project()
    _, layers_of = write_layouts(project, "three_classes", ITERATIONS)
    project.dbt("build")
    return project, layers_of


@pytest.mark.parametrize("form", FORMS)
def test_numbers(built, form):
    """Every iteration has the same parameters, loss and accuracy."""
    project, layers_of = built
    columns, lists = (project.rows(f"{form}_{layout}", "iteration") for layout in LAYOUTS)
    assert len(columns) == len(lists) == (2 if form in ("by_one", "warm", "crossed") else ITERATIONS + 1)
    for ours, theirs in zip(lists, columns, strict=True):
        assert "layer_1" in ours
        assert reference.relative_error(layers_of(ours), layers_of(theirs)) < TOLERANCE
        for name in ("iteration", "accuracy", "num_examples"):
            assert ours[name] == theirs[name]
        assert ours["loss"] == theirs["loss"] or ours["loss"] == pytest.approx(theirs["loss"], rel=TOLERANCE)


@pytest.mark.parametrize("door", DOORS)
def test_doors(built, door):
    """Every door gives the same rows."""
    project, _ = built
    columns, lists = (project.rows(f"{door}_{layout}", ORDERS.get(door, "1, 2")) for layout in LAYOUTS)
    assert len(columns) == len(lists) > 0
    for ours, theirs in zip(lists, columns, strict=True):
        assert ours.keys() == theirs.keys()
        for name, value in theirs.items():
            assert ours[name] == value or ours[name] == pytest.approx(value, rel=1e-9, abs=1e-12)


def test_google_accepts_every_statement(built, google, say):
    """All that dbt sent, of both layouts."""
    project, _ = built
    say(project.check_statements(google))


def test_runs_go_on(built):
    """A run with --empty leaves the rows alone; the next one goes on from the newest."""
    project, layers_of = built
    net = project.rows("net_lists", "iteration")
    project.dbt("run", "--empty", "--select", "by_one_lists", "net_lists", "predictions_lists", "selected_lists")
    assert project.rows("net_lists", "iteration") == net
    project.dbt("run", "--select", "by_one_lists", "net_lists")
    by_one = project.rows("by_one_lists", "iteration")
    assert [row["iteration"] for row in by_one] == [0, 1, 2]
    assert reference.relative_error(layers_of(by_one[2]), layers_of(net[2])) < TOLERANCE
    again = project.rows("net_lists", "iteration")
    assert [row["iteration"] for row in again] == list(range(2 * ITERATIONS + 1))
    assert again[: len(net)] == net
