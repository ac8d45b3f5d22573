"""What can be known of a project before anything is built is refused then: while dbt parses, or when a run begins."""

import pytest
from conftest import PROJECT, Project
from test_bad_input import NETWORK, POINTS

DATA = "source('tables', 'points')"


def config(network: str) -> str:
    """The first line of a model that trains the network, a text in Jinja."""
    return f"{{{{ config(materialized='incremental', unique_key='iteration', meta={{'network': {network}}}) }}}}\n"


def training(further: str) -> str:
    """The SQL of a model that trains, with further arguments."""
    return config(repr(NETWORK)) + f"{{{{ dbt_nn.train(data={DATA}{further}) }}}}"


def described(**options) -> str:
    """The SQL of a model that trains a network with these options."""
    return config(repr(NETWORK | options)) + f"{{{{ dbt_nn.train(data={DATA}) }}}}"


def unquoted(text: str) -> str:
    """The SQL of a model whose description is written in Jinja."""
    return config(text) + f"{{{{ dbt_nn.train(data={DATA}) }}}}"


IN_JINJA = "{{'features': {}, 'label': {}, 'classes': {}, 'hidden_units': [2]}}"
WHILE_PARSING = {
    "rate": (described(learning_rate=-1), "`learning_rate` must be a number above 0; received -1. "),
    "text": (described(learning_rate="1e-2"), "It is a text: YAML takes a number with an exponent for one only with"),
    "option": (
        described(class_weight="balanced"),
        "received 'class_weight'. This version has nothing like it: leave it",
    ),
    "classes": (
        unquoted(IN_JINJA.format("['x1']", "'y'", "[Adelie, Gentoo]")),
        "`classes` must be made of texts in quotes, numbers, lists and mappings, as Jinja has them; "
        "received 'Adelie without quotes'. In a model's SQL a text stands in quotes: 'Adelie'.",
    ),
    "half": (unquoted(IN_JINJA.format("['x1']", "'y'", "['Adelie', Gentoo]")), "received 'Gentoo without quotes'"),
    "label": (unquoted(IN_JINJA.format("['x1']", "species", "[0, 1]")), "`label` must be made of texts in quotes"),
    "features": (unquoted(IN_JINJA.format("['x1', x2]", "'y'", "[0, 1]")), "received 'x2 without quotes'"),
    "nothing_to_predict": (
        "{{ dbt_nn.predict(network=source('tables', 'points')) }}",
        "`data` must be given to dbt_nn.predict; received nothing. "
        "As in dbt_nn.predict(network=ref(...), data=ref(...)).",
    ),
    "nothing_to_evaluate": ("{{ dbt_nn.evaluate(data=" + DATA + ") }}", "`network` must be given to dbt_nn.evaluate; "),
    "nothing_to_train": (
        config(repr(NETWORK)) + "{{ dbt_nn.train() }}",
        "`data` must be given to dbt_nn.train; ",
    ),
    "iterations": (
        training(", iterations=0"),
        "`iterations` must be a whole number, 1 or above",
    ),
    "every": (training(", record_every='x'"), "`record_every` must be a whole number"),
    "threads": (training(", threads=0.5"), "`threads` must be a whole number"),
    "iteration": (
        f"{{{{ dbt_nn.predict({DATA}, {DATA}, iteration='best') }}}}",
        "`iteration` must be a whole number, 0 or above; received 'best'. Leave it out for the newest one.",
    ),
    "repeats": (f"{{{{ dbt_nn.feature_importance({DATA}, {DATA}, repeats=0) }}}}", "`repeats` must be a whole number"),
    "scoring": (f"{{{{ dbt_nn.feature_importance({DATA}, {DATA}, scoring='auc') }}}}", "`scoring` must be one of"),
    "ranges": (f"{{{{ dbt_nn.decision_grid({DATA}, ranges=[1, 2]) }}}}", "`ranges` must be two pairs of numbers"),
    "split": (
        "select {{ dbt_nn.data_split('x1') }} as dataset",
        "`columns` must be a list of one or more column names",
    ),
}


@pytest.mark.parametrize("name", WHILE_PARSING)
def test_refused_while_parsing(project, name):
    """`dbt parse` says it; no model and no connection is needed."""
    sql, message = WHILE_PARSING[name]
    project.load_table("points", POINTS)
    project.write_model(name, sql)
    text = " ".join(project.dbt("parse", fails=True).text.split())
    assert f"Compilation Error in model {name} " in text
    assert message in text


def write_in_yaml(project: Project, **networks: dict) -> None:
    """Write models that train, with their descriptions in YAML."""
    models = [{"name": name, "config": {"meta": {"network": network}}} for name, network in networks.items()]
    project.write("models/networks.yml", {"models": models})
    for name in networks:
        config = "{{ config(materialized='incremental', unique_key='iteration') }}\n"
        project.write_model(
            name, config + f"-- depends_on: {{{{ ref('first') }}}}\n{{{{ dbt_nn.train(data={DATA}) }}}}"
        )


def test_refused_before_anything_is_built(project):
    """A description in YAML is put together after parsing: a run that would build its model stops before the first."""
    project.load_table("points", POINTS)
    project.write_model("first", "select 1 as one")
    write_in_yaml(project, good=NETWORK, bad=NETWORK | {"learning_rate": "1e-2"})
    project.dbt("parse")
    project.dbt("compile", "--select", "good")
    log = project.dbt("build", fails=True).text
    assert (
        "The description of bad: `learning_rate` must be a number above 0; received '1e-2'. It is a text: YAML takes a "
        "number with an exponent for one only with a point and a sign, as in 1.0e-2, and none in quotes. Write 0.01. "
    ) in log
    assert project.query("select table_name from information_schema.tables") == [{"table_name": "points"}]

    # What is not selected does not stop a run.
    project.dbt("run", "--exclude", "bad")
    assert len(project.rows("good")) == 2


def test_what_stands_elsewhere_may_be_overruled(project):
    """A folder's description need not be whole while dbt parses: YAML and the model's own SQL overrule it."""
    project.load_table("points", POINTS)
    folder = {"user": {"+meta": {"network": {"features": ["x1"]}}}}
    project.write("dbt_project.yml", PROJECT | {"models": folder})
    project.write_model("first", "{{ config(meta={'network': none}) }} select 1 as one")
    write_in_yaml(project, in_yaml=NETWORK)
    project.write_model("in_sql", described())
    project.dbt("build")
    assert len(project.rows("in_yaml")) == len(project.rows("in_sql")) == 2


def test_values_that_are_known_later(project):
    """A var without a default, and what a query will give, are nothing while dbt parses, and no fault."""
    project.load_table("points", POINTS)
    later = "{% set n = run_query('select 2 as n').columns[0].values()[0] if execute else none %}"
    project.write_model("of_a_query", later + training(", iterations=n | int(none)"))
    project.write_model("of_a_var", training(", iterations=var('n')"))
    project.dbt("run", "--vars", "n: 3")
    assert [len(project.rows(name)) for name in ("of_a_query", "of_a_var")] == [3, 4]


ADVICE = {
    "max_iter": "It is an argument: dbt_nn.train(..., iterations=...).",
    "epochs": "It is an argument: dbt_nn.train(..., iterations=...).",
    "n_jobs": "It is an argument: dbt_nn.train(..., threads=...).",
    "warm_start": "It is an argument: dbt_nn.train(..., warm_start=...).",
    "momentum": "This version has nothing like it: leave it out.",
    "early_stop": "This version has nothing like it: leave it out.",
    "data_split_method": "Rows are held out by the macro dbt_nn.data_split.",
    "hidden_layer_sizes": "Did you mean `hidden_units`?",
    "lable": "Did you mean `label`?",
    "learning_rte": "Did you mean `learning_rate`?",
    "standardise": "Did you mean `standardize`?",
    "zzz": "Nothing is called like it: leave it out.",
    "owner": "Nothing is called like it: leave it out.",
    "max_depth": "Nothing is called like it: leave it out.",
}


def test_advice_on_options(project):
    """Another library's word has its counterpart named, or is said to have none; nothing far off is suggested."""
    calls = ", ".join(f"dbt_nn._advice_on_option({name!r})" for name in ADVICE)
    assert project.render(f"{{{{ [{calls}] }}}}") == str(list(ADVICE.values()))


HINTS = [
    ("1e-2", "Write 0.01. "),
    ("0,1", "Write 0.1. "),
    ("1_000", "Write 1000. "),
    (".5", "Write 0.5. "),
    ("fast", None),
    ([True, False], "Write texts in quotes, as in ['No', 'Yes']. "),
    ([None, "a"], "Write a text in quotes: 'null'. "),
    ([1.0, 2.0], "It has a decimal point. Write 1. "),
    ([0, 1], None),
    (True, None),
]


@pytest.mark.parametrize(("value", "hint"), HINTS)
def test_what_yaml_made_of_it(project, value, hint):
    """Where a number or a text was meant, the message says what arrived and how to write it."""
    said = project.render("{{ dbt_nn._yaml_hint(" + repr(value).replace("None", "none") + ") }}.")
    assert said.endswith((hint or "") + ".")
    assert hint or said == "."


def test_classes_that_yaml_made_booleans(project):
    """Where the label is text, the message says what YAML reads yes and no as, and how to write them."""
    project.load_table("points", POINTS | {"y": ["Yes", "No", "Yes", "No"]})
    project.write(
        "models/networks.yml",
        "models: [{name: network, config: {meta: {network: {features: [x1, x2], label: y, classes: [No, Yes], "
        "hidden_units: [2]}}}}]",
    )
    project.write_model(
        "network",
        f"{{{{ config(materialized='incremental', unique_key='iteration') }}}}\n{{{{ dbt_nn.train(data={DATA}) }}}}",
    )
    text = " ".join(project.dbt("run", fails=True).text.split())
    assert "`label` must be a column of booleans, as `classes` are; received 'y (" in text
    assert (
        "YAML reads yes, no, on, off, true and false without quotes as booleans. Write texts in quotes, as in" in text
    )
