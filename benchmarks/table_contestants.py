#!/usr/bin/env python3
"""Those who train on a real table in a process of their own.

usage: python benchmarks/table_contestants.py NAME FOLDER THREADS [EPOCHS] [TARGET]

FOLDER is what real_tables.py made: the tables `points` and `held_out` in bench.duckdb, the description of the network
in network.json, the compiled statement in alone.sql. Prints, as JSON, when training ended, the seconds of training
alone, the epochs, and loss and accuracy on the held-out rows. With a TARGET PyTorch judges every epoch, and stops at
the first whose loss on the held-out rows is no higher.
"""

import json
import sys
import time
import warnings
from itertools import pairwise
from pathlib import Path

import duckdb

# scikit-learn's defaults, which PyTorch gets too.
BATCH_SIZE, LEARNING_RATE = 200, 0.001


def columns_of(folder: Path, table: str, network: dict) -> dict:
    """The columns of a table that the network reads, as arrays; masked where a value is NULL."""
    names = ", ".join(f'"{name}"' for name in [*network["features"], network["label"]])
    with duckdb.connect(folder / "bench.duckdb", read_only=True) as db:
        return db.execute(f"select {names} from {table}").fetchnumpy()


def number_inputs(train, columns, impute: bool) -> list:
    """A feature of numbers, standardized as on the training rows; NULL becomes the mean, and one more input says so."""
    import numpy as np

    known, values = (np.ma.filled(np.ma.asarray(column).astype(float), np.nan) for column in (train, columns))
    inputs = np.nan_to_num((values - np.nanmean(known)) / (np.nanstd(known) or 1))
    return [inputs, np.isnan(values).astype(float)] if impute else [inputs]


def category_inputs(train, column, impute: bool) -> list:
    """A feature that is a category, one input for each of the training rows' categories; NULL as in number_inputs."""
    import numpy as np

    known, values = (np.ma.filled(np.ma.asarray(values), None).tolist() for values in (train, column))
    categories = {category: n for n, category in enumerate(sorted(set(known) - {None}))}
    codes = np.array([categories.get(value, len(categories)) for value in values])
    one_hot = list(np.eye(len(categories) + 1)[codes].T[:-1])
    return [*one_hot, np.array([value is None for value in values], dtype=float)] if impute else one_hot


def prepared(folder: Path) -> tuple:
    """The inputs and the numbers of the classes, of the training rows and of the held-out ones, read and prepared."""
    import numpy as np

    network = json.loads((folder / "network.json").read_text(encoding="utf-8"))
    impute, numbers = network.get("impute", False), {name: n for n, name in enumerate(network["classes"])}
    parts = [columns_of(folder, table, network) for table in ("points", "held_out")]
    found = []
    for part in parts:
        inputs = []
        for feature in network["features"]:
            way = category_inputs if feature in network.get("categories", {}) else number_inputs
            inputs += way(parts[0][feature], part[feature], impute)
        found += [np.stack(inputs, axis=1), np.array([numbers[label] for label in part[network["label"]].tolist()])]
    return found, network["hidden_units"]


def judged(probabilities, y) -> dict:
    """The loss and the accuracy of predictions."""
    import numpy as np

    picked = np.maximum(probabilities[np.arange(len(y)), y], np.finfo(float).tiny)
    return {"loss": float(-np.log(picked).mean()), "accuracy": float((probabilities.argmax(axis=1) == y).mean())}


def statement(folder: Path, threads: int) -> dict:
    """The one statement that dbt compiled: it learns the means and the categories, prepares the rows and trains."""
    sql = (folder / "alone.sql").read_text(encoding="utf-8")
    with duckdb.connect(folder / "bench.duckdb", config={"threads": threads}) as db:
        began = time.perf_counter()
        db.execute(f"create or replace temp table trained as {sql}")
        return {"seconds": time.perf_counter() - began, "ended": time.time()}


def fitted(folder: Path, **options) -> dict:
    """MLPClassifier with the network's hidden layers and these options."""
    from sklearn.neural_network import MLPClassifier

    warnings.simplefilter("ignore")  # it says where it has not converged
    (x, y, held_x, held_y), hidden = prepared(folder)
    began = time.perf_counter()
    model = MLPClassifier(hidden, random_state=0, **options).fit(x, y)
    spent = {"seconds": time.perf_counter() - began, "ended": time.time(), "epochs": model.n_iter_}
    return spent | judged(model.predict_proba(held_x), held_y)


def with_sklearn(folder: Path, _: int) -> dict:
    """MLPClassifier as it comes, in its 200 epochs, but for the widths of its hidden layers and its seed."""
    return fitted(folder)


def with_sgd(folder: Path, _: int, epochs: int) -> dict:
    """MLPClassifier with dbt_nn's algorithm, descent with momentum on the network's batches, for so many epochs."""
    network = json.loads((folder / "network.json").read_text(encoding="utf-8"))
    options = {"learning_rate_init": network["learning_rate"], "batch_size": network["batch_size"], "alpha": 0}
    options |= {"momentum": network.get("momentum", 0.9), "nesterovs_momentum": False}
    return fitted(folder, solver="sgd", max_iter=epochs, tol=0, n_iter_no_change=epochs, **options)


def with_torch(folder: Path, threads: int, epochs: int = 0, target: float | None = None) -> dict:
    """Adam on the batches of scikit-learn's defaults, as a loop over a shuffled tensor."""
    import torch

    torch.set_num_threads(threads)
    torch.set_default_dtype(torch.float64)
    torch.manual_seed(0)
    (x, y, held_x, held_y), hidden = prepared(folder)
    x, held_x, labels = torch.tensor(x), torch.tensor(held_x), torch.tensor(y)
    began = time.perf_counter()
    widths = [x.shape[1], *hidden]
    layers = [layer for pair in pairwise(widths) for layer in (torch.nn.Linear(*pair), torch.nn.ReLU())]
    model = torch.nn.Sequential(*layers, torch.nn.Linear(widths[-1], int(y.max()) + 1))
    optimizer = torch.optim.Adam(model.parameters(), lr=LEARNING_RATE)
    loss_of = torch.nn.CrossEntropyLoss()

    def now() -> dict:
        with torch.no_grad():
            return judged(torch.softmax(model(held_x), dim=1).numpy(), held_y)

    epoch, is_there = 0, False
    while epoch < epochs and not is_there:
        epoch += 1
        for batch in torch.randperm(len(x)).split(min(BATCH_SIZE, len(x))):
            optimizer.zero_grad()
            loss_of(model(x[batch]), labels[batch]).backward()
            optimizer.step()
        is_there = target is not None and now()["loss"] <= target
    return {"seconds": time.perf_counter() - began, "ended": time.time(), "epochs": epoch} | now()


STATEMENT, SKLEARN, TORCH = "dbt_nn, the training statement", "scikit-learn, its defaults", "PyTorch, Adam"
SAME = "scikit-learn, the same algorithm"
CONTESTANTS = {STATEMENT: statement, SKLEARN: with_sklearn, SAME: with_sgd, TORCH: with_torch}


def main(name: str, folder: str, threads: str, epochs: str = "", target: str = "") -> None:
    """Train once and print what it took, or which package is missing."""
    options = ([int(epochs)] if epochs else []) + ([float(target)] if target else [])
    try:
        print(json.dumps(CONTESTANTS[name](Path(folder), int(threads), *options)))
    except ImportError as missing:
        print(json.dumps({"missing": f"{missing.name} is not installed"}))


if __name__ == "__main__":
    main(*sys.argv[1:])
