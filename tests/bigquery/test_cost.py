"""What estimate_cost prints, against sums done by hand."""

import json

import pytest

NETWORK = {"features": ["x1", "x2"], "label": "y", "classes": [0, 1], "hidden_units": [2]}


def estimate(project, fails: bool = False, **arguments) -> str:
    """The log of `dbt run-operation estimate_cost`."""
    arguments = json.dumps({"network": NETWORK} | arguments)
    return project.dbt("run-operation", "dbt_nn.estimate_cost", "--args", arguments, target="duckdb", fails=fails).text


@pytest.fixture(scope="module")
def project(new_project):
    """A project without models."""
    return new_project()


def test_large_data(project):
    """A hundred million rows of 24 bytes are 2,288.8 MB, rounded up, and 10 MB for the network's table."""
    text = estimate(project, num_rows=100_000_000, iterations=1000, iterations_per_statement=1000, price_per_tib=10)
    assert "examples              100000000 rows, 2288.8 MB" in text
    assert "billed per iteration  2299 MB" in text
    # (1000 * 2299 MB + 100 MB) / 2^20 * 10
    assert "price                 21.9259 at 10 per TiB" in text


def test_small_data_is_billed_at_the_minimum(project):
    """Ten rows are billed as 10 MB, and so is the network's table."""
    assert "billed per iteration  20 MB" in estimate(project, num_rows=10)


def test_strings_count_their_bytes(project):
    """A label of text takes two bytes and its UTF-8: 2 * 8 + 2 + 4 bytes a row."""
    network = NETWORK | {"classes": ["Süd", "a"]}
    assert "examples              1048576 rows, 22.0 MB" in estimate(project, network=network, num_rows=2**20)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"num_rows": 0}, "`num_rows` must be a whole number, 1 or above; received 0."),
        ({"num_rows": 1, "iterations": 1.5}, "`iterations` must be a whole number, 1 or above; received 1.5."),
        ({"num_rows": 1, "price_per_tib": -1}, "`price_per_tib` must be a number, 0 or above; received -1."),
        ({"num_rows": 1, "network": {"features": ["x"]}}, "`label` must be"),
    ],
)
def test_bad_input_is_refused(project, arguments, message):
    """Each message names the argument and what arrived."""
    assert message in estimate(project, fails=True, **arguments)
