{% macro loss(network) %}
    {%- set scores = network.layers[-1].outputs -%}
    {%- set labels = dbt_nn._numbered('y_', scores) -%}
loss as (

    select
        *,
        {#- -ln(probs[y]), as the logarithm of a sum: probs[y] itself may be too small for a double, and then its ln is infinite. #}
        ln(sum_exp) + max_score - (
            {%- for score in scores %}{{ labels[loop.index0] }} * {{ score }}{{ ' + ' if not loop.last }}{% endfor -%}
        ) as example_loss,
        {{ dbt_nn._argmax(scores, labels) }} as is_correct
    from softmax

)
{%- endmacro %}
