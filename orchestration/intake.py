"""Assets of intake: the register of reports, the register of deliveries, and what was not taken in.

Belongs here: what Dagster shows of intake. Does not: how a file is recognised, dated and archived (`sources.intake`).
"""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import dagster as dg
import polars as pl
from pydantic import Field

from orchestration.home import DataHome
from orchestration.steps import step
from orchestration.tables import OWNERS, column_schema, description_of, place, preview
from sources.intake import IntakeResult, take_in
from sources.migrations import bring_up_to_date
from sources.raw_layer import read_table, table_dir
from sources.settings import Settings

REGISTERS = ("report", "delivery", "refused_file")
SHOWN = {
    "report": ["report_month", "source", "file_name", "title", "publisher", "published_on", "archive_path"],
    "delivery": ["file_name", "sequence", "report_id", "received_at"],
    "refused_file": ["file_name", "rule", "message", "remedy"],
}
NEWEST_FIRST = ("report", "delivery")


class InboxFiles(dg.Config):
    """Which files of the inbox a run takes in."""

    files: dict[str, str] = Field(
        default={}, description="name -> stamp, as the sensor saw them; empty: all that lie there"
    )


def intake_assets() -> list[dg.AssetsDefinition]:
    """One step, three assets: intake enters a report and its delivery together, or says why it did not."""

    @dg.multi_asset(name="intake", specs=[_spec(table) for table in REGISTERS], can_subset=False)
    def take_in_inbox(config: InboxFiles, home: DataHome) -> Iterator[dg.MaterializeResult]:  # type: ignore[type-arg]
        settings = home.settings
        with step(settings):
            bring_up_to_date(settings)
            result = take_in(settings, datetime.now(UTC), only=config.files or None)
            shown = {table: _metadata(settings, table) | _found(settings, result) for table in REGISTERS}
        for table, metadata in shown.items():
            yield dg.MaterializeResult(asset_key=table, metadata=metadata)

    return [take_in_inbox]


def _spec(table: str) -> dg.AssetSpec:
    return dg.AssetSpec(
        table,
        group_name="intake",
        description=description_of(table),
        kinds={"python", "parquet"},
        owners=OWNERS,
        tags={"layer": "raw"},
        metadata={"dagster/column_schema": column_schema(table)},
    )


def _metadata(settings: Settings, table: str) -> dict[str, Any]:
    newest_first = table in NEWEST_FIRST
    order = ["received_at", "file_name"] if newest_first else ["file_name", "rule"]
    rows = read_table(settings, table).sort(order, descending=[newest_first, False])
    return {
        "dagster/row_count": rows.height,
        "latest" if newest_first else "preview": preview(rows, SHOWN[table]),
        "files": place(table_dir(settings, table)),
        "archive": place(settings.archive_dir),
    }


def _found(settings: Settings, result: IntakeResult) -> dict[str, Any]:
    new = [asdict(report) for report in result.new_reports]
    frame = pl.DataFrame(new, schema={"report_month": pl.String, "source": pl.String, "file_name": pl.String})
    return {
        "inbox": place(settings.inbox_dir),
        "files_found": result.files,
        "new_reports": len(new),
        "new_deliveries": result.new_deliveries,
        "new": preview(frame.sort("report_month", "file_name")),
        "repaired": dg.MetadataValue.json(result.repaired.removed),
        "refused": len(result.refused),
        "refused_files": dg.MetadataValue.json([asdict(refused) for refused in result.refused]),
    }
