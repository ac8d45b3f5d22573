{# Refuses a description with an unknown, missing or illegal option. `description` is the mapping as the user wrote it. #}
{%- macro _check_description(description) -%}
    {%- if description is not mapping -%}
        {%- do dbt_nn._refuse(
            'network', 'a mapping of options to values', description,
            "Describe the network under `meta: network:` of the model, or of a folder of models in dbt_project.yml."
        ) -%}
    {%- endif -%}

    {%- set options = dbt_nn._options() -%}
    {%- for name in description if name not in options -%}
        {%- do dbt_nn._refuse(
            'network', 'made of the options ' ~ options.keys() | join(', '), name,
            dbt_nn._advice_on_option(name)
        ) -%}
    {%- endfor -%}
    {%- for name, default in options.items() if default is string and default == 'required' and name not in description -%}
        {%- do dbt_nn._refuse(
            name, dbt_nn._legal_value(name), none, 'Add `' ~ name ~ ':` to the network: it has no default.'
        ) -%}
    {%- endfor -%}

    {%- for name in ['features', 'classes'] -%}
        {%- do dbt_nn._check_list(name, description[name]) -%}
    {%- endfor -%}
    {%- if description.label is not string or not description.label | trim or description.label | lower in description.features | map('lower') -%}
        {%- do dbt_nn._refuse(
            'label', dbt_nn._legal_value('label'), description.label,
            'Name the column that holds the class of each row.'
            ~ (' ' ~ dbt_nn._as_texts([description.label]) if description.label is boolean else '')
        ) -%}
    {%- endif -%}

    {#- A quoted name cannot spell a line break out, and Jinja's indent() would change it. -#}
    {%- for name in description.features + [description.label] if modules.re.search('[\n\x0b\x0c\r\x1c-\x1e\x85\u2028\u2029]', name) -%}
        {%- do dbt_nn._refuse(
            'label' if loop.last else 'features', 'made of column names without line breaks', name,
            'Rename the column in the model that holds it.'
        ) -%}
    {%- endfor -%}

    {%- do dbt_nn._check_preparation(description) -%}

    {%- set units = description.hidden_units -%}
    {%- if units is string or units is mapping or units is not iterable or units | select('integer') | reject('boolean') | select('gt', 0) | list | length != units | length -%}
        {%- set wrong = namespace(advice='') -%}
        {%- for number in (units if units is sequence and units is not string else []) if number is not integer -%}
            {%- set wrong.advice = wrong.advice or dbt_nn._as_number(number, is_whole=true) -%}
        {%- endfor -%}
        {%- do dbt_nn._refuse(
            'hidden_units', dbt_nn._legal_value('hidden_units'), units,
            'Write one number for each hidden layer, or [] for none (softmax regression). ' ~ wrong.advice
        ) -%}
    {%- endif -%}

    {%- for name, values in {
        'activation': ['relu'], 'initialization': ['post', 'glorot', 'he'], 'optimizer': ['sgd'],
        'task': ['classification'], 'layout': ['columns'],
    }.items() if name in description and description[name] not in values -%}
        {%- do dbt_nn._refuse(
            name, 'one of ' ~ values | join(', '), description[name], 'Leave it out for ' ~ options[name] ~ '.'
        ) -%}
    {%- endfor -%}

    {%- if 'learning_rate' in description and not (dbt_nn._is_number(description.learning_rate) and description.learning_rate > 0) -%}
        {%- do dbt_nn._refuse(
            'learning_rate', 'a number above 0', description.learning_rate,
            dbt_nn._as_number(description.learning_rate) or 'The post trains with 2.0; 0.1 is a careful start.'
        ) -%}
    {%- endif -%}
    {%- if 'l2_reg' in description and not (dbt_nn._is_number(description.l2_reg) and description.l2_reg >= 0) -%}
        {%- do dbt_nn._refuse(
            'l2_reg', 'a number, 0 or above', description.l2_reg,
            dbt_nn._as_number(description.l2_reg) or 'The post regularises with 0.001; 0 does not regularise.'
        ) -%}
    {%- endif -%}
    {%- if description.get('batch_size') is not none -%}
        {%- do dbt_nn._check_whole_number('batch_size', description.batch_size, 'Leave it out, and every iteration is trained on all rows.') -%}
    {%- endif -%}
    {%- if 'seed' in description and (description.seed is not integer or description.seed is boolean) -%}
        {%- do dbt_nn._refuse(
            'seed', 'a whole number', description.seed,
            dbt_nn._as_number(description.seed, is_whole=true) or 'Any will do: the same seed gives the same network.'
        ) -%}
    {%- endif -%}
{%- endmacro -%}
