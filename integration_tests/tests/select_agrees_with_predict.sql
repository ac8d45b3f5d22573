{# The likeliest class exactly, and its probability within 1e-12: a dot product of lists is added up in another order. #}
select
    by_select.penguin_id,
    by_select.predicted_species,
    by_predict.predicted_species as expected_species
from {{ ref('species_by_select') }} as by_select
full outer join {{ ref('species_predictions') }} as by_predict on by_select.penguin_id = by_predict.penguin_id
where
    by_select.predicted_species is distinct from by_predict.predicted_species
    {%- for species in ['Adelie', 'Chinstrap', 'Gentoo'] %}
    {%- set probability = adapter.quote('probability_' ~ species) %}
    or (by_select.{{ probability }} is null) != (by_predict.{{ probability }} is null)
    or abs(by_select.{{ probability }} - by_predict.{{ probability }}) > 1e-12
    {%- endfor %}
