{% test loss_below(model, value, data=none, iteration=none) %}

{{ dbt_nn._measure_fails(model, 'loss', data, 'log_loss', iteration, '<', value) }}

{% endtest %}
