{# The query of a model whose rows stand in the table _steps_table() by the time it runs. Two runs at once may each have added
   an iteration there, where nothing locks it; BigQuery wants a WHERE before a QUALIFY. #}
{%- macro _steps_query(network, run) -%}
    {%- set steps = dbt_nn._steps_table() -%}
select
    {{ dbt_nn._row_columns(network) | join(',\n    ') }}
from {{ steps }}
where
    iteration {{ '>=' if run.begins else '>' }} (select min(iteration) from {{ steps }})
    {%- if run.record_every > 1 %}
    {#- Each statement of the training left its last row, for the next one to go on from. #}
    and {{ dbt_nn._is_kept(run, '(select max(iteration) from ' ~ steps ~ ')') }}
    {%- endif %}
qualify row_number() over (partition by iteration order by trained_at) = 1
{%- endmacro -%}
