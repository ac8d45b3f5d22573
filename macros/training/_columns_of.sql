{# The columns of `data`, or none where it cannot be looked at. #}
{%- macro _columns_of(data) -%}
    {%- set preamble = dbt_nn._preamble(data) -%}
    {%- if preamble is none -%}
        {{ return(none) }}
    {%- elif data.is_cte or dbt_nn._is_file(data) -%}
        {{ return(adapter.get_column_schema_from_query(preamble ~ 'select * from ' ~ data ~ ' where false')) }}
    {%- endif -%}
    {{ return(adapter.get_columns_in_relation(data)) }}
{%- endmacro -%}
