{% macro learning_curve(network, data, eval_data) %}
    {%- do dbt_nn._check_call('learning_curve', {'network': network, 'data': data, 'eval_data': eval_data}) -%}
    {%- if not execute -%}
        {%- do dbt_nn._check_data_in_hook() -%}
        {{ return('') }}
    {%- endif -%}
    {%- set description = dbt_nn._network(network) -%}
    {%- if description.is_kept -%}
        {%- do dbt_nn._refuse(
            'network', 'described in `meta.network`, because its training losses include a penalty (`l2_reg`) that its rows do not record',
            network | string, 'Describe it in the meta of ' ~ model.name ~ '.'
        ) -%}
    {%- endif -%}
    {%- do dbt_nn._check_columns(description, data) -%}
    {%- do dbt_nn._check_rows(description, data) -%}
    {%- do dbt_nn._check_columns(description, eval_data) -%}
    {%- do dbt_nn._check_rows(description, eval_data) -%}
    {%- call dbt_nn._composable() -%}
with

training as (

    {{ dbt_nn._measured(description, network, data) | indent(4) }}

),

validation as (

    {{ dbt_nn._measured(description, network, eval_data) | indent(4) }}

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
