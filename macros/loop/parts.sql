{# A hook before a training model whose iterations take more than one statement: does them part by part into the table
   _steps_table(), from which the model's query then reads them. Each part is committed and logged; if a run is stopped between two
   parts, the next run resumes there. A part that adds fewer iterations than asked for has reached one that is not finite;
   _stop_where_diverged raises the error, once the model has its rows. #}
{%- macro _train_in_parts() -%}
    {%- set run = dbt_nn._remembered_run() -%}
    {%- if run and run.in_parts -%}
        {%- set steps = dbt_nn._steps_table() -%}
        {%- set done = namespace(iterations=dbt_nn._begin_steps(steps, run), is_finite=true) -%}
        {%- if done.iterations > 0 -%}
            {%- do log('resuming ' ~ this.identifier ~ ', which was stopped after ' ~ done.iterations ~ ' of ' ~ run.iterations ~ ' iterations', info=true) -%}
        {%- endif -%}
        {%- set part = namespace(size=run.iterations_per_statement or dbt_nn._first_part_size(run), first=none) -%}
        {#- Jinja's range() goes no further, and nobody waits for a hundred thousand parts. -#}
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
                {%- set timed = {'size': size, 'seconds': seconds} -%}
                {%- set part.first = part.first or timed -%}
                {%- set part.size = run.iterations_per_statement or dbt_nn._next_part_size(part.first, timed) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro -%}

{# Creates the table `steps` with the row that the run starts from. If a stopped run left iterations after that same row, it keeps
   them and returns their number; not if they were trained on other rows, and the model keeps their digest. #}
{%- macro _begin_steps(steps, run) -%}
    {%- set start = dbt_nn._with_ephemeral(dbt_nn._with_digest(run, run.start)) -%}
    {%- if run.network.batch_size is not none and dbt_nn._form_of_loop() == 'recursive' and not dbt_nn._is_empty() -%}
        {%- do dbt_nn._create_blocks(run) -%}
    {%- endif -%}
    {%- set columns = adapter.get_columns_in_relation(steps) | map(attribute='name') | list if load_relation(steps) is not none else [] -%}
    {%- if columns and not should_full_refresh() and (not run.keeps_digest or 'data_digest' in columns) -%}
        {%- set same = ['steps.iteration = start.iteration', 'steps.description = start.description'] -%}
        {%- if run.keeps_digest -%}
            {%- do same.append('steps.data_digest is not distinct from start.data_digest') -%}
        {%- endif -%}
        {%- for column in run.network.schema if column.role in ['parameter', 'moment', 'learned'] -%}
            {%- set kept, now = 'steps.' ~ column.name, 'start.' ~ column.name -%}
            {%- do same.append(dbt_nn._is_same_list(kept, now) if column.type in ['numbers', 'texts'] else kept ~ ' is not distinct from ' ~ now) -%}
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

{# Creates the table _blocks_table(): a part then reads the shuffled examples, and hashes nothing. A run that resumes makes it anew,
   as the data may have changed. #}
{%- macro _create_blocks(run) -%}
    {%- if run.shuffle_seconds > 1 -%}
        {%- do log('shuffling the examples of ' ~ this.identifier, info=true) -%}
    {%- endif -%}
    {%- set query -%}
with

start as (

    {{ run.start | indent(4) }}

),

{{ dbt_nn._blocks_of_examples(run.network, run.data) }}

select *
from blocks
order by block
    {%- endset -%}
    {%- do run_query(dbt_nn._create_temporary_table(dbt_nn._blocks_table(), dbt_nn._with_ephemeral(query))) -%}
    {%- do dbt_nn._commit() -%}
{%- endmacro -%}

{# A statement that adds `size` iterations to the table _steps_table(): all or none of them, or those before the first that is not
   finite. #}
{%- macro _part_statement(network, run, size) -%}
    {%- if dbt_nn._form_of_loop() == 'script' -%}
        {{ return(dbt_nn._training_script(network, run, size)) }}
    {%- endif -%}
    {%- set part = dict(run, start=dbt_nn._newest_row(dbt_nn._steps_table()), begins=false, iterations=size, blocks=dbt_nn._blocks_table()) -%}
insert into {{ dbt_nn._steps_table() }} (
    {{ dbt_nn._row_columns(network) | join(',\n    ') }}
)

{{ dbt_nn._with_ephemeral(dbt_nn._faster_query(network, part)) }}
{%- endmacro -%}

{# How many iterations to do next, after the part `last` of so many, its `size`, took so many `seconds`: as many as take
   _seconds_a_part(), but at most ten times as many as before, because they may not be typical. What a part takes however small it is,
   such as the planning of a wide network, is what the `first` part and the last have in common; a part takes at least three times
   as long, or a training would do little else. #}
{%- macro _next_part_size(first, last) -%}
    {%- set fixed = namespace(seconds=0) -%}
    {%- if first == last and first.size <= 2 and last.seconds * 2 > dbt_nn._seconds_a_part() -%}
        {#- One part cannot tell what it takes however small it is. -#}
        {{ return(2 * last.size) }}
    {%- elif last.size >= 2 * first.size or first.size >= 2 * last.size -%}
        {%- set each = (last.seconds - first.seconds) / (last.size - first.size) -%}
        {%- set fixed.seconds = [[last.seconds - each * last.size, 0] | max, 0.8 * last.seconds] | min -%}
    {%- endif -%}
    {%- set wanted = [dbt_nn._seconds_a_part(), 3 * fixed.seconds] | max -%}
    {%- set each = ([last.seconds, 0.001] | max - fixed.seconds) / last.size -%}
    {{ return([[(wanted - fixed.seconds) / each, 10 * last.size] | min | int, 1] | max) }}
{%- endmacro -%}

{# The table in which a training of several statements keeps its rows until the model takes them over. #}
{%- macro _steps_table() -%}
    {{ return(this.incorporate(path={'identifier': this.identifier ~ '__steps'})) }}
{%- endmacro -%}

{# The temporary table in which such a training keeps its shuffled examples, if it is done on batches by recursive statements: of this
   connection alone, and never written to the database. #}
{%- macro _blocks_table() -%}
    {{ return(dbt_nn._temporary_relation(this.identifier ~ '__blocks')) }}
{%- endmacro -%}

{# The query of a model whose rows are in the table _steps_table() when it runs. Where nothing locks that table, two runs at once
   may both have added an iteration, hence the QUALIFY; in BigQuery it needs a WHERE before it. #}
{%- macro _steps_query(network, run) -%}
    {%- set steps = dbt_nn._steps_table() -%}
select
    {{ dbt_nn._row_columns(network) | join(',\n    ') }}
from {{ steps }}
where
    iteration {{ '>=' if run.begins else '>' }} (select min(iteration) from {{ steps }})
    {%- if run.record_every > 1 %}
    {#- Each statement of the training leaves its last row, which the next one starts from. #}
    and {{ dbt_nn._is_kept(run, '(select max(iteration) from ' ~ steps ~ ')') }}
    {%- endif %}
qualify row_number() over (partition by iteration order by trained_at) = 1
{%- endmacro -%}

{# A hook after a training model: drops the tables _steps_table() and _blocks_table() if the rows were trained in parts. #}
{%- macro _drop_steps() -%}
    {%- set run = dbt_nn._remembered_run() -%}
    {%- if run and run.in_parts -%}
        {%- if run.network.batch_size is not none and dbt_nn._form_of_loop() == 'recursive' -%}
            {%- do run_query('drop table if exists ' ~ dbt_nn._blocks_table()) -%}
        {%- endif -%}
drop table if exists {{ dbt_nn._steps_table() }}
    {%- endif -%}
{%- endmacro -%}

{# Stores `run`, what train() has found out, for the hooks around the model's query: they are rendered separately, and the node in
   `graph` is what both see. A unit test has neither hooks nor a graph. The run that the query was written with is kept, and not that
   of a hook that renders the code once more and can then read more of the data (_check_ephemeral_data). #}
{%- macro _remember_run(run) -%}
    {%- if model.unique_id in graph.get('nodes', {}) and not model.compiled_code -%}
        {%- do graph.nodes[model.unique_id].update({'dbt_nn_run': run}) -%}
    {%- endif -%}
{%- endmacro -%}

{# The `run` that train() stored for the hooks around the current model; none while parsing. #}
{%- macro _remembered_run() -%}
    {{ return(graph.nodes[model.unique_id].get('dbt_nn_run') if execute else none) }}
{%- endmacro -%}
