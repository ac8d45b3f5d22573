{# The columns that a prediction adds to those of the data: the probability of each class, and the likeliest class, in a column
   that ends in the label's name, cut off to fit the 300 characters that a column of BigQuery may have. #}
{%- macro _added_columns(network) -%}
    {%- set names = [] -%}
    {%- for slug in dbt_nn._class_slugs(network) -%}
        {%- do names.append('probability_' ~ slug) -%}
    {%- endfor -%}
    {{ return(names + ['predicted_' ~ network.label[:290]]) }}
{%- endmacro -%}

{# Refuses `columns` of the argument `name` that have the name of a column which a macro adds to them: a warehouse would keep the
   old one under that name, and rename the new one or stop. #}
{%- macro _check_added_columns(name, columns, added) -%}
    {%- for column in columns if column | lower in added | map('lower') -%}
        {%- do dbt_nn._refuse(
            name, 'free of the columns that dbt_nn adds, ' ~ dbt_nn._shortened(added), column,
            'Leave it out, or rename it in the model that holds it.'
        ) -%}
    {%- endfor -%}
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
        {%- do names.append(dbt_nn._slug_alone(slug) if slug else '_') -%}
    {%- endfor -%}
    {%- if names | unique | list | length < names | length or '' in slugs or '_' in slugs or slugs | map('length') | max > 250 -%}
        {{ return(range(slugs | length) | map('string') | list) }}
    {%- endif -%}
    {{ return(slugs) }}
{%- endmacro -%}

{# The end of a column name as a whole column name, which does not start with a digit. #}
{%- macro _slug_alone(slug) -%}
    {{ return(('_' if slug[0] in '0123456789' else '') ~ slug) }}
{%- endmacro -%}

{# The likeliest class, in the type of the label; NULL if there are no probabilities to compare. #}
{%- macro _predicted(network) -%}
    {%- set labels = [] -%}
    {%- for class in network.classes -%}
        {%- do labels.append(dbt_nn._class_literal(class)) -%}
    {%- endfor -%}
    {{ return(dbt_nn._if_known(network, 'cast(' ~ dbt_nn._likeliest(network, labels) ~ ' as ' ~ dbt_nn._class_type(network) ~ ')')) }}
{%- endmacro -%}

{# The one of `values`, an SQL expression for each class, that belongs to the likeliest class in the CTE `softmax`. #}
{%- macro _likeliest(network, values) -%}
    {%- if values | length == 2 -%}
        {{ return('case chosen when 0 then ' ~ values[0] ~ ' when 1 then ' ~ values[1] ~ ' end') }}
    {%- endif -%}
    {{ return(dbt_nn._argmax(network.layers[-1].outputs, values)) }}
{%- endmacro -%}

{# `value`, computed from the scores in the CTE `softmax`, or NULL if these overflowed: then they are not numbers, and neither are
   the probabilities. #}
{%- macro _if_known(network, value) -%}
    {%- set is_finite = dbt_nn.default___is_finite('probs_0') if network.is_plain else dbt_nn._is_finite('probs_0') -%}
    {{ return('case when ' ~ is_finite ~ ' then ' ~ value ~ ' end') }}
{%- endmacro -%}
