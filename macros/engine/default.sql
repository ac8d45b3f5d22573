{# The type of every real number. Not dbt.type_float(), because DuckDB's `float` has 32 bits. With `is_plain` it is the standard
   name, if the warehouse knows it. #}
{%- macro _double_type(is_plain=false) -%}
    {{ return(adapter.dispatch('_double_type', 'dbt_nn')(is_plain)) }}
{%- endmacro -%}

{%- macro default___double_type(is_plain=false) -%}
    {{ return('double precision') }}
{%- endmacro -%}

{# The Python number `value` as an SQL literal of exactly the same double. An engine reads `0.1` as a decimal and turns it into a
   double by one division, which is exact up to 15 digits; with more digits, the exponent makes it a double from the start. #}
{%- macro _number(value) -%}
    {%- set digits = value | float | string -%}
    {%- if 'e' not in digits and digits | length > 16 -%}
        {%- set digits = digits ~ 'e0' -%}
    {%- endif -%}
    {{ return('(' ~ digits ~ ')' if digits.startswith('-') else digits) }}
{%- endmacro -%}

{# The finite double `x` as text, the same on every engine: seventeen digits, which no two doubles share. #}
{%- macro _seventeen_digits(x) -%}
    {{ return(adapter.dispatch('_seventeen_digits', 'dbt_nn')(x)) }}
{%- endmacro -%}

{%- macro default___seventeen_digits(x) -%}
    {{ return("format('%.16e', " ~ x ~ ')') }}
{%- endmacro -%}

{# The texts of the doubles `columns`, joined by colons: see _number_text. #}
{%- macro _joined_numbers(columns) -%}
    {{ return(adapter.dispatch('_joined_numbers', 'dbt_nn')(columns)) }}
{%- endmacro -%}

{%- macro default___joined_numbers(columns) -%}
    {%- set texts = [] -%}
    {%- for column in columns -%}
        {%- do texts.append(dbt_nn._number_text(column)) -%}
    {%- endfor -%}
    {{ return(dbt_nn._joined_by_colons(texts)) }}
{%- endmacro -%}

{# The number in the text `x`, or NULL if it is not a number. #}
{%- macro _number_or_null(x) -%}
    {{ return(adapter.dispatch('_number_or_null', 'dbt_nn')(x)) }}
{%- endmacro -%}

{%- macro default___number_or_null(x) -%}
    {{ return('try_cast(' ~ x ~ ' as ' ~ dbt_nn._double_type() ~ ')') }}
{%- endmacro -%}

{# A regular expression that matches the whole name of a number type; with `is_whole`, only those of whole numbers. The warehouse
   and Python must read it in the same way. #}
{%- macro _number_types(is_whole=false) -%}
    {{ return(adapter.dispatch('_number_types', 'dbt_nn')(is_whole)) }}
{%- endmacro -%}

{# The names of the SQL standard. #}
{%- macro default___number_types(is_whole=false) -%}
    {%- set whole = 'number|(TINY|SMALL|BIG)?INT|INTEGER' -%}
    {{ return('(' ~ whole ~ ')' if is_whole else '(' ~ whole ~ '|FLOAT|DOUBLE|DOUBLE PRECISION|REAL|(DECIMAL|NUMERIC)([(].*[)])?)') }}
{%- endmacro -%}

{# The SQL expression `x` as a text that is the same for equal values of different types: the number 3 is '3', also as a double or a
   decimal; NaN and the infinities are NULL; a point in time is in UTC. `type` is the name of its type, if it is known; otherwise
   the query finds it out. #}
{%- macro _comparable_text(x, type=none) -%}
    {{ return(adapter.dispatch('_comparable_text', 'dbt_nn')(x, type)) }}
{%- endmacro -%}

{%- macro default___comparable_text(x, type=none) -%}
    {{ return('cast(' ~ x ~ ' as ' ~ (dbt.type_string() | lower) ~ ')') }}
{%- endmacro -%}

{# The number in the text `text`, written as _comparable_text writes numbers; NULL if it is not a finite number. With `x`, the SQL
   expression of the number whose text it is, digits need not be read from the text again. #}
{%- macro _comparable_digits(text, x=none) -%}
    {{ return(adapter.dispatch('_comparable_digits', 'dbt_nn')(text, x)) }}
{%- endmacro -%}

{# The SQL expression `x` as text that does not depend on the session's settings: a cast, with points in time in UTC. #}
{%- macro _fixed_text(x) -%}
    {{ return(adapter.dispatch('_fixed_text', 'dbt_nn')(x)) }}
{%- endmacro -%}

{%- macro default___fixed_text(x) -%}
    {{ return('cast(' ~ x ~ ' as ' ~ (dbt.type_string() | lower) ~ ')') }}
{%- endmacro -%}

{# What _comparable_text returns for the value in the text `text` in a column of the type `type`; NULL if such a column cannot have
   it. Both are SQL expressions; `known` is the type, if it is known when the query is written. #}
{%- macro _text_as(text, type, known=none) -%}
    {{ return(adapter.dispatch('_text_as', 'dbt_nn')(text, type, known)) }}
{%- endmacro -%}

{%- macro default___text_as(text, type, known=none) -%}
    {{ return(text) }}
{%- endmacro -%}

{# The name of the type of the SQL expression `x`, as text, when the query runs; NULL if it cannot be known. `type` is what it was
   when the query was written, if that is known. #}
{%- macro _type_of(x, type=none) -%}
    {{ return(adapter.dispatch('_type_of', 'dbt_nn')(x, type)) }}
{%- endmacro -%}

{%- macro default___type_of(x, type=none) -%}
    {{ return('cast(null as ' ~ (dbt.type_string() | lower) ~ ')') }}
{%- endmacro -%}

{# The kind of the type that the SQL expression `type` names, as text: `number`, `text`, or the type's own name. Values of one kind
   can be compared. #}
{%- macro _kind_of(type) -%}
    {{ return(adapter.dispatch('_kind_of', 'dbt_nn')(type)) }}
{%- endmacro -%}

{%- macro default___kind_of(type) -%}
    {{ return(type) }}
{%- endmacro -%}

{# A condition: the regular expression `pattern` matches the whole of the SQL text `text`. #}
{%- macro _matches_fully(text, pattern) -%}
    {{ return(adapter.dispatch('_matches_fully', 'dbt_nn')(text, pattern)) }}
{%- endmacro -%}

{%- macro default___matches_fully(text, pattern) -%}
    {{ return('regexp_full_match(' ~ text ~ ", '" ~ pattern ~ "')") }}
{%- endmacro -%}

{# The string `value` as an SQL literal, so that no text can become SQL. #}
{%- macro _text(value) -%}
    {{ return(adapter.dispatch('_text', 'dbt_nn')(value)) }}
{%- endmacro -%}

{# Every character that Python takes for the end of a line is escaped, because Jinja's indent() would change it. #}
{%- macro default___text(value) -%}
    {%- set plain = "'" ~ (value | string | replace("'", "''")) ~ "'" -%}
    {%- set literal = namespace(sql=plain) -%}
    {%- for end, code in {
        '\n': 10, '\x0b': 11, '\x0c': 12, '\r': 13, '\x1c': 28, '\x1d': 29, '\x1e': 30, '\x85': 133, '\u2028': 8232, '\u2029': 8233,
    }.items() if end in literal.sql -%}
        {%- set literal.sql = literal.sql | replace(end, "' || chr(" ~ code ~ ") || '") -%}
    {%- endfor -%}
    {{ return(plain if literal.sql == plain else '(' ~ literal.sql ~ ')') }}
{%- endmacro -%}

{# NULL as a text. #}
{%- macro _null_text() -%}
    {{ return(adapter.dispatch('_null_text', 'dbt_nn')()) }}
{%- endmacro -%}

{%- macro default___null_text() -%}
    {{ return('null') }}
{%- endmacro -%}

{# The identifier `name`, quoted, so that no column name can become SQL. #}
{%- macro _quoted(name) -%}
    {{ return(adapter.dispatch('_quoted', 'dbt_nn')(name)) }}
{%- endmacro -%}

{%- macro default___quoted(name) -%}
    {{ return(adapter.quote(name | replace('"', '""'))) }}
{%- endmacro -%}

{# The name of the argument `name` in the body of a function. #}
{%- macro _function_argument(name) -%}
    {{ return(adapter.dispatch('_function_argument', 'dbt_nn')(name)) }}
{%- endmacro -%}

{%- macro default___function_argument(name) -%}
    {{ return(dbt_nn._quoted(name)) }}
{%- endmacro -%}

{# A condition: the number `x` is neither NULL, NaN nor infinite. #}
{%- macro _is_finite(x, is_plain=false) -%}
    {{ return(dbt_nn.default___is_finite(x) if is_plain else adapter.dispatch('_is_finite', 'dbt_nn')(x)) }}
{%- endmacro -%}

{# NaN and the infinities are outside all finite bounds, whether an engine sorts NaN last or never finds it equal to anything. #}
{%- macro default___is_finite(x) -%}
    {{ return('(' ~ x ~ ' is not null and ' ~ x ~ ' between -1.7976931348623157e308 and 1.7976931348623157e308)') }}
{%- endmacro -%}

{# A condition: all of the numbers `columns` are finite, as their sum shows. #}
{%- macro _all_finite(columns) -%}
    {{ return(adapter.dispatch('_all_finite', 'dbt_nn')(columns)) }}
{%- endmacro -%}

{%- macro default___all_finite(columns) -%}
    {{ return(dbt_nn._is_finite(dbt_nn._sum_of(columns))) }}
{%- endmacro -%}

{# A condition: `x`, of whatever type, is NULL or NaN. #}
{%- macro _is_missing(x, is_plain=false) -%}
    {{ return(dbt_nn.default___is_missing(x) if is_plain else adapter.dispatch('_is_missing', 'dbt_nn')(x)) }}
{%- endmacro -%}

{# NaN is the one value that does not equal itself. #}
{%- macro default___is_missing(x) -%}
    {{ return('(' ~ x ~ ' is null or ' ~ x ~ ' <> ' ~ x ~ ')') }}
{%- endmacro -%}

{# 1.0 where `condition` holds, 0.0 where it does not, NULL where it is NULL. #}
{%- macro _indicator(condition, is_plain=false) -%}
    {{ return(dbt_nn.default___indicator(condition) if is_plain else adapter.dispatch('_indicator', 'dbt_nn')(condition)) }}
{%- endmacro -%}

{%- macro default___indicator(condition) -%}
    {{ return('case when ' ~ condition ~ ' then 1.0 when not (' ~ condition ~ ') then 0.0 end') }}
{%- endmacro -%}

{# max(0, x), for a column `x`; NULL where x is, NaN where it is NaN or minus infinity. #}
{%- macro _relu(x, is_plain=false) -%}
    {{ return(dbt_nn.default___relu(x) if is_plain else adapter.dispatch('_relu', 'dbt_nn')(x)) }}
{%- endmacro -%}

{# Not greatest(): on some engines it ignores NULL. Not `else 0.0`: minus infinity, an overflow or a wrong number, must not become
   0. #}
{%- macro default___relu(x) -%}
    {{ return('case when ' ~ x ~ ' > 0 then ' ~ x ~ ' else ' ~ x ~ ' - ' ~ x ~ ' end') }}
{%- endmacro -%}

{# The hyperbolic tangent of a column `x`. In any engine's SQL it is made of exp(), of no number above 0, which overflows nowhere. #}
{%- macro _tanh(x, is_plain=false) -%}
    {%- if is_plain -%}
        {{ return('(sign(' ~ x ~ ') * (1 - exp(-2 * abs(' ~ x ~ '))) / (1 + exp(-2 * abs(' ~ x ~ '))))') }}
    {%- endif -%}
    {{ return('tanh(' ~ x ~ ')') }}
{%- endmacro -%}

{# The sum of a `formula` of each of `columns`, which it calls `@`; an SQL expression. #}
{%- macro _sum_over(columns, formula) -%}
    {{ return(adapter.dispatch('_sum_over', 'dbt_nn')(columns, formula)) }}
{%- endmacro -%}

{%- macro default___sum_over(columns, formula) -%}
    {%- set terms = [] -%}
    {%- for column in columns -%}
        {%- do terms.append(formula | replace('@', column)) -%}
    {%- endfor -%}
    {{ return(dbt_nn._sum_of(terms)) }}
{%- endmacro -%}

{# The share of `part` in the number `whole`; of none it is no number, and no error. #}
{%- macro _share(part, whole) -%}
    {{ return(adapter.dispatch('_share', 'dbt_nn')(part, whole)) }}
{%- endmacro -%}

{%- macro default___share(part, whole) -%}
    {{ return(part ~ ' / ' ~ whole) }}
{%- endmacro -%}

{# The number of rows in a group for which `condition` holds, an aggregate. #}
{%- macro _count_where(condition) -%}
    {{ return(adapter.dispatch('_count_where', 'dbt_nn')(condition)) }}
{%- endmacro -%}

{%- macro default___count_where(condition) -%}
    {{ return('count(case when ' ~ condition ~ ' then 1 end)') }}
{%- endmacro -%}

{# The values of `x`, sorted by the columns `order`, as one list, an aggregate. #}
{%- macro _list_in_order(x, order) -%}
    {{ return(adapter.dispatch('_list_in_order', 'dbt_nn')(x, order)) }}
{%- endmacro -%}

{%- macro default___list_in_order(x, order) -%}
    {{ return('array_agg(' ~ x ~ ' order by ' ~ order ~ ')') }}
{%- endmacro -%}

{# The element of the list `x` at `index`, counted from 0; NULL if there is none. #}
{%- macro _element_of(x, index) -%}
    {{ return(adapter.dispatch('_element_of', 'dbt_nn')(x, index)) }}
{%- endmacro -%}

{# Lists count from 1. #}
{%- macro default___element_of(x, index) -%}
    {{ return(x ~ '[' ~ (index + 1) ~ ']') }}
{%- endmacro -%}

{# The MD5 of the text `text` as 32 hexadecimal digits. #}
{%- macro _hex_digits(text) -%}
    {{ return(adapter.dispatch('_hex_digits', 'dbt_nn')(text)) }}
{%- endmacro -%}

{%- macro default___hex_digits(text) -%}
    {{ return('md5(' ~ text ~ ')') }}
{%- endmacro -%}

{# The number that the text `digits`, up to 15 hexadecimal digits, means. DuckDB and BigQuery both read '0x…'. #}
{%- macro _hex_to_integer(digits) -%}
    {{ return(adapter.dispatch('_hex_to_integer', 'dbt_nn')(digits)) }}
{%- endmacro -%}

{%- macro default___hex_to_integer(digits) -%}
    {{ return("cast(concat('0x', " ~ digits ~ ') as ' ~ dbt.type_bigint() ~ ')') }}
{%- endmacro -%}

{# A relation with one column, `n`, which counts from 0 to `rows` - 1. #}
{%- macro _sequence(rows) -%}
    {{ return(adapter.dispatch('_sequence', 'dbt_nn')(rows)) }}
{%- endmacro -%}

{%- macro default___sequence(rows) -%}
    {{ return('(select n from generate_series(0, ' ~ (rows - 1) ~ ') as sequence (n))') }}
{%- endmacro -%}

{# Stops the query, from inside an expression, with the text of the SQL expression `message`. #}
{%- macro _raise_error(message) -%}
    {{ return(adapter.dispatch('_raise_error', 'dbt_nn')(message)) }}
{%- endmacro -%}

{# DuckDB and BigQuery both have error(text), which fits every type. #}
{%- macro default___raise_error(message) -%}
    {{ return('error(' ~ message ~ ')') }}
{%- endmacro -%}

{# The differences between two JSON texts of mappings, as an SQL text: for each of the keys `names` whose values differ, both
   values, that of `kept` as the one in the rows and that of `written` as the one in the query. #}
{%- macro _json_differences(kept, written, names) -%}
    {{ return(adapter.dispatch('_json_differences', 'dbt_nn')(kept, written, names)) }}
{%- endmacro -%}

{%- macro default___json_differences(kept, written, names) -%}
    {%- set pieces = [] -%}
    {%- for name in names -%}
        {%- set first, second = 'json_query(' ~ kept ~ ", '$." ~ name ~ "')", 'json_query(' ~ written ~ ", '$." ~ name ~ "')" -%}
        {%- do pieces.append(
            'case when ' ~ first ~ ' is distinct from ' ~ second ~ " then concat(' `" ~ name ~ "` is ', coalesce(" ~ first
            ~ ", 'nothing'), ' in its rows and ', coalesce(" ~ second ~ ", 'nothing'), ' in the query.') else '' end"
        ) -%}
    {%- endfor -%}
    {{ return('concat(\n    ' ~ pieces | join(',\n    ') ~ '\n)') }}
{%- endmacro -%}

{# Whether `relation` is read from a file and is in no catalog. #}
{%- macro _is_file(relation) -%}
    {{ return(adapter.dispatch('_is_file', 'dbt_nn')(relation)) }}
{%- endmacro -%}

{%- macro default___is_file(relation) -%}
    {{ return(false) }}
{%- endmacro -%}

{# A statement that creates the table `relation` from a query; the table stays for as long as a stopped run can be resumed. #}
{%- macro _create_expiring_table(relation, query) -%}
    {{ return(adapter.dispatch('_create_expiring_table', 'dbt_nn')(relation, query)) }}
{%- endmacro -%}

{%- macro default___create_expiring_table(relation, query) -%}
create or replace table {{ relation }} as

{{ query }}
{%- endmacro -%}

{# Commits what was written so far, so that it outlives the run. #}
{%- macro _commit() -%}
    {{ return(adapter.dispatch('_commit', 'dbt_nn')()) }}
{%- endmacro -%}

{# BigQuery commits every statement. #}
{%- macro default___commit() -%}
{%- endmacro -%}

{# How many iterations the first statement of a training in parts does: about a second's work, if that can be estimated. #}
{%- macro _first_part_size(plan) -%}
    {{ return(adapter.dispatch('_first_part_size', 'dbt_nn')(plan)) }}
{%- endmacro -%}

{# About how long an iteration takes one thread, in seconds, rather too long than too short. `work` is the number of rows times that
   of the parameters. #}
{%- macro _iteration_seconds(work, parameters) -%}
    {{ return(adapter.dispatch('_iteration_seconds', 'dbt_nn')(work, parameters)) }}
{%- endmacro -%}

{# Unknown: each training is timed. #}
{%- macro default___iteration_seconds(work, parameters) -%}
    {{ return(1) }}
{%- endmacro -%}

{# How long one statement of a training in parts should take: how long a user waits for a sign of progress, and may lose. #}
{%- macro _seconds_a_part() -%}
    {{ return(adapter.dispatch('_seconds_a_part', 'dbt_nn')()) }}
{%- endmacro -%}

{%- macro default___seconds_a_part() -%}
    {{ return(5) }}
{%- endmacro -%}

{# How many iterations are run by one model: `recursive`, a query that reads its own rows and aggregates; `script`, statements with a
   loop; `none`, where the warehouse has neither. #}
{%- macro _form_of_loop() -%}
    {{ return(adapter.dispatch('_form_of_loop', 'dbt_nn')()) }}
{%- endmacro -%}

{%- macro default___form_of_loop() -%}
    {{ return('none') }}
{%- endmacro -%}

{# The beginning of a script: makes temporary `tables`, each with a `name`, a `query` and the column that it is `clustered_by`, if any;
   and adds to the last of them what the query `step` makes of it, a row with these `columns`, as many `times`, or until there is
   none. #}
{%- macro _loop_script(tables, columns, step, times) -%}
    {{ return(adapter.dispatch('_loop_script', 'dbt_nn')(tables, columns, step, times)) }}
{%- endmacro -%}

{# Asked for where _form_of_loop() says `script` alone. #}
{%- macro default___loop_script(tables, columns, step, times) -%}
    {%- do exceptions.raise_not_implemented('dbt_nn: scripts on ' ~ adapter.type()) -%}
{%- endmacro -%}

{# The query in the block that calls this, so that it can stand alone and in a FROM. #}
{%- macro _composable() -%}
    {{ return(adapter.dispatch('_composable', 'dbt_nn')(caller())) }}
{%- endmacro -%}

{%- macro default___composable(query) -%}
(

    {{ query | indent(4) }}

)
{%- endmacro -%}

{# Whether the warehouse computes with lists as the layout of lists needs it: the primitives from here on. Places in a list count from 1. #}
{%- macro _has_lists() -%}
    {{ return(adapter.dispatch('_has_lists', 'dbt_nn')()) }}
{%- endmacro -%}

{%- macro default___has_lists() -%}
    {{ return(false) }}
{%- endmacro -%}

{# The most parameters that a network has whose `layout: auto` is columns, where the warehouse has lists too. #}
{%- macro _most_columns() -%}
    {{ return(adapter.dispatch('_most_columns', 'dbt_nn')()) }}
{%- endmacro -%}

{# Whether lists are trained in blocks of examples, and not an example a row. #}
{%- macro _trains_in_blocks() -%}
    {{ return(adapter.dispatch('_trains_in_blocks', 'dbt_nn')()) }}
{%- endmacro -%}

{%- macro default___trains_in_blocks() -%}
    {{ return(false) }}
{%- endmacro -%}

{# The list of what `body`, an SQL expression, is for each `item` of `list`; `index` is the name of its place. #}
{%- macro _list_map(list, item, body, index=none) -%}
    {{ return(adapter.dispatch('_list_map', 'dbt_nn')(list, item, body, index)) }}
{%- endmacro -%}

{# `body`, in which the keys of `values` stand for their values, SQL expressions that are computed once. #}
{%- macro _let(values, body) -%}
    {{ return(adapter.dispatch('_let', 'dbt_nn')(values, body)) }}
{%- endmacro -%}

{# The list of the whole numbers from 1 to `count`, a number or an SQL expression. #}
{%- macro _range(count) -%}
    {{ return(adapter.dispatch('_range', 'dbt_nn')(count)) }}
{%- endmacro -%}

{# How many elements `list` has. #}
{%- macro _length(list) -%}
    {{ return(adapter.dispatch('_length', 'dbt_nn')(list)) }}
{%- endmacro -%}

{# The list of the places in `list`. Not a range of literals: DuckDB computes it when it plans, and copies it with the expression, 80 ms for
   a hundred thousand. #}
{%- macro _places(list) -%}
    {{ return(dbt_nn._range(dbt_nn._length(list))) }}
{%- endmacro -%}

{# The list of the doubles `numbers`, SQL expressions; there is none if all features are looked up. #}
{%- macro _list_of(numbers) -%}
    {{ return('[' ~ numbers | join(', ') ~ ']' if numbers else dbt_nn._as_doubles('[]')) }}
{%- endmacro -%}

{# A struct of `fields`, a mapping of names to SQL expressions. #}
{%- macro _struct(fields) -%}
    {{ return(adapter.dispatch('_struct', 'dbt_nn')(fields)) }}
{%- endmacro -%}

{# How often the whole number `divisor` goes into `x`, one too. #}
{%- macro _whole_quotient(x, divisor) -%}
    {{ return(adapter.dispatch('_whole_quotient', 'dbt_nn')(x, divisor)) }}
{%- endmacro -%}

{# The element of `list` at `place`, an SQL expression. #}
{%- macro _at(list, place) -%}
    {{ return(adapter.dispatch('_at', 'dbt_nn')(list, place)) }}
{%- endmacro -%}

{# `list` as an element of a list: what _unboxed makes a list again. #}
{%- macro _boxed(list) -%}
    {{ return(adapter.dispatch('_boxed', 'dbt_nn')(list)) }}
{%- endmacro -%}

{%- macro default___boxed(list) -%}
    {{ return(list) }}
{%- endmacro -%}

{# The list that is an element of a list, as _boxed made it. #}
{%- macro _unboxed(element) -%}
    {{ return(adapter.dispatch('_unboxed', 'dbt_nn')(element)) }}
{%- endmacro -%}

{%- macro default___unboxed(element) -%}
    {{ return(element) }}
{%- endmacro -%}

{# The elements of `list` from the place `first` to the place `last`. #}
{%- macro _slice(list, first, last) -%}
    {{ return(adapter.dispatch('_slice', 'dbt_nn')(list, first, last)) }}
{%- endmacro -%}

{# `list` with `element` before its first. #}
{%- macro _prepended(element, list) -%}
    {{ return(adapter.dispatch('_prepended', 'dbt_nn')(element, list)) }}
{%- endmacro -%}

{# `list` with `element` at its end. #}
{%- macro _appended(list, element) -%}
    {{ return(adapter.dispatch('_appended', 'dbt_nn')(list, element)) }}
{%- endmacro -%}

{# One list of the elements of all `lists`. #}
{%- macro _concatenated(lists) -%}
    {{ return(adapter.dispatch('_concatenated', 'dbt_nn')(lists)) }}
{%- endmacro -%}

{# The sum of the products of the elements of two lists of the same length, none of them NULL. #}
{%- macro _dot_product(first, second) -%}
    {{ return(adapter.dispatch('_dot_product', 'dbt_nn')(first, second)) }}
{%- endmacro -%}

{# The sum of the elements of `list`. #}
{%- macro _list_sum(list) -%}
    {{ return(adapter.dispatch('_list_sum', 'dbt_nn')(list)) }}
{%- endmacro -%}

{# The sum of the elements of `list`; NULL if they are not as many as `count`, or one is NULL. #}
{%- macro _sum_if_complete(list, count) -%}
    {{ return('case when ' ~ dbt_nn._is_complete(list, count) ~ ' then ' ~ dbt_nn._list_sum(list) ~ ' end') }}
{%- endmacro -%}

{# A condition: `list` has `count` elements, and none is NULL. #}
{%- macro _is_complete(list, count) -%}
    {{ return(adapter.dispatch('_is_complete', 'dbt_nn')(list, count)) }}
{%- endmacro -%}

{# The values of `x` where `condition` holds, sorted by the columns `order`, as one list, an aggregate. None of them is NULL. #}
{%- macro _list_where(x, order, condition) -%}
    {{ return(adapter.dispatch('_list_where', 'dbt_nn')(x, order, condition)) }}
{%- endmacro -%}

{# The relation `name` with these `columns`, names to types, and `rows`, each the text of its SQL expressions. #}
{%- macro _table_of(name, columns, rows) -%}
    {{ return(adapter.dispatch('_table_of', 'dbt_nn')(name, columns, rows)) }}
{%- endmacro -%}

{# `relation` in a FROM, where a column has the same name and is used. #}
{%- macro _namesake(relation) -%}
    {{ return(adapter.dispatch('_namesake', 'dbt_nn')(relation)) }}
{%- endmacro -%}

{%- macro default___namesake(relation) -%}
    {{ return(relation) }}
{%- endmacro -%}

{# All columns of `relation` but one. #}
{%- macro _all_but(relation, column) -%}
    {{ return(adapter.dispatch('_all_but', 'dbt_nn')(relation, column)) }}
{%- endmacro -%}

{# A query for the numbers in the column `list` of `relation`, in units of `length`: a row each, with its `place`, the number of its `unit` and
   of its `input` in it, counted from 0, and the `weight`. #}
{%- macro _numbers_of_list(list, length, relation) -%}
    {{ return(adapter.dispatch('_numbers_of_list', 'dbt_nn')(list, length, relation)) }}
{%- endmacro -%}

{# The numbers in `list` as doubles. #}
{%- macro _as_doubles(list) -%}
    {{ return(adapter.dispatch('_as_doubles', 'dbt_nn')(list)) }}
{%- endmacro -%}

{# The list of the `texts`, SQL expressions. A list of texts may end in NULL; a warehouse that keeps none leaves it out. #}
{%- macro _list_of_texts(texts) -%}
    {{ return(adapter.dispatch('_list_of_texts', 'dbt_nn')(texts)) }}
{%- endmacro -%}

{%- macro default___list_of_texts(texts) -%}
    {{ return('[' ~ texts | join(', ') ~ ']') }}
{%- endmacro -%}

{# The texts `x`, sorted by the columns `order`, as one such list, an aggregate. #}
{%- macro _texts_in_order(x, order) -%}
    {{ return(adapter.dispatch('_texts_in_order', 'dbt_nn')(x, order)) }}
{%- endmacro -%}

{%- macro default___texts_in_order(x, order) -%}
    {{ return(dbt_nn._list_in_order(x, order)) }}
{%- endmacro -%}

{# How many texts such a list stands for: `count`, an SQL expression, if the list cannot tell. #}
{%- macro _num_texts(list, count) -%}
    {{ return(adapter.dispatch('_num_texts', 'dbt_nn')(list, count)) }}
{%- endmacro -%}

{%- macro default___num_texts(list, count) -%}
    {{ return(dbt_nn._length(list)) }}
{%- endmacro -%}

{# A query for these texts in the column `list` of `relation`, a row each: the `text`, and its `place`, from 1 on. #}
{%- macro _texts_in(list, count, text, place, relation) -%}
    {{ return(adapter.dispatch('_texts_in', 'dbt_nn')(list, count, text, place, relation)) }}
{%- endmacro -%}

{# Such a list as a JSON text, which dbt can read. #}
{%- macro _json_of(list) -%}
    {{ return(adapter.dispatch('_json_of', 'dbt_nn')(list)) }}
{%- endmacro -%}

{# A condition: two lists of numbers or of texts are the same, or both NULL. #}
{%- macro _is_same_list(first, second) -%}
    {{ return(adapter.dispatch('_is_same_list', 'dbt_nn')(first, second)) }}
{%- endmacro -%}

{%- macro default___is_same_list(first, second) -%}
    {{ return(first ~ ' is not distinct from ' ~ second) }}
{%- endmacro -%}

{# The texts and whole numbers `parts`, SQL expressions, as one text. #}
{%- macro _joined(parts) -%}
    {{ return(adapter.dispatch('_joined', 'dbt_nn')(parts)) }}
{%- endmacro -%}

{%- macro default___joined(parts) -%}
    {{ return('concat(' ~ parts | join(', ') ~ ')') }}
{%- endmacro -%}

{# The CTE `totals`, one row: the lists in the column of `relation` that has its name, `count` numbers each, added up number by number to the
   list `sums`; `is_shared` says whether several threads share the rows. #}
{%- macro _summed_by_place(relation, sums, count, is_shared=false) -%}
    {{ return(adapter.dispatch('_summed_by_place', 'dbt_nn')(relation, sums, count, is_shared)) }}
{%- endmacro -%}
