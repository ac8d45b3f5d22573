{# A query for rows that mean nothing, by which an iteration of a recursive query is spread over threads. DuckDB 2 gives an
   iteration one thread for each half of a vector (1,024 rows) that the one before has handed on, whatever else it reads,
   and a network hands on one row. A whole vector for each thread is on the safe side. More threads save time on the
   examples and cost time on these rows: the square root is where the sum of both is least (benchmarks/threads.py). `work`
   is an aggregate over `relation`, the rows times the parameters that an iteration is about. #}
{%- macro _frontier(relation, work, threads) -%}
    {%- if threads is not none -%}
select null
from range(2048 * {{ threads }})
    {%- else -%}
select unnest(range(2048 * cast(threads as bigint)))
from (

    select least(current_setting('threads'), floor(sqrt({{ work }} / 40000))) as threads
    from {{ relation }}

) as choice
where threads > 1
    {%- endif -%}
{%- endmacro -%}
