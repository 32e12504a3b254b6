"""What a kind of register is made of: its columns, how cells become values, the rules, what must not repeat.

Belongs here: the types that payments.py and employers.py fill in. Does not: reading, writing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

import polars as pl

from sources.registers.cells import Days, Spellings


@dataclass(frozen=True)
class Rule:
    """A rule over a frame with the cells as text (named as in the form) and their values. `column` is the form's, as the sender knows it.

    `broken` is Boolean, asked of every row (null counts as sound); `rule` is a code, or an expression that gives it, asked of broken rows only.
    """

    column: str
    broken: pl.Expr
    rule: str | pl.Expr

    @property
    def code(self) -> pl.Expr:
        """Code of the broken rule, null where none is broken."""
        code = pl.lit(self.rule) if isinstance(self.rule, str) else self.rule
        return pl.when(self.broken).then(code)


def unknown(column: str, rule: str) -> Rule:
    """The cell is filled and means nothing."""
    return Rule(column, pl.col(column).is_not_null() & pl.col(f"v_{column}").is_null(), rule)


def missing(column: str) -> Rule:
    """The cell is empty and must not be."""
    return Rule(column, pl.col(column).is_null(), "value_missing")


@dataclass(frozen=True)
class Unrepeated:
    """What may stand once in a register: rows with the same `key` (a String expression over accepted rows, null: not meant) repeat the first. `value` is
    what is said of them, and tells nothing of a person."""

    rule: str
    column: str
    key: pl.Expr
    value: pl.Expr


@dataclass
class Memory:
    """What is remembered while one file is read: spellings of each column, and how days are written."""

    spellings: dict[str, Spellings] = field(default_factory=dict)
    days: dict[str, Days] = field(default_factory=dict)

    def values(self, column: str, cells: pl.Series, parse: Callable[[str], Any], dtype: pl.DataType) -> pl.Series:
        """The values of a column whose cells repeat."""
        if column not in self.spellings:
            self.spellings[column] = Spellings(parse, dtype)
        return self.spellings[column].values(cells)

    def days_of(self, column: str, cells: pl.Series) -> pl.Series:
        """The days of a column."""
        days = self.days.setdefault(column, Days())
        return self.values(column, cells, days.parse, pl.Date())


Values = Callable[[pl.DataFrame, Memory, date], pl.DataFrame]


class Tokens(Protocol):
    """How a personal number becomes a token."""

    def __call__(self, column: pl.Expr, kind: str) -> pl.Expr: ...


@dataclass(frozen=True)
class RegisterShape:
    """One kind of register. `values` adds to the cells what they mean; `rules` are asked in order, those of `relations` only of rows that broke
    none of them; `accepted` gives the contract's own columns of rows that broke none (all but report_id, report_month, row_number, line_number)."""

    source: str
    personal: frozenset[str]  # columns of the form whose cells are shown to nobody in the clear
    dropped: frozenset[str]  # columns that are not even read
    one_of: tuple[frozenset[str], ...]  # of each, one column at least must be there
    values: Values
    rules: tuple[Rule, ...]
    relations: tuple[Rule, ...]
    accepted: Callable[[Tokens], Mapping[str, pl.Expr]]
    unrepeated: tuple[Unrepeated, ...]
