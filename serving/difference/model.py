"""The shape of a comparison: what `cakupan diff --format json` writes and what people are shown.

Belongs here: the result as plain data. Does not: finding it, wording it. Lists are bounded; the number beside each is not.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Side:
    """One of the two releases."""

    release_id: str
    created_at: datetime
    code_revision: str
    reports: int


@dataclass(frozen=True)
class Listing(Generic[T]):
    """The first of `count` things, in an order that is always the same."""

    count: int
    first: tuple[T, ...]


@dataclass(frozen=True)
class TableChange:
    """One table whose rows or columns differ. A table that only one release has: `rows_before` or `rows_after` is None.

    Rows are matched by the first column, their key, and compared in the columns that both releases have in the same type.
    `changed_columns`: in how many of the changed rows a column differs, most first. `not_matched` says why no row was matched, if none was:
    then all rows of the earlier release count as removed, all of the later one as added.
    """

    table: str
    rows_before: int | None
    rows_after: int | None
    added: int
    removed: int
    changed: int
    changed_columns: Mapping[str, int]
    columns_added: tuple[str, ...]
    columns_removed: tuple[str, ...]
    columns_retyped: tuple[str, ...]  # "name: type before -> type after"
    not_matched: str | None = None


@dataclass(frozen=True)
class FigureChange:
    """One figure of a fact table. `before` is None if it is new, `after` if it is gone.

    `report_before`, `report_after`: the file whose figure stands there; "a register" where rows were counted; None for what is computed.
    """

    fact_table: str
    fact_key: str
    fact_column: str
    measure_code: str | None
    area_code: str | None
    area_name: str | None
    programme_code: str | None
    segment_code: str | None
    period: str | None
    before: Decimal | None
    after: Decimal | None
    report_before: str | None
    report_after: str | None


@dataclass(frozen=True)
class Contradiction:
    """A contradiction that only one of the releases has."""

    contradiction_key: str
    severity: str | None
    file_name: str | None
    relation: str | None
    sentence_en: str | None
    sentence_id: str | None


@dataclass(frozen=True)
class Report:
    """A report that only one release was built from, or that another one took the place of."""

    report_id: str
    source: str | None
    file_name: str | None
    published_on: date | None
    outcome: str | None
    superseded_by: str | None


@dataclass(frozen=True)
class Difference:
    """All that differs between two releases; `same` if nothing does. Tables that are equal are counted, not listed."""

    before: Side
    after: Side
    tables_equal: int
    tables: tuple[TableChange, ...]
    macros_changed: tuple[str, ...]
    figures_changed: Listing[FigureChange]
    figures_new: Listing[FigureChange]
    figures_gone: Listing[FigureChange]
    contradictions_came: Listing[Contradiction]
    contradictions_went: Listing[Contradiction]
    reports_came: Listing[Report]
    reports_went: Listing[Report]
    reports_superseded: Listing[Report]

    @property
    def same(self) -> bool:
        return not self.tables and not self.macros_changed


def as_json(value: Any) -> Any:
    """A result as what JSON has: figures and dates as text, so that no digit is lost."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: as_json(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {name: as_json(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [as_json(part) for part in value]
    if isinstance(value, Decimal):
        return plain_number(value)
    return value.isoformat() if isinstance(value, date) else value


def plain_number(value: Decimal) -> str:
    """A figure without the zeros that its type adds, never in powers of ten."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
