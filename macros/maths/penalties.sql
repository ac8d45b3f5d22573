{# What regularisation adds to the loss: 0.5 * l2_reg * `squares`, the sum of all squared weights, and l1_reg * `absolutes`, that of their absolute
   values; biases are left alone. Nothing without it. FTRL has the second part in its update. #}
{%- macro _penalty(network, squares, absolutes) -%}
    {{ return(
        (' + 0.5 * ' ~ dbt_nn._number(network.l2_reg) ~ ' * (' ~ squares ~ ')' if network.l2_reg > 0 else '')
        ~ (' + ' ~ dbt_nn._number(network.l1_reg) ~ ' * (' ~ absolutes ~ ')' if network.l1_reg > 0 and network.optimizer != 'ftrl' else '')
    ) }}
{%- endmacro -%}

{# What it adds to the slope along one `weight`: l2_reg times itself, and l1_reg times its sign. #}
{%- macro _penalty_slope(network, weight) -%}
    {{ return(
        (' + ' ~ dbt_nn._number(network.l2_reg) ~ ' * ' ~ weight if network.l2_reg > 0 else '')
        ~ (' + ' ~ dbt_nn._number(network.l1_reg) ~ ' * sign(' ~ weight ~ ')' if network.l1_reg > 0 and network.optimizer != 'ftrl' else '')
    ) }}
{%- endmacro -%}
