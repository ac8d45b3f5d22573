{# The optimisers, an entry each: what one makes of a `parameter` whose slope is `gradient`, names of columns. `moments` are numbers that
   it keeps of each parameter from one iteration to the next, by name, each with the SQL expression of its next value; in all
   expressions a moment `m` of the parameter `w_00` is the column `m_w_00`, and its next value `next_m_w_00`. `value` is the next
   value of the parameter. Moments begin at 0. #}
{%- macro _optimizers(network, parameter='w', gradient='dw') -%}
    {%- set rate = dbt_nn._number(network.get('learning_rate', 0)) -%}
    {{ return({
        'sgd': {
            'moments': {},
            'value': parameter ~ ' - ' ~ rate ~ ' * ' ~ gradient,
        },
        'momentum': {
            'moments': {
                'velocity': dbt_nn._number(network.get('momentum', 0)) ~ ' * velocity_' ~ parameter ~ ' - ' ~ rate ~ ' * ' ~ gradient,
            },
            'value': parameter ~ ' + next_velocity_' ~ parameter,
        },
    }) }}
{%- endmacro -%}
