{% macro back_propagation(network) %}
    {%- set last = network.layers[-1] -%}
back_{{ last.number }} as (

    select
        *,
        {%- for score in last.outputs %}
        probs_{{ loop.index0 }} - y_{{ loop.index0 }} as d{{ score }}{{ ',' if not loop.last }}
        {%- endfor %}
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
            {%- for output in next.outputs -%}
                {%- do terms.append('d' ~ output ~ ' * ' ~ weights[loop.index0]) -%}
            {%- endfor %}
        {{ dbt_nn._activation_slope(network, unit) }} * ({{ dbt_nn._sum_of(terms) }}) as d{{ unit }}{{ ',' if not loop.last }}
        {%- endfor %}
    from back_{{ next.number }}

)
    {%- endfor -%}
,

totals as (

    select
        count(*) as batch_size,
        count(example_loss) as num_complete,
        sum({{ dbt_nn._sum_of(dbt_nn._numbered('y_', last.outputs)) }}) as num_labelled,
        sum(example_loss) as sum_loss,
        sum(is_correct) as sum_correct,
        {%- for layer in network.layers %}
            {%- set is_last_layer = loop.last -%}
            {%- for input in layer.inputs %}
                {%- set weights = layer.weights[loop.index0] -%}
                {%- for output in layer.outputs %}
        sum({{ input }} * d{{ output }}) as sum_{{ weights[loop.index0] }},
                {%- endfor %}
            {%- endfor %}
            {%- for output in layer.outputs %}
        sum(d{{ output }}) as sum_{{ layer.biases[loop.index0] }}{{ ',' if not (is_last_layer and loop.last) }}
            {%- endfor %}
        {%- endfor %}
    from back_1

),

gradients as (

    select
        state.*,
        batch.batch_size,
        batch.num_complete,
        batch.num_labelled,
        {#- The post divides dscores by num_examples, row by row; dividing the sums is the same, once. #}
        batch.sum_loss / batch.batch_size{{ dbt_nn._penalty(network) }} as batch_loss,
        batch.sum_correct / batch.batch_size as batch_accuracy,
        {%- for parameter in network.parameters %}
        batch.sum_{{ parameter }} / batch.batch_size{{ dbt_nn._penalty_slope(network, parameter) }} as d{{ parameter }}{{ ',' if not loop.last }}
        {%- endfor %}
    from state
    cross join totals as batch

)
{%- endmacro %}
