{# _softmax for two classes. With the larger score taken off, one of the two exponentials is exp(0) = 1 and the other that
   of minus the distance between the scores: one exp() a row where _softmax has two, and the same bits. #}
{%- macro _softmax_of_two(network) -%}
margins as (

    select
        *,
        scores_1 - scores_0 as margin
    from forward_{{ network.layers | length }}

),

exponentials as (

    select
        *,
        exp(-abs(margin)) as exp_lesser
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
        case when margin > 0 then exp_lesser else 1 end / sum_exp as probs_0,
        case when margin > 0 then 1 else exp_lesser end / sum_exp as probs_1
    from exponential_sum

)
{%- endmacro -%}
