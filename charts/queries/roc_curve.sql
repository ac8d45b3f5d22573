with

thresholds as (
    {%- for number in class_numbers %}
        {%- if not loop.first %}

    union all
        {%- endif %}

    select
        {{ number }} as class_number,
        curve_{{ number }}.*
    from (

        {{ dbt_nn.roc_curve(network, judged, description.classes[number], iteration) | indent(8) }}

    ) as curve_{{ number }}
    {%- endfor %}

),

steps as (

    select
        *,
        true_positives - lag(true_positives, 1, 0) over (partition by class_number order by threshold desc) as rise_before,
        false_positives - lag(false_positives, 1, 0) over (partition by class_number order by threshold desc) as run_before,
        lead(true_positives) over (partition by class_number order by threshold desc) - true_positives as rise_after,
        lead(false_positives) over (partition by class_number order by threshold desc) - false_positives as run_after
    from thresholds

),

{# Where it goes straight on, no point is needed. -#}
corners as (

    select
        class_number,
        threshold,
        false_positive_rate,
        recall,
        row_number() over (partition by class_number order by threshold desc) as place,
        count(*) over (partition by class_number) as num_corners
    from steps
    where rise_after is null or rise_before * run_after <> rise_after * run_before

),

{# Of very many corners those do that are apart by more than the width of a line. -#}
strokes as (

    select
        *,
        row_number() over (partition by class_number, cast(floor(500 * false_positive_rate) as {{ dbt.type_bigint() }}), cast(floor(500 * recall) as {{ dbt.type_bigint() }}) order by place) as place_in_stroke,
        row_number() over (partition by class_number, cast(floor(500 * false_positive_rate) as {{ dbt.type_bigint() }}), cast(floor(500 * recall) as {{ dbt.type_bigint() }}) order by place desc) as place_from_its_end
    from corners

),

points as (

    {# The curve begins where no row is taken for positive, at a threshold that no probability reaches. -#}
    {% for number in class_numbers -%}
    select
        {{ number }} as class_number,
        cast(null as {{ dbt_nn._double_type() }}) as threshold,
        cast(0 as {{ dbt_nn._double_type() }}) as false_positive_rate,
        cast(0 as {{ dbt_nn._double_type() }}) as recall

    union all

    {% endfor -%}
    select
        class_number,
        threshold,
        false_positive_rate,
        recall
    from strokes
    where num_corners <= 1000 or place_in_stroke = 1 or place_from_its_end = 1

)

select *
from points
order by class_number, false_positive_rate, recall
