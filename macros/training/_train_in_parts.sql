{# A hook before a training model whose iterations take more than one statement: does them part by part into the table
   _steps_table(), from which the model's query then takes them. Each part is committed and reported; a run that was
   stopped between two is gone on with by the next. The model's code is rendered once more for it: what is compiled by
   then tells the two times apart. #}
{%- macro _train_in_parts() -%}
    {%- if execute and dbt_nn._steps_table() | string in compiled_code -%}
        {%- set steps = dbt_nn._steps_table() -%}
        {%- set pieces = render(model.raw_code).split('\n' ~ dbt_nn._part_mark() ~ '\n') -%}
        {%- set plan = fromjson(pieces[1]) -%}
        {%- set done = namespace(iterations=dbt_nn._begin_steps(steps, pieces[2], plan)) -%}
        {%- if done.iterations > 0 -%}
            {%- do log('going on with ' ~ this.identifier ~ ', which was stopped after ' ~ done.iterations ~ ' of ' ~ plan.iterations ~ ' iterations', info=true) -%}
        {%- endif -%}
        {%- set part = namespace(size=dbt_nn._first_part_size(plan)) -%}
        {#- Nobody waits for a hundred thousand parts; Jinja counts no further. -#}
        {%- for _ in range([plan.iterations, 100000] | min) -%}
            {%- if done.iterations < plan.iterations -%}
                {%- set size = [part.size, plan.iterations - done.iterations] | min -%}
                {%- set began = modules.datetime.datetime.now() -%}
                {%- do run_query(pieces[3] | replace(dbt_nn._part_size_mark(), size)) -%}
                {%- do dbt_nn._commit() -%}
                {%- set seconds = (modules.datetime.datetime.now() - began).total_seconds() -%}
                {%- set done.iterations = done.iterations + size -%}
                {%- if done.iterations < plan.iterations -%}
                    {%- do dbt_nn._log_newest_row(steps, dbt_nn._time_left(seconds / size * (plan.iterations - done.iterations))) -%}
                {%- endif -%}
                {%- set part.size = plan.iterations_per_statement or dbt_nn._next_part_size(size, seconds) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro -%}
