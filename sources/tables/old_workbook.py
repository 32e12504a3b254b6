"""A look through the records of an old workbook (XLS, BIFF8 in a compound file) before its reader gets it.

Belongs here: finding the workbook's stream, how large each sheet becomes, merged ranges, error cells. Does not: the values of cells.
Nothing of macros, links or embedded objects is opened.
"""

import struct
from dataclasses import dataclass, field

from sources.tables.grid import Merged
from sources.tables.workbook_scan import WorkbookFaultError

MOST_RECORDS = 5_000_000
MOST_MERGED = 20_000
_END = 0xFFFFFFFA  # sectors from here on are marks: free, end of chain, …
_BOF, _EOF, _MERGED, _FORMULA, _ERROR, _LOCKED = 0x0809, 0x000A, 0x00E5, 0x0006, 0x0205, 0x002F
_STRING, _DIMENSIONS = 0x0207, 0x0200
_BEFORE_STRING = frozenset({0x04BC, 0x0221, 0x0236})  # shared formulas and arrays stand before the text
# cell records begin with row and column; those of several cells end with their last column
_CELLS = frozenset({0x0203, 0x027E, 0x00FD, 0x0204, _FORMULA, _ERROR, 0x0201, 0x00D6})
_SEVERAL = frozenset({0x00BD, 0x00BE})


@dataclass
class OldSheetScan:
    """One substream with cells. Cells by (row, column), from 1."""

    rows: int = 0
    columns: int = 0
    merged: list[Merged] = field(default_factory=list)
    faults: dict[tuple[int, int], str] = field(default_factory=dict)
    text_awaited: tuple[int, int] | None = None  # a formula whose result is a text, which the next record holds


def scan_records(content: bytes) -> list[OldSheetScan]:
    """The substreams in the order of the stream, the workbook's own first. Raises WorkbookFaultError."""
    stream = _stream(content)
    sheets: list[OldSheetScan] = []
    at = records = 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        body = stream[at + 4 : at + 4 + size]
        records += 1
        if records > MOST_RECORDS:
            raise WorkbookFaultError("too many records")
        if len(body) < size:
            raise WorkbookFaultError("a record is cut off")
        if kind == _LOCKED:
            raise WorkbookFaultError("the workbook has a password")
        if kind == _BOF:
            sheets.append(OldSheetScan())
        elif sheets:
            _record(sheets[-1], kind, body)
        at += 4 + size
    if not sheets:
        raise WorkbookFaultError("there is no sheet in it")
    return sheets


def _record(sheet: OldSheetScan, kind: int, body: bytes) -> None:
    if kind == _STRING:
        sheet.text_awaited = None
    elif sheet.text_awaited and kind not in _BEFORE_STRING:
        sheet.faults[sheet.text_awaited] = "formula_without_value"
        sheet.text_awaited = None
    if kind in _CELLS and len(body) >= 6:
        row, column = struct.unpack_from("<HH", body)
        sheet.rows, sheet.columns = max(sheet.rows, row + 1), max(sheet.columns, column + 1)
        error = (kind == _ERROR and len(body) >= 8 and body[7] == 1) or (
            kind == _FORMULA and len(body) >= 14 and body[12:14] == b"\xff\xff" and body[6] == 2
        )
        if error:
            sheet.faults[row + 1, column + 1] = "cell_holds_error"
        elif kind == _FORMULA and len(body) >= 15 and body[12:14] == b"\xff\xff" and body[6] == 0:
            sheet.text_awaited = (row + 1, column + 1)
    elif kind == _DIMENSIONS and len(body) >= 12:
        # The library makes room for all of it before it reads a cell.
        rows, columns = struct.unpack_from("<I", body, 4)[0], struct.unpack_from("<H", body, 10)[0]
        sheet.rows, sheet.columns = max(sheet.rows, rows), max(sheet.columns, columns)
    elif kind in _SEVERAL and len(body) >= 6:
        row = struct.unpack_from("<H", body)[0]
        last = struct.unpack_from("<H", body, len(body) - 2)[0]
        sheet.rows, sheet.columns = max(sheet.rows, row + 1), max(sheet.columns, last + 1)
    elif kind == _MERGED and len(body) >= 2:
        count = min(struct.unpack_from("<H", body)[0], (len(body) - 2) // 8, MOST_MERGED)
        for index in range(count):
            first_row, last_row, first, last = struct.unpack_from("<HHHH", body, 2 + 8 * index)
            sheet.merged.append(Merged(first_row + 1, first, last_row + 1, last))


def _stream(content: bytes) -> bytes:
    """The bytes of the stream Workbook (or Book). Raises WorkbookFaultError."""
    try:
        shift, mini_shift = struct.unpack_from("<HH", content, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise WorkbookFaultError("it is no sound XLS file")
        size = 1 << shift
        fat_count, directory, cutoff, mini_fat, _, difat, difat_count = (
            *struct.unpack_from("<I", content, 44),
            *struct.unpack_from("<I", content, 48),
            *struct.unpack_from("<IIIII", content, 56),
        )
        sectors = _difat(content, size, fat_count, difat, difat_count)
        fat = b"".join(_sector(content, size, number) for number in sectors)
        entries = _chain(content, size, fat, directory)
        root_start, root_size = _entry(entries, "Root Entry")
        start, length = _workbook(entries)
        if length >= cutoff:
            return _chain(content, size, fat, start)[:length]
        mini = _chain(content, size, fat, root_start)[:root_size]
        return _chain(mini, 64, _chain(content, size, fat, mini_fat), start, header=False)[:length]
    except (struct.error, IndexError, OverflowError):
        raise WorkbookFaultError("it is no sound XLS file") from None


def _difat(content: bytes, size: int, fat_count: int, difat: int, difat_count: int) -> list[int]:
    numbers = [number for number in struct.unpack_from("<109I", content, 76) if number < _END]
    for _ in range(min(difat_count, len(content) // size)):
        if difat >= _END:
            break
        table = struct.unpack(f"<{size // 4}I", _sector(content, size, difat))
        numbers += [number for number in table[:-1] if number < _END]
        difat = table[-1]
    return numbers[: min(fat_count, len(content) // size)]


def _sector(content: bytes, size: int, number: int, header: bool = True) -> bytes:
    start = (number + 1 if header else number) * size
    return content[start : start + size].ljust(size, b"\0") if start < len(content) else b""


def _chain(content: bytes, size: int, fat: bytes, start: int, header: bool = True) -> bytes:
    pieces: list[bytes] = []
    number, most = start, len(content) // size + 2
    while number < _END:
        if len(pieces) > most:
            raise WorkbookFaultError("its sectors run in a circle")
        pieces.append(_sector(content, size, number, header))
        number = struct.unpack_from("<I", fat, 4 * number)[0]
    return b"".join(pieces)


def _workbook(entries: bytes) -> tuple[int, int]:
    for name in ("Workbook", "Book"):
        try:
            return _entry(entries, name)
        except WorkbookFaultError:
            continue
    raise WorkbookFaultError("it holds no workbook (perhaps another old document, or one with a password)")


def _entry(entries: bytes, name: str) -> tuple[int, int]:
    for at in range(0, len(entries) - 127, 128):
        length = struct.unpack_from("<H", entries, at + 64)[0]
        if 2 <= length <= 64 and entries[at : at + length - 2].decode("utf-16-le", "replace") == name:
            start, size = struct.unpack_from("<II", entries, at + 116)
            return start, size
    raise WorkbookFaultError(f"it holds no {name}")
