#!/usr/bin/env python3
"""Draw the charts in charts/ out of the tables that dbt built: `make report`.

usage: python scripts/report.py FOLDER [CHART ...]

Writes FOLDER/index.html, one page that needs no network, and each chart as FOLDER/<chart>-light.png and -dark.png.
Where charts are named, only their pictures. Trains 100 iterations where nothing is trained yet. It computes nothing: a
chart is a Vega-Lite specification, and the names of its data are models. The same tables give the same files.
"""

import io
import json
import sys
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import vl_convert
import yaml
from dbt.cli.main import dbtRunner
from jinja2 import Template
from PIL import Image

CHARTS = Path("charts")


def dbt(*arguments: str, runner: dbtRunner | None = None, fails: bool = False):
    """What a dbt command gives; None where it failed and may."""
    outcome = (runner or dbtRunner()).invoke([*arguments, "--log-level", "none"])
    if not outcome.success and not fails:
        raise SystemExit(f"dbt {' '.join(arguments)} failed: {outcome.exception or 'see logs/dbt.log'}")
    return outcome.result if outcome.success else None


def plain(value):
    """A value as JSON has it: the numbers exactly as the table's, and nothing for one that is not finite."""
    if isinstance(value, Decimal):
        return float(value) if value.is_finite() else None
    return value.isoformat(sep=" ") if isinstance(value, datetime) else value


class Tables(dict):
    """The rows of models, read through dbt from whatever warehouse it is called for."""

    def __init__(self):
        super().__init__()
        self.runner = dbtRunner(manifest=dbt("parse"))

    def query(self, name: str, fails: bool = False):
        """All of the model `name`."""
        inline = f"select * from {{{{ ref('{name}') }}}}"
        return dbt("show", "--limit", "-1", "--inline", inline, runner=self.runner, fails=fails)

    def __missing__(self, name: str) -> list[dict]:
        table = self.query(name).results[0].agate_table
        self[name] = [dict(zip(table.column_names, map(plain, row), strict=True)) for row in table.rows]
        return self[name]


def names(part) -> Iterator[str]:
    """The models that a specification names."""
    if isinstance(part, dict):
        if isinstance(part.get("data"), dict) and "name" in part["data"]:
            yield part["data"]["name"]
        part = part.values()
    elif not isinstance(part, list):
        return
    for each in part:
        yield from names(each)


def filled(specification: dict, tables: dict[str, list[dict]]) -> dict:
    """A specification with its data in it."""
    return specification | {"datasets": {name: tables[name] for name in sorted(set(names(specification)))}}


def draw(specification: dict, tables: dict[str, list[dict]], theme: dict) -> bytes:
    """A chart as PNG, at twice its size for sharp screens, in 256 colours: a seventh of the bytes."""
    png = vl_convert.vegalite_to_png(filled(specification, tables), config=theme, scale=2, allowed_base_urls=[])
    image = Image.open(io.BytesIO(png)).convert("RGB").quantize(256, dither=Image.Dither.NONE)
    file = io.BytesIO()
    image.save(file, "png", optimize=True)
    return file.getvalue()


def page(specifications: dict[str, dict], tables: Tables, themes: dict) -> str:
    """The page: the charts, their data (a list a column) and all of Vega in one file."""
    used = sorted({name for specification in specifications.values() for name in names(specification)})
    data = {name: {column: [row[column] for row in tables[name]] for column in [*tables[name], {}][0]} for name in used}

    def as_json(value) -> str:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")

    return Template((CHARTS / "page.html").read_text(encoding="utf-8"), keep_trailing_newline=True).render(
        network=tables["trained_network"][0],
        evaluation=tables["evaluation"],
        charts=specifications,
        data=as_json(data),
        specifications=as_json(specifications),
        themes=as_json(themes),
        vega=vl_convert.javascript_bundle().replace("</script", "<\\/script"),
    )


def main(arguments: list[str]) -> None:
    """Write the page and the pictures, and say where."""
    if not arguments or arguments[0].startswith("-"):
        raise SystemExit(__doc__)
    folder, chosen = Path(arguments[0]), arguments[1:]
    report = yaml.safe_load((CHARTS / "report.yml").read_text(encoding="utf-8"))
    unknown = sorted(set(chosen) - set(report["charts"]))
    if unknown:
        raise SystemExit(
            f"`CHART` must be one of {report['charts']}; received {unknown}. Leave it out for all of them."
        )

    tables = Tables()
    if tables.query("trained_network", fails=True) is None:
        print("nothing is trained yet: training 100 iterations")
        dbt("seed")
        dbt("run", "--vars", "iterations_per_model: 10")
        tables = Tables()
    # Networks that were trained before these models were there have none.
    dbt("run", "--select", "path:models/report", runner=tables.runner)

    folder.mkdir(parents=True, exist_ok=True)
    specifications = {
        name: yaml.safe_load((CHARTS / f"{name}.yml").read_text(encoding="utf-8"))
        for name in chosen or report["charts"]
    }
    for name, specification in specifications.items():
        for theme, config in report["themes"].items():
            file = folder / f"{name}-{theme}.png"
            file.write_bytes(draw(specification, tables, config))
            print(f"written: {file}")
    if not chosen:
        file = folder / "index.html"
        file.write_text(page(specifications, tables, report["themes"]), encoding="utf-8")
        print(f"written: {file}")


if __name__ == "__main__":
    main(sys.argv[1:])
