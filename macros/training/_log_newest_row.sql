{# Writes the loss and the accuracy of the newest row of `relation` to the log, and `remark` behind them; gives no SQL, so
   that it is a hook as well. #}
{%- macro _log_newest_row(relation=none, remark='') -%}
    {%- if execute -%}
        {%- set rows = run_query(dbt_nn._newest_row(relation or this, columns='iteration, loss, accuracy')).rows -%}
        {%- for row in rows if row[1] is not none -%}
            {%- do log(('iteration %4d   loss %.6f   accuracy %.4f   %s' | format(row[0], row[1], row[2], remark)).rstrip(), info=true) -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro -%}
