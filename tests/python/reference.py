"""The network of the project in NumPy, written from the formulas and not from the SQL.

A network is a list of layers, each a pair (weights, biases), of shapes (inputs, units) and (units,). Hidden layers have
one of the ACTIVATIONS, the last gives scores; the loss is the mean of -ln(softmax(scores)[label]) and half `l2_reg`
times the sum of all squared weights. Biases are not regularised.
"""

import hashlib
import math
from collections.abc import Iterable
from itertools import pairwise

import numpy as np

Layers = list[tuple[np.ndarray, np.ndarray]]

# Of each activation its value for the sums of a layer's units, and its slope there, from the sums alone.
ACTIVATIONS = {
    "relu": (lambda h: np.maximum(h, 0), lambda h: (h > 0).astype(float)),
    "tanh": (np.tanh, lambda h: 1 - np.tanh(h) ** 2),
}


def with_momentum(w, dw, moments, options):
    """The velocity keeps a share of itself, and the parameter follows it."""
    velocity = options["momentum"] * moments[0] - options["learning_rate"] * dw
    return w + velocity, [velocity]


# Of each optimiser the next parameter and moments, from the parameter, its gradient, its moments (zeros at first) and
# the options of the network.
OPTIMIZERS = {
    "sgd": ([], lambda w, dw, moments, options: (w - options["learning_rate"] * dw, [])),
    "momentum": (["velocity"], with_momentum),
}


def column_names(layers: Layers) -> list[tuple[list[list[str]], list[str]]]:
    """The columns of each layer's weights and biases: w_00, b_0, then w2_00, b2_0; w_10_3 where an index is long."""
    names = []
    for number, (weights, _) in enumerate(layers, start=1):
        letter = "" if number == 1 else str(number)
        inputs, units = weights.shape
        names.append(
            (
                [
                    [f"w{letter}_{i}_{j}" if max(i, j) >= 10 else f"w{letter}_{i}{j}" for j in range(units)]
                    for i in range(inputs)
                ],
                [f"b{letter}_{j}" for j in range(units)],
            )
        )
    return names


def to_row(layers: Layers) -> dict[str, float]:
    """The parameters of `layers` by column."""
    row = {}
    for (weights, biases), (weight_names, bias_names) in zip(layers, column_names(layers), strict=True):
        row |= dict(zip(np.ravel(weight_names).tolist(), weights.ravel().tolist(), strict=True))
        row |= dict(zip(bias_names, biases.tolist(), strict=True))
    return row


def from_row(row: dict, widths: list[int], prefix: str = "", looked_up: dict[str, int] | None = None) -> Layers:
    """The layers whose parameters (or gradients: `prefix` d) a row of the project holds, in either layout.

    Of lists of categories that are looked up, by column, `looked_up` tells which input the first category is.
    """
    if f"{prefix}layer_1" in row:
        return from_lists(row, widths, prefix, looked_up or {})
    shapes = [(np.empty(shape), np.empty(shape[1])) for shape in pairwise(widths)]
    return [
        (
            np.array([[row[prefix + name] for name in names] for names in weight_names]),
            np.array([row[prefix + name] for name in bias_names]),
        )
        for weight_names, bias_names in column_names(shapes)
    ]


def from_lists(row: dict, widths: list[int], prefix: str, looked_up: dict[str, int]) -> Layers:
    """The layers in a row of lists: a list holds unit after unit, the weights of its inputs and then its bias.

    A list of categories holds category after category, its weights in all units.
    """
    layers = []
    for number, units in enumerate(widths[1:], start=1):
        numbers = np.array(row[f"{prefix}layer_{number}"]).reshape(units, -1)
        weights = numbers[:, :-1].T
        for column, first in sorted(looked_up.items(), key=lambda item: item[1]) if number == 1 else ():
            of_categories = np.array(row[prefix + column]).reshape(-1, units)
            weights = np.vstack([weights[:first], of_categories, weights[first:]])
        layers.append((weights, numbers[:, -1]))
    assert [len(weights) for weights, _ in layers] == widths[:-1]
    return layers


def to_lists(layers: Layers) -> dict[str, list[float]]:
    """The columns of the layers in the layout of lists, as from_lists reads them."""
    return {
        f"layer_{number}": np.vstack([weights, biases]).T.ravel().tolist()
        for number, (weights, biases) in enumerate(layers, start=1)
    }


def standard_normal(text: str, wave=math.cos) -> float:
    """A draw from N(0, 1) out of the MD5 of a text, by Box and Muller's formula."""
    digits = hashlib.md5(text.encode()).hexdigest()
    u1, u2 = ((int(part, 16) + 0.5) / 2**52 for part in (digits[:13], digits[13:26]))
    return math.sqrt(-2 * math.log(u1)) * wave(2 * math.pi * u2)


def rounded(x: float) -> float:
    """`x` rounded to 12 decimals, as SQL does it: halves go away from zero (Python's round has them go to even)."""
    return math.copysign(math.floor(abs(x * 1e12) + 0.5) / 1e12, x)


def distance_from_normal(sample: np.ndarray) -> float:
    """How far mean, standard deviation or kurtosis of a sample lies from N(0, 1)'s, at most, in standard errors.

    A uniform sample of 2,000 with the same standard deviation lies 11 away, by its kurtosis.
    """
    count = len(sample)
    kurtosis = np.mean((sample - sample.mean()) ** 4) / sample.var() ** 2
    return max(
        abs(sample.mean()) / math.sqrt(1 / count),
        abs(sample.std() - 1) / math.sqrt(1 / (2 * count)),
        abs(kurtosis - 3) / math.sqrt(24 / count),
    )


def initial_layers(widths: list[int], seed: int, initialization: str = "post") -> Layers:
    """The network of iteration 0: weights drawn from the text seed:layer:input:unit, biases zero."""
    layers = []
    for number, (inputs, units) in enumerate(pairwise(widths), start=1):
        scale = {"post": 0.01, "glorot": math.sqrt(2 / (inputs + units)), "he": math.sqrt(2 / inputs)}[initialization]
        weights = [
            [rounded(scale * standard_normal(f"{seed}:{number}:{i}:{j}")) for j in range(units)] for i in range(inputs)
        ]
        layers.append((np.array(weights), np.zeros(units)))
    return layers


def forward(layers: Layers, x: np.ndarray, activation: str = "relu") -> tuple[list[np.ndarray], list[np.ndarray]]:
    """The sums of every layer's units for the rows of `x`, the scores last; and what every layer reads, `x` first."""
    sums, inputs = [], [x]
    for weights, biases in layers:
        sums.append(inputs[-1] @ weights + biases)
        inputs.append(ACTIVATIONS[activation][0](sums[-1]))
    return sums, inputs[:-1]


def scores_of(layers: Layers, x: np.ndarray, activation: str = "relu") -> list[np.ndarray]:
    """What every layer gives for the rows of `x`: `x` itself first, the scores last."""
    sums, inputs = forward(layers, x, activation)
    return [*inputs, sums[-1]]


def probabilities(layers: Layers, x: np.ndarray, activation: str = "relu") -> np.ndarray:
    """The probability of each class for each row of `x`."""
    scores = scores_of(layers, x, activation)[-1]
    exponentials = np.exp(scores - scores.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1, keepdims=True)


def step(
    layers: Layers, x: np.ndarray, labels: np.ndarray, l2_reg: float, activation: str = "relu"
) -> tuple[float, float, Layers]:
    """The loss, the accuracy and the gradients of `layers` on `x` and `labels`, the numbers of the classes."""
    sums, inputs = forward(layers, x, activation)
    scores, rows = sums[-1], np.arange(len(x))
    largest = scores.max(axis=1)
    log_sums = largest + np.log(np.exp(scores - largest[:, None]).sum(axis=1))
    loss = np.mean(log_sums - scores[rows, labels]) + 0.5 * l2_reg * sum(np.sum(weights**2) for weights, _ in layers)
    accuracy = np.mean(scores.argmax(axis=1) == labels)

    slopes = np.exp(scores - log_sums[:, None])
    slopes[rows, labels] -= 1
    slopes /= len(x)
    gradients = []
    for number in reversed(range(len(layers))):
        weights = layers[number][0]
        gradients.insert(0, (inputs[number].T @ slopes + l2_reg * weights, slopes.sum(axis=0)))
        if number > 0:
            slopes = slopes @ weights.T * ACTIVATIONS[activation][1](sums[number - 1])
    return float(loss), float(accuracy), gradients


PRIME = 2**31 - 1


def block_size(batch_size: int) -> int:
    """How many rows stay together in every epoch: the largest divisor up to 64, but at least two blocks a batch."""
    if batch_size < 16:
        return batch_size
    size = max(divisor for divisor in range(1, 65) if batch_size % divisor == 0 and divisor != batch_size)
    return size if size >= 8 else batch_size


def text_of_feature(value: float | str | None) -> str:
    """A number (all of its digits if it is whole, else seventeen), or a text in quotation marks; "" if missing."""
    if isinstance(value, str):
        return '"' + value.replace('"', '""') + '"'
    if value is None or not math.isfinite(value):
        return ""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else f"{float(value):.16e}"


def row_digests(features: Iterable[Iterable], labels: Iterable[int]) -> list[str]:
    """The MD5 of each row, of its features as they are in the data and its class; the categories come last."""
    texts = [[*map(text_of_feature, row), str(label)] for row, label in zip(features, labels, strict=True)]
    return [hashlib.md5(":".join(text).encode()).hexdigest() for text in texts]


def row_keys(features: Iterable[Iterable], labels: Iterable[int]) -> list[str]:
    """The MD5 by which each row is ordered, of its own; equal rows are numbered."""
    copies: dict[str, int] = {}
    keys = []
    for digest in row_digests(features, labels):
        copies[digest] = copies.get(digest, 0) + 1
        keys.append(hashlib.md5(f"{digest}:{copies[digest]}".encode()).hexdigest())
    return keys


def data_digest(features: Iterable[Iterable], labels: Iterable[int]) -> str:
    """The MD5 of all rows in any order: of their number, and of the sums of four parts of theirs."""
    digests = row_digests(features, labels)
    sums = [sum(int(digest[start : start + 7], 16) for digest in digests) for start in (0, 7, 14, 21)]
    return hashlib.md5(":".join(map(str, [len(digests), *sums])).encode()).hexdigest()


# Rows that a key must tell apart, and has equal on every engine: a number, two categories and a label.
HOSTILE_ROWS = [
    *((number, "a", "b", 0) for number in (0.0, -7.0, 3.0, 2.5, 0.1, 1 / 3, -1e-9, 5e-324, 1.7976931348623157e308)),
    *((number, "a", "b", 0) for number in (1e15 - 1, 1e15, 1e15 + 1, 2.0**53, -1e15)),
    *((1.0, *texts, 1) for texts in (("a:b", "c"), ("a", "b:c"), ('a":"b', "c"), ("a", 'b":"c'))),
    *((1.0, *texts, 1) for texts in (('"', '"'), ('""', ""), ("'", "''"))),
    *((1.0, *texts, 1) for texts in ((None, ""), ("", None), (None, None), ("", ""), ("it's", "two\nlines"))),
    *((1.0, *texts, 0) for texts in (("Größe", "\\"), ("1", "2"), ("12", ""), ("日本", "\t"))),
    *((None, "a", "b", label) for label in (0, 1, 1)),
]


def batch_of_each(
    features: Iterable[Iterable], labels: Iterable[int], batch_size: int, seed: int, epoch: int
) -> np.ndarray:
    """The number of the batch that each row is dealt to in an epoch.

    The rows are put in the order of their keys and cut into blocks; in an epoch the blocks are put in an order of
    numbers drawn from theirs and the MD5 of the epoch, and cut into batches.
    """
    keys = row_keys(features, labels)
    together = block_size(batch_size)
    in_order = sorted(range(len(keys)), key=keys.__getitem__)
    blocks = [in_order[first : first + together] for first in range(0, len(in_order), together)]

    digits = hashlib.md5(f"{seed}:{epoch}".encode()).hexdigest()
    multiplier, shift = 1 + int(digits[:8], 16) % (PRIME - 1), int(digits[8:16], 16) % PRIME
    drawn = sorted((pow(number * multiplier + shift, 2, PRIME), number) for number in range(len(blocks)))
    batches = np.empty(len(keys), dtype=int)
    for rank, (_, number) in enumerate(drawn):
        batches[blocks[number]] = rank * together // batch_size
    return batches


def train(
    layers: Layers,
    x: np.ndarray,
    labels: np.ndarray,
    iterations: int,
    learning_rate: float,
    l2_reg: float,
    *,
    activation: str = "relu",
    optimizer: str = "sgd",
    **options,
) -> list[dict]:
    """The rows of iterations 0 to `iterations`: iteration, loss, accuracy, and every parameter and moment by column."""
    names, update = OPTIMIZERS[optimizer]
    moments = [[(np.zeros_like(weights), np.zeros_like(biases)) for weights, biases in layers] for _ in names]
    history = []
    for iteration in range(iterations + 1):
        row = {"iteration": iteration, "loss": None, "accuracy": None}
        if iteration > 0:
            row["loss"], row["accuracy"], gradients = step(layers, x, labels, l2_reg, activation)
            updated = [
                [
                    update(tensor, slope, before, {"learning_rate": learning_rate} | options)
                    for tensor, slope, *before in zip(layer, slopes, *kept, strict=True)
                ]
                for layer, slopes, *kept in zip(layers, gradients, *moments, strict=True)
            ]
            layers = [tuple(tensor for tensor, _ in layer) for layer in updated]
            moments = [[tuple(after[n] for _, after in layer) for layer in updated] for n in range(len(names))]
        history.append(row | to_row(layers))
        for name, kept in zip(names, moments, strict=True):
            history[-1] |= {f"{name}_{column}": value for column, value in to_row(kept).items()}
    return history


def relative_error(measured: Layers, expected: Layers) -> float:
    """The largest difference, in each layer's weights and in its biases relative to the largest of them.

    Numbers below 1e-4 are what larger ones that cancel out have left, and have no more digits than those.
    """
    return max(
        float(np.abs(ours - theirs).max() / max(np.abs(theirs).max(), 1e-4))
        for mine, exact in zip(measured, expected, strict=True)
        for ours, theirs in zip(mine, exact, strict=True)
    )
