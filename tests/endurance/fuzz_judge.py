"""What NumPy makes of a case of `make fuzz`, and whether SQL made the same of it or refused it in the right words."""

import math
import re
from collections import Counter
from dataclasses import dataclass

import numpy as np
import reference
from fuzz_cases import Case

TOLERANCE = 1e-9
# The form of a refusal: the argument, what is legal, what came, what to do.
REFUSAL = re.compile(r"`(?P<argument>[^`]+)` must (?P<legal>.+?); received .+?\.\s+\S", re.DOTALL)


@dataclass
class Verdict:
    """What became of a case."""

    number: int
    kind: str
    # `trained`, `refused` or `found`.
    outcome: str
    # Of what was refused, the argument and what it must be; of what was found, what it is.
    detail: str = ""
    # The largest difference to NumPy's loss and parameters, relative to the sizes of the numbers in the sums.
    difference: float = 0.0
    # Whether not all iterations could be compared, since rounding decides them or numbers overflowed.
    is_cut_short: bool = False
    # How many macros, functions and tests that read the network were compared with NumPy.
    num_read: int = 0
    shown: str = ""


class Found(Exception):
    """Something that is wrong."""


def judge(case: Case, readers: list[str], results: dict, connection) -> Verdict:
    """What became of a case; raises Found."""
    status, message, _ = results.get(f"net_{case.number}", ("missing", "dbt has no result of the model", None))
    verdict = Verdict(case.number, case.kind, "trained")
    if status != "success":
        if case.outcome == "trains":
            raise Found(f"it should train ({status}): {message[:1500]}")
        verdict.outcome, verdict.detail = "refused", refusal(message, case.refused_for, case.network)
        return verdict
    if case.outcome == "refused":
        raise Found(f"it trained, though it should be refused for {case.refused_for}")
    compare(case, connection, verdict)
    for reader in readers:
        status, message, failures = results.get(f"{reader}_{case.number}", ("missing", "dbt has no result of it", None))
        try:
            if reader == "drift" and case.drift.refused_for:
                if status == "success":
                    raise Found(f"it was taken, though it should be refused for {case.drift.refused_for}")
                refusal(message, case.drift.refused_for, case.network)
                verdict.num_read += 1
                continue
            clash = added_columns(case, reader) & {name.lower() for name in case.columns}
            if clash:
                if status == "success":
                    raise Found(f"the column {clash} of the data is there twice")
                refusal(message, ("data", "columns"), case.network)
            elif reader == "examples_are_valid":
                missing = len({*case.network["classes"]} - {*case.columns[case.network["label"]][1]})
                if status not in ("pass", "fail") or failures != missing:
                    raise Found(
                        f"{failures} failing rows ({status}), and {missing} classes have no rows: {message[:1500]}"
                    )
            elif status != "success":
                raise Found(f"it failed ({status}): {message[:1500]}")
            else:
                read(case, reader, connection)
        except Found as fault:
            raise Found(f"{reader}: {fault}") from fault
        verdict.num_read += 1
    return verdict


def refusal(message: str, expected: tuple[str, ...], network) -> str:
    """The argument that a message of the house's form names and what it must be, shortened to what cases have alike."""
    match = REFUSAL.search(message)
    if not match:
        raise Found(f"no message of the form «`x` must be …; received …. What to do.»: {message[:1500]}")
    argument, legal = match["argument"], match["legal"]
    if expected and argument not in expected:
        raise Found(f"refused for `{argument}`, expected {expected}: {message[:1500]}")
    if isinstance(network, dict) and argument == network.get("label"):
        argument, legal = "<label>", re.sub(r"one of \[.*\]", "one of <classes>", legal, flags=re.DOTALL)
    legal = re.sub(r'"[^"]*"\."main"\."t_[0-9]+"', "<data>", legal)
    return f"`{argument}` must {legal if len(legal) < 100 else legal[:97] + '…'}"


def added_columns(case: Case, reader: str) -> set[str]:
    """The columns that a macro sets beside those of the data, in lower case."""
    if reader == "transform":
        return {f"x_{number}" for number in range(inputs_of(case)[0].shape[1])}
    return {name.lower() for name in prediction_columns(case)} if reader == "predict" else set()


def prediction_columns(case: Case) -> list[str]:
    """What the columns of a prediction must be called."""
    return [f"probability_{slug}" for slug in slugs_of(case)] + ["predicted_" + case.network["label"][:290]]


def slugs_of(case: Case) -> list[str]:
    """The classes as ends of column names; numbers where those would not do."""
    slugs = [
        re.sub("[^0-9A-Za-z_]+", "_", re.sub("^-(?=[0-9])", "minus_", str(name))) for name in case.network["classes"]
    ]
    alone = ["expected_label", *(re.sub("^(?=[0-9])", "_", slug).lower() for slug in slugs)]
    if len({*alone}) < len(alone) or {"", "_"} & {*slugs} or max(map(len, slugs)) > 250:
        return [str(number) for number in range(len(slugs))]
    return slugs


# Training


def is_there(value) -> bool:
    """Whether a number is one: neither NULL nor NaN nor infinite."""
    return value is not None and math.isfinite(value)


def inputs_of(case: Case, read: dict | None = None) -> tuple[np.ndarray, dict, np.ndarray]:
    """What the network reads of its table, or of `read`; what it learned, by column; and the labels' numbers."""
    network, inputs, learned = case.network, [], {}
    read = read or case.columns
    standardize, impute = network.get("standardize") is True, network.get("impute") is True
    for number, feature in enumerate(network["features"]):
        values = case.columns[feature][1]
        if feature not in network.get("categories", {}):
            # NaN and infinity are missing too.
            values = [value if value is not None and math.isfinite(value) else None for value in values]
        if None in values and not impute:
            raise Found("it trained on what is missing")
        if feature in network.get("categories", {}):
            for place, text in enumerate(categories_of(network["categories"][feature], values)):
                learned[f"category_{number}_{place}"] = text
                inputs.append([float(value is not None and str(value) == text) for value in read[feature][1]])
        else:
            known = np.array([value for value in values if is_there(value)], dtype=float)
            mean = float(known.mean())
            if impute or standardize:
                learned[f"mean_{number}"] = mean
            missing = mean if impute else math.nan
            column = np.array([value if is_there(value) else missing for value in read[feature][1]], dtype=float)
            if standardize:
                learned[f"stddev_{number}"] = deviation_of(known)
                column = (column - mean) / learned[f"stddev_{number}"]
            inputs.append(column)
        if impute:
            is_category = feature in network.get("categories", {})
            inputs.append([float(value is None if is_category else not is_there(value)) for value in read[feature][1]])
    labels = [network["classes"].index(value) for value in case.columns[network["label"]][1]]
    return np.array(inputs, dtype=float).T, learned, np.array(labels)


def features_of(case: Case) -> list[tuple]:
    """The features of each row as they are in the table, the numbers first and the categories as texts."""
    categories = case.network.get("categories", {})
    names = sorted(case.network["features"], key=lambda feature: feature in categories)
    columns = [
        [value if value is None or feature not in categories else str(value) for value in case.columns[feature][1]]
        for feature in names
    ]
    return list(zip(*columns, strict=True))


def deviation_of(known: np.ndarray) -> float:
    """The standard deviation, or 1 where it is but the rounding of a constant, as scikit-learn has it."""
    variance, rounding = float(known.var()), len(known) * 2.0**-52
    return variance**0.5 if variance > rounding * variance + (rounding * float(known.mean())) ** 2 else 1.0


def categories_of(given: int | list[str], values: list) -> list[str | None]:
    """The categories of a feature: those given, or the most frequent; NULL where there are not so many."""
    if isinstance(given, list):
        return given
    counts = Counter(str(value) for value in values if value is not None)
    ranked = sorted(counts, key=lambda text: (-counts[text], text.encode()))
    return [*ranked[:given], *[None] * (given - len(ranked))]


def trained(case: Case, x: np.ndarray, labels: np.ndarray) -> list[dict]:
    """The rows that NumPy trains: `loss`, `layers`, and `scales`, the size of what each layer is summed of."""
    network = case.network
    widths = [x.shape[1], *network["hidden_units"], len(network["classes"])]
    seed = network.get("seed", 0)
    layers = reference.initial_layers(widths, seed, network.get("initialization", "post"))
    rate, batch_size = network.get("learning_rate") or 0.1, network.get("batch_size")
    penalties = {name: network.get(name, 0) for name in ("l1_reg", "l2_reg")}
    scales = [(np.abs(weights).max(), 0.0) for weights, _ in layers]
    rows = [{"loss": None, "layers": layers, "scales": scales}]
    for iteration in range(case.iterations):
        chosen = np.ones(len(x), dtype=bool)
        if batch_size is not None:
            batches = -(-len(x) // batch_size)
            dealt = reference.batch_of_each(features_of(case), labels, batch_size, seed, iteration // batches)
            chosen = dealt == iteration % batches
        loss, _, gradients = reference.step(layers, x[chosen], labels[chosen], **penalties)
        gradients = reference.clipped(gradients, network.get("clip_norm"))
        sizes = sizes_of(layers, x[chosen], labels[chosen])
        pairs = zip(scales, sizes, strict=True)
        scales = [tuple(np.fmax(old, rate * new) for old, new in zip(*both, strict=True)) for both in pairs]
        layers = [
            (weights - rate * d_weights, biases - rate * d_biases)
            for (weights, biases), (d_weights, d_biases) in zip(layers, gradients, strict=True)
        ]
        rows.append({"loss": loss, "layers": layers, "scales": scales})
    return rows


def sizes_of(layers, x: np.ndarray, labels: np.ndarray) -> list[tuple[float, float]]:
    """The largest of each layer's gradients if nothing in its sums cancelled out: what rounding is measured by."""
    outputs = reference.scores_of(layers, x)
    slopes = np.abs(reference.probabilities(layers, x) - np.eye(outputs[-1].shape[1])[labels]) / len(x)
    sizes = []
    for (weights, _), inputs in zip(reversed(layers), reversed(outputs[:-1]), strict=True):
        sizes.insert(0, (np.max(np.abs(inputs).T @ slopes), np.max(slopes.sum(axis=0))))
        slopes = slopes @ np.abs(weights).T
    return sizes


def compare(case: Case, connection, verdict: Verdict) -> None:
    """Compare the rows of the network with NumPy's."""
    cursor = connection.execute(f"select * from net_{case.number} order by iteration")
    names = [column[0] for column in cursor.description]
    rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    if [row["iteration"] for row in rows] != list(range(case.iterations + 1)):
        raise Found(f"iterations {[row['iteration'] for row in rows]}")
    x, learned, labels = inputs_of(case)
    widths = [x.shape[1], *case.network["hidden_units"], len(case.network["classes"])]
    for row, expected in zip(rows, trained(case, x, labels), strict=True):
        at = f"iteration {row['iteration']}"
        for name, value in learned.items():
            check(f"{at}, {name}", row[name], value, size_of(case, name))
        verdict.difference = max(verdict.difference, check(f"{at}, loss", row["loss"], expected["loss"]))
        layers = zip(reference.from_row(row, widths), expected["layers"], expected["scales"], strict=True)
        for number, layer in enumerate(layers, start=1):
            for ours, theirs, size in zip(*layer, strict=True):
                finite = np.abs(theirs[np.isfinite(theirs)])
                scale = max(float(finite.max(initial=0)), float(size))
                for measured, right in zip(ours.ravel().tolist(), theirs.ravel().tolist(), strict=True):
                    difference = check(f"{at}, layer {number}", measured, right, scale)
                    verdict.difference = max(verdict.difference, difference)
        if case.kind == "data" and row is not rows[-1] and is_decided_by_rounding(expected["layers"], x):
            verdict.is_cut_short = True
            return


def size_of(case: Case, name: str) -> float:
    """The mean size of the numbers that a mean or a deviation is made of; nothing of what is none of the two."""
    kind, _, number = name.partition("_")
    if kind not in ("mean", "stddev"):
        return 0.0
    values = case.columns[case.network["features"][int(number)]][1]
    return float(np.mean([abs(value) for value in values if is_there(value)]))


def check(what: str, ours, theirs, scale: float = 0.0) -> float:
    """How far two numbers lie apart, relative to the larger of `scale` and the right one; raises Found beyond 1e-9."""
    if ours is None or theirs is None or isinstance(theirs, str):
        if ours != theirs:
            raise Found(f"{what}: {ours!r} is not {theirs!r}")
        return 0.0
    if not (math.isfinite(ours) and math.isfinite(theirs)):
        # A sum may overflow where the mean of the same numbers does not.
        if math.isfinite(ours) != math.isfinite(theirs) and not abs(theirs) > 1e300:
            raise Found(f"{what}: {ours!r} is not {theirs!r}")
        return 0.0
    difference = abs(ours - theirs) / max(abs(theirs), scale, 1e-290)
    if difference > TOLERANCE:
        raise Found(f"{what}: {ours!r} is not {theirs!r}")
    return difference


def is_decided_by_rounding(layers, x: np.ndarray) -> bool:
    """Whether a sum overflowed, or lies so near to 0, or two scores so near to each other, that rounding decides."""
    outputs = x
    for weights, biases in layers:
        sums = outputs @ weights + biases
        sizes = np.abs(outputs) @ np.abs(weights) + np.abs(biases)
        if np.any((np.abs(sums) <= 1e-12 * sizes) & (sums != 0)) or not np.isfinite(sums).all():
            return True
        outputs = np.maximum(sums, 0)
    second, first = np.sort(sums, axis=1)[:, -2:].T
    largest = sizes.max(axis=1)
    return bool(np.any((first - second <= 1e-12 * largest) & (largest > 1e4)))


# What reads a network


def read(case: Case, reader: str, connection) -> None:
    """Compare what a macro, or the function, gives of a network with what NumPy makes of it."""
    x, learned, labels = inputs_of(case)
    layers = trained(case, x, labels)[-1]["layers"]
    name = reader
    if reader == "drift":
        reader = case.drift.door
        x = inputs_of(case, case.drift.columns)[0]
    probabilities = reference.probabilities(layers, x)
    classes = case.network["classes"]
    # Where the two likeliest classes are as good as equal, either will do.
    clear = [row[-1] - row[-2] > 1e-9 for row in np.sort(probabilities, axis=1).tolist()]
    expected = [
        classes[number] if sure else None for number, sure in zip(probabilities.argmax(axis=1), clear, strict=True)
    ]
    if reader == "function":
        arguments = ", ".join('"' + name.replace('"', '""') + '"' for name in case.network["features"])
        rows = connection.execute(f"select function_{case.number}({arguments}) from t_{case.number}").fetchall()
        return check_labels([row[0] for row in rows], expected)
    cursor = connection.execute(f"select * from {name}_{case.number}")
    names, rows = [column[0] for column in cursor.description], cursor.fetchall()
    if reader in ("predict", "predict_select"):
        kept = len(case.columns) if reader == "predict" else 1
        check_equal("columns", names[kept:], prediction_columns(case))
        check_array("probabilities", [row[kept:-1] for row in rows], probabilities)
        check_labels([row[-1] for row in rows], expected)
        unknown = [row[-1] for row, known in zip(rows, np.isfinite(x).all(axis=1), strict=True) if not known]
        check_equal("classes of rows that lack a number", {*unknown} - {None}, set())
    elif reader == "transform":
        check_array("inputs", [row[len(case.columns) :] for row in rows], x)
    elif reader == "weights":
        units = list(dict.fromkeys(row[2] for row in rows if row[0] == len(layers)))
        check_equal("units", units, [str(name) for name in classes])
        inputs = list(dict.fromkeys(row[1] for row in rows if row[0] == 1))
        check_equal("inputs", inputs, [*input_names(case, learned), "__INTERCEPT__"])
        check_equal("how many rows", len(rows), sum(matrix.size + biases.size for matrix, biases in layers))
    elif reader == "confusion_matrix":
        counted = {(row[0], classes[place]): n for row in rows for place, n in enumerate(row[1:]) if n}
        columns = [re.sub("^(?=[0-9])", "_", slug) for slug in slugs_of(case)]
        check_equal("columns", names, ["expected_label", *columns])
        check_equal("the labels expected", [row[0] for row in rows], classes)
        if all(clear):
            named = [classes[label] for label in labels]
            check_equal("counts", counted, dict(Counter(zip(named, expected, strict=True))))
    elif reader == "evaluate":
        check("log_loss", rows[0][names.index("log_loss")], reference.step(layers, x, labels, 0)[0])
    elif reader == "feature_importance":
        check_equal("features", {row[0] for row in rows}, set(case.network["features"]))
    elif reader == "data_split":
        check_equal("how many rows", len(rows), len(x))
        check_equal("parts beside the two", {row[0] for row in rows} - {"train", "test"}, set())
    else:
        thresholds = {round(value, 9) for value in probabilities[:, 0].tolist()}
        check_equal("thresholds", {round(row[0], 9) for row in rows}, thresholds)
    return None


def input_names(case: Case, learned: dict) -> list[str]:
    """What the inputs are called in `weights`."""
    names = []
    for number, feature in enumerate(case.network["features"]):
        if feature in case.network.get("categories", {}):
            texts = [learned[name] for name in learned if name.startswith(f"category_{number}_")]
            names += [
                f"{feature} = {'a category that the training data does not have' if text is None else text}"
                for text in texts
            ]
        else:
            names.append(feature)
        if case.network.get("impute") is True:
            names.append(f"{feature} is null")
    return list(dict.fromkeys(names))


def check_labels(measured: list, expected: list) -> None:
    """Raise Found where a class predicted is another; none is expected where either will do."""
    wrong = [pair for pair in zip(measured, expected, strict=True) if pair[1] is not None and pair[0] != pair[1]]
    check_equal("classes predicted and right", wrong[:3], [])


def check_equal(what: str, measured, expected) -> None:
    """Raise Found where two things are not the same."""
    if measured != expected:
        raise Found(f"{what}: {measured!r} is not {expected!r}")


def check_array(what: str, measured: list, expected: np.ndarray) -> None:
    """Raise Found where two matrices are not the same but for rounding."""
    array = np.array(measured, dtype=float)
    if array.shape != expected.shape or not np.allclose(array, expected, 1e-8, 1e-12, equal_nan=True):
        raise Found(f"{what}: {array.tolist()} is not {expected.tolist()}")
