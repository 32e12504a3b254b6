"""Workbooks (XLSX, XLS, ODS) to grids: one per sheet, after the workbook has been looked over for what would break its reader.

Belongs here: limits, opening, cells to texts. Does not: what the columns mean.
"""

import io
import json
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from sources.reading import Refusal, ReportRefusedError
from sources.tables.grid import MOST_CELLS, MOST_ROWS, Cell, Merged, Row, Sheet
from sources.tables.old_workbook import scan_records
from sources.tables.opendocument import CONTENT, scan_content
from sources.tables.words import normal, words
from sources.tables.workbook_scan import WorkbookFaultError, column_letters, scan
from sources.text import shown

_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument.spreadsheet"
_MANIFEST = "META-INF/manifest.xml"
_CHILD = Path(__file__).with_name("old_workbook_child.py")
_LONGEST_SECONDS = 90
WORKBOOK_MARKS = (b"PK\x03\x04", b"PK\x05\x06", _OLD_WORKBOOK)  # with which a workbook begins
LARGEST_UNPACKED = 100_000_000
MOST_PARTS = 2000
# What zipfile lets through where an archive is damaged.
DAMAGED = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError, ValueError)


@dataclass(frozen=True)
class _Look:
    """What a look over the parts found of one sheet."""

    faults: Mapping[tuple[int, int], str]
    merged: tuple[Merged, ...]


def workbook_sheets(content: bytes, every_form: bool = False) -> list[Sheet]:
    """All sheets that hold anything, hidden ones too. XLS and ODS are read where `every_form` says so.

    Raises ReportRefusedError (workbook_unreadable, workbook_too_large).
    """
    look = _looked_over(content, every_form)
    try:
        return _read(content, look)
    except (CalamineError, OSError, ValueError) as error:
        raise _unreadable(type(error).__name__) from None
    except BaseException as error:
        # A panic of the Rust library is no Exception; anything else of that kind (an interrupt) is not ours to take.
        if type(error).__name__ != "PanicException":
            raise
        raise _unreadable("PanicException") from None


def _looked_over(content: bytes, every_form: bool) -> Callable[[str, int], _Look]:
    """A function from a sheet's name and place to what was found of it."""
    if content.startswith(_OLD_WORKBOOK):
        if not every_form:
            raise _unreadable("this is an old .xls file or one with a password")
        return _looked_over_old(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            unpacked = sum(part.file_size for part in parts)
            if unpacked > LARGEST_UNPACKED or len(parts) > MOST_PARTS:
                raise _too_large(f"{unpacked} bytes in {len(parts)} parts")
            if any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in parts):
                raise _unreadable("a part is packed in a way that is not used in workbooks")
            if every_form and _is_open_document(archive):
                return _looked_over_open_document(archive)
            found = scan(archive)
    except WorkbookFaultError as fault:
        raise _unreadable(str(fault)) from None
    except DAMAGED as error:
        raise _unreadable(f"it is no sound XLSX file ({type(error).__name__})") from None
    # A single cell in the last corner of a sheet would make the library allocate every cell before it; a long text that
    # many cells share would be copied for each of them.
    _check_size(found.tallest, found.area, found.characters)
    return lambda name, _: _Look(found.faults_of(name), found.merged_of(name))


def _is_open_document(archive: zipfile.ZipFile) -> bool:
    names = archive.namelist()
    return "mimetype" in names and archive.open("mimetype").read(100).startswith(_OPEN_DOCUMENT)


def _looked_over_open_document(archive: zipfile.ZipFile) -> Callable[[str, int], _Look]:
    names = archive.namelist()
    if len(set(names)) != len(names):
        raise WorkbookFaultError("two parts have one name")
    if not {CONTENT, _MANIFEST} <= set(names):
        raise WorkbookFaultError("a part is missing")
    if "encryption-data" in archive.open(_MANIFEST).read(1 << 20).decode("utf-8", "replace"):
        raise WorkbookFaultError("the workbook has a password")
    tables = scan_content(archive)
    tallest = max((table.rows for table in tables), default=0)
    # What is shorter still costs the library its columns: rows of blanks before the last are counted as they become.
    _check_size(tallest, sum(table.rows * table.columns for table in tables), sum(table.characters for table in tables))
    return lambda _, at: _Look(tables[at].faults, tuple(tables[at].merged)) if at < len(tables) else _Look({}, ())


def _looked_over_old(content: bytes) -> Callable[[str, int], _Look]:
    try:
        sheets = scan_records(content)
    except WorkbookFaultError as fault:
        raise _unreadable(str(fault)) from None
    _check_size(max(sheet.rows for sheet in sheets), sum(sheet.rows * sheet.columns for sheet in sheets), 0)
    # The first substream is the workbook's own and holds no cells; sheets follow in the order of their names.
    found = sheets[1:]
    return lambda _, at: _Look(found[at].faults, tuple(found[at].merged)) if at < len(found) else _Look({}, ())


def _check_size(tallest: int, area: int, characters: int) -> None:
    if area > MOST_CELLS or tallest > MOST_ROWS or characters > LARGEST_UNPACKED:
        raise _too_large(f"{tallest} rows, {area} cells, up to {characters} characters")


def _values(content: bytes) -> Iterator[tuple[str, Sequence[Sequence[object]]]]:
    """Name and rows of each sheet. An old workbook is read in a process of its own: a damaged one can end it."""
    if not content.startswith(_OLD_WORKBOOK):
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
            for name in workbook.sheet_names:
                rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
                yield name, rows
        return
    try:
        command = [sys.executable, "-I", str(_CHILD)]
        ended = subprocess.run(command, input=content, capture_output=True, timeout=_LONGEST_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise _too_large(f"it takes more than {_LONGEST_SECONDS} seconds") from None
    if ended.returncode:
        raise _unreadable("it makes the library of old workbooks stop")
    answer = json.loads(ended.stdout)
    if "fault" in answer:
        raise _too_large("more memory than it may have")
    yield from answer["sheets"]


def _read(content: bytes, look: Callable[[str, int], _Look]) -> list[Sheet]:
    sheets = []
    for at_sheet, (name, values) in enumerate(_values(content)):
        found = look(name, at_sheet)
        rows = []
        for number, line in enumerate(values, start=1):
            cells = tuple(_cell(value, found.faults.get((number, at))) for at, value in enumerate(line, start=1))
            rows.append(Row(number, cells))
        rows, front_matter = _front_matter(rows)
        if any(not row.is_blank for row in rows):
            sheets.append(
                Sheet(
                    rows,
                    _placer(name),
                    shown(name),
                    fixed_width=True,
                    front_matter=front_matter,
                    merged=found.merged,
                )
            )
    return sheets


def _placer(name: str) -> Callable[[Row, int | None], str]:
    sheet = shown(name)

    def place(row: Row, index: int | None) -> str:
        return f"{sheet}!{row.number}:{row.number}" if index is None else f"{sheet}!{column_letters(index)}{row.number}"

    return place


def _cell(value: object, fault: str | None) -> Cell:
    if fault is not None:
        return Cell("", fault=fault)
    if isinstance(value, bool):
        return Cell(str(value).upper())
    if isinstance(value, int | float):
        number = Decimal(repr(value))
        whole = number == number.to_integral_value() if number.is_finite() else False
        return Cell(f"{number:f}".partition(".")[0] if whole else f"{number:f}", number)
    if isinstance(value, datetime):
        return Cell(value.date().isoformat())
    if isinstance(value, date):
        return Cell(value.isoformat())
    return Cell(str(value).strip())


def _front_matter(rows: list[Row]) -> tuple[list[Row], str]:
    """Rows above the table that hold a known key and its value become a block; they are taken out of the rows."""
    lines: list[str] = []
    left: list[Row] = []
    above = True
    for row in rows:
        texts = [cell.text for cell in row.cells if not cell.is_blank]
        above = above and len(texts) <= 2
        if above and len(texts) == 2 and normal(texts[0]) in words("front_matter"):
            lines.append(f"{normal(texts[0]).replace(' ', '_')}: {' '.join(texts[1].split())}")
        else:
            left.append(row)
    return left, "---\n" + "\n".join(lines) + "\n---\n" if lines else ""


def _unreadable(what: str) -> ReportRefusedError:
    return ReportRefusedError(
        [Refusal("workbook_unreadable", "whole workbook", f"the workbook cannot be opened: {what}", what)]
    )


def _too_large(what: str) -> ReportRefusedError:
    message = f"the workbook unpacks to more than is read: {what}"
    return ReportRefusedError([Refusal("workbook_too_large", "whole workbook", message, what)])
