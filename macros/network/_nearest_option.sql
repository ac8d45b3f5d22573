{# The option that shares the most pairs of neighbouring letters with `name`, capitals and lines between words aside; none where
   that is less than half of them (Dice's coefficient): then it is another word. #}
{%- macro _nearest_option(name) -%}
    {%- set pairs = dbt_nn._letter_pairs(name) -%}
    {%- set nearest = namespace(option=none, likeness=0.0) -%}
    {%- for option in dbt_nn._options() -%}
        {%- set others = dbt_nn._letter_pairs(option) -%}
        {%- set likeness = 2.0 * (set_strict(pairs).intersection(others) | length) / (pairs | length + others | length) -%}
        {%- if likeness > nearest.likeness -%}
            {%- set nearest.option = option -%}
            {%- set nearest.likeness = likeness -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(nearest.option if nearest.likeness >= 0.5 else none) }}
{%- endmacro -%}
