{# How many rows `data` has; none where it cannot be looked at. #}
{%- macro _num_rows(data) -%}
    {%- set preamble = dbt_nn._preamble(data) -%}
    {%- if preamble is none -%}
        {{ return(none) }}
    {%- endif -%}
    {{ return(run_query(preamble ~ 'select count(*) from ' ~ data).columns[0].values()[0]) }}
{%- endmacro -%}
