"""Sheets and rows that are no tables: examples and lists of the form, lines about the workbook, sheets without a header.

Belongs here: making sure that no figure hides in them. Does not: tables (figures.py).
"""

import re
from functools import cache

from sources import reference
from sources.tables.grid import Row, Sheet
from sources.workbook import form
from sources.workbook.about import About
from sources.workbook.found import Found
from sources.workbook.layout import Table, is_figure
from sources.workbook.refusals import record_of, refusal
from sources.workbook.words import sheet_named

_NO_DIGIT = re.compile(r"\D")


def account_for_aside(sheet: Sheet, found: Found) -> int:
    """Account for a sheet of examples or lists: a number that the form itself does not have there is refused. Cells with digits."""
    printed = 0
    for row in sheet.rows:
        strange = [at for at, cell in enumerate(row.cells) if cell.has_digits and _digits(cell.text) not in _known()]
        printed += row.digit_cells
        found.accounted += row.digit_cells
        for at in strange:
            entry = refusal("figure_on_aside_sheet", sheet.place(row, at), row.cells[at].text)
            found.refuse([entry], record_of(row, {}))
    return printed


def account_for_loose(sheet: Sheet, rows: list[Row], about: About, found: Found) -> int:
    """Account for the rows of a sheet that has no table: figures among them are refused, once for the sheet. Cells with digits."""
    left = [row for row in rows if id(row) not in about.rows]
    figures = [row for row in left if any(cell.fault or is_figure(cell.text) for cell in row.cells)]
    digits = sum(row.digit_cells for row in left)
    if figures:
        entry = refusal("sheet_without_header", sheet.place(figures[0], None), sheet.name)
        found.refuse([entry], {str(row.number): " | ".join(cell.text for cell in row.cells) for row in figures[:200]})
    found.accounted += digits
    return digits


def account_for_titles(table: Table, about: About, found: Found) -> int:
    """Account for the rows above a header: a row of figures there belongs to a table whose header is not understood. Cells with digits."""
    printed = 0
    for row in table.titles:
        figures = sum(cell.fault is not None or is_figure(cell.text) for cell in row.cells)
        if id(row) in about.rows or not figures:
            continue
        entry = refusal("row_without_header", table.sheet.place(row, None))
        found.refuse([entry], record_of(row, {}))
        printed += row.digit_cells
        found.accounted += row.digit_cells
    return printed


def account_for_unclear(table: Table, found: Found) -> int:
    """Refuse a table that may be one of several sheets of the form. Cells with digits."""
    digits = sum(row.digit_cells for row in table.rows)
    header = " | ".join(column.header for column in table.columns if column.header)
    entry = refusal("table_kind_unclear", table.sheet.place(table.header[0], None), header)
    rows = {str(row.number): " | ".join(cell.text for cell in row.cells) for row in table.rows[:200]}
    found.refuse([entry], rows)
    found.accounted += digits
    return digits


def is_aside(sheet: Sheet) -> bool:
    """Whether a sheet is one of those that a template has for people only."""
    return sheet.name is not None and sheet_named(sheet.name, "aside") is not None


@cache
def _known() -> frozenset[str]:
    """The digits of everything that the form prints on its own sheets for people."""
    texts = [cell for name in form.sheets() for column in form.columns(name).values() for cell in column.examples]
    texts += [row["office_code"] for row in reference.seed("office")]
    return frozenset(_digits(text) for text in texts)


def _digits(text: str) -> str:
    return _NO_DIGIT.sub("", text)
