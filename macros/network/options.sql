{# Every option of a network's description, in the order in which messages list them:
   - `default`: the value of one that is left out; one without a default is required;
   - `kind`: what it holds, and so how it is checked (_check_option); `legal` says it in words, `values`, `above`, `from` and `below` in values;
   - `advice`: what to do about an illegal value;
   - `kept`: whether the network's rows carry it, since their numbers depend on it: `always`, `where_used` (where it is not the
     default, so that rows from before the option was there still fit), `never`;
   - `unsaid`: what rows have that do not carry it, if that is not the default;
   - `goes_with`: the values of another option without which it has no effect;
   - `elsewhere`: what other libraries call it. #}
{%- macro _options() -%}
    {{ return({
        'features': {
            'kind': 'names', 'legal': 'a list of one or more column names, each once', 'kept': 'always',
            'advice': 'Name the columns that the network reads, as in [x1, x2].',
            'elsewhere': 'inputs columns x feature_columns feature_names input_columns',
        },
        'label': {
            'kind': 'column', 'legal': 'the name of a column that is not one of `features`', 'kept': 'always',
            'advice': 'Name the column that holds the class of each row.',
            'elsewhere': 'input_label_cols label_cols label_column target target_column targets y',
        },
        'classes': {
            'kind': 'labels', 'legal': 'a list of two or more labels, all whole numbers, all strings or all booleans, each once',
            'kept': 'always',
            'advice': 'List every value of the label, as in [0, 1] or [cat, dog].',
            'elsewhere': 'labels class_names class_labels num_classes num_class n_classes',
        },
        'hidden_units': {
            'kind': 'widths', 'legal': 'a list of positive whole numbers', 'kept': 'always',
            'advice': 'Write one number for each hidden layer, or [] for none (softmax regression).',
            'elsewhere': 'hidden_layer_sizes hidden_layers hidden_size hidden_sizes hidden_dim hidden_dims units layers neurons',
        },
        'categories': {
            'default': {}, 'kind': 'categories', 'kept': 'where_used',
            'legal': 'a mapping of features to the number of categories to learn, to `all`, or to a list of categories',
            'elsewhere': 'one_hot one_hot_encoder categorical categorical_features enable_categorical category_encoding_method cat_features',
        },
        'standardize': {
            'default': false, 'kind': 'flag_or_features', 'legal': 'true, false or a list of features that are numbers', 'kept': 'where_used',
            'elsewhere': 'scale scaler scaling transform standard_scaler normalize normalization',
        },
        'impute': {
            'default': false, 'kind': 'flag_or_features', 'legal': 'true, false or a list of features', 'kept': 'where_used',
            'elsewhere': 'imputer nullable fill_nulls missing missing_values add_indicator',
        },
        'activation': {
            'default': 'relu', 'kind': 'choice_or_list', 'of_each': 'hidden_units', 'values': dbt_nn._activations().keys() | list, 'kept': 'always',
            'elsewhere': 'activation_fn activation_function hidden_activation nonlinearity',
        },
        'learning_rate': {
            'default': none, 'kind': 'number', 'above': 0, 'kept': 'never',
            'advice': 'Leave it out for 0.1, or 0.01 with an optimizer that rescales the gradients; the post of 2018 trains with 2.0.',
            'elsewhere': 'learn_rate learning_rate_init lr eta',
        },
        'learning_rate_schedule': {
            'default': 'constant', 'kind': 'choice', 'values': dbt_nn._schedules().keys() | list, 'kept': 'never',
            'elsewhere': 'lr_scheduler scheduler learning_rate_decay decay learn_rate_strategy lr_scheduler_type',
        },
        'decay_iterations': {
            'default': 1000, 'kind': 'whole_number', 'from': 1, 'kept': 'never',
            'goes_with': {'learning_rate_schedule': ['step', 'exponential', 'cosine']},
            'advice': 'It is the number of iterations in which the rate falls once, or with cosine to 0.',
            'elsewhere': 'decay_steps step_size t_max',
        },
        'decay_rate': {
            'default': 0.5, 'kind': 'number', 'above': 0, 'below': 1, 'kept': 'never',
            'goes_with': {'learning_rate_schedule': ['step', 'exponential']},
            'advice': 'Leave it out for 0.5: the rate is halved every `decay_iterations`.',
            'elsewhere': 'lr_decay learning_rate_decay_rate',
        },
        'power_t': {
            'default': 0.5, 'kind': 'number', 'from': 0, 'kept': 'never', 'goes_with': {'learning_rate_schedule': ['inverse_scaling']},
            'advice': 'Leave it out for 0.5: the rate is divided by the root of the iteration.',
            'elsewhere': 'lr_power',
        },
        'warmup_iterations': {
            'default': 0, 'kind': 'whole_number', 'from': 0, 'kept': 'never',
            'advice': '0 means that the first iteration has the whole learning rate.',
            'elsewhere': 'warmup warmup_steps num_warmup_steps warmup_ratio warmup_epochs',
        },
        'clip_norm': {
            'default': none, 'kind': 'number', 'above': 0, 'kept': 'never',
            'advice': 'Leave it out to take gradients as they are.',
            'elsewhere': 'clipnorm global_clipnorm gradient_clipping max_grad_norm gradient_clip_val clip_grad_norm',
        },
        'l1_reg': {
            'default': 0.0, 'kind': 'number', 'from': 0, 'kept': 'never',
            'advice': '0 means no penalty.',
            'elsewhere': 'l1 reg_alpha l1_regularization',
        },
        'l2_reg': {
            'default': 0.0, 'kind': 'number', 'from': 0, 'kept': 'never',
            'advice': '0 means no penalty; the post of 2018 has 0.001.',
            'elsewhere': 'l2 alpha reg penalty reg_lambda lambda l2_regularization kernel_regularizer',
        },
        'seed': {
            'default': 0, 'kind': 'whole_number', 'kept': 'always',
            'advice': 'Any will do: the same seed gives the same network.',
            'elsewhere': 'random_state random_seed',
        },
        'initialization': {
            'default': 'post', 'kind': 'choice', 'values': dbt_nn._initializations().keys() | list, 'kept': 'always',
            'elsewhere': 'init kernel_initializer initializer weight_init',
        },
        'initial_parameters': {
            'default': {}, 'kind': 'parameters', 'legal': 'a mapping of parameter columns to numbers', 'kept': 'where_used',
            'elsewhere': 'weights initial_weights coefs_init intercept_init',
        },
        'optimizer': {
            'default': 'sgd', 'kind': 'choice', 'values': dbt_nn._optimizers().keys() | list, 'kept': 'where_used',
            'elsewhere': 'solver optim',
        },
        'momentum': {
            'default': 0.9, 'kind': 'number', 'from': 0, 'below': 1, 'kept': 'never', 'goes_with': {'optimizer': ['momentum', 'nesterov']},
            'advice': 'Leave it out for 0.9; with 0 it is sgd.',
            'elsewhere': '',
        },
        'beta_1': {
            'default': 0.9, 'kind': 'number', 'from': 0, 'below': 1, 'kept': 'never', 'goes_with': {'optimizer': ['adam', 'adamw']},
            'advice': 'Leave it out for 0.9.',
            'elsewhere': 'beta1 betas',
        },
        'beta_2': {
            'default': 0.999, 'kind': 'number', 'from': 0, 'below': 1, 'kept': 'never', 'goes_with': {'optimizer': ['adam', 'adamw']},
            'advice': 'Leave it out for 0.999.',
            'elsewhere': 'beta2',
        },
        'rho': {
            'default': 0.9, 'kind': 'number', 'from': 0, 'below': 1, 'kept': 'never', 'goes_with': {'optimizer': ['rmsprop']},
            'advice': 'Leave it out for 0.9.',
            'elsewhere': '',
        },
        'epsilon': {
            'default': 1e-8, 'kind': 'number', 'above': 0, 'kept': 'never', 'goes_with': {'optimizer': ['adam', 'adamw', 'rmsprop', 'adagrad']},
            'advice': 'Leave it out for 1.0e-8.',
            'elsewhere': 'eps',
        },
        'weight_decay': {
            'default': 0.01, 'kind': 'number', 'from': 0, 'kept': 'never', 'goes_with': {'optimizer': ['adamw']},
            'advice': 'Leave it out for 0.01; `l2_reg` is a penalty that any optimizer takes.',
            'elsewhere': 'decoupled_weight_decay',
        },
        'batch_size': {
            'default': none, 'kind': 'whole_number', 'from': 1, 'kept': 'never',
            'advice': 'Leave it out to train each iteration on all rows.',
            'elsewhere': 'mini_batch minibatch mini_batch_size minibatch_size',
        },
        'task': {
            'default': 'classification', 'kind': 'choice', 'values': ['classification'], 'kept': 'never',
            'elsewhere': 'model_type objective',
        },
        'layout': {
            'default': 'auto', 'kind': 'choice', 'values': ['auto', 'columns', 'lists'], 'kept': 'where_used', 'unsaid': 'columns',
            'elsewhere': '',
        },
    }) }}
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
    {%- for name, option in options.items() if 'default' not in option and name not in description -%}
        {%- do dbt_nn._refuse(name, option.legal, none, 'Add `' ~ name ~ ':` to the network: it has no default.') -%}
    {%- endfor -%}
    {%- for name, option in options.items() if name in description and not (description[name] is none and option.get('default', '') is none) -%}
        {%- do dbt_nn._check_option(name, option, description[name], description) -%}
        {%- for other, values in option.get('goes_with', {}).items() if description.get(other, options[other].default) not in values -%}
            {%- do dbt_nn._refuse(
                name, 'left out unless `' ~ other ~ '` is ' ~ values | join(' or '), description[name],
                'Leave it out, or write `' ~ other ~ ': ' ~ values[0] ~ '`.'
            ) -%}
        {%- endfor -%}
    {%- endfor -%}
{%- endmacro -%}

{# Refuses a `value` that the option `name` of a `description` cannot have. What an option says of others comes after these. #}
{%- macro _check_option(name, option, value, description) -%}
    {%- if option.kind in ['names', 'labels'] -%}
        {%- do dbt_nn._check_list(name, option, value) -%}
    {%- elif option.kind == 'column' -%}
        {%- if value is not string or not value | trim or value | lower in description.features | map('lower') -%}
            {%- do dbt_nn._refuse(
                name, option.legal, value, option.advice ~ (' ' ~ dbt_nn._as_texts([value]) if value is boolean else '')
            ) -%}
        {%- endif -%}
    {%- elif option.kind == 'widths' -%}
        {%- if value is string or value is mapping or value is not iterable
            or value | select('integer') | reject('boolean') | select('gt', 0) | list | length != value | length -%}
            {%- set wrong = namespace(advice='') -%}
            {%- for number in (value if value is sequence and value is not string else []) if number is not integer -%}
                {%- set wrong.advice = wrong.advice or dbt_nn._as_number(number, is_whole=true) -%}
            {%- endfor -%}
            {%- do dbt_nn._refuse(name, option.legal, value, option.advice ~ ' ' ~ wrong.advice) -%}
        {%- endif -%}
    {%- elif option.kind == 'categories' -%}
        {%- do dbt_nn._check_categories(name, option, value, description) -%}
    {%- elif option.kind == 'flag_or_features' -%}
        {%- do dbt_nn._check_flag_or_features(name, option, value, description) -%}
    {%- elif option.kind in ['choice', 'choice_or_list'] -%}
        {%- set is_list = option.kind == 'choice_or_list' and value is sequence and value is not string -%}
        {%- set chosen = value if is_list else [value] -%}
        {%- if chosen | reject('in', option['values']) | list or (is_list and chosen | length != description[option.of_each] | length) -%}
            {%- do dbt_nn._refuse(
                name, 'one of ' ~ option['values'] | join(', ') ~ (', or a list of one for each of `' ~ option.of_each ~ '`' if 'of_each' in option else ''),
                value, 'Leave it out for ' ~ option.default ~ '.'
            ) -%}
        {%- endif -%}
    {%- elif option.kind == 'number' -%}
        {%- if not dbt_nn._is_number(value) or value <= option.get('above', -1e308) or value < option.get('from', -1e308)
            or ('below' in option and value >= option.below) -%}
            {%- do dbt_nn._refuse(
                name, ('a number above ' ~ option.above if 'above' in option else 'a number, ' ~ option['from'] ~ ' or above')
                ~ (' and below ' ~ option.below if 'below' in option else ''), value,
                dbt_nn._as_number(value) or option.advice
            ) -%}
        {%- endif -%}
    {%- elif option.kind == 'whole_number' -%}
        {%- if not dbt_nn._is_whole_number(value, option.get('from', -9223372036854775808)) -%}
            {%- do dbt_nn._refuse(
                name, 'a whole number' ~ (', ' ~ option['from'] ~ ' or above' if 'from' in option else ''), value,
                dbt_nn._as_number(value, is_whole=true) or option.advice
            ) -%}
        {%- endif -%}
    {%- endif -%}

    {#- A quoted name cannot escape a line break, and Jinja's indent() would change it. -#}
    {%- if option.kind in ['names', 'column'] -%}
        {%- for column in ([value] if value is string else value) if modules.re.search('[\n\x0b\x0c\r\x1c-\x1e\x85\u2028\u2029]', column) -%}
            {%- do dbt_nn._refuse(
                name, 'free of line breaks', column, 'Rename the column in the model that holds it.'
            ) -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro -%}

{# Refuses `features` and `classes` that are not lists, are too short, mix types or name something twice. #}
{%- macro _check_list(name, option, values) -%}
    {%- if values is string or values is mapping or values is not iterable or values | length < (2 if option.kind == 'labels' else 1) -%}
        {%- do dbt_nn._refuse(name, option.legal, values, option.advice) -%}
    {%- endif -%}
    {%- set kinds = [] -%}
    {%- for value in values -%}
        {%- do kinds.append('boolean' if value is boolean else 'string' if value is string else 'number' if value is integer and -9223372036854775808 <= value <= 9223372036854775807 else 'other') -%}
        {%- if value is string and not value | trim and option.kind == 'names' -%}
            {%- do kinds.append('other') -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if kinds | unique | list | length > 1 or 'other' in kinds or (option.kind == 'names' and 'string' not in kinds) -%}
        {%- do dbt_nn._refuse(name, option.legal, values, option.advice ~ ' ' ~ dbt_nn._as_texts(values)) -%}
    {%- endif -%}
    {#- Names that differ only in case are two classes, but may be one column in a warehouse. -#}
    {%- if values | unique(case_sensitive=(option.kind == 'labels')) | list | length < values | length -%}
        {%- do dbt_nn._refuse(name, option.legal, values, option.advice) -%}
    {%- endif -%}
{%- endmacro -%}

{# Refuses `categories` that are no mapping of features to numbers or to lists. #}
{%- macro _check_categories(name, option, categories, description) -%}
    {%- if categories is not mapping -%}
        {%- do dbt_nn._refuse(name, option.legal, categories, 'Write it as in {island: 3} or {sex: [female, male]}.') -%}
    {%- endif -%}
    {%- for feature, values in categories.items() -%}
        {%- if feature not in description.features -%}
            {%- do dbt_nn._refuse(name, option.legal, feature, 'Name a column that is one of `features` too.') -%}
        {%- endif -%}
        {%- set is_count = values is integer and values is not boolean and values > 0 -%}
        {%- set is_list = values is not string and values is not mapping and values is iterable and values | length > 0 -%}
        {%- set texts = [] -%}
        {%- for value in (values if is_list else []) if value is string or value is boolean or dbt_nn._is_number(value) -%}
            {%- do texts.append(dbt_nn._category_text(value)) -%}
        {%- endfor -%}
        {%- if values != 'all' and not is_count and not (is_list and texts | unique(case_sensitive=true) | list | length == values | length) -%}
            {%- do dbt_nn._refuse(
                name, option.legal, feature ~ ': ' ~ values,
                dbt_nn._as_number(values, is_whole=true) or (
                    'Write a whole number, 1 or above, to learn that many of the most frequent ones; `all`; or list the categories (strings, numbers or booleans), each once.'
                )
            ) -%}
        {%- elif values != 'all' and (values if is_count else values | length) > 1000000 -%}
            {%- do dbt_nn._refuse(
                name, 'at most 1000000 for a feature', feature ~ ': ' ~ (values if is_count else values | length),
                'Each takes a weight in every unit of the first layer: learn only the most frequent ones.'
            ) -%}
        {%- endif -%}
    {%- endfor -%}
{%- endmacro -%}

{# Refuses a `standardize` or `impute` that is neither a boolean nor a list of features that it can be of. #}
{%- macro _check_flag_or_features(name, option, value, description) -%}
    {%- if value is not boolean -%}
        {%- if value is string or value is mapping or value is not iterable -%}
            {%- set is_word = value | string | lower in ['true', 'false', 'yes', 'no', 'on', 'off'] -%}
            {%- do dbt_nn._refuse(
                name, option.legal, value, ('It is a string: write true or false without quotes. ' if is_word else '') ~ 'true means all of them.'
            ) -%}
        {%- endif -%}
        {%- for feature in value
            if feature not in description.features or (name == 'standardize' and feature in description.get('categories', {})) -%}
            {%- do dbt_nn._refuse(name, option.legal, feature, 'The features are ' ~ dbt_nn._shortened(description.features) ~ '.') -%}
        {%- endfor -%}
    {%- endif -%}
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
        {%- set is_known = (dbt_nn._place_of(network, name) is not none) if network.layout == 'lists' else name in network.parameters -%}
        {%- if not is_known -%}
            {%- set names = dbt_nn._in_layout(network, 'columns').parameters -%}
            {%- do dbt_nn._refuse(
                'initial_parameters', 'a mapping of parameter columns to numbers', name,
                'The ' ~ names | length ~ ' parameters of this network are ' ~ dbt_nn._shortened(names) ~ '.'
            ) -%}
        {%- elif not dbt_nn._is_number(value) -%}
            {%- do dbt_nn._refuse(
                'initial_parameters', 'a mapping of parameter columns to numbers', name ~ ': ' ~ value,
                dbt_nn._as_number(value) or 'Give `' ~ name ~ '` a finite number, or leave it out.'
            ) -%}
        {%- endif -%}
    {%- endfor -%}
{%- endmacro -%}
