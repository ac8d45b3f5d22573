{# DuckDB: the short name of the same type. #}
{%- macro duckdb___double_type(is_plain=false) -%}
    {{ return('double precision' if is_plain else 'double') }}
{%- endmacro -%}

{# DuckDB's format() has Python's placeholders; printf() has C's. #}
{%- macro duckdb___seventeen_digits(x) -%}
    {{ return("printf('%.16e', " ~ x ~ ')') }}
{%- endmacro -%}

{# DuckDB: a list names each column once; the time to plan a text for each grows with the square of their number. #}
{%- macro duckdb___joined_numbers(columns) -%}
    {{ return('array_to_string(list_transform([' ~ columns | join(', ') ~ '], lambda x: ' ~ dbt_nn._number_text('x') ~ "), ':')") }}
{%- endmacro -%}

{# DuckDB's typeof() has one name for each type. #}
{%- macro duckdb___number_types(is_whole=false) -%}
    {%- set whole = 'U?(TINY|SMALL|BIG|HUGE)?INT|U?INTEGER|BIGNUM' -%}
    {{ return('(' ~ whole ~ ')' if is_whole else '(' ~ whole ~ '|FLOAT|DOUBLE|DECIMAL[(].*[)])') }}
{%- endmacro -%}

{# DuckDB: when the query is planned, only the branch for the type of `x` remains. #}
{%- macro duckdb___comparable_text(x, type=none) -%}
    {%- set text = 'cast(' ~ x ~ ' as varchar)' -%}
    {%- set digits = dbt_nn._comparable_digits(text, x) -%}
    {%- if type is none -%}
        {{ return(
            'case when ' ~ dbt_nn._matches_fully('typeof(' ~ x ~ ')', dbt_nn._number_types()) ~ ' then ' ~ digits
            ~ " else " ~ dbt_nn._fixed_text(x) ~ " end"
        ) }}
    {%- elif modules.re.fullmatch(dbt_nn._number_types(is_whole=true) ~ '|(VARCHAR|ENUM|UUID).*|BOOLEAN|DATE', type) -%}
        {{ return(text) }}
    {%- elif modules.re.fullmatch(dbt_nn._number_types(), type) -%}
        {{ return(digits) }}
    {%- endif -%}
    {{ return(dbt_nn._fixed_text(x)) }}
{%- endmacro -%}

{# DuckDB: the digits of a number that is not whole are the shortest that give the number back; a number of 32 bits becomes the
   double that its digits mean. #}
{%- macro duckdb___comparable_digits(text, x=none) -%}
    {%- set number = 'try_cast(' ~ (x or text) ~ ' as double)' -%}
    {{ return(
        'case when ' ~ number ~ ' = trunc(' ~ number ~ ') and abs(' ~ number ~ ') < 1e38 then cast(try_cast(' ~ (x or text) ~ ' as hugeint) as varchar)'
        ~ ' when isfinite(' ~ number ~ ') then cast(try_cast(' ~ text ~ ' as double) as varchar) end'
    ) }}
{%- endmacro -%}

{# DuckDB writes a time with a zone in the session's zone. If such times are inside another value, they cannot be converted. #}
{%- macro duckdb___fixed_text(x) -%}
    {{ return(
        "case when typeof(" ~ x ~ ") in ('TIMESTAMP WITH TIME ZONE', 'TIMESTAMPTZ_NS')"
        ~ " then cast(timezone('UTC', try_cast(" ~ x ~ " as timestamptz)) as varchar) || '+00'"
        ~ " when regexp_matches(typeof(" ~ x ~ "), 'TIMESTAMP WITH TIME ZONE|TIMESTAMPTZ_NS|VARIANT')"
        ~ " then " ~ dbt_nn._raise_error(
            "'a column must be of a type whose text is the same in every time zone; received ' || typeof(" ~ x
            ~ ") || '. Move the time into a column of its own, in the model that holds it.'"
        )
        ~ " else cast(" ~ x ~ " as varchar) end"
    ) }}
{%- endmacro -%}

{# DuckDB has try_cast. #}
{%- macro duckdb___text_as(text, type, known=none) -%}
    {%- set forms = {
        dbt_nn._number_types(): dbt_nn._comparable_digits(text),
        'BOOLEAN': 'cast(try_cast(' ~ text ~ ' as boolean) as varchar)',
        'DATE': 'cast(try_cast(' ~ text ~ ' as date) as varchar)',
        'TIMESTAMP(_S|_MS|_NS)?': 'cast(try_cast(' ~ text ~ ' as timestamp) as varchar)',
        'TIMESTAMP WITH TIME ZONE|TIMESTAMPTZ_NS': "cast(timezone('UTC', try_cast(" ~ text ~ " as timestamptz)) as varchar) || '+00'",
    } -%}
    {{ return(dbt_nn._form_of_type(forms, type, known, text)) }}
{%- endmacro -%}

{# DuckDB knows it when it plans the query, so a condition on it alone costs nothing. NULL has no type. #}
{%- macro duckdb___type_of(x, type=none) -%}
    {{ return("nullif(typeof(" ~ x ~ "), '\"NULL\"')") }}
{%- endmacro -%}

{# DuckDB: a point in time has four types, by its precision. #}
{%- macro duckdb___kind_of(type) -%}
    {{ return(
        'case when ' ~ dbt_nn._matches_fully(type, dbt_nn._number_types()) ~ " then 'number'"
        ~ ' when ' ~ dbt_nn._matches_fully(type, '(VARCHAR|ENUM|UUID).*') ~ " then 'text'"
        ~ ' when ' ~ dbt_nn._matches_fully(type, 'TIMESTAMP_(S|MS|NS)') ~ " then 'TIMESTAMP' else " ~ type ~ ' end'
    ) }}
{%- endmacro -%}

{# DuckDB replaces every name that equals a macro's argument, also that of a column that the body itself makes: a feature called
   `w_01` would replace that weight. #}
{%- macro duckdb___function_argument(name) -%}
    {{ return(dbt_nn._quoted('argument ' ~ name if model.resource_type | string == 'function' else name)) }}
{%- endmacro -%}

{# DuckDB has a function for it, which takes a double. #}
{%- macro duckdb___is_finite(x) -%}
    {{ return('coalesce(isfinite(cast(' ~ x ~ ' as double)), false)') }}
{%- endmacro -%}

{# DuckDB: the time to plan a long sum grows with the square of its terms, that of a list does not. #}
{%- macro duckdb___all_finite(columns) -%}
    {{ return(dbt_nn._is_finite(dbt_nn._sum_of(columns) if columns | length <= 100 else 'list_sum([' ~ columns | join(', ') ~ '])')) }}
{%- endmacro -%}

{# DuckDB: NaN equals itself. The string 'nan' is not NaN, so the type is checked too. #}
{%- macro duckdb___is_missing(x) -%}
    {{ return('(' ~ x ~ ' is null or cast(' ~ x ~ " as varchar) = 'nan' and typeof(" ~ x ~ ") in ('DOUBLE', 'FLOAT'))") }}
{%- endmacro -%}

{# DuckDB: a CASE takes 3 ns per row, the cast of a boolean 1. #}
{%- macro duckdb___indicator(condition) -%}
    {{ return('cast(' ~ condition ~ ' as double)') }}
{%- endmacro -%}

{# DuckDB: greatest() takes 9 ns per row, this 1; it is exact up to half the largest double, because x + x is, and so is half of
   it. #}
{%- macro duckdb___relu(x) -%}
    {{ return('(' ~ x ~ ' + abs(' ~ x ~ ')) * 0.5') }}
{%- endmacro -%}

{# DuckDB: planning a sum of two thousand squares takes thirteen seconds, a list of as many columns a tenth of a second. #}
{%- macro duckdb___sum_over(columns, formula) -%}
    {%- if columns | length <= 100 -%}
        {{ return(dbt_nn.default___sum_over(columns, formula)) }}
    {%- endif -%}
    {{ return('list_sum(list_transform([' ~ columns | join(', ') ~ '], lambda w: ' ~ formula | replace('@', 'w') ~ '))') }}
{%- endmacro -%}

{# DuckDB: it adds whole numbers in parallel, doubles one after another; a CASE takes longer than all the rest. #}
{%- macro duckdb___count_where(condition) -%}
    {{ return('count_if(' ~ condition ~ ')') }}
{%- endmacro -%}

{# DuckDB's range() leaves the upper bound out. #}
{%- macro duckdb___sequence(rows) -%}
    {{ return('(select range as n from range(' ~ rows ~ '))') }}
{%- endmacro -%}

{# DuckDB: a path need not be a literal, so the names can be a list. #}
{%- macro duckdb___json_differences(kept, written, names) -%}
    {%- set first, second = "(" ~ kept ~ " ->> ('$.' || option))", "(" ~ written ~ " ->> ('$.' || option))" -%}
list_aggregate(list_transform(['{{ names | join("', '") }}'], lambda option: case when {{ first }} is distinct from {{ second }} then concat(' `', option, '` is ', coalesce({{ first }}, 'nothing'), ' in its rows and ', coalesce({{ second }}, 'nothing'), ' in the query.') else '' end), 'string_agg', '')
{%- endmacro -%}

{# For a source with an `external_location`, dbt-duckdb writes the files instead of its name. #}
{%- macro duckdb___is_file(relation) -%}
    {{ return(relation.external is string) }}
{%- endmacro -%}

{# DuckDB: dbt keeps a transaction open from its first read of a table on. Outside of one, every statement is committed. #}
{%- macro duckdb___commit() -%}
    {%- do adapter.commit() -%}
{%- endmacro -%}

{# DuckDB: a quarter of a second's, so that ten times as many are soon done too. #}
{%- macro duckdb___first_part_size(plan) -%}
    {{ return(1 if plan.seconds is none else [0.25 / plan.seconds, 1] | max | int) }}
{%- endmacro -%}

{# DuckDB: four nanoseconds per row and parameter; an iteration on few rows takes as long as its expressions, 5 to 15 µs a
   parameter, and 0.15 ms beside them. #}
{%- macro duckdb___iteration_seconds(work, parameters) -%}
    {{ return(0.00015 + 0.000015 * parameters + 0.000000004 * work) }}
{%- endmacro -%}

{# DuckDB 2.0 does not find the CTEs of a query in parentheses after a WITH, such as dbt puts before it in a unit test; those of a
   subquery it does, and hands on its rows in their order. #}
{%- macro duckdb___composable(query) -%}
(

    select *
    from (

        {{ query | indent(8) }}

    ) as query

)
{%- endmacro -%}

{# DuckDB aggregates inside a recursive term. #}
{%- macro duckdb___form_of_loop() -%}
    {{ return('recursive') }}
{%- endmacro -%}

{# The temporary table `name`, of one connection. #}
{%- macro _temporary_relation(name) -%}
    {{ return(api.Relation.create(database='temp', schema='main', identifier=name)) }}
{%- endmacro -%}

{# A statement that creates it, in memory, from a query. #}
{%- macro _create_temporary_table(relation, query) -%}
create or replace temporary table {{ relation }} as

{{ query }}
{%- endmacro -%}

{# A query for rows without meaning that spread an iteration of a recursive query over threads. DuckDB 2 gives an iteration one
   thread for each vector (2,048 rows) that it reads from the iteration before, whatever else it reads; a network passes on one row,
   which a step reads twice (once, of lists: `reads`), so 1,024 more rows (of lists 2,048) are needed for each thread, and one more if their
   number is known only when the statement runs, or if an example is a row (`one_more`). For the best number of threads, see
   _work_for_threads. `work` is an aggregate over `relation`: the rows that an iteration reads times the parameters. #}
{%- macro _rows_for_threads(relation, work, threads, reads=2, one_more=false) -%}
    {%- if threads is not none -%}
select null
from range({{ 2048 // reads }} * {{ threads }}{{ ' - 1' if not one_more }})
    {%- else -%}
select unnest(range({{ 2048 // reads }} * cast(threads as bigint)))
from (

    select least(current_setting('threads'), floor(sqrt({{ work }} / {{ dbt_nn._work_for_threads(1) }}))) as threads
    from {{ relation }}

) as choice
where threads > 1
    {%- endif -%}
{%- endmacro -%}

{# The least work, rows that an iteration reads times parameters, that is shared among `threads` threads, as an SQL or Jinja
   number. Each thread adds about 0.05 ms to an iteration, and a row takes four nanoseconds per parameter (DuckDB,
   benchmarks/threads.py): n threads take work / n + c * n, which is least if n is the square root of work / c. #}
{%- macro _work_for_threads(threads) -%}
    {{ return(40000 * threads * threads) }}
{%- endmacro -%}

{# DuckDB: a macro, which is stored in the database. dbt-duckdb 1.11 has no functions: dbt's own statement has types, which DuckDB's
   macros do not take. dbt finds this version through the project's `dispatch:`. #}
{%- macro duckdb__scalar_function_sql(target_relation) -%}
create or replace macro {{ target_relation.render() }}(
    {%- for argument in model.arguments -%}
        {%- set own = dbt_nn._function_argument(argument.name) -%}
        {{ own if own in model.compiled_code else dbt_nn._quoted(argument.name) }}{{ ', ' if not loop.last }}
    {%- endfor -%}
) as
{{ model.compiled_code }}
{%- endmacro -%}

{# DuckDB has lists of lists, and functions over them. #}
{%- macro duckdb___has_lists() -%}
    {{ return(true) }}
{%- endmacro -%}

{# DuckDB: a column costs the same whatever the number of rows, and planning time grows with their number (docs/decisions/0017). #}
{%- macro duckdb___most_columns() -%}
    {{ return(60) }}
{%- endmacro -%}

{# DuckDB: calling a lambda costs as much as twenty products (docs/benchmarks.md), so a gradient is a dot product over a block's examples. #}
{%- macro duckdb___trains_in_blocks() -%}
    {{ return(true) }}
{%- endmacro -%}

{# DuckDB has functions of functions. #}
{%- macro duckdb___list_map(list, item, body, index=none) -%}
    {{ return('list_transform(' ~ list ~ ', lambda ' ~ item ~ (', ' ~ index if index is not none else '') ~ ': ' ~ body ~ ')') }}
{%- endmacro -%}

{# Before version 2, DuckDB has no invoke(); a list of one element does the same in twice the time. #}
{%- macro duckdb___let(values, body) -%}
    {%- if not execute or not flags.INTROSPECT or run_query('select version()').rows[0][0].lstrip('v').split('.')[0] | int >= 2 -%}
        {{ return('invoke(lambda ' ~ values.keys() | join(', ') ~ ': ' ~ body ~ ', ' ~ values.values() | join(', ') ~ ')') }}
    {%- endif -%}
    {%- set at = namespace(body=body) -%}
    {%- for name, value in values.items() -%}
        {%- set at.body = dbt_nn._list_map('[' ~ value ~ ']', name, at.body) ~ '[1]' -%}
    {%- endfor -%}
    {{ return(at.body) }}
{%- endmacro -%}

{# DuckDB's range() leaves the upper bound out. #}
{%- macro duckdb___range(count) -%}
    {{ return('range(1, ' ~ (count + 1 if count is integer else count ~ ' + 1') ~ ')') }}
{%- endmacro -%}

{# DuckDB's short word. #}
{%- macro duckdb___length(list) -%}
    {{ return('len(' ~ list ~ ')') }}
{%- endmacro -%}

{# The list of the `columns`, numbers of one type, as doubles. #}
{%- macro _doubles_of(columns) -%}
    {{ return('cast([' ~ columns | join(', ') ~ '] as double[])') }}
{%- endmacro -%}

{# DuckDB has an operator for it. #}
{%- macro duckdb___whole_quotient(x, divisor) -%}
    {{ return(x ~ ' // ' ~ divisor) }}
{%- endmacro -%}

{# DuckDB keeps NULL in a list. #}
{%- macro duckdb___texts_in(list, count, text, place, relation) -%}
    {{ return('select ' ~ dbt_nn._elements(list, text, place) ~ ' from ' ~ relation) }}
{%- endmacro -%}

{# DuckDB's name for it. #}
{%- macro duckdb___json_of(list) -%}
    {{ return('to_json(' ~ list ~ ')') }}
{%- endmacro -%}

{# Select items that make a row of each element of `list`: the `element`, and its `place`, from 1 on. #}
{%- macro _elements(list, element, place) -%}
    {{ return('unnest(' ~ list ~ ') as ' ~ element ~ ', generate_subscripts(' ~ list ~ ', 1) as ' ~ place) }}
{%- endmacro -%}

{# DuckDB counts from 1. #}
{%- macro duckdb___at(list, place) -%}
    {{ return(list ~ '[' ~ place ~ ']') }}
{%- endmacro -%}

{# DuckDB has brackets for it. #}
{%- macro duckdb___slice(list, first, last) -%}
    {{ return(list ~ '[' ~ first ~ ':' ~ last ~ ']') }}
{%- endmacro -%}

{# DuckDB has a function for it. #}
{%- macro duckdb___prepended(element, list) -%}
    {{ return('list_prepend(' ~ element ~ ', ' ~ list ~ ')') }}
{%- endmacro -%}

{# DuckDB has a function for it. #}
{%- macro duckdb___appended(list, element) -%}
    {{ return('list_append(' ~ list ~ ', ' ~ element ~ ')') }}
{%- endmacro -%}

{%- macro duckdb___concatenated(lists) -%}
    {{ return(lists | join(' || ')) }}
{%- endmacro -%}

{# DuckDB: the dot product of lists with NULL is an error, of lists of two lengths too. #}
{%- macro duckdb___dot_product(first, second) -%}
    {{ return('list_dot_product(' ~ first ~ ', ' ~ second ~ ')') }}
{%- endmacro -%}

{# DuckDB has a function for it. #}
{%- macro duckdb___list_sum(list) -%}
    {{ return('list_sum(' ~ list ~ ')') }}
{%- endmacro -%}

{# DuckDB has functions for it. #}
{%- macro duckdb___is_complete(list, count) -%}
    {{ return('len(' ~ list ~ ') = ' ~ count ~ ' and list_count(' ~ list ~ ') = ' ~ count) }}
{%- endmacro -%}

{# DuckDB has FILTER. #}
{%- macro duckdb___list_where(x, order, condition) -%}
    {{ return('list(' ~ x ~ ' order by ' ~ order ~ ') filter (where ' ~ condition ~ ')') }}
{%- endmacro -%}

{# DuckDB has VALUES. #}
{%- macro duckdb___table_of(name, columns, rows) -%}
    {{ return('(values (' ~ rows | join('), (') ~ ')) as ' ~ name ~ ' (' ~ columns.keys() | join(', ') ~ ')') }}
{%- endmacro -%}

{# DuckDB has another word for except. #}
{%- macro duckdb___all_but(relation, column) -%}
    {{ return(relation ~ '.* exclude (' ~ column ~ ')') }}
{%- endmacro -%}

{# DuckDB unnests two lists side by side, and has an operator for whole quotients. #}
{%- macro duckdb___numbers_of_list(list, length, relation) -%}
select
    place,
    (place - 1) // {{ length }} as unit,
    (place - 1) % {{ length }} as input,
    weight
from (
    select {{ dbt_nn._elements(list, 'weight', 'place') }}
    from {{ relation }}
) as placed
{%- endmacro -%}

{# DuckDB casts a list as a whole. #}
{%- macro duckdb___as_doubles(list) -%}
    {{ return('cast(' ~ list ~ ' as ' ~ dbt_nn._double_type() ~ '[])') }}
{%- endmacro -%}

{# DuckDB: one after the other, in order; if the rows are shared by several threads, by place, since DuckDB makes a list of all rows on
   one thread. #}
{%- macro duckdb___summed_by_place(relation, sums, count, is_shared=false) -%}
    {%- if is_shared -%}
placed as (

    select
        unnest({{ relation }}) as product,
        generate_subscripts({{ relation }}, 1) as place
    from {{ relation }}

),

by_place as (

    select
        place,
        sum(product) as total
    from placed
    group by place

),

totals as (

    select list(total order by place) as {{ sums }}
    from by_place

)
    {%- else -%}
gathered as (

    select list({{ relation }}) as lists
    from {{ relation }}

),

totals as (

    select {{ dbt_nn._list_map(
        dbt_nn._places('lists[1]'), 'place', dbt_nn._list_sum(dbt_nn._list_map('lists', 'numbers', 'numbers[place]'))
    ) }} as {{ sums }}
    from gathered

)
    {%- endif -%}
{%- endmacro -%}

{# One list of the lists in the lists of `list`. #}
{%- macro _flattened(list) -%}
    {{ return('flatten(flatten(' ~ list ~ '))') }}
{%- endmacro -%}

{# DuckDB: a function with named arguments. #}
{%- macro duckdb___struct(fields) -%}
    {%- set pairs = [] -%}
    {%- for name, value in fields.items() -%}
        {%- do pairs.append(name ~ ' := ' ~ value) -%}
    {%- endfor -%}
    {{ return('struct_pack(' ~ pairs | join(', ') ~ ')') }}
{%- endmacro -%}

{# How many threads DuckDB has. #}
{%- macro _num_threads() -%}
    {{ return(run_query("select current_setting('threads')").rows[0][0] | int) }}
{%- endmacro -%}

{# The CTE `name`: all columns of `source`, those of `columns`, a mapping of names to SQL expressions, with new values. #}
{%- macro _replaced(name, columns, source) -%}
    {%- set new = [] -%}
    {%- for column, expression in columns.items() -%}
        {%- do new.append(expression ~ ' as ' ~ column) -%}
    {%- endfor -%}
{{ name }} as (

    select * replace ({{ new | join(', ') }})
    from {{ source }}

)
{%- endmacro -%}
