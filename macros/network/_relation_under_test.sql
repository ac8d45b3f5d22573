{# `relation`, or, in a unit test, the table that the test's fixture stands for: dbt hands a test the fixture, and not what the
   model it tests would read. The table has the fixture's name, in the schema of the model, unless it is called otherwise. #}
{%- macro _relation_under_test(relation) -%}
    {%- if relation is not string and relation.is_cte and model.resource_type == 'unit_test' -%}
        {{ return(api.Relation.create(
            database=model.database, schema=model.schema, identifier=relation.identifier | replace('__dbt__cte__', '')
        )) }}
    {%- endif -%}
    {{ return(relation) }}
{%- endmacro -%}
