{# The distinct pairs of neighbouring letters in `word`, its two ends included; capitals and lines between words do not count. #}
{%- macro _letter_pairs(word) -%}
    {%- set padded = '^' ~ modules.re.sub('[-_ ]', '', word | lower) ~ '$' -%}
    {%- set pairs = [] -%}
    {%- for start in range(padded | length - 1) -%}
        {%- do pairs.append(padded[start:start + 2]) -%}
    {%- endfor -%}
    {{ return(pairs | unique | list) }}
{%- endmacro -%}
