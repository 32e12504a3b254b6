"""What a page is made of, before it is HTML: sections of figures, each a drawing with its table, and cells that know where they come from.

Belongs here: shapes. Does not: what is asked of the release (views), how it looks (templates).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

Row = dict[str, object]


@dataclass(frozen=True)
class FactRef:
    """A row of a fact table, or a finding: what a number is traced by."""

    table: str
    key: str


@dataclass(frozen=True)
class Cell:
    """One cell of a table, or a value beside a bar. `number` is what the file holds; `facts` are the rows behind it."""

    text: str
    number: Decimal | int | None = None
    facts: tuple[FactRef, ...] = ()
    is_doubtful: bool = False


@dataclass(frozen=True)
class Column:
    label: str
    is_number: bool = False


@dataclass(frozen=True)
class Table:
    """Rows behind a drawing. `left_off` counts rows that the size of the page leaves no room for; `relation` says where they are."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    relation: str
    left_off: int = 0


@dataclass(frozen=True)
class Tile:
    """One province of today on the map. `level` is 0 where there is no figure, else 1 (lowest) to 5."""

    column: int
    row: int
    code: str
    short: str
    name: str
    level: int
    said: str
    value: str = ""
    rounded: str = ""
    when: str = ""
    is_folded: bool = False
    is_doubtful: bool = False
    fact: FactRef | None = None


@dataclass(frozen=True)
class Tiles:
    """A tile map. `legend` are the labels of levels 1 to 5."""

    tiles: Sequence[Tile]
    legend: Sequence[str]
    kind: Literal["tiles"] = "tiles"


@dataclass(frozen=True)
class Bar:
    """One bar: pieces as (style, per mille of the width), the value at its end, a mark at a place of the width."""

    label: str
    pieces: Sequence[tuple[str, float]]
    value: Cell
    note: str = ""
    mark: float | None = None


@dataclass(frozen=True)
class Bars:
    """Bars in groups; all groups share one scale. `key` explains the styles of pieces, in their order."""

    groups: Sequence[tuple[str, Sequence[Bar]]]
    key: Sequence[tuple[str, str]] = ()
    kind: Literal["bars"] = "bars"


@dataclass(frozen=True)
class Point:
    """A place in a small drawing, in percent of width and height from the top left. `is_joined`: with the point before."""

    x: float
    y: float
    is_joined: bool


@dataclass(frozen=True)
class Series:
    """One small drawing of a value over time; `first` and `last` are what stands below its ends."""

    title: str
    said: str
    points: Sequence[Point]
    first: tuple[str, Cell]
    last: tuple[str, Cell]


@dataclass(frozen=True)
class Multiples:
    """Small drawings on one axis of time, whose ends are named. `top` says what the upper edge of each is."""

    series: Sequence[Series]
    start: str
    end: str
    top: str
    kind: Literal["multiples"] = "multiples"


@dataclass(frozen=True)
class Strip:
    """A grid of states: rows by columns, each state as (style, sign, what it says)."""

    columns: Sequence[str]
    rows: Sequence[tuple[str, Sequence[tuple[str, str, str]]]]
    key: Sequence[tuple[str, str, str]]
    kind: Literal["strip"] = "strip"


@dataclass(frozen=True)
class Claim:
    """One printed side of a contradiction."""

    role: str
    printed: str
    place: str
    report_id: str | None
    report: str
    is_suspect: bool


@dataclass(frozen=True)
class Finding:
    """A contradiction: what it says, both sides as printed, and what arithmetic suggests."""

    severity: str
    severity_text: str
    sentence: str
    claims: Sequence[Claim]
    cause: str = ""


@dataclass(frozen=True)
class Findings:
    """Contradictions by month of the report, newest first."""

    groups: Sequence[tuple[str, Sequence[Finding]]]
    kind: Literal["findings"] = "findings"


@dataclass(frozen=True)
class States:
    """Sentences with a state: ok, attention, failing, no data."""

    items: Sequence[tuple[str, str, str]]
    kind: Literal["states"] = "states"


Drawing = Tiles | Bars | Multiples | Strip | Findings | States


@dataclass
class Figure:
    """A drawing with what everybody must know about it. Without a drawing, `empty` says why there is none.

    `about` is the as-of day or span in words; `facts` are the rows that are drawn, from which the sources follow.
    """

    name: str
    title: str
    relation: str
    about: str = ""
    drawing: Drawing | None = None
    empty: str = ""
    notes: Sequence[str] = ()
    table: Table | None = None
    facts: Sequence[FactRef] = ()


@dataclass(frozen=True)
class Section:
    name: str
    title: str
    lead: str
    figures: Sequence[Figure]


@dataclass(frozen=True)
class Headline:
    """A number at the top of the page."""

    label: str
    value: Cell
    note: str
    to: str


@dataclass
class Edition:
    """The page in one language."""

    language: str
    title: str
    about: str
    headlines: Sequence[Headline]
    sections: Sequence[Section] = field(default_factory=list)
