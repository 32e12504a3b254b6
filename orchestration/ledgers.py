"""Assets for what every reader writes besides its own table: refused rows, unread numbers, the account of each report.

They are tables of their own in the raw layer, filled by all readers, and dbt reads them; so they stand between readers and staging. Belongs
here: showing them. Does not: writing them (the readers' assets do, each for its own reports).
"""

import dagster as dg
import polars as pl

from orchestration.home import DataHome
from orchestration.steps import step
from orchestration.tables import OWNERS, PREVIEW_ROWS, column_schema, description_of, place, preview
from sources.raw_layer import scan_table, table_dir
from sources.readers import SOURCES

# Table -> columns of the preview, and the column by which rows are counted.
LEDGERS = {
    "quarantine": (["file_name", "locator", "rule", "value", "message", "remedy"], "rule"),
    "unread_figure": (["as_printed", "reason", "explanation", "context"], "reason"),
    "row_balance": (
        ["report_month", "source", "outcome", "rows_read", "rows_accepted", "rows_quarantined", "rows_unread"],
        "outcome",
    ),
    "archive_removal": (["report_month", "source", "file_name", "size_bytes", "removed_on", "reason"], "source"),
}


def ledger_assets() -> list[dg.AssetsDefinition]:
    """The ledgers."""
    return [_ledger_asset(table, columns, counted_by) for table, (columns, counted_by) in LEDGERS.items()]


def _ledger_asset(table: str, columns: list[str], counted_by: str) -> dg.AssetsDefinition:
    @dg.asset(
        name=table,
        deps=["report", *sorted(SOURCES)],
        group_name="ledgers",
        description=description_of(table),
        kinds={"python", "parquet"},
        owners=OWNERS,
        tags={"layer": "raw"},
        metadata={"dagster/column_schema": column_schema(table)},
    )
    def collect(home: DataHome) -> dg.MaterializeResult:  # type: ignore[type-arg]
        settings = home.settings
        with step(settings):
            rows = scan_table(settings, table)
            counts = (
                rows.group_by(counted_by)
                .agg(pl.len().alias("rows"))
                .sort("rows", counted_by, descending=[True, False])
                .collect(engine="streaming")
            )
            total = int(counts["rows"].sum())
            return dg.MaterializeResult(
                metadata={
                    **(_balance(rows) if table == "row_balance" else {}),
                    "dagster/row_count": total,
                    f"by_{counted_by}": preview(counts),
                    "preview": preview(rows.head(PREVIEW_ROWS).collect(), columns, total),
                    "files": place(table_dir(settings, table)),
                }
            )

    return collect


def _balance(rows: pl.LazyFrame) -> dict[str, dg.MarkdownMetadataValue]:
    """The account of all reports by source: read = accepted + quarantined + unread."""
    counts = ["rows_read", "rows_accepted", "rows_quarantined", "rows_unread"]
    by_source = (
        rows.group_by("source")
        .agg(pl.len().alias("reports"), *(pl.col(name).sum() for name in counts))
        .sort("source")
        .collect(engine="streaming")
    )
    return {"balance_by_source": preview(by_source)}
