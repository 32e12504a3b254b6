"""What a reader is, and what it hands over: the seam between intake and the readers.

Belongs here: the types that every reader shares. Does not: any reader, any file access.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, BinaryIO, Protocol


@dataclass(frozen=True)
class Publication:
    """When a report was published. `on` is the last possible day where only a month or a year is known."""

    on: date
    precision: str  # day, month, year
    basis: str  # front_matter, text, receipt

    @property
    def month(self) -> str:
        return f"{self.on.year:04}-{self.on.month:02}"  # strftime does not pad the year on every platform


@dataclass(frozen=True)
class Description:
    """What a report says about itself; `published` is None where neither front matter nor text tells."""

    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    published: Publication | None = None


@dataclass(frozen=True)
class Refusal:
    """One broken rule: `rule` is a code of contracts/rules.csv, `locator` the place in the file, `value` what stands there."""

    rule: str
    locator: str
    message: str
    value: str | None = None
    column: str | None = None


class ReportRefusedError(Exception):
    """The report as a whole cannot be read. Carries every problem that was found, not only the first."""

    def __init__(self, refusals: list[Refusal]) -> None:
        super().__init__("; ".join(f"{r.locator}: {r.message} ({r.rule})" for r in refusals))
        self.refusals = refusals


@dataclass(frozen=True)
class RefusedRow:
    """A row that the reader itself cannot turn into a candidate (text in a number, an unknown province)."""

    row_number: int  # in the order read, from 1
    refusal: Refusal
    record: Mapping[str, Any]


@dataclass(frozen=True)
class RegisteredReport:
    """A report as the register has it: what a reader may know about where its bytes come from."""

    report_id: str
    report_month: str
    source: str
    file_name: str
    published: Publication


@dataclass
class Reading:
    """What a reader found in one report. Rows are dictionaries with the columns of the raw table's contract."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)
    unread: list[dict[str, Any]] = field(default_factory=list)  # rows of the raw table unread_figure
    numbers_printed: int = 0  # counted without the reader's grammar
    numbers_accounted: int = 0  # of these, how many lie in rows, refused or unread


class Reader(Protocol):
    """One reader per source. Both methods raise ReportRefusedError with every problem of the file, and nothing else, on bad input."""

    source: str  # folder of the inbox and name of the raw table
    version: str
    suffixes: frozenset[str]  # lower-case, with the dot

    def describe(self, content: bytes, file_name: str) -> Description:
        """Title, publisher, address and publication date, as far as the report gives them."""
        ...

    def read(self, report: RegisteredReport, content: bytes) -> Reading:
        """All rows and all unread numbers of the report."""
        ...


class StreamedReader(Reader, Protocol):
    """A reader whose reports are read as a stream of batches (`sources.registers`); `describe` and `read` are not asked."""

    def describe_file(self, file: BinaryIO) -> Description:
        """As describe, for an open file that stands at its beginning."""
        ...
