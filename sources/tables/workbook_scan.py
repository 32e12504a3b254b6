"""A look into the parts of a workbook before its reader gets them: how large it would become, which cells it would pass over.

Belongs here: streaming through the XML with limits. Does not: the values of cells.
"""

import re
import zipfile
from dataclasses import dataclass, field
from posixpath import normpath
from xml.parsers import expat

from sources.tables.grid import Merged

PIECE = 1 << 16
MOST_MERGED = 20_000
_CELL_NAME = re.compile(r"^([A-Za-z]{1,6})([0-9]{1,9})$")
_WORKBOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_XML_SUFFIXES = (".xml", ".rels")


class WorkbookFaultError(Exception):
    """The workbook's parts are not what they should be."""


@dataclass
class PartScan:
    """What one part holds. Cells by (row, column), from 1; `faults` are rules that a cell breaks by holding nothing readable."""

    rows: int = 0
    columns: int = 0
    faults: dict[tuple[int, int], str] = field(default_factory=dict)
    shared_texts: int = 0  # cells that show a shared text
    longest_text: int = 0  # of the shared texts, in characters
    merged: list[Merged] = field(default_factory=list)
    sheets: dict[str, str] = field(default_factory=dict)  # name -> id of its relation
    targets: dict[str, str] = field(default_factory=dict)  # id of a relation -> path


@dataclass
class Scan:
    """All parts by their path in lower case; `names` maps a sheet's name to its part."""

    parts: dict[str, PartScan] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    @property
    def tallest(self) -> int:
        """Rows of the largest sheet."""
        return max((part.rows for part in self.parts.values()), default=0)

    @property
    def area(self) -> int:
        """Cells of all sheets, empty ones before the last one included: what the library allocates."""
        return sum(part.rows * part.columns for part in self.parts.values())

    @property
    def characters(self) -> int:
        """No more than so many characters of shared texts come out, each cell having its own copy."""
        longest = max((part.longest_text for part in self.parts.values()), default=0)
        return longest * sum(part.shared_texts for part in self.parts.values())

    def merged_of(self, name: str) -> tuple[Merged, ...]:
        """Merged ranges of the sheet of that name."""
        return tuple(self.parts[self.names[name]].merged) if name in self.names else ()

    def faults_of(self, name: str) -> dict[tuple[int, int], str]:
        """Faults of the sheet of that name."""
        return self.parts[self.names[name]].faults if name in self.names else {}


def scan(archive: zipfile.ZipFile) -> Scan:
    """Stream through every part; each is unpacked, so that sizes and checksums that lie are found.

    Every part is looked at as if it were a sheet: which ones are is said by other parts, in more ways than need be known here.
    Raises WorkbookFaultError, or what zipfile raises on a damaged archive.
    """
    found = Scan()
    for part in archive.infolist():
        path = part.filename.lower()
        if path in found.parts:
            raise WorkbookFaultError(f"two parts have the name {part.filename}")
        found.parts[path] = _scan_part(archive, part)
    sheets = found.parts.get(_WORKBOOK, PartScan()).sheets
    targets = found.parts.get(_RELATIONS, PartScan()).targets
    for name, relation in sheets.items():
        target = targets.get(relation, "")
        path = normpath(target[1:] if target.startswith("/") else f"xl/{target}").lower()
        if path not in found.parts or not path.endswith(_XML_SUFFIXES):
            raise WorkbookFaultError("a sheet has no part")
        found.names[name] = path
    return found


def column_letters(index: int) -> str:
    """Letters of a column by its index from 0: A, …, Z, AA, …"""
    letters = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _scan_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> PartScan:
    handler = _Handler()
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = handler.start
    parser.EndElementHandler = handler.end
    parser.CharacterDataHandler = handler.characters
    is_xml = part.filename.lower().endswith(_XML_SUFFIXES)
    with archive.open(part) as file:
        while piece := file.read(PIECE):
            if is_xml:
                _parse(parser, piece, False)
    if is_xml:
        _parse(parser, b"", True)
    return handler.found


def _parse(parser: expat.XMLParserType, piece: bytes, last: bool) -> None:
    try:
        parser.Parse(piece, last)
    except expat.ExpatError:
        raise WorkbookFaultError("a part is malformed") from None


def _refuse_doctype(*_: object) -> None:
    raise WorkbookFaultError("a part declares a document type")


class _Handler:
    """Counts what the elements of one part would become."""

    def __init__(self) -> None:
        self.found = PartScan()
        self._row = self._column = 0
        self._kind = ""
        self._formula = self._value = self._in_value = False
        self._text: int | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = _local(name)
        if tag == "row":
            self._row, self._column = _row_number(attributes.get("r"), self._row + 1), 0
            self.found.rows = max(self.found.rows, self._row)
        elif tag == "c":
            self._cell(attributes)
        elif tag == "f":
            self._formula = True
        elif tag == "v":
            self._in_value = True
            self._value = self._value or self._kind == "str"  # a formula may give the empty text
        elif tag == "is":
            self._value = True
        elif tag == "si":
            self._text = 0
        elif tag == "mergeCell":
            self._merged(attributes.get("ref", ""))
        elif tag == "sheet":
            relation = next((value for key, value in attributes.items() if _local(key) == "id"), "")
            self.found.sheets[attributes.get("name", "")] = relation
        elif tag == "Relationship":
            self.found.targets[attributes.get("Id", "")] = attributes.get("Target", "")

    def end(self, name: str) -> None:
        tag = _local(name)
        if tag == "v":
            self._in_value = False
        elif tag == "si":
            self.found.longest_text = max(self.found.longest_text, self._text or 0)
            self._text = None
        elif tag == "c" and self._kind == "e":
            self.found.faults[self._row, self._column] = "cell_holds_error"
        elif tag == "c" and self._formula and not self._value:
            self.found.faults[self._row, self._column] = "formula_without_value"

    def characters(self, text: str) -> None:
        if self._text is not None:
            self._text += len(text)
        if self._in_value and not self._value:
            self._value = bool(text.strip())

    def _merged(self, reference: str) -> None:
        start, _, end = reference.partition(":")
        first, last = _CELL_NAME.match(start), _CELL_NAME.match(end)
        if first and last and len(self.found.merged) < MOST_MERGED:
            self.found.merged.append(
                Merged(int(first[2]), _column_number(first[1]) - 1, int(last[2]), _column_number(last[1]) - 1)
            )

    def _cell(self, attributes: dict[str, str]) -> None:
        if "r" in attributes:
            named = _CELL_NAME.match(attributes["r"])
            if named is None:
                raise WorkbookFaultError("a cell has no place")
            self._column, self._row = _column_number(named[1]), int(named[2])
        else:
            self._column += 1
        self._kind = attributes.get("t", "")
        self._formula = self._value = False
        self.found.shared_texts += self._kind == "s"
        self.found.rows = max(self.found.rows, self._row)
        self.found.columns = max(self.found.columns, self._column)


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _row_number(text: str | None, following: int) -> int:
    if text is None:
        return following
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise WorkbookFaultError("a row has no number")
    return int(text)


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number
