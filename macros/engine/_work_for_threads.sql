{# From how much work an iteration is shared among `threads` threads: the rows that it reads times the parameters, as an SQL
   or Jinja number. Another thread costs an iteration some 0.05 ms, and a row four nanoseconds a parameter (DuckDB,
   benchmarks/threads.py): n threads take work / n + c * n, which is least where n is the root of work / c. #}
{%- macro _work_for_threads(threads) -%}
    {{ return(40000 * threads * threads) }}
{%- endmacro -%}
