select * from {{ ref('penguins') }}
where {{ dbt_nn.data_split(['penguin_id'], test_fraction=0.3) }} = 'test'
