{{ config(materialized='table') }}

{# The pictures have no key: their place in the file is one. DuckDB keeps the order of a file. #}
with pictures as (
    select
        *,
        row_number() over () as picture_id
    from {{ source('scikit_learn', 'digits') }}
)

select
    picture_id,
    column64 as digit,
    {% for n in range(64) -%}
    column{{ '%02d' | format(n) }} / 16.0 as pixel_{{ n }},
    {% endfor -%}
    {{ dbt_nn.data_split(['picture_id']) }} as dataset
from pictures
