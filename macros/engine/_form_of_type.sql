{# Of `forms`, SQL expressions by what a type's name matches from end to end, that of `type`, an SQL expression; else `otherwise`.
   `known` is the type, where it is known when the query is written. #}
{%- macro _form_of_type(forms, type, known, otherwise) -%}
    {%- set branches = [] -%}
    {%- for pattern, form in forms.items() -%}
        {%- if known is not none and modules.re.fullmatch(pattern, known) -%}
            {{ return(form) }}
        {%- endif -%}
        {%- do branches.append('when ' ~ dbt_nn._matches_fully(type, pattern) ~ ' then ' ~ form) -%}
    {%- endfor -%}
    {{ return(otherwise if known is not none else 'case ' ~ branches | join(' ') ~ ' else ' ~ otherwise ~ ' end') }}
{%- endmacro -%}
