"""One report and what was refused in it: found in the raw layer, told in Indonesian.

Belongs here: which report is meant, its account, its problems. Does not: how the feedback looks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from sources import raw_layer
from sources.contracts.rules import rules
from sources.settings import Settings

MOST_LISTED = 50_000
SHORTEST_PREFIX = 4


class FeedbackError(Exception):
    """There is no such report, or nothing to say about it; the message says what to do."""


@dataclass(frozen=True)
class Mend:
    """One thing to mend: its place as the reader names it, the value that stands there, what is wrong and what to do, in Indonesian."""

    scope: str  # report, row
    locator: str
    column: str | None
    value: str | None
    rule: str
    says: str
    remedy: str


@dataclass(frozen=True)
class Feedback:
    """What became of one report. `problems` counts every broken rule, `mends` holds the first MOST_LISTED of them in the order read."""

    entry: Mapping[str, Any]  # its row of the register
    file_name: str
    balance: Mapping[str, Any] | None  # its row of row_balance; None before it was read
    problems: int
    by_rule: tuple[tuple[str, int], ...]
    mends: tuple[Mend, ...]
    replaced: bool  # a newer report has come under its name


def feedback(settings: Settings, report: str) -> Feedback:
    """What is to be said about a report, named by its report_id (or the beginning of it) or its file name below the inbox.

    A file name means the latest report that came under it. Raises FeedbackError.
    """
    deliveries = raw_layer.read_table(settings, "delivery").sort("file_name", "sequence")
    entry, file_name = _found(settings, deliveries, report)
    latest = deliveries.filter(pl.col("file_name") == file_name)["report_id"].to_list()
    month, identity = entry["report_month"], entry["report_id"]
    quarantine = raw_layer.table_path(settings, raw_layer.QUARANTINE, month, identity)
    if not quarantine.exists():
        return Feedback(entry, file_name, _balance(settings, entry), 0, (), (), latest[-1:] != [identity])
    rows = pl.scan_parquet(quarantine, glob=False, hive_partitioning=False)
    counts = rows.group_by("rule").len().sort("len", "rule", descending=[True, False]).collect()
    ordered = rows.sort("row_number", "locator", "rule", "quarantine_id").head(MOST_LISTED).collect()
    return Feedback(
        entry=entry,
        file_name=file_name,
        balance=_balance(settings, entry),
        problems=int(counts["len"].sum()),
        by_rule=tuple(counts.iter_rows()),
        mends=tuple(_mend(row) for row in ordered.iter_rows(named=True)),
        replaced=latest[-1:] != [identity],
    )


def _found(settings: Settings, deliveries: pl.DataFrame, report: str) -> tuple[dict[str, Any], str]:
    reports = raw_layer.read_table(settings, "report")
    named = deliveries.filter((pl.col("file_name") == report) | pl.col("file_name").str.ends_with(f"/{report}"))
    if names := named["file_name"].unique().sort().to_list():
        if len(names) > 1:
            raise FeedbackError(f"several files have that name: {', '.join(names[:5])}; name one with its folder")
        identity = named["report_id"].to_list()[-1]
        return reports.filter(pl.col("report_id") == identity).row(0, named=True), names[0]
    found = reports.filter(pl.col("report_id").str.starts_with(report))
    if len(report) < SHORTEST_PREFIX or found.is_empty():
        raise FeedbackError(_nothing_of(settings, report))
    if found.height > 1:
        raise FeedbackError(f"{found.height} reports begin with {report}; give more of the report_id")
    entry = found.row(0, named=True)
    under = deliveries.filter(pl.col("report_id") == entry["report_id"])["file_name"].to_list()
    return entry, under[-1] if under else entry["file_name"]


def _nothing_of(settings: Settings, report: str) -> str:
    refused = raw_layer.read_table(settings, "refused_file").filter(
        (pl.col("file_name") == report) | pl.col("file_name").str.ends_with(f"/{report}")
    )
    if refused.is_empty():
        return f"no report {report} was ever taken in; give its report_id or its name below the inbox"
    row = refused.row(0, named=True)
    return f"{row['file_name']} was not taken in: {row['message']}. {row['remedy']}"


def _balance(settings: Settings, entry: Mapping[str, Any]) -> dict[str, Any] | None:
    path = raw_layer.table_path(settings, "row_balance", entry["report_month"], entry["report_id"])
    return pl.read_parquet(path, glob=False, hive_partitioning=False).row(0, named=True) if path.exists() else None


def _mend(row: Mapping[str, Any]) -> Mend:
    rule = rules().get(row["rule"])
    # A rule of an earlier version speaks as it was written down.
    translated = rule is not None and rule.says_id != ""
    return Mend(
        scope=row["scope"],
        locator=row["locator"],
        column=row["column"],
        value=row["value"],
        rule=row["rule"],
        says=rule.message(row["value"], row["column"], "id") if rule and translated else row["message"],
        remedy=rule.remedy_id if rule and translated else row["remedy"],
    )
