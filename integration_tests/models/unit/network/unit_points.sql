{{ dbt_nn.points(rows=3, seed=42) }}
