{# The activations, an entry each: the `value` of a hidden unit for its sum `h`, and the `slope`, the derivative there, which is computed from the
   value `d` where it can be (`needs_sum` says where not); that of ReLU at 0 is 0, as in the post. Both are SQL expressions that may be factors,
   with `is_plain` for any engine; exp() is taken of no number above 0, so that it overflows nowhere. `is_homogeneous`: whether the value
   is the slope times the sum, so that sums over the examples may be taken before the weights are multiplied in (_finished_sums). #}
{%- macro _activations(h='h', d='d', is_plain=false) -%}
    {%- set root_of_2_over_pi, selu_scale, selu_least = '0.7978845608028654e0', '1.0507009873554805e0', '1.7580993408473766e0' -%}
    {%- set gelu_tanh = dbt_nn._tanh('(' ~ root_of_2_over_pi ~ ' * (' ~ h ~ ' + 0.044715 * ' ~ h ~ ' * ' ~ h ~ ' * ' ~ h ~ '))', is_plain) -%}
    {{ return({
        'relu': {
            'value': dbt_nn._relu(h, is_plain),
            'slope': 'cast(' ~ d ~ ' > 0 as ' ~ dbt.type_int() ~ ')',
            'is_homogeneous': true,
        },
        'relu6': {
            'value': 'case when ' ~ h ~ ' > 6 then 6.0 + (' ~ h ~ ' - ' ~ h ~ ') when ' ~ h ~ ' > 0 then ' ~ h ~ ' else ' ~ h ~ ' - ' ~ h ~ ' end',
            'slope': 'cast(' ~ d ~ ' > 0 and ' ~ d ~ ' < 6 as ' ~ dbt.type_int() ~ ')',
        },
        'leaky_relu': {
            'value': 'case when ' ~ h ~ ' > 0 then ' ~ h ~ ' else 0.01 * ' ~ h ~ ' end',
            'slope': 'case when ' ~ d ~ ' > 0 then 1.0 else 0.01 end',
            'is_homogeneous': true,
        },
        'elu': {
            'value': 'case when ' ~ h ~ ' > 0 then ' ~ h ~ ' else exp(-abs(' ~ h ~ ')) - 1 end',
            'slope': 'case when ' ~ d ~ ' > 0 then 1.0 else ' ~ d ~ ' + 1 end',
        },
        'selu': {
            'value': 'case when ' ~ h ~ ' > 0 then ' ~ selu_scale ~ ' * ' ~ h ~ ' else ' ~ selu_least ~ ' * (exp(-abs(' ~ h ~ ')) - 1) end',
            'slope': 'case when ' ~ d ~ ' > 0 then ' ~ selu_scale ~ ' else ' ~ d ~ ' + ' ~ selu_least ~ ' end',
        },
        'gelu': {
            'value': '0.5 * ' ~ h ~ ' * (1 + ' ~ gelu_tanh ~ ')',
            'slope': '(0.5 * (1 + ' ~ gelu_tanh ~ ') + 0.5 * ' ~ h ~ ' * (1 - ' ~ gelu_tanh ~ ' * ' ~ gelu_tanh ~ ') * ' ~ root_of_2_over_pi
                ~ ' * (1 + 0.134145 * ' ~ h ~ ' * ' ~ h ~ '))',
            'needs_sum': true,
        },
        'tanh': {
            'value': dbt_nn._tanh(h, is_plain),
            'slope': '(1 - ' ~ d ~ ' * ' ~ d ~ ')',
        },
        'sigmoid': {
            'value': '(0.5 + 0.5 * ' ~ dbt_nn._tanh('(0.5 * ' ~ h ~ ')', is_plain) ~ ')',
            'slope': '(' ~ d ~ ' * (1 - ' ~ d ~ '))',
        },
        'softplus': {
            'value': '(' ~ dbt_nn._relu(h, is_plain) ~ ' + ln(1 + exp(-abs(' ~ h ~ '))))',
            'slope': '(1 - exp(-' ~ d ~ '))',
        },
        'identity': {
            'value': h,
            'slope': '1.0',
            'is_homogeneous': true,
        },
    }) }}
{%- endmacro -%}
