{# Every option of a network's description with its default; `required` means that there is none. #}
{%- macro _options() -%}
    {{ return({
        'features': 'required',
        'label': 'required',
        'classes': 'required',
        'hidden_units': 'required',
        'categories': {},
        'standardize': false,
        'impute': false,
        'activation': 'relu',
        'learning_rate': 0.1,
        'l2_reg': 0.0,
        'seed': 0,
        'initialization': 'post',
        'initial_parameters': {},
        'optimizer': 'sgd',
        'batch_size': none,
        'task': 'classification',
        'layout': 'columns',
    }) }}
{%- endmacro -%}

{# The legal values of the required option `name`, in words. #}
{%- macro _legal_value(name) -%}
    {{ return({
        'features': 'a list of one or more column names, each once',
        'label': 'the name of a column that is not one of `features`',
        'classes': 'a list of two or more labels, all whole numbers, all strings or all booleans, each once',
        'hidden_units': 'a list of positive whole numbers',
    }[name]) }}
{%- endmacro -%}

{# Refuses a description with an unknown, missing or illegal option. `description` is the mapping as the user wrote it. #}
{%- macro _check_description(description) -%}
    {%- if description is not mapping -%}
        {%- do dbt_nn._refuse(
            'network', 'a mapping of options to values', description,
            "Describe the network under `meta: network:` in the config of the model, or of its folder in dbt_project.yml."
        ) -%}
    {%- endif -%}

    {%- set options = dbt_nn._options() -%}
    {%- for name in description if name not in options -%}
        {%- do dbt_nn._refuse(
            'network', 'a mapping with only the options ' ~ options.keys() | join(', '), name,
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

    {#- A quoted name cannot escape a line break, and Jinja's indent() would change it. -#}
    {%- for name in description.features + [description.label] if modules.re.search('[\n\x0b\x0c\r\x1c-\x1e\x85\u2028\u2029]', name) -%}
        {%- do dbt_nn._refuse(
            'label' if loop.last else 'features', 'free of line breaks', name,
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
            dbt_nn._as_number(description.learning_rate) or 'Start with 0.1, the default; the post of 2018 trains with 2.0.'
        ) -%}
    {%- endif -%}
    {%- if 'l2_reg' in description and not (dbt_nn._is_number(description.l2_reg) and description.l2_reg >= 0) -%}
        {%- do dbt_nn._refuse(
            'l2_reg', 'a number, 0 or above', description.l2_reg,
            dbt_nn._as_number(description.l2_reg) or '0 means no penalty; the post of 2018 has 0.001.'
        ) -%}
    {%- endif -%}
    {%- if description.get('batch_size') is not none -%}
        {%- do dbt_nn._check_whole_number('batch_size', description.batch_size, 'Leave it out to train each iteration on all rows.') -%}
    {%- endif -%}
    {%- if 'seed' in description and (description.seed is not integer or description.seed is boolean) -%}
        {%- do dbt_nn._refuse(
            'seed', 'a whole number', description.seed,
            dbt_nn._as_number(description.seed, is_whole=true) or 'Any will do: the same seed gives the same network.'
        ) -%}
    {%- endif -%}
{%- endmacro -%}

{# Refuses `features` and `classes` that are not lists, are too short, mix types or name something twice. #}
{%- macro _check_list(name, values) -%}
    {%- set legal = dbt_nn._legal_value(name) -%}
    {%- set advice = {
        'features': 'Name the columns that the network reads, as in [x1, x2].',
        'classes': 'List every value of the label, as in [0, 1] or [cat, dog].',
    }[name] -%}
    {%- if values is string or values is mapping or values is not iterable or values | length < (2 if name == 'classes' else 1) -%}
        {%- do dbt_nn._refuse(name, legal, values, advice) -%}
    {%- endif -%}
    {%- set kinds = [] -%}
    {%- for value in values -%}
        {%- do kinds.append('boolean' if value is boolean else 'string' if value is string else 'number' if value is integer and -9223372036854775808 <= value <= 9223372036854775807 else 'other') -%}
        {%- if value is string and not value | trim and name == 'features' -%}
            {%- do kinds.append('other') -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if kinds | unique | list | length > 1 or 'other' in kinds or (name == 'features' and 'string' not in kinds) -%}
        {%- do dbt_nn._refuse(name, legal, values, advice ~ ' ' ~ dbt_nn._as_texts(values)) -%}
    {%- endif -%}
    {#- Names that differ only in case are two classes, but may be one column in a warehouse. -#}
    {%- if values | unique(case_sensitive=(name == 'classes')) | list | length < values | length -%}
        {%- do dbt_nn._refuse(name, legal, values, advice) -%}
    {%- endif -%}
{%- endmacro -%}

{# Refuses `categories`, `standardize` and `impute` that have the wrong form or name something that is not a feature. #}
{%- macro _check_preparation(description) -%}
    {%- set categories = description.get('categories', {}) -%}
    {%- set legal = 'a mapping of features to the number of categories to learn, or to a list of categories' -%}
    {%- if categories is not mapping -%}
        {%- do dbt_nn._refuse('categories', legal, categories, 'Write it as in {island: 3} or {sex: [female, male]}.') -%}
    {%- endif -%}
    {%- for name, values in categories.items() -%}
        {%- if name not in description.features -%}
            {%- do dbt_nn._refuse('categories', legal, name, 'Name a column that is one of `features` too.') -%}
        {%- endif -%}
        {%- set is_count = values is integer and values is not boolean and values > 0 -%}
        {%- set is_list = values is not string and values is not mapping and values is iterable and values | length > 0 -%}
        {%- set texts = [] -%}
        {%- for value in (values if is_list else []) if value is string or value is boolean or dbt_nn._is_number(value) -%}
            {%- do texts.append(dbt_nn._category_text(value)) -%}
        {%- endfor -%}
        {%- if not is_count and not (is_list and texts | unique(case_sensitive=true) | list | length == values | length) -%}
            {%- do dbt_nn._refuse(
                'categories', legal, name ~ ': ' ~ values,
                dbt_nn._as_number(values, is_whole=true) or (
                    'Write a whole number, 1 or above, to learn that many of the most frequent ones; or list the categories (strings, numbers or booleans), each once.'
                )
            ) -%}
        {%- elif (values if is_count else values | length) > 10000 -%}
            {%- do dbt_nn._refuse(
                'categories', 'at most 10000 for a feature', name ~ ': ' ~ (values if is_count else values | length),
                'Each takes a column of the network: learn only the most frequent ones.'
            ) -%}
        {%- endif -%}
    {%- endfor -%}

    {%- for option in ['standardize', 'impute'] if description.get(option, false) is not boolean -%}
        {%- set names = description[option] -%}
        {%- set legal = 'true, false or a list of features' ~ (' that are numbers' if option == 'standardize' else '') -%}
        {%- if names is string or names is mapping or names is not iterable -%}
            {%- set is_word = names | string | lower in ['true', 'false', 'yes', 'no', 'on', 'off'] -%}
            {%- do dbt_nn._refuse(
                option, legal, names, ('It is a string: write true or false without quotes. ' if is_word else '') ~ 'true means all of them.'
            ) -%}
        {%- endif -%}
        {%- for name in names if name not in description.features or (option == 'standardize' and name in categories) -%}
            {%- do dbt_nn._refuse(option, legal, name, 'The features are ' ~ dbt_nn._shortened(description.features) ~ '.') -%}
        {%- endfor -%}
    {%- endfor -%}
{%- endmacro -%}

{# Refuses starting values that are not numbers, or that name no parameter of the network. #}
{%- macro _check_initial_parameters(network) -%}
    {%- set given = network.initial_parameters -%}
    {%- if given is not mapping -%}
        {%- do dbt_nn._refuse(
            'initial_parameters', 'a mapping of parameter columns to numbers', given,
            'Write it as in {w_00: -0.00569693, b_0: 0}; the parameters that it leaves out are drawn as `initialization` says.'
        ) -%}
    {%- endif -%}
    {%- for name, value in given.items() -%}
        {%- if name not in network.parameters -%}
            {%- do dbt_nn._refuse(
                'initial_parameters', 'a mapping of parameter columns to numbers', name,
                'The ' ~ network.parameters | length ~ ' parameters of this network are ' ~ dbt_nn._shortened(network.parameters) ~ '.'
            ) -%}
        {%- elif not dbt_nn._is_number(value) -%}
            {%- do dbt_nn._refuse(
                'initial_parameters', 'a mapping of parameter columns to numbers', name ~ ': ' ~ value,
                dbt_nn._as_number(value) or 'Give `' ~ name ~ '` a finite number, or leave it out.'
            ) -%}
        {%- endif -%}
    {%- endfor -%}
{%- endmacro -%}
