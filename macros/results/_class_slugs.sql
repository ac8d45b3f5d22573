{# The classes as ends of column names: a minus becomes a word, what else is no letter, digit or underscore becomes one;
   their numbers where two would be the same. #}
{%- macro _class_slugs(network) -%}
    {%- set slugs = [] -%}
    {%- for class in network.classes -%}
        {%- do slugs.append(modules.re.sub('[^0-9A-Za-z_]+', '_', modules.re.sub('^-(?=[0-9])', 'minus_', class | string))) -%}
    {%- endfor -%}
    {%- if slugs | unique | list | length < slugs | length or '' in slugs or '_' in slugs -%}
        {{ return(range(slugs | length) | map('string') | list) }}
    {%- endif -%}
    {{ return(slugs) }}
{%- endmacro -%}
