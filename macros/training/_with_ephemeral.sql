{# The query `query` of the model at hand, sent by a hook: with the ephemeral models that it reads as CTEs before it, as dbt puts
   them before the model's own query. #}
{%- macro _with_ephemeral(query) -%}
    {%- if not model.extra_ctes -%}
        {{ return(query) }}
    {%- endif %}
with

{{ model.extra_ctes | map(attribute='sql') | map('trim') | join(',\n\n') }}

select *
from (

    {{ query | indent(4) }}

) as with_ephemeral
{%- endmacro -%}
