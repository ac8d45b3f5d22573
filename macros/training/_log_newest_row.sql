{# A hook after a training model: writes the loss and the accuracy of its newest row to the log. #}
{%- macro _log_newest_row() -%}
    {%- if execute -%}
        {%- for row in run_query(dbt_nn._newest_row(this, columns='iteration, loss, accuracy')).rows -%}
            {%- do dbt_nn._log_iteration(row) -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro -%}
