"""The sums that expressions.py measures, each written in several ways; the first way is the one in use."""

import math
from dataclasses import dataclass

INFINITY, NAN = float("inf"), float("nan")


@dataclass
class Sums:
    """A sum of `g` over the rows whose `label` is 1, or over all; `hostile` maps a description to rows (g, label)."""

    title: str
    only_label_1: bool
    ways: list[str]
    hostile: dict[str, list[tuple]]

    def reference(self, rows: list[tuple]) -> float | None:
        """The sum, rounded once; NULL is left out, and the sum of nothing is NULL."""
        numbers = [g for g, label in rows if g is not None and (label == 1 or not self.only_label_1)]
        if not numbers:
            return None
        return math.fsum(numbers) if all(map(math.isfinite, numbers)) else sum(numbers)


def of_all(*values: float | None) -> list[tuple]:
    """Rows with these values."""
    return [(value, 1) for value in values]


SUMS = [
    Sums(
        "The sum of a column",
        False,
        ["sum(g)", "fsum(g)", "avg(g) * count(g)", "favg(g) * count(g)", "sum(cast(g as decimal(38, 18)))"],
        {
            "ten times 0.1": of_all(*[0.1] * 10),
            "1e300, 1, -1e300": of_all(1e300, 1.0, -1e300),
            "1, 1e100, 1, -1e100": of_all(1.0, 1e100, 1.0, -1e100),
            "1e-300": of_all(1e-300),
            "1, inf": of_all(1.0, INFINITY),
            "inf, -inf": of_all(INFINITY, -INFINITY),
            "1, NaN": of_all(1.0, NAN),
            "1, NULL": of_all(1.0, None),
            "NULL": of_all(None),
            "no row": [],
        },
    ),
    Sums(
        "The sum of the rows with a certain label",
        True,
        [
            "sum(cast(label = 1 as double) * g)",
            "sum(g) filter (where label = 1)",
            "sum(case when label = 1 then g end)",
            "sum(case when label = 1 then g else 0.0 end)",
            "avg(g) filter (where label = 1) * count(g) filter (where label = 1)",
        ],
        {
            "inf under another label": [(1.0, 1), (INFINITY, 0)],
            "NaN under another label": [(1.0, 1), (NAN, 0)],
            "NULL under another label": [(1.0, 1), (None, 0)],
            "NULL under the label": [(1.0, 1), (None, 1)],
            "a label that is NULL": [(1.0, 1), (1.0, None)],
            "no row with the label": [(1.0, 0)],
            "no row": [],
        },
    ),
]
