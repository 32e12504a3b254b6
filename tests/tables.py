"""Tables for tests of the source `table`: reading one from its text or bytes, workbooks in the three forms."""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date

import openpyxl
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P

from sources.identity import content_hash, report_id
from sources.reading import Publication, Reading, RegisteredReport
from sources.table.reader import TableReader

PUBLISHED = date(2026, 3, 1)


def read_table_report(content: str | bytes, name: str = "table.csv", published: date = PUBLISHED) -> Reading:
    content = content.encode() if isinstance(content, str) else content
    described = TableReader().describe(content, f"table/{name}")
    publication = described.published or Publication(published, "day", "front_matter")
    identity = report_id(content_hash(content))
    return TableReader().read(
        RegisteredReport(identity, publication.month, "table", f"table/{name}", publication), content
    )


def figures(reading: Reading) -> dict[tuple[str, str, str, str], int]:
    """Area, measure, segment, end of period -> value of the figures read."""
    return {
        (row["area_code"], row["measure"], row["segment"] or "", str(row["period_end"])): int(row["value"])
        for row in reading.rows
    }


def rules_of(reading: Reading) -> list[str]:
    """The rules of what was refused, in order."""
    return [refused.refusal.rule for refused in reading.refused]


def xlsx(rows: Sequence[Sequence[object]], merged: Sequence[str] = (), sheet: str = "Data") -> bytes:
    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(list(row))
    for cells in merged:
        book.active.merge_cells(cells)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def xls(rows: Sequence[Sequence[object]], merged: Sequence[tuple[int, int, int, int]] = ()) -> bytes:
    """`merged`: first row, last row, first column, last column, from 0."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("Data", cell_overwrite_ok=True)
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            if value is not None:
                sheet.write(at, column, value)
    for first, last, left, right in merged:
        sheet.merge(first, last, left, right)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def ods(rows: Sequence[Sequence[object]], spans: Mapping[tuple[int, int], int] | None = None) -> bytes:
    """`spans`: (row, column) from 0 -> columns that the cell covers; covered cells are None."""
    document = OpenDocumentSpreadsheet()
    table = Table(name="Data")
    for at, row in enumerate(rows):
        line = TableRow()
        for column, value in enumerate(row):
            span = {"numbercolumnsspanned": spans[at, column]} if spans and (at, column) in spans else {}
            if value is None:
                cell = CoveredTableCell()
            elif isinstance(value, int | float):
                cell = TableCell(valuetype="float", value=str(value), **span)
                cell.addElement(P(text=str(value)))
            else:
                cell = TableCell(valuetype="string", **span)
                cell.addElement(P(text=str(value)))
            line.addElement(cell)
        table.addElement(line)
    document.spreadsheet.addElement(table)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def with_content(workbook: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """An ODS whose content.xml is changed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, change(part) if name == "content.xml" else part)
    return buffer.getvalue()
