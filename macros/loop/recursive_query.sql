{# A query for many iterations in one statement, planned once however many there are. DuckDB can aggregate inside the recursive
   term, so the step itself recurs. The examples are kept in memory. When the state has no row, neither have the totals, and the
   recursion ends; it also ends before an iteration that is not finite. If it is spread over threads, the numbers of a row are
   passed on as one list, because every column would cost time for the rows of `frontier`. #}
{%- macro _recursive_query(network, run) -%}
    {%- set trained = dbt_nn._row_columns(network, ['parameter', 'moment']) -%}
    {%- set lists = trained if network.layout == 'lists' else [] -%}
    {%- set numbers = dbt_nn._row_columns(network, ['measure']) + (trained if not lists else []) -%}
    {%- set threads = dbt_nn._threads_for_lists(network, run) if lists else run.threads -%}
    {%- set spread = threads != 1 -%}
    {%- set carried = (['[' ~ numbers | join(', ') ~ '] as numbers'] if spread else numbers) + lists -%}
    {%- set found = dict(zip(lists, lists)) -%}
    {%- for number in numbers -%}
        {%- do found.update({number: 'numbers[' ~ loop.index ~ '] as ' ~ number if spread else number}) -%}
    {%- endfor -%}
    {%- set iterations = run.iterations -%}
with recursive

start as (

    {{ run.start | indent(4) }}

),

{{ dbt_nn._examples_of_recursion(network, run) }},
    {%- if lists and spread %}
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

    {{ dbt_nn._rows_for_threads('examples' if network.batch_size is none else 'sizes', rows ~ ' * ' ~ network.num_parameters, threads, 1 if lists else 2) | indent(4) }}

),
    {%- endif %}

training as (

    select
        training_run,
        iteration,
        iteration + {{ iterations }} as last_iteration,
        {{ carried | join(',\n        ') }}
    from start

    union all

    (

        with

        state as (

            select
                {{ dbt_nn._timestamp(run_started_at) }} as trained_at,
                training_run,
                iteration,
                last_iteration,
                {%- for name in trained %}
                {{ found[name] }},
                {%- endfor %}
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
            {%- if spread %}

        lists as (
                {%- for number in range(threads) %}
                    {%- if not loop.first %}

            union all
                    {%- endif %}

            select * from lists_{{ number }}
                {%- endfor %}

        ),
            {%- endif %}

        {{ dbt_nn._gradients_of_blocks(network, is_shared=spread) | indent(8) }},

        {{ dbt_nn.update_parameters(network, carried='last_iteration') | indent(8) }}
        {%- else %}

        {{ dbt_nn.training_step(network, carried='last_iteration') | indent(8) }}
        {%- endif %}

        select
            training_run,
            iteration,
            last_iteration,
            {{ carried | join(',\n            ') }}
        from update
        where {{ dbt_nn._is_finite_step(network) }}
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

)

select
    {{ dbt_nn._time_after('(select trained_at from start)') }} as trained_at,
    training_run,
    iteration,
    {{ found.loss }},
    {{ found.accuracy }},
    cast({{ found.num_examples.split(' ')[0] }} as bigint) as num_examples,
    {{ found.learning_rate }},
    {%- for name in trained %}
    {{ found[name] }},
    {%- endfor %}
    {%- for name in network.learned %}
    {{ name }},
    {%- endfor %}
    (select description from start) as description
from training
    {%- if network.learned %}
cross join (select {{ network.learned | join(', ') }} from start) as learned
    {%- endif %}
{# The rows of `frontier` have no iteration. -#}
where iteration {{ '>=' if run.begins else '>' }} last_iteration - {{ iterations }}
    {%- if run.record_every > 1 %}
qualify {{ dbt_nn._is_kept(run, 'max(iteration) over ()') }}
    {%- endif %}
{%- endmacro -%}

{# CTEs before a recursion: the examples; for a network that is trained on batches, `blocks`, and `dealt`, the numbers of the blocks of
   each batch that the run reaches. An iteration finds its row of `dealt`, and its blocks, by hash joins. What they look up does not
   depend on the recursion, so DuckDB hashes it once, and an iteration costs what its batch costs. #}
{%- macro _examples_of_recursion(network, run) -%}
    {%- if network.batch_size is none and network.layout == 'lists' -%}
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
