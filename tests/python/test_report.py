"""The report shows what stands in the tables: `scripts/report.py`, run as `make report` runs it."""

import importlib.util
import io
import json
import os
import re
import subprocess
import sys

import pytest
import yaml
from conftest import REPOSITORY

NEEDS = "the report is drawn by vl-convert-python and Pillow (make install-report)"
vl_convert = pytest.importorskip("vl_convert", reason=NEEDS)
Image = pytest.importorskip("PIL.Image", reason=NEEDS)

REPORT = yaml.safe_load((REPOSITORY / "charts" / "report.yml").read_text(encoding="utf-8"))


def run_script(chain, *arguments: str) -> subprocess.CompletedProcess:
    """The script, in the chain's folder and on the chain's database."""
    command = [sys.executable, "scripts/report.py", *arguments]
    environment = os.environ | {"DBT_PROFILES_DIR": str(chain.folder)}
    return subprocess.run(command, cwd=chain.folder, env=environment, capture_output=True, text=True)


@pytest.fixture(scope="module")
def chain(new_chain):
    """A chain of which nothing is trained when the report is asked for."""
    chain = new_chain()
    done = run_script(chain, "report")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("nothing is trained yet: training 100 iterations\n")
    assert done.stdout.endswith("written: report/index.html\n")
    return chain


@pytest.fixture(scope="module")
def page(chain) -> str:
    """The page."""
    return (chain.folder / "report" / "index.html").read_text(encoding="utf-8")


def embedded(page: str, name: str):
    """What the page carries along as JSON under an id."""
    (text,) = re.findall(f'<script type="application/json" id="{name}">(.*?)</script>', page, flags=re.DOTALL)
    return json.loads(text)


def test_the_numbers_are_those_of_the_tables(chain, page):
    """Each model's rows stand in the page, to the last bit, and no others."""
    data = embedded(page, "data")
    assert len(data["learning_curve"]["iteration"]) == 101
    assert set(data) == {"evaluation"} | {file.stem for file in (chain.folder / "models" / "report").glob("*.sql")}
    for name, columns in data.items():
        rows = chain.query(f"select * from {name}")
        for row in rows:
            row |= {"trained_at": row["trained_at"].isoformat(sep=" ")} if "trained_at" in row else {}
        assert [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)] == rows


def test_the_measures_are_written_out(chain, page):
    """The table at the head of the page is the model `evaluation`, to four decimals."""
    train, test = chain.query("select * from evaluation order by dataset desc")
    for measure in [name for name in train if name != "dataset"]:
        assert f"<tr><th>{measure}</th><td>{train[measure]:.4f}</td><td>{test[measure]:.4f}</td></tr>" in page


def test_the_page_loads_nothing(page):
    """The browser is told to load nothing, and nothing but Vega's own code and the charts' data could try to."""
    assert "content=\"default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval';" in page
    own = page.replace(vl_convert.javascript_bundle().replace("</script", "<\\/script"), "")
    assert len(own) < len(page) - 500_000
    assert not re.findall(r"\b(src|href|srcset|action)\s*=|@import|url\(|fetch\(|https?:", own)


def test_every_chart_is_drawn(chain, page):
    """Each chart is in the page, and a picture of it for light and for dark pages, which is not blank."""
    assert list(embedded(page, "specifications")) == REPORT["charts"]
    assert {file.stem for file in (chain.folder / "charts").glob("*.yml")} == {"report", *REPORT["charts"]}
    for name in REPORT["charts"]:
        assert f'<figure id="{name}">' in page
        for theme, config in REPORT["themes"].items():
            file = chain.folder / "report" / f"{name}-{theme}.png"
            image = Image.open(file).convert("RGB")
            ground = tuple(bytes.fromhex(config["background"][1:]))
            assert image.getpixel((0, 0)) == ground
            assert min(image.size) > 400
            assert file.stat().st_size < 150_000
            colours = {colour: count for count, colour in image.getcolors()}
            assert len(colours) > 30
            assert colours[ground] < 0.97 * image.width * image.height


def test_the_boundary_is_where_it_belongs(chain):
    """In the last picture, what is above the diagonal is of the one colour, what is below it of the other."""
    image = Image.open(chain.folder / "report" / "decision_boundary_moving-light.png").convert("RGB")
    width, height = image.size
    above, below = image.getpixel((width - 60, height // 3)), image.getpixel((width // 5, height - 160))
    assert above[2] > above[0] + 50  # blue
    assert below[0] > below[2] + 50  # orange


def test_numbers_in_the_pictures(chain, page, monkeypatch):
    """The confusion matrix, the weights and the area under the ROC curve are written into their charts."""
    monkeypatch.chdir(chain.folder)
    location = importlib.util.spec_from_file_location("report", "scripts/report.py")
    report = importlib.util.module_from_spec(location)
    location.loader.exec_module(report)
    names = [*embedded(page, "data")]
    tables = {name: chain.query(f"select * from {name}") for name in names if name != "pictured_iterations"}

    def texts(name: str) -> list[str]:
        chart = embedded(page, "specifications")[name]
        svg = vl_convert.vegalite_to_svg(report.filled(chart, tables), config=REPORT["themes"]["light"])
        return [text.replace("−", "-") for text in re.findall(r"<text[^>]*>([^<]*)</text>", svg)]

    assert {f"{cell['num_rows']:,d}" for cell in tables["confusion_cells"]} <= set(texts("confusion_matrix"))
    assert {f"{row['weight']:.3f}" for row in tables["weights"]} <= set(texts("weights"))
    (auc,) = [row["roc_auc"] for row in tables["evaluation"] if row["dataset"] == "test"]
    assert f"area under the curve {auc:.4f}" in texts("roc_curve")


def test_a_trained_network_is_shown_as_it_is(chain):
    """Nothing is trained on, and the same tables give the same picture; only the charts that are named are drawn."""
    before = chain.query("select * from trained_network")
    done = run_script(chain, "again", "weights")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout == "written: again/weights-light.png\nwritten: again/weights-dark.png\n"
    assert chain.query("select * from trained_network") == before
    for theme in REPORT["themes"]:
        pictures = [(chain.folder / folder / f"weights-{theme}.png").read_bytes() for folder in ("report", "again")]
        assert pictures[0] == pictures[1]
        assert Image.open(io.BytesIO(pictures[0])).format == "PNG"


def test_an_unknown_chart_is_refused(new_chain):
    """The message names the charts that there are."""
    done = run_script(new_chain(), "report", "loss")
    assert done.returncode == 1
    assert done.stderr == (
        f"`CHART` must be one of {REPORT['charts']}; received ['loss']. Leave it out for all of them.\n"
    )
