{# The query of a model whose rows stand in the table _steps_table() by the time it runs. #}
{%- macro _steps_query(network, run) -%}
select
    {{ dbt_nn._row_columns(network) | join(',\n    ') }}
from {{ dbt_nn._steps_table() }}
    {%- set conditions = [] -%}
    {%- if not run.begins -%}
        {%- do conditions.append('iteration > (select min(iteration) from ' ~ dbt_nn._steps_table() ~ ')') -%}
    {%- endif -%}
    {%- if run.record_every > 1 -%}
        {#- Each statement of the training left its last row, for the next one to go on from. -#}
        {%- do conditions.append(dbt_nn._is_kept(run, '(select max(iteration) from ' ~ dbt_nn._steps_table() ~ ')')) -%}
    {%- endif -%}
    {%- if conditions %}
where
    {{ conditions | join('\n    and ') }}
    {%- endif %}
{%- endmacro -%}
