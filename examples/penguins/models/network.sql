{{ dbt_nn.train(data=ref('training_rows'), iterations=400) }}
