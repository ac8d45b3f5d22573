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

SELU_SCALE, SELU_ALPHA = 1.0507009873554804934193349852946, 1.6732632423543772848170429916717


def gelu_tanh(h: np.ndarray) -> np.ndarray:
    """The hyperbolic tangent in the approximation of GELU."""
    return np.tanh(np.sqrt(2 / np.pi) * (h + 0.044715 * h**3))


# Of each activation its value for the sums of a layer's units, and its slope there, from the sums alone.
ACTIVATIONS = {
    "relu": (lambda h: np.maximum(h, 0), lambda h: (h > 0).astype(float)),
    "relu6": (lambda h: np.clip(h, 0, 6), lambda h: ((h > 0) & (h < 6)).astype(float)),
    "leaky_relu": (lambda h: np.where(h > 0, h, 0.01 * h), lambda h: np.where(h > 0, 1, 0.01)),
    "elu": (lambda h: np.where(h > 0, h, np.expm1(np.minimum(h, 0))), lambda h: np.exp(np.minimum(h, 0))),
    "selu": (
        lambda h: SELU_SCALE * np.where(h > 0, h, SELU_ALPHA * np.expm1(np.minimum(h, 0))),
        lambda h: SELU_SCALE * np.where(h > 0, 1, SELU_ALPHA * np.exp(np.minimum(h, 0))),
    ),
    "gelu": (
        lambda h: 0.5 * h * (1 + gelu_tanh(h)),
        lambda h: (
            0.5 * (1 + gelu_tanh(h))
            + 0.5 * h * (1 - gelu_tanh(h) ** 2) * np.sqrt(2 / np.pi) * (1 + 3 * 0.044715 * h**2)
        ),
    ),
    "tanh": (np.tanh, lambda h: 1 - np.tanh(h) ** 2),
    "sigmoid": (lambda h: 1 / (1 + np.exp(-h)), lambda h: np.exp(-h) / (1 + np.exp(-h)) ** 2),
    "softplus": (lambda h: np.logaddexp(0, h), lambda h: 1 / (1 + np.exp(-h))),
    "identity": (lambda h: h, np.ones_like),
}


def activations_of(activation: str | list[str], hidden: int) -> list[str]:
    """One for each hidden layer."""
    return [activation] * hidden if isinstance(activation, str) else activation


def with_momentum(w, dw, moments, options):
    """The velocity keeps a share of itself, and the parameter follows it."""
    velocity = options["momentum"] * moments[0] - options["learning_rate"] * dw
    return w + velocity, [velocity]


def with_nesterov(w, dw, moments, options):
    """The parameter follows the velocity, one step further."""
    velocity = options["momentum"] * moments[0] - options["learning_rate"] * dw
    return w + options["momentum"] * velocity - options["learning_rate"] * dw, [velocity]


def with_rmsprop(w, dw, moments, options):
    """The gradient is divided by the root of the mean of its squares."""
    mean_square = options["rho"] * moments[0] + (1 - options["rho"]) * dw**2
    return w - options["learning_rate"] * dw / (np.sqrt(mean_square) + options["epsilon"]), [mean_square]


def with_adagrad(w, dw, moments, options):
    """The gradient is divided by the root of the sum of its squares."""
    squares = moments[0] + dw**2
    return w - options["learning_rate"] * dw / (np.sqrt(squares) + options["epsilon"]), [squares]


def with_adam(w, dw, moments, options):
    """Moving averages of the gradient and its square, without their start at 0."""
    first = options["beta_1"] * moments[0] + (1 - options["beta_1"]) * dw
    second = options["beta_2"] * moments[1] + (1 - options["beta_2"]) * dw**2
    means = first / (1 - options["beta_1"] ** options["iteration"])
    mean_squares = second / (1 - options["beta_2"] ** options["iteration"])
    return w - options["learning_rate"] * means / (np.sqrt(mean_squares) + options["epsilon"]), [first, second]


def with_adamw(w, dw, moments, options):
    """Adam, and a share of the parameter is taken from it."""
    updated, kept = with_adam(w, dw, moments, options)
    return updated - options["learning_rate"] * options["weight_decay"] * w, kept


def with_ftrl(w, dw, moments, options):
    """Follow the leader that the gradients so far, a proximal term and the absolute value regularise."""
    squares = moments[0] + dw**2
    linear = moments[1] + dw - (np.sqrt(squares) - np.sqrt(moments[0])) / options["learning_rate"] * w
    shrunk = np.sign(linear) * np.maximum(np.abs(linear) - options["l1_reg"], 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        leader = -shrunk * options["learning_rate"] / np.sqrt(squares)
    return np.where(squares == 0, w, leader), [squares, linear]


def with_rprop(w, dw, moments, options):
    """Strides that grow while the sign of the gradient stays, and shrink, without a step, where it turns."""
    stride = np.where(moments[0] == 0, options["learning_rate"], moments[0])
    agreement = np.sign(moments[1]) * np.sign(dw)
    stride = np.where(agreement > 0, np.minimum(stride * 1.2, 50), stride)
    stride = np.where(agreement < 0, np.maximum(stride * 0.5, 1e-6), stride)
    slope = np.where(agreement < 0, 0, dw)
    return w - np.sign(slope) * stride, [stride, slope]


# Of each optimiser the names of its moments, and the next parameter and moments, from the parameter, its gradient, its
# moments (zeros at first) and the options of the network; `iteration` is the number of the iteration.
OPTIMIZERS = {
    "sgd": ((), lambda w, dw, moments, options: (w - options["learning_rate"] * dw, [])),
    "momentum": (("velocity",), with_momentum),
    "nesterov": (("velocity",), with_nesterov),
    "rmsprop": (("mean_square",), with_rmsprop),
    "adagrad": (("squares",), with_adagrad),
    "adam": (("first_moment", "second_moment"), with_adam),
    "adamw": (("first_moment", "second_moment"), with_adamw),
    "ftrl": (("squares", "linear"), with_ftrl),
    "rprop": (("stride", "slope"), with_rprop),
}


def scheduled(
    schedule: str, rate: float, iteration: int, *, warmup=0, decay_iterations=1000, decay_rate=0.5, power_t=0.5
):
    """The learning rate of the iteration number `iteration`, from 1 on."""
    if iteration <= warmup:
        return rate * iteration / warmup
    t = iteration - 1 - warmup
    return (
        rate
        * {
            "constant": lambda: 1.0,
            "inverse_scaling": lambda: (t + 1) ** -power_t,
            "step": lambda: decay_rate ** (t // decay_iterations),
            "exponential": lambda: decay_rate ** (t / decay_iterations),
            "cosine": lambda: 0.5 * (1 + math.cos(math.pi * min(t, decay_iterations) / decay_iterations)),
        }[schedule]()
    )


def clipped(gradients: Layers, norm: float | None) -> Layers:
    """Gradients, scaled down to the `norm` if theirs is larger."""
    length = math.sqrt(sum(float(np.sum(tensor**2)) for layer in gradients for tensor in layer))
    factor = 1.0 if norm is None or length <= norm else norm / length
    return [tuple(factor * tensor for tensor in layer) for layer in gradients]


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


def forward(
    layers: Layers, x: np.ndarray, activation: str | list[str] = "relu"
) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """The sums of every layer's units for the rows of `x`, the scores last; and what every layer reads, `x` first."""
    sums, inputs = [], [x]
    for (weights, biases), between in zip(
        layers, [*activations_of(activation, len(layers) - 1), "identity"], strict=True
    ):
        sums.append(inputs[-1] @ weights + biases)
        inputs.append(ACTIVATIONS[between][0](sums[-1]))
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
    layers: Layers,
    x: np.ndarray,
    labels: np.ndarray,
    l2_reg: float,
    activation: str | list[str] = "relu",
    l1_reg: float = 0.0,
) -> tuple[float, float, Layers]:
    """The loss, the accuracy and the gradients of `layers` on `x` and `labels`, the numbers of the classes."""
    sums, inputs = forward(layers, x, activation)
    scores, rows = sums[-1], np.arange(len(x))
    largest = scores.max(axis=1)
    log_sums = largest + np.log(np.exp(scores - largest[:, None]).sum(axis=1))
    loss = np.mean(log_sums - scores[rows, labels]) + sum(
        0.5 * l2_reg * np.sum(weights**2) + l1_reg * np.sum(np.abs(weights)) for weights, _ in layers
    )
    accuracy = np.mean(scores.argmax(axis=1) == labels)

    slopes = np.exp(scores - log_sums[:, None])
    slopes[rows, labels] -= 1
    slopes /= len(x)
    gradients = []
    for number in reversed(range(len(layers))):
        weights = layers[number][0]
        penalty = l2_reg * weights + l1_reg * np.sign(weights)
        gradients.insert(0, (inputs[number].T @ slopes + penalty, slopes.sum(axis=0)))
        if number > 0:
            between = activations_of(activation, len(layers) - 1)[number - 1]
            slopes = slopes @ weights.T * ACTIVATIONS[between][1](sums[number - 1])
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


def updated(
    layers: Layers, gradients: Layers, moments: list[Layers], optimizer: str, options: dict
) -> tuple[Layers, list[Layers]]:
    """The next parameters and moments."""
    pairs = [
        [
            OPTIMIZERS[optimizer][1](tensor, slope, before, options)
            for tensor, slope, *before in zip(layer, slopes, *kept, strict=True)
        ]
        for layer, slopes, *kept in zip(layers, gradients, *moments, strict=True)
    ]
    after = [[tuple(kept[number] for _, kept in layer) for layer in pairs] for number in range(len(moments))]
    return [tuple(tensor for tensor, _ in layer) for layer in pairs], after


def train(
    layers: Layers,
    x: np.ndarray,
    labels: np.ndarray,
    iterations: int,
    learning_rate: float,
    l2_reg: float,
    *,
    activation: str | list[str] = "relu",
    optimizer: str = "sgd",
    l1_reg: float = 0.0,
    clip_norm: float | None = None,
    schedule: dict | None = None,
    **options,
) -> list[dict]:
    """The rows of iterations 0 to `iterations`: iteration, loss, accuracy, and every parameter and moment by column.

    `schedule` has the arguments of `scheduled`. FTRL has `l1_reg` in its update.
    """
    names, _ = OPTIMIZERS[optimizer]
    moments = [[(np.zeros_like(weights), np.zeros_like(biases)) for weights, biases in layers] for _ in names]
    history = []
    for iteration in range(iterations + 1):
        row = {"iteration": iteration, "loss": None, "accuracy": None}
        if iteration > 0:
            penalty = 0.0 if optimizer == "ftrl" else l1_reg
            row["loss"], row["accuracy"], gradients = step(layers, x, labels, l2_reg, activation, penalty)
            gradients = clipped(gradients, clip_norm)
            rate = scheduled(rate=learning_rate, iteration=iteration, **(schedule or {"schedule": "constant"}))
            row["learning_rate"] = rate
            given = {"learning_rate": rate, "l1_reg": l1_reg, "iteration": iteration} | options
            layers, moments = updated(layers, gradients, moments, optimizer, given)
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
