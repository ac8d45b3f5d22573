{# How many rows `data` has; none where it cannot be looked at. #}
{%- macro _num_rows(data) -%}
    {%- if dbt_nn._is_built(data) -%}
        {{ return(run_query('select count(*) from ' ~ data).columns[0].values()[0]) }}
    {%- endif -%}
    {#- Without this the macro would give a text, an empty one. -#}
    {{ return(none) }}
{%- endmacro -%}
