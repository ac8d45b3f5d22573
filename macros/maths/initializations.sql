{# The standard deviation of a layer's initial weights, an entry each: sqrt(2 / (inputs + units)) is Glorot and Bengio's (2010),
   sqrt(2 / inputs) He et al.'s (2015, doi:10.1109/ICCV.2015.123). #}
{%- macro _initializations(inputs=1, units=1) -%}
    {{ return({
        'post': 0.01,
        'glorot': (2.0 / (inputs + units)) ** 0.5,
        'he': (2.0 / inputs) ** 0.5,
    }) }}
{%- endmacro -%}
