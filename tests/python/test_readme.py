"""What the README shows is what its commands give."""

import re

import pytest
from conftest import REPOSITORY

README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)\n```", README, flags=re.DOTALL)


def block(language: str, content: str) -> str:
    """The one code block in `language` that has `content` in it."""
    (found,) = [text for kind, text in BLOCKS if kind == language and content in text]
    return found


@pytest.fixture(scope="module")
def reader(new_project):
    """The project of a reader who copied the README's own network."""
    project = new_project()
    points = "{{ dbt_nn.points(rows=10000) }}"
    assert f"`{points}`" in README
    project.write_model("points", points)
    project.write_model("network", block("sql", "dbt_nn.train("))
    project.write_model("scored", block("sql", "dbt_nn.predict("))
    project.write("models/models.yml", block("yaml", "data_tests:"))
    project.dbt("build")
    return project


def test_own_network_prints_what_is_shown(reader):
    """The first rows of the predictions, as `dbt show` prints them."""
    (command,) = re.findall(r'dbt show --inline "(.*?)"', block("console", "ref('scored')"))
    shown = reader.dbt("show", "--inline", command).text
    for line in block("text", "predicted_y").splitlines():
        assert line.rstrip() in shown


def test_own_network_goes_on(reader):
    """Each run adds 100 iterations."""
    reader.dbt("build")
    (row,) = reader.query("select count(*) as rows, max(iteration) as newest from network")
    assert row == {"rows": 201, "newest": 200}


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
