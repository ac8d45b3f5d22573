{# The head of two classes: what _softmax gives, from the `margin` alone, an SQL expression: by how much the second score exceeds the
   first, which is all that softmax depends on. With the larger score subtracted, one of the two exponentials is exp(0) = 1 and the
   other that of minus the distance between the scores. `chosen`, 0 or 1, is the likelier class; the other one has the probability
   exp_lesser / sum_exp, and the likelier one the rest. The larger score is chosen * margin above the first one, and the label's score
   y_1 * margin. The slopes differ only in sign: probs_0 - y_0 = y_1 - probs_1. #}
{%- macro _two_classes(scores, margin, values=[], is_plain=false) -%}
    {{ return({
        'stages': {
            'margins': {'margin': margin},
            'exponentials': {'exp_lesser': 'exp(-abs(margin))', 'chosen': dbt_nn._indicator('margin > 0', is_plain)},
            'exponential_sum': {'sum_exp': '1 + exp_lesser'},
            'softmax': {
                'probs_0': 'abs(1 - chosen - exp_lesser / sum_exp)',
                'probs_1': 'abs(chosen - exp_lesser / sum_exp)',
            },
        },
        'example_loss': 'ln(sum_exp) + margin * (chosen - y_1)',
        'is_correct': 'chosen = y_1',
        'slopes': {scores[0]: 'y_1 - probs_1', scores[1]: 'probs_1 - y_1'},
        'likeliest': 'case chosen when 0 then ' ~ values[0] ~ ' when 1 then ' ~ values[1] ~ ' end' if values else none,
        'is_antisymmetric': true,
    }) }}
{%- endmacro -%}
