{# What a query of the check that is made before a statement must begin with to read `data`: nothing for what stands in the
   warehouse or in files, the ephemeral models' SQL where a hook sees the model compiled; none where it cannot be read, as a
   subquery, a unit test's fixture, what is not built, or files that a command which only compiles need not find. #}
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
