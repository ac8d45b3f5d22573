#!/usr/bin/env python3
"""Write a trained network as ONNX, with the preparation of its features, or as a PyTorch state dict, without it.

usage: python scripts/export_network.py MODEL FILE.onnx|FILE.pt [--iteration N] [--project-dir …] [--target …]

Run it where you run dbt: it asks the macro print_network for the numbers. It needs the package onnx, or torch.
What is in the files: docs/export.md.
"""

import argparse
import io
import json
import sys
from contextlib import redirect_stdout
from itertools import groupby
from pathlib import Path
from typing import NoReturn

try:
    import numpy as np
    import onnx
    from onnx import TensorProto, helper, numpy_helper
except ImportError:
    onnx = None

DBT_OPTIONS = ["--project-dir", "--profiles-dir", "--profile", "--target", "--vars"]
# Those that ONNX runtimes compute in double precision.
ACTIVATIONS = {"relu": "Relu", "tanh": "Tanh", "sigmoid": "Sigmoid"}
PROBABILITIES = "probabilities"
# Old enough for every runtime of today, new enough for all that the graph is made of.
OPSET, ML_OPSET, IR_VERSION = 17, 2, 8
# What stands for NULL where an output cannot be NaN: the smallest integer, as in NumPy's NaT.
NO_INTEGER = -(2**63)


def refuse(message: str) -> NoReturn:
    """End with a message and status 1."""
    sys.exit(f"{Path(sys.argv[0]).name}: {message}")


def add_dbt_options(parser: argparse.ArgumentParser) -> None:
    """The options that go to dbt as they are."""
    for option in DBT_OPTIONS:
        parser.add_argument(option, metavar="…", help="of dbt")


def run_dbt(options: argparse.Namespace, command: list[str], purpose: str, manifest=None) -> tuple:
    """What a dbt command gives, and what it prints; a failure is one to `purpose`. A manifest spares parsing."""
    try:
        from dbt.cli.main import dbtRunner
    except ImportError:
        refuse(f"dbt must be installed in the Python that runs this script; received {sys.executable}. Use dbt's own.")
    command = ["--print", *command]
    for option in DBT_OPTIONS:
        value = getattr(options, option.strip("-").replace("-", "_"))
        if value is not None:
            command += [option, value]
    printed, errors = [], []

    def listen(event) -> None:
        if event.info.name == "PrintEvent":
            printed.append(event.info.msg)
        elif event.info.level == "error":
            # Without the chain of macros that dbt adds.
            errors.extend(line for line in event.info.msg.splitlines() if not line.lstrip().startswith("> "))

    with redirect_stdout(io.StringIO()):
        outcome = dbtRunner(manifest=manifest, callbacks=[listen]).invoke(command)
    if not outcome.success:
        reason = "\n".join(errors).strip() or outcome.exception
        refuse(f"dbt could not {purpose}:\n{reason}")
    return outcome.result, printed


def ask_dbt(options: argparse.Namespace, **arguments) -> dict:
    """What the macro print_network prints."""
    command = ["run-operation", "dbt_nn.print_network", "--args", json.dumps(arguments)]
    return json.loads(run_dbt(options, command, f"read the network `{arguments['network']}`")[1][-1])


def check_kind(network: dict) -> None:
    """Refuse a network that the files have no form for."""
    for name, legal in {"task": ["classification"], "activation": list(ACTIVATIONS)}.items():
        received = network["description"][name]
        for value in received if isinstance(received, list) else [received]:
            if value not in legal:
                refuse(f"`{name}` of {network['network']} must be {' or '.join(legal)}; received '{value}'.")


def operators(network: dict) -> list[str]:
    """The ONNX operator of the activation of each hidden layer."""
    activation, hidden = network["description"]["activation"], network["layers"][:-1]
    return [ACTIVATIONS[name] for name in (activation if isinstance(activation, list) else [activation] * len(hidden))]


def numbers(network: dict, layer: dict) -> tuple[list[list[float]], list[float]]:
    """The weights of a layer, a list a unit as in torch.nn.Linear, and its biases."""
    values = network["values"]
    weights = [[values[name] for name in names] for names in zip(*layer["weights"], strict=True)]
    return weights, [values[name] for name in layer["biases"]]


def write_state_dict(network: dict, file: Path) -> None:
    """Write the layers with the keys of torch.nn.Sequential(Linear, ReLU, Linear, …), in float64."""
    try:
        import torch
    except ImportError:
        refuse("FILE.pt needs PyTorch, which is not installed: pip install torch, or write FILE.onnx.")
    state = {}
    for number, layer in enumerate(network["layers"]):
        weights, biases = numbers(network, layer)
        # Between two layers stands the activation, which has a number too.
        state[f"{2 * number}.weight"] = torch.tensor(weights, dtype=torch.float64)
        state[f"{2 * number}.bias"] = torch.tensor(biases, dtype=torch.float64)
    torch.save(state, file)


class Graph:
    """The parts of an ONNX graph, as they are added. All but its inputs and `outputs` get names that no column has."""

    def __init__(self, outputs: list[str]):
        self.nodes, self.constants, self.inputs, self.outputs = [], [], [], outputs
        # The axis along which a row's numbers lie.
        self.axis = self.constant("axis", [1], "int64")

    def name(self, name: str) -> str:
        """What `name` is called in the graph."""
        return name if name in self.outputs else f"dbt_nn/{name}"

    def constant(self, name: str, values, dtype: str) -> str:
        """Add an array, and give its name."""
        self.constants.append(numpy_helper.from_array(np.array(values, dtype=dtype), self.name(name)))
        return self.name(name)

    def node(self, operator: str, inputs: list[str], output: str, **attributes) -> str:
        """Add an operator with one output, and give the output's name."""
        output = self.name(output)
        self.nodes.append(helper.make_node(operator, inputs, [output], name=output, **attributes))
        return output

    def input(self, feature: str, element_type: int) -> str:
        """Add an input of the graph, one value a row."""
        self.inputs.append(helper.make_tensor_value_info(feature, element_type, ["rows", 1]))
        return feature


def add_number(graph: Graph, feature: str, place: str, inputs: list[dict], values: dict) -> list[str]:
    """Add what the network reads of a feature that is a number, NaN or an infinity for NULL: _input_value in ONNX."""
    number = inputs[0]
    x = graph.input(feature, TensorProto.DOUBLE)
    marks = []
    is_infinite = graph.node("IsInf", [x], f"{place}.is_infinite")
    is_missing = graph.node("Or", [graph.node("IsNaN", [x], f"{place}.is_nan"), is_infinite], f"{place}.is_missing")
    if number["mean"]:
        mean = graph.constant(f"{place}.mean", values[number["mean"]], "float64")
    if number["is_imputed"]:
        marks = [graph.node("Cast", [is_missing], f"{place}.is_null", to=TensorProto.DOUBLE)]
        x = graph.node("Where", [is_missing, mean, x], f"{place}.imputed")
    else:
        x = graph.node(
            "Where", [is_missing, graph.constant(f"{place}.nothing", float("nan"), "float64"), x], f"{place}.known"
        )
    if number["stddev"]:
        stddev = graph.constant(f"{place}.stddev", values[number["stddev"]], "float64")
        x = graph.node("Sub", [x, mean], f"{place}.centred")
        x = graph.node("Div", [x, stddev], f"{place}.standardized")
    return [x, *marks]


def add_category(graph: Graph, feature: str, place: str, inputs: list[dict], values: dict) -> list[str]:
    """Add what the network reads of a category, the empty string for NULL: a row of a table of all inputs."""
    categories = [values[read["category"]] if read["kind"] == "category" else None for read in inputs]
    known = [category for category in categories if category is not None]
    if "" in known:
        refuse(
            f"the categories of `{feature}` must be strings that are not empty, because ONNX has no NULL and the empty "
            "string stands for it; received ''. Rename the category in the data, or write FILE.pt."
        )
    rows = [[float(category == other) for other in categories] for category in known]
    # NULL is an input of its own, or makes all NULL that asks for a category; one that was not there is none of them.
    if inputs[0]["is_imputed"]:
        rows.append([float(read["kind"] == "is_null") for read in inputs])
    else:
        rows.append([0.0 if category is None else float("nan") for category in categories])
    rows.append([0.0] * len(inputs))
    number = graph.node(
        "LabelEncoder",
        [graph.input(feature, TensorProto.STRING)],
        f"{place}.number",
        domain="ai.onnx.ml",
        keys_strings=[*known, ""],
        values_int64s=range(len(known) + 1),
        default_int64=len(known) + 1,
    )
    looked_up = graph.node("Gather", [graph.constant(f"{place}.table", rows, "float64"), number], f"{place}.looked_up")
    return [graph.node("Squeeze", [looked_up, graph.axis], f"{place}.categories")]


def add_predicted(graph: Graph, classes: list, scores: str, is_incomplete: str, name: str) -> int:
    """Add the class of the largest score, of equals the first; give the type of its elements."""
    if isinstance(classes[0], bool):
        missing, dtype, element_type = False, "bool", TensorProto.BOOL
    elif isinstance(classes[0], str):
        missing, dtype, element_type = "", "object", TensorProto.STRING
    else:
        missing, dtype, element_type = NO_INTEGER, "int64", TensorProto.INT64
    largest = graph.node("ArgMax", [scores], "largest", axis=1)
    number = graph.node("Where", [is_incomplete, graph.constant("no_class", len(classes), "int64"), largest], "number")
    label = graph.node("Gather", [graph.constant("classes", [*classes, missing], dtype), number], "class")
    graph.node("Squeeze", [label, graph.axis], name)
    return element_type


def write_onnx(network: dict, file: Path) -> None:
    """Write the network with the preparation of its features, in double precision."""
    if onnx is None:
        refuse("FILE.onnx needs the package onnx, which is not installed: pip install onnx.")
    description, values = network["description"], network["values"]
    predicted = f"predicted_{description['label']}"
    taken = {PROBABILITIES, predicted} & set(description["features"])
    if taken:
        refuse(
            f"the features must not have the names of the graph's outputs; received {taken.pop()}. Rename the column."
        )

    graph = Graph(outputs=[PROBABILITIES, predicted])
    prepared = []
    for number, (feature, group) in enumerate(groupby(network["inputs"], key=lambda read: read["feature"])):
        add = add_category if feature in description["categories"] else add_number
        prepared += add(graph, feature, f"feature_{number}", list(group), values)
    outputs = graph.node("Concat", prepared, "inputs", axis=1)
    # A row that lacks a number has no probabilities, as in `predict`; an activation may lose a NaN on its way.
    is_incomplete = graph.node("IsNaN", [graph.node("ReduceSum", [outputs, graph.axis], "sum")], "is_incomplete")

    for number, layer in enumerate(network["layers"]):
        if number:
            outputs = graph.node(operators(network)[number - 1], [outputs], f"{2 * number - 1}")
        weights, biases = numbers(network, layer)
        names = [
            graph.constant(f"{2 * number}.weight", weights, "float64"),
            graph.constant(f"{2 * number}.bias", biases, "float64"),
        ]
        outputs = graph.node("Gemm", [outputs, *names], f"{2 * number}", transB=1)
    softmax = graph.node("Softmax", [outputs], "softmax", axis=1)
    graph.node("Where", [is_incomplete, graph.constant("nothing", float("nan"), "float64"), softmax], PROBABILITIES)
    element_type = add_predicted(graph, description["classes"], outputs, is_incomplete, predicted)

    title = f"{network['network']}, iteration {network['iteration']}"
    model = helper.make_model(
        helper.make_graph(
            graph.nodes,
            network["network"],
            graph.inputs,
            [
                helper.make_tensor_value_info(PROBABILITIES, TensorProto.DOUBLE, ["rows", len(description["classes"])]),
                helper.make_tensor_value_info(predicted, element_type, ["rows"]),
            ],
            graph.constants,
        ),
        producer_name="dbt_nn",
        doc_string=title,
        opset_imports=[helper.make_opsetid("", OPSET), helper.make_opsetid("ai.onnx.ml", ML_OPSET)],
        ir_version=IR_VERSION,
    )
    about = {
        "model": network["network"],
        "iteration": str(network["iteration"]),
        "classes": json.dumps(description["classes"]),
        "inputs": json.dumps(network["inputs"]),
        "learned": json.dumps({name: values[name] for name in network["learned"]}),
    }
    helper.set_model_props(model, about)
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, file)


WRITERS = {".onnx": write_onnx, ".pt": write_state_dict}


def main(arguments: list[str] | None = None) -> None:
    """Read the network, write the file, say so."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", metavar="MODEL", help="the name of a network, as in ref('MODEL')")
    parser.add_argument("file", metavar="FILE", type=Path, help="what to write, *.onnx or *.pt")
    parser.add_argument("--iteration", type=int, metavar="N", help="the iteration to take; without it, the newest")
    add_dbt_options(parser)
    options = parser.parse_args(arguments)
    if options.file.suffix not in WRITERS:
        refuse(f"FILE must end in {' or '.join(WRITERS)}; received '{options.file}'.")
    if not options.file.absolute().parent.is_dir():
        refuse(f"FILE must be in a folder that exists; received '{options.file}'.")
    network = ask_dbt(options, network=options.model, iteration=options.iteration)
    check_kind(network)
    WRITERS[options.file.suffix](network, options.file)
    widths = [len(network["inputs"]), *(len(layer["biases"]) for layer in network["layers"])]
    shape = "-".join(map(str, widths))
    print(f"written: {options.file}, {options.model} ({shape}) of iteration {network['iteration']}")


if __name__ == "__main__":
    main()
