{# _resolve for a description that a network's rows carry, `kept`, a text. What is not in it, such as the penalty, is unknown:
   `is_kept`. #}
{%- macro _resolve_kept(kept) -%}
    {%- set description = fromjson(kept) -%}
    {#- Of given starting values a row keeps no more than a hash. -#}
    {%- do description.pop('initial_parameters', none) -%}
    {{ return(dict(dbt_nn._resolve(description), fingerprint=kept, is_kept=true)) }}
{%- endmacro -%}
