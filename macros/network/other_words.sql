{# What to do about `name`, which is no option of a description: the word for it here, or the option of which it is a misspelling. #}
{%- macro _advice_on_option(name) -%}
    {%- set written = name | string | trim -%}
    {%- set found = dbt_nn._foreign_word(written) -%}
    {%- if found.argument -%}
        {{ return('It is no part of the description, but the argument `' ~ found.argument ~ '.') }}
    {%- elif found.remark -%}
        {{ return(found.remark) }}
    {%- elif name is boolean -%}
        {{ return(dbt_nn._as_texts([name])) }}
    {%- endif -%}
    {%- set option = found.option or dbt_nn._nearest_option(written) -%}
    {{ return('Did you mean `' ~ option ~ '`?' if option else 'Nothing like it is there: take one of these, or leave it out.') }}
{%- endmacro -%}

{# What `word`, as other libraries call it, is here: `option`, that of a description; `argument`, of a macro; or `remark`, why there
   is nothing to set. Nothing about a word that is not known. The libraries are BigQuery ML, scikit-learn, PyTorch, Keras and XGBoost. #}
{%- macro _foreign_word(word) -%}
    {%- set words = {
        'argument': {
            'iterations` of dbt_nn.train': 'max_iter max_iterations iterations n_iter num_iterations epochs num_epochs n_epochs max_epochs steps'
                ~ ' max_steps num_steps n_estimators num_round num_rounds num_boost_round max_fun',
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
            'There is no counterpart of it in this version: leave it out.': 'class_weight class_weights auto_class_weights sample_weight'
                ~ ' scale_pos_weight momentum nesterov nesterovs_momentum beta_1 beta_2 betas epsilon eps amsgrad rho dampening dropout'
                ~ ' dropout_rate early_stop early_stopping early_stopping_rounds n_iter_no_change min_rel_progress patience'
                ~ ' validation_fraction tol callbacks power_t learning_rate_schedule lr_scheduler scheduler decay learn_rate_strategy'
                ~ ' ls_init_learn_rate optimize_strategy batch_norm batch_normalization clipnorm gradient_clipping max_grad_norm l1_reg l1'
                ~ ' l1_ratio reg_alpha gamma max_depth min_child_weight subsample colsample_bytree tree_method booster num_trials'
                ~ ' max_parallel_trials hparam_tuning_algorithm hparam_tuning_objectives calculate_p_values integrated_gradients_num_steps'
                ~ ' kernel multi_class dual intercept_scaling tf_version device',
            'The loss is always the mean cross-entropy, and `l2_reg` adds the penalty: leave it out.': 'loss loss_fn loss_function criterion',
            '`l2_reg` is its counterpart, the other way round: 1 / (C · number of rows).': 'c',
            'A network is a table: dbt has `kms_key_name` in the config of its model.': 'kms_key_name',
            'Every unit has a bias: leave it out.': 'fit_intercept bias use_bias',
            'Batches are always dealt anew in each epoch: leave it out.': 'shuffle',
            'The log has iteration, loss and accuracy, always: leave it out.': 'verbose verbosity',
            'The tests accuracy_at_least and loss_below judge a network, and dbt_nn.evaluate measures it: leave it out.': 'metrics eval_metric',
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

{# The option that shares the most pairs of neighbouring letters with `name`, capitals and lines between words aside; none where
   that is less than half of them (Dice's coefficient): then it is another word. #}
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

{# The distinct pairs of neighbouring letters in `word`, its two ends included; capitals and lines between words do not count. #}
{%- macro _letter_pairs(word) -%}
    {%- set padded = '^' ~ modules.re.sub('[-_ ]', '', word | lower) ~ '$' -%}
    {%- set pairs = [] -%}
    {%- for start in range(padded | length - 1) -%}
        {%- do pairs.append(padded[start:start + 2]) -%}
    {%- endfor -%}
    {{ return(pairs | unique | list) }}
{%- endmacro -%}
