{# A query for the rows of the run; if training begins, also for the row before them.
   - A recursive statement; several if one would take long without a sign of progress, and risk hours of work on one commit. A query
     that is only shown (dbt show, dbt compile) has no hook that could send more.
   - A script with a loop cannot be a model's query, so it runs in the model's pre-hook and leaves its rows in a table, and the model's
     query only reads them. #}
{%- macro _many_iterations(network, run) -%}
    {%- set form = dbt_nn._form_of_loop() -%}
    {%- if form == 'none' -%}
        {%- do dbt_nn._refuse(
            'iterations', '1 on ' ~ adapter.type(), run.iterations, 'Chain several models, or run dbt again: each run adds an iteration.'
        ) -%}
    {%- elif form == 'recursive' -%}
        {%- do dbt_nn._measure_work(network, run) -%}
        {%- if dbt_nn._only_compiles() or flags.WHICH == 'show' or dbt_nn._fits_one_statement(run) -%}
            {{ return(dbt_nn._faster_query(network, run)) }}
        {%- endif -%}
    {%- elif this is none -%}
        {%- do dbt_nn._refuse(
            'iterations', '1 in a unit test on a warehouse that trains by a script, which a unit test does not run', run.iterations,
            'Test one iteration: many are the same step, repeated.'
        ) -%}
    {%- elif flags.WHICH == 'show' -%}
        {%- do dbt_nn._refuse(
            'iterations', '1 for dbt show on a warehouse that trains by a script, which dbt show does not run', run.iterations,
            'Build the model, and look at its rows: dbt show --inline "select * from {{ ref(\'' ~ model.name ~ '\') }}".'
        ) -%}
    {%- endif -%}
    {%- do run.update({'in_parts': true}) -%}
    {{ return(dbt_nn._steps_query(network, run)) }}
{%- endmacro -%}

{# The recursive query of the form that is faster for the run: of lists, or, for many rows and few parameters, of columns, with the lists taken
   apart before the first iteration and put together after the last. #}
{%- macro _faster_query(network, run) -%}
    {%- if network.layout != 'lists' or network.batch_size is not none or not dbt_nn._are_columns_faster(network, run) -%}
        {{ return(dbt_nn._recursive_query(network, run)) }}
    {%- endif -%}
    {%- set in_columns = dbt_nn._in_layout(network, 'columns') -%}
    {%- set lists = dbt_nn._row_columns(network, ['parameter', 'moment']) -%}
    {%- set kept = dbt_nn._row_columns(network, ['key', 'measure', 'learned', 'description']) -%}
    {%- set start -%}
select
    {{ kept | join(',\n    ') }},
    {%- for name, element in dbt_nn._elements_of_lists(network).items() %}
    {{ element }} as {{ name }}{{ ',' if not loop.last }}
    {%- endfor %}
from (

    {{ run.start | indent(4) }}

) as lists
    {%- endset -%}
select
    {%- for name in dbt_nn._row_columns(network) %}
        {%- if name in lists %}
    [{{ dbt_nn._names_in_list(network, name) | join(', ') }}] as {{ name }}{{ ',' if not loop.last }}
        {%- else %}
    {{ name }}{{ ',' if not loop.last }}
        {%- endif %}
    {%- endfor %}
from (

    {{ dbt_nn._recursive_query(in_columns, dict(run, start=start)) | indent(4) }}

) as columns
{%- endmacro -%}

{# Whether an iteration takes less time in columns. Milliseconds, fitted to benchmarks/layouts.py; a column costs the more, the more there
   are. Of more than three hundred parameters planning takes longer. #}
{%- macro _are_columns_faster(network, run) -%}
    {%- if run.num_rows is none or network.num_parameters > 600 or network.lookups -%}
        {{ return(false) }}
    {%- endif -%}
    {%- set thousands = run.num_rows / 1000 -%}
    {%- set units = network.hidden_units | sum -%}
    {%- set columns = network.num_parameters * (0.003 + 0.00002 * network.num_parameters + 0.0035 * thousands) -%}
    {%- set lists = 0.3 + thousands * (0.1 + 0.06 * units + 0.0013 * network.num_parameters + (0.1 * network.classes | length if not network.has_margin else 0)) -%}
    {{ return(columns < lists) }}
{%- endmacro -%}

{# Adds to `run` what its rows tell, or none if they cannot be counted: `work`, the number of rows that an iteration reads times the
   number of parameters; `seconds`, about how long an iteration takes one thread; `shuffle_seconds`, how long the rows are hashed for
   batches. If there is nothing to share among threads, sets `threads` to one: too little work, or a batch, which is one list. #}
{%- macro _measure_work(network, run) -%}
    {%- set num_rows = none if this is none or dbt_nn._is_empty() else dbt_nn._num_rows(run.data) -%}
    {%- set batched = network.batch_size is not none -%}
    {%- set run_rows = [num_rows, network.batch_size] | min if batched and num_rows is not none else num_rows -%}
    {%- do run.update({'num_rows': num_rows, 'work': none, 'seconds': none, 'shuffle_seconds': 0}) -%}
    {%- if num_rows is not none -%}
        {%- do run.update({
            'work': run_rows * network.num_parameters,
            'seconds': dbt_nn._iteration_seconds(run_rows * network.num_parameters, network.parameters | length),
            'shuffle_seconds': num_rows * (network.features | length + 2) * 0.0000003 if batched else 0,
        }) -%}
    {%- endif -%}
    {%- if run.threads is none and (batched or run.work is not none and run.work < dbt_nn._work_for_threads(2)) -%}
        {%- do run.update({'threads': 1}) -%}
    {%- endif -%}
{%- endmacro -%}

{# Whether the run's iterations fit into one statement: as many as the user allows, by default as many as take about a second by an
   estimate. The estimate may be wrong, so that all others are done in parts, which are timed. #}
{%- macro _fits_one_statement(run) -%}
    {%- if this is none or dbt_nn._is_empty() -%}
        {{ return(true) }}
    {%- elif run.iterations_per_statement is not none -%}
        {{ return(run.iterations <= run.iterations_per_statement) }}
    {%- endif -%}
    {{ return(run.seconds is not none and run.seconds * run.iterations + run.shuffle_seconds <= 1) }}
{%- endmacro -%}

{# A condition: the run keeps the row of the iteration, as every K-th one or as the `last` (an SQL expression). #}
{%- macro _is_kept(run, last) -%}
    {{ return('(mod(iteration, ' ~ run.record_every ~ ') = 0 or iteration = ' ~ last ~ ')') }}
{%- endmacro -%}
