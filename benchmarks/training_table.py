"""The table of training times: this project beside what one would use instead."""

import statistics
import tempfile
from pathlib import Path

from cases import POST_SHAPE, Size, make_case, measure_in_rounds, median_of
from contestants import CONTESTANTS, NESTED, NUMPY, ONE, SKLEARN, STEPS, TORCH

# A statement an iteration costs its planning each time; so many tell how long one takes. Wide networks are planned for
# seconds.
MOST_STATEMENTS, MOST_WIDE_STATEMENTS = 100, 5
# Where the post met its limits. DuckDB 2.0 plans 76 nested iterations, ever more slowly, and refuses 77.
MOST_NESTED = 10
# It keeps every level in memory: three iterations on 10,000,000 rows were seen to take 16 GB.
MOST_NESTED_ROWS = 1_000_000
NOTES = f"""
Everyone starts from the same initial weights, on the same rows, in double precision, with all cores; × NumPy and
× PyTorch are medians of the ratios within a repeat, of the times of an iteration. The nested query takes part up to
{MOST_NESTED} iterations of the post's own network, where the post met its limits, and {MOST_NESTED_ROWS:,} rows, for
it keeps all in memory. Other networks learn in which slice of x1 + x2 a point is; what they read besides is noise.

¹ No more than {MOST_STATEMENTS} iterations of the post's network are measured, and {MOST_WIDE_STATEMENTS} of any other,
so that the final loss is another.

² For two classes scikit-learn has one logistic output, which is the difference of the others' two scores; it makes the
same steps, but for the last bias: there its rate is √2 times the learning rate, in the others' difference it is twice.
"""


def iterations_of(size: Size) -> dict[str, int]:
    """Who takes part, and with how many iterations."""
    iterations, is_post = size.iterations, size.shape == POST_SHAPE
    can_nest = is_post and iterations <= MOST_NESTED and size.rows <= MOST_NESTED_ROWS
    numbers = {name: iterations for name in CONTESTANTS if can_nest or name != NESTED}
    numbers[STEPS] = min(iterations, MOST_STATEMENTS if is_post else MOST_WIDE_STATEMENTS)
    if iterations == 1:
        del numbers[ONE]  # one statement is a statement an iteration
    return numbers


def ratio(name: str, rival: str, results: dict, numbers: dict[str, int]) -> str:
    """How many times as long as `rival` an iteration of `name` takes: the median of each repeat's ratio."""
    if isinstance(results[rival], str):
        return ""
    pairs = zip(results[name], results[rival], strict=True)
    ratios = [ours["seconds"] / numbers[name] / (theirs["seconds"] / numbers[rival]) for ours, theirs in pairs]
    return f"{statistics.median(ratios):.2f}"


def loss_of(name: str, measured: dict[str, list[dict]], numbers: dict[str, int], size: Size) -> str:
    """The final loss, with a mark where it is not that of all who did as many iterations."""
    loss = measured[name][-1]["loss"]
    others = {SKLEARN} if size.shape[-1] == 2 else set()
    if name in others:
        return f"{loss:.9f} ²"
    rivals = [
        found[-1]["loss"]
        for other, found in measured.items()
        if other not in others and numbers[other] == numbers[name]
    ]
    return f"{loss:.9f}" + ("" if max(rivals) - min(rivals) < 1e-9 else " (!)")


def print_training_table(sizes: list[str]) -> None:
    """Measure all sizes, each "ROWS:ITERATIONS" or "ROWS:ITERATIONS:SHAPE", and print a line for each contestant."""
    head = ["rows", "network", "iterations", "who", "ms an iteration", "ns a row", "× NumPy", "× PyTorch", "final loss"]
    print(f"| {' | '.join([*head, 'peak MB'])} |\n|--:|--:|--:|---|--:|--:|--:|--:|--:|--:|", flush=True)
    for size in map(Size.of, sizes):
        rows, numbers = size.rows, iterations_of(size)
        with tempfile.TemporaryDirectory() as folder:
            make_case(Path(folder), size)
            results = measure_in_rounds(numbers, Path(folder), repeats=5 if rows <= 10_000 else 3)
        measured = {name: found for name, found in results.items() if not isinstance(found, str)}
        for name, found in results.items():
            note = " ¹" if numbers[name] < size.iterations else ""
            cells = [f"{rows:,}", "-".join(map(str, size.shape)), f"{numbers[name]:,}{note}", name]
            if isinstance(found, str):
                cells += [found, "", "", "", "", ""]
            else:
                seconds = median_of(found, "seconds") / numbers[name]
                cells += [f"{seconds * 1e3:.3f}", f"{seconds / rows * 1e9:.1f}"]
                cells += [ratio(name, rival, results, numbers) for rival in (NUMPY, TORCH)]
                cells += [loss_of(name, measured, numbers, size), f"{median_of(found, 'megabytes'):,.0f}"]
            print(f"| {' | '.join(cells)} |", flush=True)
    print(NOTES)
