{# Refuses data with rows that the network cannot be trained or evaluated on, by one query before the statement; the error names the
   columns, how many rows are wrong and one value. If training `begins`, it also refuses features without any value, and warns if
   the scales of the features differ. The statements have checks of their own, for data that cannot be read beforehand and for rows
   that arrive later. It does not run again in a hook, unless the data can only be read there. #}
{%- macro _check_rows(network, data, begins=false) -%}
    {%- set looks = not dbt_nn._is_empty() and not dbt_nn._only_compiles() and (not model.compiled_code or data.is_cte) -%}
    {%- set preamble = dbt_nn._preamble(data) if looks else none -%}
    {%- if preamble is not none -%}
        {%- set found = run_query(preamble ~ dbt_nn._survey(network, data, begins)).rows[0] -%}
        {%- set num_rows = found['num_rows'] | int -%}
        {%- set no_values = [] -%}
        {%- set faults = [] -%}
        {%- set faulty = [] -%}
        {%- for feature in network.features if num_rows > 0 -%}
            {%- set nulls = (found['nulls_' ~ loop.index0] or 0) | int -%}
            {%- set others = (found['others_' ~ loop.index0] or 0) | int -%}
            {%- if begins and nulls + others == num_rows -%}
                {%- do no_values.append(feature) -%}
            {%- elif nulls + others > 0 and not dbt_nn._is_imputed(network, feature) -%}
                {%- set received = [
                    'NULL in ' ~ nulls if nulls else '',
                    ('NaN in ' if feature in network.categories else 'NaN or an infinity in ') ~ others if others else '',
                ] | select | join(' and ') -%}
                {%- do faulty.append(feature) -%}
                {%- do faults.append(
                    feature ~ ': ' ~ received ~ ' of ' ~ num_rows ~ ' rows'
                    ~ (', for instance ' ~ found['other_' ~ loop.index0] if others and feature not in network.categories else '')
                ) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- if no_values -%}
            {%- do dbt_nn._refuse(
                'features', 'columns with a value in at least one row', dbt_nn._shortened(no_values),
                'There is nothing to learn from a column without values: remove it from `features`.'
            ) -%}
        {%- elif faults -%}
            {%- set imputed = (network.impute if network.impute is iterable else []) + faulty -%}
            {%- do exceptions.raise_compiler_error(
                '`features` must be ' ~ ('finite numbers, or categories,' if network.categories else 'finite numbers')
                ~ ' in every row; received ' ~ dbt_nn._shortened(faults) ~ '. Fix the rows, which the test examples_are_valid names; '
                ~ 'or train with `impute: [' ~ dbt_nn._shortened(imputed) ~ ']`, which treats these values as missing and learns what that means.'
            ) -%}
        {%- endif -%}

        {%- set nulls, others = found['null_labels'] | int, found['other_labels'] | int -%}
        {%- if nulls + others > 0 -%}
            {%- set received = ['NULL in ' ~ nulls if nulls else '', 'another value in ' ~ others if others else ''] | select | join(' and ') -%}
            {%- set example = "'" ~ found['other_label'] ~ "'" if network.classes[0] is string else found['other_label'] -%}
            {%- do exceptions.raise_compiler_error(
                '`' ~ network.label ~ '` must be one of ' ~ network.classes ~ ' in every row; received ' ~ received ~ ' of ' ~ num_rows ~ ' rows'
                ~ (', for instance ' ~ example if others else '') ~ '. Fix the rows, which the test examples_are_valid names, or leave them out'
                ~ ('; if the value is right, add it to `classes`.' if others else '.')
            ) -%}
        {%- endif -%}
        {%- if begins -%}
            {%- do dbt_nn._warn_of_scales(network, found) -%}
        {%- endif -%}
    {%- endif -%}
{%- endmacro -%}

{# A query for what _check_rows needs to know about `data`, one row: the number of rows; for each feature, how many are NULL
   (`nulls_0`) or cannot be read (`others_0`), and one of those values (`other_0`); the same for the label; and, if training
   `begins`, the scale of each feature that is read as it is, its root mean square. (Numbers are capped before they are squared,
   because an overflow is an error in BigQuery.) #}
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
        {%- set input = dbt_nn._input_of(network, feature) -%}
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

{# Warns of features whose scales, in `found`, the row of _survey, are at least a thousand times the smallest. The other inputs of
   a network (the bias, categories, standardized features) have the scale 1. #}
{%- macro _warn_of_scales(network, found) -%}
    {%- set scales = {} -%}
    {%- for feature in network.features -%}
        {%- set scale = found['scale_' ~ loop.index0] -%}
        {%- if scale is not none and scale is defined and scale > 0 -%}
            {%- do scales.update({feature: scale | float}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set smallest = (scales.values() | list + [1.0]) | min -%}
    {%- set large = [] -%}
    {%- for feature, scale in scales.items() if scale >= 1000 * smallest -%}
        {%- do large.append(feature ~ ' (' ~ '%.3g' | format(scale) ~ ')') -%}
    {%- endfor -%}
    {%- if large -%}
        {%- set small = [] -%}
        {%- for feature, scale in scales.items() if scale == smallest -%}
            {%- do small.append(feature ~ ' (' ~ '%.3g' | format(scale) ~ ')') -%}
        {%- endfor -%}
        {%- do exceptions.warn(
            'The features of ' ~ model.name ~ ' differ in scale by a factor of 1,000 or more: ' ~ dbt_nn._shortened(large) ~ ', next to '
            ~ (dbt_nn._shortened(small) if small else 'inputs of scale 1') ~ '. Training on such features often diverges or makes no progress. '
            ~ 'Train with `standardize: true`, or bring them to the same scale in the model that ' ~ model.name ~ ' reads.'
        ) -%}
    {%- endif -%}
{%- endmacro -%}
