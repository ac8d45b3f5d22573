"""A training begins with another network's numbers only where they mean the same."""

import pytest
from conftest import Project
from test_bad_input import message_of
from test_descriptions import NETWORK, POINTS

REFUSED = {
    "narrower": ({"hidden_units": [4]}, "`hidden_units` [4]; received '{}, with `hidden_units` [6]'"),
    "features": ({"features": ["b", "a"]}, '`features` ["b", "a"]; received \'{}, with `features` ["a", "b"]\''),
    "classes": ({"classes": ["buys", "leaves"]}, '`classes` ["buys", "leaves"]; received \'{}, with `classes` ["lea'),
    "standardized": ({"standardize": True}, "`standardize` true; received '{}, with `standardize` nothing'"),
}
OF_NUMBERS = {
    "numbers_of_a_wider": (
        "select * exclude (description, trained_at) from {{ ref('first') }} where iteration = 20",
        {"hidden_units": [4]},
        'a column for each of the 22 parameters; received \'"test"."main"."numbers_of_a_wider_row"\'. '
        "It also has columns of a network of another shape: w_04, w_05, w_14, w_15, b_4, b_5, w2_40, w2_41, ",
    ),
    "numbers_of_a_narrower": (
        "select * exclude (description, trained_at) from {{ ref('first') }} where iteration = 20",
        {"hidden_units": [7]},
        "It lacks w_06, w_16, b_6, w2_60, w2_61.",
    ),
    "many_rows": (
        "select * exclude (description, trained_at, iteration) from {{ ref('first') }}",
        {},
        'one row, or a network\'s table; received \'"test"."main"."many_rows_row", with 21 rows\'. Name',
    ),
    "not_a_number": (
        "select * exclude (description, trained_at) replace ('nan' as w_00) from {{ ref('first') }} "
        "where iteration = 20",
        {},
        "`warm_start` must be a row of finite numbers; received",
    ),
    "no_row": ("select * from {{ ref('first') }} where false", {}, "with 0 rows'. Build it first."),
}
WIDE = NETWORK | {"hidden_units": [6]}


@pytest.fixture(scope="module")
def begun(new_project) -> tuple[Project, str]:
    """A project of networks that begin with the numbers of another one, and the log of its run."""
    project = new_project()
    project.write_model("points", POINTS)
    project.write_network("first", WIDE, data="ref('points')", iterations=20)
    for name, (options, _) in REFUSED.items():
        arguments = "warm_start=ref('first')"
        project.write_network(name, WIDE | options, data="ref('points')", iterations=5, arguments=arguments)
    for name, (sql, options, _) in OF_NUMBERS.items():
        project.write_model(f"{name}_row", "{{ config(materialized='table') }}\n" + sql)
        arguments = f"warm_start=ref('{name}_row')"
        project.write_network(name, WIDE | options, data="ref('points')", iterations=5, arguments=arguments)
    # What a training depends on no more once it has begun may be another.
    going_on = WIDE | {"seed": 9, "initialization": "he", "learning_rate": 0.1}
    project.write_network("taken", going_on, data="ref('points')", iterations=5, arguments="warm_start=ref('first')")
    return project, project.dbt("run", fails=True)


@pytest.mark.parametrize("name", REFUSED)
def test_another_network_is_refused(begun, name):
    """What differs is named, with its two values."""
    expected = "`warm_start` must be a network with " + REFUSED[name][1].format('"test"."main"."first"')
    assert message_of(begun[1], name).startswith(expected)


@pytest.mark.parametrize("name", OF_NUMBERS)
def test_other_numbers_are_refused(begun, name):
    """Numbers alone must be as many as the network has parameters, in one row."""
    assert OF_NUMBERS[name][2] in message_of(begun[1], name)


def test_the_newest_row_is_taken(begun):
    """Of the table of the same network the row of the last iteration, to the last bit."""
    project, _ = begun
    newest, first = project.rows("first")[-1], project.rows("taken")[0]
    parameters = [name for name in newest if name[0] in "wb" and name[1].isdigit() | (name[1] == "_")]
    assert len(parameters) == 32
    assert (newest["iteration"], first["iteration"]) == (20, 0)
    assert [newest[name] for name in parameters] == [first[name] for name in parameters]
