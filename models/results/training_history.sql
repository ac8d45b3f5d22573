{{ dbt_nn.training_history([
    ref('initial_parameters'),
    ref('iteration_01'),
    ref('iteration_02'),
    ref('iteration_03'),
    ref('iteration_04'),
    ref('iteration_05'),
    ref('iteration_06'),
    ref('iteration_07'),
    ref('iteration_08'),
    ref('iteration_09'),
    ref('iteration_10')
]) }}
