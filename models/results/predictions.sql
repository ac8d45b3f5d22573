-- depends_on: {{ ref('evaluation') }}
{{ dbt_nn.predict(network=ref('trained_network'), data=ref('stg_points_test')) }}
