#!/usr/bin/env python3
"""How long DuckDB takes for each primitive of the training step, written in several ways, and how right each way is.

usage: python benchmarks/expressions.py [ROWS]      (default: 2000000; needs dbt-duckdb and NumPy)

One table a primitive (primitives.py, softmax_and_loss.py and sums.py list them). `dbt_nn` marks the way that the
project's macros write, taken from them. Nanoseconds a row are those of one thread, less what the same query takes
without the expression; medians of rounds that go through all ways. The largest difference is that of ordinary values to
NumPy with its widest floats, in units of the last place (ulp; 0.5 is a result that is rounded once) where nothing else
is said. The last column: hostile values (zeros, tiny and huge numbers, infinities, NaN, NULL) for which a way is wrong.
Zero and minus zero count as the same.
"""

import math
import statistics
import sys
import tempfile
import time
from pathlib import Path

import duckdb
import numpy as np
from cases import machine
from primitives import PRIMITIVES
from project import Project
from softmax_and_loss import SOFTMAX_AND_LOSS
from sums import SUMS, Sums
from ways import NORMAL, Primitive, Way

ROUNDS = 7
HEAD = "| | way | ns a row | largest difference | not right for |\n|---|---|--:|--:|---|"
BETWEEN_TEXTS, BETWEEN_WAYS = "\n-- next text\n", "\n-- next way\n"


def render_macros() -> None:
    """Let dbt write, in one go, what the ways take from the project's macros."""
    ways = [way for primitive in [*PRIMITIVES, *SOFTMAX_AND_LOSS] for way in (primitive.project, *primitive.ways)]
    jinja = BETWEEN_WAYS.join(BETWEEN_TEXTS.join([way.ctes, *way.outputs]) for way in ways)
    with tempfile.TemporaryDirectory() as folder:
        sql = Project(Path(folder), "select 1 as one").render(jinja)
    for way, texts in zip(ways, sql.split(BETWEEN_WAYS), strict=True):
        way.ctes, *way.outputs = (" ".join(text.split()) for text in texts.split(BETWEEN_TEXTS.strip("\n")))


def ways_of(primitive: Primitive) -> list[Way]:
    """The project's way first, the others without it."""
    used = primitive.project
    return [used, *(way for way in primitive.ways if (way.ctes, way.outputs) != (used.ctes, used.outputs))]


def query(way: Way, table: str, results: list[str]) -> str:
    """A query for `results`, in terms of the way's outputs."""
    ctes = ["given as (select * from " + table + ")", *([way.ctes] if way.ctes else [])]
    return f"with {', '.join(ctes)} select {', '.join(results)} from {way.source}"


def as_doubles(way: Way) -> list[str]:
    """The outputs, of the type that the step goes on with."""
    return [f"cast({output} as double)" for output in way.outputs]


def make_tables(db: duckdb.DuckDBPyConnection, primitive: Primitive, rows: int) -> None:
    """The tables `ordinary` and `hostile` of a primitive."""
    columns = ", ".join(f"{sql} as {name}" for name, sql in primitive.columns.items())
    nulls = ", ".join(f"null as {name}" for name in primitive.columns)
    derived = "".join(f", {sql} as {name}" for name, sql in primitive.derived.items())
    # The row of NULLs keeps DuckDB from counting a column without reading it.
    made = f"select {columns} from range({rows}) union all select {nulls}"
    db.execute(f"create or replace table ordinary as select *{derived} from ({made})")
    db.execute(f"create or replace table rows_given as select {', '.join(primitive.columns)} from ordinary limit 0")
    db.executemany(f"insert into rows_given values ({', '.join('?' * len(primitive.columns))})", primitive.hostile)
    db.execute(f"create or replace table hostile as select *{derived} from rows_given")


def seconds_of(db: duckdb.DuckDBPyConnection, sql: str) -> float:
    """How long a query takes."""
    began = time.perf_counter()
    db.execute(sql).fetchall()
    return time.perf_counter() - began


def nanoseconds(db: duckdb.DuckDBPyConnection, baseline: str, queries: list[str], rows: int) -> list[float]:
    """What each query takes a row more than the baseline: medians of rounds over all of them."""
    rounds = []
    for _ in range(ROUNDS):
        nothing = seconds_of(db, baseline)
        rounds.append([(seconds_of(db, sql) - nothing) / rows * 1e9 for sql in queries])
    return [statistics.median(times) for times in zip(*rounds, strict=True)]


def times_of(db: duckdb.DuckDBPyConnection, primitive: Primitive, rows: int) -> list[float]:
    """The nanoseconds of each way. All queries read all columns and have the same number of sums."""
    columns = [*primitive.columns, *primitive.derived]
    counts = [f"count({column})" for column in columns]
    sums = [f"sum(cast({column} as double))" for column in columns[: len(primitive.project.outputs)]]
    baseline = query(Way([]), "ordinary", counts + sums)
    queries = [
        query(way, "ordinary", counts + [f"sum({output})" for output in as_doubles(way)]) for way in ways_of(primitive)
    ]
    return nanoseconds(db, baseline, queries, rows)


def fetched(db: duckdb.DuckDBPyConnection, sql: str) -> list[np.ma.MaskedArray]:
    """The columns of a query, as doubles; NULL is masked."""
    columns = db.execute(sql).fetchnumpy().values()
    return [np.ma.masked_array(column, dtype=float) for column in columns]


def computed(db: duckdb.DuckDBPyConnection, way: Way, table: str) -> list[np.ma.MaskedArray]:
    """What a way gives for the rows of a table, its outputs one after the other."""
    names = [f"{output} as output_{number}" for number, output in enumerate(as_doubles(way))]
    return fetched(db, query(way, table, names))


def right(db: duckdb.DuckDBPyConnection, primitive: Primitive, table: str) -> list[np.ma.MaskedArray]:
    """What it should give, not yet rounded to doubles: the reference, and NULL where a column is NULL."""
    columns = dict(zip([*primitive.columns, *primitive.derived], fetched(db, f"from {table}"), strict=True))
    missing = np.any([np.ma.getmaskarray(columns[name]) for name in primitive.columns], axis=0)
    wide = {name: column.filled(np.nan).astype(np.longdouble) for name, column in columns.items()}
    with np.errstate(all="ignore"):
        return [np.ma.masked_array(result, mask=missing, dtype=np.longdouble) for result in primitive.reference(wide)]


def differences(got: np.ma.MaskedArray, want: np.ma.MaskedArray, unit: str) -> np.ndarray:
    """How far each number is off, in ulp or as it is; infinite where only one of two is NULL, NaN or an infinity."""
    nulls, other_nulls = np.ma.getmaskarray(got), np.ma.getmaskarray(want)
    a, b = got.filled(0), want.filled(0)
    with np.errstate(all="ignore"):
        rounded = b.astype(float)
        off = (np.abs(a - b) / (1 if unit == "absolute" else np.spacing(np.abs(rounded)))).astype(float)
    finite = np.isfinite(a) & np.isfinite(rounded)
    same = (a == rounded) | (np.isnan(a) & np.isnan(rounded))
    off = np.where(finite, off, np.where(same, 0, np.inf))
    return np.where(nulls & other_nulls, 0, np.where(nulls != other_nulls, np.inf, off))


def shown(value: float | None) -> str:
    """A number as one writes it."""
    if value is None or value is np.ma.masked:
        return "NULL"
    return f"{float(value):.4g}".replace("nan", "NaN")


def fault_of(got: float | None, want: float | None) -> str:
    """What is wrong, with as many digits as it takes to see it."""
    texts = [shown(got), shown(want)]
    if texts[0] == texts[1]:
        texts = [repr(float(got)), repr(float(want))]
    return f"gives {texts[0]}, not {texts[1]}"


def told(primitive: Primitive, place: int) -> str:
    """A hostile row in words: of many columns, those that do not just hold their own number."""
    cells = zip(primitive.columns, primitive.hostile[place], strict=True)
    values = [
        (name, value) for number, (name, value) in enumerate(cells) if len(primitive.columns) < 4 or value != number
    ]
    return ", ".join(f"{name} = {shown(value)}" for name, value in values[:4]) + (", …" if len(values) > 4 else "")


def hostile_faults(db: duckdb.DuckDBPyConnection, primitive: Primitive, way: Way) -> str:
    """Some of the hostile rows for which a way is wrong, and how many there are."""
    want, faults = right(db, primitive, "hostile"), {}
    got = computed(db, way, "hostile")
    for ours, theirs in zip(got, want, strict=True):
        allowed = primitive.tolerance
        if primitive.unit == "absolute":
            allowed = allowed * np.spacing(np.clip(np.abs(theirs.filled(0)), 1, 1e300).astype(float))
        for place in np.flatnonzero(~(differences(ours, theirs, primitive.unit) <= allowed)):
            faults.setdefault(place, fault_of(ours[place], theirs[place]))
    examples = [f"{told(primitive, place)} {fault}" for place, fault in sorted(faults.items())[:2]]
    more = f"; {len(faults)} of {len(primitive.hostile)} rows" if len(faults) > 2 else ""
    return "; ".join(examples) + more


def print_line(is_used: bool, name: str, time_taken: float, difference: str, faults: str) -> None:
    """Print a line of a table."""
    print(f"| {'dbt_nn' if is_used else ''} | {name} | {time_taken:.1f} | {difference} | {faults} |", flush=True)


def print_primitive(db: duckdb.DuckDBPyConnection, primitive: Primitive, rows: int) -> None:
    """Print the table of a primitive."""
    make_tables(db, primitive, rows)
    want = right(db, primitive, "ordinary")
    print(f"\n### {primitive.title}\n\n{HEAD}")
    for way, time_taken in zip(ways_of(primitive), times_of(db, primitive, rows), strict=True):
        pairs = zip(computed(db, way, "ordinary"), want, strict=True)
        # The row of NULLs counts among the hostile ones.
        off = max(differences(got, right_one, primitive.unit)[~right_one.mask].max() for got, right_one in pairs)
        name = way.name or ", ".join(f"`{output}`" for output in way.outputs)
        difference = f"{off:.2g}" if primitive.unit == "absolute" else f"{off:.3g} ulp"
        print_line(way is primitive.project, name, time_taken, difference, hostile_faults(db, primitive, way))
    if primitive.project.ctes:
        print(f"\nThe macro: `{primitive.project.ctes.partition('from given), ')[2]}`")


def sum_fault(db: duckdb.DuckDBPyConnection, way: str, rows: list[tuple], want: float | None) -> str:
    """What a way to sum gives for some rows, where that is wrong."""
    db.execute("create or replace table hostile as select g, label from ordinary limit 0")
    for row in rows:
        db.execute("insert into hostile values (?, ?)", row)
    try:
        got = db.execute(f"select cast({way} as double) from hostile").fetchone()[0]
    except duckdb.Error as error:
        return f"stops: {str(error).splitlines()[0][:60]}"
    same = got == want or (got is not None and want is not None and math.isnan(got) and math.isnan(want))
    return "" if same else fault_of(got, want)


def print_sums(db: duckdb.DuckDBPyConnection, sums: Sums, rows: int) -> None:
    """Print the table of a sum."""
    label = "cast(random() < 0.5 as bigint) as label"
    made = f"select {NORMAL} as g, {label} from range({rows}) union all select null, null"
    db.execute(f"create or replace table ordinary as {made}")
    want = sums.reference(db.execute("from ordinary").fetchall())
    counts = "select count(g), count(label)"
    queries = [f"{counts}, {way} from ordinary" for way in sums.ways]
    times = nanoseconds(db, f"{counts} from ordinary", queries, rows)
    print(f"\n### {sums.title}\n\n{HEAD}")
    for way, time_taken in zip(sums.ways, times, strict=True):
        off = abs(float(db.execute(f"select {way} from ordinary").fetchone()[0]) - want) / np.spacing(abs(want))
        told = {what: sum_fault(db, way, given, sums.reference(given)) for what, given in sums.hostile.items()}
        faults = "; ".join(f"{what}: {fault}" for what, fault in told.items() if fault)
        print_line(way == sums.ways[0], f"`{way}`", time_taken, f"{off:.3g} ulp", faults)


def main(rows: int) -> None:
    """Print all tables."""
    print(f"{machine()}; {rows:,} rows on one thread")
    render_macros()
    with duckdb.connect() as db:
        db.execute("set threads = 1")
        db.execute("select setseed(0.5)")
        for primitive in [*PRIMITIVES, *SOFTMAX_AND_LOSS]:
            print_primitive(db, primitive, rows)
        for sums in SUMS:
            print_sums(db, sums, rows)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000_000)
