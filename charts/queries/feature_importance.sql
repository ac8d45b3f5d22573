select *
from (

    {{ dbt_nn.feature_importance(network, judged, iteration=iteration) | indent(4) }}

) as importances
order by importances_mean desc, feature
limit 30
