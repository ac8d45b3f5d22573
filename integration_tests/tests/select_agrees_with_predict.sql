{# To the last digit. #}
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
    or by_select.{{ probability }} is distinct from by_predict.{{ probability }}
    {%- endfor %}
