{# What L2 regularisation adds to the loss: 0.5 * reg * the sum of all squared weights; nothing without it. #}
{%- macro _penalty(network) -%}
    {%- if network.l2_reg > 0 -%}
        {%- set squares = [] -%}
        {%- for weight in network.weights -%}
            {%- do squares.append(weight ~ ' * ' ~ weight) -%}
        {%- endfor -%}
        {{ return(' + 0.5 * ' ~ dbt_nn._number(network.l2_reg) ~ ' * (' ~ dbt_nn._sum_of(squares) ~ ')') }}
    {%- endif -%}
    {{ return('') }}
{%- endmacro -%}
