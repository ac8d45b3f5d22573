select * from {{ ref('stg_digits') }}
where dataset = 'train'
