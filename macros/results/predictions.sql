{# The columns that a prediction adds to those of the data: the probability of each class, and the likeliest class, in a column
   that ends in the label's name, cut off to fit the 300 characters that a column of BigQuery may have. #}
{%- macro _added_columns(network) -%}
    {%- set names = [] -%}
    {%- for slug in dbt_nn._class_slugs(network) -%}
        {%- do names.append('probability_' ~ slug) -%}
    {%- endfor -%}
    {{ return(names + ['predicted_' ~ network.label[:290]]) }}
{%- endmacro -%}

{# The classes as ends of column names: a minus sign becomes a word, other characters that are not letters, digits or underscores
   become underscores. The numbers of the classes, if two columns would have the same name, or one a name that is too long for
   BigQuery, which takes 300 characters. #}
{%- macro _class_slugs(network) -%}
    {%- set slugs = [] -%}
    {%- set names = ['expected_label'] -%}
    {%- for class in network.classes -%}
        {%- set slug = modules.re.sub('[^0-9A-Za-z_]+', '_', modules.re.sub('^-(?=[0-9])', 'minus_', class | string)) -%}
        {%- do slugs.append(slug) -%}
        {%- do names.append(dbt_nn._slug_as_column(slug) if slug else '_') -%}
    {%- endfor -%}
    {%- if names | unique | list | length < names | length or '' in slugs or '_' in slugs or slugs | map('length') | max > 250 -%}
        {{ return(range(slugs | length) | map('string') | list) }}
    {%- endif -%}
    {{ return(slugs) }}
{%- endmacro -%}

{# The end of a column name as a whole column name, which does not start with a digit. #}
{%- macro _slug_as_column(slug) -%}
    {{ return(('_' if slug[0] in '0123456789' else '') ~ slug) }}
{%- endmacro -%}

{# The likeliest class, in the type of the label; NULL if there are no probabilities to compare. #}
{%- macro _predicted(network) -%}
    {%- set labels = [] -%}
    {%- for class in network.classes -%}
        {%- do labels.append(dbt_nn._class_literal(class)) -%}
    {%- endfor -%}
    {{ return(dbt_nn._if_known(network, 'cast(' ~ dbt_nn._head(network, labels).likeliest ~ ' as ' ~ dbt_nn._class_type(network) ~ ')')) }}
{%- endmacro -%}

{# `value`, computed from the scores in the CTE `softmax`, or NULL if these overflowed: then they are not numbers, and neither are
   the probabilities. #}
{%- macro _if_known(network, value) -%}
    {%- set is_finite = dbt_nn._is_finite('probs_0', network.is_plain) -%}
    {{ return('case when ' ~ is_finite ~ ' then ' ~ value ~ ' end') }}
{%- endmacro -%}
