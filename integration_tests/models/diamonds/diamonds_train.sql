select * from {{ ref('stg_diamonds') }}
where dataset = 'train'
