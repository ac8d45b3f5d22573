{# Whether the run's iterations are done in one statement: as many as the user allows, else what takes a few seconds.
   An iteration of one core takes some four nanoseconds a row and parameter. #}
{%- macro _fits_one_statement(network, run) -%}
    {%- if this is none or flags.EMPTY -%}
        {{ return(true) }}
    {%- elif run.iterations_per_statement is not none -%}
        {{ return(run.iterations <= run.iterations_per_statement) }}
    {%- endif -%}
    {%- set rows = dbt_nn._num_rows(run.data) -%}
    {{ return(rows is none or rows * network.parameters | length * run.iterations <= 2500000000) }}
{%- endmacro -%}
