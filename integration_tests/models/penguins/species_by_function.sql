{# The analyst's query: a function like any other. #}
select
    penguin_id,
    {{ function('predict_species') }}(bill_length_mm, bill_depth_mm, flipper_length_mm, body_mass_g, island, sex) as predicted_species,
    {{ function('gentoo_probability') }}(bill_length_mm, bill_depth_mm, flipper_length_mm, body_mass_g, island, sex) as probability_gentoo
from {{ ref('penguins_test') }}
