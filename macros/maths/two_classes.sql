{# The CTE `margins`, for two classes: by how much the second score exceeds the first, which is all that softmax depends on. It is
   computed directly from the differences of the weights, with half the work of the two scores. #}
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

{# _softmax for two classes, from the CTE `margins` on. With the larger score subtracted, one of the two exponentials is exp(0) = 1
   and the other that of minus the distance between the scores. `chosen`, 0 or 1, is the likelier class; the other one has the
   probability exp_lesser / sum_exp, and the likelier one the rest. #}
{%- macro _softmax_of_two(network) -%}
exponentials as (

    select
        *,
        exp(-abs(margin)) as exp_lesser,
        {{ dbt_nn._mark(network, 'margin > 0') }} as chosen
    from margins

),

exponential_sum as (

    select
        *,
        1 + exp_lesser as sum_exp
    from exponentials

),

softmax as (

    select
        *,
        abs(1 - chosen - exp_lesser / sum_exp) as probs_0,
        abs(chosen - exp_lesser / sum_exp) as probs_1
    from exponential_sum

)
{%- endmacro -%}
