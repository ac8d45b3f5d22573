"""The harness of all Python tests: real dbt runs on DuckDB, each project in a temporary folder of its own.

Two fixtures make projects (both may be called as often as a test likes, and from fixtures of any scope):

    new_project()                  a user's project: it has this repository as its package `dbt_nn`, and no models yet
    new_chain(learning_rate=1.0)   a copy of this repository, whose chain of models trains the post's network;
                                   what is named changes the network's description in dbt_project.yml

and `project` is one new_project() for one test. What a project can do is all in the class Project below. A test reads:

    def test_it_trains(project):
        project.load_table("points", {"x1": [0.0, 1.0], "x2": [1.0, 2.0], "y": [0, 1]})
        project.write_network("network", NETWORK, data="source('tables', 'points')", iterations=5)
        project.dbt("run")
        assert project.query("select max(iteration) as newest from network") == [{"newest": 5}]

What takes the time is dbt, not training: 3 s to parse a project with its package, 0.3 s a command on a parsed one,
0.1 to 0.2 s a model to write and plan its SQL, 4 s to start a process and import dbt. So commands run in this process,
projects that are the same share one parse (Project.share_parse), and a module's fixture is made once. Tests that are
slow by nature have the marker `slow`, which `make test` leaves out: processes that are killed, made-up networks by the
dozen, every type beside every other, whole pages of the docs followed as a reader follows them (SLOW_FILES).
"""

import gc
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from pprint import pformat

import duckdb
import msgpack
import numpy as np
import pytest
import yaml
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.adapters.duckdb.credentials import DuckDBCredentials
from dbt.adapters.factory import reset_adapters
from dbt.cli.main import dbtRunner

REPOSITORY = Path(__file__).resolve().parents[2]
NOT_COPIED = shutil.ignore_patterns(".*", "target", "dbt_packages", "logs", "*.duckdb*", "python", "__pycache__")

# dbt keeps so many objects that Python spends a fifth of the time looking for unused ones: let it look rarely.
gc.set_threshold(1_000_000, 2, 2)

# Real data that is trained on for minutes, pages whose every command is run, kills, whole projects compiled, pictures,
# networks that other programs read, steps explained CTE by CTE.
SLOW_FILES = {
    "test_backpropagation_page.py",
    "test_docs_site.py",
    "test_docs_tables.py",
    "test_docs_tutorial.py",
    "test_examples.py",
    "test_exchange.py",
    "test_explain_step.py",
    "test_faults.py",
    "test_fresh_clone.py",
    "test_gate.py",
    "test_lookups.py",
    "test_readme.py",
    "test_report.py",
}

# A project that has the package installed.
PROJECT = {
    "name": "user",
    "profile": "dbt_nn",
    "flags": {"send_anonymous_usage_stats": False, "validate_macro_args": True},
}


# What dbt wrote when it parsed a project, by the text of its dbt_project.yml.
PARSED: dict[str, tuple[dict, dict]] = {}


def _replaced(value, texts: dict[str, str]):
    """A value of dicts, lists and texts, in which each of `texts` is replaced, alone and at the start of a path."""
    if isinstance(value, dict):
        return {key: _replaced(inner, texts) for key, inner in value.items()}
    if isinstance(value, list):
        return [_replaced(inner, texts) for inner in value]
    if isinstance(value, str):
        for old, new in texts.items():
            if value.startswith(old) and value[len(old) :][:1] in ("", "/"):
                return new + value[len(old) :]
    return value


@dataclass
class Result:
    """What a dbt command did: whether it succeeded, the lines of its log (errors included), and what it sent."""

    success: bool
    lines: list[str]
    statements: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The log as one text."""
        return "\n".join(self.lines)


class Project:
    """A dbt project in a folder, with a DuckDB file in it."""

    def __init__(self, folder: Path):
        """Make `folder`, which may hold a project already, one with a profile for its own DuckDB file."""
        self.folder = folder
        self.database = folder / "test.duckdb"
        self.tables: list[str] = []
        self.manifest = None
        self.connection = {"type": "duckdb", "path": str(self.database), "schema": "main", "threads": 2}
        self.write("profiles.yml", {"dbt_nn": {"target": "duckdb", "outputs": {"duckdb": self.connection}}})

    @classmethod
    def of_a_user(cls, folder: Path, *arguments) -> "Project":
        """A user's project in `folder`: it has this repository as its package, and no models yet."""
        project = cls(folder, *arguments)
        project.add_package()
        project.write("dbt_project.yml", PROJECT)
        return project

    @classmethod
    def of_integration_tests(cls, folder: Path) -> "Project":
        """A copy of integration_tests in `folder`, which is made; it has this repository as its package."""
        shutil.copytree(REPOSITORY / "integration_tests", folder, ignore=NOT_COPIED)
        project = cls(folder)
        profiles = (folder / "profiles.yml").read_text(encoding="utf-8").replace("dbt_nn:", "dbt_nn_integration_tests:")
        project.write("profiles.yml", profiles)
        project.add_package()
        return project.share_parse()

    def share_parse(self) -> "Project":
        """Parse the project; or take over what dbt wrote when it parsed another one in this session that is the same.

        dbt goes on from there as in any second run: what has changed since, or is new, it parses itself.
        """
        key = (self.folder / "dbt_project.yml").read_text(encoding="utf-8")
        file = self.folder / "target" / "partial_parse.msgpack"
        connection = DuckDBCredentials.from_dict(self.connection | {"database": self.database.stem}).connection_info()
        here = {"folder": str(self.folder), "profile": sha256(pformat(sorted(connection)).encode()).hexdigest()}
        if key not in PARSED:
            outcome = dbtRunner().invoke(["parse", "--no-write-json", "--quiet", *self._options()])
            self._disconnect()
            assert outcome.success, outcome.exception
            PARSED[key] = here, msgpack.unpackb(file.read_bytes(), strict_map_key=False)
        else:
            there, parsed = PARSED[key]
            # A file's place is part of what dbt writes, and so is a checksum of the connection.
            moved = _replaced(parsed, {there[name]: here[name] for name in here})
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(msgpack.packb(moved))
        return self

    def add_package(self) -> None:
        """Give it this repository as its package `dbt_nn`, as `dbt deps` would."""
        (self.folder / "dbt_packages").mkdir()
        (self.folder / "dbt_packages" / "dbt_nn").symlink_to(REPOSITORY)

    def write(self, path: str, content: str | dict) -> None:
        """Write a file of the project; a dict is written as YAML."""
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        text = content if isinstance(content, str) else yaml.safe_dump(content, allow_unicode=True)
        file.write_text(text, encoding="utf-8")

    def write_model(self, name: str, sql: str) -> None:
        """Write the model `name`."""
        self.write(f"models/{name}.sql", sql)

    def write_network(
        self,
        name: str,
        network: dict,
        data: str,
        iterations: int = 1,
        previous: str | None = None,
        arguments: str = "",
        **config,
    ) -> None:
        """Write a model that trains `network`; `data`, `previous`, further `arguments` are Jinja: "ref('points')"."""
        config = {"materialized": "incremental", "unique_key": "iteration", "meta": {"network": network}} | config
        self.write_model(
            name,
            f"{{{{ config(**{config!r}) }}}}\n"
            f"{{{{ dbt_nn.train(data={data}, previous={previous or 'none'}, "
            f"iterations={iterations}, {arguments}) }}}}\n",
        )

    def load_table(self, name: str, columns: dict) -> None:
        """Make the table `name` of `columns` (name: values); models read it as source('tables', name)."""
        unnested = ", ".join('unnest(?) as "' + column.replace('"', '""') + '"' for column in columns)
        values = [column.tolist() if isinstance(column, np.ndarray) else list(column) for column in columns.values()]
        with duckdb.connect(self.database) as connection:
            connection.execute(f'create or replace table "{name}" as select {unnested}', values)
        self.tables.append(name)
        tables = [{"name": table} for table in dict.fromkeys(self.tables)]
        self.write("models/sources.yml", {"sources": [{"name": "tables", "schema": "main", "tables": tables}]})

    def dbt(self, *arguments: str, fails: bool = False, manifest=None) -> Result:
        """Run a dbt command in this process, and check that it succeeds (or `fails`). A `manifest` spares parsing."""
        lines: list[str] = []
        statements: list[str] = []
        quick = ["--log-level-file", "none"]
        if not {"parse", "docs", "--write-json"} & {*arguments}:
            # Writing all macros of dbt and of this package out as JSON, twice, is half the time of a small run.
            quick.append("--no-write-json")

        def listen(event) -> None:
            if event.info.level != "debug":
                lines.append(event.info.msg)
            elif event.info.name == "SQLQuery":
                statements.append(event.data.sql)

        try:
            outcome = dbtRunner(manifest=manifest, callbacks=[listen]).invoke([*arguments, *quick, *self._options()])
        finally:
            self._disconnect()
        if outcome.exception:
            lines.append(str(outcome.exception))
        result = Result(outcome.success, lines, statements)
        assert result.success is not fails, f"dbt {' '.join(arguments)}:\n{result.text}"
        return result

    def render(self, jinja: str) -> str:
        """The SQL that dbt makes of a text, without a model or a database; only the first call parses the project."""
        if self.manifest is None:
            self.manifest = dbtRunner().invoke(["parse", "--no-write-json", *self._options()]).result
        quick = ["--quiet", "--no-write-json", "--no-populate-cache", "--no-introspect"]
        outcome = dbtRunner(manifest=self.manifest).invoke(["compile", "--inline", jinja, *quick, *self._options()])
        self._disconnect()
        assert outcome.success, f"{jinja}\n{outcome.exception}"
        return outcome.result.results[0].node.compiled_code

    def start_dbt(self, *arguments: str) -> subprocess.Popen:
        """Start a dbt command in a process of its own, for tests that kill it."""
        # What a shell starts in the background ignores interrupts, and so do its children.
        code = (
            "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
            "from dbt.cli.main import cli; cli()"
        )
        command = [sys.executable, "-c", code, *arguments, *self._options()]
        return subprocess.Popen(command, cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def query(self, sql: str) -> list[dict]:
        """The rows of a query, each a dict; also runs any other statement."""
        with duckdb.connect(self.database) as connection:
            cursor = connection.execute(sql)
            names = [column[0] for column in cursor.description or []]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def rows(self, network: str) -> list[dict]:
        """The rows of a network, in the order of the iterations."""
        return self.query(f"select * from {network} order by iteration")

    def compiled(self, name: str) -> str:
        """The SQL that dbt made of the model `name` when it last ran or compiled."""
        return next((self.folder / "target" / "compiled").glob(f"**/{name}.sql")).read_text(encoding="utf-8")

    def _options(self) -> list[str]:
        return ["--project-dir", str(self.folder), "--profiles-dir", str(self.folder), "--no-use-colors"]

    @staticmethod
    def _disconnect() -> None:
        """Let go of the DuckDB file, which dbt keeps open for its next command."""
        reset_adapters()
        if DuckDBConnectionManager._ENV is not None:
            DuckDBConnectionManager._ENV.close()
        DuckDBConnectionManager.close_all_connections()


def pytest_collection_modifyitems(items) -> None:
    """Mark the tests of whole files that are slow."""
    for item in items:
        if item.path.name in SLOW_FILES:
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def new_project(tmp_path_factory):
    """A function that makes a project which has this repository as its package."""

    def make() -> Project:
        return Project.of_a_user(tmp_path_factory.mktemp("project")).share_parse()

    return make


@pytest.fixture(scope="module")
def empty_project(new_project) -> Project:
    """A project without models, in which a text is rendered and its SQL run."""
    return new_project()


@pytest.fixture
def project(new_project) -> Project:
    """A project which has this repository as its package."""
    return new_project()


@pytest.fixture(scope="session")
def new_chain(tmp_path_factory):
    """A function that makes a copy of this repository, its network described with other `options` where given."""

    def make(**options) -> Project:
        folder = tmp_path_factory.mktemp("chain") / "dbt_nn"
        shutil.copytree(REPOSITORY, folder, ignore=NOT_COPIED)
        project = Project(folder)
        description = yaml.safe_load((folder / "dbt_project.yml").read_text(encoding="utf-8"))
        description["models"]["dbt_nn"]["+meta"]["network"].update(options)
        project.write("dbt_project.yml", description)
        return project.share_parse()

    return make
