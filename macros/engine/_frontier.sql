{# A query for rows that mean nothing, by which an iteration of a recursive query is spread over threads. DuckDB 2 gives an
   iteration a thread for each vector (2,048 rows) that it reads of the iteration before, whatever else it reads; a network
   hands on one row, which a step reads twice: so 1,024 rows a thread make up for it (and one row more where
   their number is known only when the statement runs). How many threads are best, _work_for_threads tells. `work` is an
   aggregate over `relation`, the rows times the parameters that an iteration is about. #}
{%- macro _frontier(relation, work, threads) -%}
    {%- if threads is not none -%}
select null
from range(1024 * {{ threads }} - 1)
    {%- else -%}
select unnest(range(1024 * cast(threads as bigint)))
from (

    select least(current_setting('threads'), floor(sqrt({{ work }} / {{ dbt_nn._work_for_threads(1) }}))) as threads
    from {{ relation }}

) as choice
where threads > 1
    {%- endif -%}
{%- endmacro -%}
