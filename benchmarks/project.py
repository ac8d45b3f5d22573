"""A throw-away dbt project that uses this repository as its package, with points and networks for the benchmarks."""

import json
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import yaml

ROOT = Path(__file__).resolve().parent.parent
DBT = [sys.executable, "-c", "from dbt.cli.main import cli; cli()"]
# The network of the post, as this repository describes it for its own chain.
POST = yaml.safe_load((ROOT / "dbt_project.yml").read_text(encoding="utf-8"))["models"]["dbt_nn"]["+meta"]["network"]
# The package's own chain and its tests are switched off.
OFF = {"dbt_nn": {"+enabled": False}}


class Project:
    """The project in `folder`, its tables in bench.duckdb there; its networks learn from the model `points`."""

    def __init__(self, folder: Path, points: str, settings: dict | None = None):
        """Write the files; `points` is the SQL of the model `points`, `settings` are DuckDB's."""
        self.folder = folder
        self.database = folder / "bench.duckdb"
        (folder / "dbt_packages").mkdir()
        (folder / "dbt_packages" / "dbt_nn").symlink_to(ROOT)
        project = {"name": "bench", "profile": "bench", "flags": {"send_anonymous_usage_stats": False}}
        self.write("dbt_project.yml", json.dumps(project | {"models": OFF, "seeds": OFF, "data_tests": OFF}))
        output = {"type": "duckdb", "path": str(self.database), "schema": "main", "threads": 2}
        output["settings"] = settings or {}
        self.write("profiles.yml", json.dumps({"bench": {"target": "duckdb", "outputs": {"duckdb": output}}}))
        self.write("models/points.sql", "{{ config(materialized='table') }}\n" + points)

    def write(self, path: str, text: str) -> None:
        """Write a file of the project."""
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def add_start(self, name: str, network: dict) -> None:
        """Add the model `name`, the row of the initial parameters of `network`."""
        self._add_model(name, network, "initial_parameters()")

    def add_training(self, name: str, network: dict, start: str | None, iterations: int, arguments: str = "") -> None:
        """Add the model `name`, which goes on from the model `start` or begins; `arguments` go to `train` too."""
        previous = f"ref('{start}')" if start else "none"
        self._add_model(
            name, network, f"train(data=ref('points'), previous={previous}, iterations={iterations}, {arguments})"
        )

    def dbt(self, *arguments: str) -> str:
        """What a dbt command prints; stops with all of it where the command fails."""
        options = ["--project-dir", self.folder, "--profiles-dir", self.folder, "--log-path", self.folder / "logs"]
        done = subprocess.run([*DBT, *arguments, *options], capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"dbt {' '.join(arguments)}:\n{done.stdout}{done.stderr}")
        return done.stdout

    def render(self, jinja: str) -> str:
        """The SQL that dbt makes of a text."""
        shown = self.dbt("--quiet", "compile", "--inline", jinja, "--output", "json", "--no-introspect")
        return json.loads(shown)["compiled"]

    def compiled(self, name: str) -> str:
        """The SQL that dbt made of the model `name` when it last compiled it."""
        return (self.folder / f"target/compiled/bench/models/{name}.sql").read_text(encoding="utf-8")

    def one_statement(self, name: str) -> str:
        """The same, of a model that does many iterations; stops where they were not put into one statement."""
        sql = self.compiled(name)
        if "with recursive" not in sql:
            sys.exit(f"The model {name} does not compile to one recursive statement:\n{sql[:500]}")
        return sql

    def seconds(self, sql: str) -> float:
        """The time that DuckDB takes for a query, its rows kept in a table."""
        with duckdb.connect(self.database) as db:
            began = time.perf_counter()
            db.execute(f"create temp table trained as {sql}")
            return time.perf_counter() - began

    def _add_model(self, name: str, network: dict, call: str) -> None:
        """Write a model that calls one of the package's macros for `network`."""
        config = {"materialized": "table", "meta": {"network": network}}
        self.write(f"models/{name}.sql", f"{{{{ config(**{config!r}) }}}}\n{{{{ dbt_nn.{call} }}}}\n")
