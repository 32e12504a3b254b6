"""What Dagster shows and checks of a register's months: counted on the files, row group by row group, nothing of a person shown.

Belongs here: the same metadata and checks as other readers have (readers.py, checks.py), in bounded memory. Does not: reading registers.
"""

from collections import Counter
from pathlib import Path

import dagster as dg
import polars as pl
import pyarrow.parquet as pq

from orchestration import checks
from orchestration.tables import PREVIEW_ROWS, as_text, place, preview
from sources.contracts.registry import contracts
from sources.contracts.vectorised import failures
from sources.raw_layer import files_of, row_count, scan_table, table_dir, table_schema
from sources.settings import Settings

LISTED_NAMES = 50


def shown(
    settings: Settings,
    source: str,
    months: list[str],
    *,
    reports: pl.DataFrame,
    balances: pl.DataFrame,
    read_now: dict[str, int],
) -> dg.MaterializeResult:  # type: ignore[type-arg]
    """Metadata and check results of the registers of one source in these months. `reports` and `balances` are their rows of those tables."""
    files = files_of(settings, source, reports)
    accepted = scan_table(settings, source, files)
    quarantined = scan_table(settings, "quarantine", files_of(settings, "quarantine", reports))
    unread = scan_table(settings, "unread_figure", files_of(settings, "unread_figure", reports))
    names = reports.sort("report_month", "file_name")["file_name"].to_list()
    totals = {name: int(balances[name].sum()) for name in ("rows_read", *checks.ACCOUNTED)}
    return dg.MaterializeResult(
        metadata={
            "dagster/partition_row_count": sum(row_count(file) for file in files),
            "months": ", ".join(months) or "none with reports",
            "reports": reports.height,
            "reports_refused": balances.filter(pl.col("outcome") == "refused").height,
            "report_names": dg.MetadataValue.md(
                "\n".join(f"- {as_text(name)}" for name in names[:LISTED_NAMES]) or "*none*"
            ),
            **totals,
            "read_now": dg.MetadataValue.json(read_now),
            "refused_by_rule": preview(_by_rule(quarantined)),
            "raw_files": place(table_dir(settings, source)),
            "archive": place(settings.archive_dir),
        },
        check_results=[
            checks.of_months(contract_holds(source, files), months),
            checks.of_months(checks.rows_balance(reports, balances, accepted, quarantined, unread), months),
            nothing_refused(quarantined),
        ],
    )


def contract_holds(source: str, files: list[Path]) -> dg.AssetCheckResult:
    """Ask the contract of every accepted row anew. What breaks it is counted by column and rule; values are shown to nobody."""
    contract, schema = contracts()[source], table_schema(source)
    rows, broken = 0, Counter[tuple[str, str]]()
    for file in files:
        with pq.ParquetFile(file) as parquet:
            for group in range(parquet.num_row_groups):
                frame = pl.DataFrame(pl.from_arrow(parquet.read_row_group(group)))
                rows += frame.height
                if (columns := _other_columns(frame, schema)) is not None:
                    broken[(columns, "the file has other columns or types")] += frame.height
                    continue
                found = failures(contract, frame).group_by("column", "rule").len().rows()
                broken.update({(column or "row", rule): count for column, rule, count in found})
    cases = pl.DataFrame(
        [(column, rule, count) for (column, rule), count in sorted(broken.items())],
        schema={"column": pl.String, "rule": pl.String, "rows": pl.Int64},
        orient="row",
    )
    return dg.AssetCheckResult(
        passed=cases.is_empty(),
        check_name="contract_holds",
        description=None
        if cases.is_empty()
        else f"{cases['rows'].sum()} cases break the contract {source}; see the metadata",
        metadata={"rows": rows, "broken_rules": int(cases["rows"].sum()), "cases": preview(cases)},
    )


def _other_columns(frame: pl.DataFrame, schema: pl.Schema) -> str | None:
    if frame.schema == schema:
        return None
    return ", ".join(sorted(name for name in {*frame.columns, *schema} if frame.schema.get(name) != schema.get(name)))


def nothing_refused(quarantined: pl.LazyFrame) -> dg.AssetCheckResult:
    """Warn if a register or a row of one was refused: how many by which rule, and the first of them."""
    refused = (
        quarantined.select("report_id", "raw_table", "row_number")
        .unique()
        .select(pl.len())
        .collect(engine="streaming")
        .item()
    )
    first = quarantined.select("file_name", "locator", "rule", "message", "remedy").head(PREVIEW_ROWS).collect()
    return dg.AssetCheckResult(
        passed=refused == 0,
        check_name="nothing_refused",
        severity=dg.AssetCheckSeverity.WARN,
        description=f"{refused} registers or rows were refused" if refused else None,
        metadata={
            "refused": refused,
            "by_rule": preview(_by_rule(quarantined)),
            "reasons": preview(first, total=refused),
        },
    )


def _by_rule(quarantined: pl.LazyFrame) -> pl.DataFrame:
    counts = quarantined.group_by("rule").agg(pl.len().alias("rows"))
    return counts.collect(engine="streaming").sort("rows", "rule", descending=[True, False])
