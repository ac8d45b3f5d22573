{# The optimisers, an entry each, in formulas: what one makes of a parameter `@` whose slope is `d@`. `moments` are numbers that it keeps of each
   parameter from one iteration to the next, 0 at first, by name, each with its next value; `value` is the next value of the parameter. In all of them
   `m_@` is the moment `m` of the parameter, and `next_m_@` its next value; `rate` is the learning rate, and other words are options of the
   network's description. `factors` are numbers that all parameters share in the iteration number `iteration` + 1. `learning_rate` is what a
   description has that does not name it. #}
{%- macro _optimizers() -%}
    {#- Polyak (1964, doi:10.1016/0041-5553(64)90137-5). -#}
    {%- set velocity = {'velocity': 'momentum * velocity_@ - rate * d@'} -%}
    {#- Duchi et al. (2011, JMLR 12). -#}
    {%- set squares = 'squares_@ + d@ * d@' -%}
    {#- Kingma and Ba (2015, arXiv:1412.6980). The averages begin at 0, and are divided by the share that gradients have in them. -#}
    {%- set adam = {
        'factors': {'first_share': '1 - power(beta_1, iteration + 1)', 'second_share': '1 - power(beta_2, iteration + 1)'},
        'moments': {
            'first_moment': 'beta_1 * first_moment_@ + (1 - beta_1) * d@',
            'second_moment': 'beta_2 * second_moment_@ + (1 - beta_2) * d@ * d@',
        },
        'value': '@ - rate * (next_first_moment_@ / first_share) / (sqrt(next_second_moment_@ / second_share) + epsilon)',
        'learning_rate': 0.01,
    } -%}
    {#- Riedmiller and Braun (1993, doi:10.1109/ICNN.1993.298623): of a slope only the sign counts. A stride of 0 has not begun. -#}
    {%- set agreement, stride = 'sign(slope_@) * sign(d@)', 'coalesce(nullif(stride_@, 0), rate)' -%}
    {#- McMahan et al. (2013, doi:10.1145/2487575.2488200): where the gradients so far, as linear functions, a penalty that keeps the parameter near its
        earlier values, and l1_reg times its size have their least sum. One that never had a gradient stays. -#}
    {%- set ftrl_value = 'case when next_squares_@ = 0 then @ when abs(next_linear_@) <= l1_reg then 0.0'
        ~ ' else (sign(next_linear_@) * l1_reg - next_linear_@) * rate / sqrt(next_squares_@) end' -%}
    {{ return({
        'sgd': {
            'moments': {},
            'value': '@ - rate * d@',
            'learning_rate': 0.1,
        },
        'momentum': {
            'moments': velocity,
            'value': '@ + next_velocity_@',
            'learning_rate': 0.1,
        },
        'nesterov': {
            'moments': velocity,
            'value': '@ + momentum * next_velocity_@ - rate * d@',
            'learning_rate': 0.1,
        },
        'rmsprop': {
            'moments': {'mean_square': 'rho * mean_square_@ + (1 - rho) * d@ * d@'},
            'value': '@ - rate * d@ / (sqrt(next_mean_square_@) + epsilon)',
            'learning_rate': 0.01,
        },
        'adagrad': {
            'moments': {'squares': squares},
            'value': '@ - rate * d@ / (sqrt(next_squares_@) + epsilon)',
            'learning_rate': 0.1,
        },
        'adam': adam,
        'adamw': dict(adam, value=adam.value ~ ' - rate * weight_decay * @'),
        'ftrl': {
            'moments': {
                'squares': squares,
                'linear': 'linear_@ + d@ - (sqrt(' ~ squares ~ ') - sqrt(squares_@)) / rate * @',
            },
            'value': ftrl_value,
            'learning_rate': 0.1,
        },
        'rprop': {
            'moments': {
                'stride': 'case ' ~ agreement ~ ' when 1 then least(' ~ stride ~ ' * 1.2, 50.0) when -1 then greatest(' ~ stride ~ ' * 0.5, 1e-6) else '
                    ~ stride ~ ' end',
                'slope': 'case when ' ~ agreement ~ ' < 0 then 0.0 else d@ end',
            },
            'value': '@ - sign(next_slope_@) * next_stride_@',
            'learning_rate': 0.01,
        },
    }) }}
{%- endmacro -%}
