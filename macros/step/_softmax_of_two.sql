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
