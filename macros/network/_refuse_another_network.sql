{# Stops where the rows of `relation` are of another network than described: `kept` is what they carry, `described` what they would
   have to, both texts. Only what differs is shown. #}
{%- macro _refuse_another_network(relation, kept, described) -%}
    {%- set legal = [] -%}
    {%- set received = [] -%}
    {%- for difference in dbt_nn._differences(fromjson(kept), fromjson(described)) -%}
        {%- for value, words in [(difference.first, legal), (difference.second, received)] -%}
            {%- do words.append(
                '`' ~ difference.name ~ '` ' ~ ('nothing' if value is none else value if value is string else tojson(value))
            ) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do exceptions.raise_compiler_error(
        '`network` must be the one in ' ~ relation ~ ', with ' ~ legal | join(', ') ~ '; received ' ~ received | join(', ')
        ~ '. Put the description back, or train the network anew: dbt build --full-refresh --select ' ~ relation.identifier ~ '.'
    ) -%}
{%- endmacro -%}
