"""Networks that leave as ONNX and PyTorch files, and that come from them: both sides on the same rows."""

import json
import subprocess
import sys
from itertools import pairwise

import numpy as np
import pytest
from conftest import REPOSITORY

TOLERANCE = 1e-12
# Texts that a table on the way could take for a number, for nothing, or for punctuation.
ISLANDS = ["null", "007", "true", 'a "b", c', "it's\nSüd"]
NETWORKS = {
    "species": {
        "features": ["bill length", "depth", "mass", "island", "sex"],
        "label": "kind",
        "classes": ["Adelie", "Chinstrap's", "Gentoo"],
        "hidden_units": [4, 3],
        "categories": {"island": 6, "sex": ["female", "male"]},
        "standardize": ["bill length", "mass"],
        "impute": ["bill length", "depth", "island"],
        "initialization": "glorot",
        "learning_rate": 0.3,
    },
    "side": {
        "features": ["depth", "mass"],
        "label": "is_large",
        "classes": [0, 1],
        "hidden_units": [3],
        "standardize": True,
        "initialization": "glorot",
    },
    "truth": {"features": ["depth"], "label": "is_true", "classes": [False, True], "hidden_units": []},
}
# What ONNX says where SQL has NULL.
NO_CLASS = {"species": "", "side": -(2**63), "truth": False}


def rows_of(count: int, seed: int, shift: float = 0.0) -> dict:
    """Rows for all networks; NULL stands only where they are imputed."""
    random = np.random.default_rng(seed)
    length, depth, mass = random.normal(loc=shift, size=(3, count))
    kinds = NETWORKS["species"]["classes"]
    return {
        "id": range(count),
        "bill length": [None if number % 7 == 0 else value for number, value in enumerate(length.tolist())],
        "depth": [None if number % 11 == 0 else value for number, value in enumerate(depth.tolist())],
        "mass": 4000 + 800 * mass,
        "island": [[*ISLANDS, None][number] for number in random.integers(0, 6, count)],
        "sex": [["male", "female"][number] for number in random.integers(0, 2, count)],
        "kind": [kinds[number] for number in (mass > -0.5).astype(int) + (mass > 0.5)],
        "is_large": (mass > 0).astype(int),
        "is_true": depth > 0,
    }


@pytest.fixture(scope="module")
def project(new_project):
    """A project with trained networks, and their predictions and inputs for rows that they were not trained on."""
    project = new_project()
    project.load_table("penguins", rows_of(120, seed=0))
    project.load_table("others", rows_of(80, seed=1, shift=1.0))
    project.query("update others set sex = null where id % 5 = 0")
    project.query("update others set island = 'never seen', mass = null where id % 13 = 0")
    project.write_model("complete", "select * from {{ source('tables', 'penguins') }} where depth is not null")
    project.write_model(
        "later", "select * from {{ source('tables', 'others') }} where sex is not null and mass is not null"
    )
    for name, network in NETWORKS.items():
        data = "source('tables', 'penguins')" if name == "species" else "ref('complete')"
        project.write_network(name, network, data=data, iterations=30)
        for result in ("predict", "transform"):
            project.write_model(
                f"{name}_{result}", f"{{{{ dbt_nn.{result}(ref('{name}'), source('tables', 'others')) }}}}"
            )
    project.write_network("never_built", NETWORKS["side"], data="ref('complete')")
    project.dbt("run", "--exclude", "never_built")
    (project.folder / "seeds").mkdir()
    return project


@pytest.fixture(scope="module")
def torch():
    """PyTorch, which is not needed for training."""
    return pytest.importorskip("torch", reason="PyTorch is not installed: make install-reference")


@pytest.fixture(scope="module")
def onnx():
    """The package onnx, which is not needed for training."""
    return pytest.importorskip("onnx", reason="onnx is not installed: make install-export")


@pytest.fixture(scope="module")
def onnxruntime():
    """What runs ONNX."""
    return pytest.importorskip("onnxruntime", reason="onnxruntime is not installed: make install-export")


@pytest.fixture(params=NETWORKS)
def name(request) -> str:
    """Each network's name in turn."""
    return request.param


def script(project, script: str, *arguments, fails: bool = False) -> str:
    """What a script prints; where it `fails`, its message."""
    folder = ["--project-dir", project.folder, "--profiles-dir", project.folder]
    command = [sys.executable, REPOSITORY / "scripts" / f"{script}_network.py", *arguments, *folder]
    done = subprocess.run([str(part) for part in command], cwd=project.folder, capture_output=True, text=True)
    assert (done.returncode != 0) is fails, done.stdout + done.stderr
    return done.stderr if fails else done.stdout


def exported(project, name: str, ending: str, *arguments):
    """The file that a network is exported to, once for all tests."""
    file = project.folder / f"{name}{''.join(arguments)}{ending}"
    if not file.exists():
        script(project, "export", name, file, *arguments)
    return file


def started(project, name: str, file, model: str, data: str = "ref('later')") -> dict:
    """The row of iteration 0 of a network described as `name`, which begins with what is imported of `file`."""
    project.write_network(model, NETWORKS[name], data=data)
    assert f"{model}_weights.csv" in script(project, "import", file, model)
    project.write_network(model, NETWORKS[name], data=data, arguments=f"warm_start=ref('{model}_weights')")
    project.dbt("build", "--select", f"{model}_weights", model)
    return project.rows(model)[0]


def texts(row: dict, names) -> dict[str, str]:
    """Values as text, which tells -0.0 from 0.0."""
    return {name: repr(row[name]) for name in names}


def parameters(row: dict) -> list[str]:
    """The names of a row's weights and biases."""
    return [name for name in row if name[0] in "wb" and name[-1].isdigit()]


def learned(row: dict) -> list[str]:
    """The names of what a row knows of its features."""
    return [name for name in row if name.startswith(("mean_", "stddev_", "category_"))]


def probabilities(rows: list[dict]) -> np.ndarray:
    """The probabilities in predictions, NaN for NULL."""
    return np.array(
        [[value for name, value in row.items() if name.startswith("probability_")] for row in rows], dtype=float
    )


def predictions(project, name: str) -> list[dict]:
    """What `predict` says, in the order of the rows."""
    rows = project.query(f"select * from {name}_predict order by id")
    assert len({row[f"predicted_{NETWORKS[name]['label']}"] for row in rows}) > 2, "every class and NULL must occur"
    return rows


def test_onnx(project, onnx, onnxruntime, name):
    """A graph makes of raw features, missing and unknown ones too, what `predict` makes of them."""
    file = exported(project, name, ".onnx")
    rows, network = predictions(project, name), NETWORKS[name]
    given = {}
    for feature in network["features"]:
        is_text = feature in network.get("categories", {})
        values = [("" if is_text else np.nan) if row[feature] is None else row[feature] for row in rows]
        given[feature] = np.array(values, dtype=object if is_text else "float64").reshape(-1, 1)
    session = onnxruntime.InferenceSession(file)
    label = f"predicted_{network['label']}"
    received, classes = session.run(["probabilities", label], given)
    assert received.dtype == np.float64
    np.testing.assert_allclose(received, probabilities(rows), rtol=TOLERANCE)
    assert classes.tolist() == [NO_CLASS[name] if row[label] is None else row[label] for row in rows]
    about = session.get_modelmeta()
    assert about.description == f"{name}, iteration 30"
    assert about.custom_metadata_map["model"] == name
    assert about.custom_metadata_map["iteration"] == "30"


def sequential(torch, widths: list[int]):
    """The network in PyTorch, in float64."""
    layers = []
    for inputs, units in pairwise(widths):
        layers += [torch.nn.Linear(inputs, units, dtype=torch.float64), torch.nn.ReLU()]
    return torch.nn.Sequential(*layers[:-1])


def inputs_of(project, model: str) -> np.ndarray:
    """The columns x_0, x_1, … of a model made by `transform`, NaN for NULL."""
    rows = project.query(f"select * from {model} order by id")
    names = [name for name in rows[0] if name.startswith("x_")]
    return np.array([[row[name] for name in names] for row in rows], dtype=float)


def test_state_dict(project, torch, name):
    """PyTorch makes of the prepared inputs what `predict` makes of the rows."""
    state = torch.load(exported(project, name, ".pt"), weights_only=True)
    x = inputs_of(project, f"{name}_transform")
    network = sequential(torch, [x.shape[1], *NETWORKS[name]["hidden_units"], len(NETWORKS[name]["classes"])])
    assert list(state) == list(network.state_dict())
    assert {tensor.dtype for tensor in state.values()} == {torch.float64}
    network.load_state_dict(state)
    received = network(torch.tensor(x)).softmax(dim=1).detach().numpy()
    np.testing.assert_allclose(received, probabilities(predictions(project, name)), rtol=TOLERANCE)


def test_an_iteration_is_exported(project, torch):
    """The one that is asked for, and not the newest."""
    state = torch.load(exported(project, "truth", ".pt", "--iteration", "7"), weights_only=True)
    row = project.rows("truth")[7]
    assert state["0.weight"].tolist() == [[row["w_00"]], [row["w_01"]]]
    assert state["0.bias"].tolist() == [row["b_0"], row["b_1"]]


def test_round_trip_of_onnx(project, onnx):
    """Parameters, means, deviations and categories come back bit for bit, whatever rows the new network has."""
    row = started(project, "species", exported(project, "species", ".onnx"), "species_again")
    newest = project.rows("species")[-1]
    names = parameters(newest) + learned(newest)
    assert len(names) == 87 + 5 + 8
    assert row["iteration"] == 0
    assert texts(row, names) == texts(newest, names)
    # Six categories were asked for, five were there.
    assert [row[f"category_3_{number}"] for number in range(6)] == [*sorted_by_frequency(project), None]


def sorted_by_frequency(project) -> list[str]:
    """The islands that the network was trained on, the most frequent first."""
    rows = project.query(
        "select island from penguins where island is not null group by island order by count(*) desc, island"
    )
    return [row["island"] for row in rows]


def test_round_trip_of_a_state_dict(project, torch):
    """Parameters come back bit for bit; what a network knows of its features is learned on its own rows."""
    row = started(project, "species", exported(project, "species", ".pt"), "species_elsewhere")
    newest = project.rows("species")[-1]
    assert texts(row, parameters(row)) == texts(newest, parameters(newest))
    assert row["mean_0"] == pytest.approx(project.query('select avg("bill length") as mean from later')[0]["mean"])
    assert row["mean_0"] != newest["mean_0"]


def test_every_double_comes_through(project, torch):
    """The seed keeps the bits of the largest and the smallest numbers, of whole ones and of minus nothing."""
    values = [5e-324, -0.0, 1e300, -2.2250738585072014e-308, 0.1 + 0.2, 1e22, 12345678901234567.0, -3.0]
    file = project.folder / "doubles.pt"
    weights = torch.tensor(values[:6], dtype=torch.float64).reshape(3, 2)
    # No biases beside the second layer, and names as they come.
    state = {"in.weight": weights, "in.bias": torch.tensor([*values[6:], 0.5], dtype=torch.float64)}
    state["out.weight"] = torch.tensor([[1 / 3, 2 / 3, 1.0], [-1 / 3, 1e-5, 7e15]], dtype=torch.float64)
    torch.save({"state_dict": state}, file)
    row = started(project, "side", file, "doubles", data="ref('complete')")
    names = ["w_00", "w_10", "w_01", "w_11", "w_02", "w_12", "b_0", "b_1"]
    assert [repr(row[name]) for name in names] == [repr(value) for value in values]
    assert [row[name] for name in ["w2_00", "w2_10", "w2_20", "w2_01", "w2_11", "w2_21"]] == [
        *[1 / 3, 2 / 3, 1.0],
        *[-1 / 3, 1e-5, 7e15],
    ]
    assert [row["b2_0"], row["b2_1"]] == [0.0, 0.0]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("ending", [".pt", ".onnx"])
def test_a_network_trained_in_pytorch(project, torch, request, ending):
    """It predicts in SQL what it predicts there, whichever of its files is read: the 32 bits of a number fit in 64."""
    model = f"from_torch_{ending[1:]}"
    x = inputs_of(project, "side_transform")
    complete = ~np.isnan(x).any(axis=1)
    torch.manual_seed(0)
    network = sequential(torch, [2, 3, 2]).float()
    optimizer = torch.optim.Adam(network.parameters(), lr=0.05)
    labels = torch.tensor([row["is_large"] for row in project.query("select * from others order by id")])[complete]
    given = torch.tensor(x[complete])
    for _ in range(20):
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(network(given.float()), labels).backward()
        optimizer.step()
    file = project.folder / f"{model}{ending}"
    if ending == ".pt":
        torch.save(network.state_dict(), file)
    else:
        request.getfixturevalue("onnx")
        # The other exporter wants a further package; its graphs are MatMul and Add, see the next test.
        torch.onnx.export(network, (given.float(),), file, dynamo=False)
    # The means of the features, which the file does not hold, are those of the rows that `side` was trained on.
    started(project, "side", file, model, data="ref('complete')")
    predict = f"dbt_nn.predict(ref('{model}'), source('tables', 'others'), iteration=0)"
    project.write_model(f"{model}_predict", f"{{{{ {predict} }}}}")
    project.dbt("run", "--select", f"{model}_predict")
    rows = project.query(f"select * from {model}_predict order by id")
    expected = network.double()(given).softmax(dim=1).detach().numpy()
    np.testing.assert_allclose(probabilities(rows)[complete], expected, rtol=TOLERANCE)


@pytest.mark.parametrize("form", ["gemm", "matmul"])
def test_forms_of_a_layer_in_onnx(project, onnx, form):
    """A Gemm that is not transposed, with its factors, and MatMul with Add are read alike."""
    from onnx import TensorProto, helper, numpy_helper

    random = np.random.default_rng(0)
    arrays = {"w": random.normal(size=(1, 2)), "b": random.normal(size=2)}
    if form == "gemm":
        nodes = [helper.make_node("Gemm", ["x", "w", "b"], ["y"], alpha=2.0, beta=0.5)]
        weights, biases = 2 * arrays["w"], 0.5 * arrays["b"]
    else:
        nodes = [helper.make_node("MatMul", ["x", "w"], ["h"]), helper.make_node("Add", ["b", "h"], ["y"])]
        weights, biases = arrays["w"], arrays["b"]
    x, y = (helper.make_tensor_value_info(name, TensorProto.DOUBLE, None) for name in "xy")
    constants = [numpy_helper.from_array(array, name) for name, array in arrays.items()]
    file = project.folder / f"{form}.onnx"
    onnx.save(helper.make_model(helper.make_graph(nodes, "graph", [x], [y], constants)), file)
    row = started(project, "truth", file, f"from_{form}", data="ref('complete')")
    assert [row["w_00"], row["w_01"], row["b_0"], row["b_1"]] == [*weights[0], *biases]


def printed_network(project, arguments: str) -> dict:
    """What the macro prints."""
    lines = project.dbt("run-operation", "dbt_nn.print_network", "--args", arguments).lines
    [line] = [line for line in lines if line.startswith("{")]
    return json.loads(line)


def test_print_network(project):
    """One line of JSON, with all digits and every text; without values, of a network that is not built too."""
    printed, row = printed_network(project, "{network: species, iteration: 30}"), project.rows("species")[-1]
    assert printed["iteration"] == 30
    assert {name: repr(value) for name, value in printed["values"].items()} == texts(
        row, parameters(row) + learned(row)
    )
    assert set(ISLANDS) < {*printed["values"].values()}
    described = printed_network(project, "{network: never_built, with_values: false}")
    assert "values" not in described
    assert described["description"]["classes"] == [0, 1]
    assert [len(layer["biases"]) for layer in described["layers"]] == [3, 2]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["specie", "x.pt"], "must be the name of a model that has a description in `meta.network`; received 'specie'"),
        (["never_built", "x.pt"], "received never_built, which is not built. Build it first: dbt build"),
        (["side", "x.pt", "--iteration", "99"], "received side, which has no row of iteration 99"),
        (["side", "x.txt"], "FILE must end in .onnx or .pt; received 'x.txt'"),
        (["side", "nowhere/x.pt"], "FILE must be in a folder that is there; received 'nowhere/x.pt'"),
    ],
)
def test_export_refuses(project, arguments, message):
    """What cannot be exported is refused in words, and no file is written."""
    assert message in script(project, "export", *arguments, fails=True)
    assert not (project.folder / arguments[1]).exists()


def test_import_refuses_other_shapes(project, torch):
    """The layer, what it must have, and what came."""
    file = project.folder / "wrong.pt"
    for widths, message in {
        (2, 3, 1): "layer 2 of side must have 3 inputs and 2 units (2 → 3 → 2 in all); received 3 and 1 in `2.weight`",
        (2, 3, 2, 2): "side must have 2 layers (2 → 3 → 2); received 3",
    }.items():
        torch.save(sequential(torch, list(widths)).state_dict(), file)
        assert message in script(project, "import", file, "side", fails=True)


def test_import_refuses_what_is_no_such_network(project, torch):
    """Other files, other layers, numbers that are none."""
    folder = project.folder
    states = {
        "image.pt": {"conv.weight": torch.zeros(2, 2, 3, 3)},
        "normed.pt": {"0.weight": torch.zeros(3, 2), "0.bias": torch.zeros(3), "1.bias": torch.zeros(3)},
        "nan.pt": {"0.weight": torch.full((3, 2), torch.nan), "2.weight": torch.zeros(2, 3)},
    }
    for name, state in states.items():
        torch.save(state, folder / name)
    (folder / "text.pt").write_text("0.5")
    messages = {
        "image.pt": "a matrix for each layer, and a vector of biases or none; received conv.weight [2, 2, 3, 3]",
        "normed.pt": "received 0.weight [3, 2], 0.bias [3], 1.bias [3]",
        "nan.pt": "the weights must be finite; received nan in `0.weight`",
        "text.pt": "FILE must be a state dict; received 'text.pt'",
        "none.pt": "FILE must be a file that is there; received 'none.pt'",
    }
    for name, message in messages.items():
        assert message in script(project, "import", name, "side", fails=True)


def test_import_refuses_what_means_something_else(project, onnx):
    """A graph that was exported here says what it reads; of another it is seen which activation it has."""
    from onnx import TensorProto, helper, numpy_helper

    file = exported(project, "side", ".onnx")
    other = NETWORKS["side"] | {"features": ["mass", "depth"]}
    project.write_network("turned", other, data="ref('complete')")
    message = script(project, "import", file, "turned", fails=True)
    assert (
        "with the inputs of turned, mass (number, standardized), depth (number, standardized); received depth"
        in message
    )

    nodes = [
        helper.make_node("Gemm", ["x", "w"], ["h"]),
        helper.make_node("Tanh", ["h"], ["d"]),
        helper.make_node("Gemm", ["d", "w2"], ["y"]),
    ]
    x, y = (helper.make_tensor_value_info(name, TensorProto.DOUBLE, None) for name in "xy")
    constants = [numpy_helper.from_array(np.zeros(shape), name) for name, shape in {"w": (2, 3), "w2": (3, 2)}.items()]
    file = project.folder / "tanh.onnx"
    onnx.save(helper.make_model(helper.make_graph(nodes, "graph", [x], [y], constants)), file)
    assert "between two layers must be Relu; received Tanh before `w2`" in script(
        project, "import", file, "side", fails=True
    )


def test_import_keeps_the_users_yaml(project, torch):
    """A file with the types that someone else wrote is left as it is, and the script says so."""
    file = exported(project, "side", ".pt")
    yaml = project.folder / "seeds" / "own.yml"
    yaml.write_text("version: 2\n")
    printed = script(project, "import", file, "side", "--output", yaml.with_suffix(".csv"))
    assert "not written: " in printed
    assert yaml.read_text() == "version: 2\n"
