"""The reader of monthly workbooks: the seam to intake and ingest.

Belongs here: the order of steps, the shape of the rows. Does not: any of the steps.
"""

from dataclasses import dataclass
from typing import Any

from sources.contracts.rules import rule_named
from sources.identity import row_id
from sources.reading import Description, Publication, Reading, Refusal, RegisteredReport, ReportRefusedError
from sources.tables.csv_table import csv_sheet
from sources.tables.grid import Row, Sheet
from sources.tables.model import UnreadCell
from sources.tables.words import unread_reasons
from sources.tables.workbook import WORKBOOK_MARKS, workbook_sheets
from sources.workbook.about import READ_FROM_LINE, About, about_of, title_months
from sources.workbook.aside import (
    account_for_aside,
    account_for_loose,
    account_for_titles,
    account_for_unclear,
    is_aside,
)
from sources.workbook.consistency import refuse_inconsistent
from sources.workbook.figures import Context, TableReading, mark_of
from sources.workbook.found import Figure, Found
from sources.workbook.layout import Table, names_found, tables_of
from sources.workbook.refusals import record_of, refusal
from sources.workbook.totals import settle_totals


@dataclass
class _Opened:
    sheets: list[Sheet]
    tables: list[Table]
    loose: list[tuple[Sheet, list[Row]]]  # sheets without a table, and their rows
    about: About


class WorkbookReader:
    """Reads the tables of all sheets of a monthly workbook, whatever their names and order, or those of a CSV file."""

    source = "workbook"
    version = "1"
    suffixes = frozenset({".csv", ".xlsx", ".xls", ".ods"})

    def describe(self, content: bytes, file_name: str) -> Description:
        """Office and day of completion; where no day is told, the month reported. Raises ReportRefusedError."""
        about = _opened(content, file_name).about
        block, office = about.front_matter, about.office.name if about.office else None
        month = Publication(about.month, "month", "text") if about.month else None
        if block is None:
            return Description(publisher=office, published=about.prepared_on or month)
        return Description(
            block.title, block.publisher or office, block.url, about.prepared_on or block.published or month
        )

    def read(self, report: RegisteredReport, content: bytes) -> Reading:
        """One row a figure. Raises ReportRefusedError with every problem of the workbook as a whole."""
        opened = _opened(content, report.file_name)
        _refuse_whole(opened, report)
        found, about = Found(), opened.about
        for problem, row in about.problems:
            found.refuse([problem], record_of(row, {}))
        printed = sum(account_for_aside(sheet, found) for sheet in opened.sheets if is_aside(sheet))
        printed += sum(account_for_loose(sheet, rows, about, found) for sheet, rows in opened.loose)
        context = Context(report.published.on, mark_of(table for table in opened.tables if table.kind))
        for number, table in enumerate(opened.tables):
            printed += account_for_titles(table, about, found)
            printed += _table(number, table, about, context, found)
        refuse_inconsistent(found)
        settle_totals(found)
        return Reading(
            rows=[_row(report, figure, about, self) for figure in found.figures],
            refused=sorted(found.refused, key=lambda row: row.row_number),
            unread=[_unread(report, cell, self) for cell in found.unread],
            numbers_printed=printed,
            numbers_accounted=found.accounted,
        )


def _table(number: int, table: Table, about: About, context: Context, found: Found) -> int:
    """Read one table; its cells with digits."""
    if not table.kind:
        return account_for_unclear(table, found)
    printed = sum(row.digit_cells for row in table.rows)
    others = title_months(table) - {about.month}
    if others and about.month not in title_months(table):
        for row in table.rows:
            if row.digit_cells:
                value = ", ".join(f"{month:%m/%Y}" for month in sorted(m for m in others if m))
                found.refuse([refusal("sheet_of_other_month", table.sheet.place(row, None), value)], record_of(row, {}))
        found.accounted += printed
        return printed
    TableReading(number, table, about, context, found).read()
    return printed


def _opened(content: bytes, file_name: str) -> _Opened:
    sheets = sheets_of(content)
    tables: list[Table] = []
    loose: list[tuple[Sheet, list[Row]]] = []
    for sheet in sheets:
        if is_aside(sheet):
            continue
        found, rows = tables_of(sheet)
        tables += found
        if not found:
            loose.append((sheet, rows))
    lines = [(sheet, row) for sheet, rows in loose for row in rows]
    return _Opened(sheets, tables, loose, about_of(sheets, tables, file_name, lines))


def sheets_of(content: bytes) -> list[Sheet]:
    """The cells of a workbook or CSV file, by what the bytes are and not by the name. Raises ReportRefusedError."""
    if not content.strip():
        raise ReportRefusedError([Refusal("empty_file", "byte 0", f"the file holds nothing ({len(content)} bytes)")])
    if content.startswith(WORKBOOK_MARKS):
        return workbook_sheets(content, every_form=True)
    return [csv_sheet(content, names_found)]


def _refuse_whole(opened: _Opened, report: RegisteredReport) -> None:
    refusals = []
    if not opened.tables:
        refusals.append(_whole("workbook_without_table"))
    about = opened.about
    if about.month is None:
        refusals.append(_whole("report_month_missing"))
    elif about.month.replace(day=1) > report.published.on:
        refusals.append(_whole("report_month_after_publication", f"{about.month:%m/%Y}"))
    if refusals:
        raise ReportRefusedError(refusals)


def _whole(rule: str, value: str | None = None) -> Refusal:
    return Refusal(rule, "whole workbook", rule_named(rule).message(value), value)


def _row(report: RegisteredReport, figure: Figure, about: About, reader: WorkbookReader) -> dict[str, Any]:
    inferred = about.read_from and about.read_from != READ_FROM_LINE
    rules = [*figure.rules, f"month from {about.read_from}"] if inferred else list(figure.rules)
    return {
        "observation_id": row_id(
            report.report_id, figure.locator, figure.measure, figure.qualifier, figure.programme, figure.segment
        ),
        "report_id": report.report_id,
        "report_month": report.report_month,
        "locator": figure.locator,
        "as_printed": figure.as_printed,
        "measure": figure.measure,
        "value": figure.value,
        "unit": figure.unit,
        "decimals": figure.decimals,
        "qualifier": figure.qualifier,
        "period_start": figure.period_start,
        "period_end": figure.period_end,
        "period_kind": figure.period_kind,
        "period_basis": "text",
        "area_name": figure.area.name,
        "area_kind": figure.area.kind,
        "area_code": figure.area.code,
        "office_code": about.office.code if about.office else None,
        "programme": figure.programme,
        "segment": figure.segment,
        "reader": reader.source,
        "reader_version": reader.version,
        "confidence": float(figure.confidence),
        "rules": "; ".join(rules),
    }


def _unread(report: RegisteredReport, cell: UnreadCell, reader: WorkbookReader) -> dict[str, Any]:
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
