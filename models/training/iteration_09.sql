{{ dbt_nn.train(
    data=ref('stg_points_train'),
    previous=ref('iteration_08'),
    iterations=var('iterations_per_model')
) }}
