"""The cases of `make fuzz`: what is drawn for each number, and what must come of it.

There are five kinds, in the shares of KINDS:

    names      columns that are called like SQL, Jinja, comments, or the project's own columns
    texts      labels and categories of that sort, which are learned of the rows, compared with and written out
    options    values of wrong types and sizes in the description of the network
    data       NULL, NaN, infinities, ±1e308, denormals, one value alone, one class alone, no rows, odd types
    drift      what is read is not what was trained: another description, another type of a column, NaN and infinities
               in the rows to predict and to judge, an iteration that is not there; all sorts of SQL around a training

A case depends on the seed and its number alone.
"""

import datetime
import random
from collections.abc import Callable
from dataclasses import dataclass, field

KINDS = {"names": 0.35, "texts": 0.25, "options": 0.12, "data": 0.13, "drift": 0.15}

# What a name would do if it were ever run. The words CANARY RAN stand together only then: no log of the name counts.
ATTACKS = [
    'x"; drop table canary; --', 'x" as double)); drop table canary; --', '"; drop table canary; select "',
    "'; drop table canary; --", "a') ; drop table canary; --", "x`; drop table canary; --", "x]; drop table canary; --",
    "\\'; drop table canary; --", '\\"; drop table canary; --', "\\`; drop table canary; --",
    'x") as f; drop table canary; --', "*/ drop table canary; /*", "; create table hatched as select 1; --",
    "\"; copy canary to 'hatched.csv'; --",
    "'||(select error('CANARY'||' RAN'))||'", "\" || error('CANARY' || ' RAN') || \"",
    "$$; drop table canary; $$", "E'\\'; drop table canary; --", "{{ log('CANARY' ~ ' RAN', info=true) }}",
    "{{ run_query('drop table canary') }}", "{% do run_query('drop table canary') %}",
    "{% set x = run_query('drop table canary') %}", "{{ exceptions.raise_compiler_error('CANARY' ~ ' RAN') }}",
    "{# gone #}", "{{ 7 * 191 }}", "{% raw %}", "{% endmacro %}", "}}", "%}", "{{", "{%", "{#", "--", "-- x", "/*",
    "*/",
    "/* x */", "-- dbt_nn: parts of a training", "__dbt_nn_iterations__", "%s", "%(x)s", "?", "$1", ":name", "%", "{}",
    "{0}", "\\", "\\\\", "\\n", "'", "''", '"', '""', "`", "a.b", "a,b", "a b", " a", "a ", "a'b", 'a"b', "a\tb", "a;b",
    "a\\b", "a/b", "a|b", "=a", "null", "NULL", "None", "nan", "true", "1e5", "1", "007", "2024-01-01", "-1", "+", "*",
    "t.*", "*.x", "_1",
]  # fmt: skip
SCRIPTS = [
    "größe", "ß", "İstanbul", "ı", "K", "ſ", "Ǆ", "名前", "특징", "עברית", "مرحبا", "שלום\u202e abc", "😀", "👩‍👩‍👧",
    "🇩🇪",
    "a\u200bb", "\u200b", "\ufeffx", "e\u0301", "é", "Z\u0351\u036b\u0343", "ﬁ", "Ａ", "\u00a0", "a\u00a0b", "𝒳",
    "\u2066x\u2069", "न\u094dम", "µ", "μ", "‘a’", "…", "\u3000", "\x01", "a\x1bb", "\x7f",
]  # fmt: skip
RESERVED = [
    "select", "from", "where", "order", "group", "table", "end", "case", "when", "user", "all", "as", "limit", "with",
    "union", "cross", "join", "values", "null", "default", "check", "primary", "index", "2x", "1_000", "0", "rowid",
    "current_date",
]  # fmt: skip
# What the project's own SQL and results call their columns and relations.
INTERNAL = [
    "x_0", "x_1", "y_0", "y_1", "state", "iteration", "w_00", "w_01", "w2_00", "b_0", "b2_1", "probs_0", "probs_1",
    "dbt_nn_row", "description", "example", "examples", "mean_0", "mean_1", "stddev_0", "category_0_0", "category",
    "scores_0", "h_0", "d_0", "loss", "accuracy", "trained_at", "training_run", "num_examples", "learning_rate",
    "batch",
    "batch_size", "digest", "shuffle_key", "margin", "sum_exp", "max_score", "example_loss", "is_correct", "num_rows",
    "learned", "statistics", "named", "start", "training", "numbers", "last_iteration", "probability_0", "predicted_y",
    "layer", "input", "unit", "weight", "kept_0", "arguments", "feature", "expected", "expected_label", "predicted",
    "place", "n", "c0", "target", "__dbt_tmp", "model", "this",
]  # fmt: skip
# Texts may hold what no column's name may: what Python's splitlines(), and so Jinja, takes for the end of a line.
BREAKS = [
    "a\nb", "a\r\nb", "\n", "a\n\n    b", "a\rb", "a\x0bb", "a\x0cb", "a\x1cb", "a\x85b", "a\u2028b", "a\u2029b", "a\n",
]  # fmt: skip

# Values of options that are mostly wrong. No whole number beyond 64 bits in YAML: dbt itself cannot keep one.
JUNK = [
    None, True, False, 0, -1, 1.5, "", "a", "1", [], [[]], {}, {"a": 1}, [None], [1.5], ["a"], [True], float("nan"),
    float("inf"), -float("inf"), -(2**63), "{{ 1 }}", "*/ drop table canary; /*", datetime.date(2024, 1, 1),
    ["*/ drop table canary; --"], [["x1"]], {"x1": {"x1": 1}}, "x1", 2**63, [10**6], [100_001], [0, 2**63], 1e-400,
]  # fmt: skip
OPTIONS = [
    "features", "label", "classes", "hidden_units", "categories", "standardize", "impute", "activation",
    "learning_rate", "learning_rate_schedule", "decay_iterations", "warmup_iterations", "clip_norm", "l1_reg", "l2_reg",
    "seed", "initialization", "initial_parameters", "optimizer", "momentum", "beta_1", "epsilon", "batch_size", "task",
    "layout",
]  # fmt: skip

# What the column x1 holds instead of an ordinary number, by what is drawn and the number that was there.
ODD_NUMBERS: dict[str, Callable] = {
    "denormal": lambda draw, _: draw.choice([5e-324, -5e-324, 2.2e-308, 1e-320, 0.0, -0.0]),
    "tiny": lambda _, value: value * 1e-200,
    "large": lambda _, value: value * 1e100,
    "huge": lambda draw, _: draw.choice([1e308, -1e308, 1.7976931348623157e308]),
    "mixed": lambda draw, _: draw.choice([1e-300, 1e150, 0.0, -1e6, 3.0]),
    "zeros": lambda draw, _: draw.choice([0.0, -0.0]),
}
# Types of columns that hold no numbers, each with a value.
ODD_TYPES = [
    ("varchar", "a"), ("boolean", True), ("date", "2024-01-01"), ("timestamp", "2024-01-01"), ("time", "10:00"),
    ("interval", "1 day"), ("blob", "abc"), ("uuid", "12345678-1234-1234-1234-123456789abc"), ("integer[]", [1]),
    ("double[2]", [1.0, 2.0]), ("struct(a integer)", {"a": 1}), ("enum('a', 'b')", "a"), ("timestamp_ns", "2024-01-01"),
    ("timestamptz", "2024-01-01"), ("map(varchar, integer)", None), ("bit", "101"), ("json", "{}"),
]  # fmt: skip
# What reads a trained network: macros of the package, a function, and a generic test.
READERS = [
    "predict", "weights", "confusion_matrix", "evaluate", "function", "predict_select", "transform", "roc_curve",
    "feature_importance", "data_split", "examples_are_valid",
]  # fmt: skip


# SQL around the call of `train`.
WRAPPERS = [
    "{}", "{}\n", "    {}", "select * from (\n    {}\n) as trained",
    "select *, 'x' as batch from (\n        {}\n    ) as t",
    "with\n\ntrained as (\n\n    {}\n\n)\n\nselect * from trained", "-- dbt_nn: parts of a training\n{}",
    "/* a comment; 'a text\n*/\n{}\n-- the end",
]  # fmt: skip


@dataclass
class Case:
    """A network, its table, and what must come of it."""

    number: int
    network: dict
    # By the column's name: its type on DuckDB, and its values.
    columns: dict[str, tuple[str, list]]
    kind: str = ""
    iterations: int = 1
    iterations_per_statement: int | None = None
    # Further arguments of `train`.
    arguments: dict = field(default_factory=dict)
    readers: list[str] = field(default_factory=list)
    # `trains`, `refused`, or `either` where it depends on numbers.
    outcome: str = "trains"
    # The arguments of which one must be named where it is refused.
    refused_for: tuple[str, ...] = ()
    # What stands around the call of `train`.
    wrapper: str = "{}"
    # What reads the network otherwise than it was trained; none of most cases.
    drift: "Drift | None" = None

    @property
    def rows(self) -> int:
        """How many rows the table has."""
        return len(next(iter(self.columns.values()))[1])

    def refuse(self, *arguments: str) -> None:
        """Have it refused, for one of these arguments."""
        self.outcome, self.refused_for = "refused", arguments

    def shown(self) -> str:
        """The case in full."""
        lines = [f"network: {self.network!r}"]
        lines += [f"column {name!r} {kind}: {values!r}"[:600] for name, (kind, values) in self.columns.items()]
        lines.append(f"iterations {self.iterations}, {self.iterations_per_statement} a statement, {self.arguments}")
        lines.append(f"read by {self.readers}; expected: {self.outcome} {self.refused_for}")
        return "\n".join("    " + line for line in lines)


@dataclass
class Drift:
    """A door that reads a network otherwise than it was trained."""

    door: str
    # The description that the door finds, where it is another one.
    network: dict | None = None
    # The table that it reads, where it is another one.
    columns: dict[str, tuple[str, list]] | None = None
    iteration: int | None = None
    # Where it must be refused, the arguments of which one must be named; else it must be right.
    refused_for: tuple[str, ...] = ()


class Maker:
    """Draws the case of a number."""

    def __init__(self, seed: int, number: int):
        """All that is drawn for the case comes from here."""
        self.random = random.Random(f"{seed}:{number}")
        self.number = number

    def make(self) -> Case:
        """The case of this number."""
        kind = self.random.choices(list(KINDS), list(KINDS.values()))[0]
        case = getattr(self, f"make_{kind}")()
        case.kind = kind
        return case

    # Names and texts

    def name(self, with_breaks: bool = False) -> str:
        """Something that a column, a label or a category may be called."""
        pools = [ATTACKS] * 5 + [SCRIPTS] * 2 + [RESERVED] + [INTERNAL] * 2 + ([BREAKS] * 2 if with_breaks else [])
        way = self.random.random()
        if way < 0.7:
            return self.random.choice(self.random.choice(pools))
        if way < 0.8:
            return self.random.choice(self.random.choice(pools)) + self.random.choice(self.random.choice(pools))
        if way < 0.83:
            part = self.random.choice(self.random.choice(pools))
            return (part * 300)[: self.random.choice([255, 256, 300])]
        if way < 0.9:
            name = self.random.choice(INTERNAL + RESERVED)
            return self.random.choice([name.upper(), name.title(), name + "_", "_" + name])
        alphabet = "ab\"'`;-/*{}%#\\ ().,=$\t" + "xé名😀\u200b\u202e0"
        return "".join(self.random.choice(alphabet) for _ in range(self.random.randint(1, 12)))

    def names(self, count: int, with_breaks: bool = False) -> list[str]:
        """Different names of columns, which a warehouse tells apart too."""
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
            short = self.random.random() < 0.1
            text = self.random.choice(["", " ", "  ", "a", "A", "0", "cat", "a\x00b"]) if short else self.name(True)
            if text not in found:
                found.append(text)
        return found

    # A network that has nothing wrong with it, and its table

    def numbers(self, rows: int, nulls: bool = False) -> tuple[str, list]:
        """A column of numbers of an ordinary size."""
        values = [round(self.random.gauss(0, 1), 3) for _ in range(rows)]
        if self.random.random() < 0.3:
            values = [round(3 * value) for value in values]
        if nulls:
            values = [None if self.random.random() < 0.3 else value for value in values]
            values[0] = 1.5
        return "double", values

    def plain(self, features: list[str], label: str, classes: list) -> Case:
        """A network of these columns and classes."""
        rows = self.random.randint(5, 20)
        kind = {bool: "boolean", int: "bigint", str: "varchar"}[type(classes[0])]
        columns = {feature: self.numbers(rows) for feature in features}
        columns[label] = (kind, [self.random.choice(classes) for _ in range(rows)])
        network = {
            "features": features,
            "label": label,
            "classes": classes,
            "hidden_units": self.random.choice([[], [2], [2], [3], [2, 2]]),
            "learning_rate": self.random.choice([0.1, 0.5, 1, 2.0]),
            "seed": self.random.choice([0, 1, 42, -7, 2**40]),
        }
        # Not drawn, so that the other draws of a seed stay what they were.
        if self.number % 3 == 0:
            network["layout"] = "lists"
        if self.random.random() < 0.5:
            network["l2_reg"] = self.random.choice([0, 0.001, 0.1])
        if self.random.random() < 0.5:
            network["initialization"] = self.random.choice(["post", "glorot", "he"])
        case = Case(self.number, network, columns, iterations=self.random.choice([1, 1, 2, 3]))
        if self.random.random() < 0.1:
            case.iterations, case.iterations_per_statement = self.random.choice([(3, 1), (4, 2), (5, 3)])
        if self.random.random() < 0.2:
            case.readers = self.random.sample(READERS, self.random.choice([1, 1, 2]))
        return case

    def prepare(self, case: Case, texts: bool) -> None:
        """Let the network learn something of its features; `texts`: make categories of some of them."""
        network = case.network
        impute = self.random.random() < 0.3
        if impute:
            network["impute"] = True
        if self.random.random() < 0.4:
            network["standardize"] = True
        for feature in network["features"]:
            if texts and self.random.random() < 0.7:
                pool = self.texts(self.random.randint(1, 4))
                values = [self.random.choice(pool) for _ in range(case.rows)]
                if impute:
                    values = [None if self.random.random() < 0.2 else value for value in values]
                case.columns[feature] = ("varchar", values)
                listed = [pool[: self.random.randint(1, 4)], [*pool, "never seen"]]
                given = self.random.choice([1, 2, 3, *listed])
                network.setdefault("categories", {})[feature] = given
                if isinstance(given, list) and not {*given} & {*values}:
                    case.refuse("categories")
            elif impute:
                case.columns[feature] = self.numbers(case.rows, nulls=True)

    # The four kinds

    def make_names(self) -> Case:
        """Odd names of columns; some are no names at all."""
        *features, label = self.names(self.random.randint(2, 4), with_breaks=self.random.random() < 0.1)
        case = self.plain(features, label, self.random.choice([[0, 1], [0, 1, 2], ["a", "b"], [False, True]]))
        if self.random.random() < 0.4:
            self.prepare(case, texts=self.random.random() < 0.5)
        elif self.random.random() < 0.15:
            case.network["batch_size"] = self.random.choice([2, 4, 7])
        for name in self.names(2):
            if name.lower() not in {known.lower() for known in case.columns} and self.random.random() < 0.3:
                case.columns[name] = ("varchar", ["other"] * case.rows)
        if self.random.random() < 0.14:
            self.spoil_names(case)
        read = [*case.network["features"], case.network["label"]]
        if any(name.splitlines() != [name] for name in read):
            case.refuse("features", "label", "network")
        self.reserve(case)
        return case

    def spoil_names(self, case: Case) -> None:
        """Name a column that is none, or that is not there, or one twice; or an option that is none."""
        network, [first, *_] = case.network, case.network["features"]
        fault = self.random.choice(["blank", "twice", "label", "missing", "option"])
        if fault == "blank":
            network["features"] = [*network["features"], self.random.choice(["", " ", "\t", "\u3000"])]
            case.refuse("features")
        elif fault == "twice":
            network["features"] = [*network["features"], self.random.choice([first, first.upper()])]
            case.refuse("features")
            if first.upper().lower() != first.lower():
                case.outcome = "either"
        elif fault == "label":
            network["label"] = self.random.choice(network["features"])
            case.refuse("label")
        elif fault == "missing":
            known = {name.lower() for name in case.columns}
            missing = next(name for name in self.names(20) if name.lower() not in known)
            place = self.random.choice(["features", "label"])
            network[place] = [*network["features"], missing] if place == "features" else missing
            case.refuse(place)
        else:
            network[self.name()] = 1
            case.refuse("network")

    @staticmethod
    def reserve(case: Case) -> None:
        """The one name that is not to be had: what a row of the data is called in the SQL."""
        if "dbt_nn_row" in {name.lower() for name in case.columns} and case.outcome == "trains":
            case.refuse("data")

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
        value = self.random.choice(JUNK)
        place = self.random.choice([*OPTIONS, "unknown", "left out", "all", "argument"])
        is_legal = False
        if place == "all":
            case.network = value
            # No description at all has another message than a wrong one.
            case.refused_for = ("meta.network" if value is None else "features" if value == {} else "network",)
        elif place == "unknown":
            option = self.random.choice(
                ["learn_rate", "hidden_layers", "lr", "", "LABEL", "x" * 300, "'", "epochs", "*/"]
            )
            case.network[option] = value
            case.refused_for = ("network",)
        elif place == "left out":
            case.refused_for = (self.random.choice(["features", "label", "classes", "hidden_units"]),)
            del case.network[case.refused_for[0]]
        elif place == "argument":
            case.refused_for = (self.random.choice(["iterations", "record_every"]),)
            case.arguments = {case.refused_for[0]: self.random.choice([True, 0, -1, 1.5, "", "a", [], -(10**30)])}
        else:
            case.network[place] = value
            case.refused_for = (place,)
            is_legal = self.is_legal(place, value) or (
                place == "activation" and value == case.network["hidden_units"] == []
            )
        case.outcome = "trains" if is_legal else "refused"
        return case

    @staticmethod
    def is_legal(option: str, value) -> bool:
        """Whether the value is one that the table of options in the README allows, for the columns x1, x2 and y."""
        number = isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= 1e308
        whole = isinstance(value, int) and not isinstance(value, bool) and -(2**63) <= value < 2**63
        if option in ("standardize", "impute"):
            return isinstance(value, bool) or value == []
        if option in ("categories", "initial_parameters"):
            return value == {} and isinstance(value, dict)
        if option == "hidden_units":
            return value == []
        if option in ("learning_rate", "clip_norm"):
            return value is None or (number and value > 0)
        if option in ("l1_reg", "l2_reg"):
            return number and value >= 0
        if option == "warmup_iterations":
            return whole and value >= 0
        if option == "seed":
            return whole
        if option == "batch_size":
            return value is None or (whole and value > 0)
        return False

    def make_data(self) -> Case:
        """Odd numbers in the column x1, or a table that is odd."""
        case = self.plain(["x1", "x2"], "y", self.random.choice([[0, 1], [0, 1, 2], ["a", "b"]]))
        case.readers = [reader for reader in case.readers if reader not in ("feature_importance", "data_split")]
        if self.random.random() < 0.4:
            case.network["standardize"] = True
        if self.random.random() < 0.3:
            case.network["impute"] = True
        ways = [
            "cell",
            "constant",
            "one class",
            "no rows",
            "one row",
            "type",
            "label",
            "label type",
            "decimals",
            "whole",
        ]
        way = self.random.choice([*ODD_NUMBERS, *ways])
        if way in ODD_NUMBERS:
            self.fill(case, [ODD_NUMBERS[way](self.random, value) for value in case.columns["x1"][1]])
            # What is large overflows somewhere, and so does what is tiny once it is divided by its deviation.
            if way in ("huge", "large", "mixed") or (way in ("denormal", "tiny") and "standardize" in case.network):
                case.outcome, case.refused_for = "either", ("features", "network", "y", "learning_rate")
        else:
            getattr(self, f"make_{way.replace(' ', '_')}")(case)
        return case

    @staticmethod
    def fill(case: Case, values: list, kind: str = "double", column: str = "x1") -> None:
        """Give a column of the case other values."""
        case.columns[column] = (kind, values)

    def make_cell(self, case: Case) -> None:
        """One NULL, NaN or infinity, which `impute` takes for missing; or NULL throughout."""
        value = self.random.choice([None, None, float("nan"), float("inf"), -float("inf")])
        values = list(case.columns["x1"][1])
        values[self.random.randrange(case.rows)] = value
        throughout = value is None and self.random.random() < 0.3
        self.fill(case, [None] * case.rows if throughout else values)
        if throughout or "impute" not in case.network:
            case.refuse("features")

    def make_constant(self, case: Case) -> None:
        """The same number in every row."""
        self.fill(case, [self.random.choice([0, 1, 0.1, 1e6])] * case.rows)

    def make_one_class(self, case: Case) -> None:
        """The same label in every row."""
        kind, values = case.columns["y"]
        self.fill(case, [case.network["classes"][0]] * len(values), kind, "y")

    def make_no_rows(self, case: Case) -> None:
        """A table without rows."""
        case.columns = {name: (kind, []) for name, (kind, _) in case.columns.items()}
        case.refuse("data")

    def make_one_row(self, case: Case) -> None:
        """A table of one row."""
        case.columns = {name: (kind, values[:1]) for name, (kind, values) in case.columns.items()}

    def make_type(self, case: Case) -> None:
        """A feature that holds no numbers."""
        kind, value = self.random.choice(ODD_TYPES)
        self.fill(case, [value] * case.rows, kind)
        case.refuse("features")

    def make_label(self, case: Case) -> None:
        """One label that is NULL or no class."""
        kind, values = case.columns["y"]
        values = list(values)
        values[self.random.randrange(case.rows)] = self.random.choice([None, "c" if kind == "varchar" else 9])
        self.fill(case, values, kind, "y")
        case.refuse("y")

    def make_label_type(self, case: Case) -> None:
        """Labels of another type than the classes."""
        if case.columns["y"][0] == "varchar":
            kind, value = self.random.choice([("bigint", 1), ("double", 0.5), ("date", "2024-01-01")])
        else:
            kind, value = "varchar", "cat"
        self.fill(case, [value] * case.rows, kind, "y")
        case.refuse("label", "y")

    # What was trained is not what is read

    def make_drift(self) -> Case:
        """A network with nothing wrong, and a door that reads something else."""
        features = [f"c{number}" for number in range(self.random.randint(1, 3))]
        case = self.plain(features, "y", self.random.choice([[0, 1], [0, 1, 2], ["a", "b"]]))
        case.readers = []
        if self.random.random() < 0.4:
            case.network["standardize"] = True
        if self.random.random() < 0.5:
            case.network["impute"] = True
        case.wrapper = self.random.choice(WRAPPERS)
        way = self.random.choice(["description", "iteration", "type", "missing", "missing", "judged"])
        getattr(self, f"drift_{way}")(case)
        return case

    def drift_description(self, case: Case) -> None:
        """The description has changed since."""
        network = case.network
        changes = [{"classes": network["classes"][::-1]}, {"hidden_units": [*network["hidden_units"], 2]}]
        changes += [{"features": [*network["features"], "c9"]}, {"standardize": not network.get("standardize", False)}]
        if len(network["features"]) > 1:
            changes += [{"features": network["features"][::-1]}] * 3
        door = self.random.choice(["predict", "evaluate", "confusion_matrix", "roc_curve", "weights", "predict_select"])
        # The data has what a new feature would be read from.
        columns = case.columns | {"c9": case.columns[network["features"][0]]}
        case.drift = Drift(door, network | self.random.choice(changes), columns, refused_for=("network",))

    def drift_iteration(self, case: Case) -> None:
        """An iteration that the network has no row of."""
        case.iterations, case.iterations_per_statement = self.random.choice([(1, None), (3, None), (5, 2)])
        door = self.random.choice(["predict", "evaluate", "confusion_matrix", "roc_curve", "weights", "predict_select"])
        iteration = self.random.choice([-1, case.iterations + 1, 10**6])
        case.drift = Drift(door, iteration=iteration, refused_for=("iteration",))

    def drift_type(self, case: Case) -> None:
        """A category that was trained as one type and is read as another."""
        feature = case.network["features"][0]
        kind = self.random.choice(["bigint", "integer", "double", "decimal(9, 2)", "tinyint"])
        numbers = [self.random.randint(0, 3) for _ in range(case.rows)]
        case.columns[feature] = (kind, numbers)
        given = self.random.choice([1, 2, 4, ["0", "2"], ["1", "2", "7"]])
        if isinstance(given, list) and not {int(text) for text in given} & {*numbers}:
            given = 4
        case.network["categories"] = {feature: given}
        read = self.random.choice(
            ["double", "bigint", "smallint", "decimal(12, 3)", "hugeint", "float", "date", "varchar"]
        )
        values = numbers
        if read == "date":
            values = [f"2024-01-0{number + 1}" for number in numbers]
        if read == "varchar":
            values = [str(number) for number in numbers]
        refused_for = ("features", "categories") if read in ("date", "varchar") else ()
        case.drift = Drift("predict", columns=case.columns | {feature: (read, values)}, refused_for=refused_for)

    def drift_missing(self, case: Case) -> None:
        """NULL, NaN and infinities in the rows to predict."""
        case.drift = Drift(self.random.choice(["predict", "predict_select"]), columns=self.with_missing(case))

    def drift_judged(self, case: Case) -> None:
        """NULL, NaN and infinities in the rows to judge: imputed, else refused."""
        door = self.random.choice(["evaluate", "confusion_matrix", "roc_curve"])
        refused_for = () if case.network.get("impute") else ("features", *case.network["features"])
        case.drift = Drift(door, columns=self.with_missing(case), refused_for=refused_for)

    def with_missing(self, case: Case) -> dict:
        """The columns of the case, some numbers of one of them not there."""
        feature = self.random.choice(case.network["features"])
        kind, values = case.columns[feature]
        odd = [None, float("nan"), float("inf"), -float("inf")]
        places = self.random.sample(range(case.rows), self.random.randint(1, 3))
        values = [self.random.choice(odd) if place in places else value for place, value in enumerate(values)]
        return case.columns | {feature: (kind, values)}

    def make_decimals(self, case: Case) -> None:
        """Numbers that are no doubles."""
        kind = self.random.choice(["decimal(10, 3)", "float", "decimal(38, 10)"])
        self.fill(case, [round(value * 4) / 4 for value in case.columns["x1"][1]], kind)

    def make_whole(self, case: Case) -> None:
        """Whole numbers of all widths."""
        kinds = ["tinyint", "smallint", "integer", "hugeint", "utinyint", "uhugeint", "ubigint"]
        self.fill(case, [abs(round(value)) for value in case.columns["x1"][1]], self.random.choice(kinds))
