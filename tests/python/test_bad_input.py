"""Every bad input is refused with a message that says what is legal, what was received and what to do; odd ones work.

dbt goes on after a model that fails, so all cases that are alike are models of one project, run once; what stops dbt
before it builds anything is tried alone.
"""

import datetime
import re

import pytest
from conftest import PROJECT, Project, Result

NETWORK = {"features": ["x1", "x2"], "label": "y", "classes": [0, 1], "hidden_units": [2], "seed": 42}
POINTS = {"x1": [0.5, -1.0, 2.0, -0.5], "x2": [1.0, -2.0, 0.25, -0.25], "y": [1, 0, 1, 0]}
DATA = "source('tables', 'points')"
LEFT_OUT = object()

FEATURES = "`features` must be a list of one or more column names, each once; received "
NAME_FEATURES = ". Name the columns that the network reads, as in [x1, x2]."
LABEL = "`label` must be the name of a column that is not one of `features`; received "
NAME_LABEL = ". Name the column that holds the class of each row."
CLASSES = (
    "`classes` must be a list of two or more labels, all whole numbers, all strings or all booleans, each once; "
    "received "
)
WRITE_CLASSES = ". List every value of the label, as in [0, 1] or [cat, dog]."
HIDDEN_UNITS = "`hidden_units` must be a list of positive whole numbers; received "
WRITE_UNITS = ". Write one number for each hidden layer, or [] for none (softmax regression)."
LEARNING_RATE = "`learning_rate` must be a number above 0; received "
GIVE_RATE = (
    ". Leave it out for 0.1, or 0.01 with an optimizer that rescales the gradients; the post of 2018 trains with 2.0."
)
L2_REG = "`l2_reg` must be a number, 0 or above; received "
GIVE_L2_REG = ". 0 means no penalty; the post of 2018 has 0.001."
SEED = "`seed` must be a whole number; received "
ANY_SEED = ". Any will do: the same seed gives the same network."
INITIAL = "`initial_parameters` must be a mapping of parameter columns to numbers; received "
PARAMETERS = (
    ". The 12 parameters of this network are w_00, w_01, w_10, w_11, b_0, b_1, w2_00, w2_01, w2_10, w2_11, b2_0, b2_1."
)
ACTIVATION = (
    "`activation` must be one of relu, relu6, leaky_relu, elu, selu, gelu, tanh, sigmoid, softplus, identity, or a "
    "list of one for each of `hidden_units`; received "
)
OPTIMIZER = "`optimizer` must be one of sgd, momentum, nesterov, rmsprop, adagrad, adam, adamw, ftrl, rprop; received "
OPTIONS = (
    "`network` must be a mapping with only the options features, label, classes, hidden_units, categories, "
    "standardize, impute, activation, learning_rate, learning_rate_schedule, decay_iterations, decay_rate, power_t, "
    "warmup_iterations, clip_norm, l1_reg, l2_reg, seed, initialization, initial_parameters, optimizer, momentum, "
    "beta_1, beta_2, rho, epsilon, weight_decay, batch_size, task, layout; "
    "received "
)
CATEGORIES = (
    "`categories` must be a mapping of features to the number of categories to learn, to `all`, or to a list of "
    "categories; received "
)
COUNT_CATEGORIES = (
    ". Write a whole number, 1 or above, to learn that many of the most frequent ones; `all`; or list the categories "
    "(strings, numbers or booleans), each once."
)
STANDARDIZE = "`standardize` must be true, false or a list of features that are numbers; received "
IMPUTE = "`impute` must be true, false or a list of features; received "
THE_FEATURES = ". The features are x1, x2."
NO_DEFAULT = " to the network: it has no default."

BAD_OPTIONS = [
    ("features", "x1", FEATURES + "'x1'" + NAME_FEATURES),
    ("features", [], FEATURES + "[]" + NAME_FEATURES),
    ("features", None, FEATURES + "nothing" + NAME_FEATURES),
    ("features", {"x1": 1}, FEATURES + "{'x1': 1}" + NAME_FEATURES),
    ("features", ["x1", "x1"], FEATURES + "['x1', 'x1']" + NAME_FEATURES),
    ("features", ["x1", "X1"], FEATURES + "['x1', 'X1']" + NAME_FEATURES),
    ("features", ["x1", 2], FEATURES + "['x1', 2]" + NAME_FEATURES),
    ("features", ["x1", ""], FEATURES + "['x1', '']" + NAME_FEATURES),
    ("features", [["x1", "x2"]], FEATURES + "[['x1', 'x2']]" + NAME_FEATURES),
    ("features", LEFT_OUT, FEATURES + "nothing. Add `features:`" + NO_DEFAULT),
    ("label", "x1", LABEL + "'x1'" + NAME_LABEL),
    ("label", "X1", LABEL + "'X1'" + NAME_LABEL),
    ("label", "", LABEL + "''" + NAME_LABEL),
    ("label", 3, LABEL + "3" + NAME_LABEL),
    ("label", ["y"], LABEL + "['y']" + NAME_LABEL),
    ("label", LEFT_OUT, LABEL + "nothing. Add `label:`" + NO_DEFAULT),
    ("classes", [0], CLASSES + "[0]" + WRITE_CLASSES),
    ("classes", 2, CLASSES + "2" + WRITE_CLASSES),
    ("classes", "cat, dog", CLASSES + "'cat, dog'" + WRITE_CLASSES),
    ("classes", [0, 1, 0], CLASSES + "[0, 1, 0]" + WRITE_CLASSES),
    ("classes", ["a", "a"], CLASSES + "['a', 'a']" + WRITE_CLASSES),
    ("classes", [0, "1"], CLASSES + "[0, '1']" + WRITE_CLASSES),
    ("classes", [True, 0], CLASSES + "[True, 0]" + WRITE_CLASSES),
    ("classes", [0.5, 1.5], CLASSES + "[0.5, 1.5]" + WRITE_CLASSES),
    ("classes", [0, None], CLASSES + "[0, None]" + WRITE_CLASSES),
    ("classes", [[0], [1]], CLASSES + "[[0], [1]]" + WRITE_CLASSES),
    ("classes", LEFT_OUT, CLASSES + "nothing. Add `classes:`" + NO_DEFAULT),
    ("hidden_units", [2, 0], HIDDEN_UNITS + "[2, 0]" + WRITE_UNITS),
    ("hidden_units", [-2], HIDDEN_UNITS + "[-2]" + WRITE_UNITS),
    ("hidden_units", ["a"], HIDDEN_UNITS + "['a']" + WRITE_UNITS),
    ("hidden_units", [2.5], HIDDEN_UNITS + "[2.5]" + WRITE_UNITS),
    ("hidden_units", [True], HIDDEN_UNITS + "[True]" + WRITE_UNITS),
    ("hidden_units", 3, HIDDEN_UNITS + "3" + WRITE_UNITS),
    ("hidden_units", "2", HIDDEN_UNITS + "'2'" + WRITE_UNITS),
    ("hidden_units", None, HIDDEN_UNITS + "nothing" + WRITE_UNITS),
    ("hidden_units", LEFT_OUT, HIDDEN_UNITS + "nothing. Add `hidden_units:`" + NO_DEFAULT),
    ("categories", "x1", CATEGORIES + "'x1'. Write it as in {island: 3} or {sex: [female, male]}."),
    ("categories", ["x1"], CATEGORIES + "['x1']. Write it as in {island: 3} or {sex: [female, male]}."),
    ("categories", {"x3": 2}, CATEGORIES + "'x3'. Name a column that is one of `features` too."),
    ("categories", {"x1": 0}, CATEGORIES + "'x1: 0'" + COUNT_CATEGORIES),
    ("categories", {"x1": True}, CATEGORIES + "'x1: True'" + COUNT_CATEGORIES),
    ("categories", {"x1": "a"}, CATEGORIES + "'x1: a'" + COUNT_CATEGORIES),
    ("categories", {"x1": []}, CATEGORIES + "'x1: []'" + COUNT_CATEGORIES),
    ("categories", {"x1": ["a", "a"]}, CATEGORIES + "'x1: ['a', 'a']'" + COUNT_CATEGORIES),
    ("categories", {"x1": ["1", 1]}, CATEGORIES + "'x1: ['1', 1]'" + COUNT_CATEGORIES),
    ("categories", {"x1": ["a", None]}, CATEGORIES + "'x1: ['a', None]'" + COUNT_CATEGORIES),
    (
        "standardize",
        "yes",
        STANDARDIZE + "'yes'. It is a string: write true or false without quotes. true means all of them.",
    ),
    ("standardize", 1, STANDARDIZE + "1. true means all of them."),
    ("standardize", ["x3"], STANDARDIZE + "'x3'" + THE_FEATURES),
    ("impute", {"x1": 0}, IMPUTE + "{'x1': 0}. true means all of them."),
    ("impute", ["y"], IMPUTE + "'y'" + THE_FEATURES),
    ("activation", "sine", ACTIVATION + "'sine'. Leave it out for relu."),
    ("activation", ["relu", "tanh"], ACTIVATION + "['relu', 'tanh']. Leave it out for relu."),
    ("activation", ["swish"], ACTIVATION + "['swish']. Leave it out for relu."),
    ("activation", [], ACTIVATION + "[]. Leave it out for relu."),
    (
        "learning_rate_schedule",
        "linear",
        "`learning_rate_schedule` must be one of constant, inverse_scaling, step, exponential, cosine; received "
        "'linear'. Leave it out for constant.",
    ),
    (
        "decay_iterations",
        500,
        "`decay_iterations` must be left out unless `learning_rate_schedule` is step or exponential or cosine; "
        "received 500. Leave it out, or write `learning_rate_schedule: step`.",
    ),
    (
        "warmup_iterations",
        -1,
        "`warmup_iterations` must be a whole number, 0 or above; received -1. 0 means that the first iteration has the "
        "whole learning rate.",
    ),
    ("clip_norm", 0, "`clip_norm` must be a number above 0; received 0. Leave it out to take gradients as they are."),
    ("l1_reg", -0.1, "`l1_reg` must be a number, 0 or above; received -0.1. 0 means no penalty."),
    (
        "beta_1",
        0.8,
        "`beta_1` must be left out unless `optimizer` is adam or adamw; received 0.8. Leave it out, or write "
        "`optimizer: adam`.",
    ),
    (
        "initialization",
        "zero",
        "`initialization` must be one of post, glorot, he; received 'zero'. Leave it out for post.",
    ),
    ("optimizer", "lbfgs", OPTIMIZER + "'lbfgs'. Leave it out for sgd."),
    (
        "momentum",
        1,
        "`momentum` must be a number, 0 or above and below 1; received 1. Leave it out for 0.9; with 0 it is sgd.",
    ),
    (
        "momentum",
        0.5,
        "`momentum` must be left out unless `optimizer` is momentum or nesterov; received 0.5. Leave it out, or write "
        "`optimizer: momentum`.",
    ),
    (
        "task",
        "clustering",
        "`task` must be one of classification; received 'clustering'. Leave it out for classification.",
    ),
    ("layout", "cubes", "`layout` must be one of auto, columns, lists; received 'cubes'. Leave it out for auto."),
    (
        "layout",
        ["columns"],
        "`layout` must be one of auto, columns, lists; received ['columns']. Leave it out for auto.",
    ),
    ("learning_rate", 0, LEARNING_RATE + "0" + GIVE_RATE),
    ("learning_rate", -0.1, LEARNING_RATE + "-0.1" + GIVE_RATE),
    ("learning_rate", "fast", LEARNING_RATE + "'fast'" + GIVE_RATE),
    ("learning_rate", float("nan"), LEARNING_RATE + "nan" + GIVE_RATE),
    ("learning_rate", float("inf"), LEARNING_RATE + "inf" + GIVE_RATE),
    ("learning_rate", True, LEARNING_RATE + "True" + GIVE_RATE),
    ("learning_rate", [0.1], LEARNING_RATE + "[0.1]" + GIVE_RATE),
    ("l2_reg", -0.001, L2_REG + "-0.001" + GIVE_L2_REG),
    ("l2_reg", "none", L2_REG + "'none'" + GIVE_L2_REG),
    ("l2_reg", float("nan"), L2_REG + "nan" + GIVE_L2_REG),
    ("seed", 1.5, SEED + "1.5" + ANY_SEED),
    ("seed", "42", SEED + "'42'. It is a string: write 42 without quotes."),
    ("seed", True, SEED + "True" + ANY_SEED),
    ("initial_parameters", {"w_99": 0.1}, INITIAL + "'w_99'" + PARAMETERS),
    ("initial_parameters", {"w_00": "a"}, INITIAL + "'w_00: a'. Give `w_00` a finite number, or leave it out."),
    ("initial_parameters", {"b_0": float("nan")}, INITIAL + "'b_0: nan'. Give `b_0` a finite number, or leave it out."),
    (
        "initial_parameters",
        [0.1, 0.2],
        INITIAL
        + "[0.1, 0.2]. Write it as in {w_00: -0.00569693, b_0: 0}; the parameters that it leaves out are drawn as "
        "`initialization` says.",
    ),
    ("learn_rate", 0.1, OPTIONS + "'learn_rate'. Did you mean `learning_rate`?"),
    ("learning_rte", 0.1, OPTIONS + "'learning_rte'. Did you mean `learning_rate`?"),
    ("Learning_Rate", 0.1, OPTIONS + "'Learning_Rate'. Did you mean `learning_rate`?"),
    ("activation_fn", "relu", OPTIONS + "'activation_fn'. Did you mean `activation`?"),
    ("hidden_layer_sizes", [2], OPTIONS + "'hidden_layer_sizes'. Did you mean `hidden_units`?"),
    ("hidden_unit", [2], OPTIONS + "'hidden_unit'. Did you mean `hidden_units`?"),
    ("feature", ["x1"], OPTIONS + "'feature'. Did you mean `features`?"),
    ("lable", "y", OPTIONS + "'lable'. Did you mean `label`?"),
    ("clases", [0, 1], OPTIONS + "'clases'. Did you mean `classes`?"),
    ("l2", 0.1, OPTIONS + "'l2'. Did you mean `l2_reg`?"),
    ("random_state", 1, OPTIONS + "'random_state'. Did you mean `seed`?"),
    ("initial_parameter", {}, OPTIONS + "'initial_parameter'. Did you mean `initial_parameters`?"),
]


def message_of(result: Result, node: str) -> str:
    """What dbt says of the node that failed, on one line."""
    for line in result.lines:
        found = re.match(rf"\s*\w+ Error in (?:model|test) {node} \([^\n]*\)\n(.*?)(?:\n\s*\n|$)", line, re.DOTALL)
        if found:
            return " ".join(found[1].split())
    return f"{node} did not fail"


def describe(project: Project, descriptions: dict) -> None:
    """Write the networks of models into YAML, as users do; each is trained on the points."""
    models = [{"name": name, "config": {"meta": {"network": network}}} for name, network in descriptions.items()]
    project.write("models/networks.yml", {"models": models})
    for name in descriptions:
        project.write_model(
            name,
            "{{ config(materialized='incremental', unique_key='iteration') }}\n"
            f"{{{{ dbt_nn.train(data={DATA}) }}}}\n",
        )


@pytest.fixture(scope="module")
def refused(new_project) -> Project:
    """A project in which every model has one bad option; each is run alone, and nothing is parsed anew for it."""
    project = new_project()
    project.load_table("points", POINTS)
    descriptions = {}
    for number, (option, value, _) in enumerate(BAD_OPTIONS):
        described = NETWORK | {option: value}
        if value is LEFT_OUT:
            del described[option]
        descriptions[f"option_{number:03}"] = described
    descriptions |= {"no_network": None, "text_for_a_network": "deep", "list_for_a_network": ["x1"]}
    describe(project, descriptions)
    project.render("{{ 1 }}")
    return project


def message_before(project: Project, model: str) -> str:
    """What stops a run of the model before it builds anything, on one line."""
    text = project.dbt("run", "--select", model, fails=True, manifest=project.manifest).text
    return re.search(rf"Model {model}: (.*)", " ".join(text.split()))[1]


@pytest.mark.parametrize(
    ("number", "message"),
    [
        pytest.param(number, message, id=f"{option}={'left out' if value is LEFT_OUT else value}")
        for number, (option, value, message) in enumerate(BAD_OPTIONS)
    ],
)
def test_bad_option(refused, number, message):
    """Each option of a description, missing, of the wrong kind, out of range or misspelt."""
    assert message_before(refused, f"option_{number:03}").startswith(message)


@pytest.mark.parametrize(
    ("model", "message"),
    [
        (
            "no_network",
            "`meta.network` must be a description of the network; received nothing. "
            "Add `meta: {network: {features: [...], label: ..., classes: [...], hidden_units: [...]}}` "
            "to the model's config.",
        ),
        (
            "text_for_a_network",
            "`network` must be a mapping of options to values; received 'deep'. Describe the network",
        ),
        (
            "list_for_a_network",
            "`network` must be a mapping of options to values; received ['x1']. Describe the network",
        ),
    ],
)
def test_no_description(refused, model, message):
    """A model without a network, or with something else in its place."""
    assert message_before(refused, model).startswith(message)


CONFIG = f"{{{{ config(materialized='incremental', unique_key='iteration', meta={{'network': {NETWORK!r}}}) }}}}"
ITERATIONS = "`iterations` must be a whole number, 1 or above; received "
MAX_ITERATIONS = "`max_iterations` must be a whole number, 1 or above; received "
KEEP_ROWS = "A network's rows are its checkpoints: write config(materialized='incremental', unique_key='iteration')."
NO_UNIQUE_KEY = "`unique_key` must be 'iteration'; received {}. Without it, a repeated run would leave its rows twice."
COLUMNS_OF_POINTS = '"test"."main"."points"; received {}. It has the columns x1, x2, y, word, flag, day, moment.'


def with_network(**options) -> str:
    """A config of a model whose network has other options."""
    return CONFIG.replace(repr(NETWORK), repr(NETWORK | options))


BAD_MODELS = {
    "feature_not_there": (
        with_network(features=["x1", "x3"]) + "{{ dbt_nn.train(data=DATA) }}",
        "`features` must be columns of " + COLUMNS_OF_POINTS.format("'x3'"),
    ),
    "label_not_there": (
        with_network(label="z") + "{{ dbt_nn.train(data=DATA) }}",
        "`label` must be a column of " + COLUMNS_OF_POINTS.format("'z'"),
    ),
    "text_feature": (
        with_network(features=["x1", "word"]) + "{{ dbt_nn.train(data=DATA) }}",
        "`features` must be columns of numbers; received 'word (character varying(256))'. "
        "Cast it, or turn it into numbers, in the model that text_feature reads; or make it a category: it has 4 "
        "different values, and `categories: {word: 4}` learns all of them.",
    ),
    "text_feature_in_capitals": (
        with_network(features=["x1", "WORD"]) + "{{ dbt_nn.train(data=DATA) }}",
        "`features` must be columns of numbers; received 'word (character varying(256))'. Cast it,",
    ),
    "boolean_feature": (
        with_network(features=["x1", "flag"]) + "{{ dbt_nn.train(data=DATA) }}",
        "`features` must be columns of numbers; received 'flag (BOOLEAN)'. Cast it,",
    ),
    "date_feature": (
        with_network(features=["x1", "day"]) + "{{ dbt_nn.train(data=DATA) }}",
        "`features` must be columns of numbers; received 'day (DATE)'. Cast it,",
    ),
    "timestamp_feature": (
        with_network(features=["x1", "moment"]) + "{{ dbt_nn.train(data=DATA) }}",
        "`features` must be columns of numbers; received 'moment (TIMESTAMP WITH TIME ZONE)'. Cast it,",
    ),
    "previous_is_data": (
        CONFIG + "{{ dbt_nn.train(data=DATA, previous=DATA) }}",
        "`previous` must be a model made by dbt_nn.initial_parameters or dbt_nn.train; received "
        '\'"test"."main"."points"\'. It has the columns x1, x2, y, word, flag, day, moment.',
    ),
    "previous_is_another_network": (
        with_network(seed=7) + "{{ dbt_nn.train(data=DATA, previous=ref('good_network')) }}",
        '`network` must be the one in "test"."main"."good_network", with `seed` 42; received `seed` 7. '
        "Restore the description, or train the network again from the start: ",
    ),
    "predicts_without_a_feature": (
        "{{ dbt_nn.predict(network=ref('good_network'), data=ref('other_data')) }}",
        '`features` must be columns of "test"."main"."other_data"; received \'x2\'. It has the columns x1, y.',
    ),
    "evaluates_without_a_label": (
        "{{ dbt_nn.evaluate(network=ref('good_network'), data=ref('unlabelled_data')) }}",
        '`label` must be a column of "test"."main"."unlabelled_data"; received \'y\'. It has the columns x1, x2.',
    ),
    "learns_from_nothing": (
        with_network(standardize=True) + "{{ dbt_nn.initial_parameters() }}",
        "`data` must be a relation with the training rows, since `standardize`, `impute` or `categories` learn "
        "from them; received nothing. Write dbt_nn.initial_parameters(data=ref(...)).",
    ),
    "warm_start_of_points": (
        CONFIG + "{{ dbt_nn.train(data=DATA, warm_start=DATA) }}",
        "`warm_start` must be a relation with a column for each of the 12 parameters; received "
        '\'"test"."main"."points"\'. It lacks w_00, w_01, w_10, w_11, b_0, ',
    ),
    "predicts_a_prediction": (
        "{{ dbt_nn.predict(network=ref('good_network'), data=ref('predicted')) }}",
        "`data` must be free of the columns that dbt_nn adds, probability_0, probability_1, predicted_y; received "
        "'PREDICTED_Y'. Leave it out, or rename it in the model that holds it.",
    ),
    "transforms_what_is_transformed": (
        "{{ dbt_nn.transform(network=ref('good_network'), data=ref('predicted')) }}",
        "`data` must be free of the columns that dbt_nn adds, x_0, x_1; received 'x_0'. Leave it out, or rename it ",
    ),
    "selects_a_probability": (
        "{{ dbt_nn.predict_select(ref('good_network'), ref('predicted'), columns=['id', 'probability_0']) }}",
        "`columns` must be free of the columns that dbt_nn adds, probability_0, probability_1, predicted_y; received "
        "'probability_0'. Leave it out, ",
    ),
    "writes_out_another_class": (
        "select {{ dbt_nn.predict_function(ref('good_network'), probability_of=2) }} as p from {{ DATA }}",
        "`probability_of` must be one of [0, 1]; received 2. Leave it out to get the likeliest class.",
    ),
    "writes_out_no_iteration": (
        "{{ dbt_nn.predict_select(ref('good_network'), DATA, iteration=99) }}",
        '`iteration` must be one of the iterations in "test"."main"."good_network"; received 99. The nearest ones: 2. ',
    ),
    "writes_out_what_diverged": (
        "{{ dbt_nn.predict_select(ref('diverged_network'), DATA) }}",
        "`network` must have finite parameters to be written out; received ",
    ),
    "split_by_nothing": (
        "select {{ dbt_nn.data_split([]) }} as dataset from {{ DATA }}",
        "`columns` must be a list of one or more column names; received []. ",
    ),
}
# What stops dbt before it builds anything.
BAD_TEXTS = {
    "in_a_view": (
        CONFIG.replace("'incremental'", "'view'") + "{{ dbt_nn.train(data=DATA) }}",
        "`materialized` must be 'incremental' (each run adds iterations) or 'table' (each run starts over); "
        "received 'view'. " + KEEP_ROWS,
    ),
    "ephemeral_network": (
        CONFIG.replace("'incremental'", "'ephemeral'") + "{{ dbt_nn.train(data=DATA) }}",
        "`materialized` must be 'incremental' (each run adds iterations) or 'table' (each run starts over); "
        "received 'ephemeral'. " + KEEP_ROWS,
    ),
    "no_unique_key": (
        CONFIG.replace("unique_key='iteration', ", "") + "{{ dbt_nn.train(data=DATA) }}",
        NO_UNIQUE_KEY.format("nothing"),
    ),
    "other_unique_key": (
        CONFIG.replace("unique_key='iteration'", "unique_key='loss'") + "{{ dbt_nn.train(data=DATA) }}",
        NO_UNIQUE_KEY.format("'loss'"),
    ),
    "no_iterations": (
        CONFIG + "{{ dbt_nn.train(data=DATA, iterations=0) }}",
        ITERATIONS + "0. It is the number of iterations that a run adds.",
    ),
    "negative_iterations": (CONFIG + "{{ dbt_nn.train(data=DATA, iterations=-1) }}", ITERATIONS + "-1. "),
    "many_iterations": (CONFIG + "{{ dbt_nn.train(data=DATA, iterations='many') }}", ITERATIONS + "'many'. "),
    "half_iterations": (CONFIG + "{{ dbt_nn.train(data=DATA, iterations=1.5) }}", ITERATIONS + "1.5. "),
    "true_iterations": (CONFIG + "{{ dbt_nn.train(data=DATA, iterations=true) }}", ITERATIONS + "True. "),
    "at_most_none": (
        CONFIG + "{{ dbt_nn.train(data=DATA, max_iterations=0) }}",
        MAX_ITERATIONS
        + "0. It is the number of iterations that the network gets in all. Leave it out to let every run add some.",
    ),
    "at_most_true": (CONFIG + "{{ dbt_nn.train(data=DATA, max_iterations=true) }}", MAX_ITERATIONS + "True. "),
    "at_most_half": (
        CONFIG + "{{ dbt_nn.train(data=DATA, max_iterations=7.5) }}",
        MAX_ITERATIONS + "7.5. It is the number of iterations that the network gets in all. ",
    ),
    "at_most_a_text": (
        CONFIG + "{{ dbt_nn.train(data=DATA, max_iterations='500') }}",
        MAX_ITERATIONS + "'500'. It is a string: write 500 without quotes.",
    ),
    "split_by_a_text": (
        "select {{ dbt_nn.data_split('x1') }} as dataset from {{ DATA }}",
        "`columns` must be a list of one or more column names; received 'x1'. Name the columns that identify a row",
    ),
    "split_of_all": (
        "select {{ dbt_nn.data_split(['x1'], test_fraction=1) }} as dataset from {{ DATA }}",
        "`test_fraction` must be a number between 0 and 1; received 1. 0.2 holds out one row in five.",
    ),
    "split_by_half_a_seed": (
        "select {{ dbt_nn.data_split(['x1'], seed=0.5) }} as dataset from {{ DATA }}",
        "`seed` must be a whole number; received 0.5. Any will do: the same seed gives the same split.",
    ),
    "importance_without_repeats": (
        "{{ dbt_nn.feature_importance(ref('good_network'), DATA, repeats=0) }}",
        "`repeats` must be a whole number, 1 or above; received 0. It is how many times each feature is shuffled.",
    ),
    "importance_for_nothing": (
        "{{ dbt_nn.feature_importance(ref('good_network'), DATA, scoring='roc_auc') }}",
        "`scoring` must be one of accuracy, neg_log_loss; received 'roc_auc'. Leave it out for accuracy.",
    ),
}


@pytest.fixture(scope="module")
def refused_models(new_project) -> Result:
    """The log of a second run, in which every model but one, a good network, asks for something wrong."""
    project = new_project()
    moments = [datetime.datetime(2020, 1, day, tzinfo=datetime.UTC) for day in range(1, 5)]
    others = {"word": list("abcd"), "flag": [True] * 4, "day": [moment.date() for moment in moments], "moment": moments}
    project.load_table("points", POINTS | others)
    project.write_network("good_network", NETWORK, data=DATA)
    project.write_model("diverged_network", CONFIG + "select * replace ('nan' as w_00) from {{ ref('good_network') }}")
    project.write_model("other_data", f"select x1, y from {{{{ {DATA} }}}}")
    project.write_model("unlabelled_data", f"select x1, x2 from {{{{ {DATA} }}}}")
    project.write_model("predicted", f'select x1, x2, 1 as x_0, 0 as "PREDICTED_Y" from {{{{ {DATA} }}}}')
    project.write_model("starts_nowhere", CONFIG + "{{ dbt_nn.initial_parameters(resume_from='nowhere') }}")
    for name, (text, _) in BAD_MODELS.items():
        project.write_model(name, text.replace("DATA", DATA))
    project.dbt("run", fails=True)
    return project.dbt("run", fails=True)


@pytest.mark.parametrize(("name", "message"), [(name, message) for name, (_, message) in BAD_MODELS.items()])
def test_bad_model(refused_models, name, message):
    """Columns, materializations and arguments that cannot do."""
    assert message_of(refused_models, name).startswith(message)


@pytest.fixture(scope="module")
def good_network(new_project) -> Project:
    """A project of a good network, for a bad model of one name at a time."""
    project = new_project()
    project.load_table("points", POINTS)
    project.write_network("good_network", NETWORK, data=DATA)
    project.dbt("run")
    return project


@pytest.mark.parametrize("name", BAD_TEXTS)
def test_bad_text(good_network, name):
    """Materializations and arguments that cannot do, known before anything is built."""
    sql, message = BAD_TEXTS[name]
    good_network.write_model("tried", sql.replace("DATA", DATA))
    text = " ".join(good_network.dbt("run", fails=True).text.split())
    assert re.search(r"(in model tried \(models/tried.sql\)|Model tried:) " + re.escape(message), text)


def test_resume_from_nowhere(refused_models):
    """The first model of a chain looks for its last one when it goes on, on the second run."""
    assert message_of(refused_models, "starts_nowhere") == (
        "`resume_from` must be the name of a model of this project; received 'nowhere'. "
        "Name the last model of the chain that starts with starts_nowhere."
    )


REFUSED_CHANGES = {
    "features": ["x2", "x1"],
    "classes": [1, 0],
    "hidden_units": [3],
    "seed": 43,
    "initialization": "he",
    "initial_parameters": {"w_00": 0.5},
}
LEGAL_CHANGES = {"learning_rate": 0.5, "l2_reg": 0.5}


@pytest.fixture(scope="module")
def changed(new_project) -> tuple[Project, Result]:
    """A project of networks, each with one option changed after its training began, and the log of the next run."""
    project = new_project()
    project.load_table("points", POINTS)
    changes = REFUSED_CHANGES | LEGAL_CHANGES
    describe(project, {f"new_{option}": NETWORK for option in changes})
    project.dbt("run")
    describe(project, {f"new_{option}": NETWORK | {option: value} for option, value in changes.items()})
    return project, project.dbt("run", fails=True)


@pytest.mark.parametrize("option", REFUSED_CHANGES)
def test_another_network_is_refused(changed, option):
    """Rows of another network cannot be gone on from: both are shown, and the way out."""
    message = message_of(changed[1], f"new_{option}")
    assert message.startswith(f'`network` must be the one in "test"."main"."new_{option}", with `{option}` ')
    assert f"; received `{option}` " in message
    assert message.endswith(
        ". Restore the description, or train the network again from the start: "
        f"dbt build --full-refresh --select new_{option}."
    )


def test_another_learning_rate_is_not(changed):
    """Learning rate and regularisation may change between runs; the row says which rate it was."""
    project, _ = changed
    for option in LEGAL_CHANGES:
        assert [row["iteration"] for row in project.query(f"from new_{option} order by iteration")] == [0, 1, 2]
    rates = project.query("select learning_rate as rate from new_learning_rate order by iteration")
    assert rates == [{"rate": 0.1}, {"rate": 0.1}, {"rate": 0.5}]


def test_full_refresh_is_the_way_out(changed):
    """With --full-refresh each changed network trains."""
    project, _ = changed
    project.dbt("run", "--full-refresh")
    for option in REFUSED_CHANGES:
        assert [row["iteration"] for row in project.query(f"from new_{option} order by iteration")] == [0, 1]


def changed_points(column: str, value: object) -> dict:
    """The points, with one value of a column replaced."""
    return POINTS | {column: [value, *POINTS[column][1:]]}


IN_EVERY_ROW = "Invalid Input Error: `features` must be {} in every row; received {} of 4 rows. "
NOT_A_CLASS = (
    "Invalid Input Error: `y` must be one of [0, 1] in every row; received another value or NULL in 1 of 4 rows. "
)
NAMED_BY_TEST = "The test examples_are_valid names them."
NOT_FINITE = IN_EVERY_ROW.format("finite numbers", "NaN, an infinity or numbers too large to multiply in some")
BAD_DATA = {
    "null_feature": (changed_points("x1", None), IN_EVERY_ROW.format("numbers", "NULL in 1") + NAMED_BY_TEST),
    "nan_feature": (changed_points("x1", float("nan")), NOT_FINITE + NAMED_BY_TEST),
    "infinite_feature": (changed_points("x2", float("-inf")), NOT_FINITE + NAMED_BY_TEST),
    "unknown_label": (changed_points("y", 2), NOT_A_CLASS + NAMED_BY_TEST),
    "null_label": (changed_points("y", None), NOT_A_CLASS + NAMED_BY_TEST),
    "no_labels": (
        POINTS | {"y": [None, None, None, 5]},
        NOT_A_CLASS.replace("1 of 4", "4 of 4") + NAMED_BY_TEST,
    ),
    "no_rows": (
        None,
        "Invalid Input Error: `data` must have rows; received 0. Check the model that it names.",
    ),
}


@pytest.fixture(scope="module")
def bad_data(new_project) -> tuple[Project, Result]:
    """A project of bad tables, and the log of a run that trains on each, once and five times, and evaluates on each.

    They are named in a text, which is not looked at before the statement (see test_missing_values for what is).
    """
    project = new_project()
    project.load_table("points", POINTS)
    project.write_network("network", NETWORK, data=DATA)
    for name, (columns, _) in BAD_DATA.items():
        project.load_table(name, columns or POINTS)
        data = f"'{name}'"
        for iterations in (1, 5):
            project.write_network(f"{name}_{iterations}", NETWORK, data=data, iterations=iterations)
        evaluated = f"{{{{ dbt_nn.evaluate(network=ref('network'), data={data}) }}}}"
        project.write_model(f"{name}_evaluated", "{{ config(materialized='table') }}\n" + evaluated)
    project.query("delete from no_rows")
    return project, project.dbt("run", fails=True)


@pytest.mark.parametrize("way", ["1", "5", "evaluated"])
@pytest.mark.parametrize(("name", "message"), [(name, message) for name, (_, message) in BAD_DATA.items()])
def test_bad_data(bad_data, name, message, way):
    """Data that would be left out of the sums, or spoil them, stops the query; nothing is written."""
    project, log = bad_data
    assert message_of(log, f"{name}_{way}") == message
    assert project.query(f"select * from information_schema.tables where table_name = '{name}_{way}'") == []


def points_on_a_grid() -> dict:
    """A hundred points on no symmetrical grid, class 1 where x1 + x2 > 0."""
    grid = [(row / 10 + 0.03, column / 10 - 0.51) for row in range(-5, 5) for column in range(10)]
    x1, x2 = zip(*grid, strict=True)
    return {"x1": list(x1), "x2": list(x2), "y": [int(a + b > 0) for a, b in grid]}


GRID = points_on_a_grid()
# Tables made of the rows of a network.
HISTORIES = {
    "gap": "select * from {{ ref('network') }} where iteration <> 2",
    "no_start": "select * from {{ ref('network') }} where iteration > 0",
    "twice": "select * from {{ ref('network') }} union all select * from {{ ref('network') }} where iteration = 2",
    "one_step": "select * from {{ ref('network') }} where iteration <= 1",
    "rising": "select * replace (0.1 * iteration as loss) from {{ ref('network') }}",
    "unknown_loss": "select * replace (if(iteration = 3, 'nan', loss) as loss) from {{ ref('network') }}",
    "empty": "select * from {{ ref('network') }} where false",
    # As training left it before it stopped at such an iteration.
    "diverged": "select * replace (if(iteration > 3, 'nan', loss) as loss, if(iteration > 2, 'inf', w_00) as w_00) "
    "from {{ ref('network') }}",
}
GRID_DATA = "source('tables', 'grid')"
# The test, what it judges, whether it passes.
JUDGEMENTS = [
    ("loss_decreases", "network", {}, "PASS"),
    ("loss_decreases", "rising", {}, "FAIL"),
    ("loss_decreases", "rising", {"tolerance": 0.11}, "PASS"),
    ("loss_decreases", "rising", {"from_iteration": 4}, "FAIL"),
    ("loss_decreases", "unknown_loss", {}, "FAIL"),
    ("loss_decreases", "one_step", {}, "FAIL"),
    ("loss_decreases", "empty", {}, "FAIL"),
    ("loss_below", "network", {"value": 0.7}, "PASS"),
    ("loss_below", "network", {"value": 0.1}, "FAIL"),
    ("loss_below", "network", {"value": 0.7, "data": GRID_DATA}, "PASS"),
    ("loss_below", "network", {"value": 0.1, "data": GRID_DATA}, "FAIL"),
    ("loss_below", "rising", {"value": 0.45}, "FAIL"),
    ("loss_below", "rising", {"value": 0.45, "iteration": 4}, "PASS"),
    ("loss_below", "diverged", {"value": 0.7}, "FAIL"),
    ("loss_below", "empty", {"value": 0.7}, "FAIL"),
    ("accuracy_at_least", "network", {"value": 0.4}, "PASS"),
    ("accuracy_at_least", "network", {"value": 1.01}, "FAIL"),
    ("accuracy_at_least", "network", {"value": 0.4, "data": GRID_DATA}, "PASS"),
    ("accuracy_at_least", "network", {"value": 1.01, "data": GRID_DATA}, "FAIL"),
    # Iteration 0 has seen nothing.
    ("accuracy_at_least", "network", {"value": 0.4, "iteration": 0}, "FAIL"),
    ("accuracy_at_least", "empty", {"value": 0.4}, "FAIL"),
    # There is no network to be evaluated.
    ("accuracy_at_least", "empty", {"value": 0.4, "data": GRID_DATA}, "ERROR"),
    ("accuracy_at_least", "network", {"value": "high"}, "ERROR"),
    ("parameters_are_finite", "network", {}, "PASS"),
    ("parameters_are_finite", "unknown_loss", {}, "FAIL"),
    ("parameters_are_finite", "diverged", {}, "FAIL"),
    ("parameters_are_finite", "empty", {}, "FAIL"),
    ("iterations_are_complete", "network", {}, "PASS"),
    ("iterations_are_complete", "gap", {}, "FAIL"),
    ("iterations_are_complete", "no_start", {}, "FAIL"),
    ("iterations_are_complete", "twice", {}, "FAIL"),
    ("iterations_are_complete", "empty", {}, "FAIL"),
    ("gradients_match_finite_differences", "network", {"data": GRID_DATA}, "PASS"),
    ("gradients_match_finite_differences", "network", {"data": GRID_DATA, "iteration": 0}, "PASS"),
    ("gradients_match_finite_differences", "empty", {"data": GRID_DATA}, "FAIL"),
]
RELU = "{% macro duckdb___relu(x) %}{{ return(x if var('broken', false) else dbt_nn.duckdb___relu(x)) }}{% endmacro %}"


@pytest.fixture(scope="module")
def judged(new_project) -> tuple[Project, str]:
    """A project of trained and tampered networks, and the log of all tests on them, each named by its number."""
    project = new_project()
    project.load_table("grid", GRID)
    project.write_network("network", NETWORK, data=GRID_DATA, iterations=5)
    config = f"{{{{ config(materialized='table', meta={{'network': {NETWORK!r}}}) }}}}\n"
    for name, sql in HISTORIES.items():
        project.write_model(name, config + sql)
    models = {name: [] for name in ("network", *HISTORIES)}
    for number, (test, model, arguments, _) in enumerate(JUDGEMENTS):
        models[model].append({f"dbt_nn.{test}": {"name": f"judgement_{number:02}", "arguments": arguments}})
    project.write("models/tests.yml", {"models": [{"name": name, "data_tests": t} for name, t in models.items()]})
    settings = PROJECT | {
        "dispatch": [{"macro_namespace": "dbt_nn", "search_order": ["user", "dbt_nn"]}],
        "on-run-end": ["{{ dbt_nn.explain_failures(results) }}"],
    }
    project.write("dbt_project.yml", settings)
    project.write("macros/relu.sql", RELU)
    project.dbt("run")
    return project, project.dbt("test", fails=True).text


@pytest.mark.parametrize("number", range(len(JUDGEMENTS)), ids=lambda number: "-".join(map(str, JUDGEMENTS[number])))
def test_generic_test(judged, number):
    """Each generic test passes when it should, and fails when it should; on a table without rows none passes."""
    verdict = re.search(rf"(PASS|FAIL|ERROR) (?:\d+ )?judgement_{number:02} ", judged[1])
    assert verdict[1] == JUDGEMENTS[number][3]


def failing_rows(project: Project, test: str, model: str) -> list[dict]:
    """The rows that the first of the tests on a model gives."""
    number = next(number for number, case in enumerate(JUDGEMENTS) if case[:2] == (test, model) and case[3] == "FAIL")
    return project.query(project.compiled(f"judgement_{number:02}"))


def test_value_that_is_no_number(judged):
    """A test's own argument is checked as an option is."""
    assert "`value` must be a number; received 'high'. It is what the accuracy is compared with." in judged[1]


def test_divergence_is_named(judged):
    """The rows say at which iteration, and with which learning rate, and what to do; the last ones are not finite."""
    rows = sorted(failing_rows(judged[0], "parameters_are_finite", "diverged"), key=lambda row: row["iteration"])
    assert [row["iteration"] for row in rows] == [3, 4, 5]
    assert {row["learning_rate"] for row in rows} == {0.1}
    assert {row["fault"] for row in rows} == {
        "a parameter or the loss is NULL, NaN or infinite: train with a smaller learning_rate, "
        "from the start (--full-refresh)"
    }


def test_gap_and_duplicate_are_named(judged):
    """The rows say which iterations are missing or there twice."""
    project, _ = judged
    fault = (
        "iterations between the two are missing: every one must be there; train again from the start (--full-refresh), "
        "or, if an earlier run had a larger record_every, give that to the test"
    )
    gap = {"iteration": 3, "previous_iteration": 1, "fault": fault}
    assert failing_rows(project, "iterations_are_complete", "gap") == [gap]
    fault = (
        "the iteration is there twice: rows were added by hand, or unique_key was not iteration; "
        "train again from the start (--full-refresh)"
    )
    twice = {"iteration": 2, "previous_iteration": 2, "fault": fault}
    assert failing_rows(project, "iterations_are_complete", "twice") == [twice]


def test_missed_measure_is_named(judged):
    """The row of loss_below says what the loss is and should be."""
    [row] = failing_rows(judged[0], "loss_below", "network")
    assert 0.1 < row["loss"] < 0.7
    assert row["fault"] == "loss must be < 0.1"


def test_wrong_gradient_is_named(judged):
    """With another activation than the one whose slope is taken, gradients are found wrong.

    Those of the first layer are, and those of the second layer's weights, which come of the same sums; not its biases'.
    """
    project, _ = judged
    numbers = [n for n, case in enumerate(JUDGEMENTS) if case[0].startswith("gradients") and case[1] == "network"]
    names = [f"judgement_{number:02}" for number in numbers]
    log = project.dbt("test", "--select", *names, "--vars", "broken: true", fails=True)
    for name in names:
        assert re.search(rf"FAIL \d+ {name} ", log.text)
        rows = project.query(project.compiled(name))
        assert len(rows) > 0
        assert {row["parameter"] for row in rows}.isdisjoint({"b2_0", "b2_1"})
        assert all(abs(row["back_propagated"] - row["finite_difference"]) > 1e-6 for row in rows)


@pytest.mark.slow
def test_explain_failures(judged):
    """The hook writes the failing rows under the name of the test, into the terminal."""
    number = next(n for n, case in enumerate(JUDGEMENTS) if case[:2] == ("iterations_are_complete", "gap"))
    shown = judged[0].start_dbt("test", "--select", f"judgement_{number:02}").communicate()[0]
    assert f"judgement_{number:02} failed on:" in shown
    assert re.search(r"\|\s+3 \|\s+1 \| iterations between the two are missing: every one", shown)


FAULTS_OF_EXAMPLES = {
    "null_feature": [("`x1` is NULL", None, 1.0, 1)],
    "nan_feature": [("`x1` is NaN or infinite", "nan", 1.0, 1)],
    "infinite_feature": [("`x2` is NaN or infinite", 0.5, float("-inf"), 1)],
    "unknown_label": [("`y` is not one of [0, 1]", 0.5, 1.0, 2)],
    "null_label": [("`y` is NULL", 0.5, 1.0, None)],
    "one_class": [("no row has the class 1", None, None, None)],
    "no_rows": [("no row has the class 0", None, None, None), ("no row has the class 1", None, None, None)],
    "good_rows": [],
}


@pytest.fixture(scope="module")
def examined(new_project) -> tuple[Project, str]:
    """A project of good and bad examples with the test examples_are_valid on each, and the tests' log."""
    project = new_project()
    tables = {name: columns or POINTS for name, (columns, _) in BAD_DATA.items() if name in FAULTS_OF_EXAMPLES}
    tables |= {"one_class": POINTS | {"y": [0, 0, 0, 0]}, "good_rows": POINTS}
    models = []
    for name, columns in tables.items():
        project.load_table(f"raw_{name}", columns)
        condition = "false" if name == "no_rows" else "true"
        project.write_model(name, f"select * from {{{{ source('tables', 'raw_{name}') }}}} where {condition}")
        tests = [{"dbt_nn.examples_are_valid": {"name": f"valid_{name}"}}]
        models.append({"name": name, "config": {"meta": {"network": NETWORK}}, "data_tests": tests})
    project.write("models/tests.yml", {"models": models})
    project.dbt("run")
    return project, project.dbt("test", fails=True).text


@pytest.mark.parametrize("name", FAULTS_OF_EXAMPLES)
def test_examples_are_valid(examined, name):
    """The test names the rows that cannot be trained on, and the classes that no row is of."""
    project, log = examined
    faults = FAULTS_OF_EXAMPLES[name]
    assert re.search(rf"(FAIL {len(faults)}|PASS) valid_{name} ", log)[1] == (
        f"FAIL {len(faults)}" if faults else "PASS"
    )
    rows = project.query(project.compiled(f"valid_{name}"))
    found = sorted(
        (row["fault"], "nan" if row["x1"] is not None and row["x1"] != row["x1"] else row["x1"], row["x2"], row["y"])
        for row in rows
    )
    assert found == faults


ODD_NAMES = [
    ("order", "group", "select"),
    ("my feature", "Größe", "label of 漢字"),
    ('say "x"', "it's", 'the "label"'),
    ("100%", "a.b", "c;--"),
    ("w_00", "x_0", "y_0"),
    ("iteration", "loss", "description"),
    ("state", "examples", "totals"),
    ("probs_0", "scores_1", "max_score"),
    ("UPPER", "Mixed Case", "LABEL"),
]
SLUGS = [
    (["a", "B c", "-1"], ["a", "B_c", "minus_1"]),
    (["a b", "A-B"], ["0", "1"]),
    (["", "a"], ["0", "1"]),
    (["'", "a"], ["0", "1"]),
    # The confusion matrix has no column that a digit begins, and one of its own.
    (["1", "_1"], ["0", "1"]),
    (["Expected_Label", "a"], ["0", "1"]),
    # A column of BigQuery's has at most 300 characters.
    (["a" * 251, "b"], ["0", "1"]),
]
ODD_CLASSES = [
    ["it's a cat", 'a "dog"'],
    ["Größe", "漢字"],
    ["a", "A"],
    ["", " "],
    ["null", "50%"],
    [False, True],
    [-1, 1],
    [-7, 123456789012],
]


def parameters_of(project: Project, model: str) -> list[dict]:
    """All numbers of a network, to the last bit."""
    return project.query(f"select * exclude (trained_at, description) from {model} order by iteration")


@pytest.fixture(scope="module")
def odd(new_project) -> Project:
    """A project whose networks read the same points under odd names, or with odd labels; each is put to every use."""
    project = new_project()

    def write(name: str, columns: dict, features: list, label: str, classes: list) -> None:
        further = {"id": list(range(100)), "Some note": ["a, b"] * 100, "w2_00": [-1] * 100}
        project.load_table(f"data_{name}", columns | further)
        data = f"source('tables', 'data_{name}')"
        network = NETWORK | {"features": features, "label": label, "classes": classes, "learning_rate": 2.0}
        project.write_network(f"net_{name}", network, data=data, iterations=200)
        config = "{{ config(materialized='table') }}\n"
        for use in ("predict", "evaluate", "confusion_matrix", "roc_curve"):
            project.write_model(f"{use}_{name}", f"{config}{{{{ dbt_nn.{use}(ref('net_{name}'), {data}) }}}}")
        project.write_model(f"weights_{name}", f"{config}{{{{ dbt_nn.weights(ref('net_{name}')) }}}}")

    write("plain", GRID, ["x1", "x2"], "y", [0, 1])
    write("capitals", GRID, ["X1", "X2"], "Y", [0, 1])
    for number, names in enumerate(ODD_NAMES):
        write(f"name_{number}", dict(zip(names, GRID.values(), strict=True)), list(names[:2]), names[2], [0, 1])
    for number, classes in enumerate(ODD_CLASSES):
        write(f"class_{number}", GRID | {"y": [classes[y] for y in GRID["y"]]}, ["x1", "x2"], "y", classes)
    project.dbt("run")
    return project


@pytest.mark.slow
def test_plain_names_train(odd):
    """What the odd ones are compared with has learnt something."""
    [evaluation] = odd.query("from evaluate_plain")
    assert evaluation["accuracy"] > 0.9
    assert {row["predicted_y"] for row in odd.query("from predict_plain")} == {0, 1}


def check_like_plain(project: Project, name: str, names: tuple[str, str, str], classes: list) -> None:
    """Check that a network under odd names or labels is the plain one, and so are its predictions."""
    assert parameters_of(project, f"net_{name}") == parameters_of(project, "net_plain")
    assert project.query(f"from evaluate_{name}") == project.query("from evaluate_plain")
    assert project.query(f"from roc_curve_{name} order by all") == project.query("from roc_curve_plain order by all")

    predictions = project.query(f"from predict_{name} order by id")
    plain = project.query("from predict_plain order by id")
    *kept, _, _, predicted = predictions[0]
    assert kept == [*names, "id", "Some note", "w2_00"]
    assert predicted.startswith("predicted_")
    for ours, theirs in zip(predictions, plain, strict=True):
        assert [ours[column] for column in names[:2]] == [theirs["x1"], theirs["x2"]]
        assert ours[names[2]] == classes[theirs["y"]]
        assert ours[predicted] == classes[theirs["predicted_y"]]
        assert list(ours.values())[-3:-1] == list(theirs.values())[-3:-1]

    weights = project.query(f"from weights_{name}")
    assert [row["weight"] for row in weights] == [row["weight"] for row in project.query("from weights_plain")]
    assert {row["input"] for row in weights if row["layer"] == 1} == {*names[:2], "__INTERCEPT__"}


@pytest.mark.slow
@pytest.mark.parametrize("number", range(len(ODD_NAMES)), ids=lambda number: ", ".join(ODD_NAMES[number]))
def test_odd_column_names(odd, number):
    """Names that need quoting, or that the SQL of a step has for itself."""
    check_like_plain(odd, f"name_{number}", ODD_NAMES[number], [0, 1])
    assert f"predicted_{ODD_NAMES[number][2]}" in odd.query(f"from predict_name_{number} limit 1")[0]


@pytest.mark.slow
def test_names_in_capitals(odd):
    """DuckDB does not tell X1 from x1, and neither do the checks."""
    assert parameters_of(odd, "net_capitals") == parameters_of(odd, "net_plain")


@pytest.mark.slow
@pytest.mark.parametrize("number", range(len(ODD_CLASSES)), ids=lambda number: str(ODD_CLASSES[number]))
def test_odd_classes(odd, number):
    """Labels with quotes and spaces, in other scripts, booleans, negative and large numbers."""
    check_like_plain(odd, f"class_{number}", ("x1", "x2", "y"), ODD_CLASSES[number])
    expected = odd.query(f"select expected_label from confusion_matrix_class_{number}")
    assert {row["expected_label"] for row in expected} == set(ODD_CLASSES[number])


def test_classes_in_column_names(project):
    """No two columns of a result have the same name, whatever the classes are, and none is too long."""
    calls = ", ".join(f"dbt_nn._class_slugs({{'classes': {classes!r}}})" for classes, _ in SLUGS)
    assert project.render(f"{{{{ [{calls}] }}}}") == str([slugs for _, slugs in SLUGS])


def test_long_label_in_a_column_name(project):
    """The column of the likeliest class has at most 300 characters."""
    network = {"label": "y" * 300, "classes": [0, 1]}
    assert project.render(f"{{{{ dbt_nn._added_columns({network!r})[-1] }}}}") == "predicted_" + "y" * 290
