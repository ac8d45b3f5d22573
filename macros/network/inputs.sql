{# The inputs `x_0`, `x_1`, … that the network reads from its features, in their order. Each has
   - `feature`: the column;
   - `number`: which input of the network it is, the categories that are looked up counted too;
   - `kind`: `number`; `category`, which is 1 if the feature equals the value in the column `category`; or `is_null`;
   - `mean`, `stddev`, `category`, `type`: the columns of the network's row that hold what was learned when training started, or
     none; `type`, the name of the type of a feature's categories, is only at the first of them;
   - `is_imputed`: whether NULL is a value like others. #}
{%- macro _inputs(network) -%}
    {%- set inputs = [] -%}
    {%- set at = namespace(input=0) -%}
    {%- for feature in network.features -%}
        {%- set number = loop.index0 -%}
        {%- set is_imputed = dbt_nn._is_imputed(network, feature) -%}
        {%- set is_standardized = network.standardize is sameas true or (network.standardize is not boolean and feature in network.standardize) -%}
        {%- set common = {'feature': feature, 'is_imputed': is_imputed, 'mean': none, 'stddev': none, 'category': none, 'type': none} -%}
        {%- if dbt_nn._is_looked_up(network, feature) -%}
            {%- set at.input = at.input + dbt_nn._num_categories(network, feature) -%}
        {%- elif feature in network.categories -%}
            {%- for place in range(dbt_nn._num_categories(network, feature)) -%}
                {%- do inputs.append(dict(
                    common, kind='category', number=at.input, category='category_' ~ number ~ '_' ~ place, type='type_' ~ number if loop.first else none
                )) -%}
                {%- set at.input = at.input + 1 -%}
            {%- endfor -%}
        {%- else -%}
            {%- do inputs.append(dict(
                common, kind='number', number=at.input,
                mean='mean_' ~ number if is_standardized or is_imputed else none,
                stddev='stddev_' ~ number if is_standardized else none
            )) -%}
            {%- set at.input = at.input + 1 -%}
        {%- endif -%}
        {%- if is_imputed -%}
            {%- do inputs.append(dict(common, kind='is_null', number=at.input)) -%}
            {%- set at.input = at.input + 1 -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(inputs) }}
{%- endmacro -%}

{# The features whose categories are looked up: the network has one weight for each of them and each unit of its first layer, as if there
   was an input for each, but an example reads only those of its own category. Each has
   - `feature`, `is_imputed` and `type`, as an input has them; `kind`: `category`;
   - `code`: the column of an example that holds the number of its category, from 1 on; 0 for none;
   - `categories`: the column of the network's row that holds the categories, a list; `category`: how its columns begin where each has one;
   - `column`: the column that holds the weights, category after category, those of all units;
   - `weights`: the list of these by the place of a category, `weight`: those of the category of an example, see _looked_up;
   - `first_input`: which input of the network its first category is; `count`: how many categories, none if that is not known. #}
{%- macro _lookups(network) -%}
    {%- set lookups = [] -%}
    {%- set at = namespace(input=0) -%}
    {%- for feature in network.features -%}
        {%- set number = loop.index0 -%}
        {%- set count = dbt_nn._num_categories(network, feature) if feature in network.categories else 1 -%}
        {%- if dbt_nn._is_looked_up(network, feature) -%}
            {%- do lookups.append({
                'feature': feature, 'kind': 'category', 'is_imputed': dbt_nn._is_imputed(network, feature), 'type': 'type_' ~ number,
                'code': 'code_' ~ number, 'place': 'place_' ~ number, 'categories': 'categories_' ~ number,
                'category': 'category_' ~ number, 'column': 'layer_1_categories_' ~ number, 'weights': 'weights_' ~ number, 'weight': 'weight_' ~ number,
                'first_input': at.input,
                'count': count if network.categories[feature] != 'all' or feature in network.counts else none,
            }) -%}
        {%- endif -%}
        {%- set at.input = at.input + count + (1 if dbt_nn._is_imputed(network, feature) else 0) -%}
    {%- endfor -%}
    {{ return(lookups) }}
{%- endmacro -%}

{# Whether the categories of a feature are looked up: all that there are, or more than sixteen; up to there a dot product with an input for each
   takes a block of examples less time. With an example a row four inputs take longer than a lookup. Only lists can be looked up in. #}
{%- macro _is_looked_up(network, feature) -%}
    {{ return(
        network.layout == 'lists' and feature in network.categories
        and (network.categories[feature] == 'all' or dbt_nn._num_categories(network, feature) > (4 if network.by_row else 16))
    ) }}
{%- endmacro -%}

{# How many categories of a feature the network has. Of `all` they are counted when training begins, see _counted; 0 is not yet. #}
{%- macro _num_categories(network, feature) -%}
    {%- set given = network.categories[feature] -%}
    {{ return(network.counts.get(feature, 0) if given == 'all' else given if given is integer else given | length) }}
{%- endmacro -%}

{# Whether a missing value of a feature is a value like others. #}
{%- macro _is_imputed(network, feature) -%}
    {{ return(network.impute is sameas true or (network.impute is not boolean and feature in network.impute)) }}
{%- endmacro -%}

{# The number of inputs of the network, one for each category that is looked up included. #}
{%- macro _num_inputs(network) -%}
    {%- set count = namespace(inputs=0) -%}
    {%- for feature in network.features -%}
        {%- set count.inputs = count.inputs + (dbt_nn._num_categories(network, feature) if feature in network.categories else 1)
            + (1 if dbt_nn._is_imputed(network, feature) else 0) -%}
    {%- endfor -%}
    {{ return(count.inputs) }}
{%- endmacro -%}

{# What looks a feature up, or the first of its inputs. #}
{%- macro _input_of(network, feature) -%}
    {{ return((network.lookups + network.inputs) | selectattr('feature', 'equalto', feature) | first) }}
{%- endmacro -%}

{# The columns of an example, without its label: `x_0`, …, and the `code_…` of each feature that is looked up. Each with its `name` and
   its `feature`. #}
{%- macro _input_columns(network) -%}
    {%- set columns = [] -%}
    {%- for input in network.inputs -%}
        {%- do columns.append({'name': 'x_' ~ loop.index0, 'feature': input.feature}) -%}
    {%- endfor -%}
    {%- for lookup in network.lookups -%}
        {%- do columns.append({'name': lookup.code, 'feature': lookup.feature}) -%}
    {%- endfor -%}
    {{ return(columns) }}
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
