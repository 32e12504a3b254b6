"""The labour-force reader: the seam to intake and ingest.

Belongs here: which format a file has, the order of steps, the shape of the rows. Does not: any of the steps.
"""

from dataclasses import replace
from typing import Any

from sources.front_matter import FrontMatter, front_matter_of
from sources.identity import row_id
from sources.labour_force.consistency import refuse_inconsistent
from sources.labour_force.layout import Layout, find_layout
from sources.labour_force.rows import Figure, Found, SheetReading, first_cells, refusal
from sources.labour_force.vocabulary import recognised
from sources.reading import Description, Reading, Refusal, RefusedRow, RegisteredReport, ReportRefusedError
from sources.tables.csv_table import csv_sheet
from sources.tables.grid import Sheet
from sources.tables.workbook import WORKBOOK_MARKS, workbook_sheets

_EXPECTED = "provinsi, tahun, bulan (or periode), angkatan_kerja, bekerja, satuan"


class LabourForceReader:
    """Reads one table of a CSV file, or one on each sheet of a workbook."""

    source = "labour_force"
    version = "2"
    suffixes = frozenset({".csv", ".xlsx"})

    def describe(self, content: bytes, file_name: str) -> Description:
        """What the block at the head says. Raises ReportRefusedError."""
        return _description(_front_matter(sheets_of(content)))

    def read(self, report: RegisteredReport, content: bytes) -> Reading:
        """One row a figure. Raises ReportRefusedError with every problem of the header, of all sheets."""
        sheets = sheets_of(content)
        _front_matter(sheets)
        found, printed = Found(), 0
        headed: list[tuple[Sheet, Layout]] = []
        refusals: list[Refusal] = []
        for sheet in sheets:
            layout, wrong = find_layout(sheet)
            refusals += wrong
            if layout is not None:
                headed.append((sheet, layout))
        if not headed:
            message = f"no line has the expected column names: {_EXPECTED}"
            refusals.append(Refusal("header_missing", "whole table", message))
        if refusals:
            raise ReportRefusedError(refusals)
        for sheet, layout in headed:
            SheetReading(sheet, layout, report.published.on, found).read()
            printed += sum(row.digit_cells for row in sheet.rows if row.number > layout.header.number)
        printed += _sheets_without_table(sheets, headed, found)
        if found.rows == 0 and not found.refused:
            raise ReportRefusedError([Refusal("table_empty", "whole table", "there are no rows below the header")])
        refuse_inconsistent(found)
        return Reading(
            rows=[_row(report, figure, self) for figure in found.figures],
            refused=sorted(found.refused, key=lambda row: row.row_number),
            numbers_printed=printed,
            numbers_accounted=found.accounted,
        )


def sheets_of(content: bytes) -> list[Sheet]:
    """By what the bytes are, not by the name: a misnamed workbook that is renamed is still the same report."""
    if not content.strip():
        message = f"the file holds nothing ({len(content)} bytes)"
        raise ReportRefusedError([Refusal("empty_file", "byte 0", message)])
    if content.startswith(WORKBOOK_MARKS):
        return workbook_sheets(content)
    return [csv_sheet(content, lambda texts: len(recognised(texts)))]


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


def _description(front_matter: FrontMatter | None) -> Description:
    if front_matter is None:
        return Description()
    return Description(front_matter.title, front_matter.publisher, front_matter.url, front_matter.published)


def _sheets_without_table(sheets: list[Sheet], headed: list[tuple[Sheet, Layout]], found: Found) -> int:
    """Refuse sheets that hold numbers but no header; the number of their cells with digits."""
    printed = 0
    tables = {id(sheet) for sheet, _ in headed}
    for sheet in sheets:
        if id(sheet) in tables or not (digits := sum(row.digit_cells for row in sheet.rows)):
            continue
        first = next(row for row in sheet.rows if row.digit_cells)
        entry = refusal("sheet_without_header", sheet.place(first, None), sheet.name)
        rows = {str(row.number): " | ".join(cell.text for cell in row.cells) for row in sheet.rows if not row.is_blank}
        found.refused.append(RefusedRow(found.next_number(), entry, first_cells(rows)))
        found.accounted += digits
        printed += digits
    return printed


def _row(report: RegisteredReport, figure: Figure, reader: LabourForceReader) -> dict[str, Any]:
    column = figure.column
    return {
        "observation_id": row_id(report.report_id, figure.locator, column.measure, column.segment),
        "report_id": report.report_id,
        "report_month": report.report_month,
        "locator": figure.locator,
        "as_printed": figure.as_printed,
        "measure": column.measure,
        "value": figure.persons.value,
        "unit": "persons",
        "decimals": figure.persons.decimals,
        "qualifier": "exact",
        "period_start": None,
        "period_end": figure.period_end,
        "period_kind": "instant",
        "period_basis": "text",
        "area_name": figure.area.name,
        "area_kind": figure.area.kind,
        "area_code": figure.area.code,
        "office_code": None,
        "programme": None,
        "segment": column.segment,
        "reader": reader.source,
        "reader_version": reader.version,
        "confidence": 1.0,
        "rules": f"column {figure.header}; unit {figure.unit}",
    }
