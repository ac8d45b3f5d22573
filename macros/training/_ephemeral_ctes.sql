{# The ephemeral models that the model at hand reads, as CTEs, one after the other, as dbt puts them before the model's own query; a
   hook alone sees them. Nothing where it reads none. #}
{%- macro _ephemeral_ctes() -%}
    {{ return((model.extra_ctes or []) | map(attribute='sql') | select | map('trim') | join(',\n\n')) }}
{%- endmacro -%}
