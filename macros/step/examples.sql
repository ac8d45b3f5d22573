{% macro examples(network, data, with_label=true, carried=none, materialized=false) %}
    {%- set double = dbt_nn._double_type() -%}
examples as {{ 'materialized ' if materialized }}(

    select
    {%- if carried is not none %}
        {{ carried }},
    {%- endif %}
    {%- for feature in network.features %}
        cast({{ dbt_nn._quoted(feature) }} as {{ double }}) as x_{{ loop.index0 }}{{ ',' if with_label or not loop.last }}
    {%- endfor %}
    {%- if with_label %}
        {%- for class in network.classes %}
        {{ dbt_nn._indicator(dbt_nn._quoted(network.label) ~ ' = ' ~ dbt_nn._class_literal(class)) }} as y_{{ loop.index0 }}{{ ',' if not loop.last }}
        {%- endfor %}
    {%- endif %}
    from {{ data }}

)
{%- endmacro %}
