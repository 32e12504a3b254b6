"""What a trace is made of, as data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Row = Mapping[str, Any]


class TraceError(Exception):
    """There is nothing to trace: no release, no such table, no such key. The message names what there is instead."""


@dataclass(frozen=True)
class Excerpt:
    """A place of a report: the printed characters and what stands around them. In a table, the cells of its row."""

    before: str
    printed: str
    after: str


@dataclass(frozen=True)
class Origin:
    """One place in one report that the row rests on.

    `role` says how: chosen, alternative, left, right, …; `measure` which of the row's measures; `because` why it was chosen.
    `observation` is the row of fct_observation, or of audit.review_queue while it waits for a person (empty if the place became no
    observation), `report` that of dim_report, `correction` that of audit.corrections: the decision of a person that made the figure, or that
    put an end to it (empty if nobody decided about it).
    `excerpt` is None where the row names no place or it cannot be shown; `problem` then says what is wrong.
    """

    role: str
    measure: str | None
    because: str | None
    locator: str | None
    as_printed: str | None
    observation: Row
    report: Row
    excerpt: Excerpt | None
    problem: str | None
    correction: Row = field(default_factory=dict)


@dataclass(frozen=True)
class Trace:
    """A row of the warehouse and all it rests on. `origins` is empty for rows that come from reference tables."""

    release_id: str
    table: str
    key_column: str
    key: str
    row: Row
    origins: tuple[Origin, ...]

    @property
    def problems(self) -> list[str]:
        return [origin.problem for origin in self.origins if origin.problem]
