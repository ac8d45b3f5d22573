{# The learning rate of an iteration, an entry each, in formulas of options and of `t`, how many iterations came before it, not counting the first
   `warmup_iterations`. They are scikit-learn's `invscaling`, and PyTorch's StepLR, ExponentialLR and CosineAnnealingLR. #}
{%- macro _schedules() -%}
    {{ return({
        'constant': 'learning_rate',
        'inverse_scaling': 'learning_rate / power(t + 1, power_t)',
        'step': 'learning_rate * power(decay_rate, floor(t / decay_iterations))',
        'exponential': 'learning_rate * power(decay_rate, t / decay_iterations)',
        'cosine': 'learning_rate * 0.5 * (1 + cos(3.141592653589793e0 * least(t, decay_iterations) / decay_iterations))',
    }) }}
{%- endmacro -%}

{# The learning rate of the iteration number `iteration` + 1; through the first `warmup_iterations` it grows in equal steps. #}
{%- macro _scheduled_rate(network) -%}
    {%- set rate = dbt_nn._schedules()[network.learning_rate_schedule] -%}
    {%- if network.warmup_iterations == 0 -%}
        {{ return(dbt_nn._with_options(network, rate, {'t': 'iteration'})) }}
    {%- endif -%}
    {%- set growing = 'case when iteration < warmup_iterations then learning_rate * (iteration + 1) / warmup_iterations' -%}
    {{ return(dbt_nn._with_options(network, growing ~ ' else ' ~ rate ~ ' end', {'t': '(iteration - ' ~ network.warmup_iterations ~ ')'})) }}
{%- endmacro -%}

{# What formulas call the learning rate: the number itself or, if it changes, the column that holds it (_factors). #}
{%- macro _rate(network) -%}
    {%- set changes = network.learning_rate_schedule != 'constant' or network.warmup_iterations > 0 -%}
    {{ return('rate' if changes else dbt_nn._number(network.learning_rate)) }}
{%- endmacro -%}

{# By what all gradients are multiplied so that their norm, the root of the sum of their `squares`, is at most `norm`. #}
{%- macro _clip_factor(norm, squares) -%}
    {{ return('coalesce(least(1.0, ' ~ dbt_nn._number(norm) ~ ' / nullif(sqrt(' ~ squares ~ '), 0)), 1.0)') }}
{%- endmacro -%}
