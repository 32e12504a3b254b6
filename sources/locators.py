"""How a place in a report is written: the one grammar that readers write, contracts check and traces follow.

    characters 120-127                                   text files: 0-based, end exclusive, in the decoded file
    page 2, characters 120-127                           PDF: in the text of that page
    paragraph 14, characters 3-10                        DOCX; likewise header, footer, note, and table 1, row 3, column 2
    block 37 (line 214), characters 3-10                 HTML: block of the page in reading order, the line of the source where it begins

Cells of tables have places of their own: line 5, column 3 (CSV, text); Sheet1!C7 (Sheet1!7:7 is a row); table 1, row 3, column 2 (HTML); row 3, column 2 (JSON).

Characters are counted from the beginning of the part that the label names; a figure that runs on into the next part has an end beyond
this one's. Belongs here: writing and parsing. Does not: what a part holds (sources.documents), cells (sources.tables).
"""

import re
from dataclasses import dataclass

_WORDS = "page|paragraph|table|row|column|block|header|footer|note"
_LABEL = rf"(?:{_WORDS}) \d{{1,7}}(?:, (?:{_WORDS}) \d{{1,7}}){{0,3}}(?: \(line \d{{1,9}}\))?"
# For pandera and DuckDB as well: no look-around, no named group.
TEXT_PLACE = rf"^(?:{_LABEL}, )?characters \d{{1,12}}-\d{{1,12}}$"
# A cell or row: line of a CSV or text, cell of a sheet, cell of a page's table, record of JSON.
TABLE_PLACE = r"^(?:line \d{1,9}(?:, column \d{1,6})?|(?:table \d{1,4}, )?row \d{1,9}(?:, column \d{1,6})?|.+![A-Z]{1,3}\d{1,7}|.+!\d{1,7}:\d{1,7})$"
_PLACE = re.compile(rf"(?:({_LABEL}), )?characters (\d{{1,12}})-(\d{{1,12}})")


@dataclass(frozen=True)
class TextPlace:
    """Characters `start` to `end` (exclusive) of the part named `label`; without a label, of the whole text."""

    label: str
    start: int
    end: int

    def __str__(self) -> str:
        characters = f"characters {self.start}-{self.end}"
        return f"{self.label}, {characters}" if self.label else characters


def parsed(locator: str) -> TextPlace | None:
    """The place that a locator names, None if it names no characters."""
    match = _PLACE.fullmatch(locator)
    return TextPlace(match[1] or "", int(match[2]), int(match[3])) if match else None


@dataclass(frozen=True)
class CellPlace:
    """A cell of a table, or a whole row where `column` is None: row and column from 1; `sheet` is empty for a text file, `table 2` on a page."""

    sheet: str
    row: int
    column: int | None


_LINE = re.compile(r"line (\d{1,9})(?:, column (\d{1,6}))?")
_RECORD = re.compile(r"(?:(table \d{1,4}), )?row (\d{1,9})(?:, column (\d{1,6}))?")
_CELL = re.compile(r"(.+)!([A-Z]{1,3})(\d{1,7})", re.DOTALL)
_ROW = re.compile(r"(.+)!(\d{1,7}):\2", re.DOTALL)


def cell_of(locator: str) -> CellPlace | None:
    """The cell or row that a locator of a table names ('line 5, column 3', 'Sheet1!C7', 'row 7'), None if it names none."""
    if match := _LINE.fullmatch(locator):
        return CellPlace("", int(match[1]), int(match[2]) if match[2] else None)
    if match := _RECORD.fullmatch(locator):
        return CellPlace(match[1] or "", int(match[2]), int(match[3]) if match[3] else None)
    if match := _CELL.fullmatch(locator):
        column = 0
        for letter in match[2]:
            column = column * 26 + ord(letter) - 64
        return CellPlace(match[1], int(match[3]), column)
    if match := _ROW.fullmatch(locator):
        return CellPlace(match[1], int(match[2]), None)
    return None
