"""The project integration_tests, a user's project, on both engines: with it runs every public macro of the package."""

import json
import shutil

import pytest
import yaml
from conftest import PROJECT_ID, REPOSITORY, TwoEngines
from test_emulator import check_same

# The emulator is slow at scripts: few iterations, and no judgement of how good the networks are.
FEW = ["--vars", "iterations: 3"]

# The emulator cannot read the model that quotes a name with backticks in it; Google's analyzer can.
UNREADABLE = "unit_literals"

# Of the unit tests those of the engine, which is what differs; what the others compute, test_reference_engine.py has on
# Google's own engine.
SELECTION = ["--exclude", UNREADABLE, "literals_keep_their_value"]
for folder in ("network", "results", "step", "training"):
    SELECTION.append(f"resource_type:unit_test,path:models/unit/{folder}")

# The public macros that no model, test or hook of the project calls, and what each is called with.
OPERATIONS = {
    "estimate_cost": "{num_rows: 1000, network: {features: [x], label: y, classes: [0, 1], hidden_units: []}}",
    "explain_step": "{network: species_network, data: penguins_train}",
    "print_network": "{network: species_network}",
}


@pytest.fixture(scope="module")
def project(tmp_path_factory, endpoint):
    """The project, its own profile sent to the emulator, built on both engines, with fewer rows and hidden units."""
    folder = tmp_path_factory.mktemp("integration") / "project"
    ignored = shutil.ignore_patterns("target", "dbt_packages", "logs", "*.duckdb", "packages.yml", "package-lock.yml")
    shutil.copytree(REPOSITORY / "integration_tests", folder, ignore=ignored)
    header, *diamonds = (folder / "seeds" / "diamonds.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    project = TwoEngines(folder, endpoint)
    project.add_package()
    profiles = yaml.safe_load((folder / "profiles.yml").read_text(encoding="utf-8"))
    project.write("profiles.yml", {"dbt_nn_integration_tests": profiles["dbt_nn"]})
    project.write("seeds/diamonds.csv", "".join([header, *diamonds[::9]]))
    for network, hidden_units in {
        "penguins/species_network.sql": "[8]",
        "tumours/tumours.yml": "[8]",
        "diamonds/diamonds.yml": "[4]",
        "customers/segment_network.sql": "[8]",
    }.items():
        text = (folder / "models" / network).read_text(encoding="utf-8")
        assert text.count(hidden_units) == 1
        project.write(f"models/{network}", text.replace(hidden_units, "[2]"))
    # The project asks these only after a full training, or of the flights.
    project.write("tests/loss.sql", "{{ dbt_nn.test_loss_below(ref('segment_network'), value=9) }}")
    project.write("tests/accuracy.sql", "{{ dbt_nn.test_accuracy_at_least(ref('segment_evaluation'), value=0) }}")
    network, data = "ref('segment_network')", "ref('customers_test')"
    project.write("tests/recall.sql", f"{{{{ dbt_nn.test_measure_at_least({network}, 'recall', 0, {data}) }}}}")
    project.write("tests/area.sql", "{{ dbt_nn.test_measure_at_most(ref('segment_evaluation'), 'roc_auc', 1) }}")
    project.write(
        "tests/baseline.sql",
        f"select * from ({{{{ dbt_nn.test_better_than_baseline({network}, {data}, margin=1) }}}}) as judged "
        "where not baseline between 0 and 1",
    )
    for target in ("bigquery", "duckdb"):
        project.dbt("build", *FEW, *SELECTION, target=target)
    # No statement made the seeds: Google's analyzer has to be told of them.
    names = {"FLOAT": "FLOAT64", "INTEGER": "INT64"}
    for seed in ("customers", "diamonds", "penguins", "tumours"):
        columns = project.client.get_table(f"{PROJECT_ID}.{project.dataset}.{seed}").schema
        project.types[seed] = {column.name: names.get(column.field_type, column.field_type) for column in columns}
    return project


@pytest.mark.parametrize(
    ("table", "order"),
    [
        ("species_predictions", "penguin_id"),
        ("species_inputs", "penguin_id"),
        ("species_by_function", "penguin_id"),
        ("species_by_select", "penguin_id"),
        ("species_evaluation", "1"),
        ("species_weights", "layer, input, unit"),
        ("species_confusion_matrix", "expected_label"),
        ("species_feature_importance", "feature"),
        ("diagnosis_network", "iteration"),
        ("diagnosis_roc_curve", "threshold desc, true_positives"),
        ("price_network", "iteration"),
        ("price_predictions", "diamond_id"),
        ("segment_predictions", "customer_id"),
    ],
)
def test_both_engines_agree(project, table, order):
    """The same split, the same features, the same functions, the same network: the same numbers."""
    check_same(project, table, order)


def test_every_public_macro_runs(project, google, say):
    """Each public macro is called in what runs on the emulator and on DuckDB, and Google accepts every statement."""
    light = "select body_mass_g from {{ ref('penguins') }} where body_mass_g < 3000"
    project.write("tests/no_penguin_is_light.sql", light)
    public = public_macros(project)
    for target in ("bigquery", "duckdb"):
        # A test that fails, for the hook that explains it.
        explained = project.dbt("test", *FEW, "--select", "no_penguin_is_light", target=target, fails=True)
        assert "no_penguin_is_light failed on:" in explained.text
        for macro in OPERATIONS.keys() & public:
            project.dbt("run-operation", f"dbt_nn.{macro}", "--args", OPERATIONS[macro], *FEW, target=target)
        missing = sorted(public - project.called[target])
        assert not missing, f"Call them in integration_tests, or in OPERATIONS here; on {target} nothing did: {missing}"
    # The macros' own unit tests show standard SQL beside BigQuery's, which BigQuery need not take.
    project.not_judged = ".unit_"
    say(project.check_statements(google, *FEW, *SELECTION))
    project.dbt("compile", *FEW, "--select", UNREADABLE)
    assert google.check(project.compiled(UNREADABLE)) is None
    say(f"{len(public)} public macros ran on DuckDB and on the emulator, and under Google's analyzer.")


def public_macros(project) -> set[str]:
    """The names of the macros that the documentation shows: not those of engines, as `duckdb__x`, nor internal ones."""
    manifest = json.loads((project.folder / "target" / "manifest.json").read_text(encoding="utf-8"))
    ours = [macro for macro in manifest["macros"].values() if macro["package_name"] == "dbt_nn"]
    public = {macro["name"] for macro in ours if macro["docs"]["show"]}
    assert {"train", "predict", "test_loss_below", "test_better_than_baseline"} <= public
    return public
