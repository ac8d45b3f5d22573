{# What a query that checks `data` before a statement must begin with: an empty text for relations in the warehouse and for files;
   the SQL of the ephemeral models in a hook, where the model is compiled; none if `data` cannot be read: a subquery, a unit test's
   fixture, a relation that is not built, or files if the command only compiles and need not find them. #}
{%- macro _preamble(data) -%}
    {%- if data is none or data is string -%}
        {{ return(none) }}
    {%- elif data.is_cte -%}
        {%- set ctes = dbt_nn._ephemeral_ctes() if model.compiled_code and model.resource_type == 'model' else '' -%}
        {{ return('with ' ~ ctes ~ '\n' if ctes else none) }}
    {%- elif dbt_nn._is_file(data) -%}
        {{ return(none if dbt_nn._only_compiles() else '') }}
    {%- endif -%}
    {{ return('' if load_relation(data) is not none else none) }}
{%- endmacro -%}

{# The columns of `data`, or none if it cannot be read. #}
{%- macro _columns_of(data) -%}
    {%- set preamble = dbt_nn._preamble(data) -%}
    {%- if preamble is none -%}
        {{ return(none) }}
    {%- elif data.is_cte or dbt_nn._is_file(data) -%}
        {{ return(adapter.get_column_schema_from_query(preamble ~ 'select * from ' ~ data ~ ' where false')) }}
    {%- endif -%}
    {{ return(adapter.get_columns_in_relation(data)) }}
{%- endmacro -%}

{# How many rows `data` has; none if it cannot be read. #}
{%- macro _num_rows(data) -%}
    {%- set preamble = dbt_nn._preamble(data) -%}
    {%- if preamble is none -%}
        {{ return(none) }}
    {%- endif -%}
    {{ return(run_query(preamble ~ 'select count(*) from ' ~ data).columns[0].values()[0]) }}
{%- endmacro -%}

{# Whether `relation` is in the warehouse. An ephemeral model or a unit test's fixture is not. #}
{%- macro _is_built(relation) -%}
    {{ return(relation is not string and not relation.is_cte and load_relation(relation) is not none) }}
{%- endmacro -%}
