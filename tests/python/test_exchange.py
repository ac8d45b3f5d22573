"""Networks that leave as ONNX and PyTorch files, and that come from them: both sides on the same rows."""

import contextlib
import io
import json
import re
import shlex
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import reference
from conftest import REPOSITORY, Project

sys.path.append(str(REPOSITORY / "scripts"))
import export_network
import import_network

TOLERANCE = 1e-12
# Texts that a table on the way could take for a number, for nothing, or for punctuation.
ISLANDS = ["null", "007", "true", 'a "b", c', "it's\nSüd"]
NETWORKS = {
    "species": {
        "features": ["bill length", "depth", "mass", "island", "sex"],
        "label": "kind",
        "classes": ["Adelie", "Chinstrap's", "Gentoo"],
        "hidden_units": [4, 3],
        "activation": "tanh",
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
    project.query("update others set depth = 'inf' where id in (12, 13)")
    project.query("update others set depth = '-inf', mass = 'nan' where id in (14, 16)")
    project.query("update others set mass = null where id % 13 = 0")
    project.query("update others set island = 'never seen' where id % 7 = 1")
    project.query("update others set sex = 'never seen' where id % 11 = 3")
    project.write_model("complete", "select * from {{ source('tables', 'penguins') }} where depth is not null")
    project.write_model(
        "later", "select * from {{ source('tables', 'others') }} where sex is not null and isfinite(mass)"
    )
    for name, network in NETWORKS.items():
        data = "source('tables', 'penguins')" if name == "species" else "ref('complete')"
        project.write_network(name, network, data=data, iterations=30)
        for result in ("predict", "transform"):
            project.write_model(
                f"{name}_{result}", f"{{{{ dbt_nn.{result}(ref('{name}'), source('tables', 'others')) }}}}"
            )
    project.write_network("never_built", NETWORKS["side"], data="ref('complete')")
    project.write_network("another", NETWORKS["side"] | {"hidden_units": [2]}, data="ref('complete')")
    project.dbt("run", "--exclude", "never_built", "another")
    project.query("create table another as from side")
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


def script(project, main, *arguments) -> str:
    """What a script prints, called in this process."""
    folder = ["--project-dir", project.folder, "--profiles-dir", project.folder]
    try:
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            main([str(part) for part in (*arguments, *folder)])
    finally:
        project._disconnect()
    return printed.getvalue()


def refusal(call, *arguments) -> str:
    """The message with which a call ends."""
    with pytest.raises(SystemExit) as ended:
        call(*arguments)
    return str(ended.value)


def exported(project, name: str, ending: str, *arguments):
    """The file that a network is exported to, once for all tests."""
    file = project.folder / f"{name}{''.join(arguments)}{ending}"
    if not file.exists():
        script(project, export_network.main, name, file, *arguments)
    return file


def printed_network(project, arguments: str) -> dict:
    """What the macro prints."""
    lines = project.dbt("run-operation", "dbt_nn.print_network", "--args", arguments).lines
    [line] = [line for line in lines if line.startswith("{")]
    return json.loads(line)


@pytest.fixture(scope="module")
def described(project) -> dict:
    """How the network `side` is described: what a file is checked against."""
    return printed_network(project, "{network: side, with_values: false}")


def texts(row: dict, names) -> dict[str, str]:
    """Values as text, which tells -0.0 from 0.0."""
    return {name: repr(row[name]) for name in names}


def in_columns(row: dict) -> dict:
    """A row of the network `species` with a column for each parameter, whatever its layout."""
    if "layer_1" not in row:
        return row
    units = [*NETWORKS["species"]["hidden_units"], len(NETWORKS["species"]["classes"])]
    widths = [len(row["layer_1"]) // units[0] - 1, *units]
    return row | reference.to_row(reference.from_row(row, widths))


def parameters(row: dict) -> list[str]:
    """The names of a row's weights and biases."""
    return [name for name in row if name[0] in "wb" and name[-1].isdigit()]


def learned(row: dict) -> list[str]:
    """The names of what a row knows of its features."""
    return [name for name in row if name.startswith(("mean_", "stddev_", "type_", "category_"))]


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


def test_onnx_of_equal_scores(tmp_path, project, onnx, onnxruntime):
    """The first of the likeliest classes counts, as in `predict`."""
    network = printed_network(project, "{network: truth}")
    export_network.write_onnx(network | {"values": dict.fromkeys(network["values"], 0.0)}, tmp_path / "equal.onnx")
    session = onnxruntime.InferenceSession(tmp_path / "equal.onnx")
    received, classes = session.run(None, {"depth": np.array([[1.0], [np.nan]])})
    np.testing.assert_array_equal(received, [[0.5, 0.5], [np.nan, np.nan]])
    assert classes.tolist() == NETWORKS["truth"]["classes"][:1] * 2


def sequential(torch, widths: list[int], activation: str = "relu"):
    """A network in PyTorch, in float64."""
    between = {"relu": torch.nn.ReLU, "tanh": torch.nn.Tanh}[activation]
    layers = []
    for inputs, units in pairwise(widths):
        layers += [torch.nn.Linear(inputs, units, dtype=torch.float64), between()]
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
    widths = [x.shape[1], *NETWORKS[name]["hidden_units"], len(NETWORKS[name]["classes"])]
    network = sequential(torch, widths, NETWORKS[name].get("activation", "relu"))
    assert list(state) == list(network.state_dict())
    assert {tensor.dtype for tensor in state.values()} == {torch.float64}
    network.load_state_dict(state)
    received = network(torch.tensor(x)).softmax(dim=1).detach().numpy()
    np.testing.assert_allclose(received, probabilities(predictions(project, name)), rtol=TOLERANCE)


@pytest.mark.slow
def test_as_commands(project, torch):
    """Both scripts as a user calls them: one iteration goes out and comes back."""
    printed = ""
    for arguments in ["export", "truth", "seventh.pt", "--iteration", "7"], ["import", "seventh.pt", "truth"]:
        command = [sys.executable, str(REPOSITORY / "scripts" / f"{arguments[0]}_network.py"), *arguments[1:]]
        printed += subprocess.check_output(command, cwd=project.folder, text=True)
    assert printed.splitlines() == [
        "written: seventh.pt, truth (1-2) of iteration 7",
        "written: seeds/truth_weights.csv, 4 columns; seeds/truth_weights.yml, their types",
        "Start from it: dbt_nn.train(…, warm_start=ref('truth_weights')) in truth, "
        "then dbt build --full-refresh --select truth_weights truth",
    ]
    row = project.rows("truth")[7]
    names = ["w_00", "w_01", "b_0", "b_1"]
    state = torch.load(project.folder / "seventh.pt", weights_only=True)
    assert [*state["0.weight"].flatten().tolist(), *state["0.bias"].tolist()] == [row[name] for name in names]
    assert (project.folder / "seeds" / "truth_weights.csv").read_text(encoding="utf-8").splitlines() == [
        ",".join(names),
        ",".join(repr(row[name]) for name in names),
    ]


# What a CSV file could lose: the largest and smallest doubles, whole numbers, minus nothing.
DOUBLES = [5e-324, -0.0, 1e300, -2.2250738585072014e-308, 0.1 + 0.2, 1e22, 12345678901234567.0, -3.0]


@pytest.fixture(scope="module")
def trained_in_torch(project, torch):
    """A network that PyTorch has trained, in 32 bits, on the rows that have all that `side` reads; and what it read."""
    x = inputs_of(project, "side_transform")
    complete = ~np.isnan(x).any(axis=1)
    given = torch.tensor(x[complete])
    labels = torch.tensor([row["is_large"] for row in project.query("select * from others order by id")])[complete]
    torch.manual_seed(0)
    network = sequential(torch, [2, 3, 2]).float()
    optimizer = torch.optim.Adam(network.parameters(), lr=0.05)
    for _ in range(20):
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(network(given.float()), labels).backward()
        optimizer.step()
    torch.save(network.state_dict(), project.folder / "from_torch.pt")
    return network, given, complete


@pytest.fixture(scope="module")
def begun(project, torch, onnx, trained_in_torch) -> dict[str, list[dict]]:
    """The rows of networks that begin with what is imported of files, by their models' names."""
    doubles = {
        "in.weight": torch.tensor(DOUBLES[:6], dtype=torch.float64).reshape(3, 2),
        "in.bias": torch.tensor([*DOUBLES[6:], 0.5], dtype=torch.float64),
        # A layer without biases.
        "out.weight": torch.tensor([[1 / 3, 2 / 3, 1.0], [-1 / 3, 1e-5, 7e15]], dtype=torch.float64),
    }
    torch.save({"state_dict": doubles}, project.folder / "doubles.pt")
    starts = {
        "again": ("species", exported(project, "species", ".onnx"), "ref('later')"),
        "elsewhere": ("species", exported(project, "species", ".pt"), "ref('later')"),
        "doubles": ("side", project.folder / "doubles.pt", "ref('complete')"),
        # The means of its features, which the file does not hold, are those of the rows that `side` was trained on.
        "from_torch": ("side", project.folder / "from_torch.pt", "ref('complete')"),
    }
    for model, (name, file, _) in starts.items():
        script(project, import_network.main, file, name, "--output", project.folder / "seeds" / f"{model}_start.csv")
    for model, (name, _, data) in starts.items():
        project.write_network(model, NETWORKS[name], data=data, arguments=f"warm_start=ref('{model}_start')")
    predict = "dbt_nn.predict(ref('from_torch'), source('tables', 'others'), iteration=0)"
    project.write_model("from_torch_predict", f"{{{{ {predict} }}}}")
    project.dbt("build", "--select", *(f"{model}_start+" for model in starts))
    rows = {model: project.rows(model) for model in starts}
    assert [[row["iteration"] for row in found] for found in rows.values()] == [[0, 1]] * 4
    return rows


@pytest.mark.slow
def test_round_trip_of_onnx(project, begun):
    """Parameters, means, deviations and categories come back bit for bit, whatever rows the new network has."""
    newest, row = in_columns(project.rows("species")[-1]), in_columns(begun["again"][0])
    names = parameters(newest) + learned(newest)
    assert len(names) == 87 + 5 + 2 + 8
    assert texts(row, names) == texts(newest, names)
    # Six categories were asked for, five were there.
    islands = project.query(
        "select island from penguins where island is not null group by island order by count(*) desc, island"
    )
    assert [row[f"category_3_{number}"] for number in range(6)] == [*(found["island"] for found in islands), None]


def test_round_trip_of_a_state_dict(project, begun):
    """Parameters come back bit for bit; what a network knows of its features is learned on its own rows."""
    newest, row = in_columns(project.rows("species")[-1]), in_columns(begun["elsewhere"][0])
    assert texts(row, parameters(row)) == texts(newest, parameters(newest))
    assert row["mean_0"] == pytest.approx(project.query('select avg("bill length") as mean from later')[0]["mean"])
    assert row["mean_0"] != newest["mean_0"]


def test_every_double_comes_through(begun):
    """The bits of each number, and zeros for the biases that the file has not."""
    row = begun["doubles"][0]
    names = ["w_00", "w_10", "w_01", "w_11", "w_02", "w_12", "b_0", "b_1"]
    assert [repr(row[name]) for name in names] == [repr(value) for value in DOUBLES]
    names = ["w2_00", "w2_10", "w2_20", "w2_01", "w2_11", "w2_21", "b2_0", "b2_1"]
    assert [row[name] for name in names] == [1 / 3, 2 / 3, 1.0, -1 / 3, 1e-5, 7e15, 0.0, 0.0]


def test_a_network_trained_in_pytorch(project, trained_in_torch, begun):
    """It predicts in SQL what it predicts there."""
    network, given, complete = trained_in_torch
    received = probabilities(project.query("select * from from_torch_predict order by id"))[complete]
    expected = network.double()(given).softmax(dim=1).detach().numpy()
    network.float()
    np.testing.assert_allclose(received, expected, rtol=TOLERANCE)


def layers_of(file) -> list[tuple]:
    """The numbers that are read of a file."""
    return [(layer.weights, layer.biases) for layer in import_network.READERS[file.suffix](file)[0]]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_onnx_as_pytorch_writes_it(project, torch, onnx, trained_in_torch):
    """The same numbers are read of both files of a network."""
    network, given, _ = trained_in_torch
    file = project.folder / "from_torch.onnx"
    # The other exporter wants a further package; its graphs are MatMul and Add, see the next test.
    torch.onnx.export(network.float(), (given.float(),), file, dynamo=False)
    assert layers_of(file) == layers_of(project.folder / "from_torch.pt")


def save_graph(file, nodes: list, arrays: dict):
    """Write an ONNX graph of nodes (operator, inputs, output, attributes) and constants."""
    from onnx import TensorProto, helper, numpy_helper, save

    x, y = (helper.make_tensor_value_info(name, TensorProto.DOUBLE, None) for name in "xy")
    made = [helper.make_node(operator, inputs, [output], **named) for operator, inputs, output, named in nodes]
    constants = [numpy_helper.from_array(array, name) for name, array in arrays.items()]
    save(helper.make_model(helper.make_graph(made, "graph", [x], [y], constants)), file)
    return file


def test_forms_of_a_layer_in_onnx(tmp_path, onnx):
    """A Gemm that is not transposed, with its factors, and MatMul with Add and turned weights of 16 bits."""
    random = np.random.default_rng(0)
    arrays = {"w": random.normal(size=(3, 2)), "b": random.normal(size=2)}
    gemm = save_graph(tmp_path / "gemm.onnx", [("Gemm", ["x", "w", "b"], "y", {"alpha": 2.0, "beta": 0.5})], arrays)
    assert layers_of(gemm) == [((2 * arrays["w"]).T.tolist(), (0.5 * arrays["b"]).tolist())]
    nodes = [
        ("Transpose", ["w"], "turned", {"perm": [1, 0]}),
        ("MatMul", ["x", "turned"], "h", {}),
        ("Add", ["b", "h"], "y", {}),
    ]
    halves = {name: array.astype("float16") for name, array in arrays.items()}
    matmul = save_graph(tmp_path / "matmul.onnx", nodes, halves | {"w": halves["w"].T.copy()})
    assert layers_of(matmul) == [(halves["w"].T.tolist(), halves["b"].tolist())]


def test_print_network(project):
    """One line of JSON, with all digits and every text; without values, of a network that is not built too."""
    printed = printed_network(project, "{network: species, iteration: 30}")
    row = in_columns(project.rows("species")[-1])
    assert printed["iteration"] == 30
    assert {name: repr(value) for name, value in printed["values"].items()} == texts(
        row, parameters(row) + learned(row)
    )
    assert set(ISLANDS) < {*printed["values"].values()}
    described = printed_network(project, "{network: never_built, with_values: false}")
    assert "values" not in described
    assert described["description"]["classes"] == [0, 1]
    assert [len(layer["biases"]) for layer in described["layers"]] == [3, 2]
    text = project.dbt(
        "run-operation", "dbt_nn.print_network", "--args", "{network: side, iteration: x}", fails=True
    ).text
    assert "`iteration` must be a whole number; received 'x'. Leave it out for the newest one." in text


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["specie", "x.pt"], "must be the name of a model that has a description in `meta.network`; received 'specie'"),
        (["never_built", "x.pt"], "never_built\"'. Build it first: dbt build --select never_built."),
        (["side", "x.pt", "--iteration", "99"], '"side"; received 99. The nearest ones: '),
        (["another", "x.pt"], 'must be the one in "test"."main"."another", with `'),
        (["side", "x.txt"], "FILE must end in .onnx or .pt; received '"),
        (["side", "nowhere/x.pt"], "FILE must be in a folder that exists; received '"),
    ],
)
def test_export_refuses(project, arguments, message):
    """What cannot be exported is refused in words, and no file is written."""
    model, file, *further = arguments
    assert message in refusal(script, project, export_network.main, model, project.folder / file, *further)
    assert not (project.folder / file).exists()


def test_export_refuses_what_the_files_cannot_say(tmp_path, project, onnx):
    """Names that are taken, a category that is no text, an activation and a task without a form."""
    side, species = (printed_network(project, f"{{network: {name}}}") for name in ("side", "species"))
    description = side["description"]
    taken = side | {"description": description | {"features": ["probabilities"]}}
    empty = species | {"values": species["values"] | {"category_4_0": ""}}
    for network, message in (
        (taken, "received probabilities. Rename the column"),
        (empty, "categories of `sex` must be strings"),
    ):
        assert message in refusal(export_network.write_onnx, network, tmp_path / "x.onnx")
    for option, legal in ("task", "classification"), ("activation", "relu or tanh or sigmoid"):
        network = side | {"description": description | {option: "other"}}
        message = refusal(export_network.check_kind, network)
        assert message.endswith(f"`{option}` of side must be {legal}; received 'other'.")


def import_refuses(described, file) -> str:
    """The message with which a file is refused for the network `side`."""

    def read() -> None:
        import_network.row_of(described, *import_network.READERS[file.suffix](file), file)

    return refusal(read)


@pytest.mark.parametrize(
    ("widths", "message"),
    [
        (
            [2, 3, 1],
            "layer 2 of side must have 3 inputs and 2 units (2 → 3 → 2 in all); received 3 and 1 in `2",
        ),
        ([2, 3, 2, 2], "side must have 2 layers (2 → 3 → 2); received 3"),
    ],
)
def test_import_refuses_other_shapes(tmp_path, described, torch, widths, message):
    """The layer, what it must have, and what came."""
    torch.save(sequential(torch, widths).state_dict(), tmp_path / "wrong.pt")
    assert message in import_refuses(described, tmp_path / "wrong.pt")


def test_import_refuses_other_state_dicts(tmp_path, described, torch):
    """Layers of another kind, numbers that are none, a file that is no state dict."""
    matrix, vector = torch.zeros(3, 2), torch.zeros(3)
    for name, state, message in [
        ("image", {"conv.weight": torch.zeros(2, 2, 3, 3)}, "received conv.weight [2, 2, 3, 3]"),
        ("normed", {"0.weight": matrix, "1.weight": vector}, "received 0.weight [3, 2], 1.weight [3]"),
        (
            "short",
            {"0.weight": matrix, "0.bias": vector[:2]},
            "`0.weight` must have 3 biases, one for each unit; received 2",
        ),
        ("nan", {"0.weight": matrix * torch.nan}, "the weights must be finite; received nan in `0.weight`"),
        ("module", torch.nn.Linear(2, 3), "FILE must be a state dict; received '"),
        ("list", [matrix], "FILE must be a state dict of names and tensors; received '"),
    ]:
        file = tmp_path / f"{name}.pt"
        torch.save(state, file)
        assert message in import_refuses(described, file)


def test_import_refuses_other_graphs(tmp_path, described, onnx):
    """Another activation, none, another end, a way around a layer, no layer at all, a file that is no graph."""
    first, last = ("Gemm", ["x", "w"], "h", {}), ("Gemm", ["d", "w2"], "y", {})
    arrays = {"w": np.zeros((2, 3)), "w2": np.zeros((3, 2))}
    relu = ("Relu", ["h"], "d", {})
    for name, nodes, message in [
        (
            "tanh",
            [first, ("Tanh", ["h"], "d", {}), last],
            "there must be only Relu between two layers of side; received Tanh before `w2`",
        ),
        (
            "linear",
            [first, ("Identity", ["h"], "d", {}), last],
            "only Relu between two layers of side; received nothing before",
        ),
        (
            "end",
            [first, relu, last, ("Sigmoid", ["y"], "z", {})],
            "the last layer must be followed by ArgMax or",
        ),
        ("around", [first, relu, ("Gemm", ["x", "w"], "y", {})], "`w` reads `x`, not `d`"),
        ("none", [relu], "FILE must have a Gemm or a MatMul with constant weights for each layer; received Relu"),
    ]:
        assert message in import_refuses(described, save_graph(tmp_path / f"{name}.onnx", nodes, arrays))
    (tmp_path / "text.onnx").write_text("0.5")
    assert "FILE must be an ONNX model; received '" in import_refuses(described, tmp_path / "text.onnx")


def test_import_refuses_other_inputs(project, described, onnx):
    """A graph that was exported here says what it reads."""
    turned = described | {"inputs": described["inputs"][::-1]}
    assert (
        "with the inputs of side, mass (number, standardized), depth (number, standardized); received depth"
        in import_refuses(turned, exported(project, "side", ".onnx"))
    )


def test_import_refuses_files(project, torch):
    """What is not there, has another form, or would be lost."""
    file = exported(project, "side", ".pt")
    own = project.folder / "own.csv"
    own.write_text("id\n1\n")
    for arguments, message in [
        (["none.pt", "side"], "FILE must be a file that exists; received 'none.pt'"),
        (["x.txt", "side"], "FILE must end in .onnx or .pt or .pth; received 'x.txt'"),
        ([file, "side", "--output", project.folder / "x.txt"], "--output must be a .csv in a folder that exists"),
        ([file, "side", "--output", own], f"--output must be new, or written by this script; received '{own}'"),
    ]:
        assert message in refusal(script, project, import_network.main, *arguments)
    assert own.read_text() == "id\n1\n"


@pytest.fixture
def reader(tmp_path, monkeypatch) -> Project:
    """The project integration_tests, as far as docs/export.md reads it; commands are called in its folder."""
    folder = tmp_path / "integration_tests"
    left_out = shutil.ignore_patterns("target", "dbt_packages", "*.duckdb*", "unit", "diamonds", "*function*", "tests")
    shutil.copytree(REPOSITORY / "integration_tests", folder, ignore=left_out)
    profiles = (folder / "profiles.yml").read_text(encoding="utf-8")
    project = Project(folder)
    project.write("profiles.yml", profiles)
    project.add_package()
    monkeypatch.chdir(folder)
    return project


def read_commands(reader, monkeypatch, text: str) -> None:
    """Run the commands in a block of the page, and check that the scripts say what it shows."""
    for command, shown in re.findall(r"^\$ (.*)\n((?:[^$].*\n)*)", text, flags=re.MULTILINE):
        program, *arguments = shlex.split(command)
        if program == "dbt":
            if arguments != ["deps"]:
                reader.dbt(*arguments)
            continue
        monkeypatch.setattr(sys, "argv", arguments)
        main = {"export_network": export_network.main, "import_network": import_network.main}[Path(arguments[0]).stem]
        if shown.startswith("import_network.py: "):
            assert refusal(script, reader, main, *arguments[1:]) + "\n" == shown
        else:
            assert script(reader, main, *arguments[1:]) == shown


@pytest.mark.slow
def test_docs(reader, monkeypatch, torch, onnx, onnxruntime):
    """What docs/export.md shows is what its commands and its Python give."""
    page = (REPOSITORY / "docs" / "export.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```(\w+)\n(.*?)^```", page, flags=re.DOTALL | re.MULTILINE)
    assert [language for language, _ in blocks] == [*["console"] * 2, "python", "text", "python", *["console"] * 3]
    names, printed = {}, None
    for language, text in blocks:
        if language == "console":
            read_commands(reader, monkeypatch, text)
        elif language == "python":
            with contextlib.redirect_stdout(io.StringIO()) as printed:
                exec(text, names)
        else:
            assert printed.getvalue() == text
