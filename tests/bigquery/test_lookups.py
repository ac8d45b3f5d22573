"""Categories that are looked up on BigQuery are an input of 0 or 1 each in NumPy, on Google's reference engine."""

import re
from dataclasses import dataclass, field

import numpy as np
import pytest
import reference
from test_reference_engine import compiled, put

TOLERANCE = 1e-12
ROWS, TOWNS, ITERATIONS = 60, 18, 3
SIZES = ["S", "M", "L"]


def orders(classes: int, gaps: bool) -> dict:
    """Rows of a price, a town and a size, some of which are missing if there are `gaps`, and a label."""
    random = np.random.default_rng(6)
    towns = random.integers(0, TOWNS, ROWS)
    towns[:TOWNS] = range(TOWNS)
    price = [
        None if gaps and place % 11 == 0 else value for place, value in enumerate(random.normal(size=ROWS).tolist())
    ]
    return {
        "price": price,
        "town": [None if gaps and place % 13 == 12 else f"town {town}" for place, town in enumerate(towns)],
        "size": [SIZES[place % 3] for place in range(ROWS)],
        "y": ((towns + random.integers(0, 2, ROWS)) % classes).tolist(),
        "id": list(range(ROWS)),
    }


@dataclass
class Lookup:
    """A network that looks categories up, and what it is trained on."""

    hidden: list[int]
    num_classes: int
    categories: dict
    looked_up: list[str]
    options: dict = field(default_factory=dict)

    @property
    def network(self) -> dict:
        """Its description."""
        plain = {"features": ["price", "town", "size"], "label": "y", "classes": list(range(self.num_classes))}
        plain |= {"hidden_units": self.hidden, "initialization": "glorot", "layout": "lists", "seed": 5}
        return plain | {"learning_rate": 0.5, "l2_reg": 0.01, "categories": self.categories} | self.options

    @property
    def rows(self) -> dict:
        """The examples by column."""
        return orders(self.num_classes, "impute" in self.options)

    def known(self, feature: str) -> list:
        """The categories of a feature: those given, or the most frequent, in order; None where there are fewer."""
        given = self.categories[feature]
        if isinstance(given, list):
            return given
        values = [value for value in self.rows[feature] if value is not None]
        found = sorted(set(values), key=lambda value: (-values.count(value), value))
        return found if given == "all" else (found + [None] * given)[:given]

    def inputs(self, rows: dict) -> np.ndarray:
        """What the network reads from rows, an input for each category."""
        imputed, columns = self.options.get("impute", []), []
        trained = np.array([value for value in self.rows["price"] if value is not None])
        for feature in self.network["features"]:
            values = rows[feature]
            if feature == "price":
                mean, scale = (trained.mean(), trained.std()) if "standardize" in self.options else (0.0, 1.0)
                columns.append([(trained.mean() if value is None else value) - mean for value in values])
                columns[-1] = [value / scale for value in columns[-1]]
            else:
                for category in self.known(feature):
                    columns.append([float(category is not None and value == category) for value in values])
            if feature in imputed:
                columns.append([float(value is None) for value in values])
        return np.array(columns).T

    @property
    def firsts(self) -> dict[str, int]:
        """Which input the first category of each feature that is looked up is, by the column of its weights."""
        firsts, at = {}, 0
        for number, feature in enumerate(self.network["features"]):
            if feature in self.looked_up:
                firsts[f"layer_1_categories_{number}"] = at
            at += len(self.known(feature)) if feature in self.categories else 1
            at += feature in self.options.get("impute", [])
        return firsts

    @property
    def widths(self) -> list[int]:
        """Inputs, hidden units, classes."""
        return [self.inputs(self.rows).shape[1], *self.hidden, self.num_classes]

    def layers(self, row: dict, prefix: str = "") -> reference.Layers:
        """The layers in a row of the network."""
        return reference.from_row(row, self.widths, prefix, self.firsts)

    def trained(self) -> list[dict]:
        """NumPy's rows of the iterations, all rows or a batch at a time."""
        layers = reference.initial_layers(self.widths, seed=5, initialization="glorot")
        x, labels, batch_size = self.inputs(self.rows), np.array(self.rows["y"]), self.options.get("batch_size")
        rate, l2_reg = self.network["learning_rate"], self.network["l2_reg"]
        options = {name: self.options[name] for name in ("activation", "optimizer") if name in self.options}
        if batch_size is None:
            return reference.train(layers, x, labels, ITERATIONS, rate, l2_reg, **options, momentum=0.9)
        features = zip(*(self.rows[feature] for feature in self.network["features"]), strict=True)
        dealt = reference.batch_of_each(features, labels, batch_size, 5, 0)
        history = reference.train(layers, x, labels, 0, rate, l2_reg)
        for iteration in range(ITERATIONS):
            chosen = dealt == iteration
            before = reference.from_row(history[-1], self.widths)
            history.append(reference.train(before, x[chosen], labels[chosen], 1, rate, l2_reg)[1])
        return history


BOTH = ["town", "size"]
CASES = {
    "logistic": Lookup([], 2, {"town": "all", "size": 3}, ["town"]),
    "only_categories": Lookup([], 3, {"town": "all", "size": "all"}, BOTH, {"features": BOTH}),
    "gaps": Lookup(
        [4, 3], 3, {"town": TOWNS + 2, "size": "all"}, BOTH,
        {"impute": ["price", "town"], "standardize": True, "activation": "tanh", "optimizer": "momentum"},
    ),
    "given": Lookup([2], 2, {"town": [f"town {n}" for n in range(17)], "size": 2}, ["town"]),
    "batches": Lookup([3], 2, {"town": "all", "size": "all"}, BOTH, {"batch_size": 16}),
}  # fmt: skip
# What is predicted: rows with categories that training did not have, and with nothing.
OTHERS = {"id": [1, 2, 3, 4], "price": [0.5, None, -1.0, 2.0], "town": ["town 3", "town 4", "elsewhere", None]}
OTHERS |= {"size": ["S", "M", "XL", "L"]}
DOORS = ["predict", "weights", "evaluate", "transform"]


def by_row(columns: dict) -> list[dict]:
    """A table's rows, of its columns."""
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def step_of(project, model: str) -> str:
    """The query of an iteration in a script."""
    pattern = r"while .*? do\s+insert into training \(.*?\)\n(.*?);\n\s+set"
    return re.search(pattern, compiled(project, model), re.DOTALL)[1]


@pytest.fixture(scope="module")
def project(new_project):
    """The networks, trained in the emulator for their first iteration, and what reads them; compiled."""
    project = new_project()
    project.load_table("others", OTHERS)
    for name, case in CASES.items():
        project.load_table(f"{name}_data", case.rows)
        data = f"source('tables', '{name}_data')"
        project.write_network(name, case.network, data)
        project.write_model(
            f"{name}_script",
            f"{{{{ config(meta={{'network': {case.network!r}}}) }}}}{{%- if execute -%}}"
            f"{{%- set run = {{'data': {data}, 'record_every': 1}} -%}}"
            "{{ dbt_nn._training_script(dbt_nn._counted(dbt_nn._network(), run.data), run, 3) }}{%- endif -%}",
        )
        project.write_model(f"{name}_function", f"{{{{ dbt_nn.predict_function(ref('{name}'), probability_of=1) }}}}")
        for door in DOORS:
            rows = {"weights": "", "evaluate": f", {data}"}.get(door, ", source('tables', 'others')")
            project.write_model(f"{name}_{door}", f"{{{{ dbt_nn.{door}(ref('{name}'){rows}) }}}}")
    project.dbt("run", "--select", *CASES)
    project.dbt("compile", "--full-refresh")
    return project


@pytest.fixture(scope="module")
def started(project, google) -> dict:
    """The rows of each network, iterations 0 and 1, on Google's engine; the tables stay there."""
    found = {}
    for table in project.types:
        rows = OTHERS if table == "others" else CASES[table.removesuffix("_data")].rows
        google.table(table, project.types[table], [list(row.values()) for row in by_row(rows)])
    for name in CASES:
        found[name] = sorted(google.query(compiled(project, name)), key=lambda row: row["iteration"])
        put(google, name, found[name])
    return found


@pytest.mark.parametrize("name", CASES)
def test_training(project, google, started, name):
    """The first row, the categories in it, and each iteration of a script."""
    case = CASES[name]
    start = started[name][0]
    for feature in case.looked_up:
        known = [category for category in case.known(feature) if category is not None]
        assert start[f"categories_{case.network['features'].index(feature)}"] == known
    script = compiled(project, f"{name}_script")
    put(google, f"{name}_script__steps", [start])
    for table, query in re.findall(r"create or replace temp table (\w+).*?as \(\n(.*?)\n\);", script, re.DOTALL):
        put(google, table, google.query(query) if table != "training" else [start])
    step = step_of(project, f"{name}_script")
    rows = [start]
    for _ in range(ITERATIONS):
        rows += google.query(step)
        put(google, "training", rows)
    expected = case.trained()
    for row, other in zip(rows, expected, strict=True):
        assert reference.relative_error(case.layers(row), reference.from_row(other, case.widths)) <= TOLERANCE
        assert row["loss"] == other["loss"] or row["loss"] == pytest.approx(other["loss"], rel=TOLERANCE)
        assert row["accuracy"] == other["accuracy"]
    assert reference.relative_error(case.layers(started[name][1]), case.layers(rows[1])) <= TOLERANCE


@pytest.mark.parametrize("name", CASES)
def test_doors(project, google, started, name):
    """A category that training did not have has no weight; without `impute` what is missing has no prediction."""
    case, row = CASES[name], started[name][1]
    layers = case.layers(row)
    activation = case.options.get("activation", "relu")
    predicted = sorted(google.query(compiled(project, f"{name}_predict")), key=lambda row: row["id"])
    imputed = case.options.get("impute", [])
    missing = [
        any(OTHERS[feature][place] is None and feature not in imputed for feature in case.network["features"])
        for place in range(len(OTHERS["id"]))
    ]
    expected = reference.probabilities(layers, case.inputs(OTHERS), activation)
    for found, probabilities, lacks in zip(predicted, expected, missing, strict=True):
        ours = [found[f"probability_{number}"] for number in range(case.num_classes)]
        assert (ours == [None] * case.num_classes) if lacks else (ours == pytest.approx(probabilities, rel=TOLERANCE))

    weights = google.query(compiled(project, f"{name}_weights"))
    assert [row["weight"] for row in weights] == [
        value for layer in layers for value in np.vstack([layer[0], layer[1]]).ravel().tolist()
    ]
    [evaluated] = google.query(compiled(project, f"{name}_evaluate"))
    x, labels = case.inputs(case.rows), np.array(case.rows["y"])
    loss, accuracy, _ = reference.step(layers, x, labels, 0.0, activation)
    assert [evaluated["log_loss"], evaluated["accuracy"]] == pytest.approx([loss, accuracy], rel=TOLERANCE)

    inputs = sorted(google.query(compiled(project, f"{name}_transform")), key=lambda row: row["id"])
    for feature in case.looked_up:
        known = case.known(feature)
        codes = [known.index(value) + 1 if value in known and value else 0 for value in OTHERS[feature]]
        if feature not in imputed:
            codes = [None if value is None else code for value, code in zip(OTHERS[feature], codes, strict=True)]
        assert [row[f"code_{case.network['features'].index(feature)}"] for row in inputs] == codes


def test_functions(project, google, started):
    """A network written out as a function has its categories as inputs, and predicts the same."""
    for name in CASES:
        body = project.compiled(f"{name}_function")
        for row in google.query(compiled(project, f"{name}_predict")):
            arguments = f"(select * from `others` where id = {row['id']}) as arguments"
            called, count = re.subn(r"\(select [^()]*\) as arguments", arguments, body)
            assert count == 1
            [found] = google.query(f"select {called} as share")
            expected = row["probability_1"]
            assert found["share"] == expected or found["share"] == pytest.approx(expected, rel=TOLERANCE), name


FAULTY = {
    "none": ({}, "`data` must have rows; received 0."),
    "category": ({"town": None}, "`features` must be numbers in every row; received NULL in 1 of 60 rows."),
    "number": ({"price": None}, "`features` must be numbers in every row; received NULL in 1 of 60 rows."),
    "label": ({"y": 7}, "`y` must be one of [0, 1] in every row; received another value or NULL in 1 of 60 rows."),
}


@pytest.mark.parametrize("name", ["logistic", "given"])
def test_rows_that_became_faulty(project, google, started, name):
    """They stop a statement that was written before, in words."""
    rows = CASES[name].rows
    step = step_of(project, f"{name}_script")
    put(google, "training", started[name][:1])
    for change, message in FAULTY.values():
        faulty = [list({**row, **(change if row["id"] == 20 else {})}.values()) for row in by_row(rows) if change]
        google.table(f"{name}_data", project.types[f"{name}_data"], faulty)
        assert message in google.ask(do="query", sql=step).get("error", "no error")
    google.table(f"{name}_data", project.types[f"{name}_data"], [list(row.values()) for row in by_row(rows)])


def test_google_accepts_every_statement(project, google, started, say):
    """All that dbt sent."""
    assert project.refusals(google) == []
    say(f"Google's analyzer accepted {len(project.statements)} statements.")
