"""`make fuzz`: thousands of made-up networks, each of which must train right or be refused in plain words.

    .venv/bin/python tests/endurance/fuzz.py --cases 10000 --seed 1
    .venv/bin/python tests/endurance/fuzz.py --seed 1 --only 4711     # one case again, shown in full

A case is the description of a network, a table, and sometimes the macros that read the network. There are four kinds:

    names      columns that are called like SQL, Jinja, comments, the project's own columns, in every script
    texts      labels and categories of that sort, which SQL learns and macros write out
    options    values of wrong types and sizes
    data       NULL, NaN, infinities, 1e308, denormals, one value alone, one class alone, no rows, odd types

All cases of a batch are models of one project and are built by one `dbt run`. Then each is compared with NumPy: loss and
parameters to 1e-9, and what predict, weights, confusion_matrix and the rest give. A refusal counts only where it names the
argument, what it received and what to do, and where the case did ask for it. After every batch the canaries are counted: a
table that some names would drop, a word that some would print, files and tables that some would make.

The status is 1 where anything was found. A case depends on the seed and its number alone.
"""

import argparse
import datetime
import json
import math
import multiprocessing
import os
import random
import re
import sys
import tempfile
import time
import traceback
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parents[1]
sys.path[:0] = [str(REPOSITORY / "tests" / "python"), str(HERE)]

import duckdb  # noqa: E402
import reference  # noqa: E402
import yaml  # noqa: E402
from conftest import PROJECT, Project  # noqa: E402

TOLERANCE = 1e-9
BATCH = 400
KINDS = {"names": 0.4, "texts": 0.3, "options": 0.15, "data": 0.15}
# The house form of a refusal: the argument, what is legal, what came, what to do.
REFUSAL = re.compile(r"`([^`]+)` must .+?; received .+?\.\s+\S", re.DOTALL)

# What a name would do if it were ever run. The canary word is put together by Jinja alone, so that no log of it counts.
ATTACKS = [
    'x"; drop table canary; --',
    'x" as double)); drop table canary; --',
    '"; drop table canary; select "',
    "'; drop table canary; --",
    "a') ; drop table canary; --",
    "x`; drop table canary; --",
    "x]; drop table canary; --",
    "\\'; drop table canary; --",
    '\\"; drop table canary; --',
    'x") as f; drop table canary; --',
    "*/ drop table canary; /*",
    "; create table hatched as select 1; --",
    "\"; copy canary to 'hatched.csv'; --",
    "'||(select error('CANARY RAN'))||'",
    "\" || error('CANARY RAN') || \"",
    "{{ log('CANARY' ~ ' RAN', info=true) }}",
    "{{ run_query('drop table canary') }}",
    "{% do run_query('drop table canary') %}",
    "{% set x = run_query('drop table canary') %}",
    "{{ exceptions.raise_compiler_error('CANARY' ~ ' RAN') }}",
    "{# gone #}",
    "{{ 7 * 191 }}",
    "{% raw %}",
    "{% endmacro %}",
    "}}",
    "%}",
    "{{",
    "{%",
    "{#",
    "--",
    "-- x",
    "/*",
    "*/",
    "/* x */",
    "$$; drop table canary; $$",
    "E'\\'; drop table canary; --",
    "-- dbt_nn: parts of a training",
    "__dbt_nn_iterations__",
    "%s",
    "%(x)s",
    "?",
    "$1",
    ":name",
    "%",
    "{}",
    "{0}",
    "\\",
    "\\\\",
    "\\n",
    "'",
    "''",
    '"',
    '""',
    "`",
    "a.b",
    "a,b",
    "a b",
    " a",
    "a ",
    "a'b",
    'a"b',
    "a\tb",
    "a;b",
    "a\\b",
    "a/b",
    "a|b",
    "=a",
    "null",
    "NULL",
    "None",
    "nan",
    "true",
    "1e5",
    "1",
    "007",
    "2024-01-01",
    "-1",
    "+",
    "*",
    "t.*",
    "*.x",
]
BREAKS = [
    "a\nb",
    "a\r\nb",
    "\n",
    "a\n\n    b",
    "a\rb",
    "a\x0bb",
    "a\x0cb",
    "a\x1cb",
    "a\x85b",
    "a\u2028b",
    "a\u2029b",
    "a\n",
]
SCRIPTS = [
    "größe", "ß", "İstanbul", "ı", "K", "ſ", "Ǆ", "名前", "특징", "עברית", "مرحبا", "שלום\u202e abc", "😀", "👩‍👩‍👧", "🇩🇪",
    "a\u200bb", "\u200b", "\ufeffx", "e\u0301", "é", "Z\u0351\u036b\u0343", "ﬁ", "Ａ", "\u00a0", "a\u00a0b", "𝒳", "\u2066x\u2069",
    "न\u094dम", "µ", "μ", "‘a’", "…", "\u3000",
]  # fmt: skip
RESERVED = [
    "select", "from", "where", "order", "group", "table", "end", "case", "when", "user", "all", "as", "limit", "with", "union",
    "cross", "join", "values", "null", "default", "check", "primary", "index", "2x", "1_000", "0", "rowid", "current_date",
]  # fmt: skip
INTERNAL = [
    "x_0", "x_1", "y_0", "y_1", "state", "iteration", "w_00", "w_01", "w2_00", "b_0", "b2_1", "probs_0", "probs_1", "dbt_nn_row",
    "description", "example", "examples", "mean_0", "mean_1", "stddev_0", "category_0_0", "category", "scores_0", "h_0", "d_0",
    "loss", "accuracy", "trained_at", "training_run", "num_examples", "learning_rate", "batch", "batch_size", "digest",
    "shuffle_key", "margin", "sum_exp", "max_score", "example_loss", "is_correct", "num_rows", "learned", "statistics", "named",
    "start", "training", "numbers", "last_iteration", "probability_0", "predicted_y", "layer", "input", "unit", "weight",
    "kept_0", "arguments", "feature", "expected", "predicted", "place", "n", "c0", "target", "__dbt_tmp", "model", "this",
]  # fmt: skip
DATA = "api.Relation.create(database=target.database, schema=target.schema, identifier='t_{}', type='table')"
READERS = [
    "predict", "weights", "confusion_matrix", "evaluate", "function", "predict_select", "transform", "roc_curve",
    "feature_importance", "data_split",
]  # fmt: skip


@dataclass
class Case:
    """A network, its table, and what should come of it."""

    number: int
    kind: str
    network: dict
    columns: dict[str, tuple[str, list]]
    iterations: int = 1
    iterations_per_statement: int | None = None
    readers: list[str] = field(default_factory=list)
    # `trains`, `refused`, or `either` where it depends on numbers.
    outcome: str = "trains"
    # The arguments of which one must be named where it is refused.
    refused_for: tuple[str, ...] = ()

    def shown(self) -> str:
        """The case in full."""
        lines = [f"network: {self.network!r}"]
        lines += [f"column {name!r} {kind}: {values!r}"[:600] for name, (kind, values) in self.columns.items()]
        lines.append(
            f"iterations {self.iterations}, a statement {self.iterations_per_statement}, readers {self.readers}"
        )
        return "\n".join("    " + line for line in lines)


class Maker:
    """Makes the case of a number."""

    def __init__(self, seed: int, number: int):
        """All that is drawn for the case comes from here."""
        self.random = random.Random(f"{seed}:{number}")
        self.number = number

    def name(self, with_breaks: bool = False) -> str:
        """Something that a column, a label or a category may be called."""
        pools = [ATTACKS] * 5 + [SCRIPTS] * 2 + [RESERVED, INTERNAL, INTERNAL] + ([BREAKS] * 2 if with_breaks else [])
        draw = self.random.random()
        if draw < 0.7:
            name = self.random.choice(self.random.choice(pools))
        elif draw < 0.8:
            name = self.random.choice(self.random.choice(pools)) + self.random.choice(self.random.choice(pools))
        elif draw < 0.83:
            name = (self.random.choice(self.random.choice(pools)) * 300)[: self.random.choice([255, 256, 300])]
        elif draw < 0.9:
            name = self.random.choice(INTERNAL + RESERVED)
            name = self.random.choice([name.upper(), name.title(), name + "_", "_" + name])
        else:
            alphabet = "ab\"'`;-/*{}%#\\ ().,=$\t" + "xé名😀\u200b\u202e0"
            name = "".join(self.random.choice(alphabet) for _ in range(self.random.randint(1, 12)))
        return name

    def names(self, count: int, with_breaks: bool = False) -> list[str]:
        """Different names, which a warehouse tells apart too."""
        found: dict[str, str] = {}
        while len(found) < count:
            name = self.name(with_breaks)
            if name.strip():
                found.setdefault(name.lower(), name)
        return list(found.values())

    def texts(self, count: int) -> list[str]:
        """Different labels or categories."""
        found: list[str] = []
        while len(found) < count:
            text = (
                self.random.choice(["", " ", "  ", "a", "A", "0", "cat"])
                if self.random.random() < 0.1
                else self.name(True)
            )
            if text not in found:
                found.append(text)
        return found

    def number_column(self, rows: int, nulls: bool = False) -> tuple[str, list]:
        """Numbers of an ordinary size."""
        values = [round(self.random.gauss(0, 1), 3) for _ in range(rows)]
        if self.random.random() < 0.3:
            values = [round(3 * value) for value in values]
        if nulls:
            values = [None if self.random.random() < 0.3 else value for value in values]
            values[0] = 1.5
        return "double", values

    def plain(self, features: list[str], label: str, classes: list) -> Case:
        """A case that has nothing wrong with it."""
        rows = self.random.randint(5, 20)
        kind = {bool: "boolean", int: "bigint", str: "varchar"}[type(classes[0])]
        columns = {feature: self.number_column(rows) for feature in features}
        columns[label] = (kind, [self.random.choice(classes) for _ in range(rows)])
        network = {
            "features": features,
            "label": label,
            "classes": classes,
            "hidden_units": self.random.choice([[], [2], [2], [3], [2, 2]]),
            "learning_rate": self.random.choice([0.1, 0.5, 1, 2.0]),
            "seed": self.random.choice([0, 1, 42, -7, 2**40]),
        }
        if self.random.random() < 0.5:
            network["l2_reg"] = self.random.choice([0, 0.001, 0.1])
        if self.random.random() < 0.5:
            network["initialization"] = self.random.choice(["post", "glorot", "he"])
        case = Case(self.number, "", network, columns, iterations=self.random.choice([1, 1, 2, 3]))
        if self.random.random() < 0.1:
            case.iterations, case.iterations_per_statement = self.random.choice([(3, 1), (4, 2), (5, 3)])
        if self.random.random() < 0.2:
            case.readers = self.random.sample(READERS, self.random.choice([1, 1, 2]))
        return case

    def prepare(self, case: Case, texts: bool) -> None:
        """Let the network learn something of its features."""
        network, rows = case.network, len(case.columns[case.network["label"]][1])
        impute = self.random.random() < 0.3
        if impute:
            network["impute"] = True
        if self.random.random() < 0.4:
            network["standardize"] = True
        for feature in network["features"]:
            if texts and self.random.random() < 0.7:
                pool = self.texts(self.random.randint(1, 4))
                values = [self.random.choice(pool) for _ in range(rows)]
                if impute:
                    values = [None if self.random.random() < 0.2 else value for value in values]
                case.columns[feature] = ("varchar", values)
                given = self.random.choice([1, 2, 3, pool[: self.random.randint(1, 4)], [*pool, "never seen"]])
                network.setdefault("categories", {})[feature] = given
            elif impute:
                case.columns[feature] = self.number_column(rows, nulls=True)

    def make(self) -> Case:
        """The case of this number."""
        kind = self.random.choices(list(KINDS), list(KINDS.values()))[0]
        case = getattr(self, f"make_{kind}")()
        case.kind = kind
        return case

    def make_names(self) -> Case:
        """Odd names of columns; some are no names at all."""
        *features, label = self.names(self.random.randint(2, 4), with_breaks=self.random.random() < 0.1)
        case = self.plain(features, label, self.random.choice([[0, 1], [0, 1, 2], ["a", "b"], [False, True]]))
        if self.random.random() < 0.4:
            self.prepare(case, texts=self.random.random() < 0.5)
        elif self.random.random() < 0.15:
            case.network["batch_size"] = self.random.choice([2, 4, 7])
        others = self.names(2)
        taken = {name.lower() for name in case.columns}
        for name in others:
            if name.lower() not in taken and self.random.random() < 0.3:
                case.columns[name] = ("varchar", ["other"] * len(case.columns[label][1]))
        wrong = self.random.random()
        if wrong < 0.03:
            case.network["features"] = [*features, self.random.choice(["", " ", "\t", "\u3000"])]
            case.outcome, case.refused_for = "refused", ("features",)
        elif wrong < 0.06:
            case.network["features"] = [*features, features[0].upper() if self.random.random() < 0.5 else features[0]]
            case.outcome, case.refused_for = "refused", ("features",)
            if features[0].upper().lower() != features[0].lower():
                case.outcome = "either"
        elif wrong < 0.09:
            case.network["label"] = self.random.choice(features)
            case.outcome, case.refused_for = "refused", ("label",)
        elif wrong < 0.12:
            missing = next(
                name for name in self.names(20) if name.lower() not in {known.lower() for known in case.columns}
            )
            place = self.random.choice(["features", "label"])
            case.network[place] = [*features, missing] if place == "features" else missing
            case.outcome, case.refused_for = "refused", (place,)
        elif wrong < 0.14:
            case.network = {**case.network, self.name(): 1}
            case.outcome, case.refused_for = "refused", ("network",)
        # No quoted name can spell a line break out; the project asks for another name.
        if any(name.splitlines() != [name] for name in [*case.network["features"], case.network["label"]]):
            case.outcome, case.refused_for = "refused", ("features", "label", "network")
        self.reserve(case)
        return case

    @staticmethod
    def reserve(case: Case) -> None:
        """The one name that is not to be had: what a row of the data is called in the SQL."""
        if "dbt_nn_row" in {name.lower() for name in case.columns} and case.outcome == "trains":
            case.outcome, case.refused_for = "refused", ("data",)

    def make_texts(self) -> Case:
        """Odd labels and categories."""
        features, label = [f"c{number}" for number in range(self.random.randint(1, 3))], "y"
        if self.random.random() < 0.2:
            *features, label = self.names(len(features) + 1)
        case = self.plain(features, label, self.texts(self.random.randint(2, 4)))
        if self.random.random() < 0.7:
            self.prepare(case, texts=True)
        if self.random.random() < 0.35:
            case.readers = self.random.sample(READERS, self.random.choice([1, 2]))
        self.reserve(case)
        return case

    def make_options(self) -> Case:
        """A value that is wrong, or odd and right."""
        case = self.plain(["x1", "x2"], "y", [0, 1])
        case.readers = []
        junk = [
            None, True, False, 0, -1, 1.5, "", "a", "1", [], [[]], {}, {"a": 1}, [None], [1.5], ["a"], [True], float("nan"),
            float("inf"), -float("inf"), -(2**63), "{{ 1 }}", "*/ drop table canary; /*", datetime.date(2024, 1, 1),
            ["*/ drop table canary; --"], [["x1"]], {"x1": {"x1": 1}}, "x1", 2**63, [10**6], [100_001], [0, 2**63], 1e-400,
        ]  # fmt: skip
        # No whole number beyond 64 bits: dbt itself cannot keep one.
        option = self.random.choice(
            ["features", "label", "classes", "hidden_units", "categories", "standardize", "impute", "activation", "learning_rate",
             "l2_reg", "seed", "initialization", "initial_parameters", "optimizer", "batch_size", "task", "layout", "unknown",
             "left out", "all", "iterations", "record_every"]
        )  # fmt: skip
        value = self.random.choice(junk)
        if option == "all":
            case.network = value
            option = "features" if value == {} else "network"
        elif option == "unknown":
            option = self.random.choice(
                ["learn_rate", "hidden_layers", "lr", "", "LABEL", "x" * 300, "'", "epochs", "*/"]
            )
            case.network[option] = value
            option = "network"
        elif option == "left out":
            option = self.random.choice(["features", "label", "classes", "hidden_units"])
            del case.network[option]
            value = NOTHING
        elif option in ("iterations", "record_every"):
            value = self.random.choice([None, True, 0, -1, 1.5, "", "a", [], {}, -(10**30)])
            case.arguments = {option: value}
        else:
            case.network[option] = value
        case.refused_for = (option,)
        case.outcome = "refused" if not self.is_legal(option, value) else "trains"
        if option == "classes" and case.outcome == "trains":
            case.outcome = "either"
        return case

    @staticmethod
    def is_legal(option: str, value) -> bool:
        """Whether the value is one that the table of options in the README allows, for the columns x1, x2 and y."""
        number = isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= 1e308
        whole = isinstance(value, int) and not isinstance(value, bool)
        if option in ("standardize", "impute"):
            return isinstance(value, bool) or value == []
        if option in ("categories", "initial_parameters"):
            return value == {} and isinstance(value, dict)
        if option == "hidden_units":
            return value == []
        if option == "learning_rate":
            return number and value > 0
        if option == "l2_reg":
            return number and value >= 0
        if option == "seed":
            return whole
        if option == "batch_size":
            return value is None or (whole and value > 0)
        return False

    def make_data(self) -> Case:
        """Odd numbers, or a table that is odd."""
        features = ["x1", "x2"]
        classes = self.random.choice([[0, 1], [0, 1, 2], ["a", "b"]])
        case = self.plain(features, "y", classes)
        case.readers = [reader for reader in case.readers if reader not in ("feature_importance", "data_split")]
        rows = len(case.columns["y"][1])
        if self.random.random() < 0.4:
            case.network["standardize"] = True
        if self.random.random() < 0.3:
            case.network["impute"] = True
        odd = self.random.choice(
            ["denormal", "tiny", "huge", "large", "nan", "infinite", "null", "all null", "constant", "one class", "no rows", "one row",
             "type", "label null", "foreign label", "decimals", "whole numbers", "label type", "zeros", "mixed"]
        )  # fmt: skip
        kind, values = case.columns["x1"]
        at = self.random.randrange(rows)
        imputes, standardizes = "impute" in case.network, "standardize" in case.network
        if odd == "denormal":
            values = [self.random.choice([5e-324, -5e-324, 2.2e-308, 1e-320, 0.0, -0.0]) for _ in values]
            case.outcome = "either" if standardizes else "trains"
        elif odd == "tiny":
            values = [value * 1e-200 for value in values]
            case.outcome = "either" if standardizes else "trains"
        elif odd == "huge":
            values = [self.random.choice([1e308, -1e308, 1.7976931348623157e308]) for _ in values]
            case.outcome = "either"
        elif odd == "large":
            values = [value * 1e100 for value in values]
            case.outcome = "either"
        elif odd in ("nan", "infinite"):
            values = list(values)
            values[at] = float("nan") if odd == "nan" else self.random.choice([float("inf"), -float("inf")])
            case.outcome = "refused"
        elif odd == "null":
            values = list(values)
            values[at] = None
            case.outcome = "trains" if imputes and rows > 1 else "refused"
        elif odd == "all null":
            values = [None] * rows
            case.outcome = "refused"
        elif odd == "constant":
            values = [self.random.choice([0, 1, 0.1, 1e6])] * rows
        elif odd == "zeros":
            values = [self.random.choice([0.0, -0.0]) for _ in values]
        elif odd == "mixed":
            values = [self.random.choice([1e-300, 1e150, 0.0, -1e6, 3.0]) for _ in values]
            case.outcome = "either"
        elif odd == "one class":
            case.columns["y"] = (case.columns["y"][0], [classes[0]] * rows)
        elif odd == "no rows":
            case.columns = {name: (type_, []) for name, (type_, _) in case.columns.items()}
            values = []
            case.outcome, case.refused_for = "refused", ("data",)
        elif odd == "one row":
            case.columns = {name: (type_, cells[:1]) for name, (type_, cells) in case.columns.items()}
            values = values[:1]
        elif odd == "type":
            kind, value = self.random.choice(
                [("varchar", "a"), ("boolean", True), ("date", "2024-01-01"), ("timestamp", "2024-01-01"), ("time", "10:00"),
                 ("interval", "1 day"), ("blob", "abc"), ("uuid", "12345678-1234-1234-1234-123456789abc"), ("integer[]", [1]),
                 ("double[2]", [1.0, 2.0]), ("struct(a integer)", {"a": 1}), ("enum('a', 'b')", "a"), ("timestamp_ns", "2024-01-01"),
                 ("timestamptz", "2024-01-01"), ("map(varchar, integer)", None), ("bit", "101"), ("json", "{}")]
            )  # fmt: skip
            values = [value] * rows
            case.outcome, case.refused_for = "refused", ("features",)
        elif odd == "label null":
            cells = list(case.columns["y"][1])
            cells[at] = None
            case.columns["y"] = (case.columns["y"][0], cells)
            case.outcome, case.refused_for = "refused", ("y",)
        elif odd == "foreign label":
            cells = list(case.columns["y"][1])
            cells[at] = "c" if classes[0] == "a" else 9
            case.columns["y"] = (case.columns["y"][0], cells)
            case.outcome, case.refused_for = "refused", ("y",)
        elif odd == "label type":
            if classes[0] == "a":
                kind_, cells = self.random.choice(
                    [("bigint", [1] * rows), ("double", [0.5] * rows), ("date", ["2024-01-01"] * rows)]
                )
            else:
                kind_, cells = "varchar", ["cat"] * rows
            case.columns["y"] = (kind_, cells)
            case.outcome, case.refused_for = "refused", ("label", "y")
        elif odd == "decimals":
            kind = self.random.choice(["decimal(10, 3)", "float", "decimal(38, 10)"])
            values = [round(value * 4) / 4 for value in values]
        elif odd == "whole numbers":
            kind = self.random.choice(["tinyint", "smallint", "integer", "hugeint", "utinyint", "uhugeint", "ubigint"])
            values = [abs(round(value)) for value in values]
        if odd in ("nan", "infinite", "null", "all null") and case.outcome == "refused":
            case.refused_for = ("features",)
        if case.outcome == "either":
            case.refused_for = ("features", "network", "y")
        case.columns["x1"] = (kind, values)
        return case


class Nothing:
    """What is not there."""


NOTHING = Nothing()


def inputs_of(case: Case) -> tuple[np.ndarray, dict, np.ndarray] | None:
    """What the network reads, what it learned for that by column, and the labels' numbers; none where a row is NULL."""
    network = case.network
    columns, learned = [], {}
    standardize, impute = network.get("standardize", False), network.get("impute", False)
    with np.errstate(all="ignore"):
        for number, feature in enumerate(network["features"]):
            values = case.columns[feature][1]
            imputed = impute is True
            if feature in network.get("categories", {}):
                given = network["categories"][feature]
                if isinstance(given, int):
                    counts = Counter(value for value in values if value is not None)
                    ranked = sorted(counts, key=lambda text: (-counts[text], text.encode()))
                    given = [*ranked[:given], *[None] * (given - len(ranked))]
                for place, text in enumerate(given):
                    learned[f"category_{number}_{place}"] = text
                    if not imputed and None in values:
                        return None
                    columns.append([float(text is not None and value == text) for value in values])
            else:
                known = np.array([value for value in values if value is not None], dtype=float)
                mean = float(known.mean()) if len(known) else math.nan
                if imputed or standardize is True:
                    learned[f"mean_{number}"] = mean
                if None in values and not imputed:
                    return None
                column = np.array([mean if value is None else value for value in values], dtype=float)
                if standardize is True:
                    deviation = float(known.std()) if len(known) and known.min() < known.max() else 1.0
                    learned[f"stddev_{number}"] = deviation
                    column = (column - mean) / deviation
                columns.append(column)
            if imputed:
                columns.append([float(value is None) for value in values])
    labels = case.columns[network["label"]][1]
    return np.array(columns, dtype=float).T, learned, np.array([network["classes"].index(value) for value in labels])


def trained(case: Case, x: np.ndarray, labels: np.ndarray) -> list[dict]:
    """The rows that NumPy trains, and under `layers` each one's parameters."""
    network = case.network
    widths = [x.shape[1], *network["hidden_units"], len(network["classes"])]
    layers = reference.initial_layers(widths, network.get("seed", 0), network.get("initialization", "post"))
    rate, l2_reg, batch_size = network.get("learning_rate", 0.1), network.get("l2_reg", 0), network.get("batch_size")
    one_hot = np.eye(len(network["classes"]))[labels]
    scales = [(np.abs(weights).max(), 0.0) for weights, _ in layers]
    rows = [{"iteration": 0, "loss": None, "layers": layers, "scales": scales}]
    for iteration in range(case.iterations):
        chosen = np.ones(len(x), dtype=bool)
        if batch_size is not None:
            batches = -(-len(x) // batch_size)
            dealt = reference.batch_of_each(x, one_hot, batch_size, network.get("seed", 0), iteration // batches)
            chosen = dealt == iteration % batches
        if chosen.any():
            loss, _, gradients = reference.step(layers, x[chosen], labels[chosen], l2_reg)
            sizes = sizes_of(layers, x[chosen], labels[chosen])
            scales = [
                tuple(np.fmax(a, rate * b) for a, b in zip(*both, strict=True))
                for both in zip(scales, sizes, strict=True)
            ]
        else:
            loss, gradients = None, [(l2_reg * weights, 0 * biases) for weights, biases in layers]
        layers = [
            (weights - rate * d_weights, biases - rate * d_biases)
            for (weights, biases), (d_weights, d_biases) in zip(layers, gradients, strict=True)
        ]
        rows.append({"iteration": iteration + 1, "loss": loss, "layers": layers, "scales": scales})
    return rows


def sizes_of(layers, x: np.ndarray, labels: np.ndarray) -> list[tuple[float, float]]:
    """The largest of each layer's gradients if nothing in its sums cancelled out: what their rounding is measured by."""
    outputs = reference.scores_of(layers, x)
    slopes = np.abs(reference.probabilities(layers, x) - np.eye(outputs[-1].shape[1])[labels]) / len(x)
    sizes = []
    for (weights, _), inputs in zip(reversed(layers), reversed(outputs[:-1]), strict=True):
        sizes.insert(0, (np.max(np.abs(inputs).T @ slopes), np.max(slopes.sum(axis=0))))
        slopes = slopes @ np.abs(weights).T
    return sizes


def is_close(ours, theirs, scale: float = 0.0) -> bool:
    """Whether two numbers (or texts) are the same; of numbers that are not finite, whether both are not."""
    if ours is None or theirs is None or isinstance(theirs, str):
        return ours == theirs
    if not (math.isfinite(ours) and math.isfinite(theirs)):
        # A sum may overflow where the mean of the same numbers does not.
        return math.isfinite(ours) == math.isfinite(theirs) or abs(theirs) > 1e300
    return abs(ours - theirs) <= TOLERANCE * max(abs(theirs), scale, 1e-290)


def scores_are_near(layers, x: np.ndarray) -> bool:
    """Whether some row stands so near a kink or a draw that rounding decides."""
    with np.errstate(all="ignore"):
        outputs = [x]
        for weights, biases in layers:
            sums = outputs[-1] @ weights + biases
            sizes = np.abs(outputs[-1]) @ np.abs(weights) + np.abs(biases)
            if bool(np.any((np.abs(sums) <= 1e-12 * sizes) & (sums != 0))) or not np.isfinite(sums).all():
                return True
            outputs.append(np.maximum(sums, 0))
    return False


class Batch:
    """A project with many cases, built by one dbt run."""

    def __init__(self, folder: Path, cases: list[Case]):
        """Write the project and its tables into `folder`."""
        (folder / "dbt_packages").mkdir(parents=True)
        (folder / "dbt_packages" / "dbt_nn").symlink_to(REPOSITORY)
        self.project = Project(folder)
        self.cases = cases
        self.reading: dict[int, list[str]] = {}
        # The comment in every query names the network's shape: it is part of what must not run.
        comment = {"comment": "{{ dbt_nn.query_comment(node) }}"}
        dispatch = [{"macro_namespace": "dbt", "search_order": ["user", "dbt_nn", "dbt"]}]
        description = PROJECT | {"query-comment": comment, "dispatch": dispatch, "function-paths": ["functions"]}
        self.project.write("dbt_project.yml", description | {"functions": {"dbt_nn": {"+enabled": False}}})
        with duckdb.connect(self.project.database) as connection:
            connection.execute("create table canary as select 1 as alive")
            for case in cases:
                self.load(connection, case)
        models, functions = [], []
        for case in cases:
            self.write(case, models, functions)
        self.project.write("models/networks.yml", {"models": models})
        if functions:
            self.project.write("functions/functions.yml", {"functions": functions})

    @staticmethod
    def load(connection, case: Case) -> None:
        """Make the table of a case."""
        quoted = {name: '"' + name.replace('"', '""') + '"' for name in case.columns}
        parts = ", ".join(f"{quoted[name]} {kind}" for name, (kind, _) in case.columns.items())
        connection.execute(f"create table t_{case.number} ({parts})")
        rows = list(zip(*(values for _, values in case.columns.values()), strict=True))
        if rows:
            marks = ", ".join("?" for _ in case.columns)
            tuples = ", ".join(f"({marks})" for _ in rows)
            cells = [cell for row in rows for cell in row]
            connection.execute(f"insert into t_{case.number} values {tuples}", cells)

    def write(self, case: Case, models: list, functions: list) -> None:
        """Write the models of a case: in its SQL where its YAML would be rendered, else in YAML, as users do."""
        name, data = f"net_{case.number}", DATA.format(case.number)
        arguments = {"iterations": case.iterations, "iterations_per_statement": case.iterations_per_statement}
        arguments |= getattr(case, "arguments", {})
        called = ", ".join(f"{key}={value!r}" for key, value in arguments.items())
        config = "materialized='incremental', unique_key='iteration'"
        if is_literal(case.network) and (case.number % 2 or has_jinja(case.network)):
            config += f", meta={{'network': {case.network!r}}}"
        else:
            models.append({"name": name, "config": {"meta": {"network": case.network}}})
        self.project.write_model(name, f"{{{{ config({config}) }}}}\n{{{{ dbt_nn.train(data={data}, {called}) }}}}\n")
        if case.outcome != "trains":
            return
        classes = case.network["classes"]
        calls = {
            "predict": f"{{{{ dbt_nn.predict(ref('{name}'), {data}) }}}}",
            "weights": f"{{{{ dbt_nn.weights(ref('{name}')) }}}}",
            "confusion_matrix": f"{{{{ dbt_nn.confusion_matrix(ref('{name}'), {data}) }}}}",
            "evaluate": f"{{{{ dbt_nn.evaluate(ref('{name}'), {data}) }}}}",
            "predict_select": f"{{{{ dbt_nn.predict_select(ref('{name}'), {data}, columns=[{case.network['label']!r}]) }}}}",
            "transform": f"{{{{ dbt_nn.transform(ref('{name}'), {data}) }}}}",
            "roc_curve": f"{{{{ dbt_nn.roc_curve(ref('{name}'), {data}, positive_class={classes[0]!r}) }}}}",
            "feature_importance": f"{{{{ dbt_nn.feature_importance(ref('{name}'), {data}, repeats=1) }}}}",
            "data_split": f"select {{{{ dbt_nn.data_split({list(case.columns)!r}) }}}} as a from {{{{ {data} }}}}",
            "function": f"{{{{ dbt_nn.predict_function(ref('{name}')) }}}}",
        }
        self.reading[case.number] = []
        for reader in case.readers:
            model = f"{reader}_{case.number}"
            if reader != "function":
                self.project.write_model(model, f"{{{{ config(materialized='table') }}}}\n{calls[reader]}\n")
            elif not has_jinja(case.network["features"]):
                self.project.write(f"functions/{model}.sql", calls[reader])
                listed = [{"name": feature, "data_type": "double"} for feature in case.network["features"]]
                functions.append({"name": model, "arguments": listed, "returns": {"data_type": "varchar"}})
            else:
                continue
            self.reading[case.number].append(reader)

    def run(self) -> dict[str, tuple[str, str]] | None:
        """One dbt run; the status and the message of every node, or none where dbt did not come to run anything."""
        from dbt.cli.main import dbtRunner

        self.lines: list[str] = []
        quiet = [
            "--log-level",
            "none",
            "--log-level-file",
            "none",
            "--no-write-json",
            "--no-partial-parse",
            "--threads",
            "1",
            "--no-version-check",
        ]
        here = os.getcwd()
        os.chdir(self.project.folder)
        try:
            listen = [lambda event: self.lines.append(event.info.msg)]
            outcome = dbtRunner(callbacks=listen).invoke(["build", *quiet, *self.project._options()])
        finally:
            self.project._disconnect()
            os.chdir(here)
        if not getattr(outcome.result, "results", None):
            self.failure = str(outcome.exception or "\n".join(self.lines[-20:]))
            return None
        return {result.node.name: (str(result.status), result.message or "") for result in outcome.result.results}

    def canaries(self, connection) -> list[str]:
        """What was run, made or dropped that is no business of a name's."""
        found = []
        tables = {
            row[0] for row in connection.execute("select table_name from duckdb_tables() where not internal").fetchall()
        }
        if "canary" not in tables or connection.execute("select * from canary").fetchall() != [(1,)]:
            found.append("the table `canary` is gone or changed")
        known = {"canary"} | {f"{kind}_{case.number}" for case in self.cases for kind in ["t", "net", "net", *READERS]}
        known |= {f"net_{case.number}__steps" for case in self.cases}
        if tables - known:
            found.append(f"tables that no model makes: {sorted(tables - known)}")
        files = {file.name for file in self.project.folder.iterdir()}
        known = {
            "dbt_packages",
            "dbt_project.yml",
            "profiles.yml",
            "models",
            "functions",
            "target",
            "logs",
            "test.duckdb",
        }
        if files - known - {"test.duckdb.wal", ".user.yml"}:
            found.append(f"files that no model makes: {sorted(files - known)}")
        if any("CANARY RAN" in line and "CANARY' ~" not in line and "'CANARY RAN'" not in line for line in self.lines):
            found.append("a text of the data or a name was run: CANARY RAN")
        return found


def is_literal(value) -> bool:
    """Whether Python's notation of a value is Jinja's too."""
    if isinstance(value, dict):
        return all(is_literal(key) and is_literal(item) for key, item in value.items())
    if isinstance(value, list):
        return all(map(is_literal, value))
    return (
        value is None
        or isinstance(value, str | bool)
        or isinstance(value, int)
        or (isinstance(value, float) and math.isfinite(value))
    )


def has_jinja(value) -> bool:
    """Whether dbt would render something in it, if it stood in YAML; Jinja makes a line feed of each line break too."""
    text = json.dumps(value, default=str, ensure_ascii=False)
    return any(mark in text for mark in ("{{", "{%", "{#", "}}", "%}", "#}", "\\r", '\\n"', "\x85", "\u2028", "\u2029"))


def judge(case: Case, batch: Batch, results: dict, connection) -> tuple[str, str]:
    """`trained`, `refused` (and for what), or `found` (and what)."""
    status, message = results.get(f"net_{case.number}", ("missing", "dbt has no result of the model"))
    if status != "success":
        refusal = REFUSAL.search(message)
        if not refusal:
            return "found", f"no message of the house form ({status}): {message[:1500]}"
        if case.outcome == "trains":
            return "found", f"refused, though it should train: {message[:1500]}"
        if case.refused_for and refusal[1] not in case.refused_for:
            return "found", f"refused for `{refusal[1]}`, expected {case.refused_for}: {message[:1500]}"
        return "refused", refusal[1]
    if case.outcome == "refused":
        return "found", f"it trained, though {case.refused_for} is wrong"
    if not isinstance(case.network, dict):
        return "found", "it trained without a description"
    fault = differences(case, connection)
    if fault:
        return "found", fault
    for reader in batch.reading.get(case.number, []):
        status, message = results.get(f"{reader}_{case.number}", ("missing", "dbt has no result of it"))
        if status != "success":
            return "found", f"{reader} failed ({status}): {message[:1500]}"
        try:
            fault = read(case, reader, connection)
        except Exception:
            fault = traceback.format_exc()[-1500:]
        if fault:
            return "found", f"{reader}: {fault}"
    return "trained", ""


def differences(case: Case, connection) -> str | None:
    """Where the rows of the network are not those of NumPy."""
    cursor = connection.execute(f"select * from net_{case.number} order by iteration")
    names = [column[0] for column in cursor.description]
    rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    if [row["iteration"] for row in rows] != list(range(case.iterations + 1)):
        return f"iterations {[row['iteration'] for row in rows]}"
    prepared = inputs_of(case)
    if prepared is None:
        return "it trained on NULL"
    x, learned, labels = prepared
    with np.errstate(all="ignore"):
        expected = trained(case, x, labels)
    for row, theirs in zip(rows, expected, strict=True):
        for name, value in learned.items():
            if not is_close(row[name], value, 1e-300):
                return f"iteration {row['iteration']}, {name}: {row[name]!r} is not {value!r}"
        if not is_close(row["loss"], theirs["loss"]):
            return f"iteration {row['iteration']}, loss: {row['loss']!r} is not {theirs['loss']!r}"
        ours = reference.from_row(row, [x.shape[1], *case.network["hidden_units"], len(case.network["classes"])])
        for mine, exact, sizes in zip(ours, theirs["layers"], theirs["scales"], strict=True):
            for measured, right, size in zip(mine, exact, sizes, strict=True):
                finite = np.abs(right[np.isfinite(right)])
                scale = max(float(finite.max()) if finite.size else 0.0, float(size))
                pairs = zip(measured.ravel().tolist(), right.ravel().tolist(), strict=True)
                if not all(is_close(a, b, scale) for a, b in pairs):
                    return f"iteration {row['iteration']}, parameters: {measured.tolist()} are not {right.tolist()}"
        if case.kind == "data" and scores_are_near(theirs["layers"], x):
            return None
    return None


def read(case: Case, reader: str, connection) -> str | None:
    """Where what a macro gives of the network is not what NumPy makes of it."""
    x, learned, labels = inputs_of(case)
    layers = trained(case, x, labels)[-1]["layers"]
    probabilities = reference.probabilities(layers, x)
    classes, count = case.network["classes"], len(case.network["classes"])
    expected = [classes[number] for number in probabilities.argmax(axis=1)]
    clear = [row[-1] - row[-2] > 1e-9 for row in np.sort(probabilities, axis=1).tolist()]
    if reader == "function":
        arguments = ", ".join('"' + name.replace('"', '""') + '"' for name in case.network["features"])
        rows = connection.execute(f"select function_{case.number}({arguments}) from t_{case.number}").fetchall()
        return check_labels([row[0] for row in rows], expected, clear)
    cursor = connection.execute(f"select * from {reader}_{case.number}")
    names, rows = [column[0] for column in cursor.description], cursor.fetchall()
    if reader in ("predict", "predict_select"):
        kept = len(case.columns) if reader == "predict" else 1
        if len(names) != kept + count + 1 or len(rows) != len(x):
            return f"columns {names}, {len(rows)} rows"
        if names[-1] != "predicted_" + case.network["label"] and reader == "predict_select":
            return f"columns {names}"
        measured = np.array([row[kept : kept + count] for row in rows])
        if not np.allclose(measured, probabilities, rtol=1e-8, atol=1e-12):
            return f"probabilities {measured.tolist()} are not {probabilities.tolist()}"
        return check_labels([row[-1] for row in rows], expected, clear)
    if reader == "weights":
        texts = [str(name).lower() if isinstance(name, bool) else str(name) for name in classes]
        last = [row for row in rows if row[0] == len(layers)]
        units = list(dict.fromkeys(row[2] for row in last))
        if [unit.lower() for unit in units] != [text.lower() for text in texts]:
            return f"units {units} are not {texts}"
        weights = sum(matrix.size + biases.size for matrix, biases in layers)
        inputs = list(dict.fromkeys(row[1] for row in rows if row[0] == 1))
        return (
            None
            if len(rows) == weights and inputs == input_names(case, learned)
            else f"{len(rows)} rows, inputs {inputs}"
        )
    if reader == "confusion_matrix":
        if len(rows) != count or len(names) != count + 1:
            return f"columns {names}, {len(rows)} rows"
        found = {(row[0], place): row[1 + place] for row in rows for place in range(count)}
        right = Counter((classes[label], classes.index(guess)) for label, guess in zip(labels, expected, strict=True))
        return (
            None
            if not all(clear) or {key: value for key, value in found.items() if value} == dict(right)
            else f"{rows}"
        )
    if reader == "transform":
        measured = np.array([row[len(case.columns) :] for row in rows], dtype=float)
        return (
            None
            if np.allclose(measured, x, rtol=1e-9, atol=1e-12)
            else f"inputs {measured.tolist()} are not {x.tolist()}"
        )
    if reader == "feature_importance":
        listed = {row[0] for row in rows}
        return None if listed == set(case.network["features"]) else f"features {listed}"
    if reader == "data_split":
        return None if {row[0] for row in rows} <= {"train", "test"} and len(rows) == len(x) else f"{rows}"
    if reader == "evaluate":
        loss = reference.step(layers, x, labels, case.network.get("l2_reg", 0) * 0)[0]
        return None if is_close(rows[0][names.index("log_loss")], loss) else f"log_loss {rows} is not {loss}"
    return None if rows and len(rows) <= len(x) else f"{len(rows)} rows"


def input_names(case: Case, learned: dict) -> list[str]:
    """What the inputs are called in `weights`."""
    names = []
    for number, feature in enumerate(case.network["features"]):
        found = [learned[name] for name in learned if name.startswith(f"category_{number}_")]
        is_category = feature in case.network.get("categories", {})
        texts = ["a category that was not there" if text is None else text for text in found]
        names += [f"{feature} = {text}" for text in texts] if is_category else [feature]
        names += [f"{feature} is null"] if case.network.get("impute") is True else []
    return [*dict.fromkeys(names), "__INTERCEPT__"]


def check_labels(measured: list, expected: list, clear: list[bool]) -> str | None:
    """Where the classes predicted are others."""
    wrong = [pair for *pair, sure in zip(measured, expected, clear, strict=True) if sure and pair[0] != pair[1]]
    return f"classes {wrong[:3]}" if wrong else None


def run_batch(seed: int, numbers: list[int]) -> list[tuple[int, str, str, str, str]]:
    """Run the cases of these numbers: number, kind, outcome, detail, and the case as text where something was found."""
    cases = [Maker(seed, number).make() for number in numbers]
    with tempfile.TemporaryDirectory() as folder:
        batch = Batch(Path(folder) / "project", cases)
        results = batch.run()
        if results is None:
            if len(cases) == 1:
                return [
                    (
                        cases[0].number,
                        cases[0].kind,
                        "found",
                        "dbt ran nothing: " + batch.failure[:1500],
                        cases[0].shown(),
                    )
                ]
            middle = len(numbers) // 2
            return run_batch(seed, numbers[:middle]) + run_batch(seed, numbers[middle:])
        verdicts = []
        with duckdb.connect(batch.project.database) as connection:
            hatched = batch.canaries(connection)
            for case in cases:
                try:
                    outcome, detail = judge(case, batch, results, connection)
                except Exception:
                    outcome, detail = "found", traceback.format_exc()[-1500:]
                verdicts.append((case.number, case.kind, outcome, detail, case.shown() if outcome == "found" else ""))
        if hatched and len(cases) > 1:
            middle = len(numbers) // 2
            return run_batch(seed, numbers[:middle]) + run_batch(seed, numbers[middle:])
        if hatched:
            verdicts = [(cases[0].number, cases[0].kind, "found", "; ".join(hatched), cases[0].shown())]
    return verdicts


def run_large(rows: int = 10_000_000) -> str | None:
    """Ten million rows that are all the same, two iterations: the numbers of one row."""
    from dbt.cli.main import dbtRunner

    with tempfile.TemporaryDirectory() as folder:
        case = Case(
            0,
            "data",
            {"features": ["x1", "x2"], "label": "y", "classes": [0, 1], "hidden_units": [2]},
            {},
            iterations=2,
        )
        case.columns = {"x1": ("double", [0.5]), "x2": ("double", [-1.25]), "y": ("bigint", [1])}
        batch = Batch(Path(folder) / "project", [case])
        with duckdb.connect(batch.project.database) as connection:
            connection.execute(f"insert into t_0 select 0.5, -1.25, 1 from range({rows - 1})")
        try:
            outcome = dbtRunner().invoke(["run", "--quiet", *batch.project._options()])
        finally:
            batch.project._disconnect()
        if not outcome.success:
            return str(outcome.exception or outcome.result.results[0].message)
        with duckdb.connect(batch.project.database) as connection:
            return differences(case, connection)


def main(arguments: list[str] | None = None) -> int:
    """Run the cases that the command asks for; 1 where something was found."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=int, default=10_000, help="how many (10000)")
    parser.add_argument("--seed", type=int, default=None, help="what the cases are made of (drawn)")
    parser.add_argument("--only", type=int, help="the number of one case, to see it again")
    parser.add_argument("--processes", type=int, default=min(2, os.cpu_count() or 1), help="how many at once (2)")
    options = parser.parse_args(arguments)
    seed = options.seed if options.seed is not None else random.SystemRandom().randrange(10**6)
    numbers = [options.only] if options.only is not None else list(range(1, options.cases + 1))
    print(f"fuzz: {len(numbers)} cases, seed {seed}", flush=True)

    began = time.monotonic()
    size = min(BATCH, -(-len(numbers) // options.processes))
    batches = [(seed, numbers[start : start + size]) for start in range(0, len(numbers), size)]
    verdicts = []
    if len(batches) == 1:
        verdicts = run_batch(*batches[0])
    else:
        context = multiprocessing.get_context("spawn")
        with context.Pool(options.processes, maxtasksperchild=2) as pool:
            for done in pool.imap_unordered(call, batches):
                verdicts += done
                found = sum(verdict[2] == "found" for verdict in verdicts)
                seconds = time.monotonic() - began
                print(f"{len(verdicts):6} cases, {found} found, {seconds:.0f} s", file=sys.stderr, flush=True)

    large = None
    if options.only is None and len(numbers) >= 10_000:
        large = run_large()
        print(f"10,000,000 rows that are all the same: {'found: ' + large if large else 'trained right'}")
    return report(seed, verdicts) or int(bool(large))


def call(batch: tuple) -> list:
    """One batch, in a process of the pool."""
    return run_batch(*batch)


def report(seed: int, verdicts: list) -> int:
    """Print what was tried and found; 1 where something was."""
    print(f"\n{'kind':<10}{'cases':>8}{'trained right':>16}{'refused':>10}{'found':>8}")
    counts = Counter((kind, outcome) for _, kind, outcome, _, _ in verdicts)
    for kind in [*KINDS, "all"]:
        row = [
            sum(n for (k, o), n in counts.items() if kind in (k, "all") and o == wanted)
            for wanted in ("trained", "refused", "found")
        ]
        print(f"{kind:<10}{sum(row):>8}{row[0]:>16}{row[1]:>10}{row[2]:>8}")
    refused = Counter(detail for _, _, outcome, detail, _ in verdicts if outcome == "refused")
    print("\nrefused for: " + ", ".join(f"{name} {count}" for name, count in refused.most_common()))
    findings = sorted(verdict for verdict in verdicts if verdict[2] == "found")
    for number, kind, _, detail, shown in findings[:20]:
        print(f"\ncase {number} ({kind}): {detail}\n{shown}")
        print(f"    again: .venv/bin/python tests/endurance/fuzz.py --seed {seed} --only {number}")
    if len(findings) > 20:
        print(f"\nand {len(findings) - 20} more: {[number for number, *_ in findings[20:]]}")
    print(f"\n{len(findings)} found")
    return int(bool(findings))


if __name__ == "__main__":
    sys.exit(main())
