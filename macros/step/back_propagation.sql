{% macro back_propagation(network) %}
    {%- set last = network.layers[-1] -%}
back_{{ last.number }} as (

    select
        *,
        {#- Of two classes, probs_0 - y_0 = y_1 - probs_1. #}
        {%- if last.outputs | length == 2 %}
        y_1 - probs_1 as d{{ last.outputs[0] }},
        probs_1 - y_1 as d{{ last.outputs[1] }}
        {%- else %}
            {%- for score in last.outputs %}
        probs_{{ loop.index0 }} - y_{{ loop.index0 }} as d{{ score }}{{ ',' if not loop.last }}
            {%- endfor %}
        {%- endif %}
    from loss

)
    {%- for layer in network.layers[:-1] | reverse -%}
        {%- set next = network.layers[layer.number] -%}
,

back_{{ layer.number }} as (

    select
        *,
        {%- for unit in layer.outputs %}
            {%- set terms = [] -%}
            {%- set weights = next.weights[loop.index0] -%}
            {%- if network.is_shallow %}
        {{ dbt_nn._activation_slope(network, unit) }} * dscores_1 as passed_{{ unit }}{{ ',' if not loop.last }}
            {%- else -%}
                {%- for output in next.outputs -%}
                    {%- do terms.append('d' ~ output ~ ' * ' ~ weights[loop.index0]) -%}
                {%- endfor %}
        {{ dbt_nn._activation_slope(network, unit) }} * ({{ dbt_nn._sum_of(terms) }}) as d{{ unit }}{{ ',' if not loop.last }}
            {%- endif %}
        {%- endfor %}
    from back_{{ next.number }}

)
    {%- endfor -%}
,

totals as (

    select
        count(*) as batch_size,
        count(example_loss) as num_complete,
        count(y_{{ last.outputs | length - 1 }}) as num_labelled,
        sum(example_loss) as sum_loss,
        {{ dbt_nn._count_where('is_correct') }} as num_correct,
        {%- for name, product in dbt_nn._gradient_products(network).items() %}
        sum({{ product }}) as {{ name }}{{ ',' if not loop.last }}
        {%- endfor %}
    from back_1

),

{{ dbt_nn._sums(network) }},

gradients as (

    select
        batch.*,
        {#- The post divides dscores by num_examples, row by row; dividing the sums is the same, once. #}
        {{ dbt_nn._batch_mean(network, 'batch.sum_loss') }}{{ dbt_nn._penalty(network) }} as batch_loss,
        {{ dbt_nn._batch_mean(network, 'batch.num_correct') }} as batch_accuracy,
        {%- for parameter in network.parameters %}
        {{ dbt_nn._batch_mean(network, dbt_nn._gradient_sum(network, parameter), of_none=0) }}{{ dbt_nn._penalty_slope(network, parameter) }} as d{{ parameter }}{{ ',' if not loop.last }}
        {%- endfor %}
    from sums as batch

)
{%- endmacro %}
