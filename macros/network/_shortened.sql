{# The names in `names` as text, the middle left out of a long list. #}
{%- macro _shortened(names) -%}
    {%- if names | length > 20 -%}
        {{ return(names[:12] | join(', ') ~ ', …, ' ~ names[-3:] | join(', ')) }}
    {%- endif -%}
    {{ return(names | join(', ')) }}
{%- endmacro -%}
