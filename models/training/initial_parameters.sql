{{ dbt_nn.initial_parameters(resume_from='iteration_10') }}
