{# Stops where the rows of `relation` are of another network than described: `kept` is what they carry, `described` what they would
   have to, both texts. #}
{%- macro _refuse_another_network(relation, kept, described) -%}
    {%- do exceptions.raise_compiler_error(
        '`network` must be described as it was when the training in ' ~ relation ~ ' began: '
        ~ dbt_nn._differences_in_words(kept, described) ~ '. Put the description back, or train the network anew: '
        ~ 'dbt build --full-refresh --select ' ~ relation.identifier ~ '.'
    ) -%}
{%- endmacro -%}
