"""The sender's workbook again, its refused cells marked, behind a first sheet that says what is to be mended.

The cells are written anew out of what the reader saw: values alone. Formulas, links, macros and pictures of the file do not come back,
so nothing in it can run. Belongs here: the workbook. Does not: which cells are refused (report.py).
"""

import io
from collections.abc import Iterator, Mapping
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import Cell as XlsxCell
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from serving.feedback.listing import HEADER, lines
from serving.feedback.report import Feedback, Mend
from serving.safe_cells import put_text
from serving.sheets import sheets_of
from sources.locators import CellPlace, cell_of
from sources.reading import ReportRefusedError
from sources.tables.grid import Cell, Row, Sheet

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384  # of a sheet of a spreadsheet program
MOST_COMMENTED = 5_000
FIRST_SHEET = "Yang perlu diperbaiki"
_WIDTHS = (6, 18, 16, 18, 24, 60, 60, 26)
_REFUSED = PatternFill("solid", fgColor="FFFFC7CE")
_REFUSED_ROW = PatternFill("solid", fgColor="FFFFEB9C")
_IN_TITLES = str.maketrans(dict.fromkeys("[]:*?/\\'", "_"))
_FORMULA_MARKS = ("=", "+", "-", "@", "\t", "\r")
_FAULTS = {"cell_holds_error": "(kesalahan rumus)", "formula_without_value": "(rumus tanpa hasil)"}
_Marks = Mapping[tuple[int, int | None], list[Mend]]


def marked_workbook(found: Feedback, content: bytes | None) -> bytes:
    """The bytes of the workbook. `content` are those of the report, None where its cells are not to be given back."""
    sheets = _sheets(found, content)
    book = Workbook(write_only=True)
    book.properties.creator = "Cakupan"
    _first_sheet(book.create_sheet(FIRST_SHEET), found, bool(sheets))
    marks = _marks(found.mends)
    commented = [0]
    titles = {FIRST_SHEET.casefold()}
    for sheet in sheets:
        name = _name(sheet)
        page = book.create_sheet(_title(name or "Data", titles))
        of_sheet = marks.get(name, {})
        for cells in _rows(page, sheet, of_sheet, commented):
            page.append(cells)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _sheets(found: Feedback, content: bytes | None) -> list[Sheet]:
    """The cells as the reader sees them; none of a file that cannot be taken apart: its one problem stands on the first sheet."""
    if content is None:
        return []
    try:
        return sheets_of(content, found.file_name)
    except ReportRefusedError:
        return []


def _name(sheet: Sheet) -> str:
    """The sheet as locators name it; empty where a file is one table."""
    place = cell_of(sheet.place(sheet.rows[0], 0)) if sheet.rows else None
    return place.sheet if place else sheet.name or ""


def _marks(mends: tuple[Mend, ...]) -> dict[str, dict[tuple[int, int | None], list[Mend]]]:
    """Sheet -> row and column -> what is refused there."""
    marks: dict[str, dict[tuple[int, int | None], list[Mend]]] = {}
    for mend in mends:
        place = cell_of(mend.locator)
        if place is not None:
            marks.setdefault(place.sheet, {}).setdefault(_key(place), []).append(mend)
    return marks


def _key(place: CellPlace) -> tuple[int, int | None]:
    return place.row, place.column


def _first_sheet(page: Worksheet, found: Feedback, has_cells: bool) -> None:
    for letter, width in zip("ABCDEFGH", _WIDTHS, strict=True):
        page.column_dimensions[letter].width = width
    page.append([_bold(page, f"Yang perlu diperbaiki pada {found.file_name}")])
    for text in _account(found, has_cells):
        page.append([_text(page, text)])
    page.append([])
    page.append([_bold(page, name) for name in HEADER])
    for line in lines(found.mends):
        number, *texts = line
        page.append([int(number), *(_text(page, text, wrap=True) for text in texts)])
    if found.problems > len(found.mends):
        page.append([_text(page, f"… dan {found.problems - len(found.mends)} lagi")])


def _account(found: Feedback, has_cells: bool) -> Iterator[str]:
    yield f"Laporan {found.entry['report_id']}, diterima {found.entry['received_at']:%Y-%m-%d}."
    if found.replaced:
        yield "Berkas yang lebih baru dengan nama ini sudah diterima dan menggantikan laporan ini."
    if found.balance is None:
        yield "Laporan ini belum dibaca."
    elif found.balance["outcome"] == "refused":
        yield "Laporan ini ditolak seluruhnya: tidak ada angka yang diambil darinya."
    else:
        counts = found.balance
        yield (
            f"Dibaca {counts['rows_read']} angka atau baris: {counts['rows_accepted']} diterima, "
            f"{counts['rows_quarantined']} ditolak, {counts['rows_unread']} tidak dibaca sebagai data."
        )
    if has_cells:
        yield (
            "Pada lembar berikutnya sel yang ditolak berwarna merah, barisnya kuning; catatan pada sel menyebut aturannya. "
            "Hanya nilai yang dikembalikan, tanpa rumus."
        )
    yield "Perbaiki berkas asli, lalu kirim lagi dengan nama yang sama: ia menggantikan yang lama."


def _rows(page: Worksheet, sheet: Sheet, marks: _Marks, commented: list[int]) -> Iterator[list[object]]:
    """Each row of the sheet at its number, what stood above the table as well."""
    number = 0
    above = sheet.front_matter.splitlines()
    if sheet.fixed_width:  # a workbook's block is lines of key and value, without the fences
        above = above[1:-1]
    for row in sheet.rows:
        while number + 1 < row.number and number < MOST_ROWS:
            number += 1
            yield _above(page, above.pop(0), sheet.fixed_width) if above else []
        number += 1
        if number > MOST_ROWS:
            return
        yield list(_cells(page, row, marks, commented))


def _above(page: Worksheet, line: str, apart: bool) -> list[object]:
    key, _, value = line.partition(": ")
    return [_text(page, key), _text(page, value)] if apart else [_text(page, line)]


def _cells(page: Worksheet, row: Row, marks: _Marks, commented: list[int]) -> Iterator[object]:
    of_row = marks.get((row.number, None), [])
    last = max((at for number, at in marks if number == row.number and at) if marks else (), default=0)
    width = min(max(len(row.cells), last, 1 if of_row else 0), MOST_COLUMNS)
    for index in range(width):
        cell = row.cell(index)
        mends = marks.get((row.number, index + 1), [])
        if not mends and not of_row:
            yield _plain(page, cell)
            continue
        made = WriteOnlyCell(page)
        _put(made, cell)
        made.fill = _REFUSED if mends else _REFUSED_ROW
        told = mends or (of_row if index == 0 else [])
        if told and commented[0] < MOST_COMMENTED:
            commented[0] += 1
            made.comment = Comment("\n\n".join(_comment(mend) for mend in told[:3]), "Cakupan", height=140, width=360)
        yield made


def _plain(page: Worksheet, cell: Cell) -> object:
    if cell.number is not None or cell.fault is not None or cell.text.startswith(_FORMULA_MARKS):
        made = WriteOnlyCell(page)
        _put(made, cell)
        return made
    return _text(page, cell.text) if not cell.text.isprintable() else (cell.text or None)


def _put(made: XlsxCell, cell: Cell) -> None:
    number = cell.number
    if cell.fault is not None:
        put_text(made, _FAULTS.get(cell.fault, cell.fault))
    elif number is not None and number.is_finite() and number == Decimal(repr(float(number))):
        made.value = int(number) if number == number.to_integral_value() else float(number)
    else:
        put_text(made, cell.text)


def _comment(mend: Mend) -> str:
    return f"{mend.says}\n{mend.remedy}\n({mend.rule})"


def _text(page: Worksheet, text: str, wrap: bool = False) -> XlsxCell:
    made = WriteOnlyCell(page)
    put_text(made, text)
    if wrap:
        made.alignment = Alignment(wrap_text=True, vertical="top")
    return made


def _bold(page: Worksheet, text: str) -> XlsxCell:
    made = _text(page, text, wrap=True)
    made.font = Font(bold=True)
    return made


def _title(name: str, taken: set[str]) -> str:
    """The sheet's name as a spreadsheet program takes it: at most 31 characters, none of []:*?/\\, no other sheet's."""
    plain = "".join(character if character.isprintable() else "_" for character in name).translate(_IN_TITLES)[:31]
    title, count = plain or "_", 1
    while title.casefold() in taken:
        count += 1
        title = f"{plain[: 28 - len(str(count))]} ({count})"
    taken.add(title.casefold())
    return title
