"""What is found in a workbook: figures, sums, refusals, and how many cells with digits they account for.

Belongs here: the types. Does not: finding anything.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from sources.reading import Refusal, RefusedRow
from sources.tables.model import UnreadCell
from sources.workbook.areas import Area


@dataclass(frozen=True)
class Figure:
    """One cell read. `row_number` counts figures and refused rows in the order read; `all_of` are dimensions that the row gives as a whole."""

    row_number: int
    locator: str
    as_printed: str
    table: int
    row: int
    column: int
    header: str
    sheet: str
    measure: str
    unit: str
    value: Decimal
    decimals: int
    qualifier: str
    period_start: date | None
    period_end: date
    period_kind: str
    area: Area
    programme: str | None
    segment: str | None
    confidence: Decimal
    rules: tuple[str, ...]

    @property
    def half_width(self) -> Decimal:
        """Half of the last printed digit; a number printed in full is exact."""
        return Decimal(0) if self.decimals >= 0 else Decimal(1).scaleb(-self.decimals) / 2

    @property
    def key(self) -> tuple[object, ...]:
        """What it is a figure of."""
        return (
            self.measure,
            self.qualifier,
            self.period_start,
            self.period_end,
            self.area.code,
            self.programme,
            self.segment,
        )


@dataclass
class TotalCell:
    """A cell that is the sum of others, and what is known of which; not loaded as data."""

    row_number: int
    locator: str
    as_printed: str
    header: str
    table: int
    row: int
    column: int
    value: Decimal
    half_width: Decimal
    keys: dict[str, object]  # what the sum holds fast: area, programme, segment
    across: tuple[int, ...] = ()  # columns of the same row that it adds; empty for a sum of rows
    record: dict[str, str] = field(default_factory=dict)


@dataclass
class Found:
    """What all tables gave. `accounted` counts cells with digits that lie in a figure, a key, a sum, a note or a refusal."""

    figures: list[Figure] = field(default_factory=list)
    totals: list[TotalCell] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)
    unread: list[UnreadCell] = field(default_factory=list)  # sums that are right, or that cannot be checked
    refused_places: set[tuple[int, int, int]] = field(default_factory=set)  # table, row and column of refused figures
    accounted: int = 0
    last_number: int = 0

    def next_number(self) -> int:
        """The number of the next figure or refused row."""
        self.last_number += 1
        return self.last_number

    def refuse(self, refusals: list[Refusal], record: dict[str, str]) -> None:
        """Refuse one row or cell for all that is wrong with it."""
        number_of_row = self.next_number()
        self.refused += [RefusedRow(number_of_row, entry, record) for entry in refusals]
