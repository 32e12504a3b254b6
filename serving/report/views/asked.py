"""What all sections share: the answers, the language, and how cells, sources and empty places are made.

Belongs here: helpers of sections. Does not: any section.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import cast

from serving.report.language import Language
from serving.report.model import Cell, Column, FactRef, Figure, Row, Table
from serving.report.release_rows import ReleaseRows
from sources.reference import read_table
from sources.text import shown

_SCALES = Path(__file__).parents[1] / "tables" / "scales.csv"
LEVELS = 5
_LONGEST_TEXT = 160
PER_MILLE = 1000.0


@dataclass(frozen=True)
class Asked:
    """The release and the language a section speaks; `limit` is how many rows a table may have."""

    rows: ReleaseRows
    language: Language
    limit: int

    def say(self, key: str, **values: object) -> str:
        return self.language.say(key, **values)

    def named(self, kind: str, code: object) -> str:
        """The word for a code of the release, `kind`_`code`; the code itself where a later release has a new one."""
        key = f"{kind}_{code}"
        return self.say(key) if self.language.has(key) else text(code)

    def pick(self, row: Row, column: str) -> str:
        """A text of the release in the language, safe to show."""
        return text(self.language.pick(row, column))

    def count(self, value: object, *facts: FactRef) -> Cell:
        """A whole number, exact; an empty cell for none."""
        found = number(value)
        return Cell("") if found is None else Cell(self.language.exact(found), found, facts)

    def percent(self, value: object, *facts: FactRef) -> Cell:
        """A rate with its sign. A share above the whole cannot be right, and is marked."""
        found = number(value)
        if found is None:
            return Cell("")
        return Cell(self.language.percent(found), found, facts, is_doubtful=is_doubtful(found))

    def percent_of_target(self, value: object, *facts: FactRef) -> Cell:
        """A rate that may well pass the whole."""
        found = number(value)
        return Cell("") if found is None else Cell(self.language.percent(found), found, facts)

    def rupiah(self, value: object, *facts: FactRef) -> Cell:
        found = number(value)
        return Cell("") if found is None else Cell(self.language.rupiah(found), found, facts)

    def day(self, row: Row, column: str = "as_of_date") -> Cell:
        return Cell(self.language.day(day(row.get(column))))

    def table(
        self,
        caption: str,
        relation: str,
        columns: Sequence[tuple[str, bool]],
        rows: Sequence[Row],
        cells: Callable[[Row], Sequence[Cell]],
    ) -> Table:
        """A table of the first rows; `columns` are keys of words, and whether numbers stand there."""
        return Table(
            caption,
            [Column(self.say(key), is_number) for key, is_number in columns],
            [cells(row) for row in rows[: self.limit]],
            relation,
            left_off=max(0, len(rows) - self.limit),
        )

    def not_held(self, name: str, title: str, relation: str) -> Figure:
        """The figure where the release lacks the table or column that it is drawn from."""
        return Figure(name, title, relation, empty=self.say("not_held", relation=relation))


def text(value: object) -> str:
    """A text from outside on one line: invisible characters escaped, shortened."""
    return "" if value is None else shown(str(value), _LONGEST_TEXT)


def number(value: object) -> Decimal | int | None:
    return value if isinstance(value, Decimal | int) and not isinstance(value, bool) else None


def day(value: object) -> date | None:
    return value if isinstance(value, date) else None


def days(rows: Iterable[Row], column: str = "as_of_date") -> list[date]:
    """The days that are known."""
    return [found for row in rows if (found := day(row.get(column)))]


def fact(table: str, key: object) -> FactRef:
    return FactRef(table, str(key))


def facts(table: str, keys: object) -> tuple[FactRef, ...]:
    """The rows named in a column of keys parted by semicolons."""
    return tuple(FactRef(table, key) for part in str(keys or "").split(";") if (key := part.strip()))


def is_doubtful(rate: Decimal | int) -> bool:
    return not 0 <= rate <= 100


def latest(rows: Iterable[Row], *by: str) -> list[Row]:
    """Of rows that begin with the newest, the first of each group, in their order."""
    found: dict[tuple[object, ...], Row] = {}
    for row in rows:
        found.setdefault(tuple(row.get(column) for column in by), row)
    return list(found.values())


def share(part: Decimal | int, whole: Decimal | int) -> float:
    """Per mille of the width, at most the whole."""
    return 0.0 if whole <= 0 else round(min(1.0, max(0.0, float(part) / float(whole))) * PER_MILLE, 1)


@cache
def scale(name: str) -> tuple[int, ...]:
    """From where on each level of a scale begins, lowest first."""
    return tuple(int(row["from"]) for row in read_table(_SCALES) if row["scale"] == name)


def level(value: Decimal | int, name: str) -> int:
    """The level of a value, 1 to 5."""
    return max(1, sum(value >= bound for bound in scale(name)))


def as_number(row: Row, column: str) -> Decimal:
    """A number that the query promises to be there."""
    return Decimal(cast(Decimal | int, row[column]))
