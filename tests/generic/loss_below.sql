{% test loss_below(model, value, data=none, iteration=none) %}

{{ dbt_nn._measure_fails(model, 'log_loss', data, iteration, '<', value) }}

{% endtest %}
