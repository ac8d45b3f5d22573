{# The SQL expression `x` as text that is the same for all values that are equal, whatever their types: the number 3 is '3',
   also where it is a double or a decimal; NaN and the infinities are NULL; a point in time is in UTC. `type` is the name of its
   type, where that is known; else the query finds it out. #}
{%- macro _comparable_text(x, type=none) -%}
    {{ return(adapter.dispatch('_comparable_text', 'dbt_nn')(x, type)) }}
{%- endmacro -%}

{%- macro default___comparable_text(x, type=none) -%}
    {{ return('cast(' ~ x ~ ' as ' ~ (dbt.type_string() | lower) ~ ')') }}
{%- endmacro -%}

{# DuckDB: no branch for a type other than that of `x` is left when the query is planned. #}
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

{# BigQuery: NaN and the infinities are no numbers in JSON, and other texts than those of a cast. #}
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
