"""How a workbook is laid out: as the form has it, as people like it (titles, other names, numbers as text), or wide.

Belongs here: from rows to sheets of cells. Does not: what they hold (workbooks.py).
"""

from decimal import Decimal
from typing import Any

from bench.workbooks import (
    MESSY_HEADERS,
    MONTH_NAMES,
    SEGMENTS,
    Book,
    Page,
    Planted,
    label_of,
    place,
)
from sources.workbook import form

Grid = list[list[Any]]
Laid = tuple[str, Grid, list[str]]  # title, cells, merged ranges
_DIMENSIONS = ("segment", "programme", "scale", "kind", "target_measure")
_STATUS = ("registered", "active", "inactive", "new")
_MILLION = Decimal(1_000_000)


def laid_out(book: Book) -> tuple[list[Laid], list[Planted]]:
    """The sheets of a workbook, and its faults with their places."""
    planted: list[Planted] = []
    sheets = [_about(book, planted)]
    for page in book.pages:
        wide = book.style == "wide" and page.sheet == "membership" and not page.faults and not page.extra_column
        sheets.append(_wide(book, page) if wide else _long(book, page, planted))
    if book.style == "messy":
        sheets.reverse()
    if book.loose:
        sheets.append(("Rekap", book.loose, []))
        planted.append(Planted(book.file, place("Rekap", 1, None), "sheet_without_header"))
    if book.aside:
        sheets.append(("Contoh", [book.aside], []))
        planted.append(Planted(book.file, place("Contoh", 1, 2), "figure_on_aside_sheet"))
    return sheets, planted


def _about(book: Book, planted: list[Planted]) -> Laid:
    labels = {name: column.label_id for name, column in form.columns("about").items()}
    rows: Grid = [["Laporan bulanan kantor"], []]
    for name, value in book.about.items():
        rows.append([labels[name], value])
        planted += [
            Planted(book.file, place("Keterangan", len(rows), 2), r) for at, r in book.about_faults if at == name
        ]
    return "Keterangan", rows, []


def _long(book: Book, page: Page, planted: list[Planted]) -> Laid:
    messy = book.style == "messy"
    title = f"Sheet{1 + book.pages.index(page)}" if messy else form.sheets()[page.sheet].label_id
    names = [c.column for c in form.columns(page.sheet).values() if c.role != "context"]
    if messy:
        names = ["number", *names[:2], "", *names[2:]]  # a column for the count of rows, and an empty one
    if page.extra_column:
        names.append("extra")
    rows = _titles(book, page) if messy or page.wrong_month else []
    rows.append([_header(page, name, messy) for name in names])
    top = len(rows)
    for number, row in enumerate(page.rows, start=1):
        rows.append([_cell(row, name, number, messy) for name in names])
    if page.total is not None:
        rows.append([_cell(page.total, name, 0, messy) for name in names])
    if messy:
        rows += [[], ["Sumber: laporan kantor, angka sementara"]]
    for at, column, rule in page.faults:
        index = None if column is None else names.index(column) + 1
        planted.append(Planted(book.file, place(title, top + 1 + at, index), rule))
    return title, rows, []


def _titles(book: Book, page: Page) -> Grid:
    month = book.month if not page.wrong_month else book.month.replace(day=1, month=book.month.month % 12 + 1)
    label = form.sheets()[page.sheet].label_id
    return [[f"LAPORAN {label.upper()}"], [f"{MONTH_NAMES[month.month]} {month.year}"], []]


def _header(page: Page, name: str, messy: bool) -> str:
    if name in ("", "number", "extra"):
        return {"": "", "number": "No.", "extra": "Kode Internal"}[name]
    return (MESSY_HEADERS.get(name) if messy else None) or form.columns(page.sheet)[name].label_id


def _cell(row: dict[str, Any], name: str, number: int, messy: bool) -> Any:
    if name == "number":
        return number or ""
    value = row.get(name, "")
    if name in _DIMENSIONS:
        return label_of(name, value)
    if isinstance(value, str) or name == "year":
        return str(value) if name == "year" else value
    if messy and name == "amount":
        value = Decimal(value) / _MILLION
    return indonesian(Decimal(value)) if messy else value


def indonesian(value: Decimal) -> str:
    """1.234.567,5"""
    text = f"{value.normalize():,f}"
    return text.translate(str.maketrans(",.", ".,"))


def _wide(book: Book, page: Page) -> Laid:
    """Members of one programme: areas below each other, segments beside each other over registered, active, inactive, new."""
    segments = list(SEGMENTS)
    upper: list[Any] = ["Wilayah", "Kode"]
    lower: list[Any] = ["", ""]
    for segment in segments:
        upper += [label_of("segment", segment), "", "", ""]
        lower += [form.columns("membership")[name].label_id for name in _STATUS]
    rows: Grid = [["Kepesertaan program JKK"], [], upper, lower]
    areas = dict.fromkeys((row["area_name"], row["area_code"]) for row in page.rows)
    of = {(row["area_code"], row["segment"]): row for row in page.rows if row["programme"] == "JKK"}
    for name, code in areas:
        cells = [of[code, segment][status] for segment in segments for status in _STATUS]
        rows.append([name, code, *cells])
    rows.append(["Jumlah", "", *(sum(column) for column in zip(*(row[2:] for row in rows[4:]), strict=True))])
    merged = [f"{_letter(3 + 4 * at)}3:{_letter(6 + 4 * at)}3" for at in range(len(segments))]
    return "Kepesertaan", rows, [*merged, "A3:A4", "B3:B4"]


def _letter(number: int) -> str:
    return place("", 1, number).removeprefix("!").rstrip("1")
