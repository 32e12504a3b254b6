"""Which registered reports no reader has read yet.

Belongs here: comparing the names of files in the raw layer, which is fast enough to be asked every half minute. Does not: reports that an earlier version
of their reader has read; a new version is told by hand to read everything (`cakupan run`, `cakupan read --again`).
"""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from sources.raw_layer import table_files
from sources.settings import Settings


@dataclass(frozen=True)
class Unread:
    """A report without an account. `registered_at` is when it was entered, in seconds since the epoch, by the file's time."""

    report_id: str
    source: str
    report_month: str
    registered_at: float


def unread_reports(settings: Settings) -> list[Unread]:
    """Reports that have no account, sorted by source, month and identity; one that was being read when its run was killed is among them."""
    accounts = {_identity(path) for path in table_files(settings, "row_balance")}
    removed = {_identity(path) for path in table_files(settings, "archive_removal")}
    files = [path for path in table_files(settings, "report") if _identity(path) not in accounts | removed]
    found = []
    for path in files:
        row = pl.read_parquet(
            path, columns=["report_id", "source", "report_month"], glob=False, hive_partitioning=False
        ).row(0)
        report_id, source, month = row
        found.append(Unread(report_id, source, month, path.stat().st_mtime))
    return sorted(found, key=lambda report: (report.source, report.report_month, report.report_id))


def _identity(path: Path) -> tuple[str, str]:
    return path.parent.name, path.stem
