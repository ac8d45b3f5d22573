{# What L2 regularisation adds to the gradient of `parameter`: reg times itself for a weight, nothing for a bias. #}
{%- macro _penalty_slope(network, parameter) -%}
    {{ return(' + ' ~ dbt_nn._number(network.l2_reg) ~ ' * ' ~ parameter if network.l2_reg > 0 and parameter.startswith('w') else '') }}
{%- endmacro -%}
