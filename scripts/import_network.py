#!/usr/bin/env python3
"""Write the weights in an ONNX file or a PyTorch state dict as a seed with one row, for a network to begin with.

usage: python scripts/import_network.py FILE.onnx|FILE.pt MODEL [--output seeds/NAME.csv] [--project-dir …] [--target …]

Run it where you run dbt: it asks the macro print_network how MODEL is described; MODEL need not be built. It needs the
package onnx, or torch. What is read of the files: docs/export.md.
"""

import argparse
import csv
import json
import math
from pathlib import Path

from export_network import ACTIVATIONS, add_dbt_options, ask_dbt, refuse

# What may stand between two layers beside the activation: it changes no number.
SHAPING = {"Identity", "Cast", "Dropout", "Flatten", "Reshape", "Transpose", "Constant", "Squeeze", "Unsqueeze"}
DOUBLE = "{{ 'float64' if target.type == 'bigquery' else 'double precision' }}"
TEXT = "{{ 'string' if target.type == 'bigquery' else 'text' }}"
FIRST_LINE = "# Written by import_network.py, which writes it anew.\n"


class Layer:
    """The numbers of a linear layer: a list of weights a unit, its biases, and what the file calls the weights."""

    def __init__(self, weights: list[list[float]], biases: list[float] | None, name: str):
        self.weights, self.name = weights, name
        self.biases = [0.0] * len(weights) if biases is None else biases
        if len(self.biases) != len(weights):
            refuse(f"the biases of `{name}` must be {len(weights)}, one a unit; received {len(self.biases)}.")
        wrong = [number for row in [*weights, self.biases] for number in row if not math.isfinite(number)]
        if wrong:
            refuse(f"the weights must be finite; received {wrong[0]} in `{name}` or its biases. Train it anew.")


def read_state_dict(file: Path) -> tuple[list[Layer], dict]:
    """The layers of a state dict: its matrices in their order, each with a vector of biases."""
    try:
        import torch
    except ImportError:
        refuse("FILE.pt needs PyTorch, which is not installed: pip install torch.")
    try:
        state = torch.load(file, map_location="cpu", weights_only=True)
    except Exception as error:
        refuse(
            f"FILE must be a state dict; received '{file}', which torch.load(weights_only=True) refuses "
            f"({type(error).__name__}). Write it with torch.save(model.state_dict(), FILE)."
        )
    for key in ("state_dict", "model_state_dict"):
        if isinstance(state, dict) and isinstance(state.get(key), dict):
            state = state[key]
    if not isinstance(state, dict) or not all(isinstance(value, torch.Tensor) for value in state.values()):
        refuse(f"FILE must be a state dict, names with tensors; received '{file}'. Write model.state_dict().")
    weights = {name: tensor for name, tensor in state.items() if tensor.dim() == 2}
    biases = {name: tensor for name, tensor in state.items() if tensor.dim() == 1}
    others = [name for name in state if name not in weights and name not in biases]
    if others or not weights or len(biases) > len(weights):
        received = ", ".join(f"{name} {list(tensor.shape)}" for name, tensor in state.items())
        refuse(
            "FILE must have a matrix for each layer, and a vector of biases or none; "
            f"received {received or 'no tensor'}. A network here is made of linear layers alone."
        )
    if len(biases) == len(weights):
        pairs = dict(zip(weights, biases, strict=True))
    else:
        # Some layers have none: the one that lies beside the weights is theirs.
        beside = {name.rpartition(".")[0]: name for name in biases}
        pairs = {name: beside.pop(name.rpartition(".")[0], None) for name in weights}
        if beside:
            refuse(f"each vector must have a matrix beside it; received `{next(iter(beside.values()))}` without one.")
    return [
        Layer(tensor.double().tolist(), pairs[name] and biases[pairs[name]].double().tolist(), name)
        for name, tensor in weights.items()
    ], {}


def read_onnx(file: Path) -> tuple[list[Layer], dict]:
    """The layers of a graph, its Gemm, or MatMul and Add, in their order; and what export_network.py wrote too."""
    try:
        import onnx
        from onnx import helper, numpy_helper
    except ImportError:
        refuse("FILE.onnx needs the package onnx, which is not installed: pip install onnx.")
    try:
        model = onnx.load(file)
    except Exception as error:
        refuse(f"FILE must be an ONNX model; received '{file}', which onnx.load refuses: {error}")
    constants = {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
    layers: list[Layer] = []
    between: list[str] = []
    added = {}
    for node in model.graph.node:
        attributes = {attribute.name: helper.get_attribute_value(attribute) for attribute in node.attribute}
        inputs = list(node.input)
        if node.op_type == "Constant" and "value" in attributes:
            constants[node.output[0]] = numpy_helper.to_array(attributes["value"])
        elif node.op_type in {"Identity", "Transpose", "Cast"} and inputs[0] in constants:
            is_turned = node.op_type == "Transpose"
            value = constants[inputs[0]]
            constants[node.output[0]] = value.transpose(attributes.get("perm")) if is_turned else value
        elif node.op_type == "Gemm" and inputs[1] in constants:
            if attributes.get("transA"):
                refuse(f"a row must be an example; received transA=1 in the Gemm `{node.name}`.")
            weights = constants[inputs[1]].astype("float64") * attributes.get("alpha", 1.0)
            biases = constants.get(inputs[2]) if len(inputs) > 2 else None
            if biases is not None:
                biases = biases.astype("float64").ravel() * attributes.get("beta", 1.0)
            layers.append(linear(weights if attributes.get("transB") else weights.T, biases, inputs[1]))
            check_between(layers, between)
        elif node.op_type == "MatMul" and inputs[1] in constants and constants[inputs[1]].ndim == 2:
            layers.append(linear(constants[inputs[1]].astype("float64").T, None, inputs[1]))
            added[node.output[0]] = layers[-1]
            check_between(layers, between)
        elif node.op_type == "Add" and (set(inputs) & set(added)) and (set(inputs) & set(constants)):
            (product,) = set(inputs) & set(added)
            (vector,) = set(inputs) & set(constants)
            layer = added.pop(product)
            index = layers.index(layer)
            layers[index] = Layer(layer.weights, constants[vector].astype("float64").ravel().tolist(), layer.name)
        elif layers and node.op_type not in SHAPING:
            between.append(node.op_type)
    if not layers:
        operators = ", ".join(sorted({node.op_type for node in model.graph.node}))
        refuse(
            "FILE must have a Gemm or a MatMul with constant weights for each layer; "
            f"received {operators or 'nothing'}. Export the network with its weights."
        )
    about = {prop.key: prop.value for prop in model.metadata_props} if model.producer_name == "dbt_nn" else {}
    return layers, {name: json.loads(about[name]) for name in ("classes", "inputs", "learned") if name in about}


def linear(weights, biases, name: str) -> Layer:
    """A layer of arrays."""
    return Layer(weights.tolist(), None if biases is None else biases.tolist(), name)


def check_between(layers: list[Layer], between: list[str]) -> None:
    """Refuse what stands before the newest layer, if it is not one activation."""
    if len(layers) > 1 and between not in [[operator] for operator in ACTIVATIONS.values()]:
        refuse(
            f"between two layers must be {' or '.join(ACTIVATIONS.values())}; received "
            f"{', '.join(between) or 'nothing'} before `{layers[-1].name}`. A network here is made of linear layers "
            "and that activation."
        )
    between.clear()


READERS = {".onnx": read_onnx, ".pt": read_state_dict, ".pth": read_state_dict}


def row_of(network: dict, layers: list[Layer], about: dict, file: Path) -> dict[str, float | str | None]:
    """The columns of the seed, of layers that have the shapes which the network's description asks for."""
    model = network["network"]
    expected = [(len(layer["weights"]), len(layer["biases"])) for layer in network["layers"]]
    received = [(len(layer.weights[0]), len(layer.weights)) for layer in layers]
    shapes = [" → ".join(map(str, [shape[0][0], *(units for _, units in shape)])) for shape in (expected, received)]
    for number, (layer, wanted, found) in enumerate(zip(layers, expected, received, strict=False), start=1):
        if wanted != found:
            refuse(
                f"layer {number} of {model} must have {wanted[0]} inputs and {wanted[1]} units ({shapes[0]} in all); "
                f"received {found[0]} and {found[1]} in `{layer.name}` of {file} ({shapes[1]}). The inputs are those "
                "that dbt_nn.transform gives, the last layer has a unit for each of `classes`."
            )
    if len(expected) != len(received):
        refuse(
            f"{model} must have {len(expected)} layers ({shapes[0]}); received {len(received)} in {file} "
            f"({shapes[1]}). Describe it with other `hidden_units`."
        )
    row: dict[str, float | str | None] = {}
    for names, layer in zip(network["layers"], layers, strict=True):
        for input_names, weights in zip(names["weights"], zip(*layer.weights, strict=True), strict=True):
            row |= dict(zip(input_names, weights, strict=True))
        row |= dict(zip(names["biases"], layer.biases, strict=True))
    if about:
        for name, wanted in {"classes": network["description"]["classes"], "inputs": network["inputs"]}.items():
            # As text, for Python says that true is 1.
            if json.dumps(about[name]) != json.dumps(wanted):
                refuse(
                    f"{file} must be of a network with the {name} of {model}, {named(wanted)}; received "
                    f"{named(about[name])}. Describe it so, or export FILE.pt, which has no names, where they mean the "
                    "same."
                )
        row |= about["learned"]
    return row


def named(values: list) -> str:
    """Classes, or inputs, in few words."""

    def words(read: dict) -> str:
        kinds = [read["kind"], "standardized" * bool(read["stddev"]), "imputed" * read["is_imputed"]]
        return f"{read['feature']} ({', '.join(filter(None, kinds))})"

    return ", ".join(words(value) if isinstance(value, dict) else json.dumps(value) for value in values)


def write_seed(row: dict[str, float | str | None], output: Path, model: str, file: Path) -> Path | None:
    """Write the row as CSV, and beside it the types of its columns, unless someone else wrote that file: then none."""
    with output.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened, lineterminator="\n")
        writer.writerow(row)
        # repr gives the shortest digits that are this double and no other.
        writer.writerow(repr(value) if isinstance(value, float) else value for value in row.values())
    types = output.with_suffix(".yml")
    if types.exists() and not types.read_text(encoding="utf-8").startswith(FIRST_LINE):
        return None
    columns = "".join(
        f"        {name}: {json.dumps(TEXT if name.startswith('category') else DOUBLE)}\n" for name in row
    )
    types.write_text(
        f"{FIRST_LINE}version: 2\n\nseeds:\n  - name: {output.stem}\n"
        f"    description: {json.dumps(f'What {model} begins with: the weights of {file.name}.')}\n"
        f"    config:\n      column_types:\n{columns}",
        encoding="utf-8",
    )
    return types


def main() -> None:
    """Read the file, check it against the description, write the seed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", metavar="FILE", type=Path, help="what to read, *.onnx, *.pt or *.pth")
    parser.add_argument("model", metavar="MODEL", help="the name of the network that shall begin with it")
    parser.add_argument("--output", type=Path, metavar="CSV", help="what to write; without it, seeds/MODEL_weights.csv")
    add_dbt_options(parser)
    options = parser.parse_args()
    if options.file.suffix not in READERS:
        refuse(f"FILE must end in {' or '.join(READERS)}; received '{options.file}'.")
    if not options.file.is_file():
        refuse(f"FILE must be a file that is there; received '{options.file}'.")
    output = options.output or Path(options.project_dir or ".") / "seeds" / f"{options.model}_weights.csv"
    if output.suffix != ".csv" or not output.absolute().parent.is_dir():
        refuse(f"--output must be a .csv in a folder that is there; received '{output}'. Name one in your seeds.")
    layers, about = READERS[options.file.suffix](options.file)
    network = ask_dbt(options, network=options.model, with_values=False)
    row = row_of(network, layers, about, options.file)
    types = write_seed(row, output, options.model, options.file)
    print(f"written: {output}, {len(row)} columns" + (f"; {types}, their types" if types else ""))
    if types is None:
        print(f"not written: {output.with_suffix('.yml')}, which is there. Give its columns the type double in it.")
    print(
        f"Begin with it: dbt_nn.train(…, warm_start=ref('{output.stem}')) in {options.model}, "
        f"then dbt build --full-refresh --select {output.stem} {options.model}"
    )


if __name__ == "__main__":
    main()
