"""The dbt project as assets: each model and seed an asset, each test a check, one dbt call a run.

Belongs here: how dbt's names become Dagster's, running dbt, row counts. Does not: SQL, and when the manifest is made (`orchestration.manifest`).
"""

import time
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings, DbtCliResource, DbtProject, dbt_assets
from dagster_dbt.compat import DBT_PYTHON_VERSION
from dagster_dbt.core.dbt_cli_invocation import DbtCliInvocation
from packaging.version import Version

from orchestration import manifest
from orchestration.broken_rules import broken_rules
from orchestration.build_file import is_damaged, set_aside
from orchestration.home import DataHome
from orchestration.steps import step
from orchestration.tables import OWNERS
from sources.migrations import require_current
from sources.raw_lock import frozen
from sources.settings import Settings

POOL = "warehouse"
DBT_UNIQUE_ID = "unique_id"
WAIT_FOR_BUILD_FILE_SECONDS = 120


class WarehouseTranslator(DagsterDbtTranslator):
    """dbt -> Dagster: a table is named as it is in SQL, a layer is a group, a raw table is the reader's asset."""

    def __init__(self) -> None:
        super().__init__(DagsterDbtTranslatorSettings(enable_source_tests_as_checks=True))

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        """The name; in audit with the layer before it, because audit shows raw tables under the names that they have there."""
        name = str(dbt_resource_props["name"])
        return dg.AssetKey(["audit", name] if dbt_resource_props["schema"] == "audit" else [name])

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str:
        """The schema; in marts also what kind of table it is, or one group would hold half the graph."""
        schema = str(dbt_resource_props["schema"])
        if schema != "marts":
            return schema
        prefix = dbt_resource_props["name"].split("_")[0]
        return {"dim": "dimensions", "bridge": "facts", "fct": "facts", "rpt": "marts"}.get(prefix, "marts")

    def get_asset_check_spec(
        self, asset_spec: dg.AssetSpec, manifest: Mapping[str, Any], unique_id: str, project: DbtProject | None
    ) -> dg.AssetCheckSpec | None:
        """As dagster-dbt has it, but a test of a raw table does not block in Dagster: dbt itself builds nothing behind it, and Dagster would
        split the one dbt call in two, to get at the ledgers between them."""
        spec = super().get_asset_check_spec(asset_spec, manifest, unique_id, project)
        if spec is not None and spec.asset_key in self._raw_tables(manifest):
            return spec._replace(blocking=False)
        return spec

    def _raw_tables(self, manifest: Mapping[str, Any]) -> set[dg.AssetKey]:
        return {self.get_asset_key(source) for source in manifest["sources"].values()}

    def get_owners(self, dbt_resource_props: Mapping[str, Any]) -> list[str]:
        return OWNERS

    def get_tags(self, dbt_resource_props: Mapping[str, Any]) -> Mapping[str, str]:
        return {**super().get_tags(dbt_resource_props), "layer": str(dbt_resource_props["schema"])}


class LeanDbt(DbtCliResource):
    """dbt's command without two detours of dagster-dbt: asking `dbt --version` in a process of its own (3.2 s measured) and opening
    an adapter in this process (3.0 s) that only counts rows, which `row_counts` does in milliseconds.
    """

    @cached_property
    def _cli_version(self) -> Version:
        assert DBT_PYTHON_VERSION is not None, "dbt-core is among the locked packages"  # noqa: S101  (narrows a type)
        return DBT_PYTHON_VERSION

    def _initialize_dbt_core_adapter(self, args: object) -> None:  # type: ignore[override]
        return None


def dbt_resource() -> DbtCliResource:
    """dbt of this environment on the project of this checkout."""
    return LeanDbt(
        project_dir=str(manifest.DBT_PROJECT_DIR),
        profiles_dir=str(manifest.DBT_PROJECT_DIR),
        dbt_executable=str(manifest.prepared_dbt_executable()),
        # No log of its own: what it says is in Dagster's, and writing it a second time takes a tenth of the time.
        global_config_flags=["--no-use-colors", "--log-level-file", "none"],
    )


def warehouse_assets() -> dg.AssetsDefinition:
    """All models, seeds and tests. Needs a prepared manifest; raises DbtProjectError naming the command that prepares it."""
    if not manifest.MANIFEST.exists():
        raise manifest.DbtProjectError(
            f"{manifest.MANIFEST} is missing; `make ui` and `cakupan run` prepare it, or: python -m orchestration.manifest"
        )

    @dbt_assets(manifest=manifest.MANIFEST, dagster_dbt_translator=WarehouseTranslator(), name="dbt_build", pool=POOL)
    def dbt_build(context: dg.AssetExecutionContext, dbt: DbtCliResource, home: DataHome) -> Iterator[Any]:
        settings = home.settings
        with step(settings):
            require_current(settings)
            wait_for_build_file(settings)
            # Unit tests prove the code, not the data; the test suite runs them.
            arguments = ["build", "--exclude-resource-type", "unit_test"]
            with frozen(settings):
                invocation = dbt.cli(arguments, context=context, target_path=settings.build_dir / "dbt")
                yield from _with_what_was_found(context, settings, invocation)

    return dbt_build


def wait_for_build_file(settings: Settings) -> None:
    """Wait until nobody writes the build file. A run that was killed leaves a dbt process that finishes its model first.

    A build file that DuckDB cannot make sense of is set aside: dbt makes all of it again.

    Raises dg.Failure after WAIT_FOR_BUILD_FILE_SECONDS, with DuckDB's words, which name the process.
    """
    settings.build_dir.mkdir(parents=True, exist_ok=True)
    deadline = time.monotonic() + WAIT_FOR_BUILD_FILE_SECONDS
    while settings.build_database.exists():
        try:
            duckdb.connect(str(settings.build_database)).close()
            return
        except duckdb.Error as error:
            if is_damaged(error):
                set_aside(settings.build_database)
                return
            if "lock" not in str(error) or time.monotonic() > deadline:
                raise dg.Failure(f"{settings.build_database} cannot be opened for writing: {error}") from error
            time.sleep(1)


def row_counts(build_database: Path) -> dict[str, int]:
    """Rows of every table of the build, by name, counted in one query."""
    with duckdb.connect(str(build_database), read_only=True) as connection:
        tables = connection.execute(
            "select schema_name, table_name from duckdb_tables() where database_name = current_database()"
        ).fetchall()
        counts = [f"(select count(*) from {_quoted(schema)}.{_quoted(name)})" for schema, name in tables]  # noqa: S608  (quoted)
        rows = connection.execute(f"select {', '.join(counts)}").fetchall()[0] if counts else ()
    return {name: rows[position] for position, (_, name) in enumerate(tables)}


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def end(invocation: DbtCliInvocation) -> None:
    """End dbt's process if it still works: its events can no longer be followed, and it would hold the build file."""
    if invocation.process.poll() is None:
        invocation.process.terminate()
        invocation.process.wait()


def _with_what_was_found(
    context: dg.AssetExecutionContext, settings: Settings, invocation: DbtCliInvocation
) -> Iterator[Any]:
    """dbt's events, held back until dbt has let go of the file, so that each table's count and each check's findings go with its event."""
    held: list[Any] = []
    failure: Exception | None = None
    try:
        held.extend(invocation.stream())
    except Exception as error:  # noqa: BLE001  (whatever it was, what dbt had finished is told first; it is raised again below)
        failure = error
        end(invocation)
    counts = row_counts(settings.build_database) if failure is None else {}
    found = _findings(settings, invocation, held)
    for event in held:
        if isinstance(event, dg.Output):
            count = counts.get(context.asset_key_for_output(event.output_name).path[-1])
            if count is not None:
                context.add_output_metadata({"dagster/row_count": count}, output_name=event.output_name)
        if isinstance(event, dg.AssetCheckResult) and (told := found.get(_dbt_name(event))):
            event = event._replace(description=told)  # noqa: PLW2901
        yield event
    if failure is not None:
        raise failure


def _findings(settings: Settings, invocation: DbtCliInvocation, held: list[Any]) -> dict[str, str]:
    if all(event.passed for event in held if isinstance(event, dg.AssetCheckResult)):
        return {}
    return broken_rules(
        settings.data, settings.build_database, invocation.target_path / "run_results.json", manifest.MANIFEST
    )


def _dbt_name(check: dg.AssetCheckResult) -> str:
    """dbt's name of the test that this is the result of."""
    return str(check.metadata[DBT_UNIQUE_ID].value) if DBT_UNIQUE_ID in (check.metadata or {}) else ""
