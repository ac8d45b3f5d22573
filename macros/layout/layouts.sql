{# What is asked for in either layout. #}

{# The widths of a described network's layers, inputs and classes included. #}
{%- macro _widths(network) -%}
    {{ return([network.get('num_inputs', network.features | length)] + network.hidden_units | list + [network.classes | length]) }}
{%- endmacro -%}

{# What regularisation adds to the loss of a network, see _penalty. #}
{%- macro _penalty_of_weights(network) -%}
    {{ return(dbt_nn._penalty(network, dbt_nn._sum_over_weights(network, '@ * @'), dbt_nn._sum_over_weights(network, 'abs(@)'))) }}
{%- endmacro -%}

{# The sum of a `formula` of a weight, `@`, over all weights of a network, without the biases. #}
{%- macro _sum_over_weights(network, formula) -%}
    {{ return(dbt_nn._sum_over_lists(network, formula) if network.layout == 'lists' else dbt_nn._sum_over(network.weights, formula)) }}
{%- endmacro -%}

{# The sum of the squares of all gradients of a network. #}
{%- macro _squares_of_gradients(network) -%}
    {%- if network.layout != 'lists' -%}
        {{ return(dbt_nn._sum_over(dbt_nn._prefixed('d', network.parameters), '@ * @')) }}
    {%- endif -%}
    {%- set squares = [] -%}
    {%- for column in dbt_nn._prefixed('d', network.parameters) -%}
        {%- do squares.append(dbt_nn._dot_product(column, column)) -%}
    {%- endfor -%}
    {{ return(dbt_nn._sum_of(squares)) }}
{%- endmacro -%}

{# The names in `columns`, with `prefix` in front of each. #}
{%- macro _prefixed(prefix, columns) -%}
    {%- set names = [] -%}
    {%- for column in columns -%}
        {%- do names.append(prefix ~ column) -%}
    {%- endfor -%}
    {{ return(names) }}
{%- endmacro -%}

{# What the optimiser of a network makes of its parameters: its entry of _optimizers, with the numbers of the description in its formulas; the
   `factors` come with the learning rate, if it changes, and with what gradients are multiplied by, if they are clipped. #}
{%- macro _optimizer(network) -%}
    {%- set optimizer = dbt_nn._optimizers()[network.optimizer] -%}
    {%- set factors, moments = {}, {} -%}
    {%- if dbt_nn._rate(network) == 'rate' -%}
        {%- do factors.update({'rate': dbt_nn._scheduled_rate(network)}) -%}
    {%- endif -%}
    {%- if network.clip_norm is not none -%}
        {%- do factors.update({'clip_factor': dbt_nn._clip_factor(network.clip_norm, dbt_nn._squares_of_gradients(network))}) -%}
    {%- endif -%}
    {%- for name, formula in optimizer.get('factors', {}).items() -%}
        {%- do factors.update({name: dbt_nn._with_options(network, formula)}) -%}
    {%- endfor -%}
    {%- for name, formula in optimizer.moments.items() -%}
        {%- do moments.update({name: dbt_nn._with_options(network, formula)}) -%}
    {%- endfor -%}
    {{ return({'factors': factors, 'moments': moments, 'value': dbt_nn._with_options(network, optimizer.value)}) }}
{%- endmacro -%}

{# A `formula` of an optimiser with the values of the options that it names. #}
{%- macro _with_options(network, formula) -%}
    {%- set values = {'rate': dbt_nn._rate(network), 'd@': 'd@' if network.clip_norm is none else '(clip_factor * d@)'} -%}
    {%- for name in ['momentum', 'rho', 'beta_1', 'beta_2', 'epsilon', 'weight_decay', 'l1_reg'] -%}
        {%- do values.update({name: dbt_nn._number(network[name])}) -%}
    {%- endfor -%}
    {%- set pieces = [] -%}
    {%- for piece in modules.re.split('(\\w+@?)', formula) -%}
        {%- do pieces.append(values.get(piece, piece)) -%}
    {%- endfor -%}
    {{ return(pieces | join) }}
{%- endmacro -%}

{# Numbers that are all finite if all parameters of the network are. A list that lacks a number is NULL. #}
{%- macro _summands(network) -%}
    {%- if network.layout != 'lists' -%}
        {{ return(network.parameters) }}
    {%- endif -%}
    {%- set sums = [] -%}
    {%- for list in network.lists -%}
        {%- do sums.append(dbt_nn._sum_if_complete(list.column, list.size)) -%}
    {%- endfor -%}
    {{ return(sums) }}
{%- endmacro -%}
