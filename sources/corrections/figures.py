"""What the warehouse has read, as corrections need to see it: reports, their figures and unread numbers by place, their texts.

Belongs here: looking things up in the raw layer and the archive. Does not: what a correction makes of them (matching).
"""

from functools import cache, cached_property
from itertools import pairwise
from typing import Any

import polars as pl

from sources import raw_layer
from sources.documents import Document, open_document
from sources.intake.archive import archived
from sources.locators import parsed
from sources.settings import Settings

Row = dict[str, Any]


class ReadFigures:
    """The raw layer of one data home, read month by month as it is asked for. Nothing is written."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._places = cache(self._places_of_month)
        self._documents = cache(self._document)

    def report(self, report_id: str) -> Row | None:
        """The report's entry in the register, if it ever arrived."""
        return self._reports.get(report_id)

    def superseded_by(self, report_id: str) -> str | None:
        """The report that took its place under every name it was delivered under; None while it stands (as int_report has it)."""
        return self._superseded.get(report_id)

    def refused(self, report_id: str) -> bool:
        """Whether nothing of the report could be read."""
        return report_id in self._refused

    def at(self, report: Row, locator: str) -> list[Row]:
        """Figures that were read at this very place, in the order of their identities."""
        return self._at(report, locator, report["source"], "observation_id")

    def touching(self, report: Row, locator: str) -> list[Row]:
        """Figures whose characters share some with this place."""
        places = self._places(report["source"], report["report_month"], "observation_id").get(report["report_id"], {})
        return [row for place, rows in places.items() if _touch(place, locator) for row in rows]

    def unread_at(self, report: Row, locator: str) -> list[Row]:
        """Numbers at this place that became no figure."""
        return self._at(report, locator, "unread_figure", "unread_id")

    def printed_at(self, report: Row, locator: str) -> str | None:
        """The characters of the archived report at a place; None if it has no such place.

        Raises FileNotFoundError, ArchiveDamagedError, ReportRefusedError if the report cannot be opened.
        """
        if parsed(locator) is None:
            return None
        document = self._documents(report["sha256"], report["file_name"])
        place = document.find(locator)
        return None if place is None else document.text[slice(*place)]

    def _document(self, sha256: str, file_name: str) -> Document:
        return open_document(archived(self._settings, sha256), file_name)

    def _at(self, report: Row, locator: str, table: str, key: str) -> list[Row]:
        return self._places(table, report["report_month"], key).get(report["report_id"], {}).get(locator, [])

    def _places_of_month(self, table: str, month: str, key: str) -> dict[str, dict[str, list[Row]]]:
        """Rows by report and place; a month's table is opened once, however many entries ask."""
        places: dict[str, dict[str, list[Row]]] = {}
        for row in raw_layer.read_table(self._settings, table, month).sort(key).to_dicts():
            places.setdefault(row["report_id"], {}).setdefault(row["locator"], []).append(row)
        return places

    @cached_property
    def _reports(self) -> dict[str, Row]:
        return {row["report_id"]: row for row in raw_layer.read_table(self._settings, "report").to_dicts()}

    @cached_property
    def _refused(self) -> frozenset[str]:
        balances = raw_layer.read_table(self._settings, "row_balance")
        return frozenset(balances.filter(pl.col("outcome") == "refused")["report_id"])

    @cached_property
    def _superseded(self) -> dict[str, str]:
        deliveries = raw_layer.read_table(self._settings, "delivery").sort("sequence", "report_id")
        names: dict[tuple[str, str], list[str]] = {}
        for row in deliveries.to_dicts():
            if row["report_id"] not in self._refused:  # a replacement that could not be read replaces nothing
                names.setdefault((row["source"], row["file_name"]), []).append(row["report_id"])
        standing = {contents[-1] for contents in names.values()}
        followed = [pair for contents in names.values() for pair in pairwise(contents)]
        return {report: successor for report, successor in sorted(followed) if report not in standing}


def _touch(one: str, other: str) -> bool:
    left, right = parsed(one), parsed(other)
    if left is None or right is None:
        return one == other
    return left.label == right.label and left.start < right.end and right.start < left.end
