"""Start bqemulator, an emulator of BigQuery's API over DuckDB, with its faults that stand in our way mended.

The SQL of this project is never shaped to the emulator; where it refuses what BigQuery takes, it is mended here:
`create table t (x float64) as (select …)`, which dbt writes for a model with a contract; it reads no such parentheses.
"""

from bqemulator.cli import main
from bqemulator.sql.rewriter import create_table_schema_ctas
from sqlglot import exp

first_select = create_table_schema_ctas._first_select


def first_select_inside_parentheses(body: exp.Expression | None) -> exp.Select | None:
    """The first SELECT of a query, which may stand in parentheses."""
    while isinstance(body, exp.Subquery):
        body = body.this
    return first_select(body)


create_table_schema_ctas._first_select = first_select_inside_parentheses

if __name__ == "__main__":
    main()
