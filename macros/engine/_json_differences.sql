{# In what two JSON texts of a mapping differ, an SQL text: of each of the keys `names` whose values are not the same, both
   values, that of `kept` as the rows' and that of `written` as the query's. #}
{%- macro _json_differences(kept, written, names) -%}
    {{ return(adapter.dispatch('_json_differences', 'dbt_nn')(kept, written, names)) }}
{%- endmacro -%}

{%- macro default___json_differences(kept, written, names) -%}
    {%- set pieces = [] -%}
    {%- for name in names -%}
        {%- set first, second = 'json_query(' ~ kept ~ ", '$." ~ name ~ "')", 'json_query(' ~ written ~ ", '$." ~ name ~ "')" -%}
        {%- do pieces.append(
            'case when ' ~ first ~ ' is distinct from ' ~ second ~ " then concat(' `" ~ name ~ "` is ', coalesce(" ~ first
            ~ ", 'nothing'), ' in its rows and ', coalesce(" ~ second ~ ", 'nothing'), ' in the query.') else '' end"
        ) -%}
    {%- endfor -%}
    {{ return('concat(\n    ' ~ pieces | join(',\n    ') ~ '\n)') }}
{%- endmacro -%}

{# DuckDB: a path need not be a literal, so that the names can be a list. #}
{%- macro duckdb___json_differences(kept, written, names) -%}
    {%- set first, second = "(" ~ kept ~ " ->> ('$.' || option))", "(" ~ written ~ " ->> ('$.' || option))" -%}
list_aggregate(list_transform(['{{ names | join("', '") }}'], lambda option: case when {{ first }} is distinct from {{ second }} then concat(' `', option, '` is ', coalesce({{ first }}, 'nothing'), ' in its rows and ', coalesce({{ second }}, 'nothing'), ' in the query.') else '' end), 'string_agg', '')
{%- endmacro -%}
