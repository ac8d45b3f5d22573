{# `x` rounded to 12 decimals, by way of a whole number: that division is exact on every engine, round(x, 12) is not. #}
{%- macro _rounded(x) -%}
    {{ return('cast(round((' ~ x ~ ') * 1e12) as ' ~ dbt.type_bigint() ~ ') / 1e12') }}
{%- endmacro -%}
