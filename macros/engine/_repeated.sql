{# The text `symbol`, as many times as the number `times`, rounded, says. #}
{%- macro _repeated(symbol, times) -%}
    {{ return('repeat(' ~ dbt_nn._text(symbol) ~ ', cast(round(' ~ times ~ ') as ' ~ dbt.type_bigint() ~ '))') }}
{%- endmacro -%}
