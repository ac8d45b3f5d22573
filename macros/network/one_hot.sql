{% macro one_hot(column, classes) %}
    {%- for class in classes -%}
    {{ dbt_nn._indicator(dbt_nn._quoted(column) ~ ' = ' ~ dbt_nn._class_literal(class)) }} as {{ dbt_nn._quoted(column ~ '_' ~ loop.index0) }}{{ ',\n    ' if not loop.last }}
    {%- endfor -%}
{% endmacro %}
