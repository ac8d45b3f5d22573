{# The one of `values`, SQL expressions, that stands for the likeliest class in the CTE `softmax`. #}
{%- macro _likeliest(network, values) -%}
    {%- if values | length == 2 -%}
        {{ return('case chosen when 0 then ' ~ values[0] ~ ' when 1 then ' ~ values[1] ~ ' end') }}
    {%- endif -%}
    {{ return(dbt_nn._argmax(network.layers[-1].outputs, values)) }}
{%- endmacro -%}
