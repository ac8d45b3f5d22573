{# The head of three classes or more: softmax(scores), and the cross-entropy of the label.

       probs = exp(scores - max(scores)) / Σ exp(scores - max(scores))
       loss  = -ln(probs[y])                             slope along the scores: probs - onehot(y)

   - `stages`: CTEs from the scores down to `softmax`, each with the columns that it adds. exp() of a large number overflows, so the
     largest score is subtracted first, which does not change softmax.
   - `example_loss`, `is_correct`: of equal scores the first counts. The loss is the logarithm of a sum: probs[y] itself may be
     too small for a double, and its ln infinite.
   - `slopes`: of the loss, along each score.
   - `likeliest`: the one of `values`, SQL expressions, that stands for the likeliest class.
   - `is_antisymmetric`: whether the slopes of its two scores differ only in sign. #}
{%- macro _softmax(scores, values=[]) -%}
    {%- set exponentials, probabilities, slopes, terms, branches = {}, {}, {}, [], [] -%}
    {%- for score in scores -%}
        {%- set number = loop.index0 -%}
        {%- set formulas = dbt_nn._softmax_formulas(score, 'exp_' ~ number, 'probs_' ~ number, 'y_' ~ number) -%}
        {%- do exponentials.update({'exp_' ~ number: formulas.exponential}) -%}
        {%- do probabilities.update({'probs_' ~ number: formulas.probability}) -%}
        {%- do slopes.update({score: formulas.slope}) -%}
        {%- do terms.append('y_' ~ number ~ ' * ' ~ score) -%}
        {%- do branches.append('when ' ~ score ~ ' = max_score then y_' ~ number ~ ' = 1') -%}
    {%- endfor -%}
    {{ return({
        'stages': {
            'largest_score': {'max_score': dbt_nn._maximum(scores)},
            'exponentials': exponentials,
            'exponential_sum': {'sum_exp': dbt_nn._sum_of(exponentials.keys() | list)},
            'softmax': probabilities,
        },
        'example_loss': dbt_nn._softmax_formulas(label_score='(' ~ dbt_nn._sum_of(terms) ~ ')').example_loss,
        'is_correct': 'case ' ~ branches | join(' ') ~ ' end',
        'slopes': slopes,
        'likeliest': dbt_nn._argmax(scores, values) if values else none,
        'is_antisymmetric': false,
    }) }}
{%- endmacro -%}

{# Its formulas, for the names of one score and of what is made of it; `y` is 1 for the label's score and 0 for the others. #}
{%- macro _softmax_formulas(score='score', exponential='exponential', probability='probability', y='y', label_score='label_score') -%}
    {{ return({
        'exponential': 'exp(' ~ score ~ ' - max_score)',
        'probability': exponential ~ ' / sum_exp',
        'slope': probability ~ ' - ' ~ y,
        'example_loss': 'ln(sum_exp) + max_score - ' ~ label_score,
    }) }}
{%- endmacro -%}
