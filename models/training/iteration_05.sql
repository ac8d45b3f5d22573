{{ dbt_nn.train(
    data=ref('stg_points_train'),
    previous=ref('iteration_04'),
    iterations=var('iterations_per_model')
) }}
