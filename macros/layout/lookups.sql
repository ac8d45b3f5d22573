{# In the layout of lists a feature of many categories is not an input of 0 or 1 for each: an example holds the number of its category, and the
   contribution of a category to a unit is its weight there, `w[code]`. So an example costs the same whether there are ten categories or ten
   thousand. The weights of a feature are a list beside `layer_1`, category after category, those of all units. #}

{# What the first layer reads of an example: `numbers`, the list of its inputs and 1, and for each feature that is looked up the place of its
   category in a unit's list: the first place is of examples without one. #}
{%- macro _example_with_categories(network, numbers) -%}
    {{ return(dbt_nn._struct(dict(dbt_nn._places_of_categories(network), numbers=numbers))) }}
{%- endmacro -%}

{# These places, by name. #}
{%- macro _places_of_categories(network) -%}
    {%- set places = {} -%}
    {%- for lookup in network.lookups -%}
        {%- do places.update({lookup.place: 'coalesce(' ~ lookup.code ~ ', 0) + 1'}) -%}
    {%- endfor -%}
    {{ return(places) }}
{%- endmacro -%}

{# A unit of the first layer, the number `unit`: `numbers`, its weights and its bias; and for each feature that is looked up the list of the weights
   of its categories, after 0 for none of them. #}
{%- macro _unit_with_categories(network, numbers) -%}
    {%- set fields = {'numbers': numbers} -%}
    {%- for lookup in network.lookups -%}
        {%- set weights = dbt_nn._list_map(dbt_nn._codes_of(network, lookup), 'code', dbt_nn._weight_in_list(network, lookup, 'unit')) -%}
        {%- do fields.update({lookup.categories: dbt_nn._prepended('0.0', weights)}) -%}
    {%- endfor -%}
    {{ return(dbt_nn._struct(fields)) }}
{%- endmacro -%}

{# How many categories of a feature the row of a network has weights for; `row` begins the column's name, if it has to. #}
{%- macro _num_categories_of_row(network, lookup, row='') -%}
    {{ return(dbt_nn._whole_quotient(dbt_nn._length(row ~ lookup.column), network.layers[0].outputs | length)) }}
{%- endmacro -%}

{# The unit whose weights are those of the unit `first` less those of the unit `second`. #}
{%- macro _unit_of_differences(network, first, second) -%}
    {%- set fields = {'numbers': dbt_nn._differences_of_lists(first ~ '.numbers', second ~ '.numbers', network.inputs | length + 1)} -%}
    {%- for lookup in network.lookups -%}
        {%- set ours, theirs = first ~ '.' ~ lookup.categories, second ~ '.' ~ lookup.categories -%}
        {%- do fields.update({lookup.categories: dbt_nn._differences_of_lists(ours, theirs, dbt_nn._length(ours))}) -%}
    {%- endfor -%}
    {{ return(dbt_nn._struct(fields)) }}
{%- endmacro -%}

{# x·w + b for one example, `inputs`, and a `unit`, the two structs: a dot product, and the weight of its category of each feature. #}
{%- macro _sum_with_categories(network, inputs, unit) -%}
    {%- set terms = [dbt_nn._dot_product(inputs ~ '.numbers', unit ~ '.numbers')] -%}
    {%- for lookup in network.lookups -%}
        {%- do terms.append(dbt_nn._at(unit ~ '.' ~ lookup.categories, inputs ~ '.' ~ lookup.place)) -%}
    {%- endfor -%}
    {{ return(dbt_nn._sum_of(terms)) }}
{%- endmacro -%}

{# From `products`, blocks of examples with the `slopes_1_t` of the first layer, the CTE `opened`, an example a row: the places of its categories, and
   its slopes. #}
{%- macro _opened(network) -%}
opened as (

    select
    {%- for lookup in network.lookups %}
        unnest({{ lookup.place }}) as {{ lookup.place }},
    {%- endfor %}
    {%- for slope in dbt_nn._first_slopes(network) %}
        unnest(slopes_1_t[{{ loop.index }}]) as {{ slope }}{{ ',' if not loop.last }}
    {%- endfor %}
    from products

)
{%- endmacro -%}

{# An example a row: CTEs from `examples` and `units` to `looked_up`, in which an example has the weights of its category of each feature, a struct of all
   units. They are taken from a list, whose first place is of examples without a category. #}
{%- macro _looked_up(network) -%}
    {%- set units = network.layers[0].outputs | length -%}
    {%- set lists, own = {}, {} -%}
    {%- for lookup in network.lookups -%}
        {%- set zeros, weights = {}, {} -%}
        {%- for unit in range(1, units + 1) -%}
            {%- do zeros.update({'unit_' ~ unit: '0.0'}) -%}
            {%- do weights.update({'unit_' ~ unit: dbt_nn._weight_in_list(network, lookup, unit)}) -%}
        {%- endfor -%}
        {%- do lists.update({lookup.weights: dbt_nn._prepended(
            dbt_nn._struct(zeros), dbt_nn._list_map(dbt_nn._codes_of(network, lookup), 'code', dbt_nn._struct(weights))
        )}) -%}
        {%- do own.update({lookup.weight: dbt_nn._at(lookup.weights, lookup.place)}) -%}
    {%- endfor -%}
{{ dbt_nn._extended('lookups', lists, 'units') }},

{{ dbt_nn._extended('looked_up', own, 'examples', joined='lookups') }}
{%- endmacro -%}

{# The list of the numbers of the categories, from 1 on. #}
{%- macro _codes_of(network, lookup) -%}
    {{ return(dbt_nn._range(dbt_nn._num_categories_of_row(network, lookup))) }}
{%- endmacro -%}

{# The weight of the category number `code` in the unit number `unit`. #}
{%- macro _weight_in_list(network, lookup, unit) -%}
    {{ return(dbt_nn._at(lookup.column, '(code - 1) * ' ~ (network.layers[0].outputs | length) ~ ' + ' ~ unit)) }}
{%- endmacro -%}

{# The names of the slopes along the sums of the first layer's units; of two classes without a hidden layer that of the second suffices, see
   _gradients_of_categories. #}
{%- macro _first_slopes(network) -%}
    {%- set first = network.layers[0] -%}
    {{ return(dbt_nn._prefixed('d', first.outputs[1:] if first.is_last and network.has_margin else first.outputs)) }}
{%- endmacro -%}

{# CTEs from `source`, an example a row with its slopes along the sums of the first layer's units: for each feature that is looked up the row
   `sums_of_categories_…`, the sums of these slopes over the examples of each category, in the order of its weights. #}
{%- macro _sums_of_categories(network, source) -%}
    {%- set slopes = dbt_nn._first_slopes(network) -%}
    {%- set zeros = dbt_nn._list_map(dbt_nn._range(slopes | length), 'unit', 'cast(0 as double)') -%}
    {%- for lookup in network.lookups -%}
        {%- set sums = 'of_' ~ lookup.categories -%}
{{ sums }} as (

    select
        {{ lookup.place }} as place,
        [sum({{ slopes | join('), sum(') }})] as sums
    from {{ source }}
    group by {{ lookup.place }}

),

sums_{{ sums }} as (

    select flatten(list(coalesce({{ sums }}.sums, {{ zeros }}) order by learned.code)) as sums_{{ sums }}
    from (select unnest({{ dbt_nn._codes_of(network, lookup) }}) as code from state) as learned
    left join {{ sums }} on learned.code + 1 = {{ sums }}.place

)
        {%- if not loop.last -%}
,

{% endif -%}
    {%- endfor -%}
{%- endmacro -%}

{# An example a row: what is added up over the examples is a list of lists, see _summed_from. The first is that of _products_of_row, `products`. Those
   of a feature that is looked up are the slopes along the sums of the first layer's units, and belong to the weights of the example's
   category. #}
{%- macro _products_with_categories(network, products) -%}
    {%- set first = network.layers[0] -%}
    {%- set lists = [dbt_nn._struct({'first_place': '1', 'numbers': products})] -%}
    {%- for lookup in network.lookups -%}
        {%- set units = first.outputs | length -%}
        {%- set before = dbt_nn._sums_before(network, loop.index0) -%}
        {%- do lists.append(dbt_nn._struct({
            'first_place': '(nullif(' ~ lookup.code ~ ', 0) - 1) * ' ~ units ~ ' + ' ~ before ~ ' + 1',
            'numbers': '[-slopes_1, slopes_1]' if first.is_last and network.has_margin else 'slopes_1',
        })) -%}
    {%- endfor -%}
    {{ return('[' ~ lists | join(', ') ~ ']') }}
{%- endmacro -%}

{# How many sums come before those of the lookup with this `index`, an SQL expression; without one, how many there are. #}
{%- macro _sums_before(network, index=none) -%}
    {%- set sizes = (network.lookups if index is none else network.lookups[:index]) | map(attribute='size') | list -%}
    {%- set known = dbt_nn._num_sums(network) + dbt_nn._counts() | length + sizes | select('integer') | sum -%}
    {{ return(([known] + sizes | reject('integer') | list) | join(' + ')) }}
{%- endmacro -%}

{# The sum over the examples for the weight at `place` in the list of the lookup with this `index`. #}
{%- macro _sum_of_category(network, index) -%}
    {%- if not dbt_nn._trains_in_blocks() -%}
        {#- A category without an example has no sum; without any examples there is none at all. -#}
        {%- set sum = dbt_nn._at('batch.sums', 'place + ' ~ dbt_nn._sums_before(network, index)) -%}
        {{ return('coalesce(' ~ sum ~ ', case when batch.num_read > 0 then 0.0 end)') }}
    {%- endif -%}
    {%- set sums = 'batch.sums_of_' ~ network.lookups[index].categories -%}
    {%- if network.layers[0].is_last and network.has_margin -%}
        {#- The first class's differ from the second's only in sign. -#}
        {{ return('(case when place % 2 = 0 then 1 else -1 end) * ' ~ sums ~ '[(place + 1) // 2]') }}
    {%- endif -%}
    {{ return(sums ~ '[place]') }}
{%- endmacro -%}

{# dw of the categories that are looked up, a list a feature, as _gradients_of_lists gives those of the layers. #}
{%- macro _gradients_of_categories(network) -%}
    {%- set columns = {} -%}
    {%- for lookup in network.lookups -%}
        {%- do columns.update({'d' ~ lookup.column: dbt_nn._list_map(
            dbt_nn._places('batch.' ~ lookup.column), 'place',
            dbt_nn._sum_of_category(network, loop.index0) ~ ' / batch.num_read'
                ~ dbt_nn._penalty_slope(network, dbt_nn._at('batch.' ~ lookup.column, 'place'))
        )}) -%}
    {%- endfor -%}
    {{ return(columns) }}
{%- endmacro -%}

{# A condition: the input number `input` is a category of the feature. #}
{%- macro _is_category_of(lookup, input) -%}
    {{ return(input ~ ' between ' ~ lookup.first_input ~ ' and ' ~ (lookup.first_input + (lookup.count or 0) - 1)) }}
{%- endmacro -%}

{# The end of a condition: no category that is looked up. #}
{%- macro _without_categories(network) -%}
    {%- set conditions = [] -%}
    {%- for lookup in network.lookups -%}
        {%- do conditions.append(' and not (' ~ dbt_nn._is_category_of(lookup, 'input') ~ ')') -%}
    {%- endfor -%}
    {{ return(conditions | join) }}
{%- endmacro -%}

{# Which input of a layer `place`, an SQL expression, is in the list of a unit, from 0 on: in the first layer categories that are looked up
   are counted, but not in the list. #}
{%- macro _number_of_input(network, layer, place) -%}
    {%- set terms = [place] -%}
    {%- for lookup in network.lookups if layer.number == 1 -%}
        {%- set before = network.inputs | selectattr('number', 'lt', lookup.first_input) | list | length -%}
        {%- do terms.append('case when ' ~ place ~ ' >= ' ~ before ~ ' then ' ~ (lookup.count or 0) ~ ' else 0 end') -%}
    {%- endfor -%}
    {{ return(terms | join(' + ')) }}
{%- endmacro -%}

{# The categories of the features that are looked up, by the names that they have as columns; `lists` are those of the network's row, as
   JSON. #}
{%- macro _categories_by_name(network, lists) -%}
    {%- set values = {} -%}
    {%- for lookup in network.lookups -%}
        {%- set categories = fromjson(lists[lookup.categories]) -%}
        {%- for place in range(lookup.count) -%}
            {%- do values.update({lookup.category ~ '_' ~ place: categories[place] if place < categories | length else none}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(values) }}
{%- endmacro -%}
