{# Adds to `run` its `work`: the rows that an iteration reads times the parameters; none where they cannot be counted. Where
   that is too little to be shared among threads, `threads` is set to one. #}
{%- macro _measure_work(network, run) -%}
    {%- set rows = none if this is none or dbt_nn._is_empty() else dbt_nn._num_rows(run.data) -%}
    {%- if rows is not none and network.batch_size is not none -%}
        {%- set rows = [rows, network.batch_size] | min -%}
    {%- endif -%}
    {%- do run.update({'work': none if rows is none else rows * network.parameters | length}) -%}
    {%- if run.threads is none and run.work is not none and run.work < dbt_nn._work_for_threads(2) -%}
        {%- do run.update({'threads': 1}) -%}
    {%- endif -%}
{%- endmacro -%}
