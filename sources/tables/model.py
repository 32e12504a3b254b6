"""What tables come down to: figures, refused rows, cells that are accounted for otherwise.

Belongs here: the types that the steps hand on, and refusing in the words of the table of rules. Does not: any step.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from sources.contracts.rules import rule_named
from sources.reading import Refusal, RefusedRow
from sources.tables.areas import Area
from sources.tables.facets import Facets, Meaning, Measure
from sources.tables.grid import Row
from sources.tables.numbers import Number
from sources.tables.offices import Office
from sources.tables.periods import Period

MOST_CELLS_OF_A_RECORD = 200


@dataclass(frozen=True)
class Figure:
    """One cell read. `row_number` counts figures and refused rows in the order read; `office` reports it; without
    an `area` the office's own work area is meant. Both are None in total rows only."""

    row_number: int
    locator: str
    as_printed: str
    header: str
    measure: Measure
    number: Number
    area: Area | None
    office: Office | None
    programme: str | None
    segment: str | None
    period: Period
    rules: tuple[str, ...]
    confidence: float
    at: tuple[int, int]  # row and column, for totals
    meant: Meaning

    @property
    def half_width(self) -> Decimal:
        """How far the value may be off: nothing where a count or an amount is printed to the last digit."""
        exact = self.number.decimals >= 0 and self.measure.unit != "percent"
        return Decimal(0) if exact else self.number.half_width

    @property
    def low(self) -> Decimal:
        return self.number.value - self.half_width

    @property
    def high(self) -> Decimal:
        return self.number.value + self.half_width

    @property
    def key(self) -> tuple[object, ...]:
        """What no two figures of a report may share."""
        place = self.area.code if self.area else self.office.code if self.office else ""
        return (self.measure.code, self.segment, self.programme, place, self.period)


@dataclass(frozen=True)
class UnreadCell:
    """A cell that became no figure although nothing is wrong with it: `reason` is a code of vocabulary/unread_reasons.csv."""

    locator: str
    as_printed: str
    reason: str
    context: str


@dataclass
class Found:
    """What all sheets gave. `printed` counts cells with digits, `accounted` those of them that lie in anything listed here or a key."""

    figures: list[Figure] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)
    unread: list[UnreadCell] = field(default_factory=list)
    printed: int = 0
    accounted: int = 0
    tables: int = 0
    last_number: int = 0

    def next_number(self) -> int:
        """The number of the next figure or refused row."""
        self.last_number += 1
        return self.last_number


@dataclass(frozen=True)
class Context:
    """What holds for all tables of a report: words (the nearest last), when it was published."""

    published_on: date
    levels: tuple[Facets, ...] = ()


@dataclass(frozen=True)
class Keys:
    """What the key cells of one row say."""

    levels: tuple[Facets, ...]
    label: str
    is_total: bool


def refusal(rule: str, locator: str, value: str | None = None, column: str | None = None) -> Refusal:
    """A refusal in the words of the table of rules."""
    entry = rule_named(rule)
    return Refusal(rule, locator, entry.message(value, column), value, column or entry.column)


def first_cells(cells: Mapping[str, str]) -> dict[str, str]:
    """The first cells of a refused column or sheet, and how many more there are; the archive has them all."""
    kept = dict(list(cells.items())[:MOST_CELLS_OF_A_RECORD])
    return kept if len(kept) == len(cells) else {**kept, "…": f"{len(cells) - len(kept)} more"}


def refused_figure(figure: Figure, rule: str, value: str) -> RefusedRow:
    """A figure that was read and cannot stand."""
    record = {"column": figure.header, "as_printed": figure.as_printed, "measure": figure.measure.code}
    if figure.area is not None:
        record["area"] = figure.area.name
    return RefusedRow(figure.row_number, refusal(rule, figure.locator, value, figure.header), record)


@dataclass
class Read:
    """What one table gave before totals are looked at: figures by (row, column); total rows apart, with the value columns they fill."""

    figures: dict[tuple[int, int], Figure] = field(default_factory=dict)
    total_rows: list[tuple[Row, str]] = field(default_factory=list)
    shifted_rows: list[Row] = field(default_factory=list)
