{# The _differences between the description that a network's rows carry, as text, and the one that stands in the project. #}
{%- macro _differences_in_words(kept, described) -%}
    {%- set words = [] -%}
    {%- for difference in dbt_nn._differences(fromjson(kept), fromjson(described)) -%}
        {%- set values = [] -%}
        {%- for value in [difference.first, difference.second] -%}
            {%- do values.append('nothing' if value is none else value if value is string else tojson(value)) -%}
        {%- endfor -%}
        {%- do words.append('`' ~ difference.name ~ '` is ' ~ values[0] ~ ' in its rows and ' ~ values[1] ~ ' in the description') -%}
    {%- endfor -%}
    {{ return(words | join('; ')) }}
{%- endmacro -%}
