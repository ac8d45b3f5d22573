{# CTEs down to `scored`: one row an example of `data`, with what the network in `network_rows` makes of it. The numbers
   of the classes stand for the classes: `expected` and `predicted`. #}
{%- macro _scored(network, network_rows, data, iteration) -%}
    {%- set scores = network.layers[-1].outputs -%}
    {%- set numbers = range(scores | length) | list -%}
{{ dbt_nn._state(network, network_rows, iteration) }},

{{ dbt_nn.examples(network, data) }},

{{ dbt_nn.forward_pass(network) }},

{{ dbt_nn.loss(network) }},

scored as (

    select
        *,
        case
            when y_{{ scores | length - 1 }} is null
                then {{ dbt_nn._data_error(['`' ~ network.label ~ '` must be one of ' ~ network.classes
                    ~ ' in every row; received another value or NULL. The test examples_are_valid names the rows.']) }}
            when not {{ dbt_nn._is_finite('example_loss') }}
                then {{ dbt_nn._data_error(['`features` must be finite numbers in every row; received NULL, NaN, an infinity or'
                    ~ ' numbers too large to multiply. The test examples_are_valid names the rows.']) }}
            {%- for number in numbers %}
            when y_{{ number }} = 1 then {{ number }}
            {%- endfor %}
        end as expected,
        {{ dbt_nn._likeliest(network, numbers) }} as predicted
    from loss

)
{%- endmacro -%}
