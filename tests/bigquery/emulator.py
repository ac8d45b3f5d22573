"""Start bqemulator, an emulator of BigQuery's API over DuckDB, with its faults that stand in our way mended.

The SQL of this project is never shaped to the emulator; where it refuses what BigQuery takes, it is mended here:

- `create table t (x float64) as (select …)`, which dbt writes for a model with a contract; it reads no such parentheses;
- `mod(a, b) * mod(c, d)`, of which it makes `a % b * c % d`, another product.
"""

from bqemulator.cli import main
from bqemulator.sql.rewriter import create_table_schema_ctas
from sqlglot import exp
from sqlglot.dialects.duckdb import DuckDB

first_select = create_table_schema_ctas._first_select


def first_select_inside_parentheses(body: exp.Expression | None) -> exp.Select | None:
    """The first SELECT of a query, which may stand in parentheses."""
    while isinstance(body, exp.Subquery):
        body = body.this
    return first_select(body)


def remainder(generator: DuckDB.Generator, expression: exp.Mod) -> str:
    """`mod(a, b)` for DuckDB, in parentheses whatever stands around it."""
    return f"({generator.binary(expression, '%')})"


create_table_schema_ctas._first_select = first_select_inside_parentheses
DuckDB.Generator.TRANSFORMS[exp.Mod] = remainder

if __name__ == "__main__":
    main()
