{# A query for the row of `relation` that was trained last: of the run that wrote last, the highest iteration. (Rows with
   a higher iteration may be left from an earlier training that was started anew and killed on its way.) #}
{%- macro _newest_row(relation, iteration=none, columns='*') -%}
select {{ columns }}
from {{ relation }}
    {%- if iteration is not none %}
where iteration = {{ iteration }}
    {%- endif %}
order by trained_at desc, iteration desc
limit 1
{%- endmacro -%}
