{# What is summed over the examples to the gradient of each parameter: a mapping of parameters to SQL expressions. Those
   that _gradient_sum takes from another parameter's sum are left out. #}
{%- macro _gradient_products(network) -%}
    {%- set products = {} -%}
    {%- for layer in network.layers -%}
        {%- for input in layer.inputs -%}
            {%- set weights = layer.weights[loop.index0] -%}
            {%- for output in layer.outputs -%}
                {%- do products.update({weights[loop.index0]: input ~ ' * d' ~ output}) -%}
            {%- endfor -%}
        {%- endfor -%}
        {%- for output in layer.outputs -%}
            {%- do products.update({layer.biases[loop.index0]: 'd' ~ output}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for parameter in network.opposites -%}
        {%- do products.pop(parameter) -%}
    {%- endfor -%}
    {{ return(products) }}
{%- endmacro -%}
