{# The network as it begins with the row of `warm_start`, or without one: with the number of categories of each feature of which it learns
   all, those of the row or of `data`. #}
{%- macro _begun_with(network, data, warm_start=none) -%}
    {%- set columns = (dbt_nn._columns_of(warm_start) or []) | map(attribute='name') | list -%}
    {%- if network.lookups and network.lookups[0].categories in columns -%}
        {{ return(dbt_nn._with_kept_counts(network, warm_start)) }}
    {%- endif -%}
    {#- A relation of columns has one for each category. -#}
    {%- set counts = {} -%}
    {%- for lookup in network.lookups if network.categories[lookup.feature] == 'all' -%}
        {%- for column in columns if modules.re.fullmatch(lookup.category ~ '_[0-9]+', column) -%}
            {%- do counts.update({lookup.feature: loop.length}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(dbt_nn._with_counts(network, counts) if counts else dbt_nn._counted(network, data)) }}
{%- endmacro -%}

{# The columns of a network's row that the relation `warm_start` has, each with its SQL expression over the CTE `warm`. If the
   relation can be read, it must have all parameters and no others; it may have what was learned from the features. #}
{%- macro _warm_columns(network, warm_start) -%}
    {%- set found = {} -%}
    {%- if warm_start is not none -%}
        {%- set columns = dbt_nn._columns_of(warm_start) -%}
        {%- set kept = none if columns is none else columns | map(attribute='name') | list -%}
        {%- if kept is not none -%}
            {%- do dbt_nn._check_warm_start(network, warm_start, kept) -%}
        {%- endif -%}
        {%- do found.update(dbt_nn._warm_parameters(network, kept)) -%}
        {%- for name in network.learned if kept is not none and name in kept -%}
            {%- set type = dbt.type_string() if name in network.learned_texts else dbt_nn._double_type() -%}
            {%- set is_list = name in network.lookups | map(attribute='categories') -%}
            {%- do found.update({name: 'warm.' ~ name if is_list else 'cast(warm.' ~ name ~ ' as ' ~ (type | lower) ~ ')'}) -%}
        {%- endfor -%}
        {%- do found.update(dbt_nn._warm_categories(network, kept)) -%}
    {%- endif -%}
    {{ return(found) }}
{%- endmacro -%}

{# The categories of the network that a relation with these `columns` holds in the other layout, as SQL expressions over the CTE `warm`: a weight
   belongs to its category, so both come from there. #}
{%- macro _warm_categories(network, columns) -%}
    {%- set kept = dbt_nn._in_layout_of(network, columns) -%}
    {%- set found = {} -%}
    {%- for lookup in (network.lookups or kept.lookups) if kept.layout != network.layout -%}
        {%- set names, elements = [], {} -%}
        {%- for place in range(lookup.count or 0) -%}
            {%- do names.append(lookup.category ~ '_' ~ place) -%}
            {%- do elements.update({names[-1]: dbt_nn._element_of('warm.' ~ lookup.categories, place)}) -%}
        {%- endfor -%}
        {%- if network.layout == 'columns' and lookup.categories in columns -%}
            {%- do found.update(elements) -%}
        {%- elif network.layout == 'lists' and names | select('in', columns) | list == names -%}
            {%- do found.update({lookup.categories: dbt_nn._list_of_texts(dbt_nn._prefixed('warm.', names))}) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro -%}

{# The network whose layout is that of a relation with these `columns`, or its own if they are not known: a network of lists may start from
   one of columns, and the other way round. #}
{%- macro _in_layout_of(network, columns) -%}
    {%- if columns is none or (network.layout == 'lists') == ('layer_1' in columns) -%}
        {{ return(network) }}
    {%- endif -%}
    {{ return(dbt_nn._in_layout(network, 'columns') if network.layout == 'lists' else dbt_nn._in_layout(network, 'lists')) }}
{%- endmacro -%}

{# The parameter columns of the network, each with its SQL expression over the CTE `warm`, whose relation has these `columns`. #}
{%- macro _warm_parameters(network, columns) -%}
    {%- set kept = dbt_nn._in_layout_of(network, columns) -%}
    {%- set found = {} -%}
    {%- if kept.layout == 'lists' and network.layout == 'lists' -%}
        {%- for name in network.parameters -%}
            {%- do found.update({name: dbt_nn._as_doubles('warm.' ~ name)}) -%}
        {%- endfor -%}
        {{ return(found) }}
    {%- endif -%}
    {%- set lists = dbt_nn._in_layout(network, 'lists') -%}
    {%- set elements = dbt_nn._elements_of_lists(lists, lists.parameters) if kept.layout == 'lists' else {} -%}
    {%- for list in lists.parameters -%}
        {%- set numbers = {} -%}
        {%- for name in dbt_nn._names_in_list(lists, list) -%}
            {%- do numbers.update({name: 'cast(warm.' ~ elements.get(name, name) ~ ' as ' ~ dbt_nn._double_type() ~ ')'}) -%}
        {%- endfor -%}
        {%- do found.update(numbers if network.layout == 'columns' else {list: '[' ~ numbers.values() | join(', ') ~ ']'}) -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro -%}

{# The row that training starts from, as a relation in SQL: the newest of a network's own table, else the row of `warm_start`. #}
{%- macro _warm_row(warm_start, columns) -%}
    {%- if 'iteration' in columns and 'trained_at' in columns -%}
        {{ return('(' ~ dbt_nn._newest_row(warm_start) ~ ') as newest') }}
    {%- endif -%}
    {{ return(warm_start | string) }}
{%- endmacro -%}

{# Refuses a `warm_start`, a relation with these `columns`, whose numbers are those of another network: one with other parameters
   or, if its rows carry a description, one whose features, classes, units or inputs are not the same, in the same order. For numbers
   alone, as import_network.py writes them, the order cannot be checked. Only a network's own table may have several rows. #}
{%- macro _check_warm_start(network, warm_start, columns) -%}
    {%- set description = dbt_nn._kept_description(warm_start) if 'description' in columns else none -%}
    {%- if description is not none and not dbt_nn._only_compiles() -%}
        {%- set options = ['features', 'classes', 'hidden_units', 'activation', 'categories', 'standardize', 'impute'] -%}
        {%- set differences = dbt_nn._differences(fromjson(description), fromjson(network.fingerprint)) | selectattr('name', 'in', options) | list -%}
        {%- if differences -%}
            {%- do dbt_nn._refuse(
                'warm_start', 'a network with ' ~ dbt_nn._options_in_words(differences, 'second'),
                warm_start ~ ', with ' ~ dbt_nn._options_in_words(differences, 'first'),
                'Its parameters mean something else in this network: give both the same description, or leave `warm_start` out.'
            ) -%}
        {%- endif -%}
    {%- endif -%}

    {%- set kept = dbt_nn._in_layout_of(network, columns) -%}
    {%- set missing = kept.parameters | reject('in', columns) | list -%}
    {%- set foreign = [] -%}
    {%- for name in columns if name not in kept.parameters and modules.re.fullmatch('[wb]([2-9]|[1-9][0-9]+)?_[0-9]+(_[0-9]+)?|layer_[0-9]+(_categories_[0-9]+)?', name) -%}
        {%- do foreign.append(name) -%}
    {%- endfor -%}
    {%- if missing or foreign -%}
        {%- do dbt_nn._refuse(
            'warm_start', 'a relation with a column for each of the ' ~ network.num_parameters ~ ' parameters', warm_start | string,
            ('It lacks ' ~ dbt_nn._shortened(missing) ~ '.' if missing
            else 'It also has columns of a network of another shape: ' ~ dbt_nn._shortened(foreign) ~ '.')
        ) -%}
    {%- endif -%}

    {%- if not dbt_nn._only_compiles() and not dbt_nn._is_empty() -%}
        {%- set count = run_query('select count(*) from ' ~ warm_start).columns[0].values()[0] | int -%}
        {%- if count == 0 or (count > 1 and not ('iteration' in columns and 'trained_at' in columns)) -%}
            {%- do dbt_nn._refuse(
                'warm_start', "a relation with one row, or a network's table", warm_start ~ ', with ' ~ count ~ ' rows',
                'Build it first.' if count == 0 else 'Name a model that selects the one row to start from.'
            ) -%}
        {%- endif -%}
        {%- set numbers = [] -%}
        {%- for number in dbt_nn._summands(kept) -%}
            {%- do numbers.append('cast(' ~ number ~ ' as ' ~ dbt_nn._double_type() ~ ')') -%}
        {%- endfor -%}
        {%- set finite = run_query('select count(case when ' ~ dbt_nn._all_finite(numbers) ~ ' then 1 end) from ' ~ dbt_nn._warm_row(warm_start, columns)) -%}
        {%- if finite.columns[0].values()[0] | int == 0 -%}
            {%- do dbt_nn._refuse(
                'warm_start', 'a row of finite numbers', warm_start ~ ', where one is NULL, NaN or infinite',
                'Name a model that selects an earlier iteration, or leave `warm_start` out.'
            ) -%}
        {%- endif -%}
    {%- endif -%}
{%- endmacro -%}
