{# The names `prefix`0, `prefix`1, …, one for each of `columns`. #}
{%- macro _numbered(prefix, columns) -%}
    {%- set names = [] -%}
    {%- for column in columns -%}
        {%- do names.append(prefix ~ loop.index0) -%}
    {%- endfor -%}
    {{ return(names) }}
{%- endmacro -%}
