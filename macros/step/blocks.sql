{# The CTE `name`: the examples in blocks of up to 64, lists, and how many of them have all inputs and a label. The others are counted only, for
   the step is refused then (_or_data_error): a dot product takes no NULL. `shuffled` examples have their block already; others are taken in
   the order in which they are read. Those that are `listed` are of _examples_in_lists. #}
{%- macro _lists_of_examples(network, source='examples', name='lists', listed=false) -%}
numbered as (

    select
        {{ 'shuffle_key' if source == 'shuffled' else 'row_number() over ()' }} as place,
        {{ 'block' if source == 'shuffled' else dbt_nn._quotient('(row_number() over () - 1)', 64) ~ ' as block' }},
        {{ 'y' if listed else dbt_nn._class_number(network) ~ ' as y' }},
        {%- for lookup in network.lookups %}
        {{ lookup.code }},
        {%- endfor %}
        {{ 'numbers' if listed else dbt_nn._list_of(dbt_nn._numbered('x_', network.inputs)) ~ ' as numbers' }}
    from {{ source }}

),

{{ dbt_nn._extended('completed', dbt_nn._completed(network, 'x'), 'numbered') }},

listed as (

    select
        block,
        count(*) as num_read,
        {{ dbt_nn._count_where('is_complete and y is not null') }} as num_complete,
        count(y) as num_labelled,
        list(x order by place) as x,
        list(cast(coalesce(y, 0) as bigint) order by place) as y
    from completed
    group by block

),

{{ name }} as {{ 'materialized ' if listed }}(

    select
        *,
        {%- for lookup in network.lookups %}
        {{ dbt_nn._list_map('x', 'inputs', 'inputs.' ~ lookup.place) }} as {{ lookup.place }},
        {%- endfor %}
        {{ dbt_nn._turned('x', network.inputs | length + 1, '.numbers' if network.lookups else '') }} as x_t
    from listed
    order by block

)
{%- endmacro -%}

{# CTEs from `lists` and `state` to `gradients`. An example's numbers are elements of lists: `d1`, `d2`, … are the outputs of the hidden
   layers, and 1; `slopes_<layer>` are the slopes of the loss along the sums of a layer's units. In a list whose name ends in `_t` the first
   index is the unit, in the others the example. If `is_shared`, several threads share the blocks. #}
{%- macro _gradients_of_blocks(network, is_shared=false) -%}
{{ dbt_nn._units(network, back=true) }},

{{ dbt_nn._losses_of_blocks(network) }},

{{ dbt_nn._sums_of_blocks(network, is_shared) }},

{{ dbt_nn._gradients_of_sums(network) }}
{%- endmacro -%}

{# CTEs from `lists` to `loss`. #}
{%- macro _losses_of_blocks(network) -%}
    {%- set last = network.layers[-1] -%}
    {%- set ctes = [] -%}
    {%- for layer in network.layers -%}
        {%- set before = 'x' if loop.first else 'd' ~ loop.index0 -%}
        {%- set source = 'lists' if loop.first else 'forward_' ~ loop.index0 -%}
        {%- set joined = 'units' if loop.first else none -%}
        {%- if loop.last -%}
            {%- set results = dbt_nn._list_map(before, 'inputs', dbt_nn._result_of_lists(network), index='place') -%}
            {%- do ctes.append(dbt_nn._extended('softmax', {'results': results}, source, joined)) -%}
        {%- else -%}
            {%- set outputs = dbt_nn._list_map(before, 'inputs', dbt_nn._outputs_of(network, layer, 'inputs')) -%}
            {%- do ctes.append(dbt_nn._extended('forward_' ~ layer.number, {'d' ~ layer.number: outputs}, source, joined)) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do ctes.append(dbt_nn._extended('loss', {
        'sum_loss': dbt_nn._list_sum(dbt_nn._list_map('results', 'result', 'result.example_loss')),
        'num_correct': dbt_nn._list_sum(dbt_nn._list_map('results', 'result', dbt_nn._indicator('result.is_correct'))),
        'slopes_' ~ last.number: dbt_nn._list_map('results', 'result', 'result.slopes'),
    }, 'softmax')) -%}
{{ ctes | join(',\n\n') }}
{%- endmacro -%}

{# CTEs from `loss` to `totals`: back through the hidden layers, the sums over each block, and those over all blocks. #}
{%- macro _sums_of_blocks(network, is_shared) -%}
    {%- set ctes = [] -%}
    {%- set at = namespace(source='loss') -%}
    {%- for layer in network.layers[:-1] | reverse -%}
        {%- set name = 'back_' ~ layer.number -%}
        {%- do ctes.append(dbt_nn._extended(name, dbt_nn._slopes_of_lists(network, layer), at.source)) -%}
        {%- set at.source = name -%}
        {%- if layer.number > 1 -%}
            {%- set result = dbt_nn._struct({'slopes': 'slopes', 'outputs': 'd' ~ (layer.number - 1) ~ '[place]'}) -%}
            {%- do ctes.append(dbt_nn._replaced(
                'passed_back_' ~ layer.number,
                {'results': dbt_nn._list_map('slopes_' ~ layer.number, 'slopes', result, index='place')}, name
            )) -%}
            {%- set at.source = 'passed_back_' ~ layer.number -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set gradient = dbt_nn._products_of_lists(network) -%}
    {%- if gradient.turned -%}
        {%- do ctes.append(dbt_nn._extended('turned', gradient.turned, at.source)) -%}
        {%- set at.source = 'turned' -%}
    {%- endif -%}
{{ ctes | join(',\n\n') ~ (',\n\n' if ctes else '') }}products as {{ 'materialized ' if network.lookups }}(

    select
    {%- for lookup in network.lookups %}
        {{ lookup.place }},
        {{- '\n        slopes_1_t,' if loop.last }}
    {%- endfor %}
        {{ dbt_nn._flattened('[' ~ (gradient.products + ['[[' ~ dbt_nn._counts() | join(', ') ~ ']]']) | join(', ') ~ ']') }} as products
    from {{ at.source }}

),

{{ dbt_nn._summed_by_place('products', 'sums', dbt_nn._num_sums(network) + dbt_nn._counts() | length, is_shared) }}
    {%- if network.lookups -%}
,

{{ dbt_nn._opened(network) }},

{{ dbt_nn._sums_of_categories(network, 'opened') }}
    {%- endif -%}
{%- endmacro -%}
