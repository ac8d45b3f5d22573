"""Proof 3: names and texts that are made to break out of SQL stay names and texts on BigQuery.

They are drawn by tests/endurance/fuzz_cases.py. `make fuzz` runs this with more of them: DBT_NN_FUZZ_CASES says how
many networks, DBT_NN_FUZZ_SEED what all is drawn from.
"""

import os
import sys

import pytest
from conftest import PROJECT_ID, REPOSITORY
from google.cloud import bigquery

sys.path.insert(0, str(REPOSITORY / "tests" / "endurance"))

from fuzz_cases import Case, Maker

SEED = int(os.environ.get("DBT_NN_FUZZ_SEED", "1"))
CASES = int(os.environ.get("DBT_NN_FUZZ_CASES", "20"))
TYPES = {"double": "FLOAT64", "bigint": "INT64", "varchar": "STRING", "boolean": "BOOL"}
# What no column of BigQuery's has in its name («Flexible column names»).
ILLEGAL = set('!"$()*,./;?@[\\]^`{}~\t\x01\x1b\x7f')
READERS = ["predict", "weights", "confusion_matrix", "evaluate", "transform"]
# What begins the names of columns that some of them add, and that no data may have.
ADDED = ("x_", "probability_", "predicted_")


def networks() -> list[Case]:
    """The first cases of odd names and of odd texts, as many of each, that can be on BigQuery and should train."""
    found: dict[str, list[Case]] = {"names": [], "texts": []}
    for number in range(1, 100 * CASES):
        case = Maker(SEED, number).make()
        is_legal = not any(ILLEGAL & {*column} or column.lower().startswith(ADDED) for column in case.columns)
        if case.kind in found and case.outcome == "trains" and is_legal:
            found[case.kind].append(case)
    return found["names"][: CASES // 2] + found["texts"][: CASES // 2]


def test_names_and_texts(new_project, google, capsys):
    """Google's engine gives each text and each name back as it was."""
    project = new_project()
    expected = {}
    for number in range(CASES // 2):
        maker = Maker(SEED, number)
        # What begins with a dollar is Google's own name for a column without one.
        names = [name for name in maker.names(20) if not name.startswith("$")]
        expected[f"pairs_{number}"] = dict(zip(names, maker.texts(len(names)), strict=True))
    for model, pairs in expected.items():
        columns = [
            f"{{{{ dbt_nn._text({text!r}) }}}} as {{{{ dbt_nn._quoted({name!r}) }}}}" for name, text in pairs.items()
        ]
        project.write_model(model, "select\n    " + ",\n    ".join(columns))
    project.dbt("compile")
    for model, pairs in expected.items():
        assert google.query(project.compiled(model)) == [pairs]
    tried = sum(map(len, expected.values()))
    with capsys.disabled():
        print(f"\nGoogle's engine gave {tried:,} names and as many texts back as they were.")


@pytest.fixture(scope="module")
def project(new_project):
    """A project with the networks and what reads them, compiled."""
    project = new_project()
    for case in networks():
        name = f"t_{case.number}"
        project.tables.append(name)
        project.types[name] = {column: TYPES[kind] for column, (kind, _) in case.columns.items()}
        schema = [bigquery.SchemaField(column, kind) for column, kind in project.types[name].items()]
        project.client.create_table(bigquery.Table(f"{PROJECT_ID}.{project.dataset}.{name}", schema))
        data, network = f"source('tables', '{name}')", f"ref('net_{case.number}')"
        project.write_network(f"net_{case.number}", case.network, data=data)
        for reader in READERS:
            call = f"dbt_nn.{reader}({network})" if reader == "weights" else f"dbt_nn.{reader}({network}, {data})"
            project.write_model(f"{reader}_{case.number}", f"{{{{ {call} }}}}")
    source = {"name": "tables", "schema": "{{ target.schema }}", "tables": [{"name": name} for name in project.tables]}
    project.write("models/sources.yml", {"sources": [source]})
    project.dbt("compile")
    return project


def test_whole_statements(project, google, capsys):
    """Google's analyzer takes what networks of such names compile to, each for one statement."""
    where = f"{PROJECT_ID}.{project.dataset}"
    for name, types in project.types.items():
        google.table(f"{where}.{name}", types)
    refused = []
    for table in project.tables:
        number = table.removeprefix("t_")
        for kind in ("net", *READERS):
            sql = project.compiled(f"{kind}_{number}")
            made = f"create or replace table `{PROJECT_ID}`.`{project.dataset}`.`{kind}_{number}` as (\n{sql}\n)"
            answer = google.ask(do="check", sql=made)
            if answer.get("statements") != 1:
                refused.append(f"{kind}_{number}: {answer}\n{sql}")
    assert not refused, f"{len(refused)} are refused. The first:\n{refused[0]}"
    with capsys.disabled():
        print(f"\nGoogle's analyzer took {len(project.tables)} networks of such names, and what reads them.")
