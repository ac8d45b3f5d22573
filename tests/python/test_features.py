"""What a network learns of its features on the training rows, against scikit-learn and NumPy; nothing leaks."""

import hashlib
import sqlite3
from dataclasses import dataclass

import numpy as np
import pytest
import reference
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sklearn.impute import SimpleImputer
from sklearn.inspection import permutation_importance
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from test_training import check

TOLERANCE = 1e-12
CLASSES = ["low", "it's high", "other"]
TRAIN, TEST = "source('tables', 'train_rows')", "source('tables', 'test_rows')"


@dataclass
class Rows:
    """Two numbers and a category with NULLs, one of each without."""

    length: list
    width: list
    weight: list
    colour: list
    shape: list
    label: list

    def table(self) -> dict:
        """The columns of a table; some names must be quoted."""
        columns = {
            "id": list(range(len(self.label))),
            "the length": self.length,
            "width": self.width,
            "weight": self.weight,
            "group": self.colour,
            "shape": self.shape,
            "class": self.label,
        }
        return {name: list(values) for name, values in columns.items()}

    def features(self) -> list[tuple]:
        """The features of each row, the numbers first."""
        return list(zip(self.length, self.width, self.weight, self.colour, self.shape, strict=True))


def random_rows(random: np.random.Generator, count: int, colours: list[str]) -> Rows:
    """Rows to learn from; the label depends on most of the columns."""
    length = random.normal(50, 12, count).round(2)
    width = random.normal(-3, 0.5, count).round(3)
    weight = random.lognormal(5, 1, count).round(1)
    colour = random.choice(colours, count)
    shape = random.choice(["round", "square"], count, p=[0.7, 0.3])
    score = (length - 50) / 12 + (width + 3) * 2 * (colour == colours[0]) + (shape == "round")
    number = np.digitize(score + random.normal(0, 0.3, count), [-0.5, 1])

    def with_nulls(values: np.ndarray, share: float) -> list:
        missing = random.random(count) < share
        return [None if gone else value for value, gone in zip(values.tolist(), missing, strict=True)]

    return Rows(
        with_nulls(length, 0.1),
        with_nulls(width, 0.2),
        weight.tolist(),
        with_nulls(colour, 0.1),
        shape.tolist(),
        [CLASSES[n] for n in number],
    )


RANDOM = np.random.default_rng(5)
TRAIN_ROWS = random_rows(RANDOM, 400, ["red", "it's blue", "a 'red' one", "null"])
# A colour that training has not seen.
TEST_ROWS = random_rows(RANDOM, 150, ["red", "it's blue", "null", "green"])
NETWORK = {
    "features": ["the length", "width", "weight", "group", "shape"],
    "label": "class",
    "classes": CLASSES,
    "hidden_units": [3],
    "categories": {"group": 4, "shape": ["square", "round"]},
    "standardize": ["the length", "weight"],
    "impute": ["the length", "width", "group"],
    "initialization": "glorot",
    "learning_rate": 0.2,
    "l2_reg": 0.01,
    "seed": 7,
}
NUM_INPUTS = 2 + 2 + 1 + 5 + 2
WIDTHS = [NUM_INPUTS, 3, 3]


def most_frequent(values: list) -> list:
    """The distinct values, the most frequent first, of equals the first in the order of their bytes."""
    return sorted({value for value in values if value is not None}, key=lambda value: (-values.count(value), value))


def numbers(values: list) -> np.ndarray:
    """A column of numbers; NULL is NaN."""
    return np.array([[np.nan if value is None else value] for value in values], float)


def texts(values: list) -> np.ndarray:
    """A column of texts; NULL is a text that none of them is."""
    return np.array([["NULL" if value is None else value] for value in values], object)


def prepared(train: Rows, rows: Rows) -> np.ndarray:
    """What scikit-learn's transformers, fitted on `train`, make of `rows`: the inputs in the network's order."""
    columns = []
    for name, standardized, imputed in (("length", True, True), ("width", False, True), ("weight", True, False)):
        fitted, given_ = numbers(getattr(train, name)), numbers(getattr(rows, name))
        # The indicator is made apart: SimpleImputer's own is there only where the training rows have NULLs.
        value = make_pipeline(StandardScaler() if standardized else "passthrough", SimpleImputer())
        columns.append(value.fit(fitted).transform(given_))
        if imputed:
            columns.append(np.isnan(given_).astype(float))
    orders = {"colour": [*most_frequent(train.colour), "NULL"], "shape": ["square", "round"]}
    for name, categories in orders.items():
        encoder = OneHotEncoder(categories=[categories], handle_unknown="ignore", sparse_output=False)
        columns.append(encoder.fit(texts(getattr(train, name))).transform(texts(getattr(rows, name))))
    return np.hstack(columns)


def numbers_of(labels: list) -> np.ndarray:
    """The numbers of the classes."""
    return np.array([CLASSES.index(label) for label in labels])


def without_time(row: dict) -> dict:
    """A row of a network, but for when it was trained."""
    return {column: value for column, value in row.items() if column != "trained_at"}


def inputs(project, name: str) -> np.ndarray:
    """What `transform` gave, in the order of the rows."""
    columns = ", ".join(f"x_{number}" for number in range(NUM_INPUTS))
    return np.array([list(row.values()) for row in project.query(f"select {columns} from {name} order by id")])


@pytest.fixture(scope="module")
def project(new_project):
    """A project with a network of that kind in all the ways it can be trained, and what comes of it."""
    project = new_project()
    project.load_table("train_rows", TRAIN_ROWS.table())
    project.load_table("test_rows", TEST_ROWS.table())
    project.write_network("network", NETWORK, TRAIN, iterations=12)
    project.write_network("threads", NETWORK, TRAIN, iterations=12, arguments="threads=2")
    project.write_network("parts", NETWORK, TRAIN, iterations=12, arguments="iterations_per_statement=5")
    project.write_network("single", NETWORK, TRAIN, iterations=1)
    project.write_network("next", NETWORK, TRAIN, iterations=1, previous="ref('single')")
    project.write_network("batches", NETWORK | {"batch_size": 100}, TRAIN, iterations=6)
    config = {"materialized": "incremental", "unique_key": "iteration", "meta": {"network": NETWORK}}
    project.write_model("start", f"{{{{ config(**{config!r}) }}}}{{{{ dbt_nn.initial_parameters(data={TRAIN}) }}}}")
    for macro in ("predict", "transform", "evaluate"):
        call = f"dbt_nn.{macro}(ref('network'), {TEST})"
        project.write_model(macro, f"{{{{ config(materialized='table') }}}}{{{{ {call} }}}}")
    project.write_model("transform_train", f"{{{{ dbt_nn.transform(ref('network'), {TRAIN}) }}}}")
    project.write_model("weights", "{{ dbt_nn.weights(ref('network')) }}")
    for scoring in ("accuracy", "neg_log_loss"):
        project.write_model(
            f"importance_{scoring}",
            f"{{{{ dbt_nn.feature_importance(ref('network'), {TEST}, repeats=30, scoring='{scoring}') }}}}",
        )
    project.write_model("plain", f"{{{{ dbt_nn.predict_select(ref('network'), {TEST}, ['id', 'class']) }}}}")
    project.dbt("run")
    return project


@pytest.fixture(scope="module")
def history() -> list[dict]:
    """The same training in NumPy, on scikit-learn's inputs."""
    layers = reference.initial_layers(WIDTHS, 7, "glorot")
    return reference.train(
        layers, prepared(TRAIN_ROWS, TRAIN_ROWS), numbers_of(TRAIN_ROWS.label), 12, learning_rate=0.2, l2_reg=0.01
    )


@pytest.mark.parametrize(("name", "rows"), [("transform", TEST_ROWS), ("transform_train", TRAIN_ROWS)])
def test_the_inputs_are_those_of_scikit_learn(project, name, rows):
    """Standardised, imputed and one-hot, as learned on the training rows; a colour never seen is 0 everywhere."""
    found = inputs(project, name)
    assert found == pytest.approx(prepared(TRAIN_ROWS, rows), rel=TOLERANCE, abs=1e-14)
    unseen = [colour == "green" for colour in rows.colour]
    assert any(unseen) == (name == "transform")
    assert not found[unseen, 5:10].any()


@pytest.mark.parametrize("name", ["network", "threads", "parts"])
def test_training_on_them(project, history, name):
    """Twelve iterations in one statement and in parts are NumPy's, and every row keeps what was learned."""
    rows = project.rows(name)
    check(rows, WIDTHS, history)
    learned = [column for column in rows[0] if column.startswith(("mean_", "stddev_", "category_"))]
    assert learned == [
        *("mean_0", "stddev_0", "mean_1", "mean_2", "stddev_2"),
        *(f"category_3_{place}" for place in range(4)),
        *("category_4_0", "category_4_1"),
    ]
    assert len({tuple(row[column] for column in learned) for row in rows}) == 1
    assert [rows[0][f"category_3_{place}"] for place in range(4)] == most_frequent(TRAIN_ROWS.colour)


def test_one_iteration_at_a_time(project, history):
    """A model an iteration: the next one reads what the first has learned. A chain begins with the same row."""
    first, second = project.rows("single"), project.rows("next")
    check([*first, *second], WIDTHS, history[:3])
    [start] = project.rows("start")
    assert without_time(start) == without_time(first[0])


def test_batches_of_them(project):
    """Six iterations on batches are NumPy's; they are dealt by the features as they are."""
    [start, *rows] = project.rows("batches")
    x, labels = inputs(project, "transform_train"), numbers_of(TRAIN_ROWS.label)
    layers = reference.from_row(start, WIDTHS)
    expected = [start]
    for iteration, row in enumerate(rows):
        epoch, batch = divmod(iteration, 4)
        dealt = reference.batch_of_each(TRAIN_ROWS.features(), labels, 100, 7, epoch) == batch
        assert row["num_examples"] == dealt.sum()
        following = reference.train(layers, x[dealt], labels[dealt], 1, 0.2, 0.01)[1]
        layers = reference.from_row(following, WIDTHS)
        expected.append(following | {"iteration": iteration + 1})
    check([start, *rows], WIDTHS, expected)


def test_a_second_run_learns_nothing_anew(project):
    """Rows added to the training data change the gradients; how the features are read stays as it was."""
    copied = project.rows("network")[-1]
    table = TRAIN_ROWS.table()
    more = {column: values * 2 for column, values in table.items()} | {"width": [*table["width"], *[99.0] * 400]}
    project.load_table("train_rows", more)
    project.dbt("run", "--select", "single")
    project.load_table("train_rows", TRAIN_ROWS.table())
    rows = project.rows("single")
    assert [row["iteration"] for row in rows] == [0, 1, 2]
    assert {row["mean_1"] for row in rows} == {copied["mean_1"]}


def test_nothing_leaks_from_test_to_train(new_project):
    """With other test rows a table gives a network of the same bits; with other training rows, another one."""
    project = new_project()
    split = "select * from {{ source('tables', 'all_rows') }} where {{ dbt_nn.data_split(['id']) }} = "
    for part in ("train", "test"):
        project.write_model(f"{part}_part", f"{split}'{part}'")
    project.write_network("network", NETWORK, "ref('train_part')", iterations=5)
    project.write_model("predictions", "{{ dbt_nn.predict(ref('network'), ref('test_part')) }}")

    def trained(change: str | None) -> list[dict]:
        """The network, after the rows of one part were made others."""
        table = TRAIN_ROWS.table()
        for number, row_id in enumerate(table["id"]):
            if split_of(row_id) == change:
                for column in ("the length", "width", "weight"):
                    table[column][number] = 1e6 + number
                table["group"][number] = f"colour {number}"
                table["class"][number] = CLASSES[number % 3]
        project.load_table("all_rows", table)
        project.dbt("run", "--full-refresh")
        return [without_time(row) for row in project.rows("network")]

    untouched = trained(None)
    assert trained("test") == untouched
    assert trained("train") != untouched


def split_of(row_id: int, seed: int = 0, test_fraction: float = 0.2) -> str:
    """The part that a row is in, by hashlib."""
    draw = (int(hashlib.md5(f"{seed}:{row_id}".encode()).hexdigest()[:13], 16) + 0.5) / 2**52
    return "test" if draw < test_fraction else "train"


def test_data_split(project):
    """By the MD5 of seed and columns: some 30 of a hundred rows, the same in every order, NULL like any other value."""
    arguments = {"whole": "['n'], test_fraction=0.3, seed=4", "pair": "['n', 'letter']"}
    sql = [f"{project.render(f'{{{{ dbt_nn.data_split({text}) }}}}')} as {name}" for name, text in arguments.items()]
    rows = project.query(
        f"select n, letter, {', '.join(sql)} "
        "from (select range as n, case when range % 2 = 0 then 'é' end as letter from range(3000)) order by n desc"
    )
    assert [row["whole"] for row in rows] == [split_of(row["n"], 4, 0.3) for row in rows]
    assert [row["pair"] for row in rows] == [split_of(f"{row['n']}:{row['letter'] or ''}") for row in rows]
    assert abs(sum(row["whole"] == "test" for row in rows) / 3000 - 0.3) < 0.03


def test_predictions_are_numpy_s(project, history):
    """`predict` prepares the rows by itself, those with NULLs and unseen categories included; `evaluate` does too."""
    layers = reference.from_row(history[-1], WIDTHS)
    expected = reference.probabilities(layers, prepared(TRAIN_ROWS, TEST_ROWS))
    rows = project.query("select * from predict order by id")
    found = np.array([[value for name, value in row.items() if name.startswith("probability_")] for row in rows])
    assert found == pytest.approx(expected, rel=1e-11)
    assert [row["predicted_class"] for row in rows] == [CLASSES[number] for number in expected.argmax(axis=1)]
    [measures] = project.query("select * from evaluate")
    assert measures["accuracy"] == pytest.approx((expected.argmax(axis=1) == numbers_of(TEST_ROWS.label)).mean())


def test_a_plain_select_anywhere(project):
    """The query with the numbers written out gives what `predict` does: on DuckDB bit for bit, and in SQLite."""
    expected = [
        {column: value for column, value in row.items() if column in ("id", "class") or column.startswith("pr")}
        for row in project.query("select * from predict order by id")
    ]
    assert project.query("select * from plain order by id") == expected

    sql = project.compiled("plain").replace('"test"."main"."test_rows"', "test_rows")
    assert "test_rows" in sql and "main" not in sql
    table = TEST_ROWS.table()
    with sqlite3.connect(":memory:") as sqlite:
        sqlite.row_factory = sqlite3.Row
        sqlite.execute("create table test_rows (" + ", ".join(f'"{column}"' for column in table) + ")")
        marks = ", ".join("?" for _ in table)
        sqlite.executemany(f"insert into test_rows values ({marks})", list(zip(*table.values(), strict=True)))
        rows = [dict(row) for row in sqlite.execute(f"select * from ({sql}) order by id")]
    for row, other in zip(rows, expected, strict=True):
        for column, value in row.items():
            assert value == (pytest.approx(other[column], rel=1e-13) if isinstance(value, float) else other[column])


def test_the_inputs_have_names(project):
    """The first layer's inputs are named after the features and the categories that were found."""
    names = [row["input"] for row in project.query("select input from weights where layer = 1 and unit = '0'")]
    assert names == [
        *("the length", "the length is null", "width", "width is null", "weight"),
        *(f"group = {colour}" for colour in most_frequent(TRAIN_ROWS.colour)),
        *("group is null", "shape = square", "shape = round", "__INTERCEPT__"),
    ]


OWNERS = {"the length": [0, 1], "width": [2, 3], "weight": [4], "group": [5, 6, 7, 8, 9], "shape": [10, 11]}


@pytest.mark.parametrize("scoring", ["accuracy", "neg_log_loss"])
def test_feature_importance(project, history, scoring):
    """NumPy's, for the orders that MD5 gives; and scikit-learn's, but for what its own shuffling leaves to chance."""
    layers = reference.from_row(history[-1], WIDTHS)
    x, labels = inputs(project, "transform"), numbers_of(TEST_ROWS.label)

    def score(changed: np.ndarray) -> float:
        loss, accuracy, _ = reference.step(layers, changed, labels, 0.0)
        return accuracy if scoring == "accuracy" else -loss

    digests = reference.row_keys(TEST_ROWS.features(), labels)
    drops: dict[str, list[float]] = {feature: [] for feature in OWNERS}
    for repeat in range(30):
        order = np.argsort([hashlib.md5(f"{digest}:{repeat}".encode()).hexdigest() for digest in digests])
        for feature, columns in OWNERS.items():
            changed = x.copy()
            changed[np.ix_(order, columns)] = x[np.ix_(np.roll(order, -1), columns)]
            drops[feature].append(score(x) - score(changed))

    rows = project.query(f"select * from importance_{scoring}")
    assert {row["feature"] for row in rows} == set(OWNERS)
    assert [row["importances_mean"] for row in rows] == sorted((row["importances_mean"] for row in rows), reverse=True)
    for row in rows:
        mine = drops[row["feature"]]
        assert row["importances_mean"] == pytest.approx(np.mean(mine), rel=1e-9, abs=1e-12)
        assert row["importances_std"] == pytest.approx(np.std(mine), rel=1e-7, abs=1e-9)

    class Network:
        """The network as one of scikit-learn's estimators; it reads the numbers of rows, whose features stand apart."""

        def fit(self, *_):
            return self

    def score_of(_, numbers_: np.ndarray, __) -> float:
        changed = np.hstack([x[numbers_[:, place]][:, columns] for place, columns in enumerate(OWNERS.values())])
        return score(changed)

    places = np.tile(np.arange(len(x))[:, None], len(OWNERS))
    theirs = permutation_importance(Network(), places, labels, scoring=score_of, n_repeats=200, random_state=0)
    for row in rows:
        place = list(OWNERS).index(row["feature"])
        error = np.hypot(theirs.importances_std[place] / np.sqrt(200), row["importances_std"] / np.sqrt(30))
        assert abs(row["importances_mean"] - theirs.importances_mean[place]) < 5 * error + 1e-9


@pytest.mark.slow
@settings(
    max_examples=12, deadline=None, derandomize=True, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)
@given(
    st.lists(
        st.tuples(
            st.one_of(st.none(), st.floats(-1e9, 1e9)),
            st.one_of(st.none(), st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=4)),
        ),
        min_size=2,
        max_size=12,
    ).filter(lambda rows: any(x is not None for x, _ in rows))
)
def test_random_columns(project, rows):
    """Any numbers and any texts: means, deviations and the order of the categories are NumPy's."""
    x, words = ([first, *column] for first, column in zip([0.5, "w"], zip(*rows, strict=True), strict=True))
    project.load_table("random_rows", {"x": x, "word": words})
    network = {"features": ["x", "word"], "label": "y", "classes": [0, 1], "hidden_units": [], "impute": True}
    network |= {"standardize": True, "categories": {"word": 3}}
    sql = project.render(f"{{{{ dbt_nn._initial_row(dbt_nn._resolve({network!r}), 'random_rows') }}}}")
    [row] = project.query(sql)
    known = np.array([value for value in x if value is not None])
    scale = np.abs(known).max() or 1.0
    assert row["mean_0"] == pytest.approx(known.mean(), rel=1e-12, abs=1e-12 * scale)
    [deviation] = StandardScaler().fit(known.reshape(-1, 1)).scale_
    assert row["stddev_0"] == pytest.approx(deviation, rel=1e-9, abs=1e-9 * scale)
    found = [row[f"category_1_{place}"] for place in range(3)]
    counts = {word: words.count(word) for word in words if word is not None}
    expected = sorted(counts, key=lambda word: (-counts[word], word.encode()))[:3]
    assert found == expected + [None] * (3 - len(expected))
