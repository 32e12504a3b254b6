"""Quarantine: how a refusal becomes a row of it, and how it is shown to people.

Belongs here: the row, the problem list for console and UI. Does not: deciding what is refused.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from sources import raw_layer
from sources.contracts.rules import rule_named
from sources.identity import row_id
from sources.privacy.masking import without_niks
from sources.reading import Refusal, RegisteredReport
from sources.settings import Settings
from sources.text import shown

MESSAGE_CHARACTERS = 500
RECORD_CELL_CHARACTERS = 2000
MOST_PROBLEMS = 1000  # of one report: a register may have millions, and nobody reads so many at once


@dataclass(frozen=True)
class Problem:
    """One broken rule as a person reads it: file, place, rule, what is wrong, what to do. All texts are fit to be shown."""

    source: str
    file_name: str
    report_id: str
    scope: str  # report, row
    locator: str
    rule: str
    message: str
    remedy: str
    column: str | None
    value: str | None
    row_number: int


def quarantine_row(
    report: RegisteredReport,
    raw_table: str,
    refusal: Refusal,
    row_number: int = 0,
    record: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The row of quarantine for one broken rule; row number 0 refuses the whole report. Raises KeyError for an unknown rule."""
    return {
        "quarantine_id": row_id(report.report_id, raw_table, row_number, refusal.locator, refusal.rule, refusal.column),
        "report_id": report.report_id,
        "report_month": report.report_month,
        "raw_table": raw_table,
        "file_name": report.file_name,
        "scope": "row" if row_number else "report",
        "row_number": row_number,
        "locator": shown(refusal.locator) or "?",
        "column": None if refusal.column is None else shown(refusal.column),
        "value": None if refusal.value is None else without_niks(shown(refusal.value)),
        "rule": refusal.rule,
        "message": without_niks(shown(refusal.message, MESSAGE_CHARACTERS)),
        "remedy": rule_named(refusal.rule).remedy,
        "record": None if record is None else without_niks(_as_json(record)),
    }


def distinct(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows of one report, the same one only once; two that differ in what they say about one place get two identities."""
    by_id: dict[str, dict[str, Any]] = {}
    for row in rows:
        identity, occurrence = row["quarantine_id"], 1
        while identity in by_id and {**by_id[identity], "quarantine_id": None} != {**row, "quarantine_id": None}:
            occurrence += 1
            identity = row_id(row["quarantine_id"], occurrence)
        by_id[identity] = {**row, "quarantine_id": identity}
    return list(by_id.values())


def problems(settings: Settings) -> list[Problem]:
    """What is in quarantine, of each report its first MOST_PROBLEMS rows, sorted by file, place and rule."""
    files = raw_layer.table_files(settings, raw_layer.QUARANTINE)
    parts = [raw_layer.scan_table(settings, raw_layer.QUARANTINE, [file]).head(MOST_PROBLEMS) for file in files]
    if not parts:
        return []
    frame = pl.concat(parts).collect()
    ordered = frame.sort("file_name", "report_id", "row_number", "locator", "rule", "quarantine_id")
    return [problem_of(row) for row in ordered.to_dicts()]


def problem_of(row: Mapping[str, Any]) -> Problem:
    """A row of quarantine as a problem."""
    return Problem(
        source=row["raw_table"],
        file_name=row["file_name"],
        report_id=row["report_id"],
        scope=row["scope"],
        locator=row["locator"],
        rule=row["rule"],
        message=row["message"],
        remedy=row["remedy"],
        column=row["column"],
        value=row["value"],
        row_number=row["row_number"],
    )


def _as_json(record: Mapping[str, Any]) -> str:
    cells = {
        str(key): value if value is None or isinstance(value, int | float | bool) else _cell(str(value))
        for key, value in record.items()
    }
    return json.dumps(cells, ensure_ascii=True, sort_keys=True)


def _cell(text: str) -> str:
    return text if len(text) <= RECORD_CELL_CHARACTERS else text[: RECORD_CELL_CHARACTERS - 1] + "…"
