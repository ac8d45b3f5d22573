{# A hook after a training model: logs the loss and the accuracy of its newest row, or why the run trained nothing. #}
{%- macro _log_newest_row() -%}
    {%- set run = dbt_nn._remembered_run() -%}
    {%- if run and run.iterations == 0 -%}
        {%- do log(run.state ~ ': nothing to train', info=true) -%}
    {%- elif execute -%}
        {%- for row in run_query(dbt_nn._newest_row(this, columns='iteration, loss, accuracy')).rows -%}
            {%- do dbt_nn._log_iteration(row) -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro -%}

{# Logs `row`, an iteration with its loss and accuracy, followed by `remark`; nothing if it has no loss. #}
{%- macro _log_iteration(row, remark='') -%}
    {%- if row[1] is not none -%}
        {%- do log(('iteration %4d   loss %.6f   accuracy %.4f   %s' | format(row[0], row[1], row[2], remark)).rstrip(), info=true) -%}
    {%- endif -%}
{%- endmacro -%}

{# `seconds`, as one says them: 42 s, 3 min, 2.5 h. #}
{%- macro _time_left(seconds) -%}
    {%- if seconds < 90 -%}
        {{ return('%.0f s left' | format(seconds)) }}
    {%- elif seconds < 5400 -%}
        {{ return('%.0f min left' | format(seconds / 60)) }}
    {%- endif -%}
    {{ return('%.1f h left' | format(seconds / 3600)) }}
{%- endmacro -%}
