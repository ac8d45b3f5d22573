{# CTEs down to `scored`: one row an example of `data`, with what the network in `network_rows` makes of it. The numbers
   of the classes stand for the classes: `expected` and `predicted`. #}
{%- macro _scored(network, network_rows, data, iteration) -%}
    {%- set scores = network.layers[-1].outputs -%}
    {%- set numbers = range(scores | length) | list -%}
state as (

    {{ dbt_nn._newest_row(network_rows, iteration) | indent(4) }}

),

{{ dbt_nn.examples(network, data) }},

{{ dbt_nn.forward_pass(network) }},

{{ dbt_nn.loss(network) }},

scored as (

    select
        *,
        {{ dbt_nn._argmax(dbt_nn._numbered('y_', scores), numbers) }} as expected,
        {{ dbt_nn._argmax(scores, numbers) }} as predicted
    from loss

)
{%- endmacro -%}
