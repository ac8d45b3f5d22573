{# One side, `first` or `second`, of what two descriptions differ in, in words: each option with its value there. #}
{%- macro _options_in_words(differences, side) -%}
    {%- set words = [] -%}
    {%- for difference in differences -%}
        {%- set value = difference[side] -%}
        {%- do words.append(
            '`' ~ difference.name ~ '` ' ~ ('nothing' if value is none else value if value is string else tojson(value))
        ) -%}
    {%- endfor -%}
    {{ return(words | join(', ')) }}
{%- endmacro -%}
