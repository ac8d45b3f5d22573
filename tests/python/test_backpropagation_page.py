"""What docs/backpropagation.md shows is what its commands give, and what NumPy and PyTorch compute."""

import importlib.util
import math
import re

import numpy as np
import pytest
import reference
import yaml
from conftest import REPOSITORY

spec = importlib.util.spec_from_file_location("writer", REPOSITORY / "scripts" / "write_backpropagation.py")
writer = importlib.util.module_from_spec(spec)
spec.loader.exec_module(writer)

PAGE = writer.PAGE.read_text(encoding="utf-8")
FOLDER = REPOSITORY / "integration_tests" / writer.MODELS
MODELS = yaml.safe_load((FOLDER / "backpropagation.yml").read_text(encoding="utf-8"))["models"]
[NETWORK] = [model["config"]["meta"]["network"] for model in MODELS if model["name"] == "small_parameters"]
ROWS = np.array([[-1, 0, 1], [1, 0, 1], [2, 2, 0]])
X, LABELS = ROWS[:, :2].astype(float), ROWS[:, 2]
RATE, REG = NETWORK["learning_rate"], NETWORK["l2_reg"]
LAYERS = reference.from_row(NETWORK["initial_parameters"], [2, 2, 2])

# A number on the page has four decimals; a sum of such numbers may be off by one in the last place.
SHOWN, SUMMED = 5.1e-5, 1e-4


def computed() -> dict[str, np.ndarray | float]:
    """All that the step computes, by column: an array of the rows, or a number where there is one for all of them."""
    (w, b), (w2, b2) = LAYERS
    h = X @ w + b
    d = np.maximum(h, 0)
    scores = d @ w2 + b2
    probs = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    one_hot = np.eye(2)[LABELS]
    dscores = probs - one_hot
    dd = dscores @ w2.T * (h > 0)
    margin = scores[:, 1] - scores[:, 0]
    by_row = {"x": X, "y": one_hot, "h": h, "d": d, "scores": scores, "probs": probs, "dscores": dscores, "dd": dd}
    columns = {f"{name}_{number}": column for name, table in by_row.items() for number, column in enumerate(table.T)}
    columns |= {
        "margin": margin,
        "chosen": (margin > 0).astype(float),
        "exp_lesser": np.exp(-abs(margin)),
        "sum_exp": 1 + np.exp(-abs(margin)),
        "example_loss": -np.log(probs[range(3), LABELS]),
        "is_correct": (scores.argmax(axis=1) == LABELS).astype(float),
    }
    # What a unit passes on of dscores_1, and its sums.
    passed = dscores[:, 1:] * (h > 0)
    columns |= {f"passed_d_{number}": column for number, column in enumerate(passed.T)}
    sums_passed = reference.to_row([(X.T @ passed, passed.sum(axis=0))])
    columns |= {f"passed_{name}": value for name, value in sums_passed.items()}
    sums = reference.to_row([(X.T @ dd, dd.sum(axis=0)), (d.T @ dscores, dscores.sum(axis=0))])
    columns |= {f"sum_{name}": value for name, value in sums.items()}
    loss, accuracy, gradients = reference.step(LAYERS, X, LABELS, REG)
    columns |= {f"d{name}": value for name, value in reference.to_row(gradients).items()}
    columns |= {"batch_loss": loss, "batch_accuracy": accuracy, "loss": loss, "accuracy": accuracy}
    columns |= {"sum_loss": columns["example_loss"].sum(), "num_correct": columns["is_correct"].sum()}
    return columns


COLUMNS = computed()
AFTER = reference.train(LAYERS, X, LABELS, 1, RATE, REG)[1]


def rows_of(table: str) -> list[dict[str, str]]:
    """The rows of a table of Markdown, each by column; of one turned on its side, the one row."""
    lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()]
    if lines[0] == ["column", "value"]:
        return [dict(lines[2:])]
    return [dict(zip(lines[0], line, strict=True)) for line in lines[2:]]


def tables() -> list[tuple[str, list[dict[str, str]]]]:
    """The tables of the CTEs on the page: the CTE's name, and the rows."""
    found = re.findall(r"^```sql\n(\w+) as \([^`]*```\n\n((?:\|.*\n)+)", PAGE, flags=re.MULTILINE)
    return [(name, rows_of(table)) for name, table in found]


def output(column: str) -> list[dict[str, str]]:
    """The rows of the one table that `dbt show` printed with this column."""
    found = re.findall(r"<!-- begin output -->\n\n((?:\|.*\n)+)", PAGE)
    [rows] = [rows for rows in map(rows_of, found) if column in rows[0]]
    return rows


@pytest.fixture(scope="module")
def dbt(tmp_path_factory):
    """The commands of the page, in a copy of its models."""
    return writer.Dbt(tmp_path_factory.mktemp("page"))


@pytest.fixture(scope="module")
def page_now(dbt) -> str:
    """The page as its commands give it now."""
    return writer.written_anew(PAGE, dbt, dbt.compiled)


def test_page_is_what_its_commands_give(page_now):
    """Every line between the marks: else run `.venv/bin/python scripts/write_backpropagation.py`."""
    assert page_now.splitlines() == PAGE.splitlines()


def test_every_cte_is_the_compiled_one(page_now, dbt):
    """What explain_step shows is what the model sends, to the letter."""
    compiled = dbt.compiled("small_iteration_01")
    ctes = re.findall(r"^```sql\n(\w+ as \(\n.*?\n\))\n```", PAGE, flags=re.MULTILINE | re.DOTALL)
    shown = [cte for cte in ctes if "{{" not in cte]
    assert len(shown) >= 10
    for cte in shown:
        assert cte in compiled


def test_rows_and_network_are_those_of_numpy():
    """The three rows of the model, and the weights of the drawing."""
    (sql,) = re.findall(r"```sql\n(select -1 as x1.*?)```", PAGE, flags=re.DOTALL)
    numbers = [[int(number) for number in re.findall(r"-?\d+(?= as)", line)] for line in sql.split("union all")]
    assert numbers == ROWS.tolist()
    drawn = {name: float(weight) for name, weight in re.findall(r'"(w2?_\d\d) = (\S+)"', PAGE)}
    weights = {name: value for name, value in NETWORK["initial_parameters"].items() if name.startswith("w")}
    assert drawn == weights


def test_tables_are_what_numpy_computes():
    """Each number that the formulas name."""
    parameters, seen = reference.to_row(LAYERS), set()
    for cte, rows in tables():
        for number, row in enumerate(rows):
            for column, text in row.items():
                if column in parameters:
                    expected = (parameters if cte == "state" else AFTER)[column]
                elif cte != "state" and column in COLUMNS:
                    expected = COLUMNS[column] if np.ndim(COLUMNS[column]) == 0 else COLUMNS[column][number]
                else:
                    continue
                shown = float({"True": 1, "False": 0}.get(text, text))
                assert shown == pytest.approx(expected, abs=SHOWN), f"{cte}, row {number + 1}: {column}"
                seen.add(column)
    per_row = {f"{name}_{number}" for name in ("x", "y", "h", "d", "passed_d") for number in (0, 1)}
    of_all = {"probs_1", "dscores_1", "example_loss", "loss"}
    assert seen >= per_row | of_all | set(parameters) | {f"d{name}" for name in parameters}


def test_sums_on_the_page_are_right():
    """Each `row 1: h_0 = … = …` gives what it says, which is what NumPy has for that row."""
    lines = re.findall(r"^(row (\d)|the step|the next row): (\w+) = (.*) = (\S+)$", PAGE, flags=re.MULTILINE)
    assert len(lines) >= 20
    functions = {"__builtins__": {}, "exp": math.exp, "ln": math.log, "max": max}
    for place, row, column, expression, result in lines:
        assert eval(expression.replace("·", "*"), functions) == pytest.approx(float(result), abs=SUMMED), column
        expected = AFTER[column] if place == "the next row" else COLUMNS[column]
        expected = expected[int(row) - 1] if row else expected
        assert float(result) == pytest.approx(expected, abs=SHOWN), f"{place}: {column}"


def test_losses_are_those_of_numpy():
    """A thousand iterations in one query, and the two models of the chain."""
    history = reference.train(LAYERS, X, LABELS, 1000, RATE, REG)
    rows = output("accuracy")
    assert {int(row["iteration"]) for row in rows} >= {1, 2, 1000}
    for row in rows:
        expected = history[int(row["iteration"])]
        assert float(row["loss"]) == pytest.approx(expected["loss"], abs=SHOWN)
        assert float(row["accuracy"]) == pytest.approx(expected["accuracy"], abs=SHOWN)


def test_both_gradients_are_those_of_numpy():
    """The table of finite differences has all parameters."""
    rows = {row["parameter"]: row for row in output("finite_difference")}
    assert rows.keys() == reference.to_row(LAYERS).keys()
    for name, row in rows.items():
        assert float(row["back_propagated"]) == pytest.approx(COLUMNS[f"d{name}"], abs=SHOWN)
        assert float(row["finite_difference"]) == pytest.approx(COLUMNS[f"d{name}"], abs=SHOWN)


def test_gradients_are_those_of_pytorch():
    """PyTorch's automatic differentiation, in float64, of the table `gradients`."""
    torch = pytest.importorskip("torch", reason="PyTorch is not installed: make install-reference")
    given = {
        name: torch.tensor(float(value), dtype=torch.float64, requires_grad=True)
        for name, value in NETWORK["initial_parameters"].items()
    }
    x = torch.tensor(X)
    d = [torch.relu(x[:, 0] * given[f"w_0{j}"] + x[:, 1] * given[f"w_1{j}"] + given[f"b_{j}"]) for j in (0, 1)]
    scores = [d[0] * given[f"w2_0{k}"] + d[1] * given[f"w2_1{k}"] + given[f"b2_{k}"] for k in (0, 1)]
    penalty = 0.5 * REG * sum(value**2 for name, value in given.items() if name.startswith("w"))
    loss = torch.nn.functional.cross_entropy(torch.stack(scores, dim=1), torch.tensor(LABELS)) + penalty
    loss.backward()
    [[gradients]] = [rows for cte, rows in tables() if cte == "gradients"]
    assert float(gradients["batch_loss"]) == pytest.approx(loss.item(), abs=SHOWN)
    for name, value in given.items():
        assert float(gradients[f"d{name}"]) == pytest.approx(value.grad.item(), abs=SHOWN), name
