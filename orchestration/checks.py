"""What is checked of every reader's partition, on the files as they lie in the raw layer.

Belongs here: the checks as plain functions over frames and their form as Dagster check results. Does not: the rules of a contract
(`sources.contracts`), enforcing them while reading (`sources.ingest`); these checks trust neither.
"""

from collections.abc import Sequence

import dagster as dg
import polars as pl
from pandera.errors import SchemaErrors

from orchestration.tables import preview
from sources.contracts.registry import contracts
from sources.raw_layer import read_table
from sources.settings import Settings

MONTHS = "months"
ACCOUNTED = ("rows_accepted", "rows_quarantined", "rows_unread")


def check_specs(source: str) -> list[dg.AssetCheckSpec]:
    """The checks of one reader asset; the first two stop everything downstream."""
    return [
        dg.AssetCheckSpec(
            "contract_holds",
            asset=source,
            blocking=True,
            description="The accepted rows on disk still satisfy the pandera contract, columns, types and rules.",
        ),
        dg.AssetCheckSpec(
            "rows_balance",
            asset=source,
            blocking=True,
            description="Every report has its account; read = accepted + quarantined + unread, and so many rows are on disk.",
        ),
        dg.AssetCheckSpec(
            "nothing_refused",
            asset=source,
            description="No report and no row was refused. A warning: the rest goes on.",
        ),
    ]


def of_months(result: dg.AssetCheckResult, months: Sequence[str]) -> dg.AssetCheckResult:
    """The result with the months that it holds for."""
    return result._replace(metadata={**(result.metadata or {}), MONTHS: ", ".join(months)})


def rows_of(settings: Settings, table: str, months: Sequence[str]) -> pl.DataFrame:
    """Rows of a raw table in these months; all its columns also where there are none."""
    frames = [read_table(settings, table, month) for month in months]
    return pl.concat(frames) if frames else read_table(settings, table).clear()


def contract_holds(source: str, accepted: pl.DataFrame) -> dg.AssetCheckResult:
    """Validate the accepted rows anew, all rules, and show what breaks them."""
    try:
        contracts()[source].validate(accepted, lazy=True)
    except SchemaErrors as error:
        cases = error.failure_cases.cast(pl.String)
        metadata = {"rows": accepted.height, "broken_rules": cases.height, "cases": preview(cases)}
        return dg.AssetCheckResult(
            passed=False,
            check_name="contract_holds",
            description=f"{cases.height} cases break the contract {source}; see the metadata",
            metadata=metadata,
        )
    return dg.AssetCheckResult(passed=True, check_name="contract_holds", metadata={"rows": accepted.height})


def rows_balance(
    reports: pl.DataFrame,
    balances: pl.DataFrame,
    accepted: pl.DataFrame | pl.LazyFrame,
    quarantined: pl.DataFrame | pl.LazyFrame,
    unread: pl.DataFrame | pl.LazyFrame,
) -> dg.AssetCheckResult:
    """Compare each report's account with itself and with the rows counted on disk; lazy frames are counted without being held."""
    counted = reports.select("report_id", "file_name").join(balances, on="report_id", how="left")
    refused_rows = (
        quarantined.lazy().filter(pl.col("scope") == "row").select("report_id", "raw_table", "row_number").unique()
    )
    for frame, name in (
        (accepted.lazy(), "on_disk_accepted"),
        (refused_rows, "on_disk_quarantined"),
        (unread.lazy(), "on_disk_unread"),
    ):
        counts = frame.group_by("report_id").agg(pl.len().cast(pl.Int64).alias(name)).collect(engine="streaming")
        counted = counted.join(counts, on="report_id", how="left").with_columns(pl.col(name).fill_null(0))
    balanced = (
        pl.col("rows_read").is_not_null()
        & (pl.col("rows_read") == pl.sum_horizontal(*ACCOUNTED))
        & (pl.col("rows_accepted") == pl.col("on_disk_accepted"))
        & (pl.col("rows_quarantined") == pl.col("on_disk_quarantined"))
        & (pl.col("rows_unread") == pl.col("on_disk_unread"))
    )
    wrong = counted.filter(~balanced.fill_null(False))
    columns = [
        "file_name",
        "outcome",
        "rows_read",
        *ACCOUNTED,
        "on_disk_accepted",
        "on_disk_quarantined",
        "on_disk_unread",
    ]
    return dg.AssetCheckResult(
        passed=wrong.is_empty(),
        check_name="rows_balance",
        description=None
        if wrong.is_empty()
        else f"{wrong.height} reports do not balance: {', '.join(wrong['file_name'])}",
        metadata={"reports": counted.height, "accounts": preview(wrong if wrong.height else counted, columns)},
    )


def nothing_refused(quarantined: pl.DataFrame) -> dg.AssetCheckResult:
    """Warn if a report or row was refused, with place, rule and remedy."""
    refused = quarantined.unique(["report_id", "raw_table", "row_number"])
    return dg.AssetCheckResult(
        passed=refused.is_empty(),
        check_name="nothing_refused",
        severity=dg.AssetCheckSeverity.WARN,
        description=None if refused.is_empty() else f"{refused.height} reports or rows were refused",
        metadata={
            "refused": refused.height,
            "reasons": preview(quarantined, ["file_name", "locator", "rule", "message", "remedy"]),
        },
    )
