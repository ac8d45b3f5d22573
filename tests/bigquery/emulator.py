"""Start bqemulator, an emulator of BigQuery's API over DuckDB, with its faults that stand in our way mended.

The SQL of this project is never shaped to the emulator; where it refuses what BigQuery takes, it is mended here:

- `create table t (x float64) as (select …)`, which dbt writes for a model with a contract: no such parentheses;
- `mod(a, b) * mod(c, d)`, of which it makes `a % b * c % d`, another product;
- `project.dataset.function(x)`, of which it knows the last two parts only;
- `select row.*` of a column that is a whole row, which it spoils where it looks for types. Only decimals need those;
- `[struct((select …) as x), y]`, which it takes for `array(select …)`;
- `list[offset(x)]`, which it takes for a place counted from 1 if `x` is more than a number;
- `@@row_count`, how many rows a script's last statement has written, which it does not know.

And it reads and translates the same statement each time it is sent, or a loop comes to it: here once.
"""

from functools import cache

from bqemulator.catalog import ddl_sync
from bqemulator.cli import main
from bqemulator.jobs import executor
from bqemulator.scripting import interpreter
from bqemulator.sql import inner_query, table_rewriter
from bqemulator.sql.rewriter import create_table_schema_ctas
from bqemulator.sql.translator import SQLTranslator
from sqlglot import exp
from sqlglot.dialects.bigquery import BigQuery
from sqlglot.dialects.duckdb import DuckDB

first_select = create_table_schema_ctas._first_select
rewrite_calls = table_rewriter._rewrite_dot_anonymous_calls
rewrite_variables = interpreter._rewrite_vars_to_params
run_query = interpreter.ScriptInterpreter._run_query
translate = SQLTranslator.translate
translator = SQLTranslator()


def first_select_inside_parentheses(body: exp.Expression | None) -> exp.Select | None:
    """The first SELECT of a query, which may stand in parentheses."""
    while isinstance(body, exp.Subquery):
        body = body.this
    return first_select(body)


def remainder(generator: DuckDB.Generator, expression: exp.Mod) -> str:
    """`mod(a, b)` for DuckDB, in parentheses whatever stands around it."""
    return f"({generator.binary(expression, '%')})"


def element(generator: DuckDB.Generator, bracket: exp.Bracket) -> str:
    """An element of a list for DuckDB, which counts from 1."""
    if bracket.args.get("offset") == 0 and not isinstance(bracket.expressions[0], exp.Literal):
        place = exp.paren(bracket.expressions[0]) + 1
        bracket = exp.Bracket(this=bracket.this, expressions=[place], offset=1)
    return generator.bracket_sql(bracket)


def elements(generator: DuckDB.Generator | BigQuery.Generator, array: exp.Array) -> str:
    """A list: of what a query gives, or of what it names."""
    is_query = isinstance(array.expressions[0] if array.expressions else None, exp.Select | exp.SetOperation)
    inner = generator.expressions(array, flat=True)
    return f"ARRAY({inner})" if is_query else f"[{inner}]"


def rewrite_calls_of_three_parts(tree: exp.Expression, project_id: str) -> bool:
    """Write `project.dataset.function(…)` as the one name that the emulator splits itself."""
    for dot in list(tree.find_all(exp.Dot)):
        if isinstance(dot.this, exp.Dot) and isinstance(dot.expression, exp.Anonymous):
            dot.expression.set("this", f"{dot.this.this.name}.{dot.this.expression.name}.{dot.expression.name}")
            dot.replace(dot.expression)
    return rewrite_calls(tree, project_id)


@cache
def translated(sql: str) -> object:
    """A statement in DuckDB's SQL, or why it is none."""
    return translate(translator, sql)


def rewrite_variables_that_are_there(sql: str, frames: interpreter.FrameStack) -> tuple[str, list]:
    """Put a script's variables into a statement, which is only read where it has the name of one in it."""
    names = frames.all_visible()
    return rewrite_variables(sql, frames) if any(name.lower() in sql.lower() for name in names) else (sql, [])


async def run_query_and_count(self: interpreter.ScriptInterpreter, sql: str) -> object:
    """Run a statement of a script, `@@row_count` replaced by how many rows the last insert has written."""
    table = await run_query(self, sql.replace("@@row_count", str(getattr(self, "row_count", 0))))
    if sql.lstrip().lower().startswith("insert"):
        self.row_count = table.column(0)[0].as_py()
    return table


create_table_schema_ctas._first_select = first_select_inside_parentheses
DuckDB.Generator.TRANSFORMS[exp.Mod] = remainder
DuckDB.Generator.TRANSFORMS[exp.Bracket] = element
# It writes BigQuery's SQL too, between its own steps.
DuckDB.Generator.TRANSFORMS[exp.Array] = BigQuery.Generator.TRANSFORMS[exp.Array] = elements
table_rewriter._rewrite_dot_anonymous_calls = rewrite_calls_of_three_parts
inner_query.build_catalog_schema = lambda sql, **where: None
executor.rewrite_table_refs = interpreter.rewrite_table_refs = cache(table_rewriter.rewrite_table_refs)
ddl_sync._detect_catalog_drop = cache(ddl_sync._detect_catalog_drop)
interpreter._rewrite_vars_to_params = rewrite_variables_that_are_there
interpreter.ScriptInterpreter._run_query = run_query_and_count
SQLTranslator.translate = lambda self, sql, **how: translated(sql)

if __name__ == "__main__":
    main()
