"""A category is a value of the type that it has in training, and a constant column is one but for rounding.

One table is read with its columns cast to other types: where the values are equal, so are the numbers that the network
makes of them; where they cannot be, dbt says so.
"""

import datetime
import sqlite3

import duckdb
import numpy as np
import pytest
from conftest import Project
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from sklearn.preprocessing import StandardScaler

NETWORK = {
    "features": ["c", "x"],
    "label": "y",
    "classes": [0, 1],
    "hidden_units": [3],
    "initialization": "glorot",
    "learning_rate": 0.5,
}
COUNT = 120
X = [n % 11 / 11 for n in range(COUNT)]
Y = [int(n % 3 == 2 or n % 7 == 6) for n in range(COUNT)]
DAY = datetime.date(2024, 3, 9)
HOUR = datetime.timedelta(hours=1)
NOON = datetime.datetime(2024, 3, 10, 6, 30, tzinfo=datetime.timezone.utc)

# What a column is in training, and its values; what it is where they are read, with equal values; what it cannot be.
TYPES = {
    "whole": ("integer", [1, 2, 3], ["bigint", "double", "decimal(10, 2)", "float", "utinyint"], ["varchar"]),
    "large": ("bigint", [10**17, 10**17 + 1, -5], ["hugeint", "decimal(38, 3)"], ["boolean"]),
    "double": ("double", [0.5, -0.0, 1e16], ["decimal(30, 10)"], ["varchar"]),
    "small": ("double", [0.5, 3.0, 1.5e-7], ["decimal(30, 10)"], ["date"]),
    "decimal": ("decimal(10, 3)", [0.1, 2.0, 3.25], ["double", "float", "decimal(20, 9)"], ["varchar"]),
    "text": ("varchar", ["1", "02", "3.0"], ["enum('1', '02', '3.0')"], ["integer", "double"]),
    "truth": ("boolean", [True, False], [], ["integer", "varchar"]),
    "day": ("date", [DAY, DAY + datetime.timedelta(1), DAY + datetime.timedelta(2)], [], ["timestamp", "varchar"]),
    "zoned": ("timestamptz", [NOON, NOON + HOUR, NOON + 24 * HOUR], [], ["timestamp"]),
}
CONFIG = "{{ config(materialized='table') }}"


def write_profile(project: Project, zone: str) -> None:
    """Let dbt's sessions be in a time zone."""
    duckdb_file = {"type": "duckdb", "path": str(project.database), "schema": "main", "threads": 1}
    duckdb_file["settings"] = {"TimeZone": zone}
    project.write("profiles.yml", {"dbt_nn": {"target": "duckdb", "outputs": {"duckdb": duckdb_file}}})


def load(project: Project, name: str, kind: str, values: list) -> None:
    """Make a table whose column `c` has the values by turns."""
    columns = {"id": list(range(COUNT)), "c": [values[n % len(values)] for n in range(COUNT)], "x": X, "y": Y}
    project.load_table(name, columns)
    project.query(f"alter table {name} alter c type {kind}")


def numbers(project: Project, table: str) -> list:
    """What the network makes of each row."""
    return project.query(f"select id, columns('x_[0-9]|probability_.*') from {table} order by id")


@pytest.fixture(scope="module")
def project(new_project) -> Project:
    """A network for each type, trained in New York."""
    project = new_project()
    for name, (kind, values, _, _) in TYPES.items():
        load(project, name, kind, values)
        network = NETWORK | {"categories": {"c": len(values)}}
        project.write_network(f"net_{name}", network, f"source('tables', '{name}')", iterations=3)
    write_profile(project, "America/New_York")
    project.dbt("run", "--select", *(f"net_{name}" for name in TYPES))
    return project


@pytest.fixture(scope="module")
def elsewhere(project) -> Project:
    """What reads the values that the networks were trained on under other types, in Tokyo."""
    for name, (_, _, equals, others) in TYPES.items():
        data = f"source('tables', '{name}')"
        reads = {"own": data} | {f"eq{n}": f"ref('{name}_eq{n}')" for n in range(len(equals))}
        for number, other in enumerate(equals):
            cast = f"select * replace (c::{other} as c) from {{{{ source('tables', '{name}') }}}}"
            project.write_model(f"{name}_eq{number}", CONFIG + cast)
            ephemeral = "{{ config(materialized='ephemeral') }}"
            project.write_model(f"{name}_ephemeral{number}", ephemeral + cast)
            reads[f"ephemeral{number}"] = f"ref('{name}_ephemeral{number}')"
        for read, relation in reads.items():
            for macro in ("transform", "predict"):
                call = f"dbt_nn.{macro}(ref('net_{name}'), {relation})"
                project.write_model(f"{macro}_{name}_{read}", f"{CONFIG}{{{{ {call} }}}}")
            call = f"dbt_nn.evaluate(ref('net_{name}'), {relation})"
            project.write_model(f"evaluate_{name}_{read}", f"{CONFIG}{{{{ {call} }}}}")
        for number, other in enumerate(others):
            value = "'2024-03-01'" if other in ("date", "timestamp") else f"try_cast(c as {other})"
            cast = f"select * replace ({value}::{other} as c) from {{{{ source('tables', '{name}') }}}}"
            for form in ("table", "ephemeral"):
                other_name = f"{name}_other{number}_{form}"
                project.write_model(other_name, f"{{{{ config(materialized='{form}') }}}}{cast}")
                call = f"dbt_nn.evaluate(ref('net_{name}'), ref('{other_name}'))"
                project.write_model(f"refused_{other_name}", f"{CONFIG}{{{{ {call} }}}}")
    write_profile(project, "Asia/Tokyo")
    parts = [f"{name}_{part}" for name in TYPES for part in ("own", "eq", "ephemeral", "other")]
    project.dbt("run", "--select", *(f"*{part}*" for part in parts), "--exclude", "refused_*")
    project.refused = project.dbt("run", "--select", "refused_*", fails=True).text
    return project


@pytest.mark.slow
@pytest.mark.parametrize("name", TYPES)
def test_equal_values_are_the_same_category(elsewhere, name):
    """Whatever the type of the column and the session's time zone; each row is of one category."""
    project = elsewhere
    _, values, equals, _ = TYPES[name]
    for macro in ("transform", "predict"):
        expected = numbers(project, f"{macro}_{name}_own")
        for read in [f"{form}{number}" for number in range(len(equals)) for form in ("eq", "ephemeral")]:
            assert numbers(project, f"{macro}_{name}_{read}") == expected
    rows = numbers(project, f"transform_{name}_own")
    places = [[row[f"x_{place}"] for place in range(len(values))].index(1.0) for row in rows]
    assert all(sum(row[f"x_{place}"] for place in range(len(values))) == 1 for row in rows)
    assert len({(number % len(values), place) for number, place in enumerate(places)}) == len(values)
    for read in [f"{form}{number}" for number in range(len(equals)) for form in ("eq", "ephemeral")]:
        assert project.query(f"from evaluate_{name}_{read}") == project.query(f"from evaluate_{name}_own")


KEPT = {
    "whole": ["1", "2", "3"],
    "double": ["0", "0.5", "10000000000000000"],
    "decimal": ["0.1", "2", "3.25"],
    "text": ["02", "1", "3.0"],
    "zoned": ["2024-03-10 06:30:00+00", "2024-03-10 07:30:00+00", "2024-03-11 06:30:00+00"],
}


@pytest.mark.parametrize("name", KEPT)
def test_one_form_of_each_category(project, name):
    """A number is written without what adds nothing to it, a point in time in UTC."""
    row = project.rows(f"net_{name}")[-1]
    assert sorted(row[f"category_0_{place}"] for place in range(3)) == KEPT[name]


@pytest.mark.slow
@pytest.mark.parametrize("name", TYPES)
def test_other_types_are_refused(elsewhere, name):
    """The message names the column and both types, for tables and for what has none."""
    project = elsewhere
    for number, other in enumerate(TYPES[name][3]):
        types = [project.query(f"select typeof(null::{kind}) as t")[0]["t"] for kind in (TYPES[name][0], other)]
        message = f"types that they have in training, `c` of {types[0]}; received {types[1]}. Cast it in the model"
        for form in ("table", "ephemeral"):
            [line] = [
                line for line in project.refused.split("\n  ") if f"refused_{name}_other{number}_{form} (" in line
            ][-1:]
            after = project.refused[project.refused.rindex(line) :]
            assert message in after[: after.find("compiled code")], (other, form)


def test_a_view_over_data_of_another_type(project):
    """A view that was made when the column was of whole numbers does not read doubles as these."""
    load(project, "changing", "integer", [1, 2, 3])
    call = "dbt_nn.evaluate(ref('net_whole'), source('tables', 'changing'))"
    project.write_model("changing_evaluation", f"{{{{ {call} }}}}")
    project.dbt("run", "--select", "changing_evaluation")
    before = project.query("from changing_evaluation")
    load(project, "changing", "double", [1, 2, 3])
    with pytest.raises(duckdb.Error, match="`c` of INTEGER; received DOUBLE"):
        project.query("from changing_evaluation")
    project.dbt("run", "--select", "changing_evaluation")
    assert project.query("from changing_evaluation") == before


@pytest.mark.parametrize("name", ["whole", "decimal", "text"])
def test_a_plain_select(project, name):
    """The query for any engine reads a whole number, or a real one, in SQLite too."""
    call = f"dbt_nn.predict_select(ref('net_{name}'), source('tables', '{name}'), ['id'])"
    project.write_model("plain", f"{CONFIG}{{{{ {call} }}}}")
    predict = f"dbt_nn.predict(ref('net_{name}'), source('tables', '{name}'))"
    project.write_model("predicted", f"{CONFIG}{{{{ {predict} }}}}")
    project.dbt("run", "--select", "plain", "predicted")
    expected = numbers(project, "predicted")
    assert numbers(project, "plain") == expected
    values = TYPES[name][1]
    with sqlite3.connect(":memory:") as sqlite:
        sqlite.row_factory = sqlite3.Row
        sqlite.execute("create table data (id integer, c, x real)")
        for convert in (float, int) if name == "whole" else (type(values[0]),):
            sqlite.execute("delete from data")
            rows = [(n, convert(values[n % 3]), X[n]) for n in range(COUNT)]
            sqlite.executemany("insert into data values (?, ?, ?)", rows)
            sql = project.compiled("plain").replace(f'"test"."main"."{name}"', "data")
            found = [dict(row) for row in sqlite.execute(f"select * from ({sql}) order by id")]
            for mine, theirs in zip(found, expected, strict=True):
                assert [mine[key] for key in theirs] == pytest.approx(list(theirs.values()))


def test_rows_of_an_earlier_version(project):
    """Rows that do not keep a type are refused in words, by all that read them."""
    project.write_network("net_old", NETWORK | {"categories": {"c": 3}}, "source('tables', 'whole')", iterations=3)
    project.write_model("predict_old", "{{ dbt_nn.predict(ref('net_old'), source('tables', 'whole')) }}")
    project.dbt("run", "--select", "net_old")
    project.query("alter table net_old drop type_0")
    for model in ("predict_old", "net_old"):
        text = project.dbt("run", "--select", model, fails=True).text
        assert "`network` must be a network that keeps the types of its categories; received" in text
        assert "train it again from the start with --full-refresh" in text
    project.dbt("compile", "--select", "predict_old")
    project.dbt("run", "--full-refresh", "--select", "net_old")
    project.dbt("run", "--select", "predict_old")


def test_weights_name_the_values(project):
    """A category is called as its value is written."""
    project.write_model("weights_decimal", f"{CONFIG}{{{{ dbt_nn.weights(ref('net_decimal')) }}}}")
    project.dbt("run", "--select", "weights_decimal")
    names = {row["input"] for row in project.query("from weights_decimal where layer = 1")}
    assert names == {"c = 0.1", "c = 2", "c = 3.25", "x", "__INTERCEPT__"}


LISTS = {
    "numbers": ("double", [1, 2, 3], [3, 1], ["3", "1"]),
    "texts": ("decimal(10, 2)", [1, 2, 3], ["3.0", "1"], ["3", "1"]),
    "booleans": ("boolean", [True, False], [True], ["true"]),
    "days": ("date", [DAY], ["2024-3-9"], ["2024-03-09"]),
    "points": ("timestamptz", [NOON], ["2024-03-10 15:30:00+09"], ["2024-03-10 06:30:00+00"]),
    "codes": ("varchar", ["1", "02"], [1, "02"], ["1", "02"]),
}
BAD_LISTS = {
    "absent": ("varchar", ["a", "b"], ["A", "B"], "`c` values of type VARCHAR; received ['A', 'B'], which no row has"),
    "missing": ("integer", [1, 2], [3, 4], "`c` values of type INTEGER; received [3, 4], which no row has"),
    "no_number": (
        "integer",
        [1, 2],
        ["1", "two"],
        "`c` values of type INTEGER; received 'two'. Write it as in the column",
    ),
    "no_day": (
        "date",
        [DAY],
        ["2024-02-30"],
        "`c` values of type DATE; received '2024-02-30'. Write it as in the column",
    ),
}


@pytest.fixture(scope="module")
def listed(new_project) -> tuple[Project, str]:
    """Networks with lists of categories, in each form of training; and what dbt says of those that are refused."""
    project = new_project()
    for name, (kind, values, categories, _) in (LISTS | BAD_LISTS).items():
        load(project, name, kind, values)
        project.write_model(f"ephemeral_{name}", f"{{{{ config(materialized='ephemeral') }}}}from {name}")
        network = NETWORK | {"categories": {"c": categories}}
        data = f"source('tables', '{name}')"
        forms = {
            "one": {"data": data},
            "many": {"data": data, "iterations": 3},
            "parts": {"data": data, "iterations": 4, "arguments": "iterations_per_statement=2"},
            "unseen": {"data": f"ref('ephemeral_{name}')", "iterations": 3},
        }
        for form, arguments in forms.items():
            project.write_network(f"{form}_{name}", network, **arguments)
        config = {"materialized": "table", "meta": {"network": network}}
        call = f"dbt_nn.initial_parameters(data=source('tables', '{name}'))"
        project.write_model(f"start_{name}", f"{{{{ config(**{config!r}) }}}}{{{{ {call} }}}}")
    return project, project.dbt("run", fails=True).text


@pytest.mark.slow
@pytest.mark.parametrize("form", ["start", "one", "many", "parts", "unseen"])
def test_lists_are_matched_by_value(listed, form):
    """The network keeps the values in the form that all equal ones have."""
    project, _ = listed
    for name, (_, _, _, expected) in LISTS.items():
        row = project.query(f"select * from {form}_{name} order by iteration desc limit 1")[0]
        assert [row[f"category_0_{place}"] for place in range(len(expected))] == expected


@pytest.mark.slow
@pytest.mark.parametrize("name", BAD_LISTS)
def test_lists_that_match_nothing(listed, name):
    """They are refused when training begins, in each of its forms."""
    project, text = listed
    assert text.count(BAD_LISTS[name][-1]) >= 5
    tables = {row["name"] for row in project.query("show tables")}
    assert not tables & {f"{form}_{name}" for form in ("start", "one", "many", "unseen", "parts")}


def test_how_many_were_found(new_project):
    """More categories than there are: a warning says how many there are, when training begins and only then."""
    project = new_project()
    load(project, "data", "double", [1, 2, 3])
    network = NETWORK | {"categories": {"c": 20, "x": [0, 5]}, "features": ["c", "x"]}
    project.write_network("net", network, "source('tables', 'data')", iterations=3)
    project.write_network("parts", network, "source('tables', 'data')", 4, arguments="iterations_per_statement=2")
    config = {"materialized": "incremental", "unique_key": "iteration", "meta": {"network": network}}
    call = "dbt_nn.initial_parameters(data=source('tables', 'data'))"
    project.write_model("start", f"{{{{ config(**{config!r}) }}}}{{{{ {call} }}}}")
    counted = '`categories` asks for 20 categories of `c`, but "test"."main"."data" has 3: 17 of the inputs stay 0.'
    of_list = (
        '`categories` asks for 2 categories of `x`, but "test"."main"."data" has 1 of those listed: 1 of the inputs '
    )
    of_list += "stay 0."
    assert counted not in project.dbt("compile").text
    assert counted not in project.dbt("build", "--empty", "--select", "start").text
    text = project.dbt("run", "--full-refresh").text
    assert text.count(counted) == text.count(of_list) == 3
    assert counted not in project.dbt("run").text
    assert project.rows("net")[0]["categories_0"] == ["1", "2", "3"] + [None] * 17


@pytest.mark.parametrize("layout", ["columns", "lists"])
def test_planning_is_linear(project, layout):
    """The query for the first row has as many subqueries of 300 categories as of three."""

    def count(categories: int) -> int:
        network = NETWORK | {"categories": {"c": categories}, "layout": layout}
        sql = project.render(f"{{{{ dbt_nn._initial_row(dbt_nn._resolve({network!r}), 'some_rows') }}}}")
        return sql.count("select")

    assert count(3) == count(300)


def test_a_split_by_time(project):
    """Points in time are hashed in UTC whatever the session's time zone is, and all else as its text says."""
    sql = project.render("{{ dbt_nn.data_split(['t'], test_fraction=0.5) }}")
    rows = {}
    for zone in ("UTC", "America/New_York", "Asia/Kolkata"):
        with duckdb.connect() as connection:
            connection.execute(f"set timezone = '{zone}'")
            instants = "(select range as n, make_timestamptz((1.7e15 + range * 36e8)::bigint) as t from range(2000))"
            rows[zone] = connection.execute(f"select n, {sql} from {instants} order by n").fetchall()
    assert rows["UTC"] == rows["America/New_York"] == rows["Asia/Kolkata"]
    assert 800 < sum(part == "test" for _, part in rows["UTC"]) < 1200
    # What stood there before there was a form for points in time.
    parts = ["'0'", "coalesce(cast(t as text), '')"]
    plain = project.render(f"{{{{ dbt_nn._uniform(dbt_nn._hash_of({parts!r}), 1) }}}} < 0.5")
    with duckdb.connect() as connection:
        connection.execute("set timezone = 'UTC'")
        for values in (
            "range",
            "range::varchar || 'é'",
            "date '2020-01-01' + range::int",
            "range / 7",
            "case when range % 3 = 0 then null else range end",
            "(range / 4)::decimal(10, 2)",
            "timestamp '2020-01-01' + to_minutes(range)",
            "make_timestamptz((1.7e15 + range * 36e8)::bigint)",
        ):
            found = connection.execute(
                f"select count(*) filter (({sql} = 'test') = ({plain})) from (select {values} as t from range(500))"
            ).fetchone()
            assert found == (500,), values


def test_a_split_by_what_has_no_one_text(project):
    """A list of points in time cannot be written in one form, and is refused."""
    sql = project.render("{{ dbt_nn.data_split(['t']) }}")
    message = r"received TIMESTAMP WITH TIME ZONE\[\]\. Move"
    with duckdb.connect() as connection, pytest.raises(duckdb.Error, match=message):
        connection.execute(f"select {sql} from (select [now()] as t)").fetchall()


@pytest.fixture(scope="module")
def deviation(new_project) -> str:
    """The SQL of a deviation."""
    return new_project().render("{{ dbt_nn._deviation('x') }}")


def check_deviation(deviation: str, values: list) -> None:
    """Compare what standardises a column with what scikit-learn takes."""
    known = np.array([value for value in values if value is not None])
    [scale] = StandardScaler().fit(known.reshape(-1, 1)).scale_
    with duckdb.connect() as connection:
        [found] = connection.execute(f"select {deviation} from (select unnest(?::double[]) as x)", [values]).fetchone()
    # What is left of differences near the rounding of the numbers depends on the order of the sums.
    assert found == pytest.approx(scale, rel=1e-9, abs=len(known) * abs(known.mean()) * 2.0**-52)


@pytest.mark.parametrize(
    "values",
    [
        [0.1 + 0.2, 0.3] * 50,
        [0.1 * 3 + n % 2 * 4e-17 for n in range(100)],
        [1e9 / 3, np.nextafter(1e9 / 3, 2e9)] * 20,
        [-7.7, None, np.nextafter(-7.7, 0)] * 30,
        [0.0, 1e-300] * 10,
        [5.0] * 7,
        [1.0, 1.0 + 1e-9] * 10,
    ],
    ids=str,
)
def test_a_constant_but_for_rounding(deviation, values):
    """The deviation of such a column is 1, as scikit-learn's, and small ones that are real stay."""
    check_deviation(deviation, list(map(lambda value: None if value is None else float(value), values)))


@settings(
    max_examples=100, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.floats(-1e6, 1e6).filter(lambda value: value == 0 or abs(value) > 1e-3),
    st.lists(st.integers(-2, 2), min_size=2, max_size=60),
    st.sampled_from([0.0, 1e-16, 1e-12, 1e-6, 1.0]),
)
def test_deviations_are_scikit_learn_s(deviation, middle, steps, size):
    """Columns about a number, that differ by its rounding or by more."""
    values = [middle + step * size * max(abs(middle), 1.0) for step in steps]
    # At the bound itself the last bit of a sum decides.
    bound = len(values) * abs(np.mean(values)) * 2.0**-52
    assume(not bound / 4 < np.std(values) < 4 * bound)
    check_deviation(deviation, values)
