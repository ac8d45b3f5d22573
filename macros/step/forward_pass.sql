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

{# exp() of a positive number may overflow: the largest score is taken off first, which softmax does not feel. -#}
largest_score as (

    select
        *,
        {{ dbt_nn._maximum(scores) }} as max_score
    from forward_{{ network.layers | length }}

),

exponentials as (

    select
        *,
        {%- for score in scores %}
        exp({{ score }} - max_score) as exp_{{ loop.index0 }}{{ ',' if not loop.last }}
        {%- endfor %}
    from largest_score

),

exponential_sum as (

    select
        *,
        {{ dbt_nn._sum_of(dbt_nn._numbered('exp_', scores)) }} as sum_exp
    from exponentials

),

softmax as (

    select
        *,
        {%- for score in scores %}
        exp_{{ loop.index0 }} / sum_exp as probs_{{ loop.index0 }}{{ ',' if not loop.last }}
        {%- endfor %}
    from exponential_sum

)
{%- endmacro %}
