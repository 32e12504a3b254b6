"""A look through content.xml of an OpenDocument sheet before its reader gets it: how large it becomes, merged ranges, faults.

Belongs here: streaming through the XML with limits, repeated cells counted as what they become. Does not: the values of cells.
"""

import zipfile
from dataclasses import dataclass, field
from xml.parsers import expat

from sources.tables.grid import Merged
from sources.tables.workbook_scan import PIECE, WorkbookFaultError

CONTENT = "content.xml"
MOST_MERGED = 20_000
_HOLDS = ("value-type", "formula")


@dataclass
class TableScan:
    """One sheet. Rows and columns up to the last cell that holds anything, repeated ones counted; cells by (row, column), from 1."""

    name: str
    rows: int = 0
    columns: int = 0
    merged: list[Merged] = field(default_factory=list)
    faults: dict[tuple[int, int], str] = field(default_factory=dict)
    characters: int = 0


def scan_content(archive: zipfile.ZipFile) -> list[TableScan]:
    """The sheets in order. Raises WorkbookFaultError, or what zipfile raises on a damaged archive."""
    handler = _Handler()
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = handler.start
    parser.EndElementHandler = handler.end
    parser.CharacterDataHandler = handler.characters
    with archive.open(CONTENT) as file:
        try:
            while piece := file.read(PIECE):
                parser.Parse(piece, False)
            parser.Parse(b"", True)
        except expat.ExpatError:
            raise WorkbookFaultError("a part is malformed") from None
    return handler.tables


def _refuse_doctype(*_: object) -> None:
    raise WorkbookFaultError("a part declares a document type")


class _Handler:
    """Counts what the elements would become; repeats of empty cells count only if something follows them."""

    def __init__(self) -> None:
        self.tables: list[TableScan] = []
        self._row = self._column = self._row_repeat = self._cell_repeat = 1
        self._holds = False
        self._row_holds = False
        self._formula = False
        self._text = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        given = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        if tag == "table":
            self.tables.append(TableScan(given.get("name", "")))
            self._row = 1
        elif not self.tables:
            return
        elif tag == "table-row":
            self._row_repeat, self._column, self._row_holds = _repeat(given.get("number-rows-repeated")), 1, False
        elif tag in ("table-cell", "covered-table-cell"):
            self._cell_repeat = _repeat(given.get("number-columns-repeated"))
            self._holds = any(key in given for key in _HOLDS)
            self._formula = "formula" in given
            self._text = 0
            if given.get("formula") and "value-type" not in given:
                self._fault("formula_without_value")
            elif given.get("value-type") == "error":
                self._fault("cell_holds_error")
            self._span(given)

    def end(self, name: str) -> None:
        tag = name.rpartition(":")[2]
        if not self.tables:
            return
        table = self.tables[-1]
        if tag in ("table-cell", "covered-table-cell"):
            if self._holds or self._text:
                self._row_holds = True
                table.columns = max(table.columns, self._column + self._cell_repeat - 1)
                table.characters += self._text * self._cell_repeat * self._row_repeat
            self._column += self._cell_repeat
        elif tag == "table-row":
            if self._row_holds:
                table.rows = max(table.rows, self._row + self._row_repeat - 1)
            self._row += self._row_repeat

    def characters(self, text: str) -> None:
        if self.tables:
            self._text += len(text)
            if self._formula and text.strip().startswith(("#", "Err:")):
                self._fault("cell_holds_error")

    def _fault(self, rule: str) -> None:
        if len(self.tables[-1].faults) < MOST_MERGED:
            self.tables[-1].faults[self._row, self._column] = rule

    def _span(self, given: dict[str, str]) -> None:
        wide, tall = _repeat(given.get("number-columns-spanned")), _repeat(given.get("number-rows-spanned"))
        if (wide > 1 or tall > 1) and len(self.tables[-1].merged) < MOST_MERGED:
            last_row, last_column = self._row + tall - 1, self._column - 1 + wide - 1
            self.tables[-1].merged.append(Merged(self._row, self._column - 1, last_row, last_column))


def _repeat(text: str | None) -> int:
    if text is None:
        return 1
    if not (text.isascii() and text.isdigit() and 0 < len(text) <= 9 and int(text)):
        raise WorkbookFaultError("a repeat is no number")
    return int(text)
