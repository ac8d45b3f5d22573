{# What two descriptions of networks, mappings of options, differ in: a list of {name, first, second}. The order of a list
   counts, that of a mapping's keys does not; an option that one of them lacks is none there. #}
{%- macro _differences(first, second) -%}
    {%- set differences = [] -%}
    {%- for name in (first.keys() | list + second.keys() | list) | unique(case_sensitive=true) -%}
        {#- As text, for Python takes 0 and false for equals. -#}
        {%- if tojson(first.get(name), sort_keys=true) != tojson(second.get(name), sort_keys=true) -%}
            {%- do differences.append({'name': name, 'first': first.get(name), 'second': second.get(name)}) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(differences) }}
{%- endmacro -%}
