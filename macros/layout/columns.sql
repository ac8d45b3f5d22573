{# In this layout every number of a network and of an example is a column. The formulas of maths/ are mapped over them here: a macro
   gives a mapping of columns to SQL expressions, in order, and _extended makes a CTE of it. A formula is asked for once, over names
   such as `@h`, and these are replaced by each column's: a call for each parameter would take seconds for a wide network. #}

{# The layers of a network of the `widths`, inputs and classes included, in order, with the names of the columns for their numbers in the SQL.
   The names are those of the post: `w_00`, `b_0`, `d_0` for the first layer, `w2_00`, `b2_0`, `d2_0` for the second, and so on; the
   outputs of the last layer are `scores_0`, `scores_1`. Indices of two digits are separated: `w_10_3`. #}
{%- macro _layers(widths) -%}
    {%- set layers = [] -%}
    {%- for outputs in widths[1:] -%}
        {%- set number = loop.index -%}
        {%- set suffix = '' if loop.first else number | string -%}
        {%- set fed_by = 'x_' if loop.first else layers[-1].activation_prefix -%}
        {%- set layer = {
            'number': number,
            'is_last': loop.last,
            'activation_prefix': 'd' ~ suffix ~ '_',
            'inputs': [],
            'num_inputs': widths[loop.index0],
            'linear': [],
            'outputs': [],
            'biases': [],
            'weights': [],
        } -%}
        {%- for unit in range(outputs) -%}
            {%- do layer.linear.append(('scores_' if layer.is_last else 'h' ~ suffix ~ '_') ~ unit) -%}
            {%- do layer.outputs.append(('scores_' if layer.is_last else layer.activation_prefix) ~ unit) -%}
            {%- do layer.biases.append('b' ~ suffix ~ '_' ~ unit) -%}
        {%- endfor -%}
        {%- for input in range(widths[loop.index0]) -%}
            {%- do layer.inputs.append(fed_by ~ input) -%}
            {%- set row = [] -%}
            {%- for unit in range(outputs) -%}
                {%- do row.append('w' ~ suffix ~ '_' ~ input ~ ('_' if input > 9 or unit > 9 else '') ~ unit) -%}
            {%- endfor -%}
            {%- do layer.weights.append(row) -%}
        {%- endfor -%}
        {%- do layers.append(layer) -%}
    {%- endfor -%}
    {{ return(layers) }}
{%- endmacro -%}

{# What _resolve adds to a network in this layout: `layers`, see _layers; `weights`, `parameters`: the names of all weights, and of all
   weights and biases, in the order of the columns. #}
{%- macro _columns_of_parameters(widths) -%}
    {%- set layers = dbt_nn._layers(widths) -%}
    {%- set weights, parameters = [], [] -%}
    {%- for layer in layers -%}
        {%- for row in layer.weights -%}
            {%- do weights.extend(row) -%}
            {%- do parameters.extend(row) -%}
        {%- endfor -%}
        {%- do parameters.extend(layer.biases) -%}
    {%- endfor -%}
    {{ return({'layers': layers, 'weights': weights, 'parameters': parameters}) }}
{%- endmacro -%}

{# The names `prefix`0, `prefix`1, …, one for each of `columns`. #}
{%- macro _numbered(prefix, columns) -%}
    {%- set names = [] -%}
    {%- for column in columns -%}
        {%- do names.append(prefix ~ loop.index0) -%}
    {%- endfor -%}
    {{ return(names) }}
{%- endmacro -%}

{# The CTE `name`: all columns of `source`, and `columns` beside them, a mapping of names to SQL expressions. #}
{%- macro _extended(name, columns, source, joined=none, materialized=false) -%}
{{ name }} as {{ 'materialized ' if materialized }}(

    select
        *,
        {%- for column, expression in columns.items() %}
        {{ expression }} as {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ source }}
    {%- if joined is not none %}
    cross join {{ joined }}
    {%- endif %}

)
{%- endmacro -%}

{# What maths/ makes of the scores of a network; `values` are SQL expressions that stand for its classes. #}
{%- macro _head(network, values=[]) -%}
    {%- set last = network.layers[-1] -%}
    {%- if last.outputs | length == 2 -%}
        {%- set margin = dbt_nn._margin_of_lists(network, last) if network.layout == 'lists' else dbt_nn._margin(last) -%}
        {{ return(dbt_nn._two_classes(last.outputs, margin, values, network.is_plain)) }}
    {%- endif -%}
    {{ return(dbt_nn._softmax(last.outputs, values)) }}
{%- endmacro -%}

{# h = x·w + b: the sums of the units of a layer. #}
{%- macro _weighted_sums(layer) -%}
    {%- set columns = {} -%}
    {%- for unit in layer.linear -%}
        {%- set number = loop.index0 -%}
        {%- set terms = [] -%}
        {%- for input in layer.inputs -%}
            {%- do terms.append(input ~ ' * ' ~ layer.weights[loop.index0][number]) -%}
        {%- endfor -%}
        {%- do columns.update({unit: dbt_nn._sum_of(terms) ~ ' + ' ~ layer.biases[number]}) -%}
    {%- endfor -%}
    {{ return(columns) }}
{%- endmacro -%}

{# The second of two scores less the first, summed up by itself, of the differences of the weights, in half the work of the two. #}
{%- macro _margin(layer) -%}
    {%- set terms = [] -%}
    {%- for input in layer.inputs -%}
        {%- do terms.append(input ~ ' * (' ~ layer.weights[loop.index0] | reverse | join(' - ') ~ ')') -%}
    {%- endfor -%}
    {{ return(dbt_nn._sum_of(terms) ~ ' + (' ~ layer.biases | reverse | join(' - ') ~ ')') }}
{%- endmacro -%}

{# d = activation(h): what the units of a hidden layer give. #}
{%- macro _activated(network, layer) -%}
    {%- set value = dbt_nn._activations('@h', '@d', network.is_plain)[layer.activation].value -%}
    {%- set columns = {} -%}
    {%- for unit in layer.outputs -%}
        {%- do columns.update({unit: value | replace('@h', layer.linear[loop.index0])}) -%}
    {%- endfor -%}
    {{ return(columns) }}
{%- endmacro -%}

{# dscores: the slopes of the loss along the scores. #}
{%- macro _score_slopes(network) -%}
    {%- set columns = {} -%}
    {%- for score, slope in dbt_nn._head(network).slopes.items() -%}
        {%- do columns.update({'d' ~ score: slope}) -%}
    {%- endfor -%}
    {{ return(columns) }}
{%- endmacro -%}

{# dd = activation'(h) * (dscores·w2ᵀ): the slopes of the loss along the sums of a hidden layer's units. If the network `sums_first`,
   dscores·w2ᵀ is dscores_1 * (w2_01 - w2_00), and the second factor is left to _finished_sums. #}
{%- macro _unit_slopes(network, layer) -%}
    {%- set next = network.layers[layer.number] -%}
    {%- set slope_of = dbt_nn._activations('@h', '@d')[layer.activation].slope -%}
    {%- set columns = {} -%}
    {%- for unit in layer.outputs -%}
        {%- set slope = slope_of | replace('@h', layer.linear[loop.index0]) | replace('@d', unit) -%}
        {%- if network.sums_first -%}
            {%- do columns.update({'passed_' ~ unit: slope ~ ' * d' ~ next.outputs[1]}) -%}
        {%- else -%}
            {%- set terms = [] -%}
            {%- for weight in next.weights[loop.index0] -%}
                {%- do terms.append('d' ~ next.outputs[loop.index0] ~ ' * ' ~ weight) -%}
            {%- endfor -%}
            {%- do columns.update({'d' ~ unit: slope ~ ' * (' ~ dbt_nn._sum_of(terms) ~ ')'}) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(columns) }}
{%- endmacro -%}

{# xᵀ·dd and dd: what is summed over the examples for the gradients. Sums that follow from others are left out: those of the parameters
   in `network.opposites`, and, if the network `sums_first`, those of the last layer's weights. #}
{%- macro _gradient_products(network) -%}
    {%- set products = {} -%}
    {%- for layer in network.layers -%}
        {%- set is_passed = network.sums_first and not layer.is_last -%}
        {%- set sum = 'passed_' if is_passed else 'sum_' -%}
        {%- for output in layer.outputs -%}
            {%- set unit = loop.index0 -%}
            {%- set slope = ('passed_' if is_passed else 'd') ~ output -%}
            {%- if not (network.sums_first and layer.is_last) -%}
                {%- for input in layer.inputs -%}
                    {%- do products.update({sum ~ layer.weights[loop.index0][unit]: input ~ ' * ' ~ slope}) -%}
                {%- endfor -%}
            {%- endif -%}
            {%- do products.update({sum ~ layer.biases[unit]: slope}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for parameter in network.opposites -%}
        {%- do products.pop('sum_' ~ parameter, none) -%}
    {%- endfor -%}
    {{ return(products) }}
{%- endmacro -%}

{# The sums of a network that `sums_first`, completed. A hidden unit passes dscores_1 on times its slope: its dd is that times
   (w2_01 - w2_00), one number for all examples, which is multiplied in only here. And the output of a homogeneous activation is
   d = slope * (x·w + b), so the sum of d * dscores_1 follows from those of x * passed_d and passed_d. #}
{%- macro _finished_sums(network) -%}
    {%- set hidden, last = network.layers -%}
    {%- set columns = {} -%}
    {%- for parameters in hidden.weights + [hidden.biases] -%}
        {%- for parameter in parameters -%}
            {%- do columns.update({
                'sum_' ~ parameter: 'batch.passed_' ~ parameter ~ ' * (' ~ last.weights[loop.index0] | reverse | join(' - ') ~ ')'
            }) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for weights in last.weights -%}
        {%- set unit = loop.index0 -%}
        {%- set terms = [] -%}
        {%- for parameters in hidden.weights + [hidden.biases] -%}
            {%- do terms.append(parameters[unit] ~ ' * batch.passed_' ~ parameters[unit]) -%}
        {%- endfor -%}
        {%- do columns.update({'sum_' ~ weights[1]: dbt_nn._sum_of(terms)}) -%}
    {%- endfor -%}
    {{ return(columns) }}
{%- endmacro -%}

{# dw and db: the sums divided by how many examples there are, and what the penalty adds along a weight. The post divides in
   every row; dividing the sums gives the same with one division. Of opposite parameters one has the other's sum, except for the sign. #}
{%- macro _gradients(network) -%}
    {%- set penalty_slope = dbt_nn._penalty_slope(network, '@') -%}
    {%- set columns = {} -%}
    {%- for layer in network.layers -%}
        {%- for parameters in layer.weights + [layer.biases] -%}
            {%- set is_bias = loop.last -%}
            {%- for parameter in parameters -%}
                {%- set opposite = network.opposites.get(parameter) -%}
                {%- set sum = '-batch.sum_' ~ opposite if opposite else 'batch.sum_' ~ parameter -%}
                {%- do columns.update({
                    'd' ~ parameter: sum ~ ' / batch.num_read' ~ ('' if is_bias else penalty_slope | replace('@', parameter))
                }) -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(columns) }}
{%- endmacro -%}

{# What the optimiser keeps of each parameter for the next iteration, as the columns `next_velocity_w_00`, …; nothing of most. #}
{%- macro _next_moments(network) -%}
    {%- set columns = {} -%}
    {%- for moment, next in dbt_nn._optimizer(network).moments.items() -%}
        {%- for parameter in network.parameters -%}
            {%- do columns.update({'next_' ~ moment ~ '_' ~ parameter: next | replace('@', parameter)}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(columns) }}
{%- endmacro -%}

{# param -= learning_rate * dparam, or what else the optimiser makes of it: the parameters and moments of the next row. #}
{%- macro _updated(network) -%}
    {%- set value = dbt_nn._optimizer(network).value -%}
    {%- set columns = {} -%}
    {%- for parameter in network.parameters -%}
        {%- do columns.update({parameter: value | replace('@', parameter)}) -%}
    {%- endfor -%}
    {%- for moment in network.moments -%}
        {%- do columns.update({moment: 'next_' ~ moment}) -%}
    {%- endfor -%}
    {{ return(columns) }}
{%- endmacro -%}
