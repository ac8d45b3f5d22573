{# Whether the run's iterations are done in one statement: as many as the user allows, else what takes a few seconds.
   An iteration takes one thread some four nanoseconds a row and parameter. #}
{%- macro _fits_one_statement(run) -%}
    {%- if this is none or dbt_nn._is_empty() -%}
        {{ return(true) }}
    {%- elif run.iterations_per_statement is not none -%}
        {{ return(run.iterations <= run.iterations_per_statement) }}
    {%- endif -%}
    {{ return(run.work is none or run.work * run.iterations <= 2500000000) }}
{%- endmacro -%}
