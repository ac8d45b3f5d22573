{# What is asked for in either layout. #}

{# The widths of a described network's layers, inputs and classes included. #}
{%- macro _widths(network) -%}
    {{ return([network.get('num_inputs', network.features | length)] + network.hidden_units | list + [network.classes | length]) }}
{%- endmacro -%}

{# What regularisation adds to the loss of a network; nothing without it. #}
{%- macro _penalty_of_weights(network) -%}
    {%- set terms = [] -%}
    {%- for penalty in dbt_nn._penalties(network) -%}
        {%- do terms.append(' + ' ~ penalty.factor ~ ' * (' ~ dbt_nn._sum_over_weights(network, penalty.of) ~ ')') -%}
    {%- endfor -%}
    {{ return(terms | join) }}
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

{# What the optimiser of a network makes of its parameters: the `moments` and the `value` of its entry of _optimizers, with the numbers of the
   description in their formulas. #}
{%- macro _optimizer(network) -%}
    {%- set optimizer = dbt_nn._optimizers()[network.optimizer] -%}
    {%- set names = {'rate': dbt_nn._rate(network), 'd@': 'd@' if network.clip_norm is none else '(clip_factor * d@)'} -%}
    {%- set moments = {} -%}
    {%- for name, formula in optimizer.moments.items() -%}
        {%- do moments.update({name: dbt_nn._with_options(network, formula, names)}) -%}
    {%- endfor -%}
    {{ return({'moments': moments, 'value': dbt_nn._with_options(network, optimizer.value, names)}) }}
{%- endmacro -%}

{# The numbers that all parameters share in an iteration: the learning rate, if it changes; what gradients are multiplied by, if they are clipped;
   and the `factors` of the optimiser. #}
{%- macro _factors(network) -%}
    {%- set factors = {} -%}
    {%- if dbt_nn._rate(network) == 'rate' -%}
        {%- do factors.update({'rate': dbt_nn._scheduled_rate(network)}) -%}
    {%- endif -%}
    {%- if network.clip_norm is not none -%}
        {%- do factors.update({'clip_factor': dbt_nn._clip_factor(network.clip_norm, dbt_nn._squares_of_gradients(network))}) -%}
    {%- endif -%}
    {%- for name, formula in dbt_nn._optimizers()[network.optimizer].get('factors', {}).items() -%}
        {%- do factors.update({name: dbt_nn._with_options(network, formula, {})}) -%}
    {%- endfor -%}
    {{ return(factors) }}
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
