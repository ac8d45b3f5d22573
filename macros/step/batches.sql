{# CTEs down to `examples`: those that the iteration after `state` is trained on, all of them or one batch. #}
{%- macro _batch_of_examples(network, data) -%}
    {%- if network.batch_size is none -%}
        {{ return(dbt_nn.examples(network, data)) }}
    {%- endif -%}
{{ dbt_nn._shuffled_examples(network, data) }},

{{ dbt_nn._batch_of_iteration(network) }},

examples as (

    select shuffled.*
    from shuffled
    cross join turn
    where {{ dbt_nn._is_in_batch(dbt_nn._number_of_pack()) }}

)
{%- endmacro -%}

{# The CTEs `digests` and `copies`: the rows of `all_examples`, each with `copy_digest`, a hash of its `columns` that is the same on every
   engine and in every order of the rows; equal rows are numbered to tell them apart. #}
{%- macro _hashed_examples(columns) -%}
    {%- set texts = [] -%}
    {%- for column in columns -%}
        {%- do texts.append(dbt_nn._number_text(column)) -%}
    {%- endfor -%}
{{ dbt_nn._extended('digests', {'digest': dbt_nn._hash_of(texts)}, 'all_examples') }},

{{ dbt_nn._extended(
    'copies', {'copy_digest': dbt_nn._hash_of(['digest', 'row_number() over (partition by digest)'])}, 'digests'
) }}
{%- endmacro -%}

{# CTEs down to `shuffled` and `sizes`, for a network that is trained on batches: the examples, each with a `shuffle_key`, a
   pseudo-random number below 2^31 - 1, and the number of batches. The key is a hash of the row's values, the same on every engine
   and in every order of the rows; equal rows are numbered to tell them apart. #}
{%- macro _shuffled_examples(network, data, materialized=false, state='state') -%}
    {%- set columns = dbt_nn._numbered('x_', network.inputs) + dbt_nn._numbered('y_', network.classes) -%}
{{ dbt_nn.examples(network, data, name='all_examples', state=state) }},

{{ dbt_nn._hashed_examples(columns) }},

shuffled as (

    select
        {{ columns | join(',\n        ') }},
        mod({{ dbt_nn._hex_to_integer('substr(copy_digest, 1, 8)') }}, 2147483647) as shuffle_key
    from copies

),

sizes as {{ 'materialized ' if materialized }}(

    select
        {%- set num_batches = 'cast(ceil(count(*) / ' ~ network.batch_size ~ ') as ' ~ dbt.type_bigint() ~ ')' %}
        {%- if dbt_nn._is_empty() %}
        {{ num_batches }} as num_batches
        {%- else %}
        case
            when count(*) = 0
                then {{ dbt_nn._no_rows_error('count(*)') }}
            else {{ num_batches }}
        end as num_batches
        {%- endif %}
    from all_examples

)
{%- endmacro -%}

{# The CTE `turn`, one row: which batch of which epoch the iteration after `state` is trained on. An epoch is one pass through all
   examples; the hash of its number determines how they are divided into batches: by a square modulo the prime 2^31 - 1, another
   one in each epoch. #}
{%- macro _batch_of_iteration(network) -%}
    {%- set bigint = dbt.type_bigint() -%}
turns as (

    select
        num_batches,
        cast(floor(iteration / num_batches) as {{ bigint }}) as epoch,
        mod(iteration, num_batches) as batch
    from state
    cross join sizes

),

epochs as (

    select
        *,
        {{ dbt_nn._hash_of(["'" ~ network.seed ~ "'", 'epoch']) }} as epoch_digest
    from turns

),

turn as (

    select
        num_batches,
        batch,
        1 + mod({{ dbt_nn._hex_to_integer('substr(epoch_digest, 1, 8)') }}, 2147483646) as multiplier,
        mod({{ dbt_nn._hex_to_integer('substr(epoch_digest, 9, 8)') }}, 2147483647) as shift
    from epochs

)
{%- endmacro -%}

{# The number of the pack that an example with a `shuffle_key` belongs to. The examples of a pack are in the same batch in every
   epoch, so an engine may store them together; a batch has 64 packs. #}
{%- macro _number_of_pack() -%}
    {{ return('mod(shuffle_key, 64 * num_batches)') }}
{%- endmacro -%}

{# A condition: the pack with the number `pack`, an SQL expression, is in the batch of the CTE `turn`. The square breaks the pattern
   of multiples of one number: without it some batches get nothing in some epochs. #}
{%- macro _is_in_batch(pack) -%}
    {%- set drawn = 'mod(' ~ pack ~ ' * multiplier + shift, 2147483647)' -%}
    {{ return('mod(mod(' ~ drawn ~ ' * ' ~ drawn ~ ', 2147483647), num_batches) = batch') }}
{%- endmacro -%}
