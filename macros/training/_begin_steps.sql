{# Makes the table `steps` with the one row that the run starts from; how many iterations it holds already, where a run that
   was stopped has left them after that very row. #}
{%- macro _begin_steps(steps, run) -%}
    {%- set start = dbt_nn._with_ephemeral(run.start) -%}
    {%- if load_relation(steps) is not none and not should_full_refresh() -%}
        {%- set same = ['steps.iteration = start.iteration', 'steps.description = start.description'] -%}
        {%- for column in run.network.parameters + run.network.learned -%}
            {%- do same.append('steps.' ~ column ~ ' is not distinct from start.' ~ column) -%}
        {%- endfor -%}
        {%- set left = run_query(
            'select (select max(iteration) from ' ~ steps ~ ') - start.iteration from ' ~ steps ~ ' as steps inner join ('
            ~ start ~ ') as start on ' ~ same | join(' and ')
        ).rows -%}
        {%- if left | length == 1 -%}
            {{ return(left[0][0] | int) }}
        {%- endif -%}
    {%- endif -%}
    {%- do run_query(dbt_nn._create_expiring_table(steps, start)) -%}
    {%- do dbt_nn._commit() -%}
    {{ return(0) }}
{%- endmacro -%}
