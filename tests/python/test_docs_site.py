"""The docs site is a manual of the project, whole and without dead links, and stays out of a user's own."""

import json
import re
import sys

import pytest
from conftest import REPOSITORY

sys.path.append(str(REPOSITORY / "scripts"))

import check_documentation


@pytest.fixture(scope="module")
def site(new_chain):
    """The folder of the site of this project, its tables built."""
    chain = new_chain()
    chain.dbt("build", "--resource-type", "seed", "--resource-type", "model")
    chain.dbt("docs", "generate")
    return chain.folder / "target"


@pytest.fixture(scope="module")
def manifest(site):
    """What dbt knows of the project."""
    return json.loads((site / "manifest.json").read_text(encoding="utf-8"))


def test_every_model_and_column_is_described(site, capsys):
    """Those that the warehouse has, too."""
    assert check_documentation.main([str(site / "manifest.json"), str(site / "catalog.json")]) == 0, (
        capsys.readouterr().out
    )


def test_an_undescribed_column_is_found(site, manifest, tmp_path, capsys):
    """The check names the model and the column."""
    del manifest["nodes"]["model.dbt_nn.iteration_07"]["columns"]["w2_11"]
    (tmp_path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    assert check_documentation.main([str(tmp_path / "manifest.json"), str(site / "catalog.json")]) == 1
    fault = "models/training/iteration_07.sql: iteration_07 has the column w2_11, which is not described"
    assert fault in capsys.readouterr().out


def test_no_link_is_dead(manifest):
    """What the pages of the site link to is there, in the group that the link names."""
    known = {**manifest["nodes"], **manifest["macros"], **manifest["exposures"]}
    kinds = {key: node["resource_type"] for key, node in known.items()}
    texts = [text["block_contents"] for key, text in manifest["docs"].items() if key.startswith("doc.dbt_nn.")]
    links = [link for text in texts for link in re.findall(r"#!/(model|seed|macro|exposure)/([\w.]+)", text)]
    assert links
    for kind, target in links:
        assert kinds.get(target) == kind, f"{target} is no {kind}"


def test_contents_are_complete(manifest):
    """Every model, seed and exposure stands in the project's contents, and every public macro in the package's."""
    contents = manifest["docs"]["doc.dbt_nn.__overview__"]["block_contents"]
    nodes = [*manifest["nodes"].values(), *manifest["exposures"].values()]
    names = {node["name"] for node in nodes if node["resource_type"] in {"model", "seed", "exposure"}}
    missing = {name for name in names if f"[{name}]" not in contents}
    assert missing == {f"iteration_{number:02}" for number in range(2, 10)}

    contents = manifest["docs"]["doc.dbt_nn.__dbt_nn__"]["block_contents"]
    macros = [macro for macro in manifest["macros"].values() if macro["package_name"] == "dbt_nn"]
    public = {macro["name"] for macro in macros if macro["docs"]["show"] and not macro["name"].startswith("_")}
    assert {name for name in public if f"/macro.dbt_nn.{name})" not in contents} == set()


def test_formulas_name_the_parts_of_the_query(site, manifest):
    """Each CTE that the formulas are set beside is one of the compiled query."""
    compiled = (site / "compiled/dbt_nn/models/training/iteration_02.sql").read_text(encoding="utf-8")
    description = manifest["nodes"]["model.dbt_nn.iteration_02"]["description"]
    named = re.findall(r"^    (\w+) {4,}\w", description, flags=re.MULTILINE)
    assert {"linear_1", "forward_1", "forward_2", "softmax", "loss", "back_2", "back_1", "gradients", "update"} == set(
        named
    )
    for cte in named:
        assert f"\n{cte} as (" in compiled


def test_a_users_project_is_left_alone(new_project):
    """Models that are called like this project's get none of its tests, and the home page of the site is the user's."""
    project = new_project()
    outputs = {"duckdb": {"type": "duckdb", "path": str(project.database)}}
    project.write("profiles.yml", {"user": {"target": "duckdb", "outputs": outputs}})
    project.write(
        "dbt_project.yml", {"name": "user", "profile": "user", "flags": {"send_anonymous_usage_stats": False}}
    )
    names = {model.stem for model in (REPOSITORY / "models").glob("*/*.sql")}
    for name in names:
        project.write_model(name, "select 1 as iteration")
    project.dbt("parse")
    written = json.loads((project.folder / "target" / "manifest.json").read_text(encoding="utf-8"))
    nodes = [node for node in written["nodes"].values() if node["resource_type"] != "operation"]
    assert {node["resource_type"] for node in nodes} == {"model"}
    assert {(node["package_name"], node["name"]) for node in nodes} == {("user", name) for name in names}
    assert not written["unit_tests"]
    assert not written["exposures"]
    assert "doc.dbt_nn.__overview__" not in written["docs"]
    assert "doc.dbt_nn.__dbt_nn__" in written["docs"]
