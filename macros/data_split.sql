{% macro data_split(columns, test_fraction=0.2, seed=0) %}
    {%- set is_list = columns is not string and columns is not mapping and columns is iterable -%}
    {%- if dbt_nn._is_known(columns) and (not is_list or columns | select('string') | list | length != columns | length or not columns) -%}
        {%- do dbt_nn._refuse(
            'columns', 'a list of one or more column names', columns, 'Name the columns that identify a row, as in [customer_id].'
        ) -%}
    {%- endif -%}
    {%- if dbt_nn._is_known(test_fraction) and not (dbt_nn._is_number(test_fraction) and 0 < test_fraction < 1) -%}
        {%- do dbt_nn._refuse(
            'test_fraction', 'a number between 0 and 1', test_fraction,
            dbt_nn._as_number(test_fraction) or '0.2 holds out one row in five.'
        ) -%}
    {%- endif -%}
    {%- if dbt_nn._is_known(seed) and not dbt_nn._is_whole_number(seed) -%}
        {%- do dbt_nn._refuse(
            'seed', 'a whole number', seed,
            dbt_nn._as_number(seed, is_whole=true) or 'Any will do: the same seed gives the same split.'
        ) -%}
    {%- endif -%}
    {%- if not execute -%}
        {{ return('') }}
    {%- endif -%}
    {%- set parts = ["'" ~ seed ~ "'"] -%}
    {%- for column in columns -%}
        {%- do parts.append('coalesce(' ~ dbt_nn._fixed_text(dbt_nn._quoted(column)) ~ ", '')") -%}
    {%- endfor -%}
case when {{ dbt_nn._uniform(dbt_nn._hash_of(parts), 1) }} < {{ dbt_nn._number(test_fraction) }} then 'test' else 'train' end
{%- endmacro %}
