{# A query for what _check_rows needs to know of `data`, one row: how many rows, `nulls_0` and `others_0` that cannot be read of each
   feature, with one example `other_0`, the same of the label; and where training `begins`, the scale of each feature that is
   read as it is, its root mean square. (No square of numbers that would overflow is taken: BigQuery stops at one.) #}
{%- macro _survey(network, data, begins) -%}
    {%- set string = dbt.type_string() | lower -%}
    {%- set label = dbt_nn._quoted(network.label) -%}
    {%- set literals = [] -%}
    {%- for class in network.classes -%}
        {%- do literals.append(dbt_nn._class_literal(class)) -%}
    {%- endfor -%}
    {%- set is_other = label ~ ' not in (' ~ literals | join(', ') ~ ')' -%}
select
    {%- for feature in network.features -%}
        {%- set input = network.inputs | selectattr('feature', 'equalto', feature) | first -%}
        {%- set column = dbt_nn._quoted(feature) -%}
        {%- set x = 'cast(' ~ column ~ ' as ' ~ dbt_nn._double_type() ~ ')' -%}
        {%- set is_known = 'not ' ~ dbt_nn._is_missing(column) if input.kind == 'category' else dbt_nn._is_finite(x) -%}
        {%- if begins or not input.is_imputed %}
    {{ dbt_nn._count_where(column ~ ' is null') }} as nulls_{{ loop.index0 }},
    {{ dbt_nn._count_where(column ~ ' is not null and not ' ~ is_known) }} as others_{{ loop.index0 }},
        {%- endif %}
        {%- if not input.is_imputed and input.kind == 'number' %}
    min(case when not {{ is_known }} then cast({{ column }} as {{ string }}) end) as other_{{ loop.index0 }},
        {%- endif %}
        {%- if begins and input.kind == 'number' and input.stddev is none %}
    sqrt(avg(case when {{ is_known }} then power(least(abs({{ x }}), 1e100), 2) end)) as scale_{{ loop.index0 }},
        {%- endif %}
    {%- endfor %}
    {{ dbt_nn._count_where(label ~ ' is null') }} as null_labels,
    {{ dbt_nn._count_where(is_other) }} as other_labels,
    min(case when {{ is_other }} then cast({{ label }} as {{ string }}) end) as other_label,
    count(*) as num_rows
from {{ data }}
{%- endmacro -%}
