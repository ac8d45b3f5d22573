{# The CTEs from the scores down to `softmax`. exp() of a positive number may overflow, so the largest score is subtracted first,
   which does not change softmax. #}
{%- macro _softmax(network) -%}
    {%- set scores = network.layers[-1].outputs -%}
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
{%- endmacro -%}
