{# A query for many iterations in one statement, planned once however many there are. DuckDB can aggregate inside the recursive
   term, so the step itself recurs. The examples are kept in memory. When the state has no row, neither have the totals, and the
   recursion ends; it also ends before an iteration that is not finite. The numbers of a row are passed on as one list, for a column
   costs an iteration 2 µs, and more with the rows of `frontier`. They become columns once all rows are there: DuckDB hands each on by
   itself. #}
{%- macro _recursive_query(network, run) -%}
    {%- set trained = dbt_nn._row_columns(network, ['parameter', 'moment']) -%}
    {%- set lists = trained if network.layout == 'lists' else [] -%}
    {%- set numbers = (trained if not lists else []) + dbt_nn._row_columns(network, ['measure']) -%}
    {%- set in_blocks = network.layout == 'lists' and not network.by_row -%}
    {%- set threads = dbt_nn._threads_for_lists(network, run) if in_blocks else run.threads -%}
    {%- set spread = threads != 1 -%}
    {%- set carried = ['[' ~ numbers | join(', ') ~ '] as numbers'] + lists -%}
    {%- set places = dict(zip(lists, lists)) -%}
    {%- for number in numbers -%}
        {%- do places.update({number: 'numbers[' ~ loop.index ~ ']'}) -%}
    {%- endfor -%}
    {%- set is_written_out = not lists and dbt_nn._reads_few_rows(network, run) -%}
    {%- set state, values = [], {} -%}
    {%- for name in trained -%}
        {%- do values.update({name: places[name]} if is_written_out else {}) -%}
        {%- do state.append(name if lists else places[name] ~ ' as ' ~ name) -%}
    {%- endfor -%}
    {%- set summed = dbt_nn._with_cheap_sums(network) -%}
    {%- set iterations = run.iterations -%}
with recursive

start as (

    {{ run.start | indent(4) }}

),

{{ dbt_nn._examples_of_recursion(network, run) }},
    {%- if in_blocks and spread %}
        {#- A scan of few rows is not shared, so each thread has its own. #}
        {%- for number in range(threads) %}

lists_{{ number }} as materialized (

    select *
    from lists
    where mod(block, {{ threads }}) = {{ number }}

),
        {%- endfor %}
    {%- endif %}
    {%- if spread %}
        {%- set rows = 'count(*)' if network.batch_size is none else 'any_value(' ~ network.batch_size ~ ')' %}

frontier as materialized (

    {{ dbt_nn._rows_for_threads('examples' if network.batch_size is none else 'sizes', rows ~ ' * ' ~ network.num_parameters, threads, 1 if lists else 2, one_more=network.by_row) | indent(4) }}

),
    {%- endif %}

training as (

    select
        training_run,
        iteration,
        iteration + {{ iterations }} as last_iteration,
        {{ carried | join(',\n        ') }}
    from start
    {%- if summed.sums_by and network.batch_size is none and not dbt_nn._is_empty() %}
    {#- Without examples, grouped sums have no row, and the recursion would end without a word. Batches are counted in `sizes`. #}
    where (select case when count(*) = 0 then {{ dbt_nn._no_rows_error('count(*)') }} else true end from examples)
    {%- endif %}

    union all

    (

        with

        state as (

            select
                {{ dbt_nn._timestamp(run_started_at) }} as trained_at,
                training_run,
                iteration,
                last_iteration,
                {{ 'numbers' if is_written_out else state | join(',\n                ') }},
                {%- for name in network.learned %}
                null as {{ name }},
                {%- endfor %}
                null as description
            from training
            where iteration < last_iteration

        ),
        {%- if network.batch_size is not none %}

        turn as (

            select unnest(dealt.blocks) as block
            from state
            inner join dealt on state.iteration = dealt.iteration

        ),

        {%- if lists %}

        lists as (

            select blocks.*
            from turn
            inner join blocks on turn.block = blocks.block

        ),
        {%- else %}

        opened as (

            select unnest(blocks.examples) as example
            from turn
            inner join blocks on turn.block = blocks.block

        ),
        {#- Of one list: the step would take a quarter longer over what the join hands on. #}

        gathered as (

            select list(example) as examples
            from opened

        ),

        examples as (

            select unnest(examples, recursive := true)
            from gathered

        ),
        {%- endif %}
        {%- endif %}

        {%- if lists %}
            {%- if in_blocks and spread %}

        lists as (
                {%- for number in range(threads) %}
                    {%- if not loop.first %}

            union all
                    {%- endif %}

            select * from lists_{{ number }}
                {%- endfor %}

        ),
            {%- endif %}

        {{ (dbt_nn._gradients_of_blocks(network, is_shared=spread) if in_blocks else dbt_nn._gradients_by_row(summed)) | indent(8) }},

        {{ dbt_nn.update_parameters(network, carried='last_iteration') | indent(8) }},
        {%- else %}
        {%- set step = dbt_nn.training_step(summed, carried='last_iteration') %}

        {{ (dbt_nn._with_values(step, values) if is_written_out else step) | indent(8) }},
        {%- endif %}

        next_row as (

            select
                training_run,
                iteration,
                last_iteration,
                {{ carried | join(',\n                ') }}
            from update
            {%- if lists %}
            where {{ dbt_nn._is_finite_step(network) }}
            {%- endif %}

        )

        select *
        from next_row
        {%- if not lists %}
        where {{ dbt_nn._is_finite(dbt_nn._sum_if_complete('numbers', numbers | length)) }}
        {%- endif %}
        {%- if spread %}

        union all

        select
            null as training_run,
            null as iteration,
            null as last_iteration,
            null as numbers{{ ',' if lists }}
            {%- for name in lists %}
            null as {{ name }}{{ ',' if not loop.last }}
            {%- endfor %}
        from update
        cross join frontier
        {%- endif %}

    )

),

trained as materialized (

    select *
    from training
    {# The rows of `frontier` have no iteration. -#}
    where iteration {{ '>=' if run.begins else '>' }} last_iteration - {{ iterations }}

)

select
    {{ dbt_nn._time_after('(select trained_at from start)') }} as trained_at,
    training_run,
    iteration,
    {{ places.loss }} as loss,
    {{ places.accuracy }} as accuracy,
    cast({{ places.num_examples }} as bigint) as num_examples,
    {{ places.learning_rate }} as learning_rate,
    {{ state | join(',\n    ') }},
    {%- for name in network.learned %}
    {{ name }},
    {%- endfor %}
    (select description from start) as description
from trained
    {%- if network.learned %}
cross join (select {{ network.learned | join(', ') }} from start) as learned
    {%- endif %}
    {%- if run.record_every > 1 %}
qualify {{ dbt_nn._is_kept(run, 'max(iteration) over ()') }}
    {%- endif %}
{%- endmacro -%}

{# CTEs before a recursion: the examples; for a network that is trained on batches, `blocks`, and `dealt`, the numbers of the blocks of
   each batch that the run reaches. An iteration finds its row of `dealt`, and its blocks, by hash joins. What they look up does not
   depend on the recursion, so DuckDB hashes it once, and an iteration costs what its batch costs. #}
{%- macro _examples_of_recursion(network, run) -%}
    {%- if network.by_row -%}
        {{ return(dbt_nn._examples_by_row(network, run.data)) }}
    {%- elif network.batch_size is none and network.layout == 'lists' -%}
        {{ return(dbt_nn._examples_in_lists(network, run.data, 'start') ~ ',\n\n' ~ dbt_nn._lists_of_examples(network, listed=true)) }}
    {%- elif network.batch_size is none -%}
        {{ return(dbt_nn.examples(network, run.data, materialized=true, state='start')) }}
    {%- endif -%}
    {%- set iteration = 'epoch * num_batches + dealt_to' -%}
    {%- if run.blocks %}
blocks as (

    select *
    from {{ run.blocks }}

),
    {%- else %}
{{ dbt_nn._blocks_of_examples(network, run.data) }},
    {%- endif %}

{{ dbt_nn._number_of_batches(network) }},

epochs as (

    select
        num_batches,
        iteration as first_iteration,
        unnest(range(
            {{ dbt_nn._quotient('iteration', 'num_batches') }},
            {{ dbt_nn._quotient('(iteration + ' ~ (run.iterations - 1) ~ ')', 'num_batches') }} + 1
        )) as epoch
    from start
    cross join sizes

),

{{ dbt_nn._dealt_blocks(network) }},

dealt as materialized (

    select
        {{ iteration }} as iteration,
        list(block order by block_rank) as blocks
    from dealt_blocks
    where {{ iteration }} between first_iteration and first_iteration + {{ run.iterations - 1 }}
    group by {{ iteration }}

)
{%- endmacro -%}

{# CTEs down to `blocks`: the shuffled examples, one row per block, as a list. Each list is in the order of the `shuffle_key`, so that
   an iteration adds up in one order whatever DuckDB's threads do. #}
{%- macro _blocks_of_examples(network, data) -%}
    {%- set shuffled = dbt_nn._shuffled_examples(network, data, state='start', listed=network.layout == 'lists') -%}
    {%- if network.layout == 'lists' -%}
        {{ return(shuffled ~ ',\n\n' ~ dbt_nn._lists_of_examples(network, 'shuffled', 'blocks', listed=true)) }}
    {%- endif -%}
    {%- set fields = [] -%}
    {%- for column in dbt_nn._numbered('x_', network.inputs) + dbt_nn._numbered('y_', network.classes) -%}
        {%- do fields.append(column ~ ' := ' ~ column) -%}
    {%- endfor -%}
{{ shuffled }},

blocks as materialized (

    select
        block,
        list(struct_pack({{ fields | join(', ') }}) order by shuffle_key) as examples
    from shuffled
    group by block

)
{%- endmacro -%}

{# How many threads share the blocks of an iteration over lists, which is written into the query; a batch is too small to share. #}
{%- macro _threads_for_lists(network, run) -%}
    {%- if network.batch_size is not none -%}
        {{ return(1) }}
    {%- elif run.threads is not none -%}
        {{ return(run.threads) }}
    {%- endif -%}
    {%- set by_work = ((run.work or 0) / dbt_nn._work_for_threads(1)) ** 0.5 -%}
    {{ return([[dbt_nn._num_threads(), by_work | int] | min, 1] | max) }}
{%- endmacro -%}

{# Whether an iteration reads so few rows that a step over columns reads `numbers[1]` where its formulas say `w_00`. That is computed for
   the rows again, 0.1 ns each, but a column of `state` costs an iteration 1 µs and more. #}
{%- macro _reads_few_rows(network, run) -%}
    {{ return(run.get('work') is not none and run.work <= 12000 * network.num_parameters) }}
{%- endmacro -%}

{# The network, whose sums over the examples are grouped where that is cheaper: DuckDB begins a sum that is not grouped in 2 µs, and groups
   in 10 µs and 1.5 ns a row. All rows are one group, since `state` is one row. #}
{%- macro _with_cheap_sums(network) -%}
    {%- set are_cheaper = network.by_row or network.layout == 'columns' and network.num_parameters > 20 -%}
    {{ return(dict(network, sums_by='iteration' if are_cheaper else none)) }}
{%- endmacro -%}

{# `sql`, in which each name among `values` is replaced by its SQL expression; not where a column gets that name (`as w_00`), nor in texts. #}
{%- macro _with_values(sql, values) -%}
    {%- set pieces = [] -%}
    {%- for piece in modules.re.split("('[^']*'|(?<! as )\\b[a-z]\\w*)", sql) -%}
        {%- do pieces.append(values.get(piece, piece)) -%}
    {%- endfor -%}
    {{ return(pieces | join) }}
{%- endmacro -%}
