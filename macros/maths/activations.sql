{# The output of a hidden unit for the sum `h`. Another activation needs a branch here and one in _activation_slope. #}
{%- macro _activation(network, h) -%}
    {%- if network.activation == 'relu' -%}
        {{ return(dbt_nn.default___relu(h) if network.is_plain else dbt_nn._relu(h)) }}
    {%- endif -%}
{%- endmacro -%}

{# The derivative of the activation, from the output `d` of the hidden unit. That of ReLU at 0 is 0, as in the post. #}
{%- macro _activation_slope(network, d) -%}
    {%- if network.activation == 'relu' -%}
        {{ return('cast(' ~ d ~ ' > 0 as ' ~ dbt.type_int() ~ ')') }}
    {%- endif -%}
{%- endmacro -%}
