{# The names without quotes in `value`, part of what a model's config() says: to Jinja they are variables that nobody has set. #}
{%- macro _unquoted(value) -%}
    {%- if value is undefined -%}
        {#- One that dbt made knows its name; Jinja's own, of another macro's text, does not say it. -#}
        {{ return(['?' if value == not_set else value.name]) }}
    {%- endif -%}
    {%- set names = [] -%}
    {%- if value is mapping -%}
        {%- for key, entry in value.items() -%}
            {%- do names.extend(dbt_nn._unquoted(key) + dbt_nn._unquoted(entry)) -%}
        {%- endfor -%}
    {%- elif value is sequence and value is not string -%}
        {%- for entry in value -%}
            {%- do names.extend(dbt_nn._unquoted(entry)) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(names) }}
{%- endmacro -%}
