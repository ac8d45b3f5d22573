"""Softmax and the loss, which expressions.py measures; `project` is Jinja for the way in use."""

import numpy as np
from ways import FINITE, HOSTILE, NAN, NORMAL, SCORES, TEN, Primitive, Way, one_of_ten_hostile, product, simple

LABELS = [f"y_{n}" for n in TEN]
TWO, MORE = (
    f"dbt_nn._resolve({{'features': ['x'], 'label': 'y', 'classes': {classes}, 'hidden_units': [2]}})"
    for classes in ([0, 1], list(TEN))
)
MARGIN = "margins as (select *, scores_1 - scores_0 as margin from given)"
EXPONENTIAL = f"{MARGIN}, exps as (select *, exp(-abs(margin)) as e from margins)"
LARGEST = f"best as (select *, greatest({', '.join(SCORES)}) as top from given)"
STABLE_LOSS = "ln(1 + e) + (margin + abs(margin)) * 0.5 - y_1 * margin"
# The CTEs of a head, down to `softmax`.
STAGES = (
    "{% set ctes, at = [], namespace(source='given') -%}{%- for name, columns in HEAD.stages.items() -%}"
    "{%- do ctes.append(dbt_nn._extended(name, columns, at.source)) -%}{%- set at.source = name -%}{%- endfor -%}"
    "{{ ctes | join(', ') }}"
)
AS_IN_THE_STEP = STAGES.replace("HEAD", "dbt_nn._two_classes(['scores_0', 'scores_1'], 'scores_1 - scores_0')")
AS_OF_MORE = STAGES.replace("HEAD", "dbt_nn._softmax(['scores_0', 'scores_1'])")
CHOSEN = f"{EXPONENTIAL}, chosen as (select *, cast(margin > 0 as double) as k from exps)"
BY_CASE = [f"case when margin > 0 then {pair} end / (1 + e)" for pair in ("e else 1", "1 else e")]
LOSS = f"softmax as (select * from given), {{{{ dbt_nn.loss({TWO}) }}}}"
LOSS_OF_TEN = f"softmax as (select * from given), {{{{ dbt_nn.loss({MORE}) }}}}"


def first_equal(largest: str) -> str:
    """The label's mark that stands beside the first of ten scores that is `largest`."""
    return "case " + " ".join(f"when scores_{n} = {largest} then y_{n}" for n in TEN) + " end"


def softmax(c: dict) -> list:
    """The probabilities of two classes from their scores."""
    lesser = np.exp(-np.abs(c["scores_1"] - c["scores_0"]))
    first_wins = c["scores_1"] <= c["scores_0"]
    probs = np.where(first_wins, 1, lesser) / (1 + lesser), np.where(first_wins, lesser, 1) / (1 + lesser)
    return list(probs)


def loss(c: dict) -> list:
    """-ln of the probability of the label, from the distance of the two scores."""
    against = np.where(c["y_1"] > 0, -c["margin"], c["margin"])
    return [np.maximum(against, 0) + np.log1p(np.exp(-np.abs(against)))]


def first_largest(c: dict) -> list:
    """1 where the first of the largest scores is that of the label."""
    scores, labels = (np.stack([c[name] for name in names]) for names in (SCORES, LABELS))
    return [np.take_along_axis(labels, scores.argmax(axis=0)[None], axis=0)[0]]


SOFTMAX_AND_LOSS = [
    Primitive(
        "Softmax of two",
        {"scores_0": f"3 * {NORMAL}", "scores_1": f"3 * {NORMAL}"},
        product(HOSTILE, HOSTILE),
        softmax,
        Way(
            ["probs_0", "probs_1"],
            AS_IN_THE_STEP,
            "softmax",
            "macro `_two_classes`",
        ),
        [
            Way(BY_CASE, EXPONENTIAL, "exps", "CASE margin > 0, of e / (1 + e) and 1 / (1 + e)"),
            Way(["(1 - k + e * k) / (1 + e)", "(k + e * (1 - k)) / (1 + e)"], CHOSEN, "chosen"),
            Way(
                ["probs_0", "probs_1"],
                AS_OF_MORE,
                "softmax",
                "macro `_softmax`, as for more classes: two exp()",
            ),
            Way(
                ["e_0 / (e_0 + e_1)", "e_1 / (e_0 + e_1)"],
                "exps as (select *, exp(scores_0) as e_0, exp(scores_1) as e_1 from given)",
                "exps",
                "the post's: exp(s) / (exp(s0) + exp(s1))",
            ),
            Way(["1 / (1 + exp(margin))", "1 / (1 + exp(-margin))"], MARGIN, "margins"),
            Way(["1 - p", "p"], f"{MARGIN}, ps as (select *, 1 / (1 + exp(-margin)) as p from margins)", "ps"),
            Way(
                ["0.5 - t", "0.5 + t"], f"{MARGIN}, ts as (select *, 0.5 * tanh(0.5 * margin) as t from margins)", "ts"
            ),
            Way(
                ["case when margin > 0 then e * r else r end", "case when margin > 0 then r else e * r end"],
                f"{EXPONENTIAL}, rs as (select *, 1 / (1 + e) as r from exps)",
                "rs",
                "one exp() and one division: r = 1 / (1 + e), and e * r",
            ),
        ],
        tolerance=16,
    ),
    Primitive(
        "The loss of an example, from what softmax has left",
        {"margin": f"4 * {NORMAL}", "y_1": "cast(random() < 0.5 as double)"},
        product(HOSTILE, [0.0, 1.0, None]),
        loss,
        Way(["example_loss"], LOSS, "loss", "macro `loss`"),
        simple(
            "ln(sum_exp) + (margin + abs(margin)) * 0.5 - y_1 * margin",
            "ln(sum_exp) + greatest(margin, 0.0) - y_1 * margin",
            "ln(sum_exp) + case when margin > 0 then margin else 0.0 end - y_1 * margin",
            "ln(sum_exp) + abs(margin) * cast((margin > 0) <> (y_1 > 0) as integer)",
            "-ln(case when y_1 > 0 then probs_1 else probs_0 end)",
            "-ln(y_0 * probs_0 + y_1 * probs_1)",
            "-(y_0 * ln(probs_0) + y_1 * ln(probs_1))",
            "ln(1 + exp(case when y_1 > 0 then -margin else margin end))",
        ),
        derived={
            "y_0": "1 - y_1",
            "chosen": "cast(margin > 0 as double)",
            "sum_exp": "1 + exp(-abs(margin))",
            "probs_0": "case when margin > 0 then exp(-abs(margin)) else 1 end / (1 + exp(-abs(margin)))",
            "probs_1": "case when margin > 0 then 1 else exp(-abs(margin)) end / (1 + exp(-abs(margin)))",
        },
        unit="absolute",
        tolerance=4,
    ),
    Primitive(
        "Softmax of two and the loss, as the step uses them: probs_1, example_loss",
        {"scores_0": f"3 * {NORMAL}", "scores_1": f"3 * {NORMAL}", "y_1": "cast(random() < 0.5 as double)"},
        product(FINITE, FINITE, [0.0, 1.0]),
        lambda c: [softmax(c)[1], *loss(c | {"margin": c["scores_1"] - c["scores_0"]})],
        Way(
            ["probs_1", "example_loss"],
            f"{AS_IN_THE_STEP}, {{{{ dbt_nn.loss({TWO}) }}}}",
            "loss",
            "macros `_two_classes` and `loss`",
        ),
        [
            Way([BY_CASE[1], STABLE_LOSS], EXPONENTIAL, "exps"),
            Way(["(e + cast(margin > 0 as integer) * (1 - e)) / (1 + e)", STABLE_LOSS], EXPONENTIAL, "exps"),
            Way(["exp((margin - abs(margin)) * 0.5) / (1 + e)", STABLE_LOSS], EXPONENTIAL, "exps"),
            Way(["1 / (1 + exp(-margin))", STABLE_LOSS], EXPONENTIAL, "exps"),
            Way(
                ["1 / (1 + e)", "ln(1 + e) + (1 - y_1) * margin"],
                f"{MARGIN}, exps as (select *, exp(-margin) as e from margins)",
                "exps",
                "e = exp(-margin): `1 / (1 + e)`, `ln(1 + e) + (1 - y_1) * margin`",
            ),
            Way(
                ["p", "-ln(case when y_1 > 0 then p else 1 - p end)"],
                f"{MARGIN}, ps as (select *, 1 / (1 + exp(-margin)) as p from margins)",
                "ps",
                "p = 1 / (1 + exp(-margin)): `p`, `-ln(case when y_1 > 0 then p else 1 - p end)`",
            ),
        ],
        tolerance=16,
        unit="absolute",
    ),
    Primitive(
        "Whether the larger of two scores is the label's",
        {"scores_0": NORMAL, "scores_1": NORMAL, "y_1": "cast(random() < 0.5 as double)"},
        product([*FINITE, None], [*FINITE, None], [0.0, 1.0, None]),
        lambda c: [np.where((c["scores_1"] > c["scores_0"]) == (c["y_1"] > 0), 1.0, 0.0)],
        Way(["is_correct"], LOSS, "loss", "macro `loss`"),
        [
            Way(["(margin > 0) = (y_1 > 0)"]),
            Way(["case when margin > 0 then y_1 else 1 - y_1 end"]),
            Way(["case when (margin > 0) = (y_1 > 0) then 1.0 else 0.0 end"]),
            Way(
                ["{{ dbt_nn._argmax(['scores_0', 'scores_1'], ['y_0', 'y_1']) }}"],
                name="macro `_argmax`",
            ),
            Way(["1 - abs(cast(margin > 0 as integer) - y_1)"]),
        ],
        derived={
            "margin": "scores_1 - scores_0",
            "chosen": "cast(scores_1 - scores_0 > 0 as double)",
            "y_0": "1 - y_1",
            "sum_exp": "1 + exp(-abs(scores_1 - scores_0))",
        },
    ),
    Primitive(
        "Whether the largest of ten scores is the label's",
        dict.fromkeys(SCORES, NORMAL) | {"label": "cast(floor(10 * random()) as bigint)"},
        [(*row, label) for row in one_of_ten_hostile() for label in (0, 4, 9) if NAN not in row],
        first_largest,
        Way(["is_correct"], LOSS_OF_TEN, "loss", "macro `loss`"),
        [
            Way([first_equal("max_score")], name="CASE scores = max_score, which softmax has left"),
            Way([first_equal("top")], LARGEST, "best", "CASE scores = greatest(…)"),
            Way(
                [f"cast({' + '.join(f'y_{n} * scores_{n}' for n in TEN)} >= top as double)"],
                LARGEST,
                "best",
                "Σ y · scores >= greatest(…)",
            ),
            Way(
                [" + ".join(f"cast(scores_{n} = top as integer) * y_{n}" for n in TEN)],
                LARGEST,
                "best",
                "Σ (scores = greatest(…)) · y",
            ),
            Way(
                [f"[{', '.join(LABELS)}][list_position([{', '.join(SCORES)}], top)]"],
                LARGEST,
                "best",
                "a list's element",
            ),
        ],
        derived={f"y_{n}": f"cast(label = {n} as double)" for n in TEN}
        | {"max_score": f"greatest({', '.join(SCORES)})", "sum_exp": "cast(1 as double)"},
    ),
]
