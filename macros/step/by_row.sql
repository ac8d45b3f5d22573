{# A statement of many iterations over lists that reads many rows: the weights stay lists, but an example is a row, and each number that is made of it a
   column, so that its arithmetic has no lambda. The formulas are those of the layout of columns; the sums over the examples are a list, and from
   there on the step is that of lists. #}

{# CTEs down to `examples`, kept in memory: the inputs `x_0`, …, and the same in `d0`, the list that the first layer reads; the place of each category
   that is looked up; the classes. #}
{%- macro _examples_by_row(network, data) -%}
{{ dbt_nn.examples(network, data, name='read_examples', state='start') }},

{{ dbt_nn._extended('listed_examples', {'numbers': dbt_nn._list_of(dbt_nn._numbered('x_', network.inputs))}, 'read_examples') }},

{{ dbt_nn._extended('examples', dbt_nn._completed(network, 'd0'), 'listed_examples', materialized=true) }}
{%- endmacro -%}

{# CTEs from `examples` and `state` to `gradients`. #}
{%- macro _gradients_by_row(network) -%}
{{ dbt_nn._forward_by_row(network) }},

{{ dbt_nn.loss(network) }},

{{ dbt_nn._back_by_row(network) }},

totals as (

    select [{{ dbt_nn._sums_by_row(network) | join(', ') }}] as sums
    from back_1
    group by {{ network.sums_by }}

),

    {%- if network.lookups %}

{{ dbt_nn._sums_of_categories(network, 'back_1') }},
    {%- endif %}

{{ dbt_nn._gradients_of_sums(network) }}
{%- endmacro -%}

{# CTEs from `examples` and `state` to `softmax`. #}
{%- macro _forward_by_row(network) -%}
    {%- set ctes = [dbt_nn._units(network, back=true)] + ([dbt_nn._looked_up(network)] if network.lookups else []) -%}
    {%- set at = namespace(source='looked_up' if network.lookups else 'examples') -%}
    {%- for layer in network.layers[:-1] -%}
        {%- set joined = 'units' if at.source == 'examples' else none -%}
        {%- do ctes.extend([
            dbt_nn._extended('linear_' ~ layer.number, dbt_nn._weighted_sums_by_row(network, layer), at.source, joined),
            dbt_nn._extended('activated_' ~ layer.number, dbt_nn._activated(network, layer), 'linear_' ~ layer.number),
            dbt_nn._extended(
                'forward_' ~ layer.number, {'d' ~ layer.number: dbt_nn._list_of(layer.outputs + ['1.0'])}, 'activated_' ~ layer.number
            ),
        ]) -%}
        {%- set at.source = 'forward_' ~ layer.number -%}
    {%- endfor -%}
{{ (ctes + [dbt_nn._scores_of_rows(network, at.source)]) | join(',\n\n') }}
{%- endmacro -%}

{# h = x·w + b: the sums of the units of a hidden layer, and in the first one the weights of the example's categories. #}
{%- macro _weighted_sums_by_row(network, layer) -%}
    {%- set columns = {} -%}
    {%- for sum in layer.linear -%}
        {%- set terms = [dbt_nn._dot_product('d' ~ (layer.number - 1), dbt_nn._weights_of(layer, loop.index))] -%}
        {%- for lookup in network.lookups if layer.number == 1 -%}
            {%- do terms.append(lookup.weight ~ '.unit_' ~ (layer.linear.index(sum) + 1)) -%}
        {%- endfor -%}
        {%- do columns.update({sum: dbt_nn._sum_of(terms)}) -%}
    {%- endfor -%}
    {{ return(columns) }}
{%- endmacro -%}

{# CTEs from `loss` to `back_1`: the slopes along the sums of each layer's units, and, for the layer before, the list of them. Each feature that is
   looked up reads `back_1` once more. #}
{%- macro _back_by_row(network) -%}
    {%- set ctes = [] -%}
    {%- set at = namespace(source='loss', slopes=none) -%}
    {%- for layer in network.layers | reverse -%}
        {%- set columns = dbt_nn._score_slopes(network) if layer.is_last else {} -%}
        {%- for output in layer.outputs if not layer.is_last -%}
            {%- do columns.update({'d' ~ output: dbt_nn._slope_of_unit(network, layer, layer.linear[loop.index0], output, at.slopes, loop.index)}) -%}
        {%- endfor -%}
        {%- do ctes.append(dbt_nn._extended('back_' ~ layer.number, columns, at.source, materialized=layer.number == 1 and network.lookups)) -%}
        {%- set at.source = 'back_' ~ layer.number -%}
        {%- if layer.is_last and network.has_margin -%}
            {%- set at.slopes = 'd' ~ layer.outputs[1] -%}
        {%- elif layer.number > 1 -%}
            {%- set at.slopes = 'slopes_' ~ layer.number -%}
            {#- A dot product takes no NULL, which the slopes of an example are that lacks an input or its label. #}
            {%- set values = [] -%}
            {%- for slope in columns -%}
                {%- do values.append('coalesce(' ~ slope ~ ', 0.0)') -%}
            {%- endfor -%}
            {%- do ctes.append(dbt_nn._extended('passed_back_' ~ layer.number, {at.slopes: dbt_nn._list_of(values)}, at.source)) -%}
            {%- set at.source = 'passed_back_' ~ layer.number -%}
        {%- endif -%}
    {%- endfor -%}
{{ ctes | join(',\n\n') }}
{%- endmacro -%}

{# xᵀ·dd and dd: the sums over the examples, in the order of _products_of_lists, and the _counts. #}
{%- macro _sums_by_row(network) -%}
    {%- set last = network.layers[-1] -%}
    {%- set sums = [] -%}
    {%- for layer in network.layers -%}
        {%- for output in (layer.outputs[1:] if layer.is_last and network.has_margin else layer.outputs) -%}
            {%- for input in layer.inputs if not (layer.is_last and network.sums_first) -%}
                {%- do sums.append('sum(' ~ input ~ ' * d' ~ output ~ ')') -%}
            {%- endfor -%}
            {%- do sums.append('sum(d' ~ output ~ ')') -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(sums + [
        'count(*)', 'count(example_loss)', 'count(y_' ~ (last.outputs | length - 1) ~ ')', 'sum(example_loss)', dbt_nn._count_where('is_correct')
    ]) }}
{%- endmacro -%}
