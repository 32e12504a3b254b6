"""The register in memory: which contents and deliveries are known, and how a new one is entered.

Belongs here: rows of the raw tables report and delivery. Does not: the archive, the walk.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sources import raw_layer
from sources.contracts.delivery import Delivery
from sources.contracts.enforcement import enforce
from sources.contracts.report import Report
from sources.identity import report_id, row_id
from sources.intake.archive import archive_path
from sources.privacy.masking import without_niks
from sources.reading import Description, Publication, RegisteredReport
from sources.settings import Settings


class EntryRefusedError(Exception):
    """What the reader says about a report does not fit the register."""


def as_registered(entry: Mapping[str, Any]) -> RegisteredReport:
    """A row of the register as the readers know it."""
    published = Publication(entry["published_on"], entry["published_precision"], entry["published_basis"])
    return RegisteredReport(entry["report_id"], entry["report_month"], entry["source"], entry["file_name"], published)


class Register:
    """Known reports by report_id, and for each file name its deliveries in order. Only while the lock of intake is held."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.reports: dict[str, dict[str, Any]] = {
            row["report_id"]: row for row in raw_layer.read_table(settings, "report").to_dicts()
        }
        self._deliveries: dict[str, list[str]] = {}
        for row in raw_layer.read_table(settings, "delivery").sort("file_name", "sequence").to_dicts():
            self._deliveries.setdefault(row["file_name"], []).append(row["report_id"])

    def find(self, sha256: str) -> dict[str, Any] | None:
        """The entry of a content, if it is known."""
        return self.reports.get(report_id(sha256))

    def enter(
        self,
        source: str,
        file_name: str,
        content: tuple[str, int],
        description: Description,
        now: datetime,
        *,
        personal: bool = False,
    ) -> dict[str, Any]:
        """Enter a new content, given as its SHA-256 and size in bytes. Raises EntryRefusedError if the description breaks the contract."""
        sha256, size = content
        published = description.published or Publication(now.date(), "day", "receipt")
        row: dict[str, Any] = {
            "report_id": report_id(sha256),
            "report_month": published.month,
            "sha256": sha256,
            "source": source,
            "file_name": file_name,
            "archive_path": archive_path(sha256, personal),
            "size_bytes": size,
            "title": None if description.title is None else without_niks(description.title),
            "publisher": description.publisher,
            "url": description.url,
            "published_on": published.on,
            "published_precision": published.precision,
            "published_basis": published.basis,
            "received_at": now,
        }
        enforced = enforce(Report, [row])
        if enforced.broken:
            raise EntryRefusedError("; ".join(broken.message for broken in enforced.broken))
        raw_layer.write_table(self._settings, "report", row["report_month"], row["report_id"], enforced.accepted)
        self.reports[row["report_id"]] = row
        return row

    def deliver(self, entry: Mapping[str, Any], source: str, file_name: str, now: datetime) -> bool:
        """Note that a content lies under a name; False if it is what lay there before."""
        earlier = self._deliveries.setdefault(file_name, [])
        if earlier and earlier[-1] == entry["report_id"]:
            return False
        sequence = len(earlier) + 1
        row = {
            "delivery_id": row_id(file_name, entry["sha256"], sequence),
            "report_id": entry["report_id"],
            "report_month": entry["report_month"],
            "source": source,
            "file_name": file_name,
            "sequence": sequence,
            "received_at": now,
        }
        enforced = enforce(Delivery, [row])
        if enforced.broken:
            raise EntryRefusedError("; ".join(broken.message for broken in enforced.broken))
        raw_layer.write_table(self._settings, "delivery", row["report_month"], row["delivery_id"], enforced.accepted)
        earlier.append(row["report_id"])
        return True
