#!/usr/bin/env python3
"""Write the weights in an ONNX file or a PyTorch state dict as a seed with one row, for a network to start from.

usage: python scripts/import_network.py FILE.onnx|FILE.pt MODEL [--output seeds/NAME.csv] [--project-dir …] [--target …]

Run it where you run dbt: it asks the macro print_network how MODEL is described; MODEL need not be built. It needs the
package onnx, or torch. What is read of the files: docs/export.md.
"""

import argparse
import csv
import json
import math
from pathlib import Path

from export_network import add_dbt_options, ask_dbt, check_kind, operators, refuse

# What may stand between two layers beside the activation, and changes no number; and what may follow the last one.
SHAPING = {"Identity", "Cast", "Dropout", "Flatten", "Reshape", "Squeeze", "Unsqueeze"}
LAST = {"Softmax", "LogSoftmax", "ArgMax"}
DOUBLE = "{{ 'float64' if target.type == 'bigquery' else 'double precision' }}"
TEXT = "{{ 'string' if target.type == 'bigquery' else 'text' }}"
FIRST_LINE = "# Written by import_network.py, which writes it anew.\n"


class Layer:
    """A linear layer: a list of weights a unit, its biases, and what the file calls the weights.

    `before` are the operators between it and the layer before; None where the file does not say.
    """

    def __init__(self, name: str, weights: list[list[float]], biases: list[float] | None, before=None):
        self.name, self.weights, self.before = name, weights, before
        self.biases = [0.0] * len(weights) if biases is None else biases
        if len(self.biases) != len(weights):
            refuse(f"`{name}` must have {len(weights)} biases, one for each unit; received {len(self.biases)}.")
        wrong = [number for row in [*weights, self.biases] for number in row if not math.isfinite(number)]
        if wrong:
            refuse(f"the weights must be finite; received {wrong[0]} in `{name}` or its biases. Train it again.")


def read_state_dict(file: Path) -> tuple[list[Layer], dict]:
    """The layers of a state dict: the `weight` and `bias` of each torch.nn.Linear, in their order."""
    try:
        import torch
    except ImportError:
        refuse("FILE.pt needs PyTorch, which is not installed: pip install torch.")
    try:
        state = torch.load(file, map_location="cpu", weights_only=True)
    except Exception as error:
        refuse(
            f"FILE must be a state dict; received '{file}', which torch.load(weights_only=True) cannot read "
            f"({type(error).__name__}). Write it with torch.save(model.state_dict(), FILE)."
        )
    for key in ("state_dict", "model_state_dict"):
        if isinstance(state, dict) and isinstance(state.get(key), dict):
            state = state[key]
    if not isinstance(state, dict) or not all(isinstance(value, torch.Tensor) for value in state.values()):
        refuse(f"FILE must be a state dict of names and tensors; received '{file}'. Save model.state_dict().")
    biases = {
        name: name.removesuffix("weight") + "bias"
        for name, tensor in state.items()
        if name.rpartition(".")[2] == "weight" and tensor.dim() == 2
    }
    if not biases or state.keys() - biases.keys() - set(biases.values()):
        received = ", ".join(f"{name} {list(tensor.shape)}" for name, tensor in state.items())
        refuse(
            "FILE must have a matrix `….weight` for each layer, with or without a vector `….bias`, as torch.nn.Linear "
            f"does; received {received or 'no tensor'}. A network of dbt_nn has no other layers."
        )
    numbers = {name: tensor.double().tolist() for name, tensor in state.items()}
    return [Layer(name, numbers[name], numbers.get(bias)) for name, bias in biases.items()], {}


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
        refuse(f"FILE must be an ONNX model; received '{file}', which onnx.load cannot read: {error}")
    constants = {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
    layers: list[Layer] = []
    # What the outputs of the newest layer are called by now, and the operators that they went through.
    flow, passed = None, []

    def numbers(name: str, factor: float = 1.0):
        return constants[name].astype("float64") * factor

    for node in model.graph.node:
        attributes = {attribute.name: helper.get_attribute_value(attribute) for attribute in node.attribute}
        operator, inputs, output = node.op_type, list(node.input), node.output[0]
        others = [name for name in inputs[1:] if name]
        is_linear = operator in {"Gemm", "MatMul"} and constants.keys() >= set(others) and "transA" not in attributes
        if operator == "Constant" and "value" in attributes:
            constants[output] = numpy_helper.to_array(attributes["value"])
        elif operator in {"Identity", "Cast"} and inputs[0] in constants:
            constants[output] = constants[inputs[0]]
        elif operator == "Transpose" and inputs[0] in constants:
            constants[output] = constants[inputs[0]].transpose(attributes.get("perm"))
        elif is_linear and constants[inputs[1]].ndim == 2:
            if layers and inputs[0] != flow:
                refuse(f"each layer must read the one before it; `{inputs[1]}` reads `{inputs[0]}`, not `{flow}`.")
            weights = numbers(inputs[1], attributes.get("alpha", 1.0))
            biases = numbers(others[1], attributes.get("beta", 1.0)).ravel().tolist() if others[1:] else None
            weights = weights if attributes.get("transB") else weights.T
            layers.append(Layer(inputs[1], weights.tolist(), biases, before=passed))
            flow, passed = output, []
        elif operator == "Add" and flow in inputs and not passed and constants.keys() & set(inputs):
            (vector,) = constants.keys() & set(inputs)
            newest = layers.pop()
            layers.append(Layer(newest.name, newest.weights, numbers(vector).ravel().tolist(), newest.before))
            flow = output
        elif flow in inputs:
            passed += [operator] if operator not in SHAPING else []
            flow = output
    if not layers:
        operators = ", ".join(sorted({node.op_type for node in model.graph.node}))
        refuse(
            "FILE must have a Gemm or a MatMul with constant weights for each layer; "
            f"received {operators or 'nothing'}. Export the network with its weights."
        )
    if passed and passed[0] not in LAST:
        refuse(f"the last layer must be followed by {' or '.join(sorted(LAST))}, or nothing; received {passed[0]}.")
    about = {prop.key: prop.value for prop in model.metadata_props} if model.producer_name == "dbt_nn" else {}
    return layers, {name: json.loads(about[name]) for name in ("classes", "inputs", "learned") if name in about}


READERS = {".onnx": read_onnx, ".pt": read_state_dict, ".pth": read_state_dict}


def row_of(network: dict, layers: list[Layer], about: dict, file: Path) -> dict[str, float | str | None]:
    """The columns of the seed, of layers that are as the network's description asks for."""
    model = network["network"]
    expected = [(len(layer["weights"]), len(layer["biases"])) for layer in network["layers"]]
    received = [(len(layer.weights[0]), len(layer.weights)) for layer in layers]
    shapes = [" → ".join(map(str, [shape[0][0], *(units for _, units in shape)])) for shape in (expected, received)]
    for number, (layer, wanted, found) in enumerate(zip(layers, expected, received, strict=False), start=1):
        if wanted != found:
            refuse(
                f"layer {number} of {model} must have {wanted[0]} inputs and {wanted[1]} units ({shapes[0]} in all); "
                f"received {found[0]} and {found[1]} in `{layer.name}` of {file} ({shapes[1]}). The inputs are those "
                "that dbt_nn.transform gives; the last layer has a unit for each of `classes`."
            )
    if len(expected) != len(received):
        refuse(
            f"{model} must have {len(expected)} layers ({shapes[0]}); received {len(received)} in {file} "
            f"({shapes[1]}). Change `hidden_units`."
        )
    for layer, activation in zip(layers[1:], operators(network), strict=True):
        if layer.before not in (None, [activation]):
            refuse(
                f"there must be only {activation} between two layers of {model}; received "
                f"{', '.join(layer.before) or 'nothing'} before `{layer.name}` of {file}."
            )
    row: dict[str, float | str | None] = {}
    for names, layer in zip(network["layers"], layers, strict=True):
        for input_names, weights in zip(names["weights"], zip(*layer.weights, strict=True), strict=True):
            row |= dict(zip(input_names, weights, strict=True))
        row |= dict(zip(names["biases"], layer.biases, strict=True))
    if about:
        for name, wanted in {"classes": network["description"]["classes"], "inputs": network["inputs"]}.items():
            # As text, for Python says that true is 1.
            if json.dumps(comparable(about[name])) != json.dumps(comparable(wanted)):
                refuse(
                    f"{file} must be of a network with the {name} of {model}, {named(wanted)}; received "
                    f"{named(about[name])}. Change the description; or, if they mean the same, export FILE.pt, which "
                    "has no names."
                )
        row |= about["learned"]
    return row


def comparable(values: list) -> list:
    """Classes, or inputs without the names of the columns of their types, which files of earlier versions have not."""
    return [
        {key: read for key, read in value.items() if key != "type"} if isinstance(value, dict) else value
        for value in values
    ]


def named(values: list) -> str:
    """Classes, or inputs, in few words."""

    def words(read: dict) -> str:
        kinds = [read["kind"], "standardized" * bool(read["stddev"]), "imputed" * read["is_imputed"]]
        return f"{read['feature']} ({', '.join(filter(None, kinds))})"

    return ", ".join(words(value) if isinstance(value, dict) else json.dumps(value) for value in values)


def write_seed(row: dict[str, float | str | None], texts: list, output: Path, types: Path, description: str) -> None:
    """Write the row as CSV, and as YAML the types of its columns, `texts` or numbers, which dbt would guess."""
    with output.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened, lineterminator="\n")
        writer.writerow(row)
        # repr gives the shortest digits that are this double and no other.
        writer.writerow(repr(value) if isinstance(value, float) else value for value in row.values())
    columns = [f"        {name}: {json.dumps(TEXT if name in texts else DOUBLE)}\n" for name in row]
    types.write_text(
        f"{FIRST_LINE}version: 2\n\nseeds:\n  - name: {output.stem}\n    description: {json.dumps(description)}\n"
        f"    config:\n      column_types:\n{''.join(columns)}",
        encoding="utf-8",
    )


def main(arguments: list[str] | None = None) -> None:
    """Read the file, check it against the description, write the seed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", metavar="FILE", type=Path, help="what to read, *.onnx, *.pt or *.pth")
    parser.add_argument("model", metavar="MODEL", help="the name of the network that starts from it")
    parser.add_argument("--output", type=Path, metavar="CSV", help="what to write; without it, seeds/MODEL_weights.csv")
    add_dbt_options(parser)
    options = parser.parse_args(arguments)
    if options.file.suffix not in READERS:
        refuse(f"FILE must end in {' or '.join(READERS)}; received '{options.file}'.")
    if not options.file.is_file():
        refuse(f"FILE must be a file that exists; received '{options.file}'.")
    output = options.output or Path(options.project_dir or ".") / "seeds" / f"{options.model}_weights.csv"
    if output.suffix != ".csv" or not output.absolute().parent.is_dir():
        refuse(f"--output must be a .csv in a folder that exists; received '{output}'. Put it among your seeds.")
    types = output.with_suffix(".yml")
    is_own = types.exists() and types.read_text(encoding="utf-8").startswith(FIRST_LINE)
    if not is_own and (output.exists() or types.exists()):
        refuse(
            f"--output must be new, or written by this script; received '{output}', which exists. Name another file."
        )
    layers, about = READERS[options.file.suffix](options.file)
    network = ask_dbt(options, network=options.model, with_values=False)
    check_kind(network)
    row = row_of(network, layers, about, options.file)
    description = f"What {options.model} starts from: the weights of {options.file.name}."
    write_seed(row, network["learned_texts"], output, types, description)
    print(f"written: {output}, {len(row)} columns; {types}, their types")
    print(
        f"Start from it: dbt_nn.train(…, warm_start=ref('{output.stem}')) in {options.model}, "
        f"then dbt build --full-refresh --select {output.stem} {options.model}"
    )


if __name__ == "__main__":
    main()
