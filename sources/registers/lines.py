"""From plain bytes to frames of text cells, a bounded number of lines at a time.

One line is one row: no cell holds a line break. So lines are counted exactly, a batch ends at any line, and a quotation mark that is opened and
not closed spoils its own line only. Belongs here: cutting, and what is wrong with a line as such. Does not: what cells mean.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl

from sources.reading import Refusal, ReportRefusedError
from sources.registers.packed import Stream

BATCH_BYTES = 20 << 20
BATCH_LINES = 400_000
LONGEST_LINE = 1 << 20
# Put behind the last cell of each line, so that one with too few cells is told from one that ends with empty cells.
END = "\x1e"
_END_OF_LINE = f"{END}\n".encode()
LINE, ROW, RULE = "line_number", "row_number", "rule"
_AFTER, _BEYOND = "__after", "__beyond"
MANY_QUOTES = 0.1  # a line, on average: it is then faster to look at all lines at once


@dataclass(frozen=True)
class Table:
    """How a text register is laid out: its columns in order, the mark between cells, the line on which its rows begin (from 1).

    Columns that are dropped are passed over, never taken into a frame.
    """

    columns: tuple[str, ...]
    separator: str
    first_line: int
    dropped: frozenset[str] = frozenset()

    @property
    def kept(self) -> list[str]:
        """The columns that are taken; the first two always, by which blank lines are known."""
        return [name for place, name in enumerate(self.columns) if place < 2 or name not in self.dropped]


def batches(stream: Stream, start: bytes) -> Iterator[bytes]:
    """Whole lines, at most BATCH_LINES and about BATCH_BYTES; `start` are bytes of the stream that were read already.

    Raises ReportRefusedError (line_too_long).
    """
    rest, position = start, 0
    while True:
        piece = stream.read(BATCH_BYTES)
        text = rest + piece if rest else piece
        if not text:
            return
        end = text.rfind(b"\n") + 1 if piece else len(text)
        if len(text) - end > LONGEST_LINE or (not piece and _longest_end(text) > LONGEST_LINE):
            message = f"a line is longer than {LONGEST_LINE} bytes"
            raise ReportRefusedError(
                [Refusal("line_too_long", f"byte {position + end} of the text", message, str(LONGEST_LINE))]
            )
        whole, rest = text[:end], text[end:]
        position += end
        yield from _halves(whole)
        if not piece:
            return


def _longest_end(text: bytes) -> int:
    return len(text) - (text.rfind(b"\n") + 1)


def _halves(text: bytes) -> Iterator[bytes]:
    """A text with more lines than a batch may have, cut at ends of lines."""
    if text.count(b"\n") <= BATCH_LINES:
        if text:
            yield text
        return
    middle = text.find(b"\n", len(text) // 2) + 1
    if middle in (0, len(text)):
        middle = text.rfind(b"\n", 0, len(text) // 2) + 1
    yield from _halves(text[:middle])
    yield from _halves(text[middle:])


@dataclass(frozen=True)
class Rows:
    """Rows of one batch. `cells` has the table's kept columns as text (None where empty), LINE and ROW; `faults` has LINE, ROW and RULE of the lines
    that are no row (ragged_row, quote_unbalanced, line_not_text). `count` is how many rows both have together; blank lines are none."""

    cells: pl.DataFrame
    faults: pl.DataFrame
    count: int
    lines: int


def rows_of(text: bytes, table: Table, first_line: int, first_row: int) -> Rows:
    """The rows of whole lines; lines are numbered from `first_line`, rows from `first_row`."""
    if b"\r" in text:
        text = text.replace(b"\r\n", b"\n")
    set_apart: list[_Line] = []
    if not _is_text(text):
        text = _without_bytes(text, set_apart)
    all_at_once = text.count(b'"', 0, LONGEST_LINE) > MANY_QUOTES * text.count(b"\n", 0, LONGEST_LINE)
    if all_at_once:
        text = _without_unbalanced(text, table.separator, set_apart)
    elif b'"' in text:
        text = _without_quoted(text, table, set_apart)
    frame = _cells(text, table, '"' if all_at_once else None)
    whole = ((pl.col(_AFTER) == END) & pl.col(_BEYOND).is_null()).fill_null(False)
    others = frame.filter(~whole).select(LINE, pl.nth(0).alias("first"), pl.nth(1).alias("second")).rows()
    kept = frame.filter(whole) if others else frame
    blanks, faults, quoted = _sorted_out(others, set_apart)
    kept = kept.drop(_AFTER, _BEYOND)
    if all_at_once:
        kept = kept.with_columns(pl.col(name).replace("", None) for name in table.kept)
    if quoted:
        kept = pl.concat([kept, pl.DataFrame(quoted, schema=kept.schema, orient="row")]).sort(LINE)
    faulty = pl.DataFrame(faults, schema={LINE: pl.Int64, RULE: pl.String}, orient="row")
    places = pl.Series(blanks, dtype=pl.Int64)
    return Rows(
        _numbered(kept, places, first_line, first_row),
        _numbered(faulty, places, first_line, first_row),
        kept.height + faulty.height,
        frame.height,
    )


@dataclass(frozen=True)
class _Line:
    """A line that was taken out of the text: what is wrong with it, or its cells."""

    rule: str | None
    cells: list[str | None] | None = None

    @staticmethod
    def mark(place: int) -> str:
        """What stands in its place: no other line begins so."""
        return f"{END}{place}"


def _sorted_out(
    others: list[tuple[int, str | None, str | None]], set_apart: list[_Line]
) -> tuple[list[int], list[tuple[int, str]], list[tuple[Any, ...]]]:
    """Of the lines that are no row as they stand: places of blank ones, faults, and rows that were set apart."""
    blanks: list[int] = []
    faults: list[tuple[int, str]] = []
    quoted: list[tuple[Any, ...]] = []
    for number, first, second in others:
        if first is not None and first.startswith(END):
            line = set_apart[int(first[1:])]
            if line.rule is not None:
                faults.append((number, line.rule))
            elif line.cells is not None:
                quoted.append((*line.cells, number))
        elif first is None and second == END:
            blanks.append(number)
        else:
            faults.append((number, "ragged_row"))
    return blanks, faults, quoted


def _numbered(frame: pl.DataFrame, blanks: pl.Series, first_line: int, first_row: int) -> pl.DataFrame:
    """Places within the batch as the file's lines and rows; blank lines are lines and no rows."""
    rows = frame[LINE] + first_row
    if len(blanks):
        rows = rows - blanks.search_sorted(frame[LINE]).cast(pl.Int64)
    return frame.with_columns(pl.col(LINE) + first_line, rows.alias(ROW))


def _cells(text: bytes, table: Table, quote: str | None) -> pl.DataFrame:
    if not text.endswith(b"\n"):
        text += b"\n"
    return pl.read_csv(
        text.replace(b"\n", table.separator.encode() + _END_OF_LINE),
        has_header=False,
        separator=table.separator,
        quote_char=quote,
        infer_schema=False,
        schema=dict.fromkeys((*table.columns, _AFTER, _BEYOND), pl.String),
        columns=[*map(table.columns.index, table.kept), len(table.columns), len(table.columns) + 1],
        truncate_ragged_lines=True,
        extra_columns="ignore",
        missing_columns="insert",
    ).with_columns(pl.int_range(pl.len(), dtype=pl.Int64).alias(LINE))


def _is_text(text: bytes) -> bool:
    if b"\0" in text or END.encode() in text:
        return False
    if text.isascii():
        return True
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return True


def _without_bytes(text: bytes, set_apart: list[_Line]) -> bytes:
    lines = text.split(b"\n")
    for number, line in enumerate(lines):
        if not _is_text(line):
            lines[number] = _Line.mark(len(set_apart)).encode()
            set_apart.append(_Line("line_not_text"))
    return b"\n".join(lines)


def well_quoted(separator: str) -> str:
    """The pattern of a line in which every quoted cell is quoted as a whole."""
    mark = re.escape(separator)
    cell = rf'(?:[^"{mark}]*|"(?:[^"]|"")*")'
    return rf"^{cell}(?:{mark}{cell})*$"


def _without_unbalanced(text: bytes, separator: str, set_apart: list[_Line]) -> bytes:
    lines = pl.Series([text.decode()]).str.split("\n").explode()
    wrong = ~lines.str.contains(well_quoted(separator))
    if not wrong.any():
        return text
    mark = _Line.mark(len(set_apart))
    set_apart.append(_Line("quote_unbalanced"))
    kept = pl.select(pl.when(~wrong).then(lines).otherwise(pl.lit(mark))).to_series()
    return "\n".join(kept.to_list()).encode()


def _without_quoted(text: bytes, table: Table, set_apart: list[_Line]) -> bytes:
    """The text with a mark for each line with quotes; their cells, or what is wrong with them, are set apart."""
    pattern = re.compile(well_quoted(table.separator))
    pieces: list[bytes] = []
    done, place = 0, text.find(b'"')
    while place >= 0:
        start = text.rfind(b"\n", 0, place) + 1
        end = text.find(b"\n", place)
        end = len(text) if end < 0 else end
        pieces += (text[done:start], _Line.mark(len(set_apart)).encode())
        line, done = text[start:end].decode(), end
        cells = _split(line, table.separator) if pattern.search(line) else None
        if cells is None:
            set_apart.append(_Line("quote_unbalanced"))
        elif len(cells) != len(table.columns):
            set_apart.append(_Line("ragged_row"))
        else:
            named = dict(zip(table.columns, cells, strict=True))
            set_apart.append(_Line(None, [named[name] or None for name in table.kept]))
        place = text.find(b'"', end)
    return b"".join((*pieces, text[done:]))


def _split(line: str, separator: str) -> list[str] | None:
    try:
        return next(csv.reader([line], delimiter=separator, strict=True))
    except csv.Error:  # a cell longer than the module takes
        return None
