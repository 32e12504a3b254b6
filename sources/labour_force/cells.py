"""What a single cell says: a number of persons, a survey month, a unit.

Belongs here: what labour-force tables alone have. Does not: number forms (sources.tables.numbers), rows and columns.
"""

import re
from calendar import monthrange
from datetime import date
from decimal import Decimal

from sources.labour_force.vocabulary import survey_months
from sources.tables.grid import Cell
from sources.tables.numbers import CellRefusedError, Number, number
from sources.tables.words import months, normal, units

FIRST_SURVEY_YEAR = 1976
LAST_YEAR = 2100
MOST_PERSONS = Decimal(1_000_000_000)

_MONTH_YEAR = re.compile(r"^(?P<month>[^\W\d_]+\.?)[\s,-]+(?P<year>[0-9]{4})$")
_YEAR_MONTH = re.compile(r"^(?P<year>[0-9]{4})[\s/-]+(?P<month>[^\W\d_]+\.?|[0-9]{1,2})(?:-[0-9]{1,2})?$")
_MONTH_NUMBER_YEAR = re.compile(r"^(?P<month>[0-9]{1,2})[/-](?P<year>[0-9]{4})$")


def persons(cell: Cell, power_of_ten: int, mark: str | None) -> Number:
    """The number of persons in a cell. `power_of_ten` is the unit's, `mark` the file's decimal mark if known. Raises CellRefusedError."""
    return number(cell, power_of_ten, mark, whole=True, most=MOST_PERSONS)


def power_of_ten(text: str) -> int:
    """The unit in a cell. Raises CellRefusedError."""
    if not text:
        raise CellRefusedError("unit_missing")
    try:
        return units()[normal(text)]
    except KeyError:
        raise CellRefusedError("unit_unknown") from None


def survey_month(year_text: str, month_text: str) -> date:
    """Last day of the survey month. Raises CellRefusedError naming what is wrong first: the year, then the month."""
    if not year_text or not month_text:
        raise CellRefusedError("period_missing")
    if not re.fullmatch(r"[0-9]{4}", year_text) or not FIRST_SURVEY_YEAR <= int(year_text) <= LAST_YEAR:
        raise CellRefusedError("year_impossible")
    word = normal(month_text).removesuffix(".")
    month = int(word) if re.fullmatch(r"[0-9]{1,2}", word) else months().get(word, 0)
    if not 1 <= month <= 12:
        raise CellRefusedError("month_impossible")
    if month not in survey_months():
        raise CellRefusedError("not_a_survey_month")
    year = int(year_text)
    return date(year, month, monthrange(year, month)[1])


def survey_period(text: str) -> date:
    """Last day of a survey month written in one cell ("Agustus 2024", "2024-08"). Raises CellRefusedError."""
    if not text:
        raise CellRefusedError("period_missing")
    for form in (_MONTH_YEAR, _YEAR_MONTH, _MONTH_NUMBER_YEAR):
        if match := form.match(text):
            return survey_month(match["year"], match["month"])
    raise CellRefusedError("period_impossible")
