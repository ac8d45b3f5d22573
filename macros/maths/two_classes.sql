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

{# _softmax for two classes, from the CTE `margins` on. With the larger score taken off, one of the two exponentials is
   exp(0) = 1 and the other that of minus the distance between the scores. The likelier class is `chosen`, 0 or 1; the other
   one has the probability exp_lesser / sum_exp, and it what that leaves. #}
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
