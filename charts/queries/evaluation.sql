{%- for name, rows in datasets.items() %}
{{ 'union all' if not loop.first }}
select
    '{{ name }}' as dataset,
    measures.*
from (

    {{ dbt_nn.evaluate(network, rows, iteration) | indent(4) }}

) as measures
{%- endfor %}
