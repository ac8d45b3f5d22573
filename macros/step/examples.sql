{% macro examples(network, data, with_label=true, carried=none, materialized=false, name='examples') %}
    {%- set double = dbt_nn._double_type() -%}
{{ name }} as {{ 'materialized ' if materialized }}(

    select
    {%- if carried is not none %}
        {{ carried }},
    {%- endif %}
    {%- for feature in network.features %}
        cast({{ dbt_nn._quoted(feature) }} as {{ double }}) as x_{{ loop.index0 }}{{ ',' if with_label or not loop.last }}
    {%- endfor %}
    {%- if with_label %}
        {%- set literals = [] -%}
        {%- for class in network.classes -%}
            {%- do literals.append(dbt_nn._class_literal(class)) -%}
        {%- endfor -%}
        {%- set label = dbt_nn._quoted(network.label) -%}
        {%- for literal in literals[:-1] %}
        {{ dbt_nn._indicator(label ~ ' = ' ~ literal) }} as y_{{ loop.index0 }},
        {%- endfor %}
        {#- NULL for a label that is no class, so that it spoils the sums and is counted. #}
        case when {{ label }} in ({{ literals | join(', ') }}) then {{ dbt_nn._indicator(label ~ ' = ' ~ literals[-1]) }} end as y_{{ literals | length - 1 }}
    {%- endif %}
    from {{ data }}

)
{%- endmacro %}
