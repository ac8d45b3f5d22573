{# Advice on `name`, which is not an option of a description: what it is called here, or the option that it misspells. #}
{%- macro _advice_on_option(name) -%}
    {%- set written = name | string | trim -%}
    {%- set found = dbt_nn._foreign_word(written) -%}
    {%- if found.argument -%}
        {{ return('It does not belong in the description: it is the argument `' ~ found.argument ~ '.') }}
    {%- elif found.remark -%}
        {{ return(found.remark) }}
    {%- elif name is boolean -%}
        {{ return(dbt_nn._as_texts([name])) }}
    {%- endif -%}
    {%- set option = found.option or dbt_nn._nearest_option(written) -%}
    {{ return('Did you mean `' ~ option ~ '`?' if option else 'No option has a name like it: use one of these, or leave it out.') }}
{%- endmacro -%}

{# The counterpart of `word`, an option of BigQuery ML, scikit-learn, PyTorch, Keras or XGBoost: `option` of a description,
   `argument` of a macro, or `remark` on why there is nothing to set. An empty mapping for an unknown word. #}
{%- macro _foreign_word(word) -%}
    {%- set words = {
        'argument': {
            'iterations` of dbt_nn.train': 'iterations n_iter num_iterations epochs num_epochs n_epochs steps num_steps n_estimators'
                ~ ' num_round num_rounds num_boost_round',
            'max_iterations` of dbt_nn.train': 'max_iterations max_iter max_epochs max_steps max_fun',
            'retrain` of dbt_nn.train': 'retrain',
            'record_every` of dbt_nn.train': 'record_every save_every checkpoint_every save_steps',
            'threads` of dbt_nn.train': 'n_jobs threads nthread num_threads num_workers',
            'iterations_per_statement` of dbt_nn.train': 'iterations_per_statement',
            'warm_start` of dbt_nn.train': 'warm_start',
            'previous` of dbt_nn.train': 'previous',
            'data` of dbt_nn.train': 'data training_data train_data',
            'eval_data` of dbt_nn.learning_curve': 'eval_data validation_data eval_set',
            'test_fraction` of dbt_nn.data_split': 'data_split_method data_split_eval_fraction data_split_test_fraction data_split_col test_size'
                ~ ' test_fraction train_size validation_split',
            'scoring` of dbt_nn.feature_importance': 'scoring enable_global_explain',
        },
        'remark': {
            'This version has nothing like it: leave it out.': 'class_weight class_weights auto_class_weights sample_weight'
                ~ ' scale_pos_weight amsgrad dampening dropout'
                ~ ' dropout_rate early_stop early_stopping early_stopping_rounds n_iter_no_change min_rel_progress patience'
                ~ ' validation_fraction tol callbacks'
                ~ ' ls_init_learn_rate optimize_strategy batch_norm batch_normalization'
                ~ ' l1_ratio gamma max_depth min_child_weight subsample colsample_bytree tree_method booster num_trials'
                ~ ' max_parallel_trials hparam_tuning_algorithm hparam_tuning_objectives calculate_p_values integrated_gradients_num_steps'
                ~ ' kernel multi_class dual intercept_scaling tf_version device',
            'Write `optimizer: nesterov`.': 'nesterov nesterovs_momentum',
            'The loss is always the mean cross-entropy, and `l2_reg` adds the penalty: leave it out.': 'loss loss_fn loss_function criterion',
            'Use `l2_reg`, its inverse: `l2_reg` is 1 / (C · number of rows).': 'c',
            'A network is a table: set `kms_key_name` in the config of its model.': 'kms_key_name',
            'Every unit has a bias: leave it out.': 'fit_intercept bias use_bias',
            'The rows are always shuffled in every epoch: leave it out.': 'shuffle',
            'The log always shows iteration, loss and accuracy: leave it out.': 'verbose verbosity',
            'dbt_nn.evaluate measures a network, and the tests measure_at_least and measure_at_most check it: leave it out.': 'metrics eval_metric',
        },
    } -%}
    {%- for name, option in dbt_nn._options().items() if word | lower in option.elsewhere.split(' ') -%}
        {{ return({'option': name}) }}
    {%- endfor -%}
    {%- for kind, counterparts in words.items() -%}
        {%- for counterpart, others in counterparts.items() if word | lower in others.split(' ') -%}
            {{ return({kind: counterpart}) }}
        {%- endfor -%}
    {%- endfor -%}
    {{ return({}) }}
{%- endmacro -%}

{# The option that shares the most pairs of adjacent letters with `name` (Dice's coefficient); none if the best coefficient is below
   a half: then it is another word. #}
{%- macro _nearest_option(name) -%}
    {%- set pairs = dbt_nn._letter_pairs(name) -%}
    {%- set nearest = namespace(option=none, likeness=0.0) -%}
    {%- for option in dbt_nn._options() -%}
        {%- set others = dbt_nn._letter_pairs(option) -%}
        {%- set likeness = 2.0 * (set_strict(pairs).intersection(others) | length) / (pairs | length + others | length) -%}
        {%- if likeness > nearest.likeness -%}
            {%- set nearest.option = option -%}
            {%- set nearest.likeness = likeness -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(nearest.option if nearest.likeness >= 0.5 else none) }}
{%- endmacro -%}

{# The distinct pairs of adjacent letters in `word`, its two ends included, regardless of case, underscores, hyphens and spaces. #}
{%- macro _letter_pairs(word) -%}
    {%- set padded = '^' ~ modules.re.sub('[-_ ]', '', word | lower) ~ '$' -%}
    {%- set pairs = [] -%}
    {%- for start in range(padded | length - 1) -%}
        {%- do pairs.append(padded[start:start + 2]) -%}
    {%- endfor -%}
    {{ return(pairs | unique | list) }}
{%- endmacro -%}
