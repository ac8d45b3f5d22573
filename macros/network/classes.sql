{# The label `class` as an SQL literal: a whole number, a string or a boolean. #}
{%- macro _class_literal(class) -%}
    {%- if class is boolean -%}
        {{ return('true' if class else 'false') }}
    {%- elif class is string -%}
        {{ return(dbt_nn._text(class)) }}
    {%- endif -%}
    {{ return(class | string) }}
{%- endmacro -%}

{# The type of the label that a network predicts. #}
{%- macro _class_type(network) -%}
    {%- set class = network.classes[0] -%}
    {{ return(dbt.type_boolean() if class is boolean else (dbt.type_string() | lower) if class is string else dbt.type_bigint()) }}
{%- endmacro -%}
