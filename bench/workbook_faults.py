"""Faults as senders make them, planted into sound workbooks: one of every kind in turn, each with the rule that must catch it.

Belongs here: what goes wrong, and where. Does not: sound workbooks (workbooks.py).
"""

import random
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from bench.workbooks import Book, Page, books

_Fault = Callable[[Page, random.Random], None]


def faulty_books(count: int, first: int = 0) -> Iterator[Book]:
    """`count` workbooks, each with faults of several kinds on different sheets; every fifth one is sound."""
    for number, book in enumerate(books(count, first)):
        if number % 5 < 4:
            chance = random.Random(-1 - first - number)  # noqa: S311 - the same faults every time
            for page in book.pages:
                kinds = [*_ANYWHERE, *_OF_SHEET.get(page.sheet, ())]
                kinds[(number + len(page.rows)) % len(kinds)](page, chance)
            whole = _OF_BOOK[number % len(_OF_BOOK)]
            whole(book)
        yield book


def _some(page: Page, chance: random.Random) -> int:
    """A row that is no whole (`Semua`) nor one of its parts, where there is one: its fault must not touch other rows."""
    free = [
        at for at, row in enumerate(page.rows) if row.get("programme") not in ("JKK", "JKM") or "segment" not in row
    ]
    return chance.choice(free or list(range(len(page.rows))))


def _measure(page: Page) -> str:
    return {"membership": "new", "employers": "new", "claims": "cases", "service": "planned", "targets": "target"}[
        page.sheet
    ]


def _set(page: Page, row: int, column: str, value: object, rule: str) -> None:
    page.rows[row][column] = value
    page.faults.append((row, column, rule))


def not_a_number(page: Page, chance: random.Random) -> None:
    """A word where a figure belongs."""
    _set(page, _some(page, chance), _measure(page), "sekitar 100", "not_a_number")


def negative(page: Page, chance: random.Random) -> None:
    """A figure below zero."""
    _set(page, _some(page, chance), _measure(page), "-25", "number_negative")


def too_large(page: Page, chance: random.Random) -> None:
    """More than there can be."""
    _set(page, _some(page, chance), _measure(page), "99.999.999.999.999.999", "number_too_large")


def area_unknown(page: Page, chance: random.Random) -> None:
    """A place that is none."""
    row = _some(page, chance)
    page.rows[row]["area_code"] = ""
    _set(page, row, "area_name", "Kota Atlantis", "unknown_area")


def area_code_unknown(page: Page, chance: random.Random) -> None:
    """A code that nobody gave."""
    _set(page, _some(page, chance), "area_code", "99.99", "area_code_unknown")


def area_disagrees(page: Page, chance: random.Random) -> None:
    """Name and code of two places."""
    row = _some(page, chance)
    other = "12.71" if page.rows[row]["area_code"] != "12.71" else "11.71"
    _set(page, row, "area_code", other, "area_name_code_disagree")


def area_ambiguous(page: Page, chance: random.Random) -> None:
    """A name that a regency and a city bear."""
    row = _some(page, chance)
    page.rows[row]["area_code"] = ""
    _set(page, row, "area_name", "Kediri", "area_ambiguous")


def area_missing(page: Page, chance: random.Random) -> None:
    """No area in the first row, where none stands above either."""
    page.rows.insert(0, {**page.rows[_some(page, chance)], "area_name": "", "area_code": ""})
    page.faults.append((0, "area_name", "area_missing"))


def other_month(page: Page, chance: random.Random) -> None:
    """The heading of last month's sheet: no row of it is taken."""
    page.wrong_month = True
    page.faults += [(row, None, "sheet_of_other_month") for row in range(len(page.rows))]


def extra_column(page: Page, chance: random.Random) -> None:
    """Figures under a header that says nothing."""
    page.extra_column = True
    for row in sorted({_some(page, chance), 0}):
        _set(page, row, "extra", "1234", "cell_without_meaning")


def wrong_total(page: Page, chance: random.Random) -> None:
    """A sum that was not brought up to date."""
    column = _measure(page)
    page.total = {"area_name": "Jumlah", column: sum(row[column] for row in page.rows) + 7}
    page.faults.append((len(page.rows), column, "total_differs_from_parts"))


def code_unknown(page: Page, chance: random.Random) -> None:
    """A value that no list has."""
    column = {"membership": "segment", "employers": "scale", "claims": "programme", "service": "kind"}[page.sheet]
    _set(page, _some(page, chance), column, "lainnya", "code_unknown")


def code_missing(page: Page, chance: random.Random) -> None:
    """A dimension left empty."""
    column = {"membership": "segment", "employers": "scale", "claims": "programme", "service": "kind"}[page.sheet]
    _set(page, _some(page, chance), column, "", "code_missing")


def not_whole(page: Page, chance: random.Random) -> None:
    """Half a person."""
    _set(page, _some(page, chance), _measure(page), "12,5", "number_not_whole")


def lost_zeros(page: Page, chance: random.Random) -> None:
    """Thousands that a program took for decimals: all cells of the column are fractions."""
    column = _measure(page)
    for row, (value, rule) in enumerate([("1,234", "thousands_lost_zeros")]):
        page.rows[row][column] = Decimal(value.replace(",", "."))
        page.faults.append((row, column, rule))


def repeated(page: Page, chance: random.Random) -> None:
    """A row copied twice: the second one is refused, figure by figure."""
    row = dict(page.rows[_some(page, chance)])
    page.rows.append(row)
    for column in ("registered", "active", "inactive", "new", "cases", "amount", "count", "planned", "target"):
        if column in row:
            page.faults.append((len(page.rows) - 1, column, "figure_repeated"))


def status_differs(page: Page, chance: random.Random) -> None:
    """Registered that are not active plus inactive."""
    row = _some(page, chance)
    page.rows[row]["registered"] += 9
    page.faults += [(row, name, "registered_differs_from_status") for name in ("registered", "active", "inactive")]


def whole_differs(page: Page, chance: random.Random) -> None:
    """`Semua` that is not the sum of its segments: whole and parts are refused."""
    at = next(at for at, row in enumerate(page.rows) if row["segment"] == "ALL")
    page.rows[at]["new"] += 5
    page.faults += [(row, "new", "parts_differ_from_all") for row in range(at - 4, at + 1)]


def without_amount(page: Page, chance: random.Random) -> None:
    """Cases for no money."""
    row = _some(page, chance)
    page.rows[row]["amount"] = Decimal(0)
    page.faults += [(row, name, "cases_and_amount_disagree") for name in ("cases", "amount")]


def year_impossible(page: Page, chance: random.Random) -> None:
    """A year of five digits."""
    _set(page, _some(page, chance), "year", "20266", "target_year_impossible")


def above_hundred(page: Page, chance: random.Random) -> None:
    """More than all."""
    row = next(at for at, row in enumerate(page.rows) if row["target_measure"] == "coverage_target")
    _set(page, row, "target", Decimal(385), "percent_impossible")


def nothing(book: Book) -> None:
    """Leaves the workbook as a whole sound."""


def office_unknown(book: Book) -> None:
    """An office that is none; the figures of the areas stand."""
    book.about["office"] = "Kantor Cabang Atlantis"
    book.about_faults.append(("office", "office_unknown"))


def day_impossible(book: Book) -> None:
    """A day that is none."""
    book.about["prepared_on"] = "awal bulan"
    book.about_faults.append(("prepared_on", "prepared_on_impossible"))


def without_header(book: Book) -> None:
    """A sheet of figures nobody can place."""
    book.loose = [["Total", 1234, 5678]]


def on_aside_sheet(book: Book) -> None:
    """Real figures on the sheet of examples."""
    book.aside = ["Kota Pontianak", 987654]


def month_after_publication(book: Book) -> None:
    """Completed before its month began: nothing is taken."""
    book.about["prepared_on"] = "2019-01-01"
    book.whole.append("report_month_after_publication")


_ANYWHERE: tuple[_Fault, ...] = (
    not_a_number,
    negative,
    too_large,
    area_unknown,
    area_code_unknown,
    area_disagrees,
    area_ambiguous,
    area_missing,
    other_month,
    extra_column,
)
_COUNTED: tuple[_Fault, ...] = (wrong_total, code_unknown, code_missing, not_whole, lost_zeros, repeated)
_OF_SHEET: Mapping[str, tuple[_Fault, ...]] = {
    "membership": (*_COUNTED, status_differs, whole_differs),
    "employers": (*_COUNTED, status_differs),
    "claims": (*_COUNTED, without_amount),
    "service": _COUNTED,
    "targets": (year_impossible, above_hundred, repeated),
}
_OF_BOOK: tuple[Callable[[Book], None], ...] = (
    nothing,
    office_unknown,
    nothing,
    day_impossible,
    without_header,
    on_aside_sheet,
    nothing,
    month_after_publication,
)
