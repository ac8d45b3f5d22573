{# A diamond whose length, width or height is 0 was not measured. #}
select
    diamond_id,
    carat,
    cut,
    color,
    clarity,
    depth,
    {{ adapter.quote('table') }},
    nullif(x, 0) as length_mm,
    nullif(y, 0) as width_mm,
    nullif(z, 0) as height_mm,
    case
        when price < 1000 then 'under 1,000'
        when price < 5000 then '1,000 to 5,000'
        else 'over 5,000'
    end as price_band,
    {{ dbt_nn.data_split(['diamond_id']) }} as dataset
from {{ ref('diamonds') }}
