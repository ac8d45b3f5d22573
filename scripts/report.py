#!/usr/bin/env python3
"""Draw a report of a trained network: one page that loads nothing, and each chart as a picture.

usage: python scripts/report.py NETWORK [--data ROWS] [--training-data ROWS] [--iteration N]
           [--ranges LOW HIGH LOW HIGH] [--charts CHART …] [--no-page] [--output FOLDER] [--project-dir …] [--target …]

Run it where you run dbt. It needs vl-convert-python and Pillow. All numbers come from the warehouse, by the queries in
charts/queries/, which call the package's macros; what is drawn of them is in charts/. More: docs/report.md.
"""

import argparse
import difflib
import io
import json
import re
import textwrap
from decimal import Decimal
from itertools import groupby
from pathlib import Path

import yaml
from export_network import add_dbt_options, refuse, run_dbt
from jinja2 import Environment

try:
    import vl_convert
    from PIL import Image
except ImportError:
    vl_convert = None

CHARTS = Path(__file__).resolve().parents[1] / "charts"
REPORT = yaml.safe_load((CHARTS / "report.yml").read_text(encoding="utf-8"))
HELD_OUT, TRAINING = "held-out rows", "training rows"
CELLS = 40


def plain(value):
    """A value as JSON has it: the numbers exactly as the warehouse's, and nothing for one that is not finite."""
    if isinstance(value, Decimal):
        return float(value) if value.is_finite() else None
    return value


def literal(value) -> str:
    """A value as Jinja's source text."""
    if isinstance(value, list):
        return f"[{', '.join(map(literal, value))}]"
    return "none" if value is None else json.dumps(value)


def listed(texts: list[str]) -> str:
    """Texts in a sentence: "a, b and c"; of very many the first ones."""
    if len(texts) > 8:
        texts = [*texts[:7], f"{len(texts) - 7} more"]
    return " and ".join(filter(None, [", ".join(texts[:-1]), texts[-1]]))


class Project:
    """The user's dbt project, which is asked through dbt."""

    def __init__(self, options: argparse.Namespace):
        self.options, self.names = options, {}
        self.manifest = self.run(["parse"], "read the project")[0]

    def run(self, command: list[str], purpose: str) -> tuple:
        """What a dbt command gives, and what it prints."""
        return run_dbt(self.options, command, purpose, manifest=getattr(self, "manifest", None))

    def network(self, name: str, iteration: int | None) -> dict:
        """The description and the iteration of a network, which must be trained."""
        arguments = json.dumps({"network": name, "iteration": iteration})
        command = ["run-operation", "dbt_nn.print_network", "--args", arguments]
        return json.loads(self.run(command, f"read the network `{name}`")[1][-1])

    def node_of(self, name: str):
        """The model of a network; of two packages' models with that name, the project's own."""
        nodes = [node for node in self.manifest.nodes.values() if node.name == name and node.resource_type == "model"]
        own = self.manifest.metadata.project_name
        return min(nodes, key=lambda node: node.package_name != own)

    def reference(self, argument: str, name: str) -> str:
        """The Jinja that refers to a model, seed or snapshot, or to a source as SOURCE.TABLE."""
        own = self.manifest.metadata.project_name
        found = {}
        for node in sorted(self.manifest.nodes.values(), key=lambda node: node.package_name == own):
            if node.resource_type in ("model", "seed", "snapshot"):
                found[node.name] = f"ref({literal(node.package_name)}, {literal(node.name)})"
        for source in self.manifest.sources.values():
            full = f"{source.source_name}.{source.name}"
            found[full] = f"source({literal(source.source_name)}, {literal(source.name)})"
        if name not in found:
            near = difflib.get_close_matches(name, found, n=3)
            refuse(
                f"`{argument}` must be a model, a seed or a snapshot of the project, or SOURCE.TABLE; "
                f"received '{name}'. " + (f"Did you mean {' or '.join(near)}?" if near else "`dbt ls` lists them.")
            )
        return found[name]

    def training_data(self, name: str) -> str | None:
        """What the model of a network reads beside networks, where that is one thing alone."""
        names = []
        for key in self.node_of(name).depends_on.nodes:
            node = self.manifest.nodes.get(key)
            if node is None:
                source = self.manifest.sources[key]
                names.append(f"{source.source_name}.{source.name}")
            elif not node.config.meta.get("network"):
                names.append(node.name)
        return names[0] if len(set(names)) == 1 else None

    def query(self, name: str, **values) -> list[dict]:
        """The rows of the query `name`, in which all of self.names and of `values` are variables."""
        code = "".join(f"{{%- set {key} = {jinja} -%}}\n" for key, jinja in self.names.items())
        code += "".join(f"{{%- set {key} = {literal(value)} -%}}\n" for key, value in values.items())
        code += "{%- if execute -%}\n" + (CHARTS / "queries" / "begin.sql").read_text(encoding="utf-8")
        code += (CHARTS / "queries" / f"{name}.sql").read_text(encoding="utf-8") + "\n{%- endif -%}"
        # As one argument: what begins with a dash dbt would read as an option.
        shown, _ = self.run(["show", "--limit", "-1", f"--inline={code}"], f"make the query `{name}`")
        table = shown.results[0].agate_table
        return [dict(zip(table.column_names, map(plain, row), strict=True)) for row in table.rows]


class Report:
    """The data of all charts, what is filled into their specifications, and what is to be said in words."""

    def __init__(self, project: Project, options: argparse.Namespace):
        self.project, self.charts = project, options.charts
        self.network = project.network(options.network, options.iteration)
        self.iteration = self.network["iteration"]
        description = self.network["description"]
        self.features, self.label = description["features"], description["label"]
        # As SQL writes them; the empty text would be no text at all in a chart.
        self.classes = [text_of(name) or "''" for name in description["classes"]]
        self.data, self.training = options.data, options.training_data or project.training_data(options.network)
        if self.data == self.training:
            self.data = None
        if self.data is None and self.training is None:
            refuse(
                f"`--data` must be given, for `{options.network}` does not tell which rows it is trained on; received "
                "nothing. Name a model, a seed or a source with rows to judge the network on."
            )
        self.judged_rows = HELD_OUT if self.data else TRAINING
        self.tables, self.notes, self.values = {}, {name: [] for name in self.charts}, {}
        self.panels = {name: [{}] for name in self.charts}
        self.name_rows()
        self.values |= {
            "classes": self.classes,
            "judged_rows": self.judged_rows,
            "num_classes": len(self.classes),
            "num_other_classes": len(self.classes) - 1,
        }
        self.evaluation = project.query("evaluation")
        # Every chart but the curve over the iterations wants to know which classes there are.
        self.count_classes()
        for name in self.charts:
            getattr(self, name)(options)

    def name_rows(self) -> None:
        """The variables of all queries: the network and the rows that it is trained on and judged on."""
        rows = {"data": ("--data", self.data), "training_data": ("--training-data", self.training)}
        network = self.project.node_of(self.network["network"])
        references = {
            name: self.project.reference(argument, given) if given else "none"
            for name, (argument, given) in rows.items()
        }
        datasets = {TRAINING: "training_data"} if self.training else {}
        datasets |= {HELD_OUT: "data"} if self.data else {}
        self.project.names = {
            "network": f"ref({literal(network.package_name)}, {literal(network.name)})",
            **references,
            "judged": "data" if self.data else "training_data",
            "datasets": "{" + ", ".join(f"{literal(name)}: {rows}" for name, rows in datasets.items()) + "}",
            "iteration": str(self.iteration),
        }

    def skip(self, chart: str, reason: str) -> None:
        """Let words stand in the place of a chart."""
        self.panels[chart] = []
        self.notes[chart] = [reason]

    def count_classes(self) -> None:
        """The confusion matrix, and the classes that are in the data."""
        cells = []
        rows = self.project.query("confusion_matrix")
        for expected, row in zip(self.classes, rows, strict=True):
            counts = [count for name, count in row.items() if name != "expected_label"]
            for predicted, count in zip(self.classes, counts, strict=True):
                cells.append({"expected": expected, "predicted": predicted, "num_rows": count})
        self.tables["confusion_matrix"] = cells
        totals = [sum(cell["num_rows"] for cell in cells if cell["expected"] == name) for name in self.classes]
        self.num_rows = sum(totals)
        self.absent = [name for name, total in zip(self.classes, totals, strict=True) if not total]
        self.present = [number for number, total in enumerate(totals) if total]
        # Of two classes the curves of one say all: that of the last one, as in the macros.
        self.curved = [1] if len(self.classes) == 2 else self.present
        drawn = [self.classes[number] for number in self.curved]
        columns = max(1, 500 // (40 + 7 * min(20, max(map(len, self.classes)))))
        legend = {"title": shortened(self.label, 40), "columns": columns, "values": self.classes}
        self.values |= {
            "legend": legend,
            "curve_classes": drawn,
            "curve_legend": None if len(self.classes) == 2 else legend | {"values": drawn, "symbolType": "stroke"},
            "count_opacity": float(len(drawn) == 1),
        }

    def no_rows_of(self) -> list[str]:
        """The sentence that some classes are absent, if they are."""
        if not self.absent:
            return []
        return [
            f"No row of the {self.judged_rows} is of {'class' if len(self.absent) == 1 else 'the classes'} "
            f"{listed(self.absent)}."
        ]

    def confusion_matrix(self, _) -> None:
        """Cells as wide as their texts need."""
        count = len(self.classes)
        wide = count <= 4
        self.notes["confusion_matrix"] = self.no_rows_of()
        cell = 110 if wide else max(22, 480 // count)
        is_long = max(map(len, self.classes)) > (12 if count <= 3 else 4)
        self.values |= {
            "predicted_title": f"predicted {shortened(self.label, 40)}",
            "actual_title": f"actual {shortened(self.label, 30)}",
            "cell_width": cell,
            "cell_height": 80 if wide else cell,
            "matrix_width": min(700, 160 + 130 * count),
            "matrix_height": 130 + count * (80 if wide else min(cell, 36)),
            "label_angle": -40 if is_long else 0,
            "count_size": 20 if wide else 12 if count <= 10 else 8,
            "count_dy": -8 if wide else 0,
            "share_opacity": float(wide),
        }

    def learning_curve(self, _) -> None:
        """Loss and accuracy by iteration."""
        rows = self.curve()
        is_held_out = "eval_loss" in rows[0]
        finite = [row for row in rows if row["loss"] is not None]
        if len(finite) < 2:
            kept = "no iteration" if not finite else f"only iteration {finite[0]['iteration']}"
            self.skip(
                "learning_curve", f"No curve: {kept} of {self.network['network']} has a loss, and a curve takes two."
            )
            return
        if not is_held_out and self.data:
            self.notes["learning_curve"].append(
                f"Of the {HELD_OUT} there is no curve, for {self.network['network']} does not tell which rows it is "
                "trained on: name them with --training-data."
            )
        elif not is_held_out:
            self.notes["learning_curve"].append("No held-out rows are given (--data), so there is no curve of them.")
        if rows[-1]["iteration"] - rows[0]["iteration"] >= len(rows) >= 400:
            self.notes["learning_curve"].append(f"{len(rows)} iterations are drawn, evenly spaced.")
        lost = sum(row["loss"] is None for row in rows[1:])
        if lost:
            self.notes["learning_curve"].append(f"{lost} iterations have no finite loss and are left out.")
        self.values |= {
            "losses": ["loss", "eval_loss"] if is_held_out else ["loss"],
            "accuracies": ["accuracy", "eval_accuracy"] if is_held_out else ["accuracy"],
            "curve_rows": [TRAINING, HELD_OUT] if is_held_out else [TRAINING],
            "is_short": len(finite) <= 20,
            "curve_subtitle": f"The network of each iteration, on the {TRAINING} and on the {HELD_OUT}"
            if is_held_out
            else f"Of the {TRAINING}, as each iteration found them before its update",
        }

    def curve(self) -> list[dict]:
        """The learning curve's rows, which other charts choose iterations from."""
        if "learning_curve" not in self.tables:
            self.tables["learning_curve"] = self.project.query("learning_curve")
        return self.tables["learning_curve"]

    def roc_curve(self, _) -> None:
        """A curve for each class that has rows, and others to tell them from."""
        if len(self.present) < 2:
            self.skip(
                "roc_curve", f"No ROC curve: all {self.judged_rows} are of one class, {self.classes[self.present[0]]}."
            )
            return
        rows = self.project.query("roc_curve", class_numbers=self.curved)
        self.tables["roc_curve"] = [
            row | {"class": self.classes[row["class_number"]], "place": place} for place, row in enumerate(rows)
        ]
        area = next(row["roc_auc"] for row in self.evaluation if row["dataset"] == self.judged_rows)
        is_binary = len(self.classes) == 2
        whose = (
            f"{shortened(self.label, 40)} = {shortened(self.classes[1], 40)}"
            if is_binary
            else "each class against the others"
        )
        subtitle = f"Of {whose}, at every threshold; the dashed line is guessing."
        if area is not None:
            subtitle += f" The area under the curve is {area:.4f}{'' if is_binary else ', the mean of the classes'}."
        self.values["roc_subtitle"] = subtitle
        self.notes["roc_curve"] = self.no_rows_of()

    def calibration_curve(self, _) -> None:
        """What is said against what is, in ten bins."""
        if len(self.present) < 2:
            reason = f"No calibration curve: all {self.judged_rows} are of one class, {self.classes[self.present[0]]}."
            self.skip("calibration_curve", reason)
            return
        rows = self.project.query("calibration_curve", class_numbers=self.curved)
        self.tables["calibration_curve"] = [row | {"class": self.classes[row["class_number"]]} for row in rows]
        of = f" of {shortened(self.label, 40)} = {shortened(self.classes[1], 40)}" if len(self.classes) == 2 else ""
        self.values["calibration_subtitle"] = (
            f"The {self.judged_rows} in ten bins of predicted probability{of}: the mean of what is predicted, and the "
            "share of the rows that are of the class. A network that is as sure as it is right lies on the dashed "
            "line. The bars say how many rows are in each bin."
        )
        self.notes["calibration_curve"] = self.no_rows_of()

    def feature_importance(self, _) -> None:
        """A bar a feature."""
        rows = self.project.query("feature_importance")
        if all(row["importances_mean"] == 0 and row["importances_std"] == 0 for row in rows):
            reason = f"the accuracy stays the same when any of them is shuffled among the {self.judged_rows}."
            self.skip("feature_importance", f"No feature matters: {reason}")
            return
        self.tables["feature_importance"] = rows
        if len(self.features) > len(rows):
            self.notes["feature_importance"] = [f"The {len(rows)} most important of {len(self.features)} features."]
        widest = max(abs(row["importances_mean"]) + row["importances_std"] for row in rows)
        self.values |= {
            "importance_order": [row["feature"] for row in rows],
            "importance_height": 30 * len(rows) + 70,
            "importance_format": ".0%" if widest > 0.05 else ".1%",
        }

    def weights(self, _) -> None:
        """A panel a layer, of a network that is small enough to be looked at."""
        layers = self.network["layers"]
        widths = [len(layer["biases"]) for layer in layers]
        heights = [len(layer["weights"]) + 1 for layer in layers]
        count = sum(width * height for width, height in zip(widths, heights, strict=True))
        if count > 500 or max(widths) > 32:
            self.skip(
                "weights", f"Not drawn: the network has {count:,d} weights and biases, more than can be looked at."
            )
            return
        last = len(layers)
        rows = self.project.query("weights")
        for row in rows:
            is_bias, is_last = row["input"] == "__INTERCEPT__", row["layer"] == last
            row["from"] = "bias" if is_bias else row["input"] if row["layer"] == 1 else f"unit {row['input']}"
            row["to"] = row["unit"] if is_last else f"unit {row['unit']}"
        self.tables["weights"] = rows
        self.panels["weights"] = [
            {
                "layer": number,
                "layer_title": f"layer {number}"
                + (f", scores of {shortened(self.label, 30)}" if number == last else ""),
                "unit_width": 70 if width <= 5 else 32,
                "unit_limit": 300 // width if width <= 3 else 60,
                "unit_angle": 0 if width <= 3 else -50,
                "layer_height": 36 * height + (60 if width <= 3 else 110),
                "layer_width": max(200, 140 + 75 * width),
                "weight_opacity": float(width <= 5),
            }
            for number, width, height in zip(range(1, last + 1), widths, heights, strict=True)
        ]

    def plane(self, chart: str, options: argparse.Namespace) -> bool:
        """Whether the network has a plane to be drawn on; what all pictures of it need."""
        if "points" in self.tables:
            return True
        categories, count = list(self.network["description"]["categories"]), len(self.features)
        called = [name for name in self.features if name.lower() == "iteration"]
        if count != 2 or categories or called:
            received = f"{count} feature{'' if count == 1 else 's'}" if count != 2 else f"{(categories + called)[0]}"
            received += (
                "" if count != 2 else ", a category" if categories else ", which is what the grid calls something else"
            )
            self.skip(
                chart, f"No decision boundary: a plane takes two features, both numbers; this network reads {received}."
            )
            return False
        ranges = options.ranges
        if ranges is None:
            [row] = self.project.query("ranges")
            ranges = [row["low_1"], row["high_1"], row["low_2"], row["high_2"]]
            if None in ranges:
                self.skip(chart, f"No decision boundary: a feature has no number in any of the {self.judged_rows}.")
                return False
        ranges = [ranges[:2], ranges[2:]]
        curve = self.curve()
        self.frames = [row for row in curve if row["is_frame"]]
        if chart == "decision_boundary" and "decision_boundary_moving" not in self.charts:
            self.frames = [row for row in curve if row["is_panel"]]
        iterations = [row["iteration"] for row in self.frames]
        self.tables["decision_grid"] = self.project.query(
            "decision_grid", iterations=iterations, ranges=ranges, cells=CELLS
        )
        points = self.project.query("points", ranges=ranges)
        self.tables["points"] = [point | {"class": self.classes[point["class_number"]]} for point in points]
        for number, (low, high) in enumerate(ranges, 1):
            step = (high - low) / CELLS
            self.values |= {
                f"x{number}_name": shortened(self.features[number - 1], 60),
                f"x{number}_title": shortened(self.features[number - 1], 60),
                f"x{number}_domain": [low, high],
                f"x{number}_step": repr(step),
                f"x{number}_expression": f"({low!r}) + {step!r} * datum.grid_{'column' if number == 1 else 'row'}",
            }
        shown = f"the {self.num_rows}" if len(points) == self.num_rows else f"{len(points)} of the {self.num_rows:,d}"
        self.values["some_rows"] = f"{shown} {self.judged_rows}" if points else "missing, for no row lies in the plane"
        return True

    def frame_title(self, row: dict) -> list[str]:
        """What stands over a picture of an iteration, in lines."""
        accuracy = row.get("eval_accuracy")
        return [f"iteration {row['iteration']}", *([] if accuracy is None else [f"{accuracy:.1%} right"])]

    def decision_boundary(self, options: argparse.Namespace) -> None:
        """A panel for each of some iterations."""
        if self.plane("decision_boundary", options):
            self.panels["decision_boundary"] = [
                {
                    "grid": f"grid_{row['iteration']}",
                    "panel_title": self.frame_title(row),
                    "point_size": 14,
                    "x1_title": None,
                    "x2_title": None,
                }
                for row in self.frames
                if row["is_panel"]
            ]

    def decision_boundary_moving(self, options: argparse.Namespace) -> None:
        """Its last frame; the page plays them."""
        if not self.plane("decision_boundary_moving", options):
            # Once is enough.
            if "decision_boundary" in self.charts:
                self.notes["decision_boundary_moving"] = []
        elif len(self.frames) < 2:
            self.skip("decision_boundary_moving", f"Nothing moves: only iteration {self.iteration} is kept.")
        else:
            self.panels["decision_boundary_moving"] = [
                {"grid": f"grid_{self.frames[-1]['iteration']}", "point_size": 45}
            ]


def text_of(value) -> str:
    """A class as SQL writes it."""
    return json.dumps(value) if isinstance(value, bool) else str(value)


def shortened(text: str, length: int) -> str:
    """A text of at most so many characters."""
    return text if len(text) <= length else text[: length - 1] + "…"


def fill(part, values: dict):
    """A specification with `values` where it names them in double braces; they are not looked into."""
    if isinstance(part, dict):
        return {key: fill(value, values) for key, value in part.items()}
    if isinstance(part, list):
        return [fill(value, values) for value in part]
    if not isinstance(part, str):
        return part
    if alone := re.fullmatch(r"\{\{ (\w+) \}\}", part):
        return values[alone[1]]
    return re.sub(r"\{\{ (\w+) \}\}", lambda named: str(values[named[1]]), part)


def mixed(colour: str, ground: str, share: float) -> str:
    """A colour that is laid over the ground with some opacity."""
    parts = zip(bytes.fromhex(colour[1:]), bytes.fromhex(ground[1:]), strict=True)
    return "#" + "".join(f"{round(share * above + (1 - share) * below):02x}" for above, below in parts)


def colours(theme: dict, count: int) -> dict:
    """What a theme fills into the specifications of a network with so many classes."""
    palette = [theme["classes"][number % len(theme["classes"])] for number in range(count)]
    dashes = [[1, 0], [6, 4], [2, 3], [10, 4, 2, 4]]
    return {
        "class_colours": palette,
        "class_dashes": [dashes[number // len(theme["classes"]) % len(dashes)] for number in range(count)],
        "region_domain": [number + end for number in range(count) for end in (0, 0.999)],
        "region_range": [mixed(colour, theme["ground"], share) for colour in palette for share in (0.12, 0.6)],
        "theme_lines": theme["lines"],
        "theme_line": theme["lines"][0],
        "theme_shades": theme["shades"],
        "theme_signs": theme["signs"],
        "theme_grey": theme["grey"],
        "theme_ink": theme["config"]["text"]["color"],
    }


def charts_of(report: Report, theme: dict) -> dict[str, dict]:
    """The charts in a theme: title, subtitle, notes and panels, each with what the page must know to size it."""
    files = {name: yaml.safe_load((CHARTS / f"{name}.yml").read_text(encoding="utf-8")) for name in REPORT["charts"]}
    charts = {}
    for name in report.charts:
        chart = files[name]
        if not report.panels[name] and not report.notes[name]:
            continue
        values = report.values | colours(theme, len(report.classes))
        panels = []
        for own in report.panels[name]:
            for panel in chart["panels"]:
                like = files[chart["like"]]["panels"][0] if "like" in chart else {}
                panels.append(
                    fill(
                        {key: value for key, value in like.items() if key in ("layer", "resolve")} | panel, values | own
                    )
                )
        charts[name] = {
            "legend": legend_of(report, chart, values) if panels else None,
            "title": chart["title"],
            "subtitle": fill(chart["subtitle"], values) if panels else "",
            "notes": report.notes[name],
            "panels": panels,
            "columns": chart.get("columns", 1),
            "narrowest": chart.get("narrowest", 300),
            "moves": chart.get("moves", False),
        }
    return charts


def legend_of(report: Report, chart: dict, values: dict) -> dict | None:
    """What the page says of a chart's colours; a picture has a legend of Vega's."""
    kind = chart.get("legend")
    if kind == "rows":
        names, strokes = values["curve_rows"], zip(values["theme_lines"], ["solid", "dashed"], strict=True)
        return {"title": "", "entries": [[name, *stroke] for name, stroke in zip(names, strokes, strict=False)]}
    if kind == "curves" and values["curve_legend"] is None:
        return None
    if kind is None:
        return None
    chosen = values["classes"] if kind == "classes" else values["curve_classes"]
    styles = zip(values["classes"], values["class_colours"], values["class_dashes"], strict=True)
    entries = [
        [name, colour, "solid" if dash == [1, 0] else "dashed"] for name, colour, dash in styles if name in chosen
    ]
    return {"title": values["legend"]["title"], "entries": entries}


def datasets(report: Report) -> dict[str, list[dict]]:
    """The rows by the names that the specifications have for them: of the grid, a dataset a frame."""
    grids = groupby(report.tables.get("decision_grid", []), key=lambda cell: cell["iteration"])
    return report.tables | {f"grid_{iteration}": list(cells) for iteration, cells in grids}


def used(part) -> set[str]:
    """The names of the data in a specification."""
    if isinstance(part, dict):
        own = {part["data"]["name"]} if isinstance(part.get("data"), dict) and "name" in part["data"] else set()
        return own.union(*map(used, part.values()))
    return set().union(*map(used, part)) if isinstance(part, list) else set()


def picture(chart: dict, data: dict, theme: dict) -> bytes:
    """A chart as PNG, at twice its size for sharp screens, in 256 colours: a seventh of the bytes."""
    panels = [{key: value for key, value in panel.items() if key != "page"} for panel in chart["panels"]]
    columns = min(chart["columns"], len(panels))
    width = sum(panel["width"] if isinstance(panel["width"], int) else 330 for panel in panels[:columns])
    words = textwrap.wrap(" ".join([chart["subtitle"], *chart["notes"]]), max(50, width // 6))
    title = {
        "text": chart["title"],
        "subtitle": words,
        "fontSize": 17,
        "fontWeight": "bold",
        "frame": "bounds",
        "offset": 14,
    }
    specification = {
        "title": title,
        "concat": panels,
        "columns": columns,
        "spacing": 16 if columns > 2 else 28,
        "resolve": {"scale": dict.fromkeys(["fill", "strokeDash"], "shared")},
        "datasets": {name: data[name] for name in sorted(used(panels))},
    }
    png = vl_convert.vegalite_to_png(specification, config=theme["config"], scale=2, allowed_base_urls=[])
    image = Image.open(io.BytesIO(png)).convert("RGB").quantize(256, dither=Image.Dither.NONE)
    file = io.BytesIO()
    image.save(file, "png", optimize=True)
    return file.getvalue()


def without_legends(part):
    """A specification for the page, which has legends of its own."""
    if isinstance(part, dict):
        return {key: None if key == "legend" else without_legends(value) for key, value in part.items()}
    return [without_legends(each) for each in part] if isinstance(part, list) else part


def as_json(value) -> str:
    """JSON that can stand in a script of a page, whatever texts are in it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def page(report: Report, charts: dict[str, dict]) -> str:
    """The page: the charts, their data (a list a column) and all of Vega in one file."""
    template = Environment(autoescape=True, keep_trailing_newline=True).from_string(
        (CHARTS / "page.html").read_text(encoding="utf-8")
    )
    first = next(iter(charts.values()))
    names = set().union(*(used(chart["panels"]) for chart in first.values())) & set(report.tables)
    names |= {"decision_grid"} & set(report.tables)
    columns = {
        name: {key: [row[key] for row in report.tables[name]] for key in (report.tables[name] or [{}])[0]}
        for name in sorted(names)
    }
    frames = getattr(report, "frames", [])
    labels = [", ".join(report.frame_title(row)) for row in frames]
    return template.render(
        report=report,
        shape="-".join(
            map(str, [len(report.network["inputs"]), *(len(layer["biases"]) for layer in report.network["layers"])])
        ),
        charts=first,
        as_json=as_json,
        data=columns,
        frames=[
            {"data": f"grid_{row['iteration']}", "label": label} for row, label in zip(frames, labels, strict=True)
        ],
        specifications={
            theme: {
                name: {"panels": without_legends(chart["panels"]), "legend": chart["legend"]}
                for name, chart in drawn.items()
            }
            for theme, drawn in charts.items()
        },
        configs={name: theme["config"] for name, theme in REPORT["themes"].items()},
        vega=vl_convert.javascript_bundle().replace("</script", "<\\/script"),
    )


def parsed(arguments: list[str] | None) -> argparse.Namespace:
    """The options, as far as they can be checked without dbt."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    rows = "a model, a seed, a snapshot, or SOURCE.TABLE"
    parser.add_argument("network", metavar="NETWORK", help="the name of a network, as in ref('NETWORK')")
    parser.add_argument("--data", metavar="ROWS", help=f"held-out rows to judge the network on: {rows}")
    parser.add_argument(
        "--training-data", metavar="ROWS", help="the rows that it is trained on; without it, what its model reads"
    )
    parser.add_argument("--iteration", type=int, metavar="N", help="the iteration to take; without it, the newest")
    parser.add_argument(
        "--ranges",
        nargs=4,
        type=float,
        metavar=("LOW", "HIGH", "LOW", "HIGH"),
        help="where the plane of the two features begins and ends; without it, where the rows do",
    )
    parser.add_argument(
        "--charts", nargs="+", metavar="CHART", default=REPORT["charts"], help=f"of {', '.join(REPORT['charts'])}"
    )
    parser.add_argument("--no-page", action="store_true", help="write pictures alone")
    parser.add_argument(
        "--output", type=Path, metavar="FOLDER", help="where to write; without it, target/report/NETWORK"
    )
    add_dbt_options(parser)
    options = parser.parse_args(arguments)
    unknown = sorted(set(options.charts) - set(REPORT["charts"]))
    if unknown:
        refuse(
            f"`--charts` must be some of {', '.join(REPORT['charts'])}; received {', '.join(unknown)}. "
            "Leave it out for all."
        )
    options.charts = [name for name in REPORT["charts"] if name in options.charts]
    if options.ranges and not (options.ranges[0] < options.ranges[1] and options.ranges[2] < options.ranges[3]):
        refuse(
            "`--ranges` must be two pairs of numbers, each from the smaller to the larger; received "
            f"{' '.join(f'{number:g}' for number in options.ranges)}. Write where each feature begins and ends, as in "
            "--ranges -3 3 0 100."
        )
    if vl_convert is None:
        refuse(
            "drawing needs vl-convert-python and Pillow, which are not installed: pip install "
            "'vl-convert-python>=1.8,<2' pillow, or, in the repository of dbt_nn, make install-report."
        )
    options.output = options.output or Path("target", "report", options.network)
    return options


def main(arguments: list[str] | None = None) -> None:
    """Ask for the numbers, write the pictures and the page, and say where they are."""
    options = parsed(arguments)
    report = Report(Project(options), options)
    charts = {name: charts_of(report, theme) for name, theme in REPORT["themes"].items()}
    data = datasets(report)
    options.output.mkdir(parents=True, exist_ok=True)
    for theme, drawn in charts.items():
        for name, chart in drawn.items():
            file = options.output / f"{name}-{theme}.png"
            if chart["panels"]:
                file.write_bytes(picture(chart, data, REPORT["themes"][theme]))
                print(f"written: {file}")
            else:
                # One of an earlier network would be taken for this one's.
                file.unlink(missing_ok=True)
                if theme == "light":
                    print(f"not drawn: {name}. {' '.join(chart['notes'])}")
    if not options.no_page:
        file = options.output / "index.html"
        file.write_text(page(report, charts), encoding="utf-8")
        print(f"written: {file}")


if __name__ == "__main__":
    main()
