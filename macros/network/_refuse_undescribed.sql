{# Stops where nothing says what the network of the model being built, or that in `relation`, is. #}
{%- macro _refuse_undescribed(relation=none) -%}
    {%- do exceptions.raise_compiler_error(
        '`meta.network` must describe the network' ~ (' of ' ~ relation if relation is not none else '') ~ '; received nothing. '
        ~ "Add `meta: {network: {features: [...], label: ..., classes: [...], hidden_units: [...]}}` to the model's config."
        ~ (
            ' In a unit test, write `overrides: {vars: {dbt_nn_network: {...}}}`.' if model.resource_type == 'unit_test'
            else ' A network that is a source needs none once it is built, for its rows carry it.' if relation is not none else ''
        )
    ) -%}
{%- endmacro -%}
