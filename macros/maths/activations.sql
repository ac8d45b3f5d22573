{# The activations, an entry each: the `value` of a hidden unit for its sum `h`, and the `slope`, the derivative there, which may be
   computed from the value `d`; that of ReLU at 0 is 0, as in the post. Both are SQL expressions that may be factors, with `is_plain`
   for any engine. `is_homogeneous`: whether the value is the slope times the sum, so that sums over the examples may be taken before
   the weights are multiplied in (_finished_sums). #}
{%- macro _activations(h='h', d='d', is_plain=false) -%}
    {{ return({
        'relu': {
            'value': dbt_nn._relu(h, is_plain),
            'slope': 'cast(' ~ d ~ ' > 0 as ' ~ dbt.type_int() ~ ')',
            'is_homogeneous': true,
        },
        'tanh': {
            'value': dbt_nn._tanh(h, is_plain),
            'slope': '(1 - ' ~ d ~ ' * ' ~ d ~ ')',
            'is_homogeneous': false,
        },
    }) }}
{%- endmacro -%}
