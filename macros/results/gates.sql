{# The columns of the table that a test checks, in lower case; none if it cannot be read. With `where`, dbt passes the test a query
   instead of the relation. #}
{%- macro _tested_columns(relation) -%}
    {%- set table = relation -%}
    {%- if relation is string -%}
        {%- set node = dbt_nn._tested_node(relation) -%}
        {%- set table = api.Relation.create(database=node.database, schema=node.schema, identifier=node.alias) if node else relation -%}
    {%- endif -%}
    {%- set columns = dbt_nn._columns_of(table) -%}
    {{ return(columns if columns is none else columns | map(attribute='name') | map('lower') | list) }}
{%- endmacro -%}

{# Refuses a `measure` that is not one of an evaluation's, or not one of the tested table's `columns`, unless these are none. The log
   loss of a table of iterations is its `loss`. #}
{%- macro _check_measure(measure, columns) -%}
    {%- set legal = [] -%}
    {%- for name in dbt_nn._measures() if columns is none or name in columns or (name == 'log_loss' and 'loss' in columns) -%}
        {%- do legal.append(name) -%}
    {%- endfor -%}
    {%- if measure not in legal -%}
        {%- do dbt_nn._refuse(
            'measure', 'one of ' ~ legal | join(', ') if legal else 'a column of the tested table, which measures nothing', measure,
            'They are the columns of dbt_nn.evaluate.' if columns is none
            else 'With `data`, a network is evaluated on those rows and has ' ~ dbt_nn._measures() | join(', ') ~ '.'
        ) -%}
    {%- endif -%}
{%- endmacro -%}

{# Refuses arguments of the test better_than_baseline that cannot be, on `relation`. #}
{%- macro _check_baseline(relation, measure, margin, network) -%}
    {%- if measure not in ['accuracy', 'log_loss'] -%}
        {%- do dbt_nn._refuse(
            'measure', 'one of accuracy, log_loss', measure, 'For the other measures a guess is no baseline: use the test measure_at_least.'
        ) -%}
    {%- elif not dbt_nn._is_number(margin) or margin < 0 -%}
        {%- do dbt_nn._refuse(
            'margin', 'a number, 0 or above', margin, dbt_nn._as_number(margin) or 'It is by how much the network must be better.'
        ) -%}
    {%- elif network is none and 'iteration' not in (dbt_nn._tested_columns(relation) or ['iteration']) -%}
        {%- do dbt_nn._refuse(
            'network', 'given where the tested table is not a network', none, 'Write `network: ref(...)`: it is evaluated on `data`.'
        ) -%}
    {%- endif -%}
    {%- do dbt_nn._check_no_where() -%}
{%- endmacro -%}

{# Refuses `where` in a test that evaluates a network: the rows that it judges are those of `data`. #}
{%- macro _check_no_where() -%}
    {%- if model.config.where -%}
        {%- do dbt_nn._refuse(
            'where', 'left out of a test with `data`', model.config.where, 'It would choose rows of the tested table: give the test a model of the rows as `data`.'
        ) -%}
    {%- endif -%}
{%- endmacro -%}

{# A condition: the measure `column` does not meet `bound`, as in `>= 0.9`. What is NULL, NaN or infinite meets none. If the row
   `is_evaluated`, the condition reads the log loss too: that stops the query if the data has no rows, or rows that the network cannot
   read, which other measures hide. #}
{%- macro _is_missed(column, bound, is_evaluated) -%}
    {%- set measure = dbt_nn._quoted(column) -%}
    {%- set is_missed = 'not ' ~ measure ~ ' ' ~ bound -%}
    {%- if dbt_nn._is_empty() -%}
        {{ return(is_missed) }}
    {%- endif -%}
    {{ return(
        (dbt_nn._quoted('log_loss') ~ ' is null or ' if is_evaluated and column != 'log_loss' else '')
        ~ 'not ' ~ dbt_nn._is_finite(measure) ~ ' or ' ~ is_missed
    ) }}
{%- endmacro -%}

{# What a test says of a measure that does not meet `bound`: an SQL text. #}
{%- macro _missed(column, bound) -%}
    {%- set words = column ~ ' must be ' ~ bound -%}
    {%- if column != 'roc_auc' -%}
        {{ return(dbt_nn._text(words)) }}
    {%- endif -%}
    {{ return(
        'case when ' ~ dbt_nn._quoted(column) ~ ' is null then '
        ~ dbt_nn._text(words ~ '; it is NULL, because a class has no rows, or all of them') ~ ' else ' ~ dbt_nn._text(words) ~ ' end'
    ) }}
{%- endmacro -%}
