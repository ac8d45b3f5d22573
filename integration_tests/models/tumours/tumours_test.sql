select * from {{ ref('tumours') }}
where {{ dbt_nn.data_split(['tumour_id'], test_fraction=0.3) }} = 'test'
