"""The cells of an archived report, as the reader of its source sees them: a locator means to everybody the same.

Belongs here: which reader takes which report apart. Does not: taking it apart.
"""

from sources.tables.forms import sheets_of as table_sheets
from sources.tables.grid import Sheet
from sources.workbook.reader import sheets_of as workbook_sheets


def sheets_of(content: bytes, file_name: str) -> list[Sheet]:
    """The sheets of a report that arrived under a name below the inbox. Raises ReportRefusedError."""
    if file_name.startswith("workbook/"):
        return workbook_sheets(content)
    return table_sheets(content, file_name)
