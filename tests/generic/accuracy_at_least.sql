{% test accuracy_at_least(model, value, data=none, iteration=none) %}

{{ dbt_nn._measure_fails(model, 'accuracy', data, iteration, '>=', value) }}

{% endtest %}
