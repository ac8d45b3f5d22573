"""explain_step on BigQuery: Google's analyzer accepts each query that it sends, and it prints every CTE."""

import json

from networks import CASES


def test_explain_step(new_project, google):
    """The CTEs are DuckDB's."""
    project = new_project()
    case = CASES["softmax"]
    project.load_table("points", case.columns)
    project.write_network("network", case.description, data="source('tables', 'points')")
    arguments = json.dumps({"network": "network", "data": "tables.points", "where": "id < 9"})
    printed = {}
    for target in ("bigquery", "duckdb"):
        project.dbt("run", target=target)
        text = project.dbt("run-operation", "dbt_nn.explain_step", "--args", arguments, target=target).text
        printed[target] = [line for line in text.splitlines() if line.startswith("## ")]
    assert printed["bigquery"] == printed["duckdb"]
    assert printed["bigquery"][-1] == "## update"
    assert any("select * from update" in sent.sql for sent in project.statements)
    assert project.refusals(google) == []
