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
