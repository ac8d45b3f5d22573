{# The type of the label that a network predicts. #}
{%- macro _class_type(network) -%}
    {%- set class = network.classes[0] -%}
    {{ return(dbt.type_boolean() if class is boolean else (dbt.type_string() | lower) if class is string else dbt.type_bigint()) }}
{%- endmacro -%}
