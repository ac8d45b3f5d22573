{# Refuses data whose rows the network cannot be trained or judged on, by one query before the statement; it says which columns,
   how many rows, and one value. Where training `begins`, also data without anything to learn of a feature; and it warns of
   features whose scales differ. The statements have checks of their own, for what cannot be looked at and for rows that come
   later. Not a second time in a hook, unless only there the data can be read. #}
{%- macro _check_rows(network, data, begins=false) -%}
    {%- set looks = not dbt_nn._is_empty() and not dbt_nn._only_compiles() and (not model.compiled_code or data.is_cte) -%}
    {%- set preamble = dbt_nn._preamble(data) if looks else none -%}
    {%- if preamble is not none -%}
        {%- set found = run_query(preamble ~ dbt_nn._survey(network, data, begins)).rows[0] -%}
        {%- set num_rows = found['num_rows'] | int -%}
        {%- set no_values = [] -%}
        {%- set faults = [] -%}
        {%- set faulty = [] -%}
        {%- for feature in network.features if num_rows > 0 -%}
            {%- set nulls = (found['nulls_' ~ loop.index0] or 0) | int -%}
            {%- set others = (found['others_' ~ loop.index0] or 0) | int -%}
            {%- if begins and nulls + others == num_rows -%}
                {%- do no_values.append(feature) -%}
            {%- elif nulls + others > 0 and not (network.inputs | selectattr('feature', 'equalto', feature) | first).is_imputed -%}
                {%- set received = [
                    'NULL in ' ~ nulls if nulls else '',
                    ('NaN in ' if feature in network.categories else 'NaN or an infinity in ') ~ others if others else '',
                ] | select | join(' and ') -%}
                {%- do faulty.append(feature) -%}
                {%- do faults.append(
                    feature ~ ': ' ~ received ~ ' of ' ~ num_rows ~ ' rows'
                    ~ (', for instance ' ~ found['other_' ~ loop.index0] if others and feature not in network.categories else '')
                ) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- if no_values -%}
            {%- do dbt_nn._refuse(
                'features', 'columns with a value in at least one row', dbt_nn._shortened(no_values),
                'There is nothing to learn of a column without values: drop it from `features`.'
            ) -%}
        {%- elif faults -%}
            {%- set imputed = (network.impute if network.impute is iterable else []) + faulty -%}
            {%- do exceptions.raise_compiler_error(
                '`features` must be ' ~ ('finite numbers, or categories,' if network.categories else 'finite numbers')
                ~ ' in every row; received ' ~ dbt_nn._shortened(faults) ~ '. Mend the rows, which the test examples_are_valid names; '
                ~ 'or train with `impute: [' ~ dbt_nn._shortened(imputed) ~ ']`, which takes them for missing and learns what that means.'
            ) -%}
        {%- endif -%}

        {%- set nulls, others = found['null_labels'] | int, found['other_labels'] | int -%}
        {%- if nulls + others > 0 -%}
            {%- set received = ['NULL in ' ~ nulls if nulls else '', 'another value in ' ~ others if others else ''] | select | join(' and ') -%}
            {%- set example = "'" ~ found['other_label'] ~ "'" if network.classes[0] is string else found['other_label'] -%}
            {%- do exceptions.raise_compiler_error(
                '`' ~ network.label ~ '` must be one of ' ~ network.classes ~ ' in every row; received ' ~ received ~ ' of ' ~ num_rows ~ ' rows'
                ~ (', for instance ' ~ example if others else '') ~ '. Mend the rows, which the test examples_are_valid names, or leave them out'
                ~ ('; a value that belongs there is one more of `classes`.' if others else '.')
            ) -%}
        {%- endif -%}
        {%- if begins -%}
            {%- do dbt_nn._warn_of_scales(network, found) -%}
        {%- endif -%}
    {%- endif -%}
{%- endmacro -%}
