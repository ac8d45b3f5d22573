{# What a hidden unit gives for the sum `h`. Another activation takes a branch here and one in _activation_slope. #}
{%- macro _activation(network, h) -%}
    {%- if network.activation == 'relu' -%}
        {{ return(dbt_nn.default___relu(h) if network.is_plain else dbt_nn._relu(h)) }}
    {%- endif -%}
{%- endmacro -%}
