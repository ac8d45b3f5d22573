"""The harness of the BigQuery tests: dbt projects on both engines, an emulator on loopback, and Google's own analyzer.

A project here is one of tests/python (see its conftest) with a second target, `bigquery`: the one of profiles.yml, sent
to the emulator. Whatever dbt sends there is kept in `project.statements`, for Google's analyzer to judge.

    google.check(sql)     analyses a statement or a script, and returns Google's refusal, or None
    google.query(sql)     runs a query on Google's reference engine
"""

import importlib.util
import io
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import yaml
from dbt.cli.main import dbtRunner
from dbt_common.clients.jinja import BaseMacroGenerator
from google.api_core.client_options import ClientOptions
from google.auth.credentials import AnonymousCredentials
from google.cloud import bigquery

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parents[1]
sys.path.insert(0, str(REPOSITORY / "tests" / "python"))

# The harness of the DuckDB tests, under a name of its own: this file is a `conftest` too.
spec = importlib.util.spec_from_file_location("duckdb_harness", REPOSITORY / "tests" / "python" / "conftest.py")
duckdb_harness = importlib.util.module_from_spec(spec)
sys.modules["duckdb_harness"] = duckdb_harness
spec.loader.exec_module(duckdb_harness)

PROJECT_ID = "nn"
TYPES = {float: "FLOAT64", int: "INT64", str: "STRING", bool: "BOOL"}


@dataclass
class Statement:
    """What dbt sent to BigQuery: the SQL, and the id of the node that it was for, if any."""

    node: str | None
    sql: str


@contextmanager
def recorded(called: set[str]) -> Iterator[None]:
    """Add to `called` each macro of dbt_nn that dbt calls meanwhile, other than to parse the project."""
    call = BaseMacroGenerator.call_macro

    def record(generator, *arguments, **named):
        macro, context = getattr(generator, "macro", None), getattr(generator, "context", None) or {}
        # A query comment has no `execute`: it is only ever made for a query.
        if macro is not None and macro.package_name == "dbt_nn" and context.get("execute", True):
            called.add(macro.name)
        return call(generator, *arguments, **named)

    BaseMacroGenerator.call_macro = record
    try:
        yield
    finally:
        BaseMacroGenerator.call_macro = call


class TwoEngines(duckdb_harness.Project):
    """A dbt project with the targets `duckdb` and `bigquery`, the latter a dataset of its own in the emulator."""

    def __init__(self, folder: Path, endpoint: str):
        """Make it in `folder`."""
        super().__init__(folder)
        self.dataset = f"d{uuid.uuid4().hex}"
        self.statements: list[Statement] = []
        self.called: dict[str, set[str]] = {"duckdb": set(), "bigquery": set()}
        self.types: dict[str, dict[str, str]] = {}
        self.refused: list[str] = []
        self.num_checked = 0
        self.not_judged = ""
        options = ClientOptions(api_endpoint=endpoint)
        self.client = bigquery.Client(PROJECT_ID, AnonymousCredentials(), client_options=options)
        self.client.create_dataset(self.dataset)
        profiles = yaml.safe_load((self.folder / "profiles.yml").read_text(encoding="utf-8"))
        target = yaml.safe_load((REPOSITORY / "profiles.yml").read_text(encoding="utf-8"))
        target = target["dbt_nn"]["outputs"]["bigquery"]
        del target["keyfile"]
        target |= {"method": "oauth-secrets", "token": "emulator", "api_endpoint": endpoint}
        # One thread: scripts that run at once share their temporary tables in the emulator, as they do not in BigQuery.
        target |= {"project": PROJECT_ID, "dataset": self.dataset, "threads": 1}
        profiles["dbt_nn"]["outputs"]["bigquery"] = target
        self.write("profiles.yml", profiles)

    def load_table(self, name: str, columns: dict) -> None:
        """Make the table `name` on both engines."""
        super().load_table(name, columns)
        tables = [{"name": table} for table in dict.fromkeys(self.tables)]
        self.write(
            "models/sources.yml", {"sources": [{"name": "tables", "schema": "{{ target.schema }}", "tables": tables}]}
        )
        values = {name: cells.tolist() if isinstance(cells, np.ndarray) else cells for name, cells in columns.items()}
        self.types[name] = {
            column: TYPES[type(next(cell for cell in cells if cell is not None))] for column, cells in values.items()
        }
        rows = [dict(zip(values, row, strict=True)) for row in zip(*values.values(), strict=True)]
        file = io.BytesIO("\n".join(map(json.dumps, rows)).encode())
        schema = [bigquery.SchemaField(column, type_) for column, type_ in self.types[name].items()]
        config = bigquery.LoadJobConfig(schema=schema, source_format="NEWLINE_DELIMITED_JSON")
        self.client.load_table_from_file(file, f"{PROJECT_ID}.{self.dataset}.{name}", job_config=config).result()

    def dbt(self, *arguments: str, target: str = "bigquery", fails: bool = False) -> duckdb_harness.Result:
        """Run a dbt command on the target, and check that it succeeds (or `fails`)."""
        lines: list[str] = []

        def listen(event) -> None:
            if event.info.name == "SQLQuery" and target == "bigquery":
                self.statements.append(Statement(event.data.node_info.unique_id or None, event.data.sql))
            elif event.info.level != "debug":
                lines.append(event.info.msg)

        try:
            with recorded(self.called[target]):
                outcome = dbtRunner(callbacks=[listen]).invoke([*arguments, "--target", target, *self._options()])
        finally:
            self._disconnect()
        if outcome.exception:
            lines.append(str(outcome.exception))
        result = duckdb_harness.Result(outcome.success, lines)
        assert result.success is not fails, f"dbt {' '.join(arguments)}:\n{result.text}"
        return result

    def rows(self, table: str, order: str, target: str = "bigquery") -> list[dict]:
        """The rows of a table on one of the engines, in order."""
        if target == "duckdb":
            return self.query(f"select * from {table} order by {order}")
        found = self.client.query(f"select * from `{PROJECT_ID}.{self.dataset}.{table}` order by {order}").result()
        return [dict(row.items()) for row in found]

    def is_judged(self, sent: Statement) -> bool:
        """Whether a statement is for Google's analyzer; those for nodes with `not_judged` in their ids are not."""
        return not (self.not_judged and self.not_judged in (sent.node or ""))

    def refusals(self, google) -> list[str]:
        """What of all that dbt sent Google's analyzer refuses, and why."""
        for name, types in self.types.items():
            google.table(f"{PROJECT_ID}.{self.dataset}.{name}", types)
        for sent in filter(self.is_judged, self.statements[self.num_checked :]):
            refusal = google.check(sent.sql)
            self.refused += [f"{sent.node}: {refusal}\n{sent.sql}"] if refusal else []
        self.num_checked = len(self.statements)
        return self.refused

    def check_statements(self, google, *selection: str) -> str:
        """Check that Google accepts what dbt sent, which is something for every node of the selection; say how much."""
        refused = self.refusals(google)
        reasons = "\n".join(refusal.partition("\n")[0] for refusal in refused)
        assert not refused, f"{len(refused)} of {len(self.statements)} statements are refused:\n{reasons}\n{refused[0]}"
        kinds = ["--resource-type", "model", "--resource-type", "test", "--resource-type", "unit_test"]
        listed = self.dbt("ls", *kinds, "--resource-type", "function", "--output", "json", *selection).lines
        nodes = {json.loads(line)["unique_id"] for line in listed if line.startswith("{")}
        assert nodes
        assert nodes <= {sent.node for sent in self.statements}
        judged = list(filter(self.is_judged, self.statements))
        nodes &= {sent.node for sent in judged}
        what = f"{len(judged)} statements for {len(nodes)} models, functions and tests"
        return f"Google's analyzer accepted {what}."


class Google:
    """Google's analyzer and reference engine, in a process and a virtual environment of their own."""

    def __init__(self):
        """Start the process; its first answer takes some ten seconds."""
        python = os.environ.get("GOOGLESQL_PYTHON", REPOSITORY / ".venv-googlesql" / "bin" / "python")
        self.process = subprocess.Popen(
            [python, HERE / "googlesql.py"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def ask(self, **request) -> dict:
        """One request and its answer; see googlesql.py."""
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def table(self, name: str, columns: dict[str, str], rows: list[list] | None = None) -> None:
        """Put a table into the catalog."""
        answer = self.ask(do="table", name=name, columns=columns, rows=rows)
        assert "error" not in answer, answer

    def check(self, sql: str) -> str | None:
        """Google's refusal of a statement or of a script, or None."""
        return self.ask(do="check", sql=sql).get("error")

    def query(self, sql: str) -> list[dict]:
        """The rows of a query, run on the reference engine."""
        answer = self.ask(do="query", sql=sql)
        assert "error" not in answer, f"{answer['error']}\n{sql}"
        return [dict(zip(answer["columns"], row, strict=True)) for row in answer["rows"]]


@pytest.fixture
def say(record_property):
    """A function that has a text printed after the tests, whichever process they ran in."""
    return lambda text: record_property("said", text)


def pytest_terminal_summary(terminalreporter) -> None:
    """Print what tests have said."""
    for report in terminalreporter.getreports("passed"):
        for name, text in report.user_properties:
            if name == "said":
                terminalreporter.write_line(f"{report.location[2]}: {text}")


@pytest.fixture(scope="session")
def google() -> Google:
    """Google's analyzer and reference engine."""
    google = Google()
    yield google
    google.process.stdin.close()
    google.process.wait()


@contextmanager
def running_emulator(log: Path) -> Iterator[str]:
    """An emulator that runs meanwhile, its output in the file `log`; its address."""
    rest, grpc = free_port(), free_port()
    ports = ["--rest-port", str(rest), "--grpc-port", str(grpc)]
    command = [sys.executable, HERE / "emulator.py", "start", *ports, "--project", PROJECT_ID]
    with log.open("w") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output)
    # A client would wait ten minutes for a server that is not there.
    deadline = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", rest), timeout=1).close()
            break
        except OSError:
            time.sleep(0.1)
    else:
        process.kill()
        raise RuntimeError(f"The emulator did not start:\n{log.read_text(encoding='utf-8')}")
    try:
        yield f"http://127.0.0.1:{rest}"
    finally:
        process.terminate()
        process.wait()


@pytest.fixture(scope="session")
def endpoint(tmp_path_factory) -> Iterator[str]:
    """The address of an emulator that runs for this session."""
    with running_emulator(tmp_path_factory.mktemp("emulator") / "log.txt") as address:
        yield address


def free_port() -> int:
    """A port on loopback that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@pytest.fixture(scope="session")
def new_project(tmp_path_factory, endpoint):
    """A function that makes a project which has this repository as its package."""

    def make() -> TwoEngines:
        return TwoEngines.of_a_user(tmp_path_factory.mktemp("project"), endpoint)

    return make


@pytest.fixture(scope="session")
def new_chain(tmp_path_factory, endpoint):
    """A function that makes a copy of this repository."""

    def make() -> TwoEngines:
        folder = tmp_path_factory.mktemp("chain") / "dbt_nn"
        shutil.copytree(REPOSITORY, folder, ignore=duckdb_harness.NOT_COPIED)
        chain = TwoEngines(folder, endpoint)
        for table in ("points_train", "points_test"):
            chain.types[table] = {"x1": "FLOAT64", "x2": "FLOAT64", "y": "INT64"}
        return chain

    return make
