"""What is wrong in the text is refused by `dbt parse`, or before a run builds anything, in words that tell."""

import ast
import re

import pytest
import yaml
from conftest import PROJECT, REPOSITORY, Project
from dbt.cli.main import dbtRunner
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier

NETWORK = {"features": ["x1", "x2"], "label": "y", "classes": [0, 1], "hidden_units": [2], "seed": 42}
POINTS = {"x1": [0.5, -1.0, 2.0, -0.5], "x2": [1.0, -2.0, 0.25, -0.25], "y": [1, 0, 1, 0]}
DATA = "source('tables', 'points')"
META = f"meta={{'network': {NETWORK!r}}}"
KEPT = "materialized='incremental', unique_key='iteration'"
BOOLEANS = (
    "YAML reads yes, no, on, off, true and false as booleans: if you mean strings, quote them, as in ['No', 'Yes']."
)
EXPONENT = "It is a string, because YAML reads an exponent only after a decimal point and with a sign: write "


@pytest.fixture(scope="module")
def parsed(new_project) -> Project:
    """A project whose parsed text is kept, for macros to be called by `dbt run-operation` without parsing anew."""
    project = new_project()
    project.render("{{ 1 }}")
    return project


def refusal(project: Project, description: str) -> str:
    """What is said of a description, given as YAML; nothing where it is legal."""
    lines = []
    arguments = ["--args", f"description: {{{description}}}", "--quiet", *project._options()]
    dbtRunner(project.manifest, [lambda event: event.info.level == "error" and lines.append(event.info.msg)]).invoke(
        ["run-operation", "dbt_nn._resolve", *arguments]
    )
    project._disconnect()
    text = " ".join(" ".join(lines).split())
    return re.sub(r"^.*?Compilation Error[^`]*(?=`)| > in macro.*", "", text)


def described(**options: str) -> str:
    """YAML of the network, with other options written as they are."""
    written = {name: yaml.safe_dump(value, default_flow_style=True).split("\n")[0] for name, value in NETWORK.items()}
    return ", ".join(f"{name}: {value}" for name, value in (written | options).items())


@pytest.mark.parametrize(
    ("option", "text", "received", "advice"),
    [
        ("learning_rate", "1e-2", "'1e-2'", EXPONENT + "0.01."),
        ("learning_rate", "1e3", "'1e3'", EXPONENT + "1000."),
        ("learning_rate", "1.5e3", "'1.5e3'", EXPONENT + "1500.0."),
        ("learning_rate", "1e-7", "'1e-7'", EXPONENT + "1.0e-07."),
        (
            "learning_rate",
            "'0,1'",
            "'0,1'",
            "It is a string, because YAML takes only a point for the decimal sign: write 0.1.",
        ),
        ("learning_rate", "'.5'", "'.5'", "It is a string: write 0.5 without quotes."),
        (
            "learning_rate",
            "fast",
            "'fast'",
            "Leave it out for 0.1, or 0.01 with an optimizer "
            "that rescales the gradients; the post of 2018 trains with 2.0.",
        ),
        ("l2_reg", "1e-4", "'1e-4'", EXPONENT + "0.0001."),
        ("seed", "'42'", "'42'", "It is a string: write 42 without quotes."),
        ("seed", "42.0", "42.0", "It has decimals: write 42."),
        ("batch_size", "1e3", "'1e3'", EXPONENT + "1000."),
        ("hidden_units", "['8']", "['8']", "(softmax regression). It is a string: write 8 without quotes."),
        ("hidden_units", "[8, 4.0]", "[8, 4.0]", "(softmax regression). It has decimals: write 4."),
        ("categories", "{x1: '3'}", "'x1: 3'", "It is a string: write 3 without quotes."),
        ("initial_parameters", "{w_00: 1e-2}", "'w_00: 1e-2'", EXPONENT + "0.01."),
        ("classes", "[No, Yes, Maybe]", "[False, True, 'Maybe']", BOOLEANS),
        ("classes", "[null, a]", "[None, 'a']", "quote it, as in 'null'."),
        ("classes", "[1.0, 2.0]", "[1.0, 2.0]", "1.0 is a number with decimals: write 1."),
        ("classes", "[0.5, 1.5]", "[0.5, 1.5]", "as in [0, 1] or [cat, dog]."),
        (
            "classes",
            "[1, 2, '3+']",
            "[1, 2, '3+']",
            "Some are strings and some are numbers: quote all of them or none.",
        ),
        ("features", "[on, off]", "[True, False]", BOOLEANS),
        ("label", "yes", "True", BOOLEANS),
        (
            "standardize",
            "'true'",
            "'true'",
            "It is a string: write true or false without quotes. true means all of them.",
        ),
    ],
)
def test_what_yaml_made_of_it(parsed, option, text, received, advice):
    """A number, a text or a boolean that YAML takes for something else: what arrived, and how to write it."""
    message = refusal(parsed, described(**{option: text}))
    assert message.startswith(f"`{option}` must be ")
    assert f"; received {received}. " in message
    assert message.endswith(advice)


def test_dates_for_classes(project):
    """YAML's dates reach the description as dates, or as their texts, which are then labels like others."""
    project.load_table("points", POINTS | {"y": ["2020-01-01", "2020-02-01"] * 2})
    project.write_model("network", f"{{{{ config({KEPT}) }}}}\n{{{{ dbt_nn.train(data={DATA}) }}}}\n")
    description = described(classes="[2020-01-01, 2020-02-01]")
    project.write(
        "models/networks.yml", f"models: [{{name: network, config: {{meta: {{network: {{{description}}}}}}}}}]"
    )
    project.dbt("run")
    assert len(project.rows("network")) == 2


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        *(
            (name, f"Did you mean `{option}`?")
            for name, option in {
                "learning_rte": "learning_rate",
                "learningRate": "learning_rate",
                "learn_rate": "learning_rate",
                "feature": "features",
                "lable": "label",
                "clases": "classes",
                "l2": "l2_reg",
                "catagories": "categories",
                "standardise": "standardize",
                "imput": "impute",
                "hidden_layer_sizes": "hidden_units",
                "batchsize": "batch_size",
                "random_state": "seed",
                "initial_parameter": "initial_parameters",
                "optimiser": "optimizer",
                "L1_REG": "l1_reg",
                "eps": "epsilon",
                "lr_scheduler": "learning_rate_schedule",
                "warmup_steps": "warmup_iterations",
                "max_grad_norm": "clip_norm",
            }.items()
        ),
        *(
            (name, f"It does not belong in the description: it is the argument `{argument}.")
            for name, argument in {
                "max_iter": "max_iterations` of dbt_nn.train",
                "max_iterations": "max_iterations` of dbt_nn.train",
                "epochs": "iterations` of dbt_nn.train",
                "n_jobs": "threads` of dbt_nn.train",
                "warm_start": "warm_start` of dbt_nn.train",
                "record_every": "record_every` of dbt_nn.train",
                "data_split_method": "test_fraction` of dbt_nn.data_split",
            }.items()
        ),
        *(
            (name, "This version has nothing like it: leave it out.")
            for name in (
                "class_weight",
                "class_weights",
                "auto_class_weights",
                "amsgrad",
                "dropout",
                "early_stopping",
                "early_stop",
                "n_iter_no_change",
                "validation_fraction",
                "tol",
            )
        ),
        ("nesterovs_momentum", "Write `optimizer: nesterov`."),
        ("loss", "The loss is always the mean cross-entropy, and `l2_reg` adds the penalty: leave it out."),
        ("verbose", "The log always shows iteration, loss and accuracy: leave it out."),
        ("owner", "No option has a name like it: use one of these, or leave it out."),
        ("description", "No option has a name like it: use one of these, or leave it out."),
        ("on", BOOLEANS),
    ],
)
def test_another_word(parsed, name, advice):
    """A misspelt option, another library's word with a counterpart and one without, and what is none of them."""
    message = refusal(parsed, described(**{name: "1"}))
    assert message.startswith("`network` must be a mapping with only the options features, label, classes, ")
    assert message.endswith(f"; received {True if name == 'on' else repr(name)}. {advice}")


def test_every_word_of_other_libraries(parsed):
    """Each parameter of scikit-learn's classifiers, each option of CREATE MODEL in the docs: all are known here."""
    page = (REPOSITORY / "docs" / "bigquery_ml.md").read_text(encoding="utf-8")
    table = page.split("## CREATE MODEL, option by option")[1].split("\n## ")[0]
    options = re.findall(r"`([A-Z0-9_]+)(?: = '\w+')?`", "\n".join(re.findall(r"^\| (.*?) \|", table, re.MULTILINE)))
    words = {name.lower() for name in options} | {*MLPClassifier().get_params(), *LogisticRegression().get_params()}
    assert len(words) > 50
    calls = ", ".join(f"'{word}': dbt_nn._foreign_word('{word}')" for word in sorted(words))
    found = ast.literal_eval(parsed.render(f"{{{{ {{ {calls} }} }}}}"))
    options = ast.literal_eval(parsed.render("{{ dbt_nn._options().keys() | list }}"))
    assert [word for word in words if not found[word] and word not in options] == []
    assert {found[word]["option"] for word in words if "option" in found[word]} <= {*options}


def test_classes_that_became_booleans(project):
    """[No, Yes] without quotes is not right for a column of texts: the message says what YAML did."""
    project.load_table("points", POINTS | {"y": ["Yes", "No"] * 2})
    project.write_model("network", f"{{{{ config({KEPT}) }}}}\n{{{{ dbt_nn.train(data={DATA}) }}}}\n")
    description = described(classes="[No, Yes]")
    project.write(
        "models/networks.yml", f"models: [{{name: network, config: {{meta: {{network: {{{description}}}}}}}}}]"
    )
    text = " ".join(project.dbt("run", fails=True).text.split())
    assert "`label` must be a column of booleans, as `classes` are; received 'y (" in text
    assert BOOLEANS in text


# A model's text, and what `dbt parse` says of it.
WHOLE = "must be a whole number, 1 or above; received "
ROWS = f"{{{{ config({KEPT}, {META}) }}}}"
TRAIN = f"{ROWS}{{{{ dbt_nn.train(data={DATA}, ARGUMENT) }}}}"
READ = f"{{{{ dbt_nn.MACRO(ref('network'), {DATA}, ARGUMENT) }}}}"
REFUSED_BY_PARSE = {
    "predict_without_data": (
        "{{ dbt_nn.predict(ref('network')) }}",
        "`data` must be given to dbt_nn.predict; received nothing. Write dbt_nn.predict(network=…, data=…).",
    ),
    "predict_without_anything": ("{{ dbt_nn.predict() }}", "`network` must be given to dbt_nn.predict; "),
    "evaluate_without_data": ("{{ dbt_nn.evaluate(ref('network')) }}", "`data` must be given to dbt_nn.evaluate; "),
    "curve_without_others": (
        f"{{{{ dbt_nn.learning_curve(ref('network'), data={DATA}) }}}}",
        "`eval_data` must be given to dbt_nn.learning_curve; received nothing. ",
    ),
    "weights_of_nothing": ("{{ dbt_nn.weights() }}", "`network` must be given to dbt_nn.weights; "),
    "history_of_nothing": ("{{ dbt_nn.training_history() }}", "`models` must be given to dbt_nn.training_history; "),
    "train_on_nothing": (f"{ROWS}{{{{ dbt_nn.train(iterations=3) }}}}", "`data` must be given to dbt_nn.train; "),
    "no_iterations": (
        TRAIN.replace("ARGUMENT", "iterations=0"),
        f"`iterations` {WHOLE}0. It is the number of iterations",
    ),
    "text_iterations": (
        TRAIN.replace("ARGUMENT", "iterations='500'"),
        f"`iterations` {WHOLE}'500'. It is a string: write 500 without quotes.",
    ),
    "float_iterations": (
        TRAIN.replace("ARGUMENT", "iterations=1e3"),
        f"`iterations` {WHOLE}1000.0. It has decimals: write 1000.",
    ),
    "record_beyond_64_bits": (
        TRAIN.replace("ARGUMENT", "record_every=9223372036854775808"),
        f"`record_every` {WHOLE}9223372036854775808. The largest one is 9223372036854775807.",
    ),
    "record_never": (TRAIN.replace("ARGUMENT", "record_every=0"), f"`record_every` {WHOLE}0."),
    "many_threads": (TRAIN.replace("ARGUMENT", "threads='all'"), f"`threads` {WHOLE}'all'."),
    "half_statements": (
        TRAIN.replace("ARGUMENT", "iterations_per_statement=0.5"),
        f"`iterations_per_statement` {WHOLE}0.5.",
    ),
    "iteration_minus": (
        READ.replace("MACRO", "predict").replace("ARGUMENT", "iteration=-1"),
        "`iteration` must be a whole number, 0 or above; received -1. Leave it out for the newest one.",
    ),
    "iteration_latest": (
        READ.replace("MACRO", "evaluate").replace("ARGUMENT", "iteration='latest'"),
        "`iteration` must be",
    ),
    "half_repeats": (
        READ.replace("MACRO", "feature_importance").replace("ARGUMENT", "repeats=1.5"),
        f"`repeats` {WHOLE}1.5.",
    ),
    "other_scoring": (
        READ.replace("MACRO", "feature_importance").replace("ARGUMENT", "scoring='f1'"),
        "`scoring` must be one of accuracy, neg_log_loss; received 'f1'.",
    ),
    "no_cells": ("{{ dbt_nn.decision_grid(ref('network'), cells=0) }}", f"`cells` {WHOLE}0."),
    "one_range": ("{{ dbt_nn.decision_grid(ref('network'), ranges=[[0, 1]]) }}", "`ranges` must be two pairs "),
    "split_of_all": ("select {{ dbt_nn.data_split(['x1'], test_fraction=1) }} as d", "`test_fraction` must be a "),
    "split_by_a_text": ("select {{ dbt_nn.data_split('x1') }} as d", "`columns` must be a list of "),
    "unquoted_classes": (
        ROWS.replace("[0, 1]", "[Adelie, Gentoo]") + f"{{{{ dbt_nn.train({DATA}) }}}}",
        "`classes` must have its strings in quotes, because config() is Jinja; received "
        "Adelie, Gentoo without quotes. Write 'Adelie', 'Gentoo'.",
    ),
    "unquoted_feature": (
        ROWS.replace("'x1'", "x1") + f"{{{{ dbt_nn.train({DATA}) }}}}",
        "`features` must have its strings in quotes, because config() is Jinja; received x1 without "
        "quotes. Write 'x1'.",
    ),
    "unquoted_key": (
        ROWS.replace("'seed': 42", "'categories': {island: 3}") + f"{{{{ dbt_nn.train({DATA}) }}}}",
        "`categories` must have its strings in quotes, because config() is Jinja; received island without quotes.",
    ),
    "unquoted_option": (
        ROWS.replace("'seed'", "seed") + f"{{{{ dbt_nn.train({DATA}) }}}}",
        "`network` must have its strings in quotes, because config() is Jinja; received seed without "
        "quotes. Write 'seed'.",
    ),
    "unquoted_beside_it": (
        ROWS.replace("meta={", "meta={'owner': me, ") + f"{{{{ dbt_nn.train({DATA}) }}}}",
        "`owner` must have its strings in quotes, because config() is Jinja; received me without quotes.",
    ),
    "unquoted_where_it_is_read": (
        f"{{{{ config({META}) }}}}".replace("'y'", "y") + f"{{{{ dbt_nn.predict({DATA}, {DATA}) }}}}",
        "`label` must have its strings in quotes, because config() is Jinja; received y without quotes.",
    ),
    "illegal_option": (
        ROWS.replace("[2]", "[0]") + f"{{{{ dbt_nn.train({DATA}) }}}}",
        "`hidden_units` must be a list of positive whole numbers; received [0].",
    ),
    "illegal_parameter": (
        ROWS.replace("'seed': 42", "'initial_parameters': {'w_99': 1}")
        + f"{{{{ dbt_nn.initial_parameters({DATA}) }}}}",
        "`initial_parameters` must be a mapping of parameter columns to numbers; received 'w_99'.",
    ),
    "in_a_table_function": (
        f"{{{{ config(materialized='ephemeral', {META}) }}}}{{{{ dbt_nn.train({DATA}) }}}}",
        "`materialized` must be 'incremental' (each run adds iterations) or 'table' (each run starts over); "
        "received 'ephemeral'.",
    ),
    "other_unique_key": (
        ROWS.replace("'iteration'", "'loss'") + f"{{{{ dbt_nn.train({DATA}) }}}}",
        "`unique_key` must be 'iteration'; received 'loss'.",
    ),
}


@pytest.fixture(scope="module")
def text_alone(new_project) -> Project:
    """A project without any table, for a model of one name at a time."""
    project = new_project()
    project.write(
        "models/sources.yml", {"sources": [{"name": "tables", "schema": "main", "tables": [{"name": "points"}]}]}
    )
    project.write_model("network", ROWS + f"{{{{ dbt_nn.train({DATA}) }}}}")
    project.dbt("parse")
    return project


@pytest.mark.parametrize("name", REFUSED_BY_PARSE)
def test_refused_by_parse(text_alone, name):
    """`dbt parse` names the model, and what is wrong."""
    sql, message = REFUSED_BY_PARSE[name]
    text_alone.write_model("tried", sql)
    text = " ".join(text_alone.dbt("parse", fails=True).text.split())
    assert f"Compilation Error in model tried (models/tried.sql) {message}" in text
    assert "Undefined" not in text


# What may turn out right when the model runs.
LET_THROUGH = {
    "set_when_it_runs": (
        f"{{% if execute %}}{{% set rows = {DATA} %}}{{% set last = 1 %}}{{% endif %}}"
        "{{ dbt_nn.predict(ref('network'), rows, last) }}"
    ),
    "columns_of_a_query": (
        f"{{%- set names = adapter.get_columns_in_relation({DATA}) | map(attribute='name') | list -%}}"
        f"select {{{{ dbt_nn.data_split(names) }}}} as dataset from {{{{ {DATA} }}}}"
    ),
    "numbers_of_a_query": (
        "{% set number = run_query('select 3').columns[0].values()[0] | int if execute %}"
        f"{{{{ dbt_nn.feature_importance(ref('network'), {DATA}, repeats=number) }}}}"
    ),
    "variables": TRAIN.replace("ARGUMENT", "iterations=var('how_many')").replace("'seed': 42", "'seed': var('any')"),
    "described_in_yaml": f"{{{{ config({KEPT}) }}}}{{{{ dbt_nn.train({DATA}) }}}}",
    "materialized_in_yaml": f"{{{{ config({META}) }}}}{{{{ dbt_nn.train({DATA}) }}}}",
    "keyed_in_yaml": f"{{{{ config(materialized='incremental', {META}) }}}}{{{{ dbt_nn.train({DATA}) }}}}",
}


@pytest.fixture(scope="module")
def let_through(new_project) -> Project:
    """A project of them, in which dbt_project.yml has half a network, and YAML beside the models the whole ones."""
    project = new_project()
    project.load_table("points", POINTS)
    half = {"models": {"user": {"+meta": {"network": {"features": ["x1", "x2"], "label": "y"}}}}}
    project.write("dbt_project.yml", PROJECT | half)
    project.write_model("network", ROWS + f"{{{{ dbt_nn.train({DATA}) }}}}")
    for name, sql in LET_THROUGH.items():
        project.write_model(name, sql)
    reads = ["set_when_it_runs", "columns_of_a_query", "numbers_of_a_query"]
    models = [{"name": name, "config": {"meta": {"network": NETWORK}}} for name in ["described_in_yaml", *reads]]
    kept = {"materialized": "incremental", "unique_key": "iteration"}
    models += [{"name": name, "config": kept} for name in ("materialized_in_yaml", "keyed_in_yaml")]
    project.write("models/networks.yml", {"models": models})
    return project


def test_let_through_by_parse(let_through):
    """Parsing refuses nothing that a run may get right: values of queries and variables, descriptions in YAML."""
    let_through.dbt("parse")
    let_through.dbt("build", "--vars", "{how_many: 2, any: 7}")
    assert [row["iteration"] for row in let_through.rows("variables")] == [0, 1, 2]


# Described in YAML: what a run says before it builds anything.
REFUSED_BEFORE_A_RUN = {
    "illegal": (
        NETWORK | {"hidden_units": [0]},
        "`hidden_units` must be a list of positive whole numbers; received [0].",
    ),
    "misspelt": (NETWORK | {"learning_rte": 1}, "received 'learning_rte'. Did you mean `learning_rate`?"),
    "nothing": (None, "`meta.network` must be a description of the network; received nothing. Add `meta: {network: "),
    "text": ("deep", "`network` must be a mapping of options to values; received 'deep'."),
}


@pytest.mark.parametrize("case", REFUSED_BEFORE_A_RUN)
def test_refused_before_a_run(project, case):
    """No model is built, and the message names the one at fault; runs without it take no notice, nor do compiles."""
    network, message = REFUSED_BEFORE_A_RUN[case]
    project.load_table("points", POINTS)
    project.write_model("first", f"select * from {{{{ {DATA} }}}}")
    project.write_model("network", f"{{{{ config({KEPT}) }}}}{{{{ dbt_nn.train(ref('first')) }}}}")
    project.write("models/networks.yml", {"models": [{"name": "network", "config": {"meta": {"network": network}}}]})
    for command in ("run", "build"):
        text = " ".join(project.dbt(command, fails=True).text.split())
        assert "Model network: " in text
        assert message in text
        assert "first" not in text
    assert project.query("select * from information_schema.tables where table_name = 'first'") == []
    project.dbt("run", "--select", "first")
    project.dbt("compile", "--select", "first")


def test_a_reader_is_looked_at_too(project):
    """The description of a model that only reads rows counts for those that read it."""
    project.load_table("points", POINTS)
    project.write_network("network", NETWORK, data=DATA)
    project.write_model("newest", "select * from {{ ref('network') }}")
    meta = {"network": NETWORK | {"classes": [0]}}
    project.write("models/newest.yml", {"models": [{"name": "newest", "config": {"meta": meta}}]})
    assert "Model newest: `classes` must be" in project.dbt("run", fails=True).text


def test_where_rows_cannot_be_kept(project):
    """A materialization of dbt_project.yml or of YAML is known before the run as well."""
    project.load_table("points", POINTS)
    project.write_model("network", f"{{{{ config({META}) }}}}{{{{ dbt_nn.train({DATA}) }}}}")
    assert "Model network: `materialized` must be 'incremental'" in project.dbt("run", fails=True).text
    project.write("dbt_project.yml", PROJECT | {"models": {"user": {"+materialized": "incremental"}}})
    assert "Model network: `unique_key` must be 'iteration'; received nothing." in project.dbt("run", fails=True).text
    project.dbt("parse")


def test_other_networks_are_none_of_ours(project):
    """A project may call something else a network."""
    project.write_model("cables", "select 1 as x")
    for network in ("fibre", ["a"], {"region": "north", "label": 3}):
        project.write("models/cables.yml", {"models": [{"name": "cables", "config": {"meta": {"network": network}}}]})
        project.dbt("run")
