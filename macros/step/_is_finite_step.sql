{# A condition: the row that the CTE `update` gives is finite, its loss and all of its parameters. A batch that was dealt no
   examples has no loss. #}
{%- macro _is_finite_step(network) -%}
    {{ return(dbt_nn._all_finite(['loss' if network.batch_size is none else 'coalesce(loss, 0)'] + network.parameters)) }}
{%- endmacro -%}
