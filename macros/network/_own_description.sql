{# The description of the model that is being built, as the user wrote it, or none. A macro of its own for unit tests'
   sake: dbt builds those without the model's `meta`, so that they give the description under `overrides: macros:`. #}
{%- macro _own_description() -%}
    {{ return(config.meta_get('network')) }}
{%- endmacro -%}
