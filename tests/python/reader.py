"""A reader who does what a page says: writes the files that it shows, runs its commands, and compares what they print.

- A block of YAML or SQL holds files; a comment of a whole line names each: `# packages.yml`, `-- models/points.sql`.
- A block of the kind `console` holds commands, behind `$`, each followed by what is shown of its output; the line `…`
  stands for what is left out.
"""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

from conftest import REPOSITORY, Project
from dbt.cli.main import dbtRunner

OMITTED = "…"


def blocks(page: str) -> list[tuple[str, list[str]]]:
    """The code blocks of a page, each with its kind and its lines."""
    return [(kind, text.splitlines()) for kind, text in re.findall(r"```(\w+)\n(.*?)\n```", page, flags=re.DOTALL)]


def files(lines: list[str]) -> dict[str, list[str]]:
    """The files in a block, each with its lines; none where no comment names one."""
    found: dict[str, list[str]] = {}
    for line in lines:
        if name := re.fullmatch(r"(?:#|--) (\S+\.(?:yml|sql))", line):
            current = found[name[1]] = []
        elif found:
            current.append(line)
    return found


def commands(lines: list[str]) -> list[tuple[str, list[str]]]:
    """The commands in a block, each with the lines that are shown of its output."""
    found: list[tuple[str, list[str]]] = []
    for line in lines:
        if line.startswith("$ "):
            found.append((line.removeprefix("$ "), []))
        else:
            found[-1][1].append(line)
    return found


class Reader:
    """Someone with a shell in a folder that has this repository in it, as `dbt_nn`."""

    def __init__(self, folder: Path):
        """Start in `folder`."""
        (folder / "dbt_nn").symlink_to(REPOSITORY)
        self.folder = folder

    def follow(self, page: str) -> None:
        """Do all that the page says, and check that every command prints what is shown of it, in that order."""
        for kind, lines in blocks(page):
            if kind in ("yaml", "sql"):
                for name, content in files(lines).items():
                    self.write(name, content)
            elif kind == "console":
                for command, shown in commands(lines):
                    self._compare(command, shown, self.run(command))

    def write(self, name: str, lines: list[str]) -> None:
        """Write a file of the project."""
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("\n".join([*lines, ""]), encoding="utf-8")

    def run(self, command: str) -> list[str]:
        """Run a command, which must succeed; return the lines that it prints, without the times in dbt's log."""
        if command.startswith("cd "):
            self.folder = self.folder / command.removeprefix("cd ")
            return []
        is_plain = command.startswith("dbt ") and not re.search(r" (>|\|\|) ", command)
        return self._dbt(shlex.split(command)[1:]) if is_plain else self._bash(command)

    def _dbt(self, arguments: list[str]) -> list[str]:
        """Run dbt in this process, which spares its start."""
        lines: list[str] = []

        def listen(event) -> None:
            if event.info.level != "debug":
                lines.extend(event.info.msg.splitlines())

        before = Path.cwd()
        os.chdir(self.folder)
        try:
            succeeds = dbtRunner(callbacks=[listen]).invoke([*arguments, "--no-use-colors"]).success
        finally:
            os.chdir(before)
            Project._disconnect()
        assert succeeds, "\n".join(lines)
        return lines

    def _bash(self, command: str) -> list[str]:
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        environment = os.environ | {"PATH": path, "DBT_USE_COLORS": "0"}
        done = subprocess.run(["bash", "-c", command], cwd=self.folder, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
        return [re.sub(r"^\d\d:\d\d:\d\d  ", "", line) for line in done.stdout.splitlines()]

    @staticmethod
    def _compare(command: str, shown: list[str], printed: list[str]) -> None:
        text = "".join(f"{line.rstrip()}\n" for line in printed)
        for part in "".join(f"{line.rstrip()}\n" for line in shown).split(f"{OMITTED}\n"):
            before, found, text = text.partition(part) if part else ("", True, text)
            assert found, f"{command}\ndoes not print\n{part}\nbut\n{before}"
