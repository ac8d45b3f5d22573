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
        {#- -ln(probs[y]), as the logarithm of a sum: probs[y] itself may be too small for a double, and then its ln is infinite.
            Of two classes, the larger score is max(0, margin) above the first one, and the second one margin above it. #}
        {%- if scores | length == 2 %}
        ln(sum_exp) + (margin + abs(margin)) * 0.5 - y_1 * margin as example_loss,
        {{ dbt_nn._indicator('(margin > 0) = (y_1 > 0)') }} as is_correct
        {%- else %}
        ln(sum_exp) + max_score - ({{ dbt_nn._sum_of(terms) }}) as example_loss,
        case{% for score in scores %} when {{ score }} = max_score then {{ labels[loop.index0] }}{% endfor %} end as is_correct
        {%- endif %}
    from softmax

)
{%- endmacro %}
