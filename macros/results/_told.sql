{# The SQL expression `value`, of the type `type`; where the network that it comes from has a `fault`, what stops the query with
   it. It stands in the last SELECT, so that a query of no rows has none to complain of. #}
{%- macro _told(value, type, fault) -%}
    {{ return(value if fault is none else 'cast(' ~ dbt_nn._raise_error(dbt_nn._text(fault)) ~ ' as ' ~ type ~ ')') }}
{%- endmacro -%}
