#!/usr/bin/env python3
"""Write a trained network as ONNX, with the preparation of its features, or as a PyTorch state dict, without it.

usage: python scripts/export_network.py MODEL FILE.onnx|FILE.pt [--iteration N] [--project-dir …] [--target …]

Run it where you run dbt: it asks the macro print_network for the numbers. It needs the package onnx, or torch.
What is in the files: docs/export.md.
"""

import argparse
import json
import subprocess
import sys
from itertools import groupby
from pathlib import Path
from typing import NoReturn

DBT_OPTIONS = ["--project-dir", "--profiles-dir", "--profile", "--target", "--vars"]
ACTIVATIONS = {"relu": "Relu"}
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


def ask_dbt(options: argparse.Namespace, **arguments) -> dict:
    """What the macro print_network prints."""
    # Whatever the environment sets, the macro's line must come out as it is.
    command = [sys.executable, "-c", "from dbt.cli.main import cli; cli()"]
    command += ["--quiet", "--print", "--log-format", "text", "--no-use-colors"]
    command += ["run-operation", "dbt_nn.print_network", "--args", json.dumps(arguments)]
    for option in DBT_OPTIONS:
        value = getattr(options, option.strip("-").replace("-", "_"))
        if value is not None:
            command += [option, value]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    printed = [line for line in done.stdout.splitlines() if line.startswith('{"network": ')]
    if done.returncode or not printed:
        # Without the chain of macros that dbt adds to an error.
        lines = [line for line in (done.stdout + done.stderr).splitlines() if not line.startswith("  > ")]
        refuse(f"dbt could not read the network `{arguments['network']}`:\n" + "\n".join(lines).rstrip())
    return json.loads(printed[-1])


def widths(network: dict) -> list[int]:
    """How many inputs the network has, how many units each layer."""
    return [len(network["inputs"]), *(len(layer["biases"]) for layer in network["layers"])]


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

    def name(self, name: str) -> str:
        """What `name` is called in the graph."""
        return name if name in self.outputs else f"dbt_nn/{name}"

    def constant(self, name: str, values, dtype) -> str:
        """Add an array, and give its name."""
        import numpy as np
        from onnx import numpy_helper

        self.constants.append(numpy_helper.from_array(np.array(values, dtype=dtype), self.name(name)))
        return self.name(name)

    def node(self, operator: str, inputs: list[str], output: str, **attributes) -> str:
        """Add an operator with one output, and give the output's name."""
        from onnx import helper

        output = self.name(output)
        self.nodes.append(helper.make_node(operator, inputs, [output], name=output, **attributes))
        return output

    def input(self, feature: str, element_type: int) -> str:
        """Add an input of the graph, one value a row."""
        from onnx import helper

        self.inputs.append(helper.make_tensor_value_info(feature, element_type, ["rows", 1]))
        return feature


def add_number(graph: Graph, feature: str, place: str, inputs: list[dict], values: dict) -> list[str]:
    """Add what the network reads of a feature that is a number, NaN for NULL: _input_value in ONNX."""
    from onnx import TensorProto

    def learned(name: str) -> str:
        # A mean of no number at all is NULL, and so is what comes of it.
        return graph.constant(f"{place}.{name}", float("nan") if values[name] is None else values[name], "float64")

    x = graph.input(feature, TensorProto.DOUBLE)
    outputs = []
    for read in inputs:
        if read["kind"] == "is_null":
            is_null = graph.node("IsNaN", [feature], f"{place}.is_nan")
            outputs.append(graph.node("Cast", [is_null], f"{place}.is_null", to=TensorProto.DOUBLE))
            continue
        mean = learned(read["mean"]) if read["mean"] else None
        if read["is_imputed"]:
            is_missing = graph.node("IsNaN", [feature], f"{place}.is_missing")
            x = graph.node("Where", [is_missing, mean, x], f"{place}.imputed")
        if read["stddev"]:
            x = graph.node("Sub", [x, mean], f"{place}.centred")
            x = graph.node("Div", [x, learned(read["stddev"])], f"{place}.standardized")
        outputs.append(x)
    return outputs


def add_category(graph: Graph, feature: str, place: str, inputs: list[dict], values: dict) -> list[str]:
    """Add what the network reads of a category, the empty string for NULL: a row of a table of all inputs."""
    from onnx import TensorProto

    categories = [values[read["category"]] if read["kind"] == "category" else None for read in inputs]
    known = [category for category in categories if category is not None]
    if "" in known:
        refuse(
            f"the categories of `{feature}` must be texts that are not empty, for ONNX has no NULL and the empty "
            "string stands for it; received ''. Name it otherwise in the data, or write FILE.pt."
        )
    rows = [[float(category == other) for other in categories] for category in known]
    # NULL is the input for it, or makes all NULL that asks for a category; one that was not there is none of them.
    rows.append(
        [
            float(read["kind"] == "is_null") if read["is_imputed"] else 0.0 if category is None else float("nan")
            for read, category in zip(inputs, categories, strict=True)
        ]
    )
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
    table = graph.constant(f"{place}.table", rows, "float64")
    looked_up = graph.node("Gather", [table, number], f"{place}.looked_up")
    return [graph.node("Squeeze", [looked_up, graph.constant(f"{place}.axis", [1], "int64")], f"{place}.categories")]


def add_predicted(graph: Graph, classes: list, scores: str, is_incomplete: str, name: str) -> int:
    """Add the class of the largest score, of equals the first; give the type of its elements."""
    from onnx import TensorProto

    if isinstance(classes[0], bool):
        missing, dtype, element_type = False, "bool", TensorProto.BOOL
    elif isinstance(classes[0], str):
        missing, dtype, element_type = "", "object", TensorProto.STRING
    else:
        missing, dtype, element_type = NO_INTEGER, "int64", TensorProto.INT64
    largest = graph.node("ArgMax", [scores], "largest", axis=1, keepdims=0)
    rows = graph.node("Squeeze", [is_incomplete, graph.constant("columns", [1], "int64")], "is_incomplete_row")
    number = graph.node("Where", [rows, graph.constant("no_class", len(classes), "int64"), largest], "class_number")
    graph.node("Gather", [graph.constant("classes", [*classes, missing], dtype), number], name)
    return element_type


def write_onnx(network: dict, file: Path) -> None:
    """Write the network with the preparation of its features, in double precision."""
    try:
        import onnx
        from onnx import TensorProto, helper
    except ImportError:
        refuse("FILE.onnx needs the package onnx, which is not installed: pip install onnx.")
    description, values = network["description"], network["values"]
    predicted = f"predicted_{description['label']}"
    taken = {PROBABILITIES, predicted} & set(description["features"])
    if taken:
        refuse(f"the features must not be called as the outputs of the graph are; received {taken.pop()}. Rename it.")

    graph = Graph(outputs=[PROBABILITIES, predicted])
    prepared = []
    for number, (feature, group) in enumerate(groupby(network["inputs"], key=lambda read: read["feature"])):
        inputs = list(group)
        add = add_category if feature in description["categories"] else add_number
        prepared += add(graph, feature, f"feature_{number}", inputs, values)
    outputs = graph.node("Concat", prepared, "inputs", axis=1)

    is_nan = graph.node("IsNaN", [outputs], "inputs.is_nan")
    as_number = graph.node("Cast", [is_nan], "inputs.is_nan.number", to=TensorProto.FLOAT)
    any_nan = graph.node("ReduceMax", [as_number], "inputs.any_nan", axes=[1], keepdims=1)
    is_incomplete = graph.node("Cast", [any_nan], "is_incomplete", to=TensorProto.BOOL)

    for number, layer in enumerate(network["layers"]):
        if number:
            outputs = graph.node(ACTIVATIONS[description["activation"]], [outputs], f"{2 * number - 1}")
        weights, biases = numbers(network, layer)
        names = [
            graph.constant(f"{2 * number}.weight", weights, "float64"),
            graph.constant(f"{2 * number}.bias", biases, "float64"),
        ]
        outputs = graph.node("Gemm", [outputs, *names], f"{2 * number}", transB=1)
    softmax = graph.node("Softmax", [outputs], "softmax", axis=1)
    # A row that lacks a number has no probabilities, as in `predict`; an activation may lose a NaN on its way.
    graph.node("Where", [is_incomplete, graph.constant("no_number", float("nan"), "float64"), softmax], PROBABILITIES)
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
            doc_string=f"{title}: {PROBABILITIES} of {json.dumps(description['classes'], ensure_ascii=False)}",
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


def main() -> None:
    """Read the network, write the file, say so."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", metavar="MODEL", help="the name of a network, as in ref('MODEL')")
    parser.add_argument("file", metavar="FILE", type=Path, help="what to write, *.onnx or *.pt")
    parser.add_argument("--iteration", type=int, metavar="N", help="the iteration to take; without it, the newest")
    add_dbt_options(parser)
    options = parser.parse_args()
    if options.file.suffix not in WRITERS:
        refuse(f"FILE must end in {' or '.join(WRITERS)}; received '{options.file}'.")
    if not options.file.absolute().parent.is_dir():
        refuse(f"FILE must be in a folder that is there; received '{options.file}'.")
    network = ask_dbt(options, network=options.model, iteration=options.iteration)
    for name, legal in {"task": ["classification"], "activation": list(ACTIVATIONS)}.items():
        received = network["description"][name]
        if received not in legal:
            refuse(f"`{name}` of {options.model} must be {' or '.join(legal)} to be exported; received '{received}'.")
    WRITERS[options.file.suffix](network, options.file)
    shape = "-".join(map(str, widths(network)))
    print(f"written: {options.file}, {options.model} ({shape}) of iteration {network['iteration']}")


if __name__ == "__main__":
    main()
