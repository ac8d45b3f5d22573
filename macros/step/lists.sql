{# CTEs from `loss` to `gradients`, with an example a row and its numbers in lists: `slopes_1`, …, the slopes of the loss along the sums of a
   layer's units; of two classes that of the margin, one number. #}
{%- macro _gradients_of_listed_rows(network) -%}
    {%- set last = network.layers[-1] -%}
    {%- set passed = dbt_nn._passed(network) -%}
    {%- set slopes = dbt_nn._head(network).slopes.values() | list -%}
    {%- set products = dbt_nn._concatenated(dbt_nn._products_of_row(network)) -%}
    {%- set ctes = [dbt_nn._extended(
        'back_' ~ last.number,
        {'slopes_' ~ last.number: slopes[1] if network.has_margin else '[' ~ slopes | join(', ') ~ ']'},
        'loss', joined='passed' if passed else none
    )] -%}
    {%- for layer in network.layers[:-1] | reverse -%}
        {%- set outputs = 'd' ~ layer.number -%}
        {%- set slope = dbt_nn._slope_of_unit(
            network, layer, dbt_nn._kept_sum(layer, outputs), dbt_nn._at(outputs, 'unit'), 'slopes_' ~ (layer.number + 1)
        ) -%}
        {%- do ctes.append(dbt_nn._extended(
            'back_' ~ layer.number,
            {'slopes_' ~ layer.number: dbt_nn._list_map(dbt_nn._range(layer.outputs | length), 'unit', slope)},
            'back_' ~ (layer.number + 1)
        )) -%}
    {%- endfor -%}
    {%- if passed -%}
passed as (

    select
        {%- for name, weights in passed.items() %}
        {{ weights }} as {{ name }}{{ ',' if not loop.last }}
        {%- endfor %}
    from units

),

{% endif -%}
{{ ctes | join(',\n\n') }},

products as (

    select {{ dbt_nn._products_with_categories(network, products) if network.lookups else products }} as products
    from back_1

),

{{ dbt_nn._summed_from('products', 'sums', dbt_nn._sums_before(network), 'units') if network.lookups
    else dbt_nn._summed_by_place('products', 'sums', dbt_nn._sums_before(network)) }},

{{ dbt_nn._gradients_of_sums(network) }}
{%- endmacro -%}

{# xᵀ·dd: the lists of what is summed over the examples, those of _products_of_lists, of one example; and the _counts of it. #}
{%- macro _products_of_row(network) -%}
    {%- set products = [] -%}
    {%- for layer in network.layers -%}
        {%- set slopes = 'slopes_' ~ layer.number -%}
        {%- set inputs = dbt_nn._inputs_of(network, layer, 'd' ~ loop.index0) ~ ('.numbers' if layer.looks_up else '') -%}
        {%- if not (layer.is_last and network.has_margin) -%}
            {%- do products.append(dbt_nn._outer_product(slopes, inputs)) -%}
        {%- elif network.sums_first -%}
            {%- do products.append('[' ~ slopes ~ ']') -%}
        {%- else -%}
            {%- do products.append(dbt_nn._list_map(inputs, 'input', 'input * ' ~ slopes)) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set is_labelled = dbt_nn._indicator('y_' ~ (network.classes | length - 1) ~ ' is not null') -%}
    {%- set counts = ['1.0', dbt_nn._indicator('example_loss is not null'), is_labelled, 'example_loss', dbt_nn._indicator('is_correct')] -%}
    {{ return(products + ['[' ~ counts | join(', ') ~ ']']) }}
{%- endmacro -%}

{# CTEs from `units` and `totals`, the sums over the examples, to `gradients`. #}
{%- macro _gradients_of_sums(network) -%}
sums as (

    select
        units.*,
        {%- for name in dbt_nn._counts() %}
        {%- set number = dbt_nn._at('totals.sums', dbt_nn._num_sums(network) + loop.index) %}
        {#- Without examples there are no sums. #}
        {{ number if name == 'sum_loss' else 'cast(coalesce(' ~ number ~ ', 0) as ' ~ dbt.type_bigint() ~ ')' }} as {{ name }},
        {%- endfor %}
        {%- for lookup in network.lookups if dbt_nn._trains_in_blocks() %}
        sums_of_{{ lookup.categories }},
        {%- endfor %}
        totals.sums
    from units
    cross join totals
    {%- for lookup in network.lookups if dbt_nn._trains_in_blocks() %}
    cross join sums_of_{{ lookup.categories }}
    {%- endfor %}

),

    {%- if network.has_margin %}

{# Without examples there are no sums, and a dot product takes no NULL. -#}
{{ dbt_nn._extended(
    'finished', {'margin_sums': 'case when num_read > 0 then ' ~ dbt_nn._margin_sums(network) ~ ' end'}, dbt_nn._namesake('sums')
) }},
    {%- endif %}

{{ dbt_nn._means_of_sums(network, dbt_nn._gradients_of_lists(network), 'finished' if network.has_margin else 'sums') }}
{%- endmacro -%}
