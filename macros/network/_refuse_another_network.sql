{# Stops where the rows of `relation` are of another network than described: `kept` is what they carry, `described` what they would
   have to, both texts. Only what differs is shown. #}
{%- macro _refuse_another_network(relation, kept, described) -%}
    {%- set differences = dbt_nn._differences(fromjson(kept), fromjson(described)) -%}
    {%- do exceptions.raise_compiler_error(
        '`network` must be the one in ' ~ relation ~ ', with ' ~ dbt_nn._options_in_words(differences, 'first')
        ~ '; received ' ~ dbt_nn._options_in_words(differences, 'second')
        ~ '. Put the description back, or train the network anew: dbt build --full-refresh --select ' ~ relation.identifier ~ '.'
    ) -%}
{%- endmacro -%}
