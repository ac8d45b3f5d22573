"""Proof 1: Google's own analyzer accepts every statement that dbt sends to BigQuery for this project.

dbt runs against the emulator, and everything that it sends is analysed afterwards, in its order; a table that a
statement makes is in the catalog of those after it. The seeded faults show that the analyzer would refuse.
"""

import pytest
from networks import CASES, add_networks

NETWORK = CASES["small"].description


@pytest.fixture(scope="module")
def project(new_project, google):
    """A project with networks of several shapes, built on BigQuery; a second run of some goes on from the first."""
    project = new_project()
    add_networks(project, CASES, iterations=2)
    project.write_model("points", "{{ dbt_nn.points(rows=2500, seed='x') }}")
    project.write_network(
        "batched_many",
        NETWORK | {"batch_size": 100},
        data="source('tables', 'small_data')",
        iterations=3,
        arguments="iterations_per_statement=2, record_every=2",
    )
    project.write_network(
        "batched_step", NETWORK | {"batch_size": 100}, "source('tables', 'small_data')", previous="ref('small_start')"
    )
    project.dbt("build")
    project.dbt("run", "--select", "awkward_step", "awkward_many", "softmax_many")
    # Fills the catalog too: with it each test here can be run alone.
    project.refusals(google)
    return project


def test_networks_of_several_shapes(project, google, say):
    """Softmax regression, deep and wide networks, labels of every type, awkward names: every door and generic test."""
    say(project.check_statements(google))


def test_a_chain_without_rows(new_chain, google):
    """Points made in SQL, and --empty; test_emulator.py has the chain as it is usually run analysed."""
    chain = new_chain()
    variables = "{num_train: 50, num_test: 1, iterations_per_model: 3}"
    chain.dbt("run", "--select", "+iteration_02", "--vars", variables)
    chain.dbt("run", "--empty", "--full-refresh", "--select", "+iteration_02", "--vars", variables)
    assert chain.refusals(google) == []


def seeded(project, name: str, right: str) -> str:
    """The statement that made the model `name`, or the script before it, which has the text `right` in it."""
    of_model = [sent.sql for sent in project.statements if sent.node == f"model.user.{name}"]
    return next(sql for sql in of_model if "create or" in sql and right in sql)


@pytest.mark.parametrize(
    ("model", "right", "wrong", "refusal"),
    [
        ("small_step", "x_0 * w_00", "x_0 * w_05", "Unrecognized name: w_05"),
        ("softmax_step", "x_0 * w_00", "x_0 * 'a'", "No matching signature for operator *"),
        ("small_start", "as digest", "as hash", "Unexpected keyword HASH"),
        (
            "small_evaluate",
            "over (order by probs_1 range",
            "over (partition by probs_1 order by probs_1 range",
            "FLOAT64",
        ),
        ("awkward_predict", "cast(`my feature`", "cast(`my features`", "Unrecognized name: `my features`"),
        (
            "deep_many",
            "iterations_left - 1)",
            "'one')",
            "No matching signature for function IF",
        ),
        ("deep_many", "insert into training", "insert into trainings", "Table not found: trainings"),
    ],
)
def test_a_seeded_fault_is_refused(project, google, model, right, wrong, refusal):
    """One word of a statement changed for the worse, and Google's analyzer says so."""
    sql = seeded(project, model, right)
    assert google.check(sql) is None
    assert refusal in (google.check(sql.replace(right, wrong)) or "accepted")


def test_an_aggregate_over_a_recursive_reference_is_refused(project, google):
    """DuckDB's way of many iterations is none for BigQuery: hence the script."""
    project.write_model(
        "recursive",
        f"{{{{ config(meta={{'network': {NETWORK!r}}}) }}}}"
        "{%- set data, start = source('tables', 'small_data'), 'select * from ' ~ ref('small_start') -%}"
        "{%- if execute -%}"
        "{%- set run = {'data': data, 'start': start, 'begins': true} -%}"
        "{%- do run.update({'iterations': 5, 'record_every': 1, 'threads': 1}) -%}"
        "{{ dbt_nn._recursive_query(dbt_nn._network(), run) }}"
        "{%- endif -%}",
    )
    project.dbt("compile", "--select", "recursive")
    sql = project.compiled("recursive").replace(" as materialized", " as")
    assert "must not be recursively referenced" in google.check(sql)

    table = f"`nn`.`{project.dataset}`.`small_data`"
    sql = f"""
        with recursive training as (
            select 0 as iteration, 1.0 as w
            union all
            select max(iteration) + 1, avg(x1 * w) from {table} cross join training where iteration < 5
        )
        select * from training
    """
    assert "must not use DISTINCT, GROUP BY, or any aggregate function" in google.check(sql)
