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

{# The recursive query of the form that is faster for the run: over lists, of blocks of examples or, where there are many, of an example a row. #}
{%- macro _faster_query(network, run) -%}
    {%- if network.layout != 'lists' or network.batch_size is not none -%}
        {{ return(dbt_nn._recursive_query(network, run)) }}
    {%- endif -%}
    {%- set by_row = dbt_nn._in_layout(network, 'lists', by_row=true) -%}
    {%- if not dbt_nn._are_rows_faster(network, by_row, run) -%}
        {{ return(dbt_nn._recursive_query(network, run)) }}
    {%- elif by_row.lookups | length == network.lookups | length -%}
        {{ return(dbt_nn._recursive_query(by_row, run)) }}
    {%- endif -%}
    {%- set start = dbt_nn._selected(dbt_nn._crossed(by_row, network), run.start, 'given') -%}
{{ dbt_nn._selected(dbt_nn._crossed(network, by_row), dbt_nn._recursive_query(by_row, dict(run, start=start)), 'looked_up') }}
{%- endmacro -%}

{# A query for `columns`, a mapping of names to SQL expressions over the rows of `query`, called `name`. #}
{%- macro _selected(columns, query, name) -%}
select
    {%- for column, expression in columns.items() %}
    {{ expression ~ (' as ' ~ column if expression != column else '') }}{{ ',' if not loop.last }}
    {%- endfor %}
from (

    {{ query | indent(4) }}

) as {{ name }}
{%- endmacro -%}

{# Whether an iteration takes less time with an example a row. Milliseconds, fitted to benchmarks/layouts.py: what an iteration costs whatever the
   rows, and what a thousand rows cost. Of more than a thousand sums planning takes longer. #}
{%- macro _are_rows_faster(network, by_row, run) -%}
    {%- set sums, numbers = by_row.layers | sum(attribute='size'), network.layers | sum(attribute='size') -%}
    {%- if run.num_rows is none or not network.hidden_units or sums > 1000 -%}
        {{ return(false) }}
    {%- endif -%}
    {%- set looks_up, looks_up_in_blocks = by_row.lookups | length, network.lookups | length -%}
    {%- set units, first = network.hidden_units | sum, network.hidden_units[0] -%}
    {%- set a_thousand = 0.05 + 0.003 * sums + 0.01 * first * looks_up -%}
    {%- set a_thousand_in_blocks = 0.1 + 0.06 * units + 0.0013 * numbers + 0.01 * first * looks_up_in_blocks
        + (0.1 * network.classes | length if not network.has_margin else 0) -%}
    {%- set thousands = run.num_rows / 1000 -%}
    {{ return(0.2 + 0.0025 * sums + 0.5 * looks_up + thousands * a_thousand < 0.4 + 0.4 * looks_up_in_blocks + thousands * a_thousand_in_blocks) }}
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
