{# A query for the row after `start`, a query for one row; where training `begins`, for that row too. #}
{%- macro _one_iteration(network, data, start, begins) -%}
    {%- set columns = dbt_nn._row_columns(network) | join(',\n    ') -%}
with

state as (

    {{ start | indent(4) }}

),

{{ dbt_nn.examples(network, data) }},

{{ dbt_nn.training_step(network) }}

    {%- if begins %}

select
    {{ columns }}
from state

union all
    {%- endif %}

select
    {{ columns }}
from update
{%- endmacro -%}
