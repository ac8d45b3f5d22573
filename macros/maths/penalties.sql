{# What L2 regularisation adds to the loss: 0.5 * reg * the sum of all squared weights; nothing without it. #}
{%- macro _penalty(network) -%}
    {{ return(
        ' + 0.5 * ' ~ dbt_nn._number(network.l2_reg) ~ ' * (' ~ dbt_nn._sum_of_squares(network.weights) ~ ')' if network.l2_reg > 0 else ''
    ) }}
{%- endmacro -%}

{# What L2 regularisation adds to the gradient of `parameter`: reg times itself for a weight, nothing for a bias. #}
{%- macro _penalty_slope(network, parameter) -%}
    {{ return(' + ' ~ dbt_nn._number(network.l2_reg) ~ ' * ' ~ parameter if network.l2_reg > 0 and parameter.startswith('w') else '') }}
{%- endmacro -%}
