{# CTEs down to `examples`: those that the iteration after `state` is trained on, all of them or one batch. #}
{%- macro _batch_of_examples(network, data) -%}
    {%- if network.batch_size is none -%}
        {{ return(dbt_nn.examples(network, data)) }}
    {%- endif -%}
{{ dbt_nn._shuffled_examples(network, data) }},

blocks as (

    select distinct block
    from shuffled

),

{{ dbt_nn._batch_of_iteration(network) }}
{%- endmacro -%}

{# CTEs down to `copies`: the examples, each with `copy_digest`, a hash of its features, as they are in the data, and of the number of its
   class; equal rows are numbered to tell them apart. It is the same on every engine and in every order of the rows, which what is
   learned of all rows, a mean, is only but for its last digits. #}
{%- macro _hashed_examples(network, data, state='state', listed=false) -%}
    {%- set text = dbt_nn._text_of_features(network, data) ~ ' as row_text' -%}
    {%- set class_number = 'y' if listed else dbt_nn._class_number(network) -%}
{{ dbt_nn._examples_in_lists(network, data, state, 'all_examples', text) if listed
    else dbt_nn.examples(network, data, carried=text, name='all_examples', state=state) }},

{{ dbt_nn._extended(
    'digests', {'digest': dbt_nn._hash_of(['row_text', 'cast(' ~ class_number ~ ' as ' ~ dbt.type_bigint() ~ ')'])}, 'all_examples'
) }},

{{ dbt_nn._extended(
    'copies', {'copy_digest': dbt_nn._hash_of(['digest', 'row_number() over (partition by digest)'])}, 'digests'
) }}
{%- endmacro -%}

{# The features of a row, first the numbers and then the categories, as one text: no two rows of different features share it. What
   is missing is an empty text. #}
{%- macro _text_of_features(network, data) -%}
    {%- set types = dbt_nn._category_types(network, data) -%}
    {%- set numbers = [] -%}
    {%- set categories = [] -%}
    {%- for feature in network.features -%}
        {%- set value = 'dbt_nn_row.' ~ dbt_nn._quoted(feature) -%}
        {%- if feature in network.categories -%}
            {%- do categories.append(dbt_nn._quoted_text(dbt_nn._comparable_text(value, types.get(feature)))) -%}
        {%- else -%}
            {%- do numbers.append('cast(' ~ value ~ ' as ' ~ dbt_nn._double_type() ~ ')') -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(dbt_nn._joined_by_colons(([dbt_nn._joined_numbers(numbers)] if numbers else []) + categories)) }}
{%- endmacro -%}

{# The number of the class of an example, from the columns `y_…`. #}
{%- macro _class_number(network) -%}
    {%- set terms = [] -%}
    {%- for class in network.classes[1:] -%}
        {%- do terms.append((loop.index ~ ' * ' if loop.index > 1 else '') ~ 'y_' ~ loop.index) -%}
    {%- endfor -%}
    {{ return(dbt_nn._sum_of(terms)) }}
{%- endmacro -%}

{# How many examples a block has. Those of a block are in the same batch in every epoch, so that an engine may store them together
   and open a batch without a look at the other rows. It divides `batch_size`, so that each batch has exactly that many: up to 64
   of them, and at least two blocks a batch. If only blocks of less than eight would do that, a batch is one block. #}
{%- macro _block_size(network) -%}
    {%- set found = namespace(size=1) -%}
    {%- for size in range(1, [network.batch_size, 64] | min + 1) if network.batch_size % size == 0 -%}
        {%- if network.batch_size >= 2 * size or network.batch_size < 16 -%}
            {%- set found.size = size -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(network.batch_size if found.size < 8 and network.batch_size >= 16 else found.size) }}
{%- endmacro -%}

{# CTEs down to `shuffled`, for a network that is trained on batches: the examples, each with a `shuffle_key`, by which they are
   ordered, and the number of its `block`. The key is a hash of the row, the same on every engine and in every order of the rows;
   no two rows share it. Examples that are `listed` are of _examples_in_lists. #}
{%- macro _shuffled_examples(network, data, state='state', listed=false) -%}
    {%- set columns = dbt_nn._input_columns(network) | map(attribute='name') | list + dbt_nn._numbered('y_', network.classes) -%}
    {%- if listed -%}
        {%- set columns = ['numbers', 'y'] + network.lookups | map(attribute='code') | list -%}
    {%- endif -%}
{{ dbt_nn._hashed_examples(network, data, state, listed) }},

shuffled as (

    select
        {{ columns | join(',\n        ') }},
        copy_digest as shuffle_key,
        {{ dbt_nn._quotient('(row_number() over (order by copy_digest) - 1)', dbt_nn._block_size(network)) }} as block
    from copies

)
{%- endmacro -%}

{# CTEs down to `examples`, from the `blocks` of the `shuffled` examples: those of the batch that the iteration after `state` is
   trained on. #}
{%- macro _batch_of_iteration(network) -%}
{{ dbt_nn._number_of_batches(network) }},

epochs as (

    select
        num_batches,
        {{ dbt_nn._quotient('iteration', 'num_batches') }} as epoch,
        mod(iteration, num_batches) as batch
    from state
    cross join sizes

),

{{ dbt_nn._dealt_blocks(network) }},

examples as (

    select shuffled.*
    from shuffled
    inner join dealt_blocks on shuffled.block = dealt_blocks.block
    where dealt_blocks.dealt_to = dealt_blocks.batch

)
{%- endmacro -%}

{# The CTE `sizes`, one row: how many batches the `blocks` make. An epoch is one pass through all of them. #}
{%- macro _number_of_batches(network) -%}
    {%- set num_batches = 'cast(ceil(count(*) / ' ~ network.batch_size // dbt_nn._block_size(network) ~ ') as ' ~ dbt.type_bigint() ~ ')' -%}
sizes as (

    select
        {%- if dbt_nn._is_empty() %}
        {{ num_batches }} as num_batches
        {%- else %}
        case
            when count(*) = 0
                then {{ dbt_nn._no_rows_error('count(*)') }}
            else {{ num_batches }}
        end as num_batches
        {%- endif %}
    from blocks

)
{%- endmacro -%}

{# CTEs down to `dealt_blocks`, from `epochs`: for each epoch the number of the batch that a block is `dealt_to`. The blocks are put in
   the order of a pseudo-random number, made of theirs and the hash of the epoch's, and a batch takes as many as belong to it from
   the top. The number is a square modulo the prime 2^31 - 1, which breaks the pattern of the multiples of one number. #}
{%- macro _dealt_blocks(network) -%}
epoch_digests as (

    select
        *,
        {{ dbt_nn._hash_of(["'" ~ network.seed ~ "'", 'epoch']) }} as epoch_digest
    from epochs

),

epoch_numbers as (

    select
        *,
        1 + mod({{ dbt_nn._hex_to_integer('substr(epoch_digest, 1, 8)') }}, 2147483646) as multiplier,
        mod({{ dbt_nn._hex_to_integer('substr(epoch_digest, 9, 8)') }}, 2147483647) as shift
    from epoch_digests

),

drawn_blocks as (

    select
        epoch_numbers.*,
        blocks.block,
        mod(blocks.block * multiplier + shift, 2147483647) as drawn
    from epoch_numbers
    cross join blocks

),

ranked_blocks as (

    select
        *,
        row_number() over (partition by epoch order by mod(drawn * drawn, 2147483647), block) - 1 as block_rank
    from drawn_blocks

),

dealt_blocks as (

    select
        *,
        {{ dbt_nn._quotient('block_rank', network.batch_size // dbt_nn._block_size(network)) }} as dealt_to
    from ranked_blocks

)
{%- endmacro -%}

{# The whole number of times that `divisor` goes into `x`, both whole numbers, not negative. #}
{%- macro _quotient(x, divisor) -%}
    {{ return('cast(floor(' ~ x ~ ' / ' ~ divisor ~ ') as ' ~ dbt.type_bigint() ~ ')') }}
{%- endmacro -%}
