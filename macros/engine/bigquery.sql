{# BigQuery has one floating-point type, with only this name. #}
{%- macro bigquery___double_type(is_plain=false) -%}
    {{ return('float64') }}
{%- endmacro -%}

{# BigQuery has another name for try_cast. #}
{%- macro bigquery___number_or_null(x) -%}
    {{ return('safe_cast(' ~ x ~ ' as ' ~ dbt_nn._double_type() ~ ')') }}
{%- endmacro -%}

{# BigQuery's names, and `number`, which is all that a query can tell. #}
{%- macro bigquery___number_types(is_whole=false) -%}
    {{ return('INT(64|EGER)' if is_whole else '(number|INT(64|EGER)|FLOAT(64)?|(BIG)?NUMERIC([(].*[)])?)') }}
{%- endmacro -%}

{# BigQuery: NaN and the infinities are not numbers in JSON, and differ from the text of a cast. #}
{%- macro bigquery___comparable_text(x, type=none) -%}
    {%- set text = 'cast(' ~ x ~ ' as string)' -%}
    {%- set digits = dbt_nn._comparable_digits(text) -%}
    {%- if type is none -%}
        {{ return(
            'case ' ~ dbt_nn._type_of(x) ~ " when 'number' then " ~ digits ~ " when 'TIMESTAMP' then " ~ dbt_nn._fixed_text(x)
            ~ " when 'STRING' then " ~ text ~ " when 'BOOL' then " ~ text ~ " when 'DATETIME' then " ~ text ~ ' end'
        ) }}
    {%- elif modules.re.fullmatch(dbt_nn._number_types(is_whole=true) ~ '|STRING([(].*[)])?|BOOL(EAN)?|DATE|DATETIME|TIME', type) -%}
        {{ return(text) }}
    {%- elif modules.re.fullmatch(dbt_nn._number_types(), type) -%}
        {{ return(digits) }}
    {%- endif -%}
    {{ return(dbt_nn._fixed_text(x)) }}
{%- endmacro -%}

{# BigQuery: the text of a BIGNUMERIC has no exponent and no trailing zeros (except in an emulator). What is too large for it stays
   as it is. #}
{%- macro bigquery___comparable_digits(text, x=none) -%}
    {{ return(
        'coalesce(regexp_replace(cast(safe_cast(' ~ text ~ " as bignumeric) as string), r'\\.0+$', ''), case when abs(safe_cast(" ~ text
        ~ ' as float64)) <= 1.7976931348623157e308 then ' ~ text ~ ' end)'
    ) }}
{%- endmacro -%}

{# BigQuery writes a TIMESTAMP in its default time zone, but in JSON in UTC, with a T and a Z. #}
{%- macro bigquery___fixed_text(x) -%}
    {%- set json = 'json_value(to_json_string(' ~ x ~ '))' -%}
    {%- set text = 'cast(' ~ x ~ ' as string)' -%}
    {{ return(
        'case when ' ~ json ~ ' <> ' ~ text ~ ' and ends_with(' ~ json ~ ", 'Z')"
        ~ ' then string(safe_cast(' ~ json ~ " as timestamp), 'UTC') else " ~ text ~ ' end'
    ) }}
{%- endmacro -%}

{# BigQuery has safe_cast. #}
{%- macro bigquery___text_as(text, type, known=none) -%}
    {%- set forms = {
        dbt_nn._number_types(): dbt_nn._comparable_digits(text),
        'BOOL(EAN)?': 'cast(safe_cast(' ~ text ~ ' as bool) as string)',
        'DATE': 'cast(safe_cast(' ~ text ~ ' as date) as string)',
        'DATETIME': 'cast(safe_cast(' ~ text ~ ' as datetime) as string)',
        'TIMESTAMP': 'string(safe_cast(' ~ text ~ " as timestamp), 'UTC')",
    } -%}
    {{ return(dbt_nn._form_of_type(forms, type, known, text)) }}
{%- endmacro -%}

{# BigQuery has no such function. JSON shows whether a value is a number or a boolean, and writes a point in time with a T, and in
   UTC with a Z. NaN and the infinities are strings there, other ones than those of a cast. This is computed for every row, so a
   type that is known is used instead. #}
{%- macro bigquery___type_of(x, type=none) -%}
    {%- if type is not none -%}
        {{ return(dbt_nn._text(type)) }}
    {%- endif -%}
    {%- set json = 'to_json_string(' ~ x ~ ')' -%}
    {%- set text = 'cast(' ~ x ~ ' as string)' -%}
    {{ return(
        "case when " ~ x ~ " is null or (" ~ text ~ " in ('nan', 'inf', '-inf') and json_value(" ~ json ~ ") <> " ~ text ~ ") then null"
        ~ " when " ~ json ~ " in ('true', 'false') then 'BOOL'"
        ~ " when not starts_with(to_json_string(to_json(" ~ x ~ ")), '\"') then 'number'"
        ~ " when json_value(" ~ json ~ ") <> " ~ text ~ " and ends_with(" ~ json ~ ", 'Z\"') then 'TIMESTAMP'"
        ~ " when json_value(" ~ json ~ ") <> " ~ text ~ " and strpos(" ~ json ~ ", 'T') > 0 then 'DATETIME'"
        ~ " else 'STRING' end"
    ) }}
{%- endmacro -%}

{# BigQuery: a query cannot tell a date from a string that looks like one. #}
{%- macro bigquery___kind_of(type) -%}
    {{ return(
        'case when ' ~ dbt_nn._matches_fully(type, dbt_nn._number_types()) ~ " then 'number'"
        ~ " when " ~ type ~ " in ('STRING', 'DATE', 'TIME', 'BYTES') or starts_with(" ~ type ~ ", 'STRING(') then 'text'"
        ~ " when " ~ type ~ " = 'BOOLEAN' then 'BOOL' else " ~ type ~ ' end'
    ) }}
{%- endmacro -%}

{# BigQuery only has a function for partial matches. #}
{%- macro bigquery___matches_fully(text, pattern) -%}
    {{ return('regexp_contains(' ~ text ~ ", r'^(" ~ pattern ~ ")$')") }}
{%- endmacro -%}

{# BigQuery reads backslash escapes in every quoted literal, and a line break must be written as one. #}
{%- macro bigquery___text(value) -%}
    {%- set literal = namespace(sql=value | string | replace('\\', '\\\\') | replace("'", "\\'")) -%}
    {%- for end, escape in {
        '\n': 'n', '\x0b': 'v', '\x0c': 'f', '\r': 'r', '\x1c': 'x1c', '\x1d': 'x1d', '\x1e': 'x1e', '\x85': 'u0085',
        '\u2028': 'u2028', '\u2029': 'u2029',
    }.items() if end in literal.sql -%}
        {%- set literal.sql = literal.sql | replace(end, '\\' ~ escape) -%}
    {%- endfor -%}
    {{ return("'" ~ literal.sql ~ "'") }}
{%- endmacro -%}

{# BigQuery takes a NULL without a type for a whole number. #}
{%- macro bigquery___null_text() -%}
    {{ return('cast(null as string)') }}
{%- endmacro -%}

{# BigQuery quotes with backticks, and reads backslash escapes between them. #}
{%- macro bigquery___quoted(name) -%}
    {{ return(adapter.quote(name | replace('\\', '\\\\') | replace('`', '\\`'))) }}
{%- endmacro -%}

{# BigQuery has is_nan and is_inf. #}
{%- macro bigquery___is_finite(x) -%}
    {{ return('not coalesce(is_nan(' ~ x ~ ') or is_inf(' ~ x ~ '), true)') }}
{%- endmacro -%}

{# BigQuery: 0 / 0 is an error. #}
{%- macro bigquery___share(part, whole) -%}
    {{ return(part ~ ' / nullif(' ~ whole ~ ', 0)') }}
{%- endmacro -%}

{# BigQuery has a word for counting from 0. #}
{%- macro bigquery___element_of(x, index) -%}
    {{ return(x ~ '[safe_offset(' ~ index ~ ')]') }}
{%- endmacro -%}

{# BigQuery's md5 returns bytes. #}
{%- macro bigquery___hex_digits(text) -%}
    {{ return('to_hex(md5(' ~ text ~ '))') }}
{%- endmacro -%}

{# BigQuery's arrays hold about a million elements, so a long sequence is the product of two short ones. #}
{%- macro bigquery___sequence(rows) -%}
    {%- set thousands = (rows + 999) // 1000 -%}
    {{ return(
        '(select thousand * 1000 + one as n from unnest(generate_array(0, ' ~ (thousands - 1)
        ~ ')) as thousand cross join unnest(generate_array(0, 999)) as one where thousand * 1000 + one < ' ~ rows ~ ')'
    ) }}
{%- endmacro -%}

{# BigQuery drops a table by itself when it expires; otherwise a table that is left behind would be billed indefinitely. #}
{%- macro bigquery___create_expiring_table(relation, query) -%}
create or replace table {{ relation }}
options (expiration_timestamp = timestamp_add(current_timestamp(), interval 7 day))
as

{{ query }}
{%- endmacro -%}

{# BigQuery takes about a second per iteration on data of any size that one would train on. #}
{%- macro bigquery___first_part_size(plan) -%}
    {{ return(100) }}
{%- endmacro -%}

{# BigQuery bills each of the statements around a part for at least 10 MB. #}
{%- macro bigquery___seconds_a_part() -%}
    {{ return(60) }}
{%- endmacro -%}

{# BigQuery aggregates over no recursive reference, but has scripts. #}
{%- macro bigquery___form_of_loop() -%}
    {{ return('script') }}
{%- endmacro -%}

{# In BigQuery's procedural language. #}
{%- macro bigquery___loop_script(tables, columns, step, times) -%}
declare iterations_left int64 default {{ times }};

{% for table in tables -%}
create or replace temp table {{ table.name }}{{ ' cluster by ' ~ table.clustered_by if table.clustered_by }} as (

    {{ table.query | indent(4) }}

);

{% endfor -%}
while iterations_left > 0 do

    insert into {{ tables[-1].name }} (
        {{ columns | join(',\n        ') }}
    )

    {{ step | indent(4) }};

    set iterations_left = if(@@row_count = 0, 0, iterations_left - 1);

end while;
{%- endmacro -%}

{# BigQuery has arrays, and subqueries over them; an array of arrays is one of structs. #}
{%- macro bigquery___has_lists() -%}
    {{ return(true) }}
{%- endmacro -%}

{# BigQuery: columns need no subquery for each unit of each example, and no statement over 1,000 of them comes near the limit of 1 MB
   (docs/decisions/0017). #}
{%- macro bigquery___most_columns() -%}
    {{ return(1000) }}
{%- endmacro -%}

{# BigQuery has an array of a subquery, whose elements have an order only if it is asked for. #}
{%- macro bigquery___list_map(list, item, body, index=none) -%}
    {%- if list.startswith('generate_array(') and index is none -%}
        {{ return('array(select ' ~ body ~ ' from unnest(' ~ list ~ ') as ' ~ item ~ ' order by ' ~ item ~ ')') }}
    {%- endif -%}
    {%- set offset = item ~ '_offset' -%}
    {%- set body = body if index is none else dbt_nn._let({index: offset ~ ' + 1'}, body) -%}
    {{ return('array(select ' ~ body ~ ' from unnest(' ~ list ~ ') as ' ~ item ~ ' with offset as ' ~ offset ~ ' order by ' ~ offset ~ ')') }}
{%- endmacro -%}

{# BigQuery names a value in a subquery. #}
{%- macro bigquery___let(values, body) -%}
    {%- set columns = [] -%}
    {%- for name, value in values.items() -%}
        {%- do columns.append(value ~ ' as ' ~ name) -%}
    {%- endfor -%}
    {{ return('(select ' ~ body ~ ' from (select ' ~ columns | join(', ') ~ '))') }}
{%- endmacro -%}

{# BigQuery has a function for it. #}
{%- macro bigquery___range(count) -%}
    {{ return('generate_array(1, ' ~ count ~ ')') }}
{%- endmacro -%}

{# BigQuery's word. #}
{%- macro bigquery___length(list) -%}
    {{ return('array_length(' ~ list ~ ')') }}
{%- endmacro -%}

{# BigQuery has a word for counting from 1; a place that the list does not have is an error. #}
{%- macro bigquery___at(list, place) -%}
    {{ return(list ~ '[ordinal(' ~ place ~ ')]') }}
{%- endmacro -%}

{# BigQuery has no arrays of arrays. #}
{%- macro bigquery___boxed(list) -%}
    {{ return('struct(' ~ list ~ ' as numbers)') }}
{%- endmacro -%}

{# The field that bigquery___boxed names. #}
{%- macro bigquery___unboxed(element) -%}
    {{ return(element ~ '.numbers') }}
{%- endmacro -%}

{# BigQuery: the same keyword, for several fields. #}
{%- macro bigquery___struct(fields) -%}
    {%- set items = [] -%}
    {%- for name, value in fields.items() -%}
        {%- do items.append(value ~ ' as ' ~ name) -%}
    {%- endfor -%}
    {{ return('struct(' ~ items | join(', ') ~ ')') }}
{%- endmacro -%}

{# BigQuery has a function for it. #}
{%- macro bigquery___whole_quotient(x, divisor) -%}
    {{ return('div(' ~ x ~ ', ' ~ divisor ~ ')') }}
{%- endmacro -%}

{# BigQuery's array_slice() leaves out in silence what is not there; this is an error then. #}
{%- macro bigquery___slice(list, first, last) -%}
    {{ return(
        'array(select ' ~ dbt_nn._at(list, 'place') ~ ' from unnest(generate_array(' ~ first ~ ', ' ~ last ~ ')) as place order by place)'
    ) }}
{%- endmacro -%}

{# BigQuery puts arrays together. #}
{%- macro bigquery___prepended(element, list) -%}
    {{ return(dbt_nn._concatenated(['[' ~ element ~ ']', list])) }}
{%- endmacro -%}

{# BigQuery puts arrays together. #}
{%- macro bigquery___appended(list, element) -%}
    {{ return(dbt_nn._concatenated([list, '[' ~ element ~ ']'])) }}
{%- endmacro -%}

{%- macro bigquery___concatenated(lists) -%}
    {{ return('array_concat(' ~ lists | join(', ') ~ ')') }}
{%- endmacro -%}

{# BigQuery: a sum over one list, which looks up the elements of the other; if that one is shorter, it is an error. #}
{%- macro bigquery___dot_product(first, second) -%}
    {{ return(
        '(select sum(' ~ first ~ '[offset(factor_offset)] * factor) from unnest(' ~ second ~ ') as factor with offset as factor_offset)'
    ) }}
{%- endmacro -%}

{# The list of the products of each element of the list `first` with each of `second`, in this order. #}
{%- macro _outer_product(first, second) -%}
    {{ return(
        'array(select factor * other from unnest(' ~ first ~ ') as factor with offset as factor_offset cross join unnest(' ~ second
        ~ ') as other with offset as other_offset order by factor_offset, other_offset)'
    ) }}
{%- endmacro -%}

{# BigQuery has no function for it, but a subquery. #}
{%- macro bigquery___list_sum(list) -%}
    {{ return('(select sum(number) from unnest(' ~ list ~ ') as number)') }}
{%- endmacro -%}

{# BigQuery counts what is not NULL in a subquery. #}
{%- macro bigquery___is_complete(list, count) -%}
    {{ return(
        'array_length(' ~ list ~ ') = ' ~ count ~ ' and (select count(number) from unnest(' ~ list ~ ') as number) = ' ~ count
    ) }}
{%- endmacro -%}

{# BigQuery has no FILTER, but leaves NULL out where told to. #}
{%- macro bigquery___list_where(x, order, condition) -%}
    {{ return('array_agg(case when ' ~ condition ~ ' then ' ~ x ~ ' end ignore nulls order by ' ~ order ~ ')') }}
{%- endmacro -%}

{# BigQuery has no VALUES, but arrays of structs. #}
{%- macro bigquery___table_of(name, columns, rows) -%}
    {%- set fields = [] -%}
    {%- for column, type in columns.items() -%}
        {%- do fields.append(column ~ ' ' ~ type) -%}
    {%- endfor -%}
    {{ return('unnest(array<struct<' ~ fields | join(', ') ~ '>>[(' ~ rows | join('), (') ~ ')]) as ' ~ name) }}
{%- endmacro -%}

{# BigQuery takes a name for the row of a relation before it takes it for a column. #}
{%- macro bigquery___namesake(relation) -%}
    {{ return(relation ~ ' as ' ~ relation ~ '_row') }}
{%- endmacro -%}

{# BigQuery's word. #}
{%- macro bigquery___all_but(relation, column) -%}
    {{ return(relation ~ '.* except (' ~ column ~ ')') }}
{%- endmacro -%}

{# BigQuery unnests a list with its offsets, which count from 0. #}
{%- macro bigquery___numbers_of_list(list, length, relation) -%}
select
    weight_offset + 1 as place,
    div(weight_offset, {{ length }}) as unit,
    mod(weight_offset, {{ length }}) as input,
    weight
from {{ relation }}
cross join unnest({{ list }}) as weight with offset as weight_offset
{%- endmacro -%}

{# BigQuery casts no array to one of another type. #}
{%- macro bigquery___as_doubles(list) -%}
    {{ return(dbt_nn._list_map(list, 'number', 'cast(number as ' ~ dbt_nn._double_type() ~ ')')) }}
{%- endmacro -%}

{# BigQuery writes no array with NULL in it. #}
{%- macro bigquery___list_of_texts(texts) -%}
    {{ return(
        'array(select text from unnest([' ~ texts | join(', ') ~ ']) as text with offset as text_offset where text is not null order by text_offset)'
    ) }}
{%- endmacro -%}

{# BigQuery writes no array with NULL in it. #}
{%- macro bigquery___texts_in_order(x, order) -%}
    {{ return('array_agg(' ~ x ~ ' ignore nulls order by ' ~ order ~ ')') }}
{%- endmacro -%}

{# BigQuery: what is NULL is not in the array. #}
{%- macro bigquery___num_texts(list, count) -%}
    {{ return(count) }}
{%- endmacro -%}

{# BigQuery: what is NULL is not in the array. #}
{%- macro bigquery___texts_in(list, count, text, place, relation) -%}
    {{ return(
        'select ' ~ list ~ '[safe_ordinal(' ~ place ~ ')] as ' ~ text ~ ', ' ~ place ~ ' from ' ~ relation
        ~ ' cross join unnest(' ~ dbt_nn._range(count) ~ ') as ' ~ place
    ) }}
{%- endmacro -%}

{# BigQuery's name for it. #}
{%- macro bigquery___json_of(list) -%}
    {{ return('to_json_string(' ~ list ~ ')') }}
{%- endmacro -%}

{# BigQuery compares no arrays, but has a text of each, in which a double has all of its digits. #}
{%- macro bigquery___is_same_list(first, second) -%}
    {{ return('to_json_string(' ~ first ~ ') = to_json_string(' ~ second ~ ')') }}
{%- endmacro -%}

{# BigQuery's concat() takes no numbers. #}
{%- macro bigquery___joined(parts) -%}
    {%- set texts = [] -%}
    {%- for part in parts -%}
        {%- do texts.append(part if part.startswith("'") else 'cast(' ~ part ~ ' as string)') -%}
    {%- endfor -%}
    {{ return(dbt_nn.default___joined(texts)) }}
{%- endmacro -%}

{# BigQuery: each worker adds up the numbers of its rows before any are exchanged. #}
{%- macro bigquery___summed_by_place(relation, sums, count, is_shared=false) -%}
by_place as (

    select
        product_offset + 1 as place,
        sum(product) as total
    from {{ relation }}
    cross join unnest({{ relation }}.{{ relation }}) as product with offset as product_offset
    group by product_offset

),

totals as (

    select {{ dbt_nn._list_in_order('total', 'place') }} as {{ sums }}
    from by_place

)
{%- endmacro -%}

{# The CTE `totals` of _summed_by_place, of rows that add to some of the sums: in the column of `relation` that has its name there are lists,
   structs of `numbers` and of the place of the first one, `first_place`, or NULL if they count nowhere. There are `count` sums, an SQL
   expression over the row of `source`; one that nothing is added to is NULL. #}
{%- macro _summed_from(relation, sums, count, source) -%}
by_place as (

    select
        list.first_place + product_offset as place,
        sum(product) as total
    from {{ relation }}
    cross join unnest({{ relation }}.{{ relation }}) as list
    cross join unnest(list.numbers) as product with offset as product_offset
    group by place

),

totals as (

    select {{ dbt_nn._list_in_order('by_place.total', 'places.place') }} as {{ sums }}
    from (select place from {{ source }} cross join unnest({{ dbt_nn._range(count) }}) as place) as places
    left join by_place on places.place = by_place.place

)
{%- endmacro -%}
