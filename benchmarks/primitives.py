"""The primitives of macros/engine/ that expressions.py measures; `project` is Jinja for the way in use."""

import numpy as np
from ways import HOSTILE, INFINITY, NORMAL, SCORES, TEN, Primitive, Way, one_of_ten_hostile, product, simple


def running(step: str) -> str:
    """CTEs that go through ten scores, the largest so far being `m`; `step` has {m} for it and {s} for the next one."""
    ctes, source, largest = [], "given", "scores_0"
    for n in TEN[1:]:
        ctes.append(f"step_{n} as (select *, {step.format(m=largest, s=f'scores_{n}')} as m_{n} from {source})")
        source, largest = f"step_{n}", f"m_{n}"
    return ", ".join(ctes)


PRIMITIVES = [
    Primitive(
        "ReLU: max(0, h)",
        {"h": NORMAL},
        product([*HOSTILE, 5e-324, 8e307]),
        lambda c: [np.maximum(c["h"], 0)],
        Way(["{{ dbt_nn._relu('h') }}"]),
        simple(
            "(h + abs(h)) * 0.5",
            "greatest(h, 0.0)",
            "case when h > 0 then h else 0.0 end",
            "case when h > 0 then h when h <= 0 then 0.0 end",
            "h * cast(h > 0 as integer)",
        ),
    ),
    Primitive(
        "ReLU's slope times a number: g where d > 0",
        {"d": f"greatest(0, {NORMAL})", "g": NORMAL},
        product([0.0, 1e-300, 700.0, 1e300, INFINITY, None], HOSTILE),
        lambda c: [np.where(c["d"] > 0, c["g"], 0)],
        Way(["{{ dbt_nn._activations('h', 'd')['relu'].slope }} * g"]),
        simple(
            "cast(d > 0 as integer) * g",
            "cast(d > 0 as double) * g",
            "case when d > 0 then g else 0.0 end",
            "case when d > 0 then g when d <= 0 then 0.0 end",
            "sign(d) * g",
        ),
    ),
    Primitive(
        "The larger of two",
        {"a": NORMAL, "b": NORMAL},
        product(HOSTILE, HOSTILE),
        lambda c: [np.maximum(c["a"], c["b"])],
        Way(["{{ dbt_nn._maximum(['a', 'b']) }}"]),
        simple(
            "case when a > b then a else b end",
            "case when a > b then a when a <= b then b end",
            "greatest(a, b)",
            "(a + b + abs(a - b)) * 0.5",
            "a + (b - a + abs(b - a)) * 0.5",
        ),
    ),
    Primitive(
        "The largest of ten",
        dict.fromkeys(SCORES, NORMAL),
        one_of_ten_hostile(),
        lambda c: [np.stack([c[score] for score in SCORES]).max(axis=0)],
        Way([f"{{{{ dbt_nn._maximum({SCORES}) }}}}"]),
        [
            Way([f"greatest({', '.join(SCORES)})"]),
            Way([f"list_max([{', '.join(SCORES)}])"]),
            Way(["m_9"], running("case when {m} > {s} then {m} else {s} end"), "step_9", "CASE of two, nine times"),
            Way(["m_9"], running("greatest({m}, {s})"), "step_9", "greatest() of two, nine times"),
            Way(
                ["m_9"],
                running("({m} + {s} + abs({m} - {s})) * 0.5"),
                "step_9",
                "(m + s + abs(m - s)) * 0.5, nine times",
            ),
        ],
    ),
    Primitive(
        "One-hot of a label",
        {"label": "cast(random() < 0.5 as bigint)"},
        product([0, 1, 2, -1, None]),
        lambda c: [np.where(c["label"] == 1, 1.0, 0.0)],
        Way(["{{ dbt_nn._indicator('label = 1') }}"]),
        simple(
            "cast(label = 1 as double)",
            "cast(label = 1 as integer)",
            "case when label = 1 then 1.0 when not (label = 1) then 0.0 end",
            "case when label = 1 then 1.0 else 0.0 end",
            "case when label = 1 then 1e0 else 0e0 end",
            "cast(label as double)",
        ),
    ),
    Primitive(
        "Two numbers divided by a third",
        {"p": "random()", "q": "random()", "s": "1 + random()"},
        product([0.0, 1.0, 1e-300, 700.0, 1e300], [1.0], [*HOSTILE, 5e-324]),
        lambda c: [c["p"] / c["s"], c["q"] / c["s"]],
        Way(["p / s", "q / s"]),
        [
            Way(["p / nullif(s, 0)", "q / nullif(s, 0)"]),
            Way(["p * r", "q * r"], "rs as (select *, 1 / s as r from given)", "rs", "r = 1 / s, then p * r and q * r"),
            Way(["p * pow(s, -1)", "q * pow(s, -1)"]),
        ],
        tolerance=0.51,
    ),
]
