{# The likeliest class exactly, and its probability within 1e-12: a dot product of lists is added up in another order. #}
select
    by_function.penguin_id,
    by_function.predicted_species,
    by_predict.predicted_species as expected_species,
    by_function.probability_gentoo,
    by_predict.{{ adapter.quote('probability_Gentoo') }} as expected_probability
from {{ ref('species_by_function') }} as by_function
full outer join {{ ref('species_predictions') }} as by_predict on by_function.penguin_id = by_predict.penguin_id
where
    by_function.predicted_species is distinct from by_predict.predicted_species
    or (by_function.probability_gentoo is null) != (by_predict.{{ adapter.quote('probability_Gentoo') }} is null)
    or abs(by_function.probability_gentoo - by_predict.{{ adapter.quote('probability_Gentoo') }}) > 1e-12
