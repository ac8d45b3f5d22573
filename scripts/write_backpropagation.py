#!/usr/bin/env python3
"""Rewrite the SQL and the tables of docs/backpropagation.md by running the commands on that page.

usage: .venv/bin/python scripts/write_backpropagation.py

Between `<!-- begin … -->` and `<!-- end -->` the page is written by this script; all else is left as it is:

    begin ctes to NAME [without NAME]   what explain_step prints of the next CTEs, down to NAME
    begin file PATH                     a file of this repository
    begin part of PATH from "…" to "…"  the lines of one from such a line on, down to the one before such a line
    begin recursive query               the compiled small_network.sql, without what the page shows elsewhere
    begin output                        what the command above it prints

It works on a copy of integration_tests/models/backpropagation in a temporary folder, with a database of its own.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
PAGE = REPOSITORY / "docs" / "backpropagation.md"
MODELS = Path("models") / "backpropagation"
PART = re.compile(r"(?<=<!-- begin )(?P<task>[^\n]+?)(?P<close> -->\n).*?(?=<!-- end -->)", flags=re.DOTALL)
COMMAND = re.compile(r"^\$ (?P<command>.*?)\s*(?=^\$|^```)", flags=re.DOTALL | re.MULTILINE)


class Dbt:
    """The virtual environment's dbt, in a copy of the integration tests that has the page's models alone."""

    def __init__(self, folder: Path):
        """Make the copy in `folder`."""
        self.folder = folder
        tests = REPOSITORY / "integration_tests"
        shutil.copytree(tests / MODELS, folder / MODELS)
        for name in ("dbt_project.yml", "profiles.yml"):
            shutil.copy(tests / name, folder)
        (folder / "dbt_packages").mkdir()
        (folder / "dbt_packages" / "dbt_nn").symlink_to(REPOSITORY)
        # The file's name is the database's in the SQL: the one that a reader of the page has.
        self.environment = {key: value for key, value in os.environ.items() if not key.startswith("DBT_")} | {
            "DBT_NN_INTEGRATION_DUCKDB_PATH": str(folder / "integration_tests.duckdb"),
            "DBT_USE_COLORS": "false",
        }

    def __call__(self, command: str) -> str:
        """What one of the page's commands prints; its Jinja and its line breaks are the reader's."""
        program, *arguments = shlex.split(command)
        assert program == "../.venv/bin/dbt", command
        dbt = Path(sys.executable).parent / "dbt"
        done = subprocess.run(
            [dbt, *arguments], cwd=self.folder, env=self.environment, capture_output=True, text=True, encoding="utf-8"
        )
        if done.returncode:
            sys.exit(f"$ {command}\n{done.stdout}{done.stderr}")
        return done.stdout.strip()

    def compiled(self, model: str) -> str:
        """What dbt made of a model of the page."""
        (path,) = (self.folder / "target" / "compiled").glob(f"**/{model}.sql")
        return timeless(path.read_text(encoding="utf-8")).strip()


def timeless(sql: str) -> str:
    """The SQL without the moment of the run, which is another one each time."""
    return re.sub(r"cast\('[-0-9 :.]+' as timestamp\)", "cast('…' as timestamp)", sql)


def commands(page: str) -> list[str]:
    """The commands on the page, in order."""
    return [found["command"] for found in COMMAND.finditer(page)]


def sections(explanation: str) -> list[tuple[str, str]]:
    """The name of each CTE in what explain_step printed, and what stands below it."""
    parts = re.split(r"^## (\w+)\n", timeless(explanation), flags=re.MULTILINE)[1:]
    return [(name, text.strip()) for name, text in zip(parts[::2], parts[1::2], strict=True)]


def without_repetition(query: str) -> str:
    """The recursive query with a comment in place of the step's CTEs, and without its many columns."""
    nested = re.compile(r"^        (\w+) as \(\n.*?^        \)(?:,\n\n|\n)", flags=re.DOTALL | re.MULTILINE)
    names = [found[1] for found in nested.finditer(query) if found[1] not in ("state", "next_row")]
    note = textwrap.fill(
        f"{', '.join(names)}: as above", 100, initial_indent="        -- ", subsequent_indent="        -- "
    )
    first, last = (f"        {name} as (" for name in (names[0], names[-1]))
    begin, end = query.index(first), nested.search(query, query.index(last)).end()
    query = f"{query[:begin]}{note}\n{query[end:]}"
    column = r"^ +(?:loss|accuracy|num_examples|learning_rate|[wb]2?_\d+),?\n"
    query = re.sub(
        rf"(?:{column}){{2,}}",
        lambda run: re.match(" +", run[0])[0] + f"…{',' if run[0].endswith(',' + chr(10)) else ''}\n",
        query,
        flags=re.MULTILINE,
    )
    return re.sub(r"'\{.*\}' as description", "'…' as description", query)


class Writer:
    """Gives what stands between the marks of the page, from the top of it to the end."""

    def __init__(self, page: str, run: Callable[[str], str], compiled: Callable[[str], str]):
        """Have the page's commands run, those above the first mark now, and the others as the page comes to them."""
        self.page, self.run, self.compiled = page, run, compiled
        first = commands(page[: page.index("<!-- begin ")])
        build, explain = (next(command for command in first if word in command) for word in (" build ", "explain_step"))
        run(build)
        self.ctes = sections(run(explain))

    def ctes_to(self, last: str, left_out: str | None) -> Iterator[str]:
        """Yield what explain_step says of the CTEs down to `last`, which are then done with."""
        names = [name for name, _ in self.ctes]
        if last not in names:
            sys.exit(
                f"{PAGE}: `{last}` must be one of the CTEs that are left; received {names}. Name another one there."
            )
        for name, text in self.ctes[: names.index(last) + 1]:
            if name != left_out:
                yield text
        del self.ctes[: names.index(last) + 1]

    def __call__(self, found: re.Match) -> str:
        """What belongs between one begin mark and its end."""
        task = found["task"]
        if cte := re.fullmatch(r"ctes to (\w+)(?: without (\w+))?", task):
            text = "\n\n".join(self.ctes_to(*cte.groups()))
        elif file := re.fullmatch(r"file (\S+)", task):
            text = block(REPOSITORY.joinpath(file[1]).read_text(encoding="utf-8"))
        elif part := re.fullmatch(r'part of (\S+) from "(.*)" to "(.*)"', task):
            lines = REPOSITORY.joinpath(part[1]).read_text(encoding="utf-8").splitlines()
            text = block("\n".join(lines[lines.index(part[2]) : lines.index(part[3])]))
        elif task == "recursive query":
            text = block(without_repetition(self.compiled("small_network")))
        elif task == "output":
            text = self.run(commands(self.page[: found.start()])[-1])
        else:
            sys.exit(
                f"{PAGE}: what follows `begin` must be a task that {Path(__file__).name} lists; received {task!r}."
            )
        return f"{task}{found['close']}\n{text}\n\n"


def block(sql: str) -> str:
    """A code block."""
    return f"```sql\n{sql.strip()}\n```"


def written_anew(page: str, run: Callable[[str], str], compiled: Callable[[str], str]) -> str:
    """The page with all between its marks as it is now."""
    return PART.sub(Writer(page, run, compiled), page)


def main() -> None:
    """Write the page."""
    page = PAGE.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        dbt = Dbt(Path(folder))
        PAGE.write_text(written_anew(page, dbt, dbt.compiled), encoding="utf-8")


if __name__ == "__main__":
    main()
