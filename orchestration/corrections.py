"""The asset of corrections: what people decided, matched with what was read, and the check that stops a run where it no longer matches.

Belongs here: what Dagster shows of it. Does not: the file's form and what a decision means (`sources.corrections`).
"""

from datetime import UTC, datetime

import dagster as dg
import polars as pl

from orchestration.home import DataHome
from orchestration.steps import step
from orchestration.tables import OWNERS, column_schema, description_of, place, preview
from sources.corrections import Refreshed, refresh
from sources.corrections.refresh import TABLE
from sources.migrations import require_current
from sources.raw_layer import read_table, table_dir
from sources.readers import SOURCES
from sources.settings import Settings

CHECK = "corrections_match"
APPLIED = "applied_sha256"
SHOWN = ["action", "as_printed", "changed_columns", "measure", "value", "area_name", "why", "decided_by", "decided_on"]


def correction_assets() -> list[dg.AssetsDefinition]:
    """One asset. Its data version is the hash of the file's bytes."""

    @dg.asset(
        name=TABLE,
        deps=["report", "delivery", "unread_figure", "row_balance", *sorted(SOURCES)],
        group_name="ledgers",
        description=description_of(TABLE),
        kinds={"python", "yaml", "parquet"},
        owners=OWNERS,
        tags={"layer": "raw"},
        metadata={"dagster/column_schema": column_schema(TABLE)},
        check_specs=[
            dg.AssetCheckSpec(
                CHECK,
                asset=TABLE,
                blocking=True,
                description="Every entry of corrections.yml is well-formed and still means the figure that it was written for.",
            )
        ],
    )
    def match_corrections(home: DataHome) -> dg.MaterializeResult:  # type: ignore[type-arg]
        settings = home.settings
        with step(settings):
            require_current(settings)
            return shown(settings, refresh(settings, datetime.now(UTC).date()))

    return [match_corrections]


def applied_sha256(instance: dg.DagsterInstance) -> str | None:
    """The file of corrections that was applied last, None if it decided nothing: what the release that follows is made of."""
    event = instance.get_latest_materialization_event(dg.AssetKey(TABLE))
    found = event.asset_materialization.metadata.get(APPLIED) if event and event.asset_materialization else None
    return str(found.value) or None if found else None


def shown(settings: Settings, refreshed: Refreshed) -> dg.MaterializeResult:  # type: ignore[type-arg]
    """What became of the file, as metadata, data version and check result."""
    rows = read_table(settings, TABLE)
    counts = rows.group_by("action").agg(pl.len().alias("rows")).sort("action")
    problems = refreshed.told
    return dg.MaterializeResult(
        data_version=dg.DataVersion(refreshed.sha256),
        metadata={
            "dagster/row_count": rows.height,
            "file": dg.MetadataValue.path(refreshed.file),
            "kept_in": refreshed.archived or "nothing to keep",
            APPLIED: refreshed.sha256 if refreshed.archived else "",
            "by_action": preview(counts),
            "preview": preview(rows, SHOWN),
            "files": place(table_dir(settings, TABLE)),
        },
        check_results=[
            dg.AssetCheckResult(
                passed=not problems,
                check_name=CHECK,
                description="\n".join([f"{len(problems)} problems, nothing was built", *problems])
                if problems
                else None,
                metadata={"entries": len(refreshed.rows), "problems": len(problems)},
            )
        ],
    )
