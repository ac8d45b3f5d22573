{# 1.0 where `condition` holds, 0.0 where it does not, NULL where it is NULL; of a network that `is_plain`, in any engine's SQL. #}
{%- macro _mark(network, condition) -%}
    {{ return(dbt_nn.default___indicator(condition) if network.is_plain else dbt_nn._indicator(condition)) }}
{%- endmacro -%}
