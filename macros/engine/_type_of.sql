{# The name of the type of the SQL expression `x`, as text, when the query runs; NULL where it cannot be told. `type` is what it was
   when the query was written, where that is known. #}
{%- macro _type_of(x, type=none) -%}
    {{ return(adapter.dispatch('_type_of', 'dbt_nn')(x, type)) }}
{%- endmacro -%}

{%- macro default___type_of(x, type=none) -%}
    {{ return('cast(null as ' ~ (dbt.type_string() | lower) ~ ')') }}
{%- endmacro -%}

{# DuckDB knows it when it plans the query: a condition on it alone costs nothing. NULL is of no type. #}
{%- macro duckdb___type_of(x, type=none) -%}
    {{ return("nullif(typeof(" ~ x ~ "), '\"NULL\"')") }}
{%- endmacro -%}

{# BigQuery has no such function. JSON tells numbers and booleans from all else, and writes a point in time with a T, and in UTC
   with a Z. NaN and the infinities are texts there, and not those of a cast. It is asked of every row, so that what is known is not. #}
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
