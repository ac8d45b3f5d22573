{# What to do about `values` that should be texts, or labels all of a kind, and are what YAML makes of words without quotes;
   nothing about all else. #}
{%- macro _as_texts(values) -%}
    {%- set texts = values | select('string') | list -%}
    {%- if values | select('boolean') | list -%}
        {{ return("YAML reads yes, no, on, off, true and false as booleans: where texts are meant, quote them, as in ['No', 'Yes'].") }}
    {%- elif values | select('none') | list -%}
        {{ return("YAML reads null, ~ and an empty entry as nothing: where a text is meant, quote it, as in 'null'.") }}
    {%- endif -%}
    {%- for value in values if value is number and value is not integer and dbt_nn._as_number(value, is_whole=true) -%}
        {{ return(value ~ ' is ' ~ dbt_nn._as_number(value, is_whole=true) | replace('It has decimals', 'a number with decimals')) }}
    {%- endfor -%}
    {%- for value in values if value is not string and value is not number and value is not iterable -%}
        {{ return('YAML reads ' ~ value ~ " as a date: where a text is meant, quote it, as in '" ~ value ~ "'.") }}
    {%- endfor -%}
    {%- if texts and texts | length < values | length and values | select('number') | list -%}
        {{ return('Some are texts and some are numbers: quote all of them or none.') }}
    {%- endif -%}
    {{ return('') }}
{%- endmacro -%}
