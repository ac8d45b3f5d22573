{# The number that the text `text` says, written as _comparable_text writes numbers; NULL where it says none that is finite. With
   `x`, the SQL expression of a number whose text it is, no digit of it is read twice. #}
{%- macro _comparable_digits(text, x=none) -%}
    {{ return(adapter.dispatch('_comparable_digits', 'dbt_nn')(text, x)) }}
{%- endmacro -%}

{# DuckDB: the digits of a number that is not whole are the shortest that give it back; one of 32 bits is then the double that
   one reads. #}
{%- macro duckdb___comparable_digits(text, x=none) -%}
    {%- set number = 'try_cast(' ~ (x or text) ~ ' as double)' -%}
    {{ return(
        'case when ' ~ number ~ ' = trunc(' ~ number ~ ') and abs(' ~ number ~ ') < 1e38 then cast(try_cast(' ~ (x or text) ~ ' as hugeint) as varchar)'
        ~ ' when isfinite(' ~ number ~ ') then cast(try_cast(' ~ text ~ ' as double) as varchar) end'
    ) }}
{%- endmacro -%}

{# BigQuery: a BIGNUMERIC has no exponent, and no zeros after the digits that count (but in an emulator). What is too large for
   it stays as it is. #}
{%- macro bigquery___comparable_digits(text, x=none) -%}
    {{ return(
        'coalesce(regexp_replace(cast(safe_cast(' ~ text ~ " as bignumeric) as string), r'\\.0+$', ''), case when abs(safe_cast(" ~ text
        ~ ' as float64)) <= 1.7976931348623157e308 then ' ~ text ~ ' end)'
    ) }}
{%- endmacro -%}
