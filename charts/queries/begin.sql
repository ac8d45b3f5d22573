{#- What all queries begin with. -#}
{%- set description = dbt_nn._network(network) -%}
{%- for argument, rows in {'--training-data': training_data, '--data': data}.items()
    if rows is not none and not rows.is_cte and not dbt_nn._is_file(rows) and load_relation(rows) is none -%}
    {%- do dbt_nn._refuse(argument, 'built before it is read', rows | string, 'Build it first: dbt build --select ' ~ rows.identifier ~ '.') -%}
{%- endfor -%}
