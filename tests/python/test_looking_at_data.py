"""Data is looked at before the statement wherever it stands: in tables, views, files and ephemeral models."""

import numpy as np
import pytest
from conftest import Project, Result
from test_bad_input import message_of
from test_missing_values import GOOD, NETWORK, TABLE, source

FIRST_LINE = " > in macro"
HAS = ". It has the columns x1, y, y3, "
ADDED = "`data` must be free of the columns that dbt_nn adds, {}; received '{}'. Leave it out, or rename it "
UNREADABLE = "`data` must be a relation without a column `dbt_nn_row`, a name that the SQL uses for its rows; received "
# Of each door a call on data that it refuses, and the columns of that data.
DOORS = {
    "train": ("dbt_nn.train(DATA)", {}, "`features` must be columns of NAME; received 'x2'" + HAS),
    "train_many": ("dbt_nn.train(DATA, iterations=3)", {}, "`features` must be columns of NAME; received 'x2'" + HAS),
    "start": ("dbt_nn.initial_parameters(data=DATA)", {}, "`features` must be columns of NAME; received 'x2'" + HAS),
    "predict": ("dbt_nn.predict(ref('network'), DATA)", {}, "`features` must be columns of NAME; received 'x2'" + HAS),
    "transform": (
        "dbt_nn.transform(ref('network'), DATA)",
        {"x2": GOOD["x2"], "X_1": [1.0] * 60},
        ADDED.format("x_0, x_1", "X_1"),
    ),
    "predict_again": (
        "dbt_nn.predict(ref('network'), DATA)",
        {"x2": GOOD["x2"], "probability_0": [1.0] * 60},
        ADDED.format("probability_0, probability_1, predicted_y", "probability_0"),
    ),
    "evaluate": (
        "dbt_nn.evaluate(ref('network'), DATA)",
        {},
        "`features` must be columns of NAME; received 'x2'" + HAS,
    ),
    "confusion_matrix": (
        "dbt_nn.confusion_matrix(ref('network'), DATA)",
        {"x2": [True, False] * 30},
        "`features` must be columns of numbers; received 'x2 (BOOLEAN)'. Cast it, or turn it into numbers, ",
    ),
    "roc_curve": ("dbt_nn.roc_curve(ref('network'), DATA)", {"x2": GOOD["x2"], "dbt_nn_row": [1] * 60}, UNREADABLE),
    "feature_importance": (
        "dbt_nn.feature_importance(ref('network'), DATA)",
        {},
        "`features` must be columns of NAME; received 'x2'" + HAS,
    ),
    "learning_curve": (
        f"dbt_nn.learning_curve(ref('network'), {source('good')}, DATA)",
        {},
        "`features` must be columns of NAME; received 'x2'" + HAS,
    ),
}


@pytest.fixture(scope="module")
def refused(new_project) -> tuple[Project, Result]:
    """A project whose models read data that cannot do, in files and ephemeral models, and the log of its run."""
    project = new_project()
    project.load_table("good", GOOD)
    project.write_network("network", NETWORK, source("good"), iterations=3)
    files = []
    config = f"{{{{ config(materialized='incremental', unique_key='iteration', meta={{'network': {NETWORK!r}}}) }}}}"
    for door, (call, columns, _) in DOORS.items():
        table = {name: values for name, values in GOOD.items() if name != "x2"} | {"id": list(range(60))} | columns
        project.load_table(f"data_{door}", table)
        file = project.folder / f"{door}.csv"
        project.query(f"copy data_{door} to '{file}' (header)")
        files.append({"name": f"file_{door}", "meta": {"external_location": str(file)}})
        ephemeral = "{{ config(materialized='ephemeral') }}"
        project.write_model(f"ephemeral_{door}", f"{ephemeral}select * from {{{{ {source(f'data_{door}')} }}}}")
        # An ephemeral model that reads another one.
        project.write_model(f"further_{door}", f"{ephemeral}select * from {{{{ ref('ephemeral_{door}') }}}}")
        head = config if door in ("train", "train_many", "start") else TABLE
        data = {"file": f"source('files', 'file_{door}')", "further": f"ref('further_{door}')"}
        for place, relation in data.items():
            project.write_model(f"{door}_of_{place}", f"{head}{{{{ {call.replace('DATA', relation)} }}}}")
        view = head.replace("'table'", "'view'")
        project.write_model(f"{door}_in_view", f"{view}{{{{ {call.replace('DATA', data['further'])} }}}}")
    project.write("models/files.yml", {"sources": [{"name": "files", "tables": files}]})
    return project, project.dbt("run", fails=True)


@pytest.mark.parametrize("where", ["of_file", "of_further", "in_view"])
@pytest.mark.parametrize("door", DOORS)
def test_columns_are_checked_everywhere(refused, door, where):
    """A column that is not there, or that cannot do, is named, in a file and in ephemeral data too."""
    project, log = refused
    found = message_of(log, f"{door}_{where}").split(FIRST_LINE)[0]
    name = f"'{project.folder / door}.csv'" if where == "of_file" else f"further_{door}"
    assert found.startswith(DOORS[door][2].replace("NAME", name))


@pytest.fixture(scope="module")
def read(new_project) -> Project:
    """A project that trains and predicts on the same rows in a table, a file and ephemeral models."""
    project = new_project()
    project.load_table("good", GOOD | {"id": list(range(60))})
    file = project.folder / "good.parquet"
    project.query(f"copy good to '{file}'")
    tables = [{"name": "good_file", "meta": {"external_location": str(file)}}]
    project.write("models/files.yml", {"sources": [{"name": "files", "tables": tables}]})
    ephemeral = "{{ config(materialized='ephemeral') }}select * from "
    project.write_model("passed_on", ephemeral + f"{{{{ {source('good')} }}}}")
    project.write_model("further", ephemeral + "{{ ref('passed_on') }}")
    data = {"table": source("good"), "file": "source('files', 'good_file')", "ephemeral": "ref('further')"}
    for place, relation in data.items():
        project.write_network(f"{place}_net", NETWORK | {"standardize": True}, relation, iterations=6)
        for macro in ("predict", "evaluate"):
            project.write_model(f"{place}_{macro}", f"{TABLE}{{{{ dbt_nn.{macro}(ref('{place}_net'), {relation}) }}}}")
    project.dbt("run")
    return project


@pytest.mark.parametrize("place", ["file", "ephemeral"])
@pytest.mark.parametrize("what", ["net", "predict", "evaluate"])
def test_good_data_is_read_everywhere(read, place, what):
    """What is looked at gives the same numbers as a table does."""
    columns = "* exclude (trained_at)" if what == "net" else "*"
    expected = read.query(f"select {columns} from table_{what} order by all")
    assert read.query(f"select {columns} from {place}_{what} order by all") == expected


def test_rows_of_files_are_counted(read):
    """A training on a file knows how much work it is, and takes one thread for little of it, as on a table."""
    for place in ("table", "file"):
        assert "frontier" not in read.compiled(f"{place}_net")


def test_the_hook_renders_only_for_ephemeral_data(read):
    """A model whose data stands somewhere is rendered once, one whose data is ephemeral once more."""
    for place, relation in {"table": source("good"), "ephemeral": "ref('further')"}.items():
        told = f"{{% if execute %}}{{{{ log('code of {place}', info=true) }}}}{{% endif %}}"
        read.write_model(f"told_{place}", f"{TABLE}{told}{{{{ dbt_nn.predict(ref('table_net'), {relation}) }}}}")
    lines = read.dbt("run", "--select", "told_table", "told_ephemeral").lines
    assert [lines.count(f"code of {place}") for place in ("table", "ephemeral")] == [1, 2]


def test_compiling_needs_no_files(new_project):
    """`dbt compile` does not look for a file; a run says that it is not there."""
    project = new_project()
    tables = [{"name": "nowhere", "meta": {"external_location": str(project.folder / "nowhere.csv")}}]
    project.write("models/files.yml", {"sources": [{"name": "files", "tables": tables}]})
    project.write_network("network", NETWORK, "source('files', 'nowhere')")
    project.dbt("compile")
    assert "No files found that match the pattern" in project.dbt("run", fails=True).text


# Scales

WARNING = "The features of {} differ in scale by a factor of 1,000 or more: {}, next to {}. "


def scaled(factors: dict) -> dict:
    """The good rows, some columns times a factor."""
    return GOOD | {name: (np.array(GOOD[name]) * factor).tolist() for name, factor in factors.items()}


def scale(name: str, factor: float = 1.0) -> str:
    """A column with its root mean square, as the warning shows it."""
    return f"{name} ({np.sqrt(np.mean(np.square(GOOD[name]))) * factor:.3g})"


SCALES = {
    "dollars": ({"x1": 0.5, "x2": 1e5}, NETWORK, [scale("x2", 1e5)], scale("x1", 0.5)),
    "both": ({"x1": 1e5, "x2": 1e5}, NETWORK, [scale("x1", 1e5), scale("x2", 1e5)], "inputs of scale 1"),
    "small": ({"x1": 1e-5}, NETWORK, [scale("x2")], scale("x1", 1e-5)),
    "alone": ({"x1": 1e4}, NETWORK | {"features": ["x1"]}, [scale("x1", 1e4)], "inputs of scale 1"),
    "category": ({"x1": 1e4}, NETWORK | {"categories": {"x2": 3}}, [scale("x1", 1e4)], "inputs of scale 1"),
    "one_standardized": ({"x1": 1e4}, NETWORK | {"standardize": ["x2"]}, [scale("x1", 1e4)], "inputs of scale 1"),
    "near": ({"x1": 100, "x2": 30}, NETWORK, [], ""),
    "standardized": ({"x1": 1e5}, NETWORK | {"standardize": True}, [], ""),
    "constant_zero": ({"x1": 0}, NETWORK, [], ""),
}
# Those that learn nothing of their features may begin without data.
CHAINS = ["dollars", "both", "small", "alone", "near"]


@pytest.fixture(scope="module")
def warned(new_project) -> tuple[Project, str, str]:
    """A project of features of many scales, and the logs of two runs."""
    project = new_project()
    for name, (factors, network, _, _) in SCALES.items():
        project.load_table(f"{name}_rows", scaled(factors))
        project.write_network(name, network, source(f"{name}_rows"), iterations=2)
        config = {"materialized": "incremental", "unique_key": "iteration", "meta": {"network": network}}
        if name in CHAINS:
            start = f"{{{{ config(**{config!r}) }}}}{{{{ dbt_nn.initial_parameters() }}}}"
            project.write_model(f"start_{name}", start)
            project.write_network(f"first_{name}", network, source(f"{name}_rows"), previous=f"ref('start_{name}')")
            project.write_network(f"next_{name}", network, source(f"{name}_rows"), previous=f"ref('first_{name}')")
    first = project.dbt("run").text
    return project, first, project.dbt("run").text


@pytest.mark.parametrize("name", SCALES)
def test_scales_that_differ_are_told(warned, name):
    """Before training begins the features are named whose scale is a thousand times the smallest, and only then."""
    _, first, second = warned
    large, beside = SCALES[name][2:]
    for model in (name, f"first_{name}") if name in CHAINS else (name,):
        assert (WARNING.format(model, ", ".join(large), beside) in first) == bool(large)
        assert (f"The features of {model} differ" in first) == bool(large)
        assert f"The features of {model} differ" not in second
    assert f"The features of next_{name} differ" not in first


def test_the_warning_is_right(warned):
    """What is warned of stands still; standardized as advised, the same data is learned."""
    project, _, _ = warned
    network = NETWORK | {"label": "y", "hidden_units": [3], "learning_rate": 2.0}
    rows = {"x1": GOOD["x1"], "dollars": [6e4 + 1e4 * x for x in GOOD["x1"]], "y": [int(x > 0) for x in GOOD["x1"]]}
    project.load_table("advised_rows", rows)
    network = network | {"features": ["x1", "dollars"]}
    project.write_network("as_it_is", network, source("advised_rows"), iterations=300)
    project.write_network("as_advised", network | {"standardize": True}, source("advised_rows"), iterations=300)
    log = project.dbt("run", "--select", "as_it_is", "as_advised").text
    assert "The features of as_it_is differ in scale by a factor of 1,000 or more: dollars (" in log
    assert "The features of as_advised differ" not in log
    losses = {name: project.rows(name)[-1]["loss"] for name in ("as_it_is", "as_advised")}
    # What says only how many rows are of each class has their entropy for its loss.
    share = np.mean(rows["y"])
    entropy = -share * np.log(share) - (1 - share) * np.log(1 - share)
    assert losses["as_it_is"] > entropy - 1e-9
    assert losses["as_advised"] < entropy / 10
