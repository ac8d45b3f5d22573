"""Categories on BigQuery: equal values have one text, types that differ stop the query; on Google's own engine."""

import re

import pytest

NETWORK = {
    "features": ["c", "x"],
    "label": "y",
    "classes": [0, 1],
    "hidden_units": [2],
    "initialization": "glorot",
    "categories": {"c": 2},
}
# What is in the table `data`, which dbt can look at, and what is cast in a model that it cannot.
COLUMNS = {"c": [1, 2, 1, 2, 3, 1] * 5, "s": ["a", "b", "a", "c", "b", "a"] * 5, "x": [0.5, 0.25, 1.0] * 10}
COLUMNS |= {"f": [float(value) for value in COLUMNS["c"]], "y": [0, 1, 1, 0, 1, 0] * 5, "id": list(range(30))}
DATA = "source('tables', 'data')"
EQUAL = ["float64", "numeric", "bignumeric"]
OTHER = {"string": "STRING", "bool": "BOOL", "timestamp": "TIMESTAMP"}
VALUES = {
    "3": "3",
    "3.0": "3",
    "numeric '3.00'": "3",
    "bignumeric '0.10'": "0.1",
    "9007199254740993": "9007199254740993",
    "1e20": "100000000000000000000",
    "1e300": "1e+300",
    "cast('nan' as float64)": None,
    "cast('-inf' as float64)": None,
    "'nan'": "nan",
    "'3.0'": "3.0",
    "'true'": "true",
    "'2020-01-02T00:00:00Z'": "2020-01-02T00:00:00Z",
    "true": "true",
    "date '2020-01-02'": "2020-01-02",
    "datetime '2020-01-02 03:04:05.5'": "2020-01-02 03:04:05.500",
    "timestamp '2020-01-02 03:04:05.5+02'": "2020-01-02 01:04:05.500+00",
    "cast(null as int64)": None,
}
# A text, the type that it is read as, and what it is then.
READ = {
    ("'3.0'", "INT64"): "3",
    ("'1e2'", "FLOAT64"): "100",
    ("'two'", "INT64"): None,
    ("'TRUE'", "BOOL"): "true",
    ("'2020-1-2'", "DATE"): "2020-01-02",
    ("'2020-01-02 03:00:00+02'", "TIMESTAMP"): "2020-01-02 01:00:00+00",
    ("'3.0'", "STRING"): "3.0",
}


@pytest.fixture(scope="module")
def project(new_project):
    """Networks on whole numbers and on given texts, and what reads other types; trained in the emulator."""
    project = new_project()
    project.load_table("data", COLUMNS)
    project.write_network("net", NETWORK, DATA)
    project.write_network("many", NETWORK, DATA, iterations=3)
    listed = NETWORK | {"features": ["s", "x"], "categories": {"s": ["a", "b"]}}
    project.write_network("listed", listed, DATA)
    project.write_network("absent", listed | {"categories": {"s": ["A"]}}, DATA)
    project.write_network("of_numbers", NETWORK | {"categories": {"c": ["3.0", 1]}}, DATA)
    config = "{{ config(materialized='table') }}"
    predict = "dbt_nn.predict(ref('net'), %s)"
    project.write_model("read_own", config + "{{ " + predict % DATA + " }}")
    project.write_model("floats", config + f"select id, f as c, x from {{{{ {DATA} }}}}")
    project.write_model("texts", config + f"select id, s as c, x from {{{{ {DATA} }}}}")
    project.write_model("read_floats", config + "{{ " + predict % "ref('floats')" + " }}")
    project.write_model("read_texts", config + "{{ " + predict % "ref('texts')" + " }}")
    for kind in [*EQUAL, *OTHER]:
        value = {"string": "cast(c as string)", "bool": "c = 1", "timestamp": "timestamp_seconds(c)"}.get(
            kind, f"cast(c as {kind})"
        )
        project.write_model(
            f"cast_{kind}",
            "{{ config(materialized='ephemeral') }}" + f"select id, {value} as c, x from {{{{ {DATA} }}}}",
        )
        project.write_model(f"read_{kind}", config + "{{ " + predict % f"ref('cast_{kind}')" + " }}")
    for name, call in {
        "texts_of_values": "dbt_nn._comparable_text('v')",
        "split": "dbt_nn.data_split(['v'])",
        "fixed": "dbt_nn._fixed_text('v')",
    }.items():
        project.write_model(name, f"select {{{{ {call} }}}} as found from placeholder")
    forms = [f"{{{{ dbt_nn._text_as({text!r}, \"'{kind}'\") }}}} as f{n}" for n, (text, kind) in enumerate(READ)]
    known = [f"{{{{ dbt_nn._text_as({text!r}, 't', {kind!r}) }}}} as k{n}" for n, (text, kind) in enumerate(READ)]
    project.write_model("read_as", "select " + ", ".join(forms + known))
    project.dbt("run", "--select", "net", "many", "listed", "of_numbers", "read_own", "floats", "read_floats", "texts")
    project.dbt("compile", "--full-refresh")
    return project


def compiled(project, model: str) -> str:
    """The SQL of a model for BigQuery, with the plain names that tables have on Google's engine."""
    return re.sub(r"`nn`\.`\w+`\.`(\w+)`", r"`\1`", project.compiled(model))


@pytest.fixture(scope="module")
def started(project, google) -> dict:
    """The rows of the network and of the data on Google's engine."""
    rows = [list(row) for row in zip(*COLUMNS.values(), strict=True)]
    google.table("data", project.types["data"], rows)
    google.table("floats", {"id": "INT64", "c": "FLOAT64", "x": "FLOAT64"}, [[r[5], r[3], r[2]] for r in rows])
    google.table("texts", {"id": "INT64", "c": "STRING", "x": "FLOAT64"}, [[r[5], r[1], r[2]] for r in rows])
    [_, row] = sorted(google.query(compiled(project, "net")), key=lambda row: row["iteration"])
    kinds = {int: "INT64", str: "STRING"}
    types = {column: kinds.get(type(value), "FLOAT64") for column, value in row.items()}
    google.table("net", types | {"trained_at": "TIMESTAMP"}, [list(row.values())])
    return row


def test_values_have_one_text(project, google):
    """Values of every type, by a query that is not told the type."""
    sql, split, fixed = (compiled(project, name) for name in ("texts_of_values", "split", "fixed"))
    for value, expected in VALUES.items():
        source = f"(select {value} as v)"
        assert google.query(sql.replace("placeholder", source)) == [{"found": expected}], value
        assert google.query(split.replace("placeholder", source))[0]["found"] in ("train", "test")
    instant = "timestamp '2020-01-02 03:04:05.5+02'"
    found = google.query(fixed.replace("placeholder", f"(select {instant} as v)"))
    assert found == [{"found": "2020-01-02 01:04:05.500+00"}]
    # What is no point in time is hashed as it ever was, a text that looks like one too.
    for value in [value for value in VALUES if not value.startswith("timestamp")]:
        found = google.query(fixed.replace("placeholder", f"(select {value} as v)"))
        assert found == google.query(f"select cast({value} as string) as found"), value


def test_listed_texts_are_read_as_values(project, google):
    """By a type that is known, and by one that the query finds."""
    assert list(google.query(compiled(project, "read_as"))[0].values()) == list(READ.values()) * 2


def test_equal_values_on_google_s_engine(project, google, started):
    """The type is kept; whole numbers, and doubles and decimals that are equal, get the same prediction."""
    assert (started["type_0"], started["category_0_0"], started["category_0_1"]) == ("INT64", "1", "2")

    def read(model: str) -> list:
        rows = sorted(google.query(compiled(project, model)), key=lambda row: row["id"])
        return [[value for name, value in row.items() if name.startswith("probability_")] for row in rows]

    expected = read("read_own")
    assert len({tuple(row) for row in expected}) > 3
    for model in ["read_floats", *(f"read_{kind}" for kind in EQUAL)]:
        assert read(model) == expected, model


@pytest.mark.parametrize("model", [*OTHER, "texts"])
def test_other_types_are_refused(project, google, started, model):
    """With both types, whether dbt can look at the column or not."""
    answer = google.ask(do="query", sql=compiled(project, f"read_{model}"))
    assert f"`c` of INT64; received {OTHER.get(model, 'STRING')}. Cast it in the model" in answer["error"]


def test_a_list_that_matches_nothing(project, google, started):
    """Refused on Google's engine where training begins; one that does is kept."""
    answer = google.ask(do="query", sql=compiled(project, "absent"))
    assert "`s` values of type STRING; received ['A'], which no row has" in answer["error"]
    for model, expected in {"listed": ["a", "b"], "of_numbers": ["3", "1"]}.items():
        row = google.query(compiled(project, model))[0]
        assert [row["category_0_0"], row["category_0_1"]] == expected


def test_statements(project, google, say):
    """Google's analyzer takes all that dbt sent, and the emulator gave the same categories as Google's engine."""
    assert project.refusals(google) == []
    for model in ("net", "many"):
        row = project.rows(model, "iteration")[-1]
        assert (row["type_0"], row["category_0_0"], row["category_0_1"]) == ("INT64", "1", "2")
    own, floats = ([row["probability_0"] for row in project.rows(f"read_{name}", "id")] for name in ("own", "floats"))
    assert own == floats
    say(f"Google's analyzer took {len(project.statements)} statements.")
