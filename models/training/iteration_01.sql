{{ dbt_nn.train(
    data=ref('stg_points_train'),
    previous=ref('initial_parameters'),
    iterations=var('iterations_per_model')
) }}
