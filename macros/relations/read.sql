{# A query for the row of `relation` that was trained last: the highest iteration of the latest run. (Rows with a higher
   iteration may be left from an earlier training, if the one that replaces it was killed on the way.) #}
{%- macro _newest_row(relation, iteration=none, columns='*') -%}
select {{ columns }}
from {{ relation }}
    {%- if iteration is not none %}
where iteration = {{ iteration }}
    {%- endif %}
order by trained_at desc, iteration desc
limit 1
{%- endmacro -%}

{# The ephemeral models that the current model reads, as CTEs in the order in which dbt puts them before the model's own query; an
   empty text if there are none. Only hooks see them. #}
{%- macro _ephemeral_ctes() -%}
    {{ return((model.extra_ctes or []) | map(attribute='sql') | select | map('trim') | join(',\n\n')) }}
{%- endmacro -%}

{# `query`, a query of the current model that a hook sends, after the ephemeral models that it reads as CTEs. #}
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
