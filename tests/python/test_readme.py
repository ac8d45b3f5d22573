"""What the README and the page of the chain show is what their commands give, and what the example's files say."""

import json
import re
import shlex
from pathlib import Path

import duckdb
import pytest
from conftest import REPOSITORY
from reader import Reader, blocks, commands, files

README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
BIGQUERY = (REPOSITORY / "docs" / "bigquery.md").read_text(encoding="utf-8")
CHAIN = (REPOSITORY / "docs" / "compiled_query.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    """What the README says under a heading."""
    return README.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


OWN_NETWORK = section("Your own network")
EXAMPLE = REPOSITORY / "examples" / "penguins"
SHOWN = {
    name: lines
    for kind, block in blocks(OWN_NETWORK)
    if kind in ("yaml", "sql")
    for name, lines in files(block).items()
}
PAGES = [*REPOSITORY.glob("*.md"), *REPOSITORY.glob("docs/*.md"), *REPOSITORY.glob("examples/*/*.md")]


def block(page: str, language: str, content: str) -> str:
    """The one code block of a page in `language` that has `content` in it."""
    texts = ["\n".join(lines) for kind, lines in blocks(page) if kind == language]
    (found,) = [text for text in texts if content in text]
    return found


def links(page: Path) -> set[tuple[Path, str]]:
    """The files that a page links to, each with the heading that is named, if one is."""
    text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    found = re.findall(r"\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)", text)
    return {((page.parent / target).resolve() if target else page, heading) for target, heading in found}


def headings(page: Path) -> set[str]:
    """The headings of a page, as links write them."""
    titles = re.findall(r"^#+ (.*)", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(REPOSITORY)))
def test_no_link_is_dead(page):
    """Files and headings that a page links to are there."""
    for target, heading in links(page):
        assert target.exists(), f"{page.name} links to {target}"
        assert not heading or heading in headings(target), f"{page.name} links to {target.name}#{heading}"


def test_readme_reaches_every_page():
    """No page of docs/ and no example is left without a link."""
    reached = {target for target, _ in links(REPOSITORY / "README.md")}
    assert {page for page in PAGES if page.name != "README.md" or page.parent != REPOSITORY} - reached == set()


def test_readme_shows_the_files_of_the_example():
    """Word for word."""
    for name in ("packages.yml", "models/network.yml", "models/network.sql", "models/evaluation.sql"):
        assert name in SHOWN
    for name, lines in SHOWN.items():
        assert lines == (EXAMPLE / name).read_text(encoding="utf-8").splitlines(), name


def test_readme_lists_every_option(new_project):
    """Those of a network's description, each once, with its default."""
    options = json.loads(new_project().render("{{ tojson(dbt_nn._options()) }}"))
    lines = [line for line in section("The description of a network").splitlines() if line.startswith("| `")]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    listed = {name: default for names, _, default in rows for name in re.findall(r"`(\w+)`", names)}
    assert sorted(listed) == sorted(options)
    for name, option in options.items():
        default = option.get("default", "required")
        assert (listed[name] == "required") == (default == "required")
        if isinstance(default, (bool, int, float)):
            assert json.loads(listed[name]) == default, name


def test_readme_names_every_macro(trained):
    """Each that is for users, and each test; the macros that a step is made of are on the docs site."""
    trained[0].dbt("parse")
    written = json.loads((trained[0].folder / "target" / "manifest.json").read_text(encoding="utf-8"))
    ours = [
        macro for macro in written["macros"].values() if macro["package_name"] == "dbt_nn" and macro["docs"]["show"]
    ]
    public = {
        macro["name"].removeprefix("test_")
        for macro in ours
        if not macro["original_file_path"].startswith("macros/step/")
    }
    assert {name for name in public if f"`{name}" not in section("The macros")} == set()
    assert len(public) > 20


def test_own_network_is_as_short_as_is_said():
    """Fourteen lines, and one or two in each model around it."""
    lengths = {name: len(lines) for name, lines in SHOWN.items()}
    assert (lengths.pop("models/network.yml"), lengths.pop("models/network.sql")) == (13, 1)
    assert "Fourteen lines are the network, thirteen of YAML that describe it and one of SQL" in OWN_NETWORK
    assert max(length for name, length in lengths.items() if name.endswith(".sql")) == 2


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    """A reader who did what "Your own network" says, and saw what it shows."""
    reader = Reader(tmp_path_factory.mktemp("reader"))
    reader.follow(OWN_NETWORK)
    return reader


def query(reader: Reader, sql: str) -> list[tuple]:
    """The rows of a query of the reader's database."""
    with duckdb.connect(reader.folder / "penguins.duckdb") as connection:
        return connection.execute(sql).fetchall()


def test_own_network_holds_rows_out(reader):
    """Two of the 55 held-out penguins are taken for another species."""
    wrong = "count(case when species <> predicted_species then 1 end)"
    assert query(reader, f"select count(*), {wrong} from predictions") == [(55, 2)]


def test_own_network_is_trained_anew_or_resumes(reader):
    """A table is trained anew, to the same bits; an incremental model gets as many iterations again."""
    rows = "select * exclude trained_at from network order by iteration"
    first = query(reader, rows)
    reader.run("dbt build")
    assert query(reader, rows) == first
    assert len(first) == 401

    description = reader.folder / "models" / "network.yml"
    config = "    config:\n      materialized: incremental\n      unique_key: iteration\n"
    description.write_text(description.read_text(encoding="utf-8").replace("    config:\n", config), encoding="utf-8")
    reader.run("dbt build")
    assert query(reader, "select count(*), max(iteration) from network") == [(801, 800)]


@pytest.fixture(scope="module")
def trained(new_chain):
    """The chain after two runs, and the log and the evaluation of the first."""
    chain = new_chain()
    chain.dbt("seed")
    log = chain.dbt("run").text
    evaluation = {row.pop("dataset"): row for row in chain.query("select * from evaluation")}
    chain.dbt("run")
    return chain, log, evaluation


def test_the_whole_query_is_the_compiled_one(trained):
    """The query of an iteration, but for the time of the run and the name of the file."""
    compiled = trained[0].compiled("iteration_02").strip().replace('"test"."main"', '"dbt_nn"."main"')
    timeless = re.compile(r"cast\('[-0-9 :.]+' as timestamp\)")
    assert timeless.sub("", compiled) == timeless.sub("", block(CHAIN, "sql", "linear_1 as ("))


def test_first_run_ends_as_shown(trained):
    """The table of the first ten iterations."""
    shown, _, _ = block(README, "text", "iteration       loss").partition("…")
    for line in shown.splitlines():
        assert line in trained[1]


def test_first_evaluation_is_as_shown(trained):
    """The measures on training points and on test points, to four decimals, below the omission."""
    _, _, shown = block(README, "text", "iteration       loss").partition("…")
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in shown.splitlines() if "|" in line]
    assert cells[0] == ["measure", *trained[2]]
    for measure, *values in cells[2:]:
        assert values == [str(round(dataset[measure], 4)) for dataset in trained[2].values()]
    assert len(cells) == 8


def test_curve_is_the_one_of_the_chain(trained):
    """Iterations 11 to 15 in the terminal."""
    shown = trained[0].dbt("show", "--select", "training_info", "--limit", "20").text
    for line in block(CHAIN, "text", "loss_curve").splitlines():
        assert line.rstrip() in shown


def test_cost_is_as_shown(trained):
    """What docs/bigquery.md says that a training would cost."""
    lines = block(BIGQUERY, "console", "estimate_cost").splitlines()
    [(command, shown)] = commands(lines)
    printed = trained[0].dbt(*shlex.split(command)[1:]).text
    assert len(shown) == 5
    assert "\n".join(shown) in printed


def test_the_page_shows_the_step_over_lists(project):
    """It is what training_step writes, from the network's row to its gradients."""
    network = {
        "features": ["x1", "x2"],
        "label": "y",
        "classes": ["a", "b", "c"],
        "hidden_units": [3],
        "layout": "lists",
    }
    step = project.render(
        f"{{%- set network = dbt_nn._resolve({network!r}) -%}}{{{{ dbt_nn.training_step(network) }}}}"
    )
    assert step[step.index("cut as (") : step.index(",\n\nchecks as (")] == block(CHAIN, "sql", "list_dot_product")
