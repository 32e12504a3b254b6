"""The reader of public tables: the seam to intake and ingest.

Belongs here: the order of steps, the shape of the rows. Does not: any of the steps (`sources.tables`).
"""

from dataclasses import replace
from typing import Any

from sources.front_matter import FrontMatter, front_matter_of
from sources.identity import row_id
from sources.reading import Description, Reading, Refusal, RegisteredReport, ReportRefusedError
from sources.tables.facets import facets_of
from sources.tables.figures import read_sheets
from sources.tables.forms import SUFFIXES, sheets_of
from sources.tables.grid import Sheet
from sources.tables.model import Context, Figure, Found, UnreadCell, refusal
from sources.tables.words import unread_reasons


class TableReader:
    """Reads every table of a file of any form that `sources.tables.forms` knows."""

    source = "table"
    version = "1"
    suffixes = SUFFIXES

    def describe(self, content: bytes, file_name: str) -> Description:
        """What the block at the head says. Raises ReportRefusedError."""
        found = _front_matter(sheets_of(content, file_name))
        return Description(found.title, found.publisher, found.url, found.published) if found else Description()

    def read(self, report: RegisteredReport, content: bytes) -> Reading:
        """One row a figure. Raises ReportRefusedError if the file holds no table at all."""
        sheets = sheets_of(content, report.file_name)
        head = _front_matter(sheets)
        title = (facets_of(head.title),) if head is not None and head.title else ()
        found = read_sheets(sheets, Context(report.published.on, title))
        if not found.tables:
            raise ReportRefusedError([_without_table(found, sheets)])
        return Reading(
            rows=[_row(report, figure, self) for figure in sorted(found.figures, key=lambda figure: figure.row_number)],
            refused=found.refused,
            unread=[_unread(report, cell, self) for cell in found.unread],
            numbers_printed=found.printed,
            numbers_accounted=found.accounted,
        )


def _without_table(found: Found, sheets: list[Sheet]) -> Refusal:
    prose = [row for row in found.refused if row.refusal.rule == "number_in_prose"]
    if prose and len(prose) == len(found.refused):
        return refusal("table_is_prose", prose[0].refusal.locator, prose[0].refusal.value)
    first = next((cell.text for sheet in sheets for row in sheet.rows for cell in row.cells if not cell.is_blank), None)
    return refusal("table_header_missing", "whole table", first)


def _front_matter(sheets: list[Sheet]) -> FrontMatter | None:
    """That of the first sheet that has one. Raises ReportRefusedError."""
    sheet = next((sheet for sheet in sheets if sheet.front_matter), None)
    if sheet is None:
        return None
    try:
        return front_matter_of(sheet.front_matter)
    except ReportRefusedError as error:
        if sheet.name is None:
            raise
        # The block's lines are not the sheet's rows.
        place = f"{sheet.name}, rows above the table"
        raise ReportRefusedError([replace(refused, locator=place) for refused in error.refusals]) from None


def _row(report: RegisteredReport, figure: Figure, reader: TableReader) -> dict[str, Any]:
    area, office = figure.area, figure.office
    return {
        "observation_id": row_id(report.report_id, figure.locator, figure.measure.code, figure.segment),
        "report_id": report.report_id,
        "report_month": report.report_month,
        "locator": figure.locator,
        "as_printed": figure.as_printed,
        "measure": figure.measure.code,
        "value": figure.number.value,
        "unit": figure.measure.unit,
        "decimals": figure.number.decimals,
        "qualifier": "exact",
        "period_start": figure.period.start,
        "period_end": figure.period.end,
        "period_kind": figure.period.kind,
        "period_basis": "text",
        "area_name": area.name if area else office.name if office else "",
        "area_kind": area.kind if area else "office_work_area",
        "area_code": area.code if area else office.code if office else None,
        "office_code": office.code if office else None,
        "programme": figure.programme,
        "segment": figure.segment,
        "reader": reader.source,
        "reader_version": reader.version,
        "confidence": figure.confidence,
        "rules": "; ".join(figure.rules),
        "sentence": None,
    }


def _unread(report: RegisteredReport, cell: UnreadCell, reader: TableReader) -> dict[str, Any]:
    return {
        "unread_id": row_id(report.report_id, cell.locator),
        "report_id": report.report_id,
        "report_month": report.report_month,
        "locator": cell.locator,
        "as_printed": cell.as_printed,
        "reason": cell.reason,
        "explanation": unread_reasons()[cell.reason],
        "context": cell.context,
        "reader": reader.source,
        "reader_version": reader.version,
    }
