select * from {{ ref('handwritten_digits') }}
where dataset = 'train'
