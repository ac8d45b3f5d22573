{# The learning rate of an iteration, an entry each: an SQL expression of `t`, how many iterations came before it, not counting the first
   `warmup_iterations`. They are scikit-learn's `invscaling`, and PyTorch's StepLR, ExponentialLR and CosineAnnealingLR. #}
{%- macro _schedules(network={}, t='t') -%}
    {%- set rate, decay = dbt_nn._number(network.get('learning_rate', 0)), dbt_nn._number(network.get('decay_rate', 0)) -%}
    {%- set n = network.get('decay_iterations', 1) -%}
    {{ return({
        'constant': rate,
        'inverse_scaling': rate ~ ' / power(' ~ t ~ ' + 1, ' ~ dbt_nn._number(network.get('power_t', 0)) ~ ')',
        'step': rate ~ ' * power(' ~ decay ~ ', floor(' ~ t ~ ' / ' ~ n ~ '))',
        'exponential': rate ~ ' * power(' ~ decay ~ ', ' ~ t ~ ' / ' ~ n ~ ')',
        'cosine': rate ~ ' * 0.5 * (1 + cos(3.141592653589793e0 * least(' ~ t ~ ', ' ~ n ~ ') / ' ~ n ~ '))',
    }) }}
{%- endmacro -%}

{# The learning rate of the iteration number `iteration` + 1; through the first `warmup_iterations` it grows in equal steps. #}
{%- macro _scheduled_rate(network) -%}
    {%- set warmup = network.warmup_iterations -%}
    {%- if warmup == 0 -%}
        {{ return(dbt_nn._schedules(network, 'iteration')[network.learning_rate_schedule]) }}
    {%- endif -%}
    {%- set later = dbt_nn._schedules(network, '(iteration - ' ~ warmup ~ ')')[network.learning_rate_schedule] -%}
    {%- set growing = dbt_nn._number(network.learning_rate) ~ ' * (iteration + 1) / ' ~ warmup -%}
    {{ return('case when iteration < ' ~ warmup ~ ' then ' ~ growing ~ ' else ' ~ later ~ ' end') }}
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
