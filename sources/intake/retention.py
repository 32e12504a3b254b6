"""Removing archived registers when their time has come: they hold personal numbers in the clear.

Belongs here: which ones are due, removing them in an order that a kill cannot spoil (the record comes first). Does not: how long they are kept
(`sources.settings`), keys of tokens.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from sources import raw_layer
from sources.contracts.archive_removal import ArchiveRemoval
from sources.contracts.enforcement import enforce
from sources.intake.lock import intake_lock
from sources.settings import Settings

TABLE = "archive_removal"


@dataclass(frozen=True)
class Due:
    """An archived register that is older than it may be; `entry` is its row of the register of reports."""

    entry: Mapping[str, Any]
    reason: str


def is_removed(settings: Settings, entry: Mapping[str, Any]) -> bool:
    """Whether the archived file of a registered report was removed."""
    return raw_layer.table_path(settings, TABLE, entry["report_month"], entry["report_id"]).exists()


def due(settings: Settings, personal: Collection[str], months: int, today: date) -> list[Due]:
    """Registers of the sources `personal` that arrived more than so many months ago, were read, and are still archived; oldest first."""
    reason = f"kept for {months} months after receipt"
    last = _months_before(today, months)
    entries = raw_layer.registered_reports(settings).filter(
        pl.col("source").is_in(sorted(personal)) & (pl.col("received_at").dt.date() < last)
    )
    return [
        Due(entry, reason)
        for entry in entries.sort("received_at", "report_id").to_dicts()
        # A register that was never read would be lost, not retained.
        if raw_layer.table_path(settings, "row_balance", entry["report_month"], entry["report_id"]).exists()
        and (settings.data / entry["archive_path"]).exists()
    ]


def remove(settings: Settings, found: Collection[Due], today: date) -> None:
    """Remove these archived files, each after it has been written down; one that was written down and not yet removed is removed now."""
    with intake_lock(settings):
        for one in found:
            entry = one.entry
            if not is_removed(settings, entry):
                record = {
                    **{
                        name: entry[name] for name in ("report_id", "report_month", "source", "file_name", "size_bytes")
                    },
                    "removed_on": today,
                    "reason": one.reason,
                }
                enforced = enforce(ArchiveRemoval, [record])
                if enforced.broken:
                    raise RuntimeError(f"{TABLE}: {'; '.join(broken.message for broken in enforced.broken)}")
                raw_layer.write_table(settings, TABLE, entry["report_month"], entry["report_id"], enforced.accepted)
            (settings.data / entry["archive_path"]).unlink(missing_ok=True)


def _months_before(today: date, months: int) -> date:
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    return date(year, month + 1, 1).replace(day=min(today.day, 28))
