{# Whether what the network in `network.values` knows of the feature of `input` are numbers that a double holds. #}
{%- macro _has_numeric_categories(network, input) -%}
    {%- set number = network.features.index(input.feature) -%}
    {%- set values = network.get('values', {}) -%}
    {%- if not modules.re.fullmatch(dbt_nn._number_types(), values.get('type_' ~ number) or '') -%}
        {{ return(false) }}
    {%- endif -%}
    {%- for name, value in values.items() if name.startswith('category_' ~ number ~ '_') and value and value | length > 15 -%}
        {{ return(false) }}
    {%- endfor -%}
    {{ return(true) }}
{%- endmacro -%}
