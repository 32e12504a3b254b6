"""Feedback as lines: what is to be mended, one line each, for reports whose rows are too many or too private to be given back.

Belongs here: the columns of the list, and the CSV. Does not: the workbook (marked.py), which begins with the same list.
"""

import csv
import io

from serving.feedback.report import Feedback, Mend
from sources.locators import cell_of

HEADER = ("No", "Lembar", "Sel atau baris", "Kolom", "Nilai", "Yang salah", "Yang perlu dilakukan", "Aturan")
_RUNS = ("=", "+", "-", "@", "\t", "\r")


def lines(mends: tuple[Mend, ...]) -> list[tuple[str, ...]]:
    """One line a thing to mend, as texts under HEADER."""
    return [(str(number), *_line(mend)) for number, mend in enumerate(mends, start=1)]


def csv_listing(found: Feedback) -> str:
    """The list as CSV. Texts that a spreadsheet program would run are put behind an apostrophe."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=";", lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows([_harmless(cell) for cell in line] for line in lines(found.mends))
    return target.getvalue()


def _line(mend: Mend) -> tuple[str, ...]:
    place = cell_of(mend.locator)
    sheet = place.sheet if place and place.sheet else ""
    where = mend.locator.removeprefix(f"{sheet}!") if sheet else mend.locator
    whole = "seluruh berkas" if mend.scope == "report" else where
    return (sheet, whole, mend.column or "", mend.value or "", mend.says, mend.remedy, mend.rule)


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_RUNS) else cell
