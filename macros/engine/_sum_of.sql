{# The sum of `terms`, in brackets of a hundred where there are more: DuckDB's parser takes no expression that is more than
   a thousand deep, and a + b + c is two. #}
{%- macro _sum_of(terms) -%}
    {%- if terms | length <= 100 -%}
        {{ return(terms | join(' + ')) }}
    {%- endif -%}
    {%- set groups = [] -%}
    {%- for group in terms | batch(100) -%}
        {%- do groups.append('(' ~ group | join(' + ') ~ ')') -%}
    {%- endfor -%}
    {{ return(dbt_nn._sum_of(groups)) }}
{%- endmacro -%}
