{# In this layout the row of a network has one list a layer, `layer_1`, `layer_2`, …: unit after unit, the weights of its inputs, in order,
   and then its bias. The SQL is of one size, however wide the network is. The formulas of maths/ are mapped over lists here, in three ways:
   - over one example a row, for predictions and measures: _forward_of_rows;
   - over blocks of examples, for training: _gradients_of_blocks. A row is a block of up to 64 examples, `x` the list of their inputs and
     `x_t` the same numbers by input, so that each sum over the examples is a dot product too. Longer lists gain nothing;
   - over one example a row, for training on many rows: _gradients_by_row. #}

{# The layers of a network: what the layout of columns gives too (_layers), without a name for each weight; `column` is the one that holds the
   layer, `size` how many numbers. Categories that are looked up have a list of their own, see lookups.sql: they are none of the `inputs` of
   the first layer, but counted in `num_inputs`; `looks_up` says that there are some. #}
{%- macro _layers_of_lists(network) -%}
    {%- set layers = [] -%}
    {%- set widths = dbt_nn._widths(network) -%}
    {%- for outputs in widths[1:] -%}
        {%- set is_last = loop.last -%}
        {%- set suffix = '' if loop.first else loop.index -%}
        {%- set inputs = dbt_nn._numbered('x_', network.inputs) if loop.first else layers[-1].outputs -%}
        {%- do layers.append({
            'number': loop.index,
            'is_last': is_last,
            'looks_up': loop.first and network.lookups | length > 0 and not network.by_row,
            'column': 'layer_' ~ loop.index,
            'units': 'units_' ~ loop.index,
            'inputs': inputs,
            'num_inputs': widths[loop.index0],
            'linear': dbt_nn._numbered('scores_' if is_last else 'h' ~ suffix ~ '_', range(outputs)),
            'outputs': dbt_nn._numbered('scores_' if is_last else 'd' ~ suffix ~ '_', range(outputs)),
            'size': (inputs | length + 1) * outputs,
        }) -%}
    {%- endfor -%}
    {{ return(layers) }}
{%- endmacro -%}

{# What _resolve adds to a network in this layout: `layers`, see _layers_of_lists; `lookups`, with the `size` of their lists; `lists`, both in
   the order of their columns; `parameters`, these columns. #}
{%- macro _lists_of_parameters(network) -%}
    {%- set layers, lookups = dbt_nn._layers_of_lists(network), [] -%}
    {%- for lookup in network.lookups -%}
        {%- set size = dbt_nn._length(lookup.column) if lookup.count is none else lookup.count * layers[0].outputs | length -%}
        {%- do lookups.append(dict(lookup, size=size)) -%}
    {%- endfor -%}
    {%- set lists = layers[:1] + lookups + layers[1:] -%}
    {{ return({'layers': layers, 'lookups': lookups, 'lists': lists, 'parameters': lists | map(attribute='column') | list}) }}
{%- endmacro -%}

{# The lists of a layer's units, each with the weights of its inputs and its bias, cut out of the column. #}
{%- macro _units_of(network, layer) -%}
    {%- set weights = dbt_nn._part_of_unit(layer, layer.column) -%}
    {%- set unit = dbt_nn._unit_with_categories(network, weights) if layer.looks_up else dbt_nn._boxed(weights) -%}
    {{ return(dbt_nn._list_map(dbt_nn._range(layer.outputs | length), 'unit', unit)) }}
{%- endmacro -%}

{# What is of the unit number `unit` of a layer in `list`, which begins with the numbers of that layer in the order of its column. #}
{%- macro _part_of_unit(layer, list) -%}
    {%- set length = layer.inputs | length + 1 -%}
    {{ return(dbt_nn._slice(list, '(unit - 1) * ' ~ length ~ ' + 1', 'unit * ' ~ length)) }}
{%- endmacro -%}

{# The CTE `units`: the state, and beside it `units_1`, … (see _units_of); of two classes also `margin_unit`, the second unit less the
   first, which gives the margin. With `back`, also _passed. #}
{%- macro _units(network, back=false) -%}
    {%- set last = network.layers[-1] -%}
    {%- set columns, derived = {}, {} -%}
    {%- for layer in network.layers -%}
        {%- do columns.update({layer.units: dbt_nn._units_of(network, layer)}) -%}
    {%- endfor -%}
    {%- if back -%}
        {%- do derived.update(dbt_nn._passed(network)) -%}
    {%- endif -%}
    {%- if network.has_margin -%}
        {%- set second, first = dbt_nn._weights_of(last, 2), dbt_nn._weights_of(last, 1) -%}
        {%- do derived.update({
            'margin_unit': dbt_nn._unit_of_differences(network, second, first) if last.looks_up
            else dbt_nn._differences_of_lists(second, first, last.inputs | length + 1)
        }) -%}
    {%- endif -%}
    {%- if not derived -%}
        {{ return(dbt_nn._extended('units', columns, 'state')) }}
    {%- endif -%}
{{ dbt_nn._extended('cut', columns, 'state') }},

{{ dbt_nn._extended('units', derived, 'cut') }}
{%- endmacro -%}

{# `passed_2`, …, for each layer but the first: by input, its weights in all units, along which slopes are passed back. #}
{%- macro _passed(network) -%}
    {%- set columns = {} -%}
    {%- for layer in network.layers[1:] if not (layer.is_last and network.has_margin) -%}
        {%- do columns.update({'passed_' ~ layer.number: dbt_nn._turned(layer.units, layer.inputs | length)}) -%}
    {%- endfor -%}
    {{ return(columns) }}
{%- endmacro -%}

{# The list of the weights and the bias of one `unit` of a layer, a number or an SQL expression; of one that looks categories up a struct. #}
{%- macro _weights_of(layer, unit) -%}
    {{ return(dbt_nn._weights_in(layer, dbt_nn._at(layer.units, unit))) }}
{%- endmacro -%}

{# The same, of an `element` of the list of a layer's units. #}
{%- macro _weights_in(layer, element) -%}
    {{ return(element if layer.looks_up else dbt_nn._unboxed(element)) }}
{%- endmacro -%}

{# By place, the elements of the list `first` less those of the list `second`, both of `count` numbers. #}
{%- macro _differences_of_lists(first, second, count) -%}
    {{ return(dbt_nn._list_map(dbt_nn._range(count), 'input', dbt_nn._at(first, 'input') ~ ' - ' ~ dbt_nn._at(second, 'input'))) }}
{%- endmacro -%}

{# The columns that are made of `numbers`, the list of an example's inputs: whether it has all of them, and, as `inputs`, the list with 1
   for the bias, and 0 for what is missing, since a dot product takes no NULL. #}
{%- macro _completed(network, inputs) -%}
    {%- set conditions = [dbt_nn._is_complete('numbers', network.inputs | length)] -%}
    {%- set numbers = dbt_nn._appended(dbt_nn._list_map('numbers', 'number', 'coalesce(number, 0.0)'), '1.0') -%}
    {%- for lookup in network.lookups if not lookup.is_imputed -%}
        {%- do conditions.append(lookup.code ~ ' is not null') -%}
    {%- endfor -%}
    {%- set is_complete = conditions | join(' and ') -%}
    {%- if network.by_row -%}
        {{ return(dict(dbt_nn._places_of_categories(network), is_complete=is_complete, **{inputs: numbers})) }}
    {%- endif -%}
    {{ return({'is_complete': is_complete, inputs: dbt_nn._example_with_categories(network, numbers) if network.lookups else numbers}) }}
{%- endmacro -%}

{# x·w + b of a `unit` of the layer, for one example: `inputs` is what the layer reads, and 1 for the bias. #}
{%- macro _weighted_sum(network, layer, inputs, unit) -%}
    {%- if layer.looks_up -%}
        {{ return(dbt_nn._sum_with_categories(network, inputs, unit)) }}
    {%- endif -%}
    {{ return(dbt_nn._dot_product(dbt_nn._inputs_of(network, layer, inputs), unit)) }}
{%- endmacro -%}

{# The `inputs` that a layer reads of an example, and 1, without the sums that the layer before may keep after them (_outputs_of). #}
{%- macro _inputs_of(network, layer, inputs) -%}
    {%- set keeps_sums = layer.number > 1 and network.layers[layer.number - 2].keeps_sums -%}
    {{ return(dbt_nn._slice(inputs, 1, layer.inputs | length + 1) if keeps_sums else inputs) }}
{%- endmacro -%}

{# d = activation(x·w + b) of all units of a hidden layer, for one example: `inputs` is the list of its inputs and 1, for the bias. So is
   what this gives for the next layer; if the activation's slope needs them, the sums come after it. #}
{%- macro _outputs_of(network, layer, inputs) -%}
    {%- set value = dbt_nn._activations('h', 'd')[layer.activation].value -%}
    {%- set sum = dbt_nn._weighted_sum(network, layer, inputs, dbt_nn._weights_in(layer, 'unit')) -%}
    {%- if layer.keeps_sums -%}
        {%- set outputs = dbt_nn._appended(dbt_nn._list_map('linear', 'h', value), '1.0') -%}
        {{ return(dbt_nn._let({'linear': dbt_nn._list_map(layer.units, 'unit', sum)}, dbt_nn._concatenated([outputs, 'linear']))) }}
    {%- endif -%}
    {{ return(dbt_nn._appended(dbt_nn._list_map(layer.units, 'unit', dbt_nn._let({'h': sum}, value)), '1.0')) }}
{%- endmacro -%}

{# The second score of an example less the first; NULL if it lacks an input. #}
{%- macro _margin_of_lists(network, last) -%}
    {{ return('case when is_complete then ' ~ dbt_nn._weighted_sum(network, last, 'd' ~ (last.number - 1), 'margin_unit') ~ ' end') }}
{%- endmacro -%}

{# The `width` columns of a matrix, a list of lists, as a list of lists: what is a row's is a column's. The lists of the rows may be a `field`
   of a struct. #}
{%- macro _turned(rows, width, field='') -%}
    {%- set column = dbt_nn._list_map(rows, 'values', dbt_nn._at(dbt_nn._unboxed('values') ~ field, 'place')) -%}
    {{ return(dbt_nn._list_map(dbt_nn._range(width), 'place', dbt_nn._boxed(column))) }}
{%- endmacro -%}

{# What maths/ makes of an example of a block, of `inputs`, the list that its last layer reads: a struct of example_loss, is_correct, slopes and
   those inputs as `outputs`, for the layer before. Of two classes there is only the margin, and its slope. `y[place]` is the number of its
   class. #}
{%- macro _result_of_lists(network) -%}
    {%- if network.has_margin -%}
        {%- set head = dbt_nn._two_classes(['scores_0', 'scores_1'], 'margin') -%}
        {%- set first = {'margin': dbt_nn._weighted_sum(network, network.layers[-1], 'inputs', 'margin_unit'), 'y_1': 'y[place]'} -%}
        {{ return(dbt_nn._let_in_turn([first] + (head.stages.values() | list)[1:], dbt_nn._struct({
            'example_loss': head.example_loss,
            'is_correct': head.is_correct,
            'slopes': head.slopes.scores_1,
            'outputs': 'inputs',
        }))) }}
    {%- endif -%}
    {%- set formulas = dbt_nn._softmax_formulas(
        'score', 'exponential', 'exponential / sum_exp', dbt_nn._indicator('class = label'), 'scores[label]'
    ) -%}
    {%- set units = network.layers[-1].units -%}
    {{ return(dbt_nn._let_in_turn([
        {'scores': dbt_nn._list_map(units, 'unit', dbt_nn._weighted_sum(network, network.layers[-1], 'inputs', 'unit')), 'label': 'y[place] + 1'},
        {'max_score': 'list_max(scores)'},
        {'exponentials': dbt_nn._list_map('scores', 'score', formulas.exponential)},
        {'sum_exp': dbt_nn._list_sum('exponentials')},
    ], dbt_nn._struct({
        'example_loss': formulas.example_loss,
        'is_correct': 'list_position(scores, max_score) = label',
        'slopes': dbt_nn._list_map('exponentials', 'exponential', formulas.slope, index='class'),
        'outputs': 'inputs',
    }))) }}
{%- endmacro -%}

{# `body` with the names of `stages`, a list of mappings of names to SQL expressions, each of which may use those before it. Names that are
   not used are left out. #}
{%- macro _let_in_turn(stages, body) -%}
    {%- set at = namespace(body=body) -%}
    {%- for columns in stages | reverse -%}
        {%- set used = {} -%}
        {%- for name, expression in columns.items() if modules.re.search('\\b' ~ name ~ '\\b', at.body) -%}
            {%- do used.update({name: expression}) -%}
        {%- endfor -%}
        {%- set at.body = dbt_nn._let(used, at.body) if used else at.body -%}
    {%- endfor -%}
    {{ return(at.body) }}
{%- endmacro -%}

{# dd = activation'(h) * (dscores·w2ᵀ): the slope along the `sum` of the unit number `unit` of a hidden layer, made of it, its `output` and the `slopes` of
   the layer after it, of two classes one number. If the network `sums_first`, the second factor is left to _gradients_of_lists. #}
{%- macro _slope_of_unit(network, layer, sum, output, slopes, unit='unit') -%}
    {%- set next = network.layers[layer.number] -%}
    {%- set slope = dbt_nn._activations(sum, output)[layer.activation].slope -%}
    {%- if network.sums_first -%}
        {{ return(slope ~ ' * ' ~ slopes) }}
    {%- elif next.is_last and network.has_margin -%}
        {{ return(slope ~ ' * ' ~ dbt_nn._at('margin_unit', unit) ~ ' * ' ~ slopes) }}
    {%- endif -%}
    {{ return(slope ~ ' * ' ~ dbt_nn._dot_product(slopes, dbt_nn._unboxed(dbt_nn._at('passed_' ~ next.number, unit)))) }}
{%- endmacro -%}

{# The sum of the unit number `unit`, which comes after the `outputs` of a layer that keeps its sums (_outputs_of). #}
{%- macro _kept_sum(layer, outputs) -%}
    {{ return(dbt_nn._at(outputs, 'unit + ' ~ (layer.outputs | length + 1))) }}
{%- endmacro -%}

{# These slopes of a block's examples, made of `results`, a struct for each example of its `outputs` and the `slopes` of the layer after it. An
   example a list, and the `results` for the layer before; of the first layer a unit a list. #}
{%- macro _slopes_of_lists(network, layer) -%}
    {%- set slope = dbt_nn._slope_of_unit(network, layer, dbt_nn._kept_sum(layer, 'result.outputs'), dbt_nn._at('result.outputs', 'unit'), 'result.slopes') -%}
    {%- set units = dbt_nn._range(layer.outputs | length) -%}
    {%- if layer.number == 1 -%}
        {{ return({'slopes_1_t': dbt_nn._list_map(units, 'unit', dbt_nn._list_map('results', 'result', slope))}) }}
    {%- endif -%}
    {{ return({'slopes_' ~ layer.number: dbt_nn._list_map('results', 'result', dbt_nn._list_map(units, 'unit', slope))}) }}
{%- endmacro -%}

{# The sums over a block's examples that the gradients are made of, xᵀ·dd of each layer, unit after unit as in the state: `turned`, columns
   that are made first, and `products`, a list of lists of numbers for each layer. Sums that follow from others are left out, as in
   _gradient_products. #}
{%- macro _products_of_lists(network) -%}
    {%- set turned, products = {}, [] -%}
    {%- for layer in network.layers -%}
        {%- set slopes = 'slopes_' ~ layer.number -%}
        {%- set outputs = 'd' ~ loop.index0 -%}
        {%- set is_margin = loop.last and network.has_margin -%}
        {%- if is_margin and network.sums_first -%}
            {%- do products.append('[[' ~ dbt_nn._list_sum(slopes) ~ ']]') -%}
        {%- else -%}
            {%- if is_margin -%}
                {%- do turned.update({slopes ~ '_t': '[' ~ slopes ~ ']'}) -%}
            {%- elif layer.number > 1 or loop.last -%}
                {%- do turned.update({slopes ~ '_t': dbt_nn._turned(slopes, layer.outputs | length)}) -%}
            {%- endif -%}
            {%- if not loop.first -%}
                {%- do turned.update({outputs ~ '_t': dbt_nn._turned(outputs, layer.inputs | length + 1)}) -%}
            {%- endif -%}
            {%- do products.append(dbt_nn._list_map(
                slopes ~ '_t', 'slopes',
                dbt_nn._list_map('x_t' if loop.first else outputs ~ '_t', 'inputs', dbt_nn._dot_product('inputs', 'slopes'))
            )) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return({'turned': turned, 'products': products}) }}
{%- endmacro -%}

{# How many sums the gradients are made of. #}
{%- macro _num_sums(network) -%}
    {%- set last = network.layers[-1] -%}
    {%- set of_last = last.size if not network.has_margin else 1 if network.sums_first else last.inputs | length + 1 -%}
    {{ return(network.layers[:-1] | sum(attribute='size') + of_last) }}
{%- endmacro -%}

{# What is summed over the examples beside the products, and comes after them. #}
{%- macro _counts() -%}
    {{ return(['num_read', 'num_complete', 'num_labelled', 'sum_loss', 'num_correct']) }}
{%- endmacro -%}

{# The sums for the last layer of two classes, those of its second unit: the first unit's differ only in sign. If the network
   `sums_first`, they follow from those of the layer before (see _finished_sums). #}
{%- macro _margin_sums(network) -%}
    {%- set last = network.layers[-1] -%}
    {%- if not network.sums_first -%}
        {%- set before = network.layers[:-1] | sum(attribute='size') -%}
        {{ return(dbt_nn._slice('sums', before + 1, before + last.inputs | length + 1)) }}
    {%- endif -%}
    {%- set first = network.layers[0] -%}
    {{ return(dbt_nn._appended(
        dbt_nn._list_map(
            dbt_nn._range(first.outputs | length), 'unit',
            dbt_nn._dot_product(dbt_nn._weights_of(first, 'unit'), dbt_nn._part_of_unit(first, 'sums'))
        ),
        dbt_nn._at('sums', first.size + 1)
    )) }}
{%- endmacro -%}

{# dw and db, a list a layer: the sums divided by how many examples there are, and what the penalty adds along a weight. #}
{%- macro _gradients_of_lists(network) -%}
    {%- set columns = {} -%}
    {%- set before = namespace(sums=0) -%}
    {%- for layer in network.layers -%}
        {%- set length = layer.inputs | length + 1 -%}
        {%- if layer.is_last and network.has_margin -%}
            {%- set opposite, own = dbt_nn._at('batch.margin_sums', 'place'), dbt_nn._at('batch.margin_sums', 'place - ' ~ length) -%}
            {%- set sum = 'case when place <= ' ~ length ~ ' then -' ~ opposite ~ ' else ' ~ own ~ ' end' -%}
        {%- else -%}
            {%- set sum = dbt_nn._at('batch.sums', 'place' ~ (' + ' ~ before.sums if before.sums else '')) -%}
            {%- if network.sums_first -%}
                {%- set sum = sum ~ ' * ' ~ dbt_nn._at('batch.margin_unit', 'cast(ceil(place / ' ~ length ~ ') as bigint)') -%}
            {%- endif -%}
        {%- endif -%}
        {%- set gradient = sum ~ ' / batch.num_read' -%}
        {%- set weight = 'case when mod(place, ' ~ length ~ ') <> 0 then ' ~ dbt_nn._at('batch.' ~ layer.column, 'place') ~ ' else 0.0 end' -%}
        {%- do columns.update({'d' ~ layer.column: dbt_nn._list_map(
            dbt_nn._places('batch.' ~ layer.column), 'place', gradient ~ dbt_nn._penalty_slope(network, weight)
        )}) -%}
        {%- set before.sums = before.sums + layer.size -%}
    {%- endfor -%}
    {%- do columns.update(dbt_nn._gradients_of_categories(network)) -%}
    {{ return(columns) }}
{%- endmacro -%}

{# The sum of a `formula` of a weight, `@`, without the biases, which come after each unit's weights. #}
{%- macro _sum_over_lists(network, formula) -%}
    {%- set sums = [] -%}
    {%- for layer in network.layers -%}
        {%- set weight = dbt_nn._at(layer.column, 'place') -%}
        {%- do sums.append(dbt_nn._list_sum(dbt_nn._list_map(
            dbt_nn._places(layer.column), 'place',
            'case when mod(place, ' ~ (layer.inputs | length + 1) ~ ') <> 0 then ' ~ formula | replace('@', weight) ~ ' else 0.0 end'
        ))) -%}
    {%- endfor -%}
    {%- for lookup in network.lookups -%}
        {%- do sums.append(dbt_nn._list_sum(dbt_nn._list_map(lookup.column, 'weight', formula | replace('@', 'weight')))) -%}
    {%- endfor -%}
    {{ return(dbt_nn._sum_of(sums)) }}
{%- endmacro -%}

{# What the optimiser makes of the layers, lists of the same length: the `next_…` moments, or the parameters and moments of the next row. #}
{%- macro _next_moments_of_lists(network) -%}
    {%- set columns = {} -%}
    {%- for moment, next in dbt_nn._optimizer(network).moments.items() -%}
        {%- for list in network.lists -%}
            {%- do columns.update({'next_' ~ moment ~ '_' ~ list.column: dbt_nn._list_of_formula(list, next)}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(columns) }}
{%- endmacro -%}

{%- macro _updated_lists(network) -%}
    {%- set value = dbt_nn._optimizer(network).value -%}
    {%- set columns = {} -%}
    {%- for list in network.lists -%}
        {%- do columns.update({list.column: dbt_nn._list_of_formula(list, value)}) -%}
    {%- endfor -%}
    {%- for moment in network.moments -%}
        {%- do columns.update({moment: 'next_' ~ moment}) -%}
    {%- endfor -%}
    {{ return(columns) }}
{%- endmacro -%}

{# A `formula` over names such as `d@`, an element of the list `dlayer_1`. #}
{%- macro _list_of_formula(list, formula) -%}
    {{ return(dbt_nn._list_map(
        dbt_nn._places(list.column), 'place', modules.re.sub('(\\w*)@', dbt_nn._at('\\1' ~ list.column, 'place'), formula)
    )) }}
{%- endmacro -%}

{# A query for one row: the lists that training begins with, of the CTE `draws`, in which each weight has a layer, an input and a unit;
   biases are 0. Given parameters, by the names that they have as columns, take the place of drawn ones. #}
{%- macro _drawn_lists(network) -%}
    {%- set whole = dbt.type_bigint() -%}
    {%- set given = [] -%}
    {%- for name, value in network.initial_parameters.items() -%}
        {%- set place = dbt_nn._place_of(network, name) -%}
        {%- do given.append([place.layer, place.input, place.unit, dbt_nn._number(value)] | join(', ')) -%}
    {%- endfor -%}
select
    {%- for layer in network.layers %}
    {{ dbt_nn._list_where('parameter', 'unit, input', 'layer = ' ~ layer.number ~ (dbt_nn._without_categories(network) if loop.first else '')) }} as {{ layer.column }}{{ ',' if network.lookups or not loop.last }}
    {%- endfor %}
    {%- for lookup in network.lookups %}
    {{ dbt_nn._list_where('parameter', 'input, unit', 'layer = 1 and ' ~ dbt_nn._is_category_of(lookup, 'input')) }} as {{ lookup.column }}{{ ',' if not loop.last }}
    {%- endfor %}
from (
    {%- if given %}

    select
        {{ dbt_nn._all_but('drawn', 'parameter') }},
        coalesce(given.parameter, drawn.parameter) as parameter
    from (
    {%- endif %}

    select layer, input, unit, weight as parameter from draws
    {%- for layer in network.layers %}
    union all
    select {{ layer.number }}, {{ layer.num_inputs }}, n, cast(0 as {{ dbt_nn._double_type() }}) from {{ dbt_nn._sequence(layer.outputs | length) }}
    {%- endfor %}
    {%- if given %}

    ) as drawn
    left join {{ dbt_nn._table_of('given', {'layer': whole, 'input': whole, 'unit': whole, 'parameter': dbt_nn._double_type()}, given) }}
        on drawn.layer = given.layer and drawn.input = given.input and drawn.unit = given.unit
    {%- endif %}

)
{%- endmacro -%}

{# Where the parameter is that the layout of columns calls `name`: its layer, input and unit; a bias is an input after the last. None if the
   network has no such parameter. #}
{%- macro _place_of(network, name) -%}
    {%- set found = modules.re.fullmatch('(w|b)([0-9]*)_(?:([0-9]+)_)?([0-9]+)', name | string) -%}
    {%- set number = (found.group(2) or 1) | int if found else 0 -%}
    {%- if not 1 <= number <= network.layers | length -%}
        {{ return(none) }}
    {%- endif -%}
    {%- set layer = network.layers[number - 1] -%}
    {%- set input, unit = found.group(3), found.group(4) -%}
    {%- if found.group(1) == 'b' -%}
        {%- set input = layer.num_inputs -%}
    {%- elif input is none -%}
        {#- Two digits, one for each. -#}
        {%- set input, unit = unit[0], unit[1:] -%}
    {%- endif -%}
    {%- set input, unit = input | int, unit | int(-1) -%}
    {#- There is one way to write a name. -#}
    {%- if input > layer.num_inputs or not 0 <= unit < layer.outputs | length or name != dbt_nn._parameter_name(layer, input, unit) -%}
        {{ return(none) }}
    {%- endif -%}
    {{ return({'layer': number, 'input': input, 'unit': unit}) }}
{%- endmacro -%}

{# What the layout of columns calls the weight of an `input` in a `unit` of a layer, or, with the number after the last input, its bias. #}
{%- macro _parameter_name(layer, input, unit) -%}
    {%- set suffix = (layer.number if layer.number > 1 else '') ~ '_' -%}
    {%- if input == layer.num_inputs -%}
        {{ return('b' ~ suffix ~ unit) }}
    {%- endif -%}
    {{ return('w' ~ suffix ~ input ~ ('_' if input > 9 or unit > 9 else '') ~ unit) }}
{%- endmacro -%}

{# The same of a weight, in SQL: `input` and `unit` are SQL expressions, `prefix` is the layer's, `w_` or `w2_`. #}
{%- macro _parameter_of(prefix, input, unit) -%}
    {{ return(dbt_nn._joined(["'" ~ prefix ~ "'", input, 'case when ' ~ input ~ ' > 9 or ' ~ unit ~ " > 9 then '_' else '' end", unit])) }}
{%- endmacro -%}

{# The numbers of a network by the names that they have as columns; `lists` are those of its layers, by column, as dbt reads them: as text. NaN
   and infinity have no value. #}
{%- macro _values_by_name(network, lists) -%}
    {%- set values = {} -%}
    {%- for list in network.lists -%}
        {%- set numbers = fromjson(lists[list.column] | string, none) or [none] * list.size -%}
        {%- do values.update(dict(zip(dbt_nn._names_in_list(network, list.column), numbers))) -%}
    {%- endfor -%}
    {{ return(values) }}
{%- endmacro -%}

{# A query for the numbers of `relation`, a row each: the column of their list, `list`, and their `place` in it, the name that the `parameter` has
   as a column, and its `weight`; with `prefix` in front of the lists' names, such as `d`, what else is kept of the parameters. #}
{%- macro _parameters_of_lists(network, relation='state', prefix='') -%}
    {%- for list in network.lists -%}
        {%- set is_layer = 'number' in list -%}
        {%- set layer = list if is_layer else network.layers[0] -%}
        {%- set length = (layer.inputs | length + 1) if is_layer else layer.outputs | length -%}
        {#- A list of categories has them as units, and the units as inputs. -#}
        {%- set input = dbt_nn._number_of_input(network, layer, 'input') if is_layer else list.first_input ~ ' + unit' -%}
        {%- set suffix = (layer.number if layer.number > 1 else '') ~ '_' %}
        {%- if not loop.first %}
union all
        {%- endif %}
select
    '{{ list.column }}' as list,
    place,
    case
        when input = {{ layer.num_inputs }} then {{ dbt_nn._joined(["'b" ~ suffix ~ "'", 'unit']) }}
        else {{ dbt_nn._parameter_of('w' ~ suffix, 'input', 'unit') }}
    end as parameter,
    weight
from (
    select
        place,
        {{ 'unit' if is_layer else 'input' }} as unit,
        {{ input }} as input,
        weight
    from (
        {{ dbt_nn._numbers_of_list(prefix ~ list.column, length, relation) | indent(8) }}
    ) as placed
) as named
    {%- endfor %}
{%- endmacro -%}

{# A list of the network in `relation`, with the number that the CTE `moves` names moved by `step`. #}
{%- macro _moved_list(list, relation, step) -%}
    {%- set number = dbt_nn._at(relation ~ '.' ~ list.column, 'spot') -%}
    {{ return(dbt_nn._list_map(
        dbt_nn._places(relation ~ '.' ~ list.column), 'spot',
        number ~ " + case when moves.list = '" ~ list.column ~ "' and moves.place = spot then moves.direction * " ~ step ~ ' else 0.0 end'
    )) }}
{%- endmacro -%}

{# The names that the elements of a list have as columns, in its order; `list` is a layer or a moment of it, such as `velocity_layer_1`, or the categories
   of a feature. #}
{%- macro _names_in_list(network, list) -%}
    {%- set names = [] -%}
    {%- for lookup in network.lookups if list == lookup.categories -%}
        {{ return(dbt_nn._numbered(lookup.category ~ '_', range(lookup.count))) }}
    {%- endfor -%}
    {%- for found in network.lists if list == found.column or list.endswith('_' ~ found.column) -%}
        {%- set prefix = list.removesuffix(found.column) -%}
        {%- set layer = found if 'number' in found else network.layers[0] -%}
        {%- if 'number' in found -%}
            {%- set inputs = (network.inputs | map(attribute='number') | list if layer.number == 1 else range(layer.num_inputs) | list) + [layer.num_inputs] -%}
            {%- for unit in range(layer.outputs | length) -%}
                {%- for input in inputs -%}
                    {%- do names.append(prefix ~ dbt_nn._parameter_name(layer, input, unit)) -%}
                {%- endfor -%}
            {%- endfor -%}
        {%- else -%}
            {%- for category in range(found.count) -%}
                {%- for unit in range(layer.outputs | length) -%}
                    {%- do names.append(prefix ~ dbt_nn._parameter_name(layer, found.first_input + category, unit)) -%}
                {%- endfor -%}
            {%- endfor -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(names) }}
{%- endmacro -%}

{# Each of these names with the SQL expression of the element in its list, for the `lists`. #}
{%- macro _elements_of_lists(network, lists) -%}
    {%- set elements = {} -%}
    {%- for list in lists -%}
        {%- for name in dbt_nn._names_in_list(network, list) -%}
            {%- do elements.update({name: dbt_nn._at(list, loop.index)}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(elements) }}
{%- endmacro -%}
