{{ dbt_nn.learning_curve(
    network=ref('training_history'),
    data=ref('stg_points_train'),
    eval_data=ref('stg_points_test')
) }}
