"""NaN and infinity on BigQuery: what Google's engine makes of them, and what a run on the emulator refuses."""

import math

import pytest
from duckdb_harness import Result

NETWORK = {"features": ["x1", "x2"], "label": "y", "classes": [0, 1], "hidden_units": [2], "initialization": "glorot"}
IMPUTED = NETWORK | {"impute": True, "standardize": ["x2"], "features": ["x1", "x2", "code"], "categories": {"code": 2}}
NOTHINGS = {"null": "null", "nan": "'nan'", "inf": "'inf'", "minus_inf": "'-inf'"}


def rows(nothing: str) -> str:
    """A subquery of four rows, of which some have `nothing` for a feature; a category cannot be infinite."""
    odd = f"cast({nothing} as float64)"
    code = "cast('nan' as float64)" if "inf" in nothing else odd
    return (
        f"(select 0 as id, 0.5 as x1, {odd} as x2, 1.0 as code, 1 as y union all select 1, {odd}, 2.0, {code}, 0"
        f" union all select 2, -1.5, 3.5, 1.0, 1 union all select 3, {odd}, {odd}, 2.0, 0)"
    )


@pytest.fixture(scope="module")
def project(new_project):
    """A project whose models need no tables, compiled for BigQuery."""
    project = new_project()
    for name, nothing in NOTHINGS.items():
        for kind, network in {"plain": NETWORK, "imputed": IMPUTED}.items():
            data = repr(rows(nothing))
            project.write_model(
                f"{kind}_{name}",
                f"{{{{ config(meta={{'network': {network!r}}}) }}}}{{%- if execute -%}}\n"
                "{%- set network = dbt_nn._network() -%}\n"
                f"with state as (\n{{{{ dbt_nn._initial_row(network, {data}) }}}}\n),\n"
                f"{{{{ dbt_nn.examples(network, {data}, with_label=false, carried='dbt_nn_row.id as id') }}}},\n"
                "{{ dbt_nn.forward_pass(network) }}\n"
                "select id, {{ dbt_nn._numbered('x_', network.inputs) | join(', ') }},"
                " {{ dbt_nn._if_known(network, 'probs_1') }} as share, {{ dbt_nn._predicted(network) }} as predicted"
                " from softmax order by id\n{%- endif -%}",
            )
            project.write_model(
                f"survey_{kind}_{name}",
                f"{{{{ config(meta={{'network': {network!r}}}) }}}}{{%- if execute -%}}\n"
                f"{{{{ dbt_nn._survey(dbt_nn._network(), {data}, begins=true) }}}}\n{{%- endif -%}}",
            )
    values = {"minus_inf": "'-inf'", "nan": "'nan'", "minus_two": "-2.0", "two": "2.0", "nothing": "null"}
    relus = [f"{{{{ dbt_nn._relu('{name}') }}}} as relu_{name}" for name in values]
    columns = [f"cast({value} as float64) as {name}" for name, value in values.items()]
    project.write_model("relus", f"select {', '.join(relus)} from (select {', '.join(columns)})")
    texts = {"text": "'nan'", "nothing": "cast(null as string)", "nan": "cast('nan' as float64)", "whole": "3"}
    conditions = [f"{{{{ dbt_nn._is_missing('{name}') }}}} as is_{name}" for name in texts]
    columns = [f"{value} as {name}" for name, value in texts.items()]
    project.write_model("missing", f"select {', '.join(conditions)} from (select {', '.join(columns)})")
    project.write_model("number", "select {{ dbt_nn._number_or_null('x') }} as x from unnest(['1.5', ' ', 'a']) as x")
    project.dbt("compile")
    return project


@pytest.mark.parametrize("name", NOTHINGS)
def test_no_prediction_of_nothing(project, google, name):
    """Without `impute` a row that lacks a feature has no prediction; one that is whole has."""
    found = google.query(project.compiled(f"plain_{name}"))
    assert [row["predicted"] is None for row in found] == [True, True, False, True]
    assert [row["share"] is None for row in found] == [True, True, False, True]
    assert [[row["x_0"] is None, row["x_1"] is None] for row in found] == [
        [False, True],
        [True, False],
        [False, False],
        [True, True],
    ]


@pytest.mark.parametrize("name", NOTHINGS)
def test_imputed_is_as_null(project, google, name):
    """With `impute` it is NULL to the last bit."""
    found = google.query(project.compiled(f"imputed_{name}"))
    assert found == google.query(project.compiled("imputed_null"))
    assert [row["x_1"] for row in found] == [0.0, 1.0, 0.0, 1.0]
    assert found[1]["x_0"] == -0.5
    assert all(value is not None for row in found for value in row.values())


@pytest.mark.parametrize("kind", ["plain", "imputed"])
@pytest.mark.parametrize("name", NOTHINGS)
def test_the_survey_counts_them(project, google, kind, name):
    """How many are NULL, and how many are none, with one of these; and the scales of those that are none of these."""
    [row] = google.query(project.compiled(f"survey_{kind}_{name}"))
    expected = [2, 0] if name == "null" else [0, 2]
    assert [row["nulls_0"], row["others_0"]] == [row["nulls_1"], row["others_1"]] == expected
    assert row["num_rows"] == 4
    assert row["scale_0"] == pytest.approx(math.sqrt((0.5**2 + 1.5**2) / 2))
    if kind == "plain":
        texts = {"null": None, "nan": "nan", "inf": "inf", "minus_inf": "-inf"}
        assert (row["other_0"] or "").lower() == (texts[name] or "")


def test_minus_infinity_is_not_zero(project, google):
    """The activation lets no number pass that is none; and a text is not taken for one."""
    [row] = google.query(project.compiled("relus"))
    assert math.isnan(row["relu_minus_inf"])
    assert math.isnan(row["relu_nan"])
    assert [row["relu_minus_two"], row["relu_two"], row["relu_nothing"]] == [0.0, 2.0, None]
    [row] = google.query(project.compiled("missing"))
    assert row == {"is_text": False, "is_nothing": True, "is_nan": True, "is_whole": False}
    assert [row["x"] for row in google.query(project.compiled("number"))] == [1.5, None, None]


FIX = "Fix the rows, which the test examples_are_valid names"
REFUSED = {
    "nan": (
        "cast('nan' as float64)",
        "1",
        "`features` must be finite numbers in every row; received x1: NaN or an infinity in 1 of 20 rows, "
        f"for instance nan. {FIX}; or train with `impute: [x1]`, "
        "which treats these values as missing and learns what that means.",
    ),
    "null": (
        "cast(null as float64)",
        "1",
        "`features` must be finite numbers in every row; received x1: NULL in 1 of 20 rows. "
        f"{FIX}; or train with `impute: [x1]`, which treats these values as missing and learns what that means.",
    ),
    "label": (
        "0.5",
        "7",
        "`y` must be one of [0, 1] in every row; received another value in 1 of 20 rows, for instance 7. "
        f"{FIX}, or leave them out; if the value is right, add it to `classes`.",
    ),
}


@pytest.fixture(scope="module")
def refused(new_project):
    """A project whose training data and test data cannot be read, in tables and ephemeral, and the log of its run."""
    project = new_project()
    project.write_model(
        "good",
        "{{ config(materialized='table') }}select n / 20.0 as x1, 1.0 * mod(n, 7) as x2, mod(n, 2) as y"
        " from {{ dbt_nn._sequence(20) }} as numbers",
    )
    project.write_network("network", NETWORK, "ref('good')", iterations=3)
    for name, (x1, y, _) in REFUSED.items():
        query = (
            f"select case when n = 3 then {x1} else n / 20.0 end as x1, 1.0 * n as x2, case when n = 3 then {y} "
            "else mod(n, 2) end as y from {{ dbt_nn._sequence(20) }} as numbers"
        )
        for kind in ("table", "ephemeral"):
            project.write_model(f"{name}_{kind}", f"{{{{ config(materialized='{kind}') }}}}{query}")
            project.write_network(f"net_{name}_{kind}", NETWORK, f"ref('{name}_{kind}')", iterations=3)
            for macro in ("evaluate", "roc_curve"):
                call = f"dbt_nn.{macro}(ref('network'), ref('{name}_{kind}'))"
                project.write_model(f"{macro}_{name}_{kind}", f"{{{{ config(materialized='table') }}}}{{{{ {call} }}}}")
    return project, project.dbt("run", fails=True)


def message_of(log: Result, node: str) -> str:
    """What dbt says of the model that failed, on one line."""
    for line in log.lines:
        if f" Error in model {node} (" in line:
            return " ".join(line.split("\n", 1)[1].split(" > in macro")[0].split())
    return f"{node} did not fail"


@pytest.mark.parametrize("what", ["net", "evaluate", "roc_curve"])
@pytest.mark.parametrize("kind", ["table", "ephemeral"])
@pytest.mark.parametrize("name", REFUSED)
def test_rows_are_refused_by_name(refused, name, kind, what):
    """Training and judging name the column, how many rows, one value and the way out."""
    assert message_of(refused[1], f"{what}_{name}_{kind}").split(" > in macro")[0] == REFUSED[name][2]


def test_google_takes_the_surveys(refused, google):
    """Google's analyzer accepts every statement that was sent, the surveys among them."""
    project, _ = refused
    surveys = [sent.sql for sent in project.statements if "null_labels" in sent.sql]
    assert len(surveys) > 10
    assert project.refusals(google) == []
