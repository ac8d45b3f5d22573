"""`make fuzz` in small: sixty of its cases, and faults seeded into the macros, which it must find."""

import re
import sys

import duckdb
import pytest
from conftest import REPOSITORY

sys.path.insert(0, str(REPOSITORY / "tests" / "endurance"))

import fuzz
from fuzz_cases import KINDS, Maker
from fuzz_judge import Found, refusal
from fuzz_project import Batch

SEED = 7


@pytest.mark.slow
def test_sixty_cases():
    """Each trains right or is refused in the house's words; all kinds are among them."""
    verdicts = fuzz.run_batch(SEED, list(range(60)))
    assert [verdict for verdict in verdicts if verdict.outcome == "found"] == []
    assert {verdict.kind for verdict in verdicts} == {*KINDS}
    assert {verdict.outcome for verdict in verdicts} == {"trained", "refused"}
    assert sum(verdict.num_read for verdict in verdicts) > 10


@pytest.mark.slow
@pytest.mark.parametrize(("defect", "case"), [("quotes", 15), ("texts", 40), ("numbers", 2)])
def test_a_seeded_fault_is_found(defect, case):
    """Names or texts whose quotes end them, or units that are never off: a case that trains right is found."""
    assert Maker(SEED, case).make().outcome == "trains"
    [verdict] = fuzz.run_batch(SEED, [case], defect)
    assert verdict.outcome == "found"


@pytest.mark.slow
def test_a_feature_called_like_a_weight():
    """A function takes the feature `W_01` for itself, and not for the weight of that name in its own SQL."""
    case = Maker(13, 625).make()
    assert "W_01" in case.network["features"]
    assert case.readers == ["function"]
    [verdict] = fuzz.run_batch(13, [625])
    assert (verdict.outcome, verdict.num_read) == ("trained", 1)


def test_canaries(tmp_path):
    """A table that is gone, one that nobody made, a file, a word in the log: each is seen."""
    batch = Batch(tmp_path / "project", [])
    with duckdb.connect(batch.project.database) as connection:
        batch.lines = ["select error('CANARY' || ' RAN')"]
        assert batch.hatched(connection) == ""
        batch.lines.append("CANARY RAN")
        connection.execute("create table hatched as select 1 as alive")
        batch.project.write("hatched.csv", "1")
        connection.execute("drop table canary")
        found = batch.hatched(connection)
    for word in ("`canary` is gone", "['hatched']", "['hatched.csv']", "it says CANARY RAN"):
        assert word in found


@pytest.mark.parametrize(
    ("message", "fault"),
    [
        ("Binder Error: column x not found", "no message of the form"),
        ("`features` must be columns of numbers; received 'x'", "no message of the form"),
        ("`label` must be a column of strings; received 'x'. Cast it.", "refused for `label`, expected ('features',)"),
    ],
)
def test_refusals_that_do_not_count(message, fault):
    """A message that does not say what to do, and one that blames another argument."""
    with pytest.raises(Found, match=re.escape(fault)):
        refusal(message, ("features",), {})


def test_a_refusal_that_counts():
    """What a message says of the argument, without what differs from case to case."""
    message = 'Runtime Error: `features` must be columns of "a"."main"."t_1"; received \'x\'. It has the columns y.'
    assert refusal(message, ("features",), {}) == "`features` must be columns of <data>"
