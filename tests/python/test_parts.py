"""What works for a training in one statement works for one in parts, and gives the same numbers."""

import json

import pytest
from conftest import Project
from test_descriptions import NETWORK, POINTS

CALL = "dbt_nn.train(data=ref('{data}'), iterations=30{parts})"
PARTS = ", iterations_per_statement=7"
WRAPPERS = {
    "bare": "{{{{ {call} }}}}",
    "indented": "select *, current_timestamp as loaded_at from (\n    {{{{ {call} }}}}\n) as trained",
    "in_a_cte": "with\n\ntrained as (\n\n    {{{{ {call} }}}}\n\n)\n\nselect * from trained",
    "commented": "-- A comment, and a text: '\n/* dbt_nn: parts of a training */\n{{{{ {call} }}}}\n-- The end.",
    "captured": "{{% set query = {call} %}}select * from ({{{{ query }}}}) as captured",
    "of_a_macro": "{{{{ wrapped('{data}', {arguments}) }}}}",
}
MACRO = """{% macro wrapped(data) %}
        select *, 'today' as batch
        from (
            {{ dbt_nn.train(data=ref(data), iterations=30, **kwargs) }}
        ) as inner_query
{% endmacro %}"""
DATA = ["points", "ephemeral_points"]


@pytest.fixture(scope="module")
def wrapped(new_project) -> Project:
    """A project of networks, each trained in one statement and in parts: every wrapper, a table and ephemeral data."""
    project = new_project()
    project.write_model("points", "{{ config(materialized='table') }}" + POINTS)
    project.write_model("ephemeral_base", "{{ config(materialized='ephemeral') }} select * from {{ ref('points') }}")
    project.write_model("ephemeral_points", "{{ config(materialized='ephemeral') }} from {{ ref('ephemeral_base') }}")
    project.write("macros/wrapped.sql", MACRO)
    # A feature with a mean makes the initial row read the data too.
    network = NETWORK | {"standardize": True}
    config = {"materialized": "incremental", "unique_key": "iteration", "meta": {"network": network}}
    for data in DATA:
        for name, wrapper in WRAPPERS.items():
            for form, parts in {"whole": "", "parts": PARTS}.items():
                call = CALL.format(data=data, parts=parts)
                sql = wrapper.format(call=call, data=data, arguments=parts.removeprefix(", "))
                sql = sql.replace(", )", ")") + "\n-- depends_on: {{ ref('" + data + "') }}\n"
                project.write_model(f"{name}_{form}_{data}", f"{{{{ config(**{config!r}) }}}}\n{sql}")
    project.dbt("run")
    return project


def numbers_of(project: Project, model: str) -> list[dict]:
    """The rows of a network without what tells one training from another."""
    skipped = ("trained_at", "loaded_at", "batch")
    return [{name: row[name] for name in row if name not in skipped} for row in project.rows(model)]


@pytest.mark.parametrize("data", DATA)
@pytest.mark.parametrize("name", WRAPPERS)
def test_parts_are_the_whole(wrapped, name, data):
    """The same rows to the last bit, whatever stands around the call, and nothing left behind."""
    expected = numbers_of(wrapped, "bare_whole_points")
    assert [row["iteration"] for row in expected] == list(range(31))
    assert numbers_of(wrapped, f"{name}_whole_{data}") == expected
    assert numbers_of(wrapped, f"{name}_parts_{data}") == expected


def test_nothing_is_left_behind(wrapped):
    """The tables of the parts are gone."""
    assert wrapped.query("select table_name from duckdb_tables() where table_name like '%__steps'") == []


def test_it_goes_on(wrapped):
    """A second run adds its iterations, in one statement and in parts."""
    names = ["indented_whole_points", "indented_parts_points", "bare_parts_ephemeral_points"]
    for name in names:
        wrapped.query(f"create or replace table kept_{name} as from {name}")
    wrapped.dbt("run", "--select", *names)
    first, *others = (numbers_of(wrapped, name) for name in names)
    # The other tests find what they would without this one.
    for name in names:
        wrapped.query(f"create or replace table {name} as from kept_{name}")
    assert [row["iteration"] for row in first] == list(range(61))
    assert all(other == first for other in others)


@pytest.mark.parametrize("name", ["bare_parts_points", "indented_parts_points", "bare_parts_ephemeral_points"])
def test_it_can_be_shown(wrapped, name):
    """`dbt show` runs no hook that would train: its query needs none, and gives the rows that a run would add."""
    shown = wrapped.dbt("show", "--select", name, "--limit", "100", "--full-refresh", "--output", "json").text
    rows = json.loads(shown[shown.index("{") :])["show"]
    expected = numbers_of(wrapped, "bare_whole_points")[:31]
    assert [row["iteration"] for row in rows] == list(range(31))
    assert [row["w_00"] for row in rows] == pytest.approx([row["w_00"] for row in expected], rel=1e-9)


def test_it_compiles_to_a_query_that_runs(wrapped):
    """What `dbt compile` writes for a training in parts is one statement, to be run by hand."""
    wrapped.dbt("compile", "--select", "bare_parts_points", "--full-refresh")
    rows = wrapped.query(f"select max(iteration) as newest from ({wrapped.compiled('bare_parts_points')}\n) as t")
    assert rows == [{"newest": 30}]


@pytest.mark.slow
def test_ephemeral_data_is_trained_on_once(project):
    """Data that only a hook can count, and that would take parts, is left to the one statement that was written."""
    project.write_model("base", "{{ config(materialized='table') }}\n" + POINTS)
    wide = "{{ config(materialized='ephemeral') }} select base.* from {{ ref('base') }} as base cross join range(3000)"
    project.write_model("points", wide)
    project.write_network("network", NETWORK, data="ref('points')", iterations=200)
    log = project.dbt("run").text
    assert "__steps" not in project.compiled("network")
    assert log.count("iteration  ") == 1
    assert len(project.rows("network")) == 201
