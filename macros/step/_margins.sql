{# The CTE `margins`, for two classes: by how much the second one's score is the larger, which is all that softmax sees of
   the two. It is summed up by itself, of the differences of the weights, in half the work of the two scores. #}
{%- macro _margins(network) -%}
    {%- set last = network.layers[-1] -%}
    {%- set terms = [] -%}
    {%- for input in last.inputs -%}
        {%- do terms.append(input ~ ' * (' ~ last.weights[loop.index0] | reverse | join(' - ') ~ ')') -%}
    {%- endfor -%}
margins as (

    select
        *,
        {{ dbt_nn._sum_of(terms) }} + ({{ last.biases | reverse | join(' - ') }}) as margin
    from forward_{{ last.number }}

)
{%- endmacro -%}
