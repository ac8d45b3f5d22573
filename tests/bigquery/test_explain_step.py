"""explain_step on BigQuery: Google's analyzer accepts each query that it sends, and it prints every CTE."""

import json

import pytest
from networks import CASES


@pytest.mark.parametrize("name", ["softmax", "softmax_lists"])
def test_explain_step(new_project, google, name):
    """The CTEs are DuckDB's, but for its blocks of lists: on BigQuery an example stays a row."""
    project = new_project()
    case = CASES[name]
    project.load_table("points", case.columns)
    project.write_network("network", case.description, data="source('tables', 'points')")
    arguments = json.dumps({"network": "network", "data": "tables.points", "where": "id < 9"})
    printed = {}
    for target in ("bigquery", "duckdb"):
        project.dbt("run", target=target)
        text = project.dbt("run-operation", "dbt_nn.explain_step", "--args", arguments, target=target).text
        printed[target] = [line for line in text.splitlines() if line.startswith("## ")]
    if case.layout == "columns":
        assert printed["bigquery"] == printed["duckdb"]
    else:
        assert {"## softmax", "## loss", "## back_1", "## totals", "## gradients"} <= {*printed["bigquery"]}
    assert printed["bigquery"][-1] == "## update"
    assert any("select * from update" in sent.sql for sent in project.statements)
    assert project.refusals(google) == []
