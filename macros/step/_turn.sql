{# The CTE `turn`, one row: which batch of which epoch the iteration after `state` is trained on. An epoch is once through
   all examples; its number, hashed, says how they are dealt to its batches: a square modulo the prime 2^31 - 1, which no
   two epochs share. #}
{%- macro _turn(network) -%}
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
