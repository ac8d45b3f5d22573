{# A hook before a training model whose iterations take more than one statement: does them part by part into the table
   _steps_table(), from which the model's query then takes them. Each part is committed and reported; a run that was
   stopped between two is gone on with by the next. A part that brings fewer iterations than it was asked for has come upon
   one that is not finite; _stop_where_diverged tells, once the model has its rows. #}
{%- macro _train_in_parts() -%}
    {%- set run = dbt_nn._remembered_run() -%}
    {%- if run and run.in_parts -%}
        {%- set steps = dbt_nn._steps_table() -%}
        {%- set done = namespace(iterations=dbt_nn._begin_steps(steps, run), is_finite=true) -%}
        {%- if done.iterations > 0 -%}
            {%- do log('going on with ' ~ this.identifier ~ ', which was stopped after ' ~ done.iterations ~ ' of ' ~ run.iterations ~ ' iterations', info=true) -%}
        {%- endif -%}
        {%- set part = namespace(size=run.iterations_per_statement or dbt_nn._first_part_size(run)) -%}
        {#- Nobody waits for a hundred thousand parts; Jinja counts no further. -#}
        {%- for _ in range([run.iterations, 100000] | min) -%}
            {%- if done.iterations < run.iterations and done.is_finite and not dbt_nn._is_empty() -%}
                {%- set size = [part.size, run.iterations - done.iterations] | min -%}
                {%- set began = modules.datetime.datetime.now() -%}
                {%- do run_query(dbt_nn._part_statement(run.network, run, size)) -%}
                {%- do dbt_nn._commit() -%}
                {%- set seconds = (modules.datetime.datetime.now() - began).total_seconds() -%}
                {%- set newest = run_query(dbt_nn._newest_row(steps, columns='iteration, loss, accuracy')).rows[0] -%}
                {%- set reached = newest[0] - run.start_iteration -%}
                {%- set done.is_finite = reached == done.iterations + size -%}
                {%- set done.iterations = reached -%}
                {%- if done.iterations < run.iterations and done.is_finite -%}
                    {%- do dbt_nn._log_iteration(newest, dbt_nn._time_left(seconds / size * (run.iterations - done.iterations))) -%}
                {%- endif -%}
                {%- set part.size = run.iterations_per_statement or dbt_nn._next_part_size(size, seconds) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro -%}

{# Makes the table `steps` with the one row that the run starts from; how many iterations it holds already, where a run that
   was stopped has left them after that very row. #}
{%- macro _begin_steps(steps, run) -%}
    {%- set start = dbt_nn._with_ephemeral(run.start) -%}
    {%- if load_relation(steps) is not none and not should_full_refresh() -%}
        {%- set same = ['steps.iteration = start.iteration', 'steps.description = start.description'] -%}
        {%- for column in dbt_nn._row_columns(run.network, ['parameter', 'moment', 'learned']) -%}
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

{# A statement that adds `size` iterations to the table _steps_table(), all of them or none; or those that are finite. #}
{%- macro _part_statement(network, run, size) -%}
    {%- if dbt_nn._form_of_loop() == 'script' -%}
        {{ return(dbt_nn._training_script(network, run, size)) }}
    {%- endif -%}
    {%- set part = dict(run, start=dbt_nn._newest_row(dbt_nn._steps_table()), begins=false, iterations=size) -%}
insert into {{ dbt_nn._steps_table() }} (
    {{ dbt_nn._row_columns(network) | join(',\n    ') }}
)

{{ dbt_nn._with_ephemeral(dbt_nn._recursive_query(network, part)) }}
{%- endmacro -%}

{# How many iterations to do next, after `size` of them took `seconds`: what takes _seconds_a_part(), but no more than ten
   times as many, for the first ones may tell little. #}
{%- macro _next_part_size(size, seconds) -%}
    {{ return([[size * dbt_nn._seconds_a_part() / [seconds, 0.001] | max, 10 * size] | min | int, 1] | max) }}
{%- endmacro -%}

{# The table in which a training that takes more than one statement keeps its rows until the model takes them over. #}
{%- macro _steps_table() -%}
    {{ return(this.incorporate(path={'identifier': this.identifier ~ '__steps'})) }}
{%- endmacro -%}

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

{# A hook after a training model: drops the table of the rows that were trained in parts, where there were parts. #}
{%- macro _drop_steps() -%}
    {%- set run = dbt_nn._remembered_run() -%}
    {%- if run and run.in_parts -%}
drop table if exists {{ dbt_nn._steps_table() }}
    {%- endif -%}
{%- endmacro -%}

{# Leaves what train() has found out, `run`, for the hooks around the model's query: they are rendered apart from it, and the
   node in `graph` is what both see. A unit test has neither hooks nor a graph. What the model's query was written by counts: a hook
   may render the model's code once more, and then see data that could not be looked at before (_check_ephemeral_data). #}
{%- macro _remember_run(run) -%}
    {%- if model.unique_id in graph.get('nodes', {}) and not model.compiled_code -%}
        {%- do graph.nodes[model.unique_id].update({'dbt_nn_run': run}) -%}
    {%- endif -%}
{%- endmacro -%}

{# The `run` that train() left for the hooks around the model at hand; none while parsing. #}
{%- macro _remembered_run() -%}
    {{ return(graph.nodes[model.unique_id].get('dbt_nn_run') if execute else none) }}
{%- endmacro -%}
