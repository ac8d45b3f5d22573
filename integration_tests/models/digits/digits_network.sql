{# YAML has no loop over 64 names. #}
{% set pixels = [] %}
{% for n in range(64) %}
    {% do pixels.append('pixel_' ~ n) %}
{% endfor %}
{{ config(
    materialized='incremental',
    unique_key='iteration',
    meta={'network': {
        'features': pixels,
        'label': 'digit',
        'classes': range(10) | list,
        'hidden_units': [32],
        'initialization': 'glorot',
        'optimizer': 'momentum',
        'learning_rate': 0.1
    }}
) }}

{{ dbt_nn.train(data=ref('digits_train'), iterations=var('iterations', 300), record_every=20) }}
