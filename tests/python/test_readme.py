"""What the README shows is what its commands give."""

import re

import duckdb
import pytest
from conftest import REPOSITORY
from reader import Reader, blocks, files

README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
OWN_NETWORK = README.partition("\n## Your own network\n")[2].partition("\n## ")[0]


def block(language: str, content: str) -> str:
    """The one code block in `language` that has `content` in it."""
    texts = ["\n".join(lines) for kind, lines in blocks(README) if kind == language]
    (found,) = [text for text in texts if content in text]
    return found


def test_own_network_is_as_short_as_is_said():
    """Nine lines of YAML, one model of fourteen lines, three of one and one of three."""
    shown = [files(lines) for kind, lines in blocks(OWN_NETWORK) if kind in ("yaml", "sql")]
    lengths = {name: len(lines) for block in shown for name, lines in block.items()}
    assert sum(length for name, length in lengths.items() if name.endswith(".yml")) == 9
    assert sorted(length for name, length in lengths.items() if name.endswith(".sql")) == [1, 1, 1, 3, 14]
    promise = (
        "nine lines of YAML, one model of fourteen lines that is the network, "
        "four models of one line or three around it"
    )
    assert promise in OWN_NETWORK.replace("\n", " ")


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    """A reader who did what "Your own network" says, and saw what it shows."""
    reader = Reader(tmp_path_factory.mktemp("reader"))
    reader.follow(OWN_NETWORK)
    return reader


def test_own_network_holds_rows_out(reader):
    """Two of the 55 held-out penguins are taken for another species."""
    with duckdb.connect(reader.folder / "penguins.duckdb") as connection:
        query = "select count(*), count(case when species <> predicted_species then 1 end) from predictions"
        assert connection.execute(query).fetchall() == [(55, 2)]


def test_own_network_goes_on(reader):
    """Each build adds 500 iterations."""
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
