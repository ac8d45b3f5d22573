{{ config(materialized='table') }}

{# The pictures have no key: their place in the file is one. DuckDB keeps the order of a file. #}
with pictures as (
    select
        *,
        row_number() over () as picture_id
    from {{ source('handwritten', 'mnist_5k') }}
)

select
    picture_id,
    column784 as digit,
    {% for n in range(784) -%}
    column{{ '%03d' | format(n) }} / 255.0 as pixel_{{ n }},
    {% endfor -%}
    {{ dbt_nn.data_split(['picture_id']) }} as dataset
from pictures
