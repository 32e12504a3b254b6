"""The cells of an archived report, as the reader of its source sees them: a locator means to everybody the same.

Belongs here: which reader takes which report apart. Does not: taking it apart.
"""

from collections.abc import Callable

from sources.labour_force.reader import sheets_of as labour_force_sheets
from sources.tables.grid import Sheet
from sources.workbook.reader import sheets_of as workbook_sheets

_SHEETS: dict[str, Callable[[bytes], list[Sheet]]] = {
    "labour_force": labour_force_sheets,
    "workbook": workbook_sheets,
}


def sheets_of(source: str, content: bytes) -> list[Sheet]:
    """The sheets of a report of a source (labour_force's way where another source is named). Raises ReportRefusedError."""
    return _SHEETS.get(source, labour_force_sheets)(content)
