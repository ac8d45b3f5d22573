{% macro learning_curve(network, data, eval_data) %}
    {%- do dbt_nn._check_call('learning_curve', {'network': network, 'data': data, 'eval_data': eval_data}) -%}
    {%- if not execute -%}
        {%- do dbt_nn._check_data_in_hook() -%}
        {{ return('') }}
    {%- endif -%}
    {%- set network_rows, network = network, dbt_nn._network(network) -%}
    {%- if network.is_kept -%}
        {%- do dbt_nn._refuse(
            'network', 'described in `meta.network`, because its training losses include a penalty (`l2_reg`) that its rows do not record',
            network_rows | string, 'Describe it in the meta of ' ~ model.name ~ '.'
        ) -%}
    {%- endif -%}
    {%- do dbt_nn._check_columns(network, data) -%}
    {%- do dbt_nn._check_rows(network, data) -%}
    {%- do dbt_nn._check_columns(network, eval_data) -%}
    {%- do dbt_nn._check_rows(network, eval_data) -%}
    {%- call dbt_nn._composable() -%}
with

training as (

    {{ dbt_nn._measured(network, network_rows, data) | indent(4) }}

),

validation as (

    {{ dbt_nn._measured(network, network_rows, eval_data) | indent(4) }}

)

select
    training.iteration,
    training.loss,
    validation.loss as eval_loss,
    training.accuracy,
    validation.accuracy as eval_accuracy
from training
inner join validation on training.iteration = validation.iteration
order by training.iteration
    {%- endcall -%}
{%- endmacro %}
