{# The row that a training begins with, as a relation in SQL: of a network's own table the newest, else what `warm_start` holds. #}
{%- macro _warm_row(warm_start, columns) -%}
    {%- if 'iteration' in columns and 'trained_at' in columns -%}
        {{ return('(' ~ dbt_nn._newest_row(warm_start) ~ ') as newest') }}
    {%- endif -%}
    {{ return(warm_start | string) }}
{%- endmacro -%}
