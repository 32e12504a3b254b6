"""A table as it lies in a file: cells with their texts and places, whatever the file's format.

Belongs here: the types that all forms come down to. Does not: what the cells mean.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

MOST_ROWS = 100_000
MOST_CELLS = 2_000_000


@dataclass(frozen=True)
class Cell:
    """`text` as it stands there, without outer blanks; `number` only where the workbook itself holds a number."""

    text: str
    number: Decimal | None = None
    fault: str | None = None  # code of a rule, where the cell holds something that gives no text

    @property
    def has_digits(self) -> bool:
        return self.fault is not None or any(character.isdigit() for character in self.text)

    @property
    def is_blank(self) -> bool:
        return not self.text and self.fault is None


BLANK = Cell("")


@dataclass(frozen=True)
class Row:
    """One row; `number` is its line or row in the file, from 1."""

    number: int
    cells: tuple[Cell, ...]

    def cell(self, index: int) -> Cell:
        """The cell at that index, from 0; blank beyond the row's end."""
        return self.cells[index] if index < len(self.cells) else BLANK

    @property
    def is_blank(self) -> bool:
        return all(cell.is_blank for cell in self.cells)

    @property
    def digit_cells(self) -> int:
        return sum(cell.has_digits for cell in self.cells)


@dataclass(frozen=True)
class Merged:
    """A merged range: row numbers as in the file, columns from 0, all inclusive. Its text stands in the first cell."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True)
class Sheet:
    """A CSV file, one sheet of a workbook, one table of a page or text. `place(row, index)` is the locator of a cell, `place(row, None)` of a row."""

    rows: list[Row]
    place: Callable[[Row, int | None], str]
    name: str | None = None
    fixed_width: bool = False  # a workbook has no ragged rows
    front_matter: str = field(default="")  # as a block of lines between ---, empty if there is none
    merged: tuple[Merged, ...] = ()
    listed: bool = False  # lines of a list (label: figure), which have no header of their own
