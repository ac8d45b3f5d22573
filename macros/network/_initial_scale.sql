{# The standard deviation of a layer's initial weights: 0.01 (`post`), sqrt(2 / (inputs + units)) (`glorot`, Glorot and
   Bengio 2010), sqrt(2 / inputs) (`he`, He et al. 2015, doi:10.1109/ICCV.2015.123). #}
{%- macro _initial_scale(network, layer) -%}
    {%- set inputs = layer.inputs | length -%}
    {{ return({
        'post': 0.01,
        'glorot': (2.0 / (inputs + layer.outputs | length)) ** 0.5,
        'he': (2.0 / inputs) ** 0.5,
    }[network.initialization]) }}
{%- endmacro -%}
