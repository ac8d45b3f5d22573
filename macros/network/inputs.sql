{# The inputs `x_0`, `x_1`, … that the network reads from its features, in their order. Each has
   - `feature`: the column;
   - `kind`: `number`; `category`, which is 1 if the feature equals the value in the column `category`; or `is_null`;
   - `mean`, `stddev`, `category`, `type`: the columns of the network's row that hold what was learned when training started, or
     none; `type`, the name of the type of a feature's categories, is only at the first of them;
   - `is_imputed`: whether NULL is a value like others. #}
{%- macro _inputs(network) -%}
    {%- set inputs = [] -%}
    {%- for feature in network.features -%}
        {%- set number = loop.index0 -%}
        {%- set is_imputed = network.impute is sameas true or (network.impute is not boolean and feature in network.impute) -%}
        {%- set is_standardized = network.standardize is sameas true or (network.standardize is not boolean and feature in network.standardize) -%}
        {%- set common = {'feature': feature, 'is_imputed': is_imputed, 'mean': none, 'stddev': none, 'category': none, 'type': none} -%}
        {%- if feature in network.categories -%}
            {%- set given = network.categories[feature] -%}
            {%- for place in range(given if given is integer else given | length) -%}
                {%- do inputs.append(dict(
                    common, kind='category', category='category_' ~ number ~ '_' ~ place, type='type_' ~ number if loop.first else none
                )) -%}
            {%- endfor -%}
        {%- else -%}
            {%- do inputs.append(dict(
                common, kind='number',
                mean='mean_' ~ number if is_standardized or is_imputed else none,
                stddev='stddev_' ~ number if is_standardized else none
            )) -%}
        {%- endif -%}
        {%- if is_imputed -%}
            {%- do inputs.append(dict(common, kind='is_null')) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(inputs) }}
{%- endmacro -%}

{# The type names of the features that are categories, by feature, if `data` can be read. #}
{%- macro _category_types(network, data) -%}
    {%- set types = {} -%}
    {%- if network.categories and not network.is_plain -%}
        {%- for column in dbt_nn._columns_of(data) or [] -%}
            {%- for feature in network.categories if feature | lower == column.name | lower -%}
                {%- do types.update({feature: column.dtype | upper}) -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(types) }}
{%- endmacro -%}
