"""The report shows what the warehouse says: `scripts/report.py`, run as its users and `make report` run it."""

import html.parser
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import yaml
from conftest import REPOSITORY
from reader import Reader
from sklearn import metrics
from sklearn.calibration import calibration_curve

NEEDS = "the report is drawn by vl-convert-python and Pillow (make install-report)"
vl_convert = pytest.importorskip("vl_convert", reason=NEEDS)
Image = pytest.importorskip("PIL.Image", reason=NEEDS)

SCRIPT = REPOSITORY / "scripts" / "report.py"
REPORT = yaml.safe_load((REPOSITORY / "charts" / "report.yml").read_text(encoding="utf-8"))
PICTURES = {f"{name}-{theme}.png" for name in REPORT["charts"] for theme in REPORT["themes"]}
TOLERANCE = 1e-12
# Names that a page, a chart or a template could take for something else than names.
CLASSES = ["<b>bold</b>", "</script><script>alert(1)</script>", 'it\'s "quoted" & {{ classes }}']
HOSTILE = {
    "features": ['a.b["c"] <i>', "</script> <!-- it's"],
    "label": "kind's <b>{{ grid }}</b>",
    "classes": CLASSES,
    "hidden_units": [4],
    "standardize": True,
    "learning_rate": 0.5,
    "initialization": "glorot",
    "l2_reg": 0.01,
}
PLAIN = {"features": ["x"], "label": "y", "classes": [0, 1], "hidden_units": [2]}


def rows_of(seed: int, count: int) -> dict:
    """Points of three classes, each around a place of its own; the middle one of a row stands for none."""
    random = np.random.default_rng(seed)
    numbers = random.integers(0, 3, count)
    across, up = random.normal(size=(2, count)) + np.array([np.cos(2 * numbers), np.sin(2 * numbers)])
    names = HOSTILE["features"]
    return {names[0]: across, names[1]: 1000 * up, HOSTILE["label"]: [CLASSES[number] for number in numbers]}


def draw(project, *arguments: str, fails: bool = False) -> str:
    """What the script prints of a project, or how it refuses."""
    command = [sys.executable, str(SCRIPT), *arguments, "--profiles-dir", str(project.folder)]
    done = subprocess.run(command, cwd=project.folder, capture_output=True, text=True)
    assert (done.returncode != 0) is fails, done.stdout + done.stderr
    assert not (fails and done.stdout)
    return done.stderr if fails else done.stdout


def page_of(folder: Path) -> str:
    """The page in a folder."""
    return (folder / "index.html").read_text(encoding="utf-8")


def embedded(page: str, name: str):
    """What a page carries along as JSON under an id."""
    (text,) = re.findall(f'<script type="application/json" id="{name}">(.*?)</script>', page, flags=re.DOTALL)
    return json.loads(text)


def table(page: str, name: str) -> list[dict]:
    """The rows of a query, as the page has them."""
    columns = embedded(page, "data")[name]
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


@pytest.fixture(scope="module")
def project(new_project):
    """A project that is not the demo's, with a network of hostile names and others that there is less to draw of."""
    project = new_project()
    project.load_table("trained_on", rows_of(0, 200))
    project.load_table("held_out", rows_of(1, 90))
    second = f"""{{% raw %}}"{HOSTILE["label"]}" = '{CLASSES[1]}'{{% endraw %}}"""
    project.write_model("two_classes", f"select * from {{{{ source('tables', 'held_out') }}}} where not {second}")
    ephemeral = "{{ config(materialized='ephemeral') }} "
    project.write_model("zeros", ephemeral + "select * from {{ source('tables', 'line') }} where y = 0")
    project.write_model("no_label", "select 1.0 as x")
    project.write_model("unbuilt", "select 1 as x")
    project.write_network("hostile", HOSTILE, data="source('tables', 'trained_on')", iterations=12)
    project.load_table("line", {"x": np.arange(40) / 20, "y": np.arange(40) % 7 // 4, "constant": [1.0] * 40})
    data = "source('tables', 'line')"
    project.write_network("started", PLAIN, data=data, iterations=1)
    project.write_network("constant", PLAIN | {"features": ["constant"]}, data=data, iterations=3)
    project.write_network("never_built", PLAIN, data=data, iterations=1)
    arguments = "ref('hostile'), source('tables', 'held_out')"
    for macro in ("predict", "evaluate", "feature_importance"):
        project.write_model(f"by_{macro}", f"{{{{ dbt_nn.{macro}({arguments}) }}}}")
    curve = "{{ dbt_nn.learning_curve(ref('hostile'), source('tables', 'trained_on'), source('tables', 'held_out')) }}"
    project.write_model("by_learning_curve", curve)
    project.write_model("by_decision_grid", "{{ dbt_nn.decision_grid(ref('hostile'), [[-4, 5], [-5000, 4000]]) }}")
    project.dbt("run", "--exclude", "never_built", "unbuilt")
    return project


@pytest.fixture(scope="module")
def folder(project):
    """The report of the hostile network."""
    ranges = ["--ranges", "-4", "5", "-5000", "4000"]
    said = draw(project, "hostile", "--data", "tables.held_out", *ranges, "--output", "report")
    assert said.splitlines()[-1] == "written: report/index.html"
    assert "not drawn" not in said
    return project.folder / "report"


@pytest.fixture(scope="module")
def page(folder) -> str:
    """Its page."""
    return page_of(folder)


@pytest.fixture(scope="module")
def predicted(project):
    """The held-out rows' classes by number, and their probabilities."""
    rows = project.query("select * from by_predict")
    labels = np.array([CLASSES.index(row[HOSTILE["label"]]) for row in rows])
    columns = [name for name in rows[0] if name.startswith("probability_")]
    return labels, np.array([[row[name] for name in columns] for row in rows])


def test_confusion_matrix(page, predicted):
    """The counts are scikit-learn's."""
    labels, probabilities = predicted
    counts = metrics.confusion_matrix(labels, probabilities.argmax(axis=1)).ravel().tolist()
    cells = table(page, "confusion_matrix")
    assert [cell["num_rows"] for cell in cells] == counts
    assert [cell["expected"] for cell in cells] == [name for name in CLASSES for _ in CLASSES]
    assert [cell["predicted"] for cell in cells] == CLASSES * 3
    assert len(set(counts)) > 2


@pytest.mark.parametrize("number", range(3))
def test_roc_curve(page, predicted, number):
    """Each class against the others: the points are scikit-learn's, without those that lie on a straight line."""
    labels, probabilities = predicted
    curve = np.array(metrics.roc_curve(labels == number, probabilities[:, number], drop_intermediate=False))
    before, after = np.diff(curve[:2, :-1]), np.diff(curve[:2, 1:])
    turns = np.abs(before[0] * after[1] - before[1] * after[0]) > TOLERANCE
    expected = curve[:, [0, *np.flatnonzero(turns) + 1, -1]]
    rows = [row for row in table(page, "roc_curve") if row["class_number"] == number]
    assert {row["class"] for row in rows} == {CLASSES[number]}
    assert [row["false_positive_rate"] for row in rows] == pytest.approx(expected[0], abs=TOLERANCE)
    assert [row["recall"] for row in rows] == pytest.approx(expected[1], abs=TOLERANCE)
    assert [row["threshold"] for row in rows[1:]] == pytest.approx(expected[2, 1:], rel=TOLERANCE)
    assert len(rows) > 5


@pytest.mark.parametrize("number", range(3))
def test_calibration_curve(page, predicted, number):
    """The means and shares of ten bins are scikit-learn's, and so are the bins that have rows."""
    labels, probabilities = predicted
    shares, means = calibration_curve(labels == number, probabilities[:, number], n_bins=10)
    rows = [row for row in table(page, "calibration_curve") if row["class_number"] == number]
    assert [row["observed_share"] for row in rows] == pytest.approx(shares, rel=TOLERANCE, abs=TOLERANCE)
    assert [row["mean_predicted"] for row in rows] == pytest.approx(means, rel=TOLERANCE)
    counts, _ = np.histogram(probabilities[:, number], bins=10, range=(0, 1))
    assert {row["bin"]: row["num_rows"] for row in rows} == {bin: count for bin, count in enumerate(counts) if count}


def test_other_numbers(project, page):
    """Learning curve, importance and measures are those of the macros; a mean may be added up in another order."""
    curve = table(page, "learning_curve")
    measured = ["iteration", "loss", "eval_loss", "accuracy", "eval_accuracy"]
    assert [{name: row[name] for name in measured} for row in curve] == project.rows("by_learning_curve")
    importance = project.query("select * from by_feature_importance order by importances_mean desc")
    drawn = table(page, "feature_importance")
    assert [row["feature"] for row in drawn] == [row["feature"] for row in importance]
    for name in ("importances_mean", "importances_std"):
        assert [row[name] for row in drawn] == pytest.approx([row[name] for row in importance], rel=TOLERANCE)
    assert {row["feature"] for row in importance} == set(HOSTILE["features"])
    [measures] = project.query("select * from by_evaluate")
    for name, value in measures.items():
        assert re.search(rf"<tr><th>{name}</th><td>0\.\d{{4}}</td><td>{value:.4f}</td></tr>", page)


def test_decision_grid(project, page):
    """The class in each cell of each frame, and its probability to three digits, are those of the macro."""
    across, up = (f'"{name.replace(chr(34), 2 * chr(34))}"' for name in HOSTILE["features"])
    grid = project.query(f"select * from by_decision_grid order by iteration, {across}, {up}")
    cells = table(page, "decision_grid")
    assert {cell["iteration"] for cell in cells} == {
        row["iteration"] for row in table(page, "learning_curve") if row["is_frame"]
    }
    expected = [row for row in grid if row["iteration"] in {cell["iteration"] for cell in cells}]
    assert len(cells) == len(expected) > 3 * 40 * 40
    for cell, row in zip(cells, expected, strict=True):
        probabilities = [value for name, value in row.items() if name.startswith("probability_")]
        assert cell["class_number"] == CLASSES.index(row["predicted_" + HOSTILE["label"]])
        assert cell["probability"] == pytest.approx(max(probabilities), abs=0.00051)
    assert (cells[0]["grid_column"], cells[0]["grid_row"]) == (0, 0)
    assert (cells[-1]["grid_column"], cells[-1]["grid_row"]) == (39, 39)


class Elements(html.parser.HTMLParser):
    """The elements of a page, and its text outside scripts."""

    def __init__(self, page: str):
        super().__init__()
        self.tags, self.text = [""], ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        """Keep the element's name."""
        self.tags.append(tag)

    def handle_data(self, data):
        """Keep the text."""
        if self.tags[-1] not in ("script", "style"):
            self.text += data


def test_hostile_names_stay_names(page):
    """No name opens or ends an element; each stands in the page and in the charts as it is."""
    elements = Elements(page)
    assert elements.tags.count("script") == 6
    assert elements.tags.count("i") == 0
    assert elements.tags.count("b") == 2  # the label and the data
    assert HOSTILE["label"] in elements.text
    titles = json.dumps(embedded(page, "specifications"), ensure_ascii=False)
    for name in [*CLASSES, *HOSTILE["features"]]:
        assert json.dumps(name, ensure_ascii=False)[1:-1] in titles
    for text in re.findall(r'<script type="application/json"[^>]*>(.*?)</script>', page, flags=re.DOTALL):
        assert "<" not in text


def test_the_page_loads_nothing(page):
    """The browser is told to load nothing, and nothing but Vega's own code and the charts' data could try to."""
    assert "content=\"default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval';" in page
    own = page.replace(vl_convert.javascript_bundle().replace("</script", "<\\/script"), "")
    assert len(own) < len(page) - 500_000
    assert not re.findall(r"\b(src|href|srcset|action)\s*=|@import|url\(|fetch\(|https?:", own)


def test_pictures(folder):
    """Each chart is a picture for light and for dark pages, which is not blank."""
    assert {file.name for file in folder.glob("*.png")} == PICTURES
    assert {file.stem for file in SCRIPT.parents[1].glob("charts/*.yml")} == {"report", *REPORT["charts"]}
    for name in REPORT["charts"]:
        for theme, look in REPORT["themes"].items():
            file = folder / f"{name}-{theme}.png"
            image = Image.open(file).convert("RGB")
            ground = tuple(bytes.fromhex(look["ground"][1:]))
            assert image.getpixel((0, 0)) == ground
            assert file.stat().st_size < 200_000
            colours = {colour: count for count, colour in image.getcolors()}
            assert len(colours) > 30
            assert colours[ground] < 0.97 * image.width * image.height


def test_some_charts_alone(project):
    """Only the charts that are named are drawn, the same numbers as the same bytes; --no-page leaves out the page."""
    arguments = ["hostile", "--data", "tables.held_out", "--charts", "confusion_matrix", "--no-page"]
    for name in ("first", "again"):
        said = draw(project, *arguments, "--output", name)
        assert said == "".join(f"written: {name}/confusion_matrix-{theme}.png\n" for theme in REPORT["themes"])
    for file in (project.folder / "first").iterdir():
        assert file.read_bytes() == (project.folder / "again" / file.name).read_bytes()
    assert len(list((project.folder / "again").iterdir())) == 2


def test_an_earlier_iteration(project):
    """All is of the iteration that is asked for, and the curve ends there."""
    draw(project, "hostile", "--data", "tables.held_out", "--iteration", "4", "--charts", "learning_curve", "roc_curve")
    page = page_of(project.folder / "target" / "report" / "hostile")
    assert "<h1>hostile after 4 iterations</h1>" in page
    assert [row["iteration"] for row in table(page, "learning_curve")] == [0, 1, 2, 3, 4]


def test_words_for_absent_classes(project):
    """A class without rows has no curve, and the page says so."""
    said = draw(
        project, "hostile", "--data", "two_classes", "--charts", "confusion_matrix", "roc_curve", "calibration_curve"
    )
    assert "not drawn" not in said
    page = page_of(project.folder / "target" / "report" / "hostile")
    assert Elements(page).text.count(f"No row of the held-out rows is of class {CLASSES[1]}.") == 3
    for name in ("roc_curve", "calibration_curve"):
        assert {row["class_number"] for row in table(page, name)} == {0, 2}
        entries = embedded(page, "specifications")["light"][name]["legend"]["entries"]
        assert [entry[0] for entry in entries] == [CLASSES[0], CLASSES[2]]


def test_words_for_one_class(project):
    """Rows of one class have no ROC curve: words stand in its place, and no picture."""
    said = draw(project, "started", "--data", "zeros", "--charts", "roc_curve", "calibration_curve", "--output", "one")
    reason = "all held-out rows are of one class, 0."
    assert f"not drawn: roc_curve. No ROC curve: {reason}\n" in said
    assert f"not drawn: calibration_curve. No calibration curve: {reason}\n" in said
    page = page_of(project.folder / "one")
    assert f"No ROC curve: {reason}" in Elements(page).text
    assert 'class="panels"' not in page
    assert not list((project.folder / "one").glob("*.png"))


def test_words_for_little_to_draw(project):
    """One iteration, one feature, no held-out rows, and a feature that does not matter."""
    said = draw(project, "started", "--output", "started")
    assert (
        "not drawn: learning_curve. No curve: only iteration 1 of started has a loss, and a curve takes two.\n" in said
    )
    assert (
        "not drawn: decision_boundary. No decision boundary: a plane takes two features, both numbers; "
        "this network reads 1 feature.\n" in said
    )
    text = " ".join(Elements(page_of(project.folder / "started")).text.split())
    assert (
        "It is judged on the 40 rows of tables.line that it is trained on, which flatter it: name held-out rows" in text
    )

    said = draw(project, "constant", "--charts", "learning_curve", "feature_importance", "--output", "constant")
    assert (
        "not drawn: feature_importance. No feature matters: the accuracy stays the same when any of them is "
        "shuffled among the training rows.\n" in said
    )
    page = page_of(project.folder / "constant")
    assert "No held-out rows are given (--data), so there is no curve of them." in page
    curve = table(page, "learning_curve")
    assert [row["iteration"] for row in curve] == [0, 1, 2, 3]
    assert "eval_loss" not in curve[0]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["two_classes"],
            "`network` must be the name of a model that has a description in `meta.network`; received 'two_classes'. ",
        ),
        (["nonsense"], "These have one: constant, hostile, never_built, started."),
        (
            ["never_built"],
            '`network` must be built before it is read; received \'"test"."main"."never_built"\'. '
            "Build it first: dbt build --select never_built.",
        ),
        (
            ["hostile", "--data", "held_ou"],
            "`--data` must be a model, a seed or a snapshot of the project, or SOURCE.TABLE; received 'held_ou'. ",
        ),
        (["hostile", "--data", "tables.held"], "Did you mean tables.held_out"),
        (
            ["hostile", "--data", "unbuilt"],
            '`--data` must be built before it is read; received \'"test"."main"."unbuilt"\'. '
            "Build it first: dbt build --select unbuilt.",
        ),
        (
            ["started", "--data", "no_label"],
            '`label` must be a column of "test"."main"."no_label"; received \'y\'. It has the columns x.',
        ),
        (["hostile", "--iteration", "99"], "99"),
        (
            ["hostile", "--charts", "loss"],
            f"`--charts` must be some of {', '.join(REPORT['charts'])}; received loss. Leave it out for all.",
        ),
        (
            ["hostile", "--ranges", "0", "1", "2", "2"],
            "`--ranges` must be two pairs of numbers, each from the smaller to the larger; received 0 1 2 2. ",
        ),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, list) else "",
)
def test_refusals(project, arguments, message):
    """What is wrong is said in words, by the name of the script, and nothing is written."""
    refused = draw(project, *arguments, "--output", "refused", fails=True)
    assert refused.startswith("report.py: ")
    assert message in refused
    assert not (project.folder / "refused").exists()


def test_without_the_libraries(project, tmp_path):
    """The message says what installs them."""
    (tmp_path / "vl_convert.py").write_text("raise ImportError")
    code = (
        f"import sys; sys.path[:0] = [{str(tmp_path)!r}, {str(SCRIPT.parent)!r}]; sys.argv = ['report.py']; "
        "import report; report.main(['hostile'])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=project.folder, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr == (
        "report.py: drawing needs vl-convert-python and Pillow, which are not installed: pip install "
        "'vl-convert-python>=1.8,<2' pillow, or, in the repository of dbt_nn, make install-report.\n"
    )


@pytest.fixture(scope="module")
def demo(new_chain):
    """The folder of a chain of which nothing is trained when `make report` is called."""
    chain = new_chain()
    (chain.folder / ".venv").symlink_to(sys.prefix)
    command = ["make", "--no-print-directory", "-o", ".venv/.report", "report"]
    done = subprocess.run(command, cwd=chain.folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("nothing is trained yet: training 100 iterations\n")
    assert done.stdout.endswith("written: target/report/index.html\n")
    return chain.folder / "target" / "report"


def test_make_report(demo):
    """The demo's report is the report of any network."""
    page = page_of(demo)
    assert "<h1>training_history after 100 iterations</h1>" in page
    assert len(table(page, "learning_curve")) == 101
    assert {file.name for file in demo.glob("*.png")} == PICTURES
    # Above the diagonal is the one colour, below it the other.
    image = Image.open(demo / "decision_boundary_moving-light.png").convert("RGB")
    width, height = image.size
    above, below = image.getpixel((width - 60, height // 3)), image.getpixel((width // 5, height - 160))
    assert above[2] > above[0] + 50  # blue
    assert below[0] > below[2] + 50  # orange


def test_docs(tmp_path):
    """What docs/report.md shows of the penguins is what its commands print."""
    reader = Reader(tmp_path)
    left_out = shutil.ignore_patterns("target", "dbt_packages", "*.duckdb*", "unit", "diamonds", "*function*", "tests")
    reader.folder = tmp_path / "integration_tests"
    shutil.copytree(REPOSITORY / "integration_tests", reader.folder, ignore=left_out)
    reader.write("packages.yml", ["packages: [{local: ../dbt_nn}]"])
    page = (REPOSITORY / "docs" / "report.md").read_text(encoding="utf-8")
    reader.follow(page)
    for name in REPORT["charts"]:
        assert f"| `{name}` |" in page
    help_of = subprocess.run([sys.executable, str(SCRIPT), "--help"], capture_output=True, text=True).stdout
    options = set(re.findall(r"--[a-z-]+", help_of)) - {"--help"}
    assert options == set(re.findall(r"`(--[a-z-]+)", page))


@pytest.fixture(scope="module")
def browser():
    """A browser, where there is one."""
    playwright = pytest.importorskip("playwright.sync_api", reason="no browser: pip install playwright")
    program = shutil.which("chromium") or shutil.which("google-chrome")
    with playwright.sync_playwright() as started:
        if program is None and not Path(started.chromium.executable_path).exists():
            pytest.skip("no browser: apt-get install chromium, or playwright install chromium")
        browser = started.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


def opened(browser, folder: Path, width: int, motion: str):
    """A page in the browser, drawn, and what went wrong in it."""
    page, faults = browser.new_page(viewport={"width": width, "height": 844}, reduced_motion=motion), []
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("dialog", lambda dialog: faults.append(dialog.message))
    page.goto((folder / "index.html").as_uri())
    page.wait_for_function("document.documentElement.dataset.drawn")
    return page, faults


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_nothing_scrolls_sideways(browser, folder, width):
    """Every chart is as wide as its place at most, and its texts are of 11 pixels or more."""
    page, faults = opened(browser, folder, width, "reduce")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    charts = page.evaluate(
        """[...document.querySelectorAll(".panels > div")].map(place => [
            place.querySelector("svg").getBoundingClientRect().right, place.scrollWidth - place.clientWidth,
            Math.min(...[...place.querySelectorAll("svg text")]
                .map(text => parseFloat(getComputedStyle(text).fontSize))),
        ])"""
    )
    assert len(charts) > 10
    for right, beyond, size in charts:
        assert right <= width
        assert beyond <= 0
        assert size >= 11
    texts = page.evaluate("[...document.querySelectorAll('.legend li')].map(item => item.textContent)")
    assert set(CLASSES) < set(texts)
    assert faults == []


def test_the_boundary_moves(browser, folder):
    """It plays when it is seen, stops at the last frame, and goes where the slider says."""
    page, faults = opened(browser, folder, 390, "no-preference")
    figure = page.locator("#decision_boundary_moving")
    colours = """figure => [...figure.querySelectorAll("svg .mark-rect path, svg .mark-rect rect")]
        .map(cell => cell.getAttribute("fill")).join(";")"""
    last = figure.evaluate(colours)
    assert last.count(";") == 40 * 40 - 1
    assert figure.locator("output").inner_text().startswith("iteration 12, ")
    figure.scroll_into_view_if_needed()
    page.wait_for_function("document.querySelector('#decision_boundary_moving button').textContent == 'Pause'")
    page.wait_for_function("document.querySelector('#decision_boundary_moving button').textContent == 'Play'")
    assert figure.evaluate(colours) == last
    seen = set()
    slider = figure.locator("input")
    frames = int(slider.get_attribute("max"))
    for number in range(1, frames + 1):
        slider.evaluate(
            "(slider, number) => { slider.value = number; slider.dispatchEvent(new Event('input')); }", number
        )
        page.wait_for_timeout(100)
        seen.add(figure.evaluate(colours))
    assert len(seen) == frames > 3
    assert figure.evaluate(colours) == last
    assert faults == []
