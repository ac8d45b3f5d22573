"""What faults.py tries on an emulator of BigQuery; it calls this file by the Python of the emulator's environment.

    .venv-bigquery/bin/python tests/endurance/faults_emulator.py 20 1      (how many kills, the seed)

A killed dbt leaves the job that it has sent: that goes on by itself, as on BigQuery.
"""

import importlib.util
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
BIGQUERY = HERE.parent / "bigquery"
sys.path.insert(0, str(HERE))

import faults  # noqa: E402

# The harness of the BigQuery tests, under a name of its own: there is another `conftest`.
spec = importlib.util.spec_from_file_location("bigquery_harness", BIGQUERY / "conftest.py")
harness = importlib.util.module_from_spec(spec)
sys.modules["bigquery_harness"] = harness
spec.loader.exec_module(harness)


class Emulator(faults.Chain):
    """The chain on the emulator, in a dataset of its own; what it was after so many runs is kept in others."""

    stages = (0, 1)
    most_kills = 2

    def __init__(self, folder: Path, endpoint: str):
        """Make the project in `folder`, and run it undisturbed."""
        self.endpoint = endpoint
        super().__init__(folder)

    def project_in(self, folder: Path) -> harness.TwoEngines:
        """The project in a folder that holds its files."""
        project = harness.TwoEngines(folder, self.endpoint)
        project.dbt("--quiet", "seed")
        return project

    def start(self, *arguments: str, **options):
        """Start dbt in a process of its own; the results that follow the chain are left out."""
        return super().start(*arguments, "--select", "+training_history", "--target", "bigquery", **options)

    def keep(self, stage: int) -> None:
        """Keep the dataset as `stage`."""
        self.project.client.create_dataset(f"{self.project.dataset}_{stage}")
        self.copy(self.project.dataset, f"{self.project.dataset}_{stage}")

    def put_back(self, stage: int) -> None:
        """Put the dataset back to what it was; what a killed dbt left in it goes too."""
        for table in self.project.client.list_tables(self.project.dataset):
            self.project.client.delete_table(table)
        self.copy(f"{self.project.dataset}_{stage}", self.project.dataset)

    def copy(self, source: str, target: str) -> None:
        """Copy all tables of a dataset into another, an empty one."""
        for table in self.project.client.list_tables(source):
            query = f"create table `{target}.{table.table_id}` as select * from `{source}.{table.table_id}`"
            self.project.client.query(query).result()

    def rows(self, table: str) -> list[dict]:
        """The rows of a network in order, but for the time at which they were written; none without a table."""
        if table not in {found.table_id for found in self.project.client.list_tables(self.project.dataset)}:
            return []
        rows = self.project.rows(table, "iteration, training_run")
        return [{name: value for name, value in row.items() if name != "trained_at"} for row in rows]


def at_once(form: Emulator, draws: random.Random, times: int = 2) -> Iterator[faults.Finding]:
    """Two runs at once on one dataset, which nothing locks: each may fail, and a plain run follows."""
    ends, fault = Counter(), ""
    for _ in range(times):
        failed = faults.failed_at_once(form, draws)
        ends[2 - len(failed)] += 1
        fault = fault or "".join(text for text in failed if "Database Error" not in text)
        form.must("run")
        # They may have trained the same iterations, or one after the other.
        fault = fault or form.fault_after(*range(2, 5))
    outcome = ", ".join(f"{count} times {done} of 2 succeeded" for done, count in ends.items())
    yield f"two runs at once, {times} times", f"{outcome}; the next one put all right", fault


def main(kills: int, seed: int) -> int:
    """Try all on an emulator of this process's own; 1 where something was wrong."""
    with tempfile.TemporaryDirectory(prefix="dbt_nn_faults_") as folder:
        home = Path(folder)
        with harness.running_emulator(home / "emulator.txt") as endpoint:
            return faults.try_all(Emulator(home, endpoint), (faults.killed, at_once), kills, seed)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
