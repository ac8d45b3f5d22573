{#- Where the data lies, and a little beyond it. -#}
with

ends as (

    select
        {%- for feature in description.features %}
        {%- set x = 'cast(' ~ dbt_nn._quoted(feature) ~ ' as ' ~ dbt_nn._double_type() ~ ')' %}
        min(case when {{ dbt_nn._is_finite(x) }} then {{ x }} end) as low_{{ loop.index }},
        max(case when {{ dbt_nn._is_finite(x) }} then {{ x }} end) as high_{{ loop.index }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ judged }}

)

select
    {%- for number in [1, 2] %}
    low_{{ number }} - case when low_{{ number }} < high_{{ number }} then 0.05 * (high_{{ number }} - low_{{ number }}) else 1 + 0.5 * abs(low_{{ number }}) end as low_{{ number }},
    high_{{ number }} + case when low_{{ number }} < high_{{ number }} then 0.05 * (high_{{ number }} - low_{{ number }}) else 1 + 0.5 * abs(high_{{ number }}) end as high_{{ number }}{{ ',' if not loop.last }}
    {%- endfor %}
from ends
