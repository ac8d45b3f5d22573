#!/usr/bin/env python3
"""Draw the loss and the accuracy of each iteration, out of the model `training_info`, as an SVG.

usage: python scripts/draw_loss_curve.py [DATABASE] [PICTURE]      (pip install matplotlib duckdb)
"""

import sys

import duckdb
import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt

GREY, BLUE, ORANGE = "#808080", "#4c8dd6", "#d9822b"  # readable on a white and on a dark page


def main(database: str = "dbt_nn.duckdb", picture: str = "docs/pictures/loss_curve.svg") -> None:
    """Read the table, write the picture; the same rows give the same file."""
    with duckdb.connect(database, read_only=True) as db:
        info = db.sql("select iteration, loss, accuracy from training_info where loss is not null order by iteration")
        rows = info.fetchall()
    iterations, losses, accuracies = zip(*rows, strict=True)
    plt.rcParams.update({"svg.hashsalt": "dbt_nn", "font.size": 11, "text.color": GREY, "axes.edgecolor": GREY})
    figure, left = plt.subplots(figsize=(8, 3.2), layout="constrained")
    right = left.twinx()
    for axis, values, colour, name in ((left, losses, BLUE, "loss"), (right, accuracies, ORANGE, "accuracy")):
        axis.plot(iterations, values, color=colour, linewidth=2)
        axis.set_ylabel(name, color=colour)
        axis.tick_params(axis="y", colors=colour)
        axis.spines["top"].set_visible(False)
    left.set_ylim(0, 0.75)
    right.set_ylim(0.4, 1.01)
    left.set_xlabel("iteration", color=GREY)
    left.tick_params(axis="x", colors=GREY)
    left.grid(axis="y", color=GREY, alpha=0.2)
    figure.savefig(picture, transparent=True, metadata={"Date": None})


if __name__ == "__main__":
    main(*sys.argv[1:])
