with

{{ dbt_nn._scored(description, network, judged, iteration) }}
{%- for number in class_numbers %},

{# Ten bins of one width, of which the lower end belongs to the bin below: scikit-learn's. -#}
bins_{{ number }} as (

    select
        probs_{{ number }} as probability,
        {{ dbt_nn._indicator('expected = ' ~ number) }} as is_class,
        cast(case when probs_{{ number }} <= 0.1 then 0 else ceil(10 * probs_{{ number }}) - 1 end as {{ dbt.type_bigint() }}) as bin
    from scored

)
{%- endfor %}
{% for number in class_numbers %}
{{ 'union all' if not loop.first }}
select
    {{ number }} as class_number,
    bin,
    avg(probability) as mean_predicted,
    avg(is_class) as observed_share,
    count(*) as num_rows
from bins_{{ number }}
group by bin
{%- endfor %}
order by class_number, bin
