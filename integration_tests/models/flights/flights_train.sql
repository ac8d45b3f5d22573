select * from {{ ref('stg_flights') }}
where dataset = 'train'
