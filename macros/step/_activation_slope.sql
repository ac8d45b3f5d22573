{# The derivative of the activation, from the value `d` that the hidden unit gave. ReLU's at 0 is 0, as the post has it. #}
{%- macro _activation_slope(network, d) -%}
    {%- if network.activation == 'relu' -%}
        {{ return('cast(' ~ d ~ ' > 0 as ' ~ dbt.type_int() ~ ')') }}
    {%- endif -%}
{%- endmacro -%}
