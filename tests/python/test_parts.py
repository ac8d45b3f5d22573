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
    assert (
        wrapped.query("select table_name from duckdb_tables() where table_name similar to '.*__(steps|blocks)'") == []
    )


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
def test_data_that_cannot_be_counted(project):
    """Ephemeral data may have any number of rows, so that a training on it is timed, and tells how far it is."""
    project.write_model("base", "{{ config(materialized='table') }}\n" + POINTS)
    wide = "{{ config(materialized='ephemeral') }} select base.* from {{ ref('base') }} as base cross join range(3000)"
    project.write_model("points", wide)
    project.write_network("network", NETWORK, data="ref('points')", iterations=200)
    log = project.dbt("run").text
    assert "__steps" in project.compiled("network")
    assert log.count("iteration  ") > 1
    assert len(project.rows("network")) == 201


def part_sizes(project, first: int, seconds, parts: int) -> list[int]:
    """The sizes of the first parts of a training, of which a part of so many iterations takes `seconds(size)`."""
    sizes = [first]
    for number in range(parts - 1):
        timed = [{"size": sizes[part], "seconds": seconds(sizes[part]) * (1 + part / 10**6)} for part in (0, number)]
        sizes.append(int(project.render(f"{{{{ dbt_nn._next_part_size({timed[0]}, {timed[1]}) }}}}")))
    return sizes


@pytest.mark.parametrize(
    ("first", "seconds", "expected"),
    [
        # 1 ms an iteration, as was estimated; a hundred times as long; a hundredth.
        (250, lambda size: 0.05 + 0.001 * size, [250, 2500, 4950]),
        (250, lambda size: 0.05 + 0.1 * size, [250, 49, 49]),
        (250, lambda size: 0.05 + 0.00001 * size, [250, 2500, 25000, 250000, 495000]),
        # Of a wide network a part is planned for ten seconds: two thirds of its time are iterations.
        (2, lambda size: 10 + 0.1 * size, [2, 4, 32, 200, 200]),
        # An iteration that takes longer than a part should is a part.
        (1, lambda size: 60 * size, [1, 2, 1, 1]),
    ],
)
def test_sizes_of_parts(wrapped, first, seconds, expected):
    """A wrong estimate is found out by the first part, and what a part costs by itself is told from its iterations."""
    sizes = part_sizes(wrapped, first, seconds, len(expected))
    assert sizes == pytest.approx(expected, rel=0.03)
    assert all(seconds(size) < 30.5 for size in sizes) or seconds(1) > 30


@pytest.mark.parametrize(
    ("rows", "parameters", "iterations", "fits"),
    [
        # The post's network, on up to 10,000 rows.
        (10_000, 12, 1000, True),
        (10_000, 12, 5000, False),
        (150, 43, 1000, True),
        (150, 43, 2000, False),
        (150, 2410, 20, True),
        (150, 2410, 40, False),
        (10_000_000, 12, 2, True),
        (10_000_000, 12, 3, False),
        (None, 12, 2, False),
    ],
)
def test_what_is_one_statement(wrapped, rows, parameters, iterations, fits):
    """What takes about a second by a careful estimate; everything else is done in parts, the first of them timed."""
    seconds = "none" if rows is None else f"dbt_nn._iteration_seconds({rows * parameters}, {parameters})"
    run = (
        f"{{'seconds': {seconds}, 'shuffle_seconds': 0, 'iterations': {iterations}, 'iterations_per_statement': none}}"
    )
    assert wrapped.render(f"{{{{ dbt_nn._fits_one_statement({run}) }}}}").strip() == str(fits)
