{# CTEs before a recursion over batches: the examples in packs, one row each, so that an iteration opens only those of its
   batch. Without batches, the examples as they are. #}
{%- macro _packed_examples(network, data) -%}
    {%- if network.batch_size is none -%}
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
        {{ dbt_nn._pack() }} as pack,
        list_sort(list(struct_pack({{ fields | join(', ') }}))) as examples
    from shuffled
    cross join sizes
    group by {{ dbt_nn._pack() }}
    order by pack

)
{%- endmacro -%}
