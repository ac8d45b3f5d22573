{# What L2 regularisation adds to the loss: 0.5 * reg * `squares`, the sum of all squared weights, biases left alone; nothing without it. #}
{%- macro _penalty(reg, squares) -%}
    {{ return(' + 0.5 * ' ~ dbt_nn._number(reg) ~ ' * (' ~ squares ~ ')' if reg > 0 else '') }}
{%- endmacro -%}

{# What it adds to the slope along one `weight`: reg times itself. #}
{%- macro _penalty_slope(reg, weight) -%}
    {{ return(' + ' ~ dbt_nn._number(reg) ~ ' * ' ~ weight if reg > 0 else '') }}
{%- endmacro -%}
