{# The sum over all examples that is the gradient of `parameter`, out of the CTE `totals`. Of two classes, what pushes the
   one score pushes the other just as far back: half of the last layer's sums are not computed twice. #}
{%- macro _gradient_sum(network, parameter) -%}
    {{ return(
        '-batch.sum_' ~ network.opposites[parameter] if parameter in network.opposites else 'batch.sum_' ~ parameter
    ) }}
{%- endmacro -%}
