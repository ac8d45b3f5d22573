{% macro decision_grid(network, ranges=[[-3, 3], [-3, 3]], cells=40) %}
    {%- do dbt_nn._check_call('decision_grid', {'network': network}) -%}
    {%- do dbt_nn._check_whole_number('cells', cells, 'It is the number of cells along each side of the grid.') -%}
    {%- do dbt_nn._check_ranges(ranges) -%}
    {%- if not execute -%}
        {{ return('') }}
    {%- endif -%}
    {%- set network_rows, network = network, dbt_nn._network(network) -%}
    {%- set features = network.features -%}
    {%- if features | length != 2 or network.categories or 'iteration' in features | map('lower') -%}
        {%- do dbt_nn._refuse(
            'features', 'two columns of numbers, none of them called iteration, for a grid', features,
            'A grid has two axes: for a network with more features, use feature_importance.'
        ) -%}
    {%- endif -%}
    {%- set kept = [] -%}
    {%- for feature in features -%}
        {%- do kept.append('dbt_nn_row.' ~ dbt_nn._quoted(feature) ~ ' as kept_' ~ loop.index0) -%}
    {%- endfor -%}
    {%- call dbt_nn._composable() -%}
with

{{ dbt_nn._every_state(network, network_rows) }},

grid as (

    select
        {%- for feature in features %}
        {%- set from, to = ranges[loop.index0] %}
        {{ dbt_nn._number(from) }} + (side_{{ loop.index }}.n + 0.5) * {{ dbt_nn._number(to - from) }} / {{ cells }} as {{ dbt_nn._quoted(feature) }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ dbt_nn._sequence(cells) }} as side_1
    cross join {{ dbt_nn._sequence(cells) }} as side_2

),

{{ dbt_nn.examples(network, 'grid', with_label=false, carried=kept | join(',\n        '), state='learned') }},

{{ dbt_nn.forward_pass(network) }}

select
    iteration,
    {%- for feature in features %}
    kept_{{ loop.index0 }} as {{ dbt_nn._quoted(feature) }},
    {%- endfor %}
    {%- for slug in dbt_nn._class_slugs(network) %}
    {{ dbt_nn._if_known(network, 'probs_' ~ loop.index0) }} as {{ dbt_nn._quoted('probability_' ~ slug) }},
    {%- endfor %}
    {{ dbt_nn._predicted(network) }} as {{ dbt_nn._quoted('predicted_' ~ network.label) }}
from softmax
    {%- endcall -%}
{%- endmacro %}

{# Refuses `ranges` that are not two pairs of numbers, each with the smaller number first. #}
{%- macro _check_ranges(ranges) -%}
    {%- set good = [] -%}
    {%- for range in (ranges if ranges is sequence and ranges is not string and ranges is not mapping else []) -%}
        {%- if range is sequence and range is not string and range is not mapping and range | length == 2 -%}
            {%- if dbt_nn._is_number(range[0]) and dbt_nn._is_number(range[1]) and range[0] < range[1] -%}
                {%- do good.append(range) -%}
            {%- endif -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if dbt_nn._is_known(ranges) and (good | length != 2 or ranges | length != 2) -%}
        {%- do dbt_nn._refuse(
            'ranges', 'two pairs of numbers, each from the smaller to the larger', ranges,
            'Write the range of each feature, as in [[-3, 3], [0, 100]].'
        ) -%}
    {%- endif -%}
{%- endmacro -%}
