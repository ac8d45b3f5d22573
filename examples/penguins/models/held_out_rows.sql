select * from {{ ref('penguins') }} where {{ dbt_nn.data_split(['penguin_id']) }} = 'test'
