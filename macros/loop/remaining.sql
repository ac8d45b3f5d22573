{# How many iterations a run adds to a network whose newest row is of the iteration `newest`: `iterations`, but no more than are left of
   `max_iterations`; all that are left if only that is given, and one if neither is. #}
{%- macro _iterations_left(iterations, max_iterations, newest) -%}
    {%- set most = iterations or max_iterations or 1 -%}
    {{ return(most if max_iterations is none else [[most, max_iterations - newest] | min, 0] | max) }}
{%- endmacro -%}

{# The query of a run that trains nothing, because the network is where `state` says: no row, so that the model's table stays as it is. In a
   chain it hands on the newest row of `previous`, which the next model starts from. #}
{%- macro _without_training(network, previous, state) -%}
    {%- do dbt_nn._remember_run({'network': network, 'iterations': 0, 'in_parts': false, 'state': state}) -%}
    {%- set columns = dbt_nn._row_columns(network) | join(',\n    ') -%}
    {%- if previous is not none -%}
        {{ return(dbt_nn._newest_row(previous, columns='\n    ' ~ columns)) }}
    {%- endif -%}
select
    {{ columns }}
from {{ this }}
where false
{%- endmacro -%}
