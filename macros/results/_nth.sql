{# The one of `names`, as text, whose place in the list the SQL expression `number` gives. #}
{%- macro _nth(number, names) -%}
    {%- set branches = [] -%}
    {%- for name in names -%}
        {%- do branches.append('when ' ~ loop.index0 ~ ' then ' ~ dbt_nn._text(name | string)) -%}
    {%- endfor -%}
    {{ return('case ' ~ number ~ ' ' ~ branches | join(' ') ~ ' end') }}
{%- endmacro -%}
