{% macro loss(network) %}
    {%- set scores = network.layers[-1].outputs -%}
    {%- set labels = dbt_nn._numbered('y_', scores) -%}
    {%- set terms = [] -%}
    {%- for score in scores -%}
        {%- do terms.append(labels[loop.index0] ~ ' * ' ~ score) -%}
    {%- endfor -%}
loss as (

    select
        *,
        {#- -ln(probs[y]), as the logarithm of a sum: probs[y] itself may be too small for a double, and its ln infinite. With two
            classes, the larger score is chosen * margin above the first one, and the label's score y_1 * margin. #}
        {%- if scores | length == 2 %}
        ln(sum_exp) + margin * (chosen - y_1) as example_loss,
        chosen = y_1 as is_correct
        {%- else %}
        ln(sum_exp) + max_score - ({{ dbt_nn._sum_of(terms) }}) as example_loss,
        case{% for score in scores %} when {{ score }} = max_score then {{ labels[loop.index0] }} = 1{% endfor %} end as is_correct
        {%- endif %}
    from softmax

)
{%- endmacro %}
