{% macro forward_pass(network) %}
    {%- set scores = network.layers[-1].outputs -%}
    {%- for layer in network.layers -%}
        {%- set source = 'examples' if loop.first else 'forward_' ~ loop.index0 -%}
        {%- set linear = 'forward_' ~ layer.number if layer.is_last else 'linear_' ~ layer.number -%}
{{ '\n\n' if not loop.first }}{{ linear }} as (

    select
        *,
        {%- for unit in layer.linear %}
            {%- set terms = [] -%}
            {%- set index = loop.index0 -%}
            {%- for input in layer.inputs -%}
                {%- do terms.append(input ~ ' * ' ~ layer.weights[loop.index0][index]) -%}
            {%- endfor %}
        {{ dbt_nn._sum_of(terms) }} + {{ layer.biases[index] }} as {{ unit }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ source }}
    {%- if loop.first %}
    cross join state
    {%- endif %}

),
        {%- if not layer.is_last %}

forward_{{ layer.number }} as (

    select
        *,
        {%- for unit in layer.linear %}
        {{ dbt_nn._activation(network, unit) }} as {{ layer.outputs[loop.index0] }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ linear }}

),
        {%- endif %}
    {%- endfor %}

{% if scores | length == 2 -%}
{{ dbt_nn._margins(network) }},

{{ dbt_nn._softmax_of_two(network) }}
{%- else -%}
{{ dbt_nn._softmax(network) }}
{%- endif -%}
{%- endmacro %}
