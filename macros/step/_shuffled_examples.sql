{# CTEs down to `shuffled` and `sizes`, for a network that is trained on batches: the examples, each with a number below
   2^31 - 1 that is as good as drawn, the `shuffle_key`, and how many batches there are. The key is a hash of what the row
   says, the same on every engine and in every order of the rows; rows that say the same are told apart by counting them. #}
{%- macro _shuffled_examples(network, data, materialized=false, state='state') -%}
    {%- set columns = dbt_nn._numbered('x_', network.inputs) + dbt_nn._numbered('y_', network.classes) -%}
    {%- set texts = [] -%}
    {%- for column in columns -%}
        {%- do texts.append(dbt_nn._number_text(column)) -%}
    {%- endfor -%}
{{ dbt_nn.examples(network, data, name='all_examples', state=state) }},

digests as (

    select
        *,
        {{ dbt_nn._hash_of(texts) }} as digest
    from all_examples

),

copies as (

    select
        *,
        {{ dbt_nn._hash_of(['digest', 'row_number() over (partition by digest)']) }} as copy_digest
    from digests

),

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
