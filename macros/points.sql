{% macro points(rows, seed=0) %}
    {%- do dbt_nn._check_whole_number('rows', rows, 'It is the number of points to make.') -%}
    {%- call dbt_nn._composable() -%}
with

digests as (

    select {{ dbt_nn._hash_of([dbt_nn._text(seed | string), 'n']) }} as digest
    from {{ dbt_nn._sequence(rows) }} as counted

),

draws as (

    select
        {{ dbt_nn._rounded(dbt_nn._standard_normal('digest')) }} as x1,
        {{ dbt_nn._rounded(dbt_nn._standard_normal('digest', wave='sin')) }} as x2
    from digests

)

select
    x1,
    x2,
    cast(case when x1 + x2 > 0 then 1 else 0 end as {{ dbt.type_bigint() }}) as y
from draws
    {%- endcall -%}
{%- endmacro %}
