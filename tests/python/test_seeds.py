"""The committed points, and the points that SQL makes."""

import csv
import math
import subprocess
import sys

import numpy as np
import pytest
import reference
from conftest import REPOSITORY


@pytest.mark.parametrize("file", ["points_train.csv", "points_test.csv"])
def test_committed_points_are_what_the_script_writes(tmp_path, file):
    """scripts/make_seeds.py writes the files of seeds/ to the last byte."""
    subprocess.run([sys.executable, REPOSITORY / "scripts" / "make_seeds.py", tmp_path], check=True)
    assert (tmp_path / file).read_bytes() == (REPOSITORY / "seeds" / file).read_bytes()


@pytest.mark.parametrize(("file", "rows"), [("points_train.csv", 10_000), ("points_test.csv", 2_000)])
def test_committed_points_are_labelled(file, rows):
    """In each row y is 1 where x1 + x2 > 0, else 0."""
    with (REPOSITORY / "seeds" / file).open() as text:
        points = list(csv.DictReader(text))
    assert len(points) == rows
    assert [row["y"] for row in points] == [str(int(float(row["x1"]) + float(row["x2"]) > 0)) for row in points]


@pytest.fixture(scope="module")
def made(new_project) -> list[tuple]:
    """Ten thousand points, made in SQL."""
    project = new_project()
    return [tuple(row.values()) for row in project.query(project.render("{{ dbt_nn.points(rows=10000, seed=7) }}"))]


def test_made_points_are_those_of_the_hash(made):
    """Every point is the one that Python makes of the MD5 of seed:n: x1 with the cosine, x2 with the sine."""
    expected = []
    for number in range(10_000):
        x1, x2 = (reference.rounded(reference.standard_normal(f"7:{number}", wave)) for wave in (math.cos, math.sin))
        expected.append((x1, x2, int(x1 + x2 > 0)))
    assert sorted(made) == sorted(expected)


def test_made_points_are_normal_and_independent(made):
    """x1 and x2 are such as a normal gives, and neither they nor their squares correlate."""
    x1, x2, _ = np.array(made).T
    assert reference.distance_from_normal(x1) < 4
    assert reference.distance_from_normal(x2) < 4
    for power in (1, 2):
        assert abs(np.corrcoef(x1**power, x2**power)[0, 1]) < 4 / np.sqrt(len(x1))
