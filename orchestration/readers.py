"""One asset for each source of the readers' registry, by month, with its checks.

Belongs here: the factory. Does not: how a report is read or enforced (`sources.ingest`), which sources there are (`sources.readers`).
A new source becomes an asset by entering the registry.
"""

import dagster as dg
import polars as pl
from pydantic import Field

from orchestration import checks, registers
from orchestration.home import DataHome
from orchestration.months import months_in, reporting_months
from orchestration.steps import ReportJournal, step
from orchestration.tables import OWNERS, as_text, column_schema, description_of, place, preview
from sources.contracts.registry import contracts
from sources.ingest import ReportOutcome, ingest_month
from sources.migrations import require_current
from sources.raw_layer import files_of, registered_months, scan_table, table_dir
from sources.readers import SOURCES
from sources.settings import Settings

LISTED_NAMES = 50


class Reports(dg.Config):
    """What a run reads of its months."""

    reports: list[str] = Field(default=[], description="report_ids; empty: all reports of the months")
    again: bool = Field(default=False, description="also what the present reader has read already")


def reader_assets() -> list[dg.AssetsDefinition]:
    """The assets of all sources, sorted by name."""
    return [reader_asset(source) for source in sorted(SOURCES)]


def reader_asset(source: str) -> dg.AssetsDefinition:
    """The asset of one source: its raw table. A refused row or report is counted and shown, and stops nothing."""

    @dg.asset(
        name=source,
        deps=["report"],
        group_name="readers",
        description=description_of(source),
        kinds={"python", "polars", "pandera", "parquet"},
        owners=OWNERS,
        tags={"layer": "raw"},
        metadata={"dagster/column_schema": column_schema(source), "title": contracts()[source].Config.title},
        partitions_def=reporting_months,
        backfill_policy=dg.BackfillPolicy.single_run(),
        check_specs=checks.check_specs(source),
        code_version="1",
    )
    def read(context: dg.AssetExecutionContext, config: Reports, home: DataHome) -> dg.MaterializeResult:  # type: ignore[type-arg]
        settings = home.settings
        with step(settings):
            require_current(settings)
            told = ReportJournal(settings, source, context.run.run_id)
            known = registered_months(settings, source)
            months = months_in(context.partition_keys, known)
            outcomes = ingest_month(settings, source, months, told, only=config.reports, again=config.again)
            # Dagster knows the latest result of a check only. What was wrong in other months is looked at again, or a month
            # that is right would hide it, and everything downstream would go on.
            wrong = sorted(failed_months(context.instance, source) & set(known) - set(months))
            outcomes += ingest_month(settings, source, wrong, told)
            return shown(settings, source, [*months, *wrong], outcomes)

    return read


def failed_months(instance: dg.DagsterInstance, source: str) -> set[str]:
    """The months in which a blocking check of this source failed when it ran last."""
    keys = [spec.key for spec in checks.check_specs(source) if spec.blocking]
    found: set[str] = set()
    for record in instance.event_log_storage.get_latest_asset_check_execution_by_key(keys).values():
        evaluation = record.event.dagster_event.event_specific_data if record.event else None
        if isinstance(evaluation, dg.AssetCheckEvaluation) and not evaluation.passed:
            value = evaluation.metadata.get(checks.MONTHS)
            found |= set(str(value.value).split(", ")) if value else set()
    return found


def shown(settings: Settings, source: str, months: list[str], outcomes: list[ReportOutcome]) -> dg.MaterializeResult:  # type: ignore[type-arg]
    """What the raw layer holds of a source in these months, as metadata and check results; `read_now` is this run's share."""
    # What this run has seen must have its account; what others read meanwhile counts as soon as it has one, since the account is written last.
    seen = {outcome.report.report_id for outcome in outcomes}
    balances = _of_source(checks.rows_of(settings, "row_balance", months), source)
    settled = sorted(seen | set(balances["report_id"]))
    reports = checks.rows_of(settings, "report", months).filter(pl.col("report_id").is_in(settled))
    if SOURCES[source].streamed:
        return registers.shown(
            settings, source, months, reports=reports, balances=balances, read_now=read_now(outcomes)
        )
    accepted = checks.rows_of(settings, source, months).filter(pl.col("report_id").is_in(settled))
    quarantined, unread = (
        scan_table(settings, table, files_of(settings, table, reports)).collect()
        for table in ("quarantine", "unread_figure")
    )
    names = reports.sort("report_month", "file_name")["file_name"].to_list()
    return dg.MaterializeResult(
        metadata={
            "dagster/partition_row_count": accepted.height,
            "months": ", ".join(months) or "none with reports",
            "reports": reports.height,
            "reports_refused": balances.filter(pl.col("outcome") == "refused").height,
            "report_names": dg.MetadataValue.md(
                "\n".join(f"- {as_text(name)}" for name in names[:LISTED_NAMES]) or "*none*"
            ),
            "rows_read": _total(balances, "rows_read"),
            "rows_accepted": _total(balances, "rows_accepted"),
            "rows_quarantined": _total(balances, "rows_quarantined"),
            "rows_unread": _total(balances, "rows_unread"),
            "read_now": dg.MetadataValue.json(read_now(outcomes)),
            "preview": preview(accepted, ["measure", "value", "as_printed", "area_name", "period_end", "locator"]),
            "refused": preview(quarantined, ["file_name", "locator", "rule", "value", "remedy"]),
            "raw_files": place(table_dir(settings, source)),
            "archive": place(settings.archive_dir),
        },
        check_results=[
            checks.of_months(checks.contract_holds(source, accepted), months),
            checks.of_months(checks.rows_balance(reports, balances, accepted, quarantined, unread), months),
            checks.nothing_refused(quarantined),
        ],
    )


def read_now(outcomes: list[ReportOutcome]) -> dict[str, int]:
    """Counts over the reports that were read in this run; those done in an earlier one are left out."""
    done = [outcome for outcome in outcomes if outcome.outcome != "known"]
    return {
        "reports": len(done),
        "reports_refused": sum(outcome.outcome == "refused" for outcome in done),
        "rows_read": sum(outcome.rows_read for outcome in done),
        "rows_accepted": sum(outcome.rows_accepted for outcome in done),
        "rows_quarantined": sum(outcome.rows_quarantined for outcome in done),
        "rows_unread": sum(outcome.rows_unread for outcome in done),
    }


def _of_source(frame: pl.DataFrame, source: str) -> pl.DataFrame:
    return frame.filter(pl.col("source") == source)


def _total(frame: pl.DataFrame, column: str) -> int:
    return int(frame[column].sum())
