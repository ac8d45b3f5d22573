{{ dbt_nn.evaluate(network=ref('network'), data=ref('held_out_rows')) }}
