{# CTEs: `state`, every row of `network_rows`, and, where something was learned of the features when training began, `learned`,
   the row to take it from: it is the same in all of them. #}
{%- macro _every_state(network, network_rows) -%}
{{ dbt_nn._state(network, network_rows, every=true) }}
    {%- if network.learned -%}
,

learned as (

    {{ dbt_nn._newest_row(network_rows) | indent(4) }}

)
    {%- endif -%}
{%- endmacro -%}
