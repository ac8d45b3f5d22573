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

{{ dbt_nn._packed_examples(network, run.data) }},
    {%- if lists and spread and network.batch_size is none %}
        {#- A scan of few rows is not shared, so each thread has its own. #}
        {%- for number in range(threads) %}

blocks_{{ number }} as materialized (

    select *
    from blocks
    where mod(block, {{ threads }}) = {{ number }}

),
        {%- endfor %}
    {%- endif %}
    {%- if spread %}
        {#- With examples in packs, an iteration unpacks only one batch. #}
        {%- set rows = ('sum(num_read)' if lists else 'count(*)') if network.batch_size is none else 'any_value(' ~ network.batch_size ~ ')' %}

frontier as materialized (

    {{ dbt_nn._rows_for_threads('sizes' if network.batch_size is not none else 'blocks' if lists else 'examples', rows ~ ' * ' ~ network.num_parameters, threads) | indent(4) }}

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
                {{ dbt_nn._text(network.fingerprint) }} as description
            from training
            where iteration < last_iteration

        ),
        {%- if network.batch_size is not none %}

        {{ dbt_nn._batch_of_iteration(network) | indent(8) }},

        examples as (

            select unnest(examples, recursive := true)
            from packs
            cross join turn
            where {{ dbt_nn._is_in_batch('pack') }}

        ),
        {%- endif %}

        {%- if lists and network.batch_size is none %}
            {%- if spread %}

        blocks as (
                {%- for number in range(threads) %}
                    {%- if not loop.first %}

            union all
                    {%- endif %}

            select * from blocks_{{ number }}
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
    {{ dbt_nn._text(network.fingerprint) }} as description
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

{# CTEs before a recursion over batches: the examples in packs, one row per pack, so that an iteration unpacks only those of its
   batch. Without batches, the examples as they are. #}
{%- macro _packed_examples(network, data) -%}
    {%- if network.batch_size is none and network.layout == 'lists' -%}
        {{ return(dbt_nn.examples(network, data, state='start') ~ ',\n\n' ~ dbt_nn._blocks(network, materialized=true)) }}
    {%- elif network.batch_size is none -%}
        {{ return(dbt_nn.examples(network, data, materialized=true, state='start')) }}
    {%- endif -%}
    {%- set columns = dbt_nn._numbered('x_', network.inputs) + dbt_nn._numbered('y_', network.classes) -%}
    {%- set fields = [] -%}
    {%- for column in columns -%}
        {%- do fields.append(column ~ ' := ' ~ column) -%}
    {%- endfor -%}
{{ dbt_nn._shuffled_examples(network, data, materialized=true, state='start') }},

packs as materialized (

    select
        {{ dbt_nn._number_of_pack() }} as pack,
        list_sort(list(struct_pack({{ fields | join(', ') }}))) as examples
    from shuffled
    cross join sizes
    group by {{ dbt_nn._number_of_pack() }}
    order by pack

)
{%- endmacro -%}

{# How many threads share the blocks of an iteration over lists, which is written into the query. #}
{%- macro _threads_for_lists(network, run) -%}
    {%- if run.threads is not none or network.batch_size is not none -%}
        {{ return(run.threads or 1) }}
    {%- endif -%}
    {%- set by_work = ((run.work or 0) / dbt_nn._work_for_threads(1)) ** 0.5 -%}
    {{ return([[dbt_nn._num_threads(), by_work | int] | min, 1] | max) }}
{%- endmacro -%}
