{# Whether `relation` stands in the warehouse, to be looked at. An ephemeral model or a unit test's fixture does not. #}
{%- macro _is_built(relation) -%}
    {{ return(relation is not string and not relation.is_cte and load_relation(relation) is not none) }}
{%- endmacro -%}
