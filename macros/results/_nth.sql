{# The one of the SQL expressions `names` whose place in the list the SQL expression `number` gives. #}
{%- macro _nth(number, names) -%}
    {%- set branches = [] -%}
    {%- for name in names -%}
        {%- do branches.append('when ' ~ loop.index0 ~ ' then ' ~ name) -%}
    {%- endfor -%}
    {{ return('case ' ~ number ~ ' ' ~ branches | join(' ') ~ ' end') }}
{%- endmacro -%}
