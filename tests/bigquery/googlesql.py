"""Google's own SQL analyzer and reference engine (zetasql, from PyPI) as a process that is spoken to in lines of JSON.

It runs in a virtual environment of its own, for zetasql and dbt-bigquery cannot share one. Each line of the input is a
request, each line of the output its answer, which holds `error` where Google refuses the statement:

    {"do": "table", "name": "p.d.t", "columns": {"x1": "FLOAT64"}, "rows": [[0.5]]}    puts a table into the catalog
    {"do": "check", "sql": "…"}      analyses a statement, or each statement of a script; a table, view or function that
                                     it creates goes into the catalog; answers with their number and the last's columns
    {"do": "query", "sql": "…"}      runs a query on the rows of the tables; answers with its columns and rows (a
                                     timestamp as null)

It knows GoogleSQL as BigQuery has it: only the types that BigQuery has (a DOUBLE is none). It knows nothing of quotas.
"""

import dataclasses
import json
import re
import sys

from google._upb import _message
from zetasql.api import (
    CatalogBuilder,
    ConstantBuilder,
    FunctionBuilder,
    Parser,
    PreparedQuery,
    SignatureBuilder,
    TableBuilder,
    create_table_content,
)
from zetasql.core.local_service import ZetaSqlLocalService
from zetasql.types import (
    AnalyzeRequest,
    AnalyzeResponse,
    AnalyzerOptions,
    ArrayType,
    FunctionSignature,
    LanguageOptions,
    SimpleCatalog,
    Type,
    TypeKind,
    Value,
    ZetaSQLBuiltinFunctionOptions,
    parse_proto,
)
from zetasql.types.proto_model import ProductMode
from zetasql.wasi._pb2.zetasql.local_service import local_service_pb2

KINDS = {
    "FLOAT64": TypeKind.TYPE_DOUBLE,
    "INT64": TypeKind.TYPE_INT64,
    "STRING": TypeKind.TYPE_STRING,
    "BOOL": TypeKind.TYPE_BOOL,
    "TIMESTAMP": TypeKind.TYPE_TIMESTAMP,
    "DATE": TypeKind.TYPE_DATE,
    "NUMERIC": TypeKind.TYPE_NUMERIC,
}
# BigQuery's own names for INT64 besides it (Data types, «Integer type»); the analyzer leaves them to the engine.
INTEGERS = ["INT", "SMALLINT", "INTEGER", "BIGINT", "TINYINT", "BYTEINT"]
NAMES = {kind: name for name, kind in KINDS.items()}
FIELDS = {"FLOAT64": "double_value", "INT64": "int64_value", "STRING": "string_value", "BOOL": "bool_value"}

# A sum of many terms is a deep tree, and protobuf reads no deeper than 100 unless told to.
_message.SetAllowOversizeProtos(True)
sys.setrecursionlimit(20_000)

LANGUAGE = LanguageOptions.maximum_features()
LANGUAGE.product_mode = ProductMode.PRODUCT_EXTERNAL
OPTIONS = AnalyzerOptions(language_options=LANGUAGE)
# BigQuery's «System variables»: the analyzer leaves them to the engine too. The reference engine runs no scripts, and
# has no values for them.
SCRIPT_OPTIONS = AnalyzerOptions(language_options=LANGUAGE)
SCRIPT_OPTIONS.system_variables = [
    AnalyzerOptions.SystemVariable(name_path=["row_count"], type=Type(type_kind=TypeKind.TYPE_INT64))
]


def element_of(name: str) -> str | None:
    """The type of the elements of an array that BigQuery calls `name`; None if it is no array."""
    return name.removeprefix("ARRAY<").removesuffix(">") if name.startswith("ARRAY<") else None


def type_of(name: str) -> Type:
    """The type that BigQuery calls `name`."""
    element = element_of(name)
    if element:
        return Type(type_kind=TypeKind.TYPE_ARRAY, array_type=ArrayType(element_type=type_of(element)))
    return Type(type_kind=KINDS[name])


def value_of(cell, type_: str) -> object:
    """The value in a cell of a result: a list for an array, none for a timestamp and for NULL."""
    element = element_of(type_)
    if element:
        return [value_of(inner, element) for inner in cell.array_value.element] if cell.array_value else None
    return getattr(cell, FIELDS.get(type_, "no_value"), None)


def content_of(rows: list[list]):
    """Rows as zetasql wants them, which makes values of numbers and texts, but not of lists."""
    content = create_table_content([[None if isinstance(value, list) else value for value in row] for row in rows])
    for row, made in zip(rows, content.table_data.row, strict=True):
        for place, value in enumerate(row):
            if isinstance(value, list):
                [elements] = create_table_content([value]).table_data.row
                made.cell[place] = Value(array_value=Value.Array(element=elements.cell))
    return content


def name_of(type_) -> str:
    """The name of a type as BigQuery writes it."""
    kind = type_.type_kind
    if kind == TypeKind.TYPE_ARRAY:
        return f"ARRAY<{name_of(type_.array_type.element_type)}>"
    return NAMES.get(kind, str(getattr(kind, "name", kind)))


def children(node, wanted: str) -> list:
    """The nodes right below `node` whose class has a name that ends in `wanted`."""
    found = []
    for field in dataclasses.fields(node):
        value = getattr(node, field.name)
        found += [
            child
            for child in (value if isinstance(value, list) else [value])
            if type(child).__name__.startswith("AST") and type(child).__name__.endswith(wanted)
        ]
    return found


def place_of(path: str, root: SimpleCatalog) -> tuple[SimpleCatalog, str]:
    """The catalog that holds the object `path`, made where it is missing, and the object's name in it."""
    *folders, name = path.split(".")
    place = root
    for folder in folders:
        inner = next((inner for inner in place.catalog if inner.name == folder), None)
        if inner is None:
            inner = CatalogBuilder(folder).build()
            place.catalog = [*place.catalog, inner]
        place = inner
    return place, name


class Warehouse:
    """A catalog of tables, some of them with rows, and of functions."""

    def __init__(self):
        """An empty one."""
        self.tables: dict[str, dict[str, str]] = {}
        self.rows: dict[str, list] = {}
        self.functions: dict[str, FunctionSignature] = {}
        self.variables: dict[str, str] = {}

    def catalog(self):
        """The catalog as zetasql wants it: `p`.`d`.`t` is a table in a catalog in a catalog."""
        root = CatalogBuilder("warehouse").with_builtin_functions(
            ZetaSQLBuiltinFunctionOptions(language_options=LANGUAGE)
        )
        for variable, type_ in self.variables.items():
            root.add_constant(ConstantBuilder(variable).set_type(KINDS[type_]).build())
        root = root.build()
        root.named_type = [
            SimpleCatalog.NamedType(name=name, type=Type(type_kind=TypeKind.TYPE_INT64)) for name in INTEGERS
        ]
        for path, columns in self.tables.items():
            place, name = place_of(path, root)
            table = TableBuilder(path)
            for column, type_ in columns.items():
                table.add_column(column, type_of(type_))
            table = table.build()
            table.name_in_catalog = name
            place.table = [*place.table, table]
        for path, signature in self.functions.items():
            place, name = place_of(path, root)
            function = FunctionBuilder(name).add_signature(signature).build()
            place.custom_function = [*place.custom_function, function]
        return root

    def check(self, sql: str) -> dict:
        """Analyse every statement of a script; a plain statement is a script of one."""
        self.variables = {}
        temporary = set(self.tables)
        script = Parser(LANGUAGE).parse_script(sql)
        columns, count = {}, 0
        pending = list(script.statement_list_node.statement_list)
        text = sql.encode()

        def source(node) -> str:
            return text[node.parse_location_range.start : node.parse_location_range.end].decode()

        while pending:
            node = pending.pop(0)
            kind = type(node).__name__
            if kind == "ASTVariableDeclaration":
                [type_] = children(node, "SimpleType")
                for name in children(children(node, "IdentifierList")[0], "Identifier"):
                    self.variables[source(name)] = source(type_).upper()
                    for value in children(node, "Literal") + children(node, "Expression"):
                        self.statement(f"select if(true, {source(name)}, {source(value)})")
            elif kind == "ASTWhileStatement":
                [condition] = [child for child in children(node, "") if type(child).__name__ != "ASTStatementList"]
                self.statement(f"select 1 from unnest([1]) where {source(condition)}")
                pending = list(children(node, "StatementList")[0].statement_list) + pending
            elif kind == "ASTSingleAssignment":
                variable, value = children(node, "")
                self.statement(f"select if(true, {source(variable)}, {source(value)})")
            else:
                columns = self.statement(source(node))
            count += 1
        for name in set(self.tables) - temporary:
            if "." not in name:
                del self.tables[name]
        return {"statements": count, "columns": columns}

    def statement(self, sql: str) -> dict[str, str]:
        """Analyse one statement, and put into the catalog what it creates; its columns."""
        request = AnalyzeRequest(sql_statement=sql, options=SCRIPT_OPTIONS, simple_catalog=self.catalog())
        response = ZetaSqlLocalService.get_instance().wasm_client.call_grpc_func(
            "ZetaSqlLocalService_Analyze", request.to_proto(), local_service_pb2.AnalyzeResponse
        )
        # What `Analyzer` does, but for the tree of the query, which takes it half as long again to make objects of.
        statement = response.resolved_statement
        statement = getattr(statement, statement.WhichOneof("node"))
        for field in {"query", "function_expression"}.intersection(statement.DESCRIPTOR.fields_by_name):
            statement.ClearField(field)
        resolved = parse_proto(response).as_type(AnalyzeResponse).resolved_statement
        output = getattr(resolved, "output_column_list", None) or []
        columns = {column.name: name_of(column.column.type) for column in output}
        if type(resolved).__name__ == "ResolvedCreateTableAsSelectStmt":
            path = ".".join(resolved.name_path)
            self.tables[path] = {
                definition.name: name_of(definition.type) for definition in resolved.column_definition_list
            }
        elif type(resolved).__name__ == "ResolvedCreateViewStmt":
            self.tables[".".join(resolved.name_path)] = columns
        elif type(resolved).__name__ == "ResolvedCreateFunctionStmt":
            signature = SignatureBuilder().set_return_type(resolved.signature.return_type.type)
            for argument in resolved.signature.argument:
                signature.add_argument(argument.type)
            signature = signature.build()
            for argument in signature.argument:
                argument.num_occurrences = 1
            self.functions[".".join(resolved.name_path)] = signature
        return columns

    def query(self, sql: str) -> dict:
        """Run a query on the reference engine."""
        # Rows of a table that the query does not read may be of columns that the table had before.
        plain = sql.replace("`", "")
        read = [name for name in self.rows if re.search(rf"(?:from|join)\s+{re.escape(name)}(?![\w.-])", plain)]
        content = {name: content_of(self.rows[name]) for name in read}
        builder = PreparedQuery.builder().set_sql(sql).set_analyzer_options(OPTIONS).set_catalog(self.catalog())
        with builder.set_table_content(content).prepare() as query:
            columns = {column.name: name_of(column.type) for column in query.columns}
            rows = [
                [value_of(cell, type_) for cell, type_ in zip(row.cell, columns.values(), strict=True)]
                for row in getattr(query.execute().content.table_data, "row", [])
            ]
        return {"columns": columns, "rows": rows}


def answer(warehouse: Warehouse, request: dict) -> dict:
    """Do what a request asks for."""
    if request["do"] == "table":
        warehouse.tables[request["name"]] = request["columns"]
        if request.get("rows") is not None:
            warehouse.rows[request["name"]] = request["rows"]
        return {}
    return getattr(warehouse, request["do"])(request["sql"])


def main() -> None:
    """Answer requests until the input ends."""
    warehouse = Warehouse()
    for line in sys.stdin:
        try:
            reply = answer(warehouse, json.loads(line))
        except Exception as refusal:
            reply = {"error": f"{type(refusal).__name__}: {refusal}"}
        print(json.dumps(reply), flush=True)


if __name__ == "__main__":
    main()
