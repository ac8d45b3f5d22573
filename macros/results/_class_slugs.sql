{# The classes as ends of column names: a minus becomes a word, what else is no letter, digit or underscore becomes one.
   Their numbers, where two columns would be called the same, or one so long that BigQuery, with its 300 characters, had none. #}
{%- macro _class_slugs(network) -%}
    {%- set slugs = [] -%}
    {%- set names = ['expected_label'] -%}
    {%- for class in network.classes -%}
        {%- set slug = modules.re.sub('[^0-9A-Za-z_]+', '_', modules.re.sub('^-(?=[0-9])', 'minus_', class | string)) -%}
        {%- do slugs.append(slug) -%}
        {%- do names.append(dbt_nn._slug_alone(slug) if slug else '_') -%}
    {%- endfor -%}
    {%- if names | unique | list | length < names | length or '' in slugs or '_' in slugs or slugs | map('length') | max > 250 -%}
        {{ return(range(slugs | length) | map('string') | list) }}
    {%- endif -%}
    {{ return(slugs) }}
{%- endmacro -%}
