"""A dbt project with many cases of `make fuzz`, each a model, built by one `dbt build`; and the canaries in it."""

import json
import math
import os
from pathlib import Path

import duckdb
from conftest import PROJECT, Project
from dbt.cli.main import dbtRunner
from fuzz_cases import READERS, Case

QUIET = "--log-level none --log-level-file none --no-write-json --no-partial-parse --no-version-check --threads 1"
RELATION = "api.Relation.create(database=target.database, schema=target.schema, identifier='t_{}', type='table')"
FILES = {
    "dbt_packages",
    "dbt_project.yml",
    "profiles.yml",
    "models",
    "macros",
    "functions",
    "target",
    "logs",
    ".user.yml",
}
FILES |= {"test.duckdb", "test.duckdb.wal"}

# A wrong description is refused when its model runs, and not before: it would stop all the others.
LATE = """{% macro default___check_own_config(trains=false) %}{% endmacro %}
{% macro default___check_selected_models() %}{% endmacro %}
{% macro default___is_known(value) %}{{ return(execute) }}{% endmacro %}
"""

# Macros of the package with a fault in them, to see that it is found: fuzz.py --defect quotes.
DEFECTS = {
    "quotes": "{% macro duckdb___quoted(name) %}{{ return(adapter.quote(name)) }}{% endmacro %}",
    "texts": """{% macro duckdb___text(value) %}{{ return("'" ~ value ~ "'") }}{% endmacro %}""",
    "numbers": "{% macro duckdb___relu(x) %}{{ return('greatest(' ~ x ~ ', 1e-7)') }}{% endmacro %}",
}


class Batch:
    """A project with many cases."""

    def __init__(self, folder: Path, cases: list[Case], defect: str | None = None):
        """Write the project and its tables into `folder`."""
        self.project = Project(folder)
        self.project.add_package()
        self.cases = cases
        # What reads the network of each case.
        self.readers: dict[int, list[str]] = {case.number: [] for case in cases}
        self.failure = ""
        self.lines: list[str] = []
        settings = {
            # The comment in every query tells the network's shape: it is part of what must not run.
            "query-comment": {"comment": "{{ dbt_nn.query_comment(node) }}"},
            "dispatch": [
                {"macro_namespace": "dbt", "search_order": ["user", "dbt_nn", "dbt"]},
                {"macro_namespace": "dbt_nn", "search_order": ["user", "dbt_nn"]},
            ],
            "function-paths": ["functions"],
            "functions": {"dbt_nn": {"+enabled": False}},
        }
        self.project.write("dbt_project.yml", PROJECT | settings)
        self.project.write("macros/late.sql", LATE)
        if defect:
            self.project.write("macros/defect.sql", DEFECTS[defect])
        with duckdb.connect(self.project.database) as connection:
            connection.execute("create table canary as select 1 as alive")
            for case in cases:
                load(connection, f"t_{case.number}", case.columns)
                if case.drift is not None and case.drift.columns is not None:
                    load(connection, f"t_{case.number}_drift", case.drift.columns)
        self.models: list[dict] = []
        self.functions: list[dict] = []
        self.tables: list[dict] = []
        for case in cases:
            self.write_network(case)
            if case.outcome == "trains":
                for reader in case.readers:
                    self.write_reader(case, reader)
                if case.drift is not None:
                    self.write_drift(case)
        self.project.write("models/networks.yml", {"models": self.models})
        if self.functions:
            self.project.write("functions/functions.yml", {"functions": self.functions})
        if self.tables:
            source = {"name": "tables", "schema": "main", "tables": self.tables}
            self.project.write("models/sources.yml", {"sources": [source]})

    def write_network(self, case: Case) -> None:
        """Write the model that trains: half of them described in YAML, as users do, half in their SQL.

        dbt itself renders what YAML holds, before the project comes to see it: what is like Jinja goes into the SQL.
        """
        name, config = f"net_{case.number}", "materialized='incremental', unique_key='iteration'"
        if is_literal(case.network) and (case.number % 2 or has_jinja(case.network)):
            config += f", meta={{'network': {case.network!r}}}"
        else:
            self.models.append({"name": name, "config": {"meta": {"network": case.network}}})
        arguments = {"iterations": case.iterations, "iterations_per_statement": case.iterations_per_statement}
        called = ", ".join(f"{key}={value!r}" for key, value in (arguments | case.arguments).items())
        data = RELATION.format(case.number)
        call = f"{{{{ dbt_nn.train(data={data}, {called}) }}}}"
        self.project.write_model(name, f"{{{{ config({config}) }}}}\n{case.wrapper.replace('{}', call)}\n")

    def write_reader(self, case: Case, reader: str) -> None:
        """Write what reads the network of a case."""
        name, network, data = f"{reader}_{case.number}", f"ref('net_{case.number}')", RELATION.format(case.number)
        if reader == "function":
            if has_jinja(case.network["features"]):
                return
            self.project.write(f"functions/{name}.sql", f"{{{{ dbt_nn.predict_function({network}) }}}}")
            arguments = [{"name": feature, "data_type": "double"} for feature in case.network["features"]]
            self.functions.append({"name": name, "arguments": arguments, "returns": {"data_type": "varchar"}})
        elif reader == "examples_are_valid":
            test = {"dbt_nn.examples_are_valid": {"name": name, "arguments": {"network": network}}}
            self.tables.append({"name": f"t_{case.number}", "data_tests": [test]})
        else:
            call = call_of(case, reader, network, data)
            sql = (
                f"select {{{{ {call} }}}} as part from {{{{ {data} }}}}"
                if reader == "data_split"
                else f"{{{{ {call} }}}}"
            )
            self.project.write_model(name, f"{{{{ config(materialized='table') }}}}\n{sql}\n")
        self.readers[case.number].append(reader)

    def write_drift(self, case: Case) -> None:
        """Write the door that reads the network of a case otherwise than it was trained."""
        drift, name, network = case.drift, f"drift_{case.number}", f"net_{case.number}"
        if drift.network is not None:
            network = f"copy_{case.number}"
            config = f"materialized='table', meta={{'network': {drift.network!r}}}"
            self.project.write_model(
                network, f"{{{{ config({config}) }}}}\nselect * from {{{{ ref('net_{case.number}') }}}}\n"
            )
        data = RELATION.format(f"{case.number}_drift" if drift.columns is not None else case.number)
        call = call_of(case, drift.door, f"ref('{network}')", data, drift.iteration)
        self.project.write_model(name, f"{{{{ config(materialized='table') }}}}\n{{{{ {call} }}}}\n")
        self.readers[case.number].append("drift")

    def run(self) -> dict[str, tuple[str, str, int | None]] | None:
        """One dbt build: each node's status, message and failing rows; or none where dbt came to run nothing."""
        here = os.getcwd()
        os.chdir(self.project.folder)
        try:
            listen = [lambda event: self.lines.append(event.info.msg)]
            outcome = dbtRunner(callbacks=listen).invoke(["build", *QUIET.split(), *self.project._options()])
        finally:
            self.project._disconnect()
            os.chdir(here)
        if not getattr(outcome.result, "results", None):
            self.failure = str(outcome.exception or "\n".join(self.lines[-20:]))
            return None
        return {
            result.node.name: (str(result.status), result.message or "", result.failures)
            for result in outcome.result.results
        }

    def hatched(self, connection) -> str:
        """What was run, made or dropped that is no business of a name's."""
        found = []
        listed = connection.execute("select table_name from duckdb_tables() where not internal").fetchall()
        tables = {name for (name,) in listed}
        if "canary" not in tables or connection.execute("select * from canary").fetchall() != [(1,)]:
            found.append("the table `canary` is gone or changed")
        made = {f"{kind}_{case.number}" for case in self.cases for kind in ["t", "net", "drift", "copy", *READERS]}
        made |= {f"t_{case.number}_drift" for case in self.cases}
        made |= {f"net_{case.number}__steps" for case in self.cases}
        if tables - made - {"canary"}:
            found.append(f"tables that no model makes: {sorted(tables - made - {'canary'})}")
        files = {file.name for file in self.project.folder.iterdir()} - FILES
        if files:
            found.append(f"files that no model makes: {sorted(files)}")
        if any("CANARY RAN" in line for line in self.lines):
            found.append("a name or a text was run: it says CANARY RAN")
        return "; ".join(found)


def call_of(case: Case, door: str, network: str, data: str, iteration: int | None = None) -> str:
    """The call of a macro that reads a network, which and the data are Jinja."""
    label, classes = case.network["label"], case.network["classes"]
    arguments = {
        "predict_select": f"{network}, {data}, columns=[{label!r}]",
        "weights": network,
        "roc_curve": f"{network}, {data}, positive_class={classes[0]!r}",
        "feature_importance": f"{network}, {data}, repeats=1",
        "data_split": f"{list(case.columns)!r}",
    }.get(door, f"{network}, {data}")
    return f"dbt_nn.{door}({arguments}{f', iteration={iteration}' if iteration is not None else ''})"


def load(connection, table: str, columns: dict) -> None:
    """Make a table of columns, its values handed over as parameters."""
    named = [f'"{name}" {kind}' for name, kind in ((n.replace('"', '""'), k) for n, (k, _) in columns.items())]
    connection.execute(f"create table {table} ({', '.join(named)})")
    rows = list(zip(*(values for _, values in columns.values()), strict=True))
    if rows:
        marks = ", ".join([f"({', '.join('?' * len(named))})"] * len(rows))
        connection.execute(f"insert into {table} values {marks}", [cell for row in rows for cell in row])


def is_literal(value) -> bool:
    """Whether Python's notation of a value is Jinja's too."""
    if isinstance(value, dict):
        return all(is_literal(key) and is_literal(item) for key, item in value.items())
    if isinstance(value, list):
        return all(map(is_literal, value))
    return value is None or isinstance(value, str | bool | int) or (isinstance(value, float) and math.isfinite(value))


def has_jinja(value) -> bool:
    """Whether dbt would render something in it, if it stood in YAML; Jinja makes a line feed of each line break too."""
    text = json.dumps(value, default=str, ensure_ascii=False)
    marks = ("{{", "{%", "{#", "}}", "%}", "#}", "\\r", "\\n", "\x85", "\u2028", "\u2029", "\\u00")
    return any(mark in text for mark in marks)
