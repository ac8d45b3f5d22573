"""What a primitive is to expressions.py, and the values that it is tried on."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field

NORMAL = "sqrt(-2 * ln(1 - random())) * cos(6.283185307179586 * random())"
INFINITY, NAN = float("inf"), float("nan")
HOSTILE = [0.0, -0.0, 1e-300, -1e-300, 700.0, -700.0, 1e300, -1e300, 1.7e308, -1.7e308, INFINITY, -INFINITY, NAN, None]
FINITE = HOSTILE[:10]
TEN = range(10)
SCORES = [f"scores_{n}" for n in TEN]


@dataclass
class Way:
    """One way to write a primitive: SQL expressions, over the rows or over the last of some CTEs before them."""

    outputs: list[str]
    ctes: str = ""
    source: str = "given"
    name: str = ""


@dataclass
class Primitive:
    """A primitive: its columns with the SQL of ordinary values, hostile rows, the right results, and ways to write it.

    `derived` are columns made of the others. `reference` gets all of them as arrays of NumPy's widest floats and
    returns an array for each output; an output must be NULL where one of `columns` is. `tolerance`: by how many units
    of the last place a result for a hostile row may be off.
    """

    title: str
    columns: dict[str, str]
    hostile: list[tuple]
    reference: Callable
    project: Way
    ways: list[Way]
    derived: dict[str, str] = field(default_factory=dict)
    unit: str = "ulp"
    tolerance: float = 0


def simple(*expressions: str) -> list[Way]:
    """Ways that are one expression each."""
    return [Way([expression]) for expression in expressions]


def product(*values: list) -> list[tuple]:
    """Every combination of values, a list for each column."""
    return list(itertools.product(*values))


def one_of_ten_hostile() -> list[tuple]:
    """Rows of ten scores of which one is hostile, or two are equal."""
    ordinary = [float(n) for n in TEN]
    rows = [tuple([*ordinary[:place], value, *ordinary[place + 1 :]]) for value in HOSTILE for place in (0, 4, 9)]
    return [*rows, tuple([0.0] * 10), tuple([9.0, *ordinary[1:]]), tuple([-INFINITY] * 10)]
