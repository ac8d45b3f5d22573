-- depends_on: {{ ref('evaluation') }}
{{ dbt_nn.predict(network=ref('network'), data=ref('held_out_rows')) }}
