{% macro back_propagation(network) %}
    {#- In blocks of examples the forward pass is another one: its names are not those of an example a row. -#}
    {%- if network.layout == 'lists' and dbt_nn._trains_in_blocks() -%}
gradients as (

    with

    {{ dbt_nn._lists_of_examples(network) | indent(4) }},

    {{ dbt_nn._gradients_of_blocks(network) | indent(4) }}

    select *
    from gradients

)
    {%- elif network.layout == 'lists' -%}
{{ dbt_nn._gradients_of_listed_rows(network) }}
    {%- else -%}
{{ dbt_nn._gradients_of_rows(network) }}
    {%- endif -%}
{% endmacro %}

{# CTEs from `loss` to `gradients`, with an example a row and a column a number. #}
{%- macro _gradients_of_rows(network) -%}
    {%- set last = network.layers[-1] -%}
{{ dbt_nn._extended('back_' ~ last.number, dbt_nn._score_slopes(network), 'loss') }}
    {%- for layer in network.layers[:-1] | reverse -%}
,

{{ dbt_nn._extended('back_' ~ layer.number, dbt_nn._unit_slopes(network, layer), 'back_' ~ (layer.number + 1)) }}
    {%- endfor -%}
,

totals as (

    select
        count(*) as num_read,
        count(example_loss) as num_complete,
        count(y_{{ last.outputs | length - 1 }}) as num_labelled,
        sum(example_loss) as sum_loss,
        {{ dbt_nn._count_where('is_correct') }} as num_correct,
        {%- for name, product in dbt_nn._gradient_products(network).items() %}
        sum({{ product }}) as {{ name }}{{ ',' if not loop.last }}
        {%- endfor %}
    from back_1
    {%- if network.sums_by %}
    group by {{ network.sums_by }}
    {%- endif %}

),

{# The state and the sums, in one row. -#}
sums as (

    select
        state.*,
    {%- if network.sums_first %}
        batch.num_read,
        batch.num_complete,
        batch.num_labelled,
        batch.sum_loss,
        batch.num_correct,
        {%- for name, sum in dbt_nn._finished_sums(network).items() %}
        {{ sum }} as {{ name }},
        {%- endfor %}
        batch.sum_{{ last.biases[1] }}
    {%- else %}
        batch.*
    {%- endif %}
    from state
    cross join totals as batch

),

{{ dbt_nn._means_of_sums(network, dbt_nn._gradients(network), 'sums') }}
{%- endmacro %}

{# The CTE `gradients`, of one row with the sums over the examples, `source`: the mean loss with the penalty, the accuracy, and the `gradients`,
   a mapping of columns to SQL expressions. #}
{%- macro _means_of_sums(network, gradients, source) -%}
gradients as (

    select
        batch.*,
        batch.sum_loss / batch.num_read{{ dbt_nn._penalty_of_weights(network) }} as batch_loss,
        {{ dbt_nn._share('batch.num_correct', 'batch.num_read') }} as batch_accuracy,
        {%- for name, gradient in gradients.items() %}
        {{ gradient }} as {{ name }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ source }} as batch

)
{%- endmacro -%}
