{# A hook after a training model: writes its newest row's loss and accuracy to the log, and runs nothing. #}
{%- macro _log_newest_row() -%}
    {%- if execute -%}
        {%- set rows = run_query(dbt_nn._newest_row(this, columns='iteration, loss, accuracy')).rows -%}
        {%- for row in rows if row[1] is not none -%}
            {%- do log('iteration %4d   loss %.6f   accuracy %.4f' | format(row[0], row[1], row[2]), info=true) -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro -%}
