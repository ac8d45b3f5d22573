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
        {#- The post divides dscores by num_examples in every row; dividing the sums gives the same with one division. #}
        {{ dbt_nn._batch_mean(network, 'batch.sum_loss') }}{{ dbt_nn._penalty(network) }} as batch_loss,
        {{ dbt_nn._batch_mean(network, 'batch.num_correct') }} as batch_accuracy,
        {%- for parameter in network.parameters %}
        {{ dbt_nn._batch_mean(network, dbt_nn._gradient_sum(network, parameter), of_none=0) }}{{ dbt_nn._penalty_slope(network, parameter) }} as d{{ parameter }}{{ ',' if not loop.last }}
        {%- endfor %}
    from sums as batch

)
{%- endmacro %}

{# What is summed over the examples for the gradients: a mapping of names to SQL expressions. Sums that follow from others are left
   out: with two classes the gradients of the two scores differ only in sign; and see _sums. #}
{%- macro _gradient_products(network) -%}
    {%- set products = {} -%}
    {%- for layer in network.layers -%}
        {%- set is_passed = network.is_shallow and not layer.is_last -%}
        {%- set sum = 'passed_' if is_passed else 'sum_' -%}
        {%- for output in layer.outputs -%}
            {%- set unit = loop.index0 -%}
            {%- set slope = ('passed_' if is_passed else 'd') ~ output -%}
            {%- if not (network.is_shallow and layer.is_last) -%}
                {%- for input in layer.inputs -%}
                    {%- do products.update({sum ~ layer.weights[loop.index0][unit]: input ~ ' * ' ~ slope}) -%}
                {%- endfor -%}
            {%- endif -%}
            {%- do products.update({sum ~ layer.biases[unit]: slope}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for parameter in network.opposites -%}
        {%- do products.pop('sum_' ~ parameter, none) -%}
    {%- endfor -%}
    {{ return(products) }}
{%- endmacro -%}

{# The CTE `sums`, between `totals` and `gradients`: the state and the sums over all examples, in one row. For two classes and one
   hidden layer it completes the sums. A hidden unit passes dscores_1 on where it is active: its dd is that times (w2_01 - w2_00),
   one number for all examples, which is multiplied in only here. And the output of an active unit is d = x·w + b, so the sum of
   d * dscores_1 follows from those of x * passed_d and passed_d. #}
{%- macro _sums(network) -%}
sums as (

    select
        state.*,
    {%- if network.is_shallow %}
        {%- set hidden = network.layers[0] -%}
        {%- set last = network.layers[1] %}
        batch.batch_size,
        batch.num_complete,
        batch.num_labelled,
        batch.sum_loss,
        batch.num_correct,
        {%- for parameters in hidden.weights + [hidden.biases] %}
            {%- for parameter in parameters %}
        batch.passed_{{ parameter }} * ({{ last.weights[loop.index0] | reverse | join(' - ') }}) as sum_{{ parameter }},
            {%- endfor %}
        {%- endfor %}
        {%- for weights in last.weights %}
            {%- set unit = loop.index0 -%}
            {%- set terms = [] -%}
            {%- for parameters in hidden.weights + [hidden.biases] -%}
                {%- do terms.append(parameters[unit] ~ ' * batch.passed_' ~ parameters[unit]) -%}
            {%- endfor %}
        {{ dbt_nn._sum_of(terms) }} as sum_{{ weights[1] }},
        {%- endfor %}
        batch.sum_{{ last.biases[1] }}
    {%- else %}
        batch.*
    {%- endif %}
    from state
    cross join totals as batch

)
{%- endmacro -%}

{# The sum over all examples for the gradient of `parameter`, from the CTE `sums`. With two classes the gradients of the two scores
   differ only in sign, so half of the last layer's sums are not computed. #}
{%- macro _gradient_sum(network, parameter) -%}
    {{ return(
        '-batch.sum_' ~ network.opposites[parameter] if parameter in network.opposites else 'batch.sum_' ~ parameter
    ) }}
{%- endmacro -%}

{# The mean over the batch of `total`, a sum in the CTE `totals`. With little data a batch may get no examples: then the mean is
   `of_none`, so that it moves no parameter. #}
{%- macro _batch_mean(network, total, of_none=none) -%}
    {%- if network.batch_size is none -%}
        {{ return(total ~ ' / batch.batch_size') }}
    {%- endif -%}
    {%- set mean = total ~ ' / nullif(batch.batch_size, 0)' -%}
    {{ return(mean if of_none is none else 'coalesce(' ~ mean ~ ', ' ~ of_none ~ ')') }}
{%- endmacro -%}
