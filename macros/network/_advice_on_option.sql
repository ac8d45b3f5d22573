{# What to do about an option `name` that is none: the word of BigQuery ML, scikit-learn, PyTorch or Keras for something that has
   another name here, or is not there; else the option that is written nearly so (Dice's coefficient of the pairs of
   neighbouring letters), where one is. #}
{%- macro _advice_on_option(name) -%}
    {%- set synonyms = {
        'learn_rate': 'learning_rate', 'learning_rate_init': 'learning_rate', 'lr': 'learning_rate', 'eta': 'learning_rate',
        'eta0': 'learning_rate', 'activation_fn': 'activation', 'hidden_layer_sizes': 'hidden_units', 'hidden_layers': 'hidden_units',
        'layers': 'hidden_units', 'units': 'hidden_units', 'alpha': 'l2_reg', 'reg': 'l2_reg', 'weight_decay': 'l2_reg',
        'penalty': 'l2_reg', 'l2': 'l2_reg', 'random_state': 'seed', 'random_seed': 'seed', 'input_label_cols': 'label',
        'target': 'label', 'y': 'label', 'inputs': 'features', 'columns': 'features', 'x': 'features', 'labels': 'classes',
        'class_names': 'classes', 'solver': 'optimizer', 'init': 'initialization', 'initializer': 'initialization',
        'scale': 'standardize', 'scaler': 'standardize', 'standard_scaler': 'standardize', 'normalize': 'standardize',
        'imputer': 'impute', 'nullable': 'impute', 'fill_nulls': 'impute', 'missing_values': 'impute', 'add_indicator': 'impute',
        'one_hot': 'categories', 'one_hot_encoder': 'categories', 'categorical': 'categories', 'categorical_features': 'categories',
        'model_type': 'task', 'weights': 'initial_parameters',
    } -%}
    {%- set elsewhere = {
        'iterations': ['max_iter', 'max_iterations', 'iterations', 'num_iterations', 'n_iter', 'epochs', 'num_epochs', 'steps'],
        'threads': ['threads', 'n_jobs', 'num_threads', 'nthread'],
        'record_every': ['record_every', 'log_every', 'save_every'],
        'warm_start': ['warm_start'],
        'iterations_per_statement': ['iterations_per_statement'],
    } -%}
    {%- set missing = [
        'class_weight', 'class_weights', 'auto_class_weights', 'sample_weight', 'sample_weights', 'scale_pos_weight', 'weight_column',
        'momentum', 'nesterovs_momentum', 'nesterov', 'beta_1', 'beta_2', 'betas', 'epsilon', 'eps', 'rho', 'dropout', 'l1', 'l1_reg',
        'l1_ratio', 'early_stop', 'early_stopping', 'n_iter_no_change', 'patience', 'min_rel_progress', 'min_delta', 'tol',
        'validation_fraction', 'validation_split', 'learn_rate_strategy', 'learning_rate_schedule', 'lr_scheduler', 'power_t',
        'loss', 'loss_fn', 'loss_function', 'criterion', 'metrics', 'batch_norm', 'batch_normalization', 'clip_norm',
        'gradient_clip_val', 'num_trials', 'hparam_tuning_objectives', 'enable_global_explain', 'calibrate_probabilities', 'verbose',
    ] -%}
    {%- set written = name | string | lower -%}
    {%- if written in synonyms -%}
        {{ return('Did you mean `' ~ synonyms[written] ~ '`?') }}
    {%- elif written in missing -%}
        {{ return('This version has nothing like it: leave it out.') }}
    {%- elif written in ['data_split_method', 'data_split_eval_fraction', 'data_split_col', 'test_size', 'train_size'] -%}
        {{ return('Rows are held out by the macro dbt_nn.data_split.') }}
    {%- endif -%}
    {%- for argument, words in elsewhere.items() if written in words -%}
        {{ return('It is an argument: dbt_nn.train(..., ' ~ argument ~ '=...).') }}
    {%- endfor -%}
    {%- set pairs = dbt_nn._letter_pairs(written) -%}
    {%- set nearest = namespace(option=none, likeness=0.0) -%}
    {%- for option in dbt_nn._options() -%}
        {%- set others = dbt_nn._letter_pairs(option) -%}
        {%- set likeness = 2.0 * (set_strict(pairs).intersection(others) | length) / (pairs | length + others | length) -%}
        {%- if likeness > nearest.likeness -%}
            {%- set nearest.option = option -%}
            {%- set nearest.likeness = likeness -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return('Did you mean `' ~ nearest.option ~ '`?' if nearest.likeness >= 0.5 else 'Nothing is called like it: leave it out.') }}
{%- endmacro -%}
