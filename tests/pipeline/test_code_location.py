"""The code location as Dagster sees it: whole, connected, described, with the checks that stop and those that warn."""

import subprocess
import sys
import sysconfig
from pathlib import Path

import dagster as dg
import pytest
import yaml

from orchestration import environment, manifest
from orchestration.definitions import load
from orchestration.stages import CODE_LOCATION
from sources.contracts.registry import contracts
from sources.readers import SOURCES
from sources.settings import PROJECT_ROOT, Settings

pytestmark = pytest.mark.pipeline

DBT = PROJECT_ROOT / "dbt_project"


@pytest.fixture(scope="module")
def location() -> dg.Definitions:
    manifest.prepare()
    return load()


@pytest.fixture(scope="module")
def specs(location: dg.Definitions) -> dict[str, dg.AssetSpec]:
    return {spec.key.to_user_string(): spec for spec in location.resolve_all_asset_specs()}


def test_the_manifest_is_current_and_holds_no_path_of_a_data_home() -> None:
    manifest.prepare()
    assert manifest.is_current()
    assert not manifest.prepare(), "a second time there is nothing to do"
    assert manifest.NO_DATA_HOME not in manifest.MANIFEST.read_text(encoding="utf-8")


def test_every_raw_table_and_every_dbt_table_is_an_asset(specs: dict[str, dg.AssetSpec]) -> None:
    assert set(contracts()) <= set(specs)
    for folder, suffix in (("models", "*.sql"), ("seeds", "*.csv")):
        for path in (DBT / folder).rglob(suffix):
            name = f"audit/{path.stem}" if "audit" in path.relative_to(DBT).parts else path.stem
            assert name in specs, path


def test_the_graph_is_connected_from_report_to_release(specs: dict[str, dg.AssetSpec]) -> None:
    known = {spec.key for spec in specs.values()}
    assert all(dep.asset_key in known for spec in specs.values() for dep in spec.deps), "a dependency outside the graph"
    upstream: set[dg.AssetKey] = set()
    waiting = [dg.AssetKey("release")]
    while waiting:
        for dep in specs[waiting.pop().to_user_string()].deps:
            if dep.asset_key not in upstream:
                upstream.add(dep.asset_key)
                waiting.append(dep.asset_key)
    assert {dg.AssetKey(name) for name in contracts()} <= upstream


def test_every_asset_has_a_group_an_owner_and_a_kind(specs: dict[str, dg.AssetSpec]) -> None:
    groups = {
        "intake",
        "readers",
        "ledgers",
        "reference",
        "staging",
        "intermediate",
        "register",
        "dimensions",
        "facts",
        "marts",
        "audit",
        "release",
    }
    assert {spec.group_name for spec in specs.values()} == groups
    for name, spec in specs.items():
        assert spec.owners, name
        assert spec.kinds, name
    for name in (*contracts(), "release"):
        assert specs[name].description, name


def test_contract_and_balance_stop_what_comes_after_and_a_refusal_does_not(location: dg.Definitions) -> None:
    checks = {spec.key: spec for assets in location.assets or [] for spec in assets.check_specs}  # type: ignore[union-attr]  (all are definitions)
    for source in SOURCES:
        blocking = {
            name: checks[dg.AssetCheckKey(dg.AssetKey(source), name)].blocking
            for name in ("contract_holds", "rows_balance", "nothing_refused")
        }
        assert blocking == {"contract_holds": True, "rows_balance": True, "nothing_refused": False}
    of_dbt = [key for key in checks if key.name.endswith(("_is_well_formed", "_references_exist"))]
    assert of_dbt, "dbt's tests are checks"


def test_dbt_is_called_once(location: dg.Definitions) -> None:
    steps = location.resolve_job_def("publish").graph.node_dict
    assert [name for name in steps if name.startswith("dbt_build")] == ["dbt_build"]


def test_whatever_writes_the_build_file_is_in_one_pool(location: dg.Definitions) -> None:
    steps = location.resolve_job_def("warehouse").graph.node_dict
    assert {name for name, node in steps.items() if node.definition.pool == "warehouse"} == {"dbt_build", "release"}  # type: ignore[attr-defined]  (ops)


def test_dagster_itself_accepts_the_location_with_the_project_s_own_instance(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "home")
    with environment.applied(settings):
        manifest.prepare()
        with dg.DagsterInstance.get() as instance:
            assert not instance.telemetry_enabled
            assert instance.get_concurrency_config().pool_config.default_pool_limit == 1
            assert not instance.nux_enabled
        command = [
            Path(sysconfig.get_path("scripts")) / "dagster",
            "definitions",
            "validate",
            "-w",
            PROJECT_ROOT / "workspace.yaml",
        ]
        done = subprocess.run(command, cwd=settings.dagster_dir, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (settings.dagster_dir / "dagster.yaml").resolve() == PROJECT_ROOT / "dagster.yaml"


def test_the_ui_counts_runs_of_the_command_among_those_of_the_location() -> None:
    (entry,) = yaml.safe_load((PROJECT_ROOT / "workspace.yaml").read_text(encoding="utf-8"))["load_from"]
    assert CODE_LOCATION.endswith(f"@{entry['python_module']['location_name']}")


def test_importing_the_location_starts_nothing_and_reads_no_manifest() -> None:
    code = "import orchestration.definitions, orchestration.run, sys; sys.exit('dbt.cli.main' in sys.modules)"
    environment_without_path = {"PATH": ""}
    subprocess.run([sys.executable, "-c", code], cwd=PROJECT_ROOT, env=environment_without_path, check=True)
