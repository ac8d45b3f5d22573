#!/usr/bin/env python3
"""Check that what dbt knows of the project is documented, and that its macros keep the house rules.

usage: python scripts/check_documentation.py target/manifest.json [target/catalog.json]

`dbt parse` writes the manifest; `dbt docs generate` writes both.

- Models, seeds, snapshots, functions and exposures have a description, and so have their columns where listed.
- With a catalog: every column that a model or a seed has in the warehouse is listed.
- A public macro has the file of its name; only internal macros may stand there beside it.
- A public macro and each of its arguments have a description, and the arguments a type.
- Internal macros, whose names start with `_`, and all versions, are hidden from the docs site.

Only the standard library. Prints one line a fault, and ends with status 1 if there are any.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

# What dbt itself hands to every generic test.
GIVEN_TO_TESTS = {"model", "column_name"}


def nodes(manifest: dict) -> Iterator[str]:
    """Yield the faults of models, seeds and all else that is a node."""
    project = manifest["metadata"]["project_name"]
    kinds = {"model", "seed", "snapshot", "function", "exposure"}
    for group in ("nodes", "functions", "exposures"):
        for node in manifest.get(group, {}).values():
            if node["package_name"] != project or node["resource_type"] not in kinds:
                continue
            place = f"{node['original_file_path']}: {node['resource_type']} {node['name']}"
            if not node["description"]:
                yield f"{place} has no description"
            for column in node.get("columns", {}).values():
                if not column["description"]:
                    yield f"{place}: column {column['name']} has no description"


def columns(manifest: dict, catalog: dict) -> Iterator[str]:
    """Yield the columns that the warehouse has and no YAML describes."""
    for key, relation in catalog["nodes"].items():
        node = manifest["nodes"][key]
        described = {name.lower() for name, column in node["columns"].items() if column["description"]}
        if node["package_name"] == manifest["metadata"]["project_name"]:
            for name in relation["columns"]:
                if name.lower() not in described:
                    yield f"{node['original_file_path']}: {node['name']} has the column {name}, which is not described"


def macros(manifest: dict) -> Iterator[str]:
    """Yield the faults of macros."""
    for macro in manifest["macros"].values():
        if macro["package_name"] != manifest["metadata"]["project_name"]:
            continue
        # A generic test is the macro `test_x`. The version of `x` for an engine is `duckdb__x`.
        is_test = macro["name"].startswith("test_")
        name = macro["name"].removeprefix("test_") if is_test else macro["name"]
        file = Path(macro["original_file_path"])
        place = f"{file}: macro {macro['name']}"
        if name.startswith("_") or "__" in name:
            if macro["docs"]["show"]:
                yield f"{place} is internal and not hidden from the docs site (docs: {{show: false}})"
            continue
        if file.stem != name:
            yield f"{place} is not in the file of its name"
        if not macro["description"]:
            yield f"{place} has no description"
        for argument in macro["arguments"]:
            if is_test and argument["name"] in GIVEN_TO_TESTS:
                continue
            for key in ("type", "description"):
                if not argument.get(key):
                    yield f"{place}: argument {argument['name']} has no {key}"


def main(arguments: list[str]) -> int:
    """Print the faults that a manifest and a catalog show; return how the program ends."""
    if len(arguments) not in (1, 2):
        print(__doc__, file=sys.stderr)
        return 2
    manifest, *catalogs = (json.loads(Path(argument).read_text(encoding="utf-8")) for argument in arguments)
    faults = [*nodes(manifest), *macros(manifest)]
    for catalog in catalogs:
        faults += columns(manifest, catalog)
    faults.sort()
    for fault in faults:
        print(fault)
    print(f"documentation: {len(faults)} {'fault' if len(faults) == 1 else 'faults'}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
