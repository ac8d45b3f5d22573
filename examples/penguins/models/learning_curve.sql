{{ dbt_nn.learning_curve(network=ref('network'), data=ref('training_rows'), eval_data=ref('held_out_rows')) }}
