{# CTEs down to `examples`: those that the iteration after `state` is trained on, all of them or one batch. #}
{%- macro _batch_of_examples(network, data) -%}
    {%- if network.batch_size is none -%}
        {{ return(dbt_nn.examples(network, data)) }}
    {%- endif -%}
{{ dbt_nn._shuffled_examples(network, data) }},

{{ dbt_nn._turn(network) }},

examples as (

    select shuffled.*
    from shuffled
    cross join turn
    where {{ dbt_nn._is_dealt(dbt_nn._pack()) }}

)
{%- endmacro -%}
