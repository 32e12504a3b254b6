"""The reader of registers: from the archived file to judged batches, a bounded part of it in memory at any time.

Belongs here: the order of steps for text and Parquet. Does not: writing what was read (`sources.ingest_register`).
"""

from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import polars as pl

from sources.contracts.rules import rule_named
from sources.front_matter import split_front_matter
from sources.privacy.key import TokenKey
from sources.privacy.tokens import token
from sources.reading import Description, Reading, Refusal, RegisteredReport, ReportRefusedError
from sources.registers import lines, parquet_rows
from sources.registers.headers import HEAD, Head, columns_of, form, head_of
from sources.registers.judging import Judged, judged
from sources.registers.lines import LINE, ROW, RULE
from sources.registers.overlap import ahead
from sources.registers.packed import HashedFile, Stream, is_parquet, unpacked
from sources.registers.refusals import quarantine_rows
from sources.registers.shape import Memory, RegisterShape

VERSION = "1"
SUFFIXES = frozenset({".csv", ".gz", ".zst", ".parquet"})
BYTES_A_ROW = 60  # at least, in a text register; packed ones hold about ten times as many rows
PACKED_ROWS = 10


@dataclass(frozen=True)
class Batch:
    """What one batch came to: accepted rows, rows of quarantine, and how many rows each stands for."""

    accepted: pl.DataFrame
    quarantine: pl.DataFrame
    rows_read: int
    rows_refused: int
    place: str  # what a locator counts: line, row


@dataclass(frozen=True)
class _Rows:
    """Rows as text with LINE and ROW; `faults` (LINE, ROW, RULE) are lines that are no row."""

    cells: pl.DataFrame
    faults: pl.DataFrame
    count: int


class RegisterReader:
    """Reads one kind of register. The key is asked for when rows are read, never kept."""

    def __init__(self, shape: RegisterShape) -> None:
        self.shape = shape
        self.source = shape.source
        self.version = VERSION
        self.suffixes = SUFFIXES

    def describe(self, content: bytes, file_name: str) -> Description:
        """Nothing: a register is described by `describe_file`, which does not need all its bytes."""
        return Description()

    def describe_file(self, file: BinaryIO) -> Description:
        """Title and publication date, out of front matter or the metadata of a Parquet file. Raises ReportRefusedError."""
        if file.read(4) == b"PAR1":
            file.seek(0)
            published = parquet_rows.published_on(parquet_rows.opened(file))
            block = f"---\npublished_on: {published}\n---\n" if published else ""
            try:
                return Description(published=split_front_matter(block).published)
            except ValueError:
                message = rule_named("front_matter_invalid").message("published_on")
                raise ReportRefusedError([Refusal("front_matter_invalid", "metadata", message)]) from None
        file.seek(0)
        with unpacked(file, HEAD) as stream:
            head = head_of(self.shape, _start(stream))
        found = head.front_matter
        return Description(found.title, found.publisher, found.url, found.published)

    def read(self, report: RegisteredReport, content: bytes) -> Reading:
        """Not for registers, which are read as a stream."""
        raise TypeError("a register is read by stream()")

    def expected_rows(self, path: Path) -> int:
        """How many rows a file may have, at most and roughly: by it the memory for repetitions is measured."""
        with path.open("rb") as file:
            is_text = file.read(1).isascii() and path.stat().st_size > 0
        return path.stat().st_size // BYTES_A_ROW * (1 if is_text else PACKED_ROWS) + 1

    @contextmanager
    def stream(
        self, report: RegisteredReport, file: HashedFile, path: Path, key: TokenKey, limit: int
    ) -> Iterator[Iterator[Batch]]:
        """Judged batches in the order of the rows, out of a text register read from `file` or a Parquet file at `path`.

        Raises ReportRefusedError with what is wrong with the file, at its beginning or when it is met: nothing of it holds then.
        """
        memory = Memory()
        if is_parquet(path):
            with path.open("rb") as opened:
                parquet = parquet_rows.opened(opened)
                columns = columns_of(self.shape, parquet_rows.headers(parquet), "header")
                with closing(self._batches(report, self._of_parquet(parquet, columns), "row", memory, key)) as batches:
                    yield batches
            return
        with unpacked(file, limit) as stream:
            start = _start(stream)
            head = head_of(self.shape, start)
            # Closed before the file is: a thread may be reading ahead of who gave up.
            with closing(self._batches(report, self._of_text(stream, start, head), "line", memory, key)) as batches:
                yield batches

    def _batches(
        self, report: RegisteredReport, rows: Iterator[_Rows], place: str, memory: Memory, key: TokenKey
    ) -> Generator[Batch, None, None]:
        def tokenised(column: pl.Expr, kind: str) -> pl.Expr:
            return token(column, key, kind)

        count = 0
        with closing(ahead(rows)) as reading:
            for read in reading:
                count += read.count
                yield self._batch(report, read, judged(self.shape, report, read.cells, memory, tokenised), place)
        if not count:
            raise ReportRefusedError([Refusal("table_empty", "whole file", rule_named("table_empty").message())])
        refuse_unclear_days(memory)

    def _batch(self, report: RegisteredReport, read: _Rows, found: Judged, place: str) -> Batch:
        parts = []
        if found.refused.height:
            parts.append(quarantine_rows(found.refused, report, place, self.shape.personal | self.shape.dropped))
        if read.faults.height:
            faults = read.faults.with_columns(
                pl.lit(None, pl.String).alias("column"), pl.lit(None, pl.String).alias("value")
            )
            parts.append(quarantine_rows(faults, report, place, self.shape.personal))
        quarantine = pl.concat(parts) if parts else pl.DataFrame()
        return Batch(found.accepted, quarantine, read.count, found.refused_rows + read.faults.height, place)

    def _wanted(self) -> list[str]:
        return [row["name"] for row in form(self.source) if row["name"] not in self.shape.dropped]

    def _whole(self, cells: pl.DataFrame) -> pl.DataFrame:
        """All columns of the form that are kept; those that the file does not have are empty."""
        absent = [pl.lit(None, pl.String).alias(name) for name in self._wanted() if name not in cells.columns]
        return cells.with_columns(absent).select(*self._wanted(), LINE, ROW)

    def _of_text(self, stream: Stream, start: bytes, head: Head) -> Iterator[_Rows]:
        line, row = head.table.first_line, 1
        for text in lines.batches(stream, start[head.rows_start :]):
            rows = lines.rows_of(text, head.table, line, row)
            line, row = line + rows.lines, row + rows.count
            yield _Rows(self._whole(rows.cells), rows.faults, rows.count)

    def _of_parquet(self, parquet: Any, columns: tuple[str, ...]) -> Iterator[_Rows]:
        row = 1
        no_faults = pl.DataFrame(schema={LINE: pl.Int64, RULE: pl.String, ROW: pl.Int64})
        for cells in parquet_rows.cells(parquet, columns, frozenset(self._wanted())):
            numbers = pl.int_range(row, row + cells.height, dtype=pl.Int64, eager=True)
            row += cells.height
            yield _Rows(
                self._whole(cells.with_columns(numbers.alias(LINE), numbers.alias(ROW))), no_faults, cells.height
            )


def refuse_unclear_days(memory: Memory) -> None:
    """Raises ReportRefusedError (month_stands_first) if a column writes its days the other way round: then none of them can be trusted."""
    refusals = [
        Refusal(
            "month_stands_first", "whole file", rule_named("month_stands_first").message(None, column), column=column
        )
        for column, days in memory.days.items()
        if days.month_stands_first
    ]
    if refusals:
        raise ReportRefusedError(refusals)


def _start(stream: Stream) -> bytes:
    start = b""
    while len(start) < HEAD and (piece := stream.read(HEAD - len(start))):
        start += piece
    return start
