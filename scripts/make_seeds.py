#!/usr/bin/env python3
"""Write the seed CSVs: x1 and x2 drawn from N(0, 1), y = 1 where x1 + x2 > 0.

usage: python scripts/make_seeds.py [FOLDER]      (default: seeds)

Only the standard library, and only `random()`, whose sequence Python guarantees for a seed; the normal draw is
Box and Muller's. Values are rounded to six decimals before y is computed, so that the CSV holds the whole truth.
"""

import csv
import math
import random
import sys
from pathlib import Path

FILES = {"points_train": (10_000, 2018), "points_test": (2_000, 313)}


def normal(source: random.Random) -> float:
    """One draw from N(0, 1), rounded to six decimals."""
    radius = math.sqrt(-2.0 * math.log(1.0 - source.random()))
    return round(radius * math.cos(2.0 * math.pi * source.random()), 6)


def points(rows: int, seed: int):
    """Yield `rows` points as (x1, x2, y)."""
    source = random.Random(seed)
    for _ in range(rows):
        x1, x2 = normal(source), normal(source)
        yield x1, x2, int(x1 + x2 > 0)


def main(folder: Path) -> None:
    """Write both files into `folder`."""
    for name, (rows, seed) in FILES.items():
        with (folder / f"{name}.csv").open("w", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(["x1", "x2", "y"])
            writer.writerows(points(rows, seed))


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "seeds"))
