{# What is asked for in either layout. #}

{# The widths of a described network's layers, inputs and classes included. #}
{%- macro _widths(network) -%}
    {{ return([network.get('num_inputs', network.features | length)] + network.hidden_units | list + [network.classes | length]) }}
{%- endmacro -%}

{# The sum of all squared weights of a network, without the biases. #}
{%- macro _squares_of_weights(network) -%}
    {{ return(dbt_nn._squares_of_lists(network) if network.layout == 'lists' else dbt_nn._sum_of_squares(network.weights)) }}
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
