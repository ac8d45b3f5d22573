{# The query `query` of the model at hand, sent by a hook: with the ephemeral models that it reads as CTEs before it. #}
{%- macro _with_ephemeral(query) -%}
    {%- set ctes = dbt_nn._ephemeral_ctes() -%}
    {%- if not ctes -%}
        {{ return(query) }}
    {%- endif %}
with

{{ ctes }}

select *
from (

    {{ query | indent(4) }}

) as with_ephemeral
{%- endmacro -%}
