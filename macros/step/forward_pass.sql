{% macro forward_pass(network) %}
    {%- set ctes = [] -%}
    {%- set at = namespace(source='examples') -%}
    {%- for layer in network.layers -%}
        {%- set sums = 'forward_' ~ layer.number if layer.is_last else 'linear_' ~ layer.number -%}
        {%- do ctes.append(dbt_nn._extended(sums, dbt_nn._weighted_sums(layer), at.source, joined='state' if loop.first else none)) -%}
        {%- if not layer.is_last -%}
            {%- do ctes.append(dbt_nn._extended('forward_' ~ layer.number, dbt_nn._activated(network, layer), sums)) -%}
        {%- endif -%}
        {%- set at.source = 'forward_' ~ layer.number -%}
    {%- endfor -%}
    {%- for name, columns in dbt_nn._head(network).stages.items() -%}
        {%- do ctes.append(dbt_nn._extended(name, columns, at.source)) -%}
        {%- set at.source = name -%}
    {%- endfor -%}
{{ ctes | join(',\n\n') }}
{%- endmacro %}
