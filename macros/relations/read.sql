{# A query for the row of `relation` that was trained last: of the run that wrote last, the highest iteration. (Rows with
   a higher iteration may be left from an earlier training that was started anew and killed on its way.) #}
{%- macro _newest_row(relation, iteration=none, columns='*') -%}
select {{ columns }}
from {{ relation }}
    {%- if iteration is not none %}
where iteration = {{ iteration }}
    {%- endif %}
order by trained_at desc, iteration desc
limit 1
{%- endmacro -%}

{# The ephemeral models that the model at hand reads, as CTEs, one after the other, as dbt puts them before the model's own query; a
   hook alone sees them. Nothing where it reads none. #}
{%- macro _ephemeral_ctes() -%}
    {{ return((model.extra_ctes or []) | map(attribute='sql') | select | map('trim') | join(',\n\n')) }}
{%- endmacro -%}

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
