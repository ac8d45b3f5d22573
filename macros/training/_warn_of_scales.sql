{# Warns of features whose scales, in the row of _survey `found`, are a thousand times the smallest or more. What else a network
   reads (the bias, categories, standardized features) has the scale 1. #}
{%- macro _warn_of_scales(network, found) -%}
    {%- set scales = {} -%}
    {%- for feature in network.features -%}
        {%- set scale = found['scale_' ~ loop.index0] -%}
        {%- if scale is not none and scale is defined and scale > 0 -%}
            {%- do scales.update({feature: scale | float}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set smallest = (scales.values() | list + [1.0]) | min -%}
    {%- set large = [] -%}
    {%- for feature, scale in scales.items() if scale >= 1000 * smallest -%}
        {%- do large.append(feature ~ ' (' ~ '%.3g' | format(scale) ~ ')') -%}
    {%- endfor -%}
    {%- if large -%}
        {%- set small = [] -%}
        {%- for feature, scale in scales.items() if scale == smallest -%}
            {%- do small.append(feature ~ ' (' ~ '%.3g' | format(scale) ~ ')') -%}
        {%- endfor -%}
        {%- do exceptions.warn(
            'The features of ' ~ model.name ~ ' differ in scale by 1,000 times or more: ' ~ dbt_nn._shortened(large) ~ ', beside '
            ~ (dbt_nn._shortened(small) if small else 'inputs of scale 1') ~ '. Such a training often explodes, or stands still for ever. '
            ~ 'Train with `standardize: true`, or bring them to one scale in the model that ' ~ model.name ~ ' reads.'
        ) -%}
    {%- endif -%}
{%- endmacro -%}
