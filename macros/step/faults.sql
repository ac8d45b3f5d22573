{# `value`, or an error if the rows that a step read are not what the network needs: SQL leaves a row with a NULL out of every
   sum, and would silently train on. With --empty, having no rows is not an error. #}
{%- macro _or_data_error(network, value) -%}
    {%- if dbt_nn._is_empty() -%}
        {{ return(value) }}
    {%- endif -%}
case
    when num_read = 0
        then {{ dbt_nn._no_rows_error('num_read') }}
    when num_labelled < num_read
        then {{ dbt_nn._data_error(
            ['`' ~ network.label ~ '` must be one of ' ~ network.classes ~ ' in every row; received another value or NULL in ',
             'num_read - num_labelled', ' of ', 'num_read', ' rows. The test examples_are_valid names them.']
        ) }}
    when num_complete < num_read
        then {{ dbt_nn._data_error(
            ['`features` must be numbers in every row; received NULL in ', 'num_read - num_complete', ' of ', 'num_read',
             ' rows. The test examples_are_valid names them.']
        ) }}
    when iteration = 0 and num_read > 0 and not {{ dbt_nn._is_finite('batch_loss') }}
        then {{ dbt_nn._data_error(
            ['`features` must be finite numbers in every row; received NaN, an infinity or numbers too large to multiply in some of ',
             'num_read', ' rows. The test examples_are_valid names them.']
        ) }}
    else {{ value }}
end
{%- endmacro -%}

{# An expression that stops the query because there is nothing to train on: `count`, an SQL expression, is 0. #}
{%- macro _no_rows_error(count) -%}
    {{ return(dbt_nn._data_error(['`data` must have rows; received ', count, '. Check the model that it names.'])) }}
{%- endmacro -%}

{# An expression that stops the query with a message: `parts` are texts and SQL expressions of whole numbers, in alternation. #}
{%- macro _data_error(parts) -%}
    {%- set pieces = [] -%}
    {%- for part in parts -%}
        {%- do pieces.append(dbt_nn._text(part) if loop.index is odd else 'cast(cast(' ~ part ~ ' as ' ~ dbt.type_bigint() ~ ') as ' ~ (dbt.type_string() | lower) ~ ')') -%}
    {%- endfor -%}
    {{ return(dbt_nn._raise_error('concat(' ~ pieces | join(', ') ~ ')')) }}
{%- endmacro -%}
