"""What the README shows is what its commands give."""

import os
import re
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from conftest import REPOSITORY

README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)\n```", README, flags=re.DOTALL)


def block(language: str, content: str) -> str:
    """The one code block in `language` that has `content` in it."""
    (found,) = [text for kind, text in BLOCKS if kind == language and content in text]
    return found


# "Your own network": what a reader copies out of it, and does.
OWN_NETWORK = README.partition("\n## Your own network\n")[2].partition("\n## ")[0]


def files(section: str) -> dict[str, list[str]]:
    """The lines of each file that the code blocks of a section show; a comment above them names it."""
    found: dict[str, list[str]] = {}
    for text in re.findall(r"```(?:yaml|sql)\n(.*?)\n```", section, flags=re.DOTALL):
        for line in text.splitlines():
            if name := re.fullmatch(r"(?:#|--) (\S+\.(?:yml|sql))", line):
                lines = found[name[1]] = []
            else:
                lines.append(line)
    return found


class Shell:
    """A shell in a folder that stands beside this repository, as the reader's does."""

    def __init__(self, folder: Path):
        """Start in `folder`."""
        (folder / "dbt_nn").symlink_to(REPOSITORY)
        self.folder = folder
        self.output: dict[str, str] = {}

    def run(self, command: str) -> str:
        """Do what stands behind a `$`, keep and return what it prints."""
        if command.startswith("cd "):
            self.folder = self.folder / command.removeprefix("cd ")
            return ""
        # Not the folders and the database that a job of the Makefile asks for: a reader has none of these variables.
        kept = {name: value for name, value in os.environ.items() if not name.startswith("DBT_")}
        environment = kept | {"PATH": f"{Path(sys.executable).parent}:{kept['PATH']}", "NO_COLOR": "1"}
        done = subprocess.run(
            ["bash", "-c", command], cwd=self.folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        self.output[command] = done.stdout.decode()
        assert done.returncode == 0, self.output[command]
        return self.output[command]


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    """The shell of a reader who did what "Your own network" says."""
    shell = Shell(tmp_path_factory.mktemp("reader"))
    before, after = re.findall(r"```console\n(.*?)\n```", OWN_NETWORK, flags=re.DOTALL)
    for line in before.splitlines():
        shell.run(line.removeprefix("$ "))
    for name, lines in files(OWN_NETWORK).items():
        (shell.folder / name).write_text("\n".join([*lines, ""]), encoding="utf-8")
    for line in after.splitlines():
        shell.run(line.removeprefix("$ "))
    return shell


def test_own_network_is_as_short_as_is_said():
    """Eight lines of YAML, one model of fourteen lines, four of one."""
    lengths = {name: len(lines) for name, lines in files(OWN_NETWORK).items()}
    assert sum(length for name, length in lengths.items() if name.endswith(".yml")) == 8
    models = [length for name, length in lengths.items() if name.endswith(".sql")]
    assert sorted(models) == [1, 1, 1, 1, 14]
    promised = (
        "eight lines of YAML, one model of fourteen lines that is the network,\nfour models of one line around it"
    )
    assert promised in OWN_NETWORK


def test_own_network_prints_what_is_shown(reader):
    """Each line of the output that is shown, in its order."""
    (shown,) = re.findall(r"```text\n(.*?)\n```", OWN_NETWORK, flags=re.DOTALL)
    printed = "\n".join(reader.output.values())
    for part in shown.split("\n…\n"):
        before, found, printed = printed.partition(part)
        assert found, f"{part}\nis not in\n{before}"


def test_own_network_goes_on(reader):
    """Each build adds 500 iterations; two of the 55 held-out penguins are taken for another species."""
    with duckdb.connect(reader.folder / "penguins.duckdb") as connection:
        query = "select count(*), count(case when species <> predicted_species then 1 end) from predictions"
        assert connection.execute(query).fetchall() == [(55, 2)]
    reader.run("dbt build")
    with duckdb.connect(reader.folder / "penguins.duckdb") as connection:
        query = "select count(*), max(iteration) from network"
        assert connection.execute(query).fetchall() == [(1001, 1000)]


@pytest.fixture(scope="module")
def trained(new_chain):
    """The chain after two runs, and the log of the first."""
    chain = new_chain()
    chain.dbt("seed")
    log = chain.dbt("run").text
    chain.dbt("run")
    return chain, log


def test_the_whole_query_is_the_compiled_one(trained):
    """The query of an iteration, but for the time of the run and the name of the file."""
    compiled = trained[0].compiled("iteration_02").strip().replace('"test"."main"', '"dbt_nn"."main"')
    timeless = re.compile(r"cast\('[-0-9 :.]+' as timestamp\)")
    assert timeless.sub("", compiled) == timeless.sub("", block("sql", "linear_1 as ("))


def test_first_run_ends_as_shown(trained):
    """The table of the first ten iterations."""
    shown, _, _ = block("text", "iteration       loss").partition("…")
    for line in shown.splitlines():
        assert line in trained[1]


def test_curve_is_the_one_of_the_chain(trained):
    """Iterations 11 to 15 in the terminal."""
    shown = trained[0].dbt("show", "--select", "training_info", "--limit", "20").text
    for line in block("text", "loss_curve").splitlines():
        assert line.rstrip() in shown
