{# The moment `moment`, a Python datetime in UTC, as an SQL literal. #}
{%- macro _timestamp(moment) -%}
    {{ return("cast('" ~ moment.strftime('%Y-%m-%d %H:%M:%S.%f') ~ "' as " ~ dbt.type_timestamp() ~ ')') }}
{%- endmacro -%}
