"""A training stops at the first iteration that is not finite, in every form; what came before stays."""

import re

import numpy as np
import pytest
import reference
from conftest import Project
from test_bad_input import message_of
from test_descriptions import NETWORK, POINTS

# Of weights that are doubled and turned round in every iteration nothing finite is left after some hundreds.
DIVERGING = NETWORK | {"l2_reg": 10, "learning_rate": 0.5}
FORMS = {
    "in_one_statement": {"arguments": "threads=1"},
    "on_two_threads": {"arguments": "threads=2"},
    "in_parts": {"arguments": "iterations_per_statement=50"},
    "kept_now_and_then": {"arguments": "record_every=100"},
    "kept_in_parts": {"arguments": "record_every=100, iterations_per_statement=70"},
    "as_a_table": {"materialized": "table"},
    "in_an_indented_wrapper": {},
}
MESSAGE = re.compile(
    r"`learning_rate` must be small enough for the training to stay finite; received 0\.5: "
    r"iteration (\d+) is not finite, the loss before it is (\S+)\. The rows before it are kept\. "
    r"Lower it, or `l2_reg`, or set `standardize: true`, and train again from the start: "
    r"dbt build --full-refresh --select (\w+)\."
)


def check_finite(rows: list[dict]) -> None:
    """Check that all numbers in rows of a network are finite."""
    for row in rows:
        numbers = [value for name, value in row.items() if re.match(r"[wb]\d*_|loss", name) and value is not None]
        assert len(numbers) >= 17
        assert np.isfinite(numbers).all()


@pytest.fixture(scope="module")
def diverged(new_project) -> tuple[Project, list]:
    """A project of networks that diverge, each trained in another form, and the logs of three runs."""
    project = new_project()
    project.write_model("points", "{{ config(materialized='table') }}" + POINTS)
    for form, config in FORMS.items():
        project.write_network(form, DIVERGING, data="ref('points')", iterations=1000, **config)
    file = project.folder / "models" / "in_an_indented_wrapper.sql"
    config, call = file.read_text(encoding="utf-8").strip().split("\n")
    file.write_text(
        f"{config}\nselect *, current_timestamp as loaded_at from (\n    {call}\n) as trained", encoding="utf-8"
    )
    logs = [project.dbt("run", fails=True), project.dbt("run", "--exclude", "points", fails=True)]
    return project, logs


@pytest.mark.parametrize("form", FORMS)
def test_it_stops_before_the_first_iteration_that_is_not_finite(diverged, form):
    """The message names it, the loss before it and the rate; the rows before it stay; a second run says the same."""
    project, logs = diverged
    rows = project.rows(form)
    check_finite(rows)
    last = rows[-1]
    assert 100 < last["iteration"] < 1000
    assert last["loss"] > 1e150
    every = 100 if form.startswith("kept") else 1
    size = 70 if form == "kept_in_parts" else 1000
    expected = {k for k in range(last["iteration"] + 1) if k % every == 0 or k % size == 0} | {last["iteration"]}
    if form != "kept_in_parts":
        assert {row["iteration"] for row in rows} == expected
    for log in logs:
        iteration, loss, model = MESSAGE.match(message_of(log, form)).groups()
        assert (int(iteration), float(loss), model) == (last["iteration"] + 1, last["loss"], form)


def test_all_forms_stop_at_the_same_iteration(diverged):
    """How a training is cut into statements does not matter."""
    project, _ = diverged
    newest = {form: project.rows(form)[-1] for form in FORMS}
    assert len({row["iteration"] for row in newest.values()}) == 1
    np.testing.assert_allclose([row["loss"] for row in newest.values()], newest["in_parts"]["loss"], rtol=1e-9)


def test_numpy_overflows_in_the_same_iteration(diverged):
    """From the last row on, the next step is not finite in NumPy either; from the one before it, it is."""
    project, _ = diverged
    points = project.query("select a, b, y from points")
    x = np.array([[row["a"], row["b"]] for row in points])
    labels = np.array([NETWORK["classes"].index(row["y"]) for row in points])
    *_, before, last = project.rows("in_one_statement")
    with np.errstate(all="ignore"):
        for row, is_finite in ((before, True), (last, False)):
            layers = reference.from_row(row, [2, 3, 2])
            loss, _, gradients = reference.step(layers, x, labels, DIVERGING["l2_reg"])
            updated = [
                parameters - 0.5 * slopes
                for pair, d_pair in zip(layers, gradients, strict=True)
                for parameters, slopes in zip(pair, d_pair, strict=True)
            ]
            numbers = np.concatenate([[loss], *(parameters.ravel() for parameters in updated)])
            assert np.isfinite(numbers).all() == is_finite


def test_a_smaller_rate_trains_anew(diverged):
    """What the message advises: a smaller rate, from the start."""
    project, _ = diverged
    project.write_network("in_parts", DIVERGING | {"learning_rate": 0.05}, data="ref('points')", iterations=1000)
    project.dbt("run", "--select", "in_parts", "--full-refresh")
    rows = project.rows("in_parts")
    check_finite(rows)
    assert rows[-1]["iteration"] == 1000
    assert rows[-1]["loss"] < 0.7


def test_the_chain_stops(new_project):
    """A model of one iteration fails at the first that is not finite; the models before it keep their rows."""
    project = new_project()
    project.write_model("points", "{{ config(materialized='table') }}" + POINTS)
    steep = NETWORK | {"l2_reg": 1e60, "learning_rate": 1e60}
    project.write_network("first", steep, data="ref('points')")
    for previous, name in (("first", "second"), ("second", "third"), ("third", "fourth")):
        project.write_network(name, steep, data="ref('points')", previous=f"ref('{previous}')")
    for selected in (["first", "second", "third", "fourth", "points"], ["third", "fourth"]):
        log = project.dbt("run", "--select", *selected, fails=True)
        [last] = project.rows("second")
        assert last["loss"] > 1e200
        check_finite([last])
        iteration, loss, model = re.search(
            r"received 1e\+60: iteration (\d+) is not finite, the loss before it is (\S+)\. The .* --select (\w+)\.",
            message_of(log, "third"),
        ).groups()
        assert (int(iteration), float(loss), model) == (3, last["loss"], "third")
        assert "SKIP relation main.fourth" in log.text


def test_batches_stop(project):
    """Also on batches, of which some are dealt no example."""
    project.write_model("points", "{{ config(materialized='table') }}" + POINTS + " where i < 40")
    project.write_network("steep", DIVERGING | {"batch_size": 4}, data="ref('points')", iterations=1000)
    project.write_network("gentle", NETWORK | {"batch_size": 4}, data="ref('points')", iterations=1000)
    log = project.dbt("run", fails=True)
    assert MESSAGE.match(message_of(log, "steep"))
    check_finite(project.rows("gentle"))
    assert len(project.rows("gentle")) == 1001
