"""From millions of text cells to values: days, amounts, counts, codes.

Whatever repeats (days, codes) is understood once a spelling; what seldom repeats (amounts) is understood in bulk where it is plain digits. Belongs
here: the forms of cells. Does not: which codes there are (codes.py), rules (payments.py, employers.py).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

REMEMBERED = 50_000
LONGEST = 64  # characters of a cell that can be a number, a day or a code
MONEY = pl.Decimal(18, 2)
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00:00(?:\.0+)?)?")
_LOCAL = re.compile(r"(\d{1,2})([/-])(\d{1,2})\2(\d{4})")
_MONTH = re.compile(r"(\d{4})-(\d{2})(?:-\d{2})?|(\d{1,2})[/-](\d{4})")
# A mark before exactly three digits groups thousands: nobody pays a thousandth of a rupiah. One or two digits behind the last mark are decimals.
_AMOUNTS = (
    re.compile(r"(?P<whole>\d{1,3}(?:\.\d{3})+)(?:,(?P<part>\d{1,2}))?"),
    re.compile(r"(?P<whole>\d{1,3}(?:,\d{3})+)(?:\.(?P<part>\d{1,2}))?"),
    re.compile(r"(?P<whole>\d+)(?:[.,](?P<part>\d{1,2}))?"),
)
_CURRENCY = re.compile(r"(?:rp|idr)\.?\s*", re.IGNORECASE)
_DASH = re.compile(r",-+$|,--$")


@dataclass
class Spellings:
    """What one column's texts mean, each spelling understood once; None where it means nothing. Bounded in memory."""

    parse: Callable[[str], Any]
    dtype: pl.DataType
    known: dict[str, Any] = field(default_factory=dict)

    def values(self, cells: pl.Series) -> pl.Series:
        """The values of text cells, empty where the cell is empty or means nothing."""
        found = cells.unique().drop_nulls()
        unknown = [text for text in found.to_list() if text not in self.known]
        if len(self.known) + len(unknown) > REMEMBERED:
            self.known = {}
            unknown = found.to_list()
        self.known.update((text, self.parse(text) if len(text) <= LONGEST else None) for text in unknown)
        meant = pl.Series([self.known[text] for text in found.to_list()], dtype=self.dtype)
        return cells.replace_strict(found, meant, default=None, return_dtype=self.dtype)


@dataclass
class Days:
    """Days of one column: YYYY-MM-DD, DD/MM/YYYY or DD-MM-YYYY. Counts what speaks for the month standing first."""

    day_first: int = 0
    month_first: int = 0

    def parse(self, text: str) -> date | None:
        """The day, None if there is no such day."""
        text = text.strip()
        if match := _ISO.fullmatch(text):
            return _day(int(match[1]), int(match[2]), int(match[3]))
        if match := _LOCAL.fullmatch(text):
            first, second = int(match[1]), int(match[3])
            self.day_first += first > 12 >= second
            self.month_first += second > 12 >= first
            return _day(int(match[4]), second, first)
        return None

    @property
    def month_stands_first(self) -> bool:
        """Whether the column writes months first, so that what was understood as days would be wrong."""
        return self.month_first > self.day_first


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def month_end(text: str) -> date | None:
    """Last day of a month written YYYY-MM, YYYY-MM-DD, MM/YYYY or MM-YYYY."""
    if (match := _MONTH.fullmatch(text.strip())) is None:
        return None
    year, month = int(match[1] or match[4]), int(match[2] or match[3])
    if not (1 <= month <= 12 and 1 <= year <= 9998):
        return None
    following = date(year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)


def amount(text: str) -> Decimal | None:
    """Rupiah in Indonesian or English form, with or without Rp; None if it is no amount or could be two."""
    digits = _DASH.sub("", _CURRENCY.sub("", text.strip(), count=1)).strip()
    for form in _AMOUNTS:
        if match := form.fullmatch(digits):
            whole = match["whole"].replace(".", "").replace(",", "")
            if not digits.isascii() or len(whole) > 16:
                return None
            return Decimal(f"{whole}.{match['part'] or '0'}")
    return None


def amounts(cells: pl.Series) -> pl.Series:
    """Amounts of text cells, rupiah, decimal(18,2); empty where the cell is empty or no amount."""
    plain = cells.cast(pl.Int64, strict=False)
    signed = cells.str.starts_with("+") | cells.str.starts_with("-")  # -0 as well is no amount
    plain = pl.select(pl.when(plain.is_between(0, 10**16 - 1) & ~signed).then(plain)).to_series()
    values = plain.cast(MONEY)
    left = cells.is_not_null() & plain.is_null()
    if not left.any():
        return values
    others = Spellings(amount, MONEY).values(pl.select(pl.when(left).then(cells)).to_series())
    return pl.select(pl.coalesce(values, others)).to_series()


def counts(cells: pl.Series) -> pl.Series:
    """Whole numbers of text cells, thousands grouped or not; empty where the cell is empty or no such number."""
    values = amounts(cells)
    return pl.select(pl.when(values % 1 == 0).then(values)).to_series().cast(pl.Int64)
