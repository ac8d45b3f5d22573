{# A query for rows that mean nothing, by which an iteration of a recursive query is spread over threads. DuckDB 2 gives an
   iteration as many threads as the iteration before handed on rows, one for each 8,192 (four vectors), whatever else the
   iteration reads; a network hands on one. More threads save time on the examples and cost time on these rows: the square
   root is where the sum of the two is least (benchmarks/threads.py). `work` is an aggregate over `relation`, the rows times
   the parameters that an iteration is about. #}
{%- macro _frontier(relation, work, threads) -%}
    {%- if threads is not none -%}
select null
from range(8192 * {{ threads }})
    {%- else -%}
select unnest(range(8192 * cast(threads as bigint)))
from (

    select least(current_setting('threads'), floor(sqrt({{ work }} / 40000))) as threads
    from {{ relation }}

) as choice
where threads > 1
    {%- endif -%}
{%- endmacro -%}
