{% macro training_info(network) %}
select
    training_run,
    iteration,
    loss,
    accuracy,
    {# Twenty blocks for the largest loss: `dbt show` cuts longer text off, and columns after the sixth. -#}
    {{ dbt_nn._repeated('█', '20 * loss / max(loss) over ()') }} as loss_curve,
    num_examples,
    learning_rate,
    trained_at
from {{ network }}
order by iteration
{%- endmacro %}
