{# Writes an iteration, its loss and its accuracy, the `row`, to the log, and `remark` behind them; nothing of one without a loss. #}
{%- macro _log_iteration(row, remark='') -%}
    {%- if row[1] is not none -%}
        {%- do log(('iteration %4d   loss %.6f   accuracy %.4f   %s' | format(row[0], row[1], row[2], remark)).rstrip(), info=true) -%}
    {%- endif -%}
{%- endmacro -%}
