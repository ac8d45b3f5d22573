{# What is summed over the examples on the way to the gradients: a mapping of names to SQL expressions. What follows from other
   sums is left out: of two classes, what pushes the one score pushes the other just as far back; and see _sums. #}
{%- macro _gradient_products(network) -%}
    {%- set products = {} -%}
    {%- for layer in network.layers -%}
        {%- set is_passed = network.is_shallow and not layer.is_last -%}
        {%- set sum = 'passed_' if is_passed else 'sum_' -%}
        {%- for output in layer.outputs -%}
            {%- set unit = loop.index0 -%}
            {%- set slope = ('passed_' if is_passed else 'd') ~ output -%}
            {%- if not (network.is_shallow and layer.is_last) -%}
                {%- for input in layer.inputs -%}
                    {%- do products.update({sum ~ layer.weights[loop.index0][unit]: input ~ ' * ' ~ slope}) -%}
                {%- endfor -%}
            {%- endif -%}
            {%- do products.update({sum ~ layer.biases[unit]: slope}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for parameter in network.opposites -%}
        {%- do products.pop('sum_' ~ parameter, none) -%}
    {%- endfor -%}
    {{ return(products) }}
{%- endmacro -%}
