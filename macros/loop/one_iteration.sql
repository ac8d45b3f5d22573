{# A query for the row after the one that the run starts from; if training begins, also for that row. #}
{%- macro _one_iteration(network, run) -%}
    {%- set columns = dbt_nn._row_columns(network) | join(',\n    ') -%}
with

state as (

    {{ run.start | indent(4) }}

),

{{ dbt_nn._batch_of_examples(network, run.data) }},

{{ dbt_nn.training_step(network) }}

    {%- if run.begins %}

select
    {{ columns }}
from state

union all
    {%- endif %}

select
    {{ columns }}
from update
where
    case
        when {{ dbt_nn._is_finite_step(network) }}
            then true
        else {{ dbt_nn._divergence_error(network) }}
    end
{%- endmacro -%}
