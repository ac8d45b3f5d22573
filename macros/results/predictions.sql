{# The columns that a prediction sets beside those of the data: each class's probability, and the likeliest class, whose column
   ends in the label's name, as much of it as a column of BigQuery, with its 300 characters, can hold. #}
{%- macro _added_columns(network) -%}
    {%- set names = [] -%}
    {%- for slug in dbt_nn._class_slugs(network) -%}
        {%- do names.append('probability_' ~ slug) -%}
    {%- endfor -%}
    {{ return(names + ['predicted_' ~ network.label[:290]]) }}
{%- endmacro -%}

{# The classes as ends of column names: a minus becomes a word, what else is no letter, digit or underscore becomes one.
   Their numbers, where two columns would be called the same, or one so long that BigQuery, with its 300 characters, had none. #}
{%- macro _class_slugs(network) -%}
    {%- set slugs = [] -%}
    {%- set names = ['expected_label'] -%}
    {%- for class in network.classes -%}
        {%- set slug = modules.re.sub('[^0-9A-Za-z_]+', '_', modules.re.sub('^-(?=[0-9])', 'minus_', class | string)) -%}
        {%- do slugs.append(slug) -%}
        {%- do names.append(dbt_nn._slug_alone(slug) if slug else '_') -%}
    {%- endfor -%}
    {%- if names | unique | list | length < names | length or '' in slugs or '_' in slugs or slugs | map('length') | max > 250 -%}
        {{ return(range(slugs | length) | map('string') | list) }}
    {%- endif -%}
    {{ return(slugs) }}
{%- endmacro -%}

{# The end of a column name as a column name of its own, which no digit begins. #}
{%- macro _slug_alone(slug) -%}
    {{ return(('_' if slug[0] in '0123456789' else '') ~ slug) }}
{%- endmacro -%}

{# The likeliest class, of the type that the label has; NULL where there are no probabilities to compare. #}
{%- macro _predicted(network) -%}
    {%- set labels = [] -%}
    {%- for class in network.classes -%}
        {%- do labels.append(dbt_nn._class_literal(class)) -%}
    {%- endfor -%}
    {{ return(dbt_nn._if_known(network, 'cast(' ~ dbt_nn._head(network, labels).likeliest ~ ' as ' ~ dbt_nn._class_type(network) ~ ')')) }}
{%- endmacro -%}

{# `value`, which is made of the scores in the CTE `softmax`, or NULL where these overflowed: then they are not numbers, and
   neither are the probabilities. #}
{%- macro _if_known(network, value) -%}
    {%- set is_finite = dbt_nn._is_finite('probs_0', network.is_plain) -%}
    {{ return('case when ' ~ is_finite ~ ' then ' ~ value ~ ' end') }}
{%- endmacro -%}
