{# The description of the model that is being built, as the user wrote it, or none. dbt builds unit tests without the model's
   `meta`: such a test gives the description under `overrides: vars: dbt_nn_network`. #}
{%- macro _own_description() -%}
    {{ return(config.meta_get('network') if model.resource_type != 'unit_test' else var('dbt_nn_network', none)) }}
{%- endmacro -%}
