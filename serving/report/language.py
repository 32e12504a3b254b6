"""The two languages of the page: words out of a table, numbers and days as they are written in each.

Belongs here: wording and formats. Does not: what is said where (views, templates). A word that is missing is an error, not an empty place.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from functools import cache
from pathlib import Path

from sources.reference import Row, read_table, seed

LANGUAGES = ("id", "en")
_WORDS = Path(__file__).parent / "tables" / "words.csv"
_SCALES = ((Decimal(10**12), "trillion"), (Decimal(10**9), "billion"), (Decimal(10**6), "million"))
_EXACT_DECIMALS = 6


@cache
def words() -> Mapping[str, Row]:
    """Key -> row of the table of words. Raises ValueError on a key that stands there twice."""
    rows = read_table(_WORDS)
    table = {row["key"]: row for row in rows}
    if len(table) != len(rows):
        raise ValueError(f"{_WORDS.name}: a key stands there twice")
    return table


@dataclass(frozen=True)
class Language:
    """`code` is id or en."""

    code: str

    def say(self, key: str, **values: object) -> str:
        """The words of that key with the values filled in. Raises KeyError if there is no such key."""
        text = words()[key][self.code]
        # replace, not str.format: values come from reports and must not be read as format fields.
        for name, value in values.items():
            text = text.replace("{" + name + "}", str(value))
        return text

    def has(self, key: str) -> bool:
        return key in words()

    def pick(self, row: Mapping[str, object], column: str) -> str:
        """The text of `column`_id or `column`_en; the Indonesian one where there is no other."""
        return str(row.get(f"{column}_{self.code}") or row.get(f"{column}_id") or "")

    def number(self, value: Decimal | int | float, most_decimals: int = 2) -> str:
        """1.234,5 or 1,234.5; at most so many decimals, without zeros at their end."""
        rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-most_decimals), rounding=ROUND_HALF_EVEN)
        text = f"{rounded:,f}"
        whole, _, decimals = text.partition(".")
        decimals = decimals.rstrip("0")
        if whole == "-0" and not decimals:
            whole = "0"
        text = f"{whole}.{decimals}" if decimals else whole
        return text.translate(str.maketrans(",.", ".,")) if self.code == "id" else text

    def exact(self, value: Decimal | int) -> str:
        """All decimals that the file holds."""
        return self.number(value, _EXACT_DECIMALS)

    def percent(self, value: Decimal | int | float, most_decimals: int = 2) -> str:
        return f"{self.number(value, most_decimals)}%"

    def scaled(self, value: Decimal | int) -> str:
        """Shortened to three digits from a million on: 2,64 juta, 2.64 million."""
        amount = Decimal(value)
        for size, word in _SCALES:
            if abs(amount) >= size:
                whole = len(str(int(abs(amount) / size)))
                return f"{self.number(amount / size, max(0, 3 - whole))} {self.say(word)}"
        return self.number(amount, 0)

    def rupiah(self, value: Decimal | int) -> str:
        return f"{'IDR ' if self.code == 'en' else 'Rp'}{self.scaled(value)}"

    def day(self, value: date | None) -> str:
        """17 Januari 2023; says so where there is none."""
        if value is None:
            return self.say("no_day")
        return f"{value.day} {_months()[value.month]['name_' + self.code]} {value.year}"

    def month(self, value: str) -> str:
        """Januari 2023, of 2023-01; any other text as it is."""
        year, _, month = value.partition("-")
        if not (year.isdigit() and month.isdigit() and 1 <= int(month) <= 12):
            return value
        return f"{_months()[int(month)]['name_' + self.code]} {year}"

    def span(self, days: list[date]) -> str:
        """From the first to the last of the days, in words."""
        if not days:
            return self.say("no_day")
        first, last = min(days), max(days)
        if first == last:
            return self.say("as_of", day=self.day(first))
        return self.say("as_of_span", first=self.day(first), last=self.day(last))


@cache
def _months() -> dict[int, Row]:
    return {int(row["number"]): row for row in seed("calendar_name") if row["kind"] == "month"}
