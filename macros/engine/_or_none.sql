{# The SQL expression `value` as text; «nothing» where it is NULL. #}
{%- macro _or_none(value) -%}
    {{ return('coalesce(cast(' ~ value ~ ' as ' ~ (dbt.type_string() | lower) ~ "), 'nothing')") }}
{%- endmacro -%}
