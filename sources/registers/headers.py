"""The head of a register: front matter, encoding, the mark between cells, and which column is which.

Belongs here: everything before the first row, and what is wrong with it. Does not: rows.
"""

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sources.contracts.rules import rule_named
from sources.front_matter import FrontMatter, front_matter_of
from sources.reading import Refusal, ReportRefusedError
from sources.reference import Row, read_table
from sources.registers.lines import LONGEST_LINE, Table
from sources.registers.shape import RegisterShape
from sources.text import WIDE_ENCODINGS

HEAD = LONGEST_LINE
SEPARATORS = ",;\t|"
MOST_COLUMNS = 200
FORMS = Path(__file__).with_name("forms")
VOCABULARY = Path(__file__).with_name("vocabulary")


@dataclass(frozen=True)
class Head:
    """What stands before the rows: `rows_start` is the byte of the head where they begin."""

    front_matter: FrontMatter
    table: Table
    rows_start: int


@cache
def form(source: str) -> tuple[Row, ...]:
    """The columns of a register as they are delivered, in order."""
    return tuple(read_table(FORMS / f"{source}.csv"))


@cache
def _names(source: str) -> dict[str, str]:
    """Header, normalised -> column of the form."""
    names = {row["header"]: row["column"] for row in read_table(VOCABULARY / "headers.csv") if row["source"] == source}
    for row in form(source):
        for label in (row["name"], row["label_id"], row["label_en"]):
            names[normal(label)] = row["name"]
    return names


def normal(header: str) -> str:
    """A header as it is compared: lower case, every run of other marks an underscore."""
    return re.sub(r"[^0-9a-z]+", "_", header.lower()).strip("_")


def columns_of(shape: RegisterShape, headers: Sequence[str], place: str) -> tuple[str, ...]:
    """The form's column for each header. Raises ReportRefusedError with all that is wrong: register_column_unknown, duplicate_column,
    register_column_missing."""
    names = _names(shape.source)
    found = [names.get(normal(header)) for header in headers]
    refusals = [
        _refusal("register_column_unknown", place, _shown_header(header), None)
        for header, column in zip(headers, found, strict=True)
        if column is None
    ]
    told = [column for column in found if column is not None]
    refusals += [
        _refusal("duplicate_column", place, column, column) for column in sorted({c for c in told if told.count(c) > 1})
    ]
    required = [row["name"] for row in form(shape.source) if row["required"] == "yes"]
    missing = [column for column in required if column not in told]
    missing += [" / ".join(sorted(group)) for group in shape.one_of if not group & set(told)]
    refusals += [_refusal("register_column_missing", place, None, column) for column in missing]
    if refusals:
        raise ReportRefusedError(refusals)
    return tuple(told)


def _shown_header(header: str) -> str:
    # A file without a header shows its first person here.
    return re.sub(r"\d{4,}", "…", header)[:60]


def _refusal(rule: str, place: str, value: str | None, column: str | None) -> Refusal:
    return Refusal(rule, place, rule_named(rule).message(value, column), value=value, column=column)


def head_of(shape: RegisterShape, start: bytes) -> Head:
    """The head of a text register, out of its first HEAD bytes. Raises ReportRefusedError (empty_file, wrong_encoding, binary_content,
    front_matter_invalid, header_missing, and what columns_of raises)."""
    text, offset = _decoded(start)
    front_matter = front_matter_of(text)
    position, line = front_matter.body_start, text.count("\n", 0, front_matter.body_start) + 1
    while True:
        end = text.find("\n", position)
        header = text[position : len(text) if end < 0 else end].removesuffix("\r")
        if header.strip():
            break
        if end < 0:
            raise ReportRefusedError([_refusal("empty_file", "byte 0", None, None)])
        position, line = end + 1, line + 1
    if end < 0 and len(start) >= HEAD:
        raise ReportRefusedError([_refusal("line_too_long", f"line {line}", str(HEAD), None)])
    separator, headers = _split(shape, header, line)
    columns = columns_of(shape, headers, f"line {line}")
    rows_start = len(start) if end < 0 else offset + len(text[: end + 1].encode("utf-8", errors="surrogateescape"))
    return Head(front_matter, Table(columns, separator, line + 1, shape.dropped), rows_start)


def _split(shape: RegisterShape, header: str, line: int) -> tuple[str, list[str]]:
    names = _names(shape.source)
    cut = {mark: [cell.strip().strip('"').strip() for cell in header.split(mark)] for mark in SEPARATORS}
    separator = max(SEPARATORS, key=lambda mark: sum(normal(cell) in names for cell in cut[mark]))
    known = sum(normal(cell) in names for cell in cut[separator])
    if known < 2 or len(cut[separator]) > MOST_COLUMNS:
        place = f"line {line}"
        message = rule_named("register_header_missing").message(None)
        raise ReportRefusedError([Refusal("register_header_missing", place, message)])
    return separator, cut[separator]


def _decoded(start: bytes) -> tuple[str, int]:
    """The text of the head without its byte order mark, and where it begins. Cells that are no UTF-8 are the rows' trouble."""
    if not start.strip():
        raise ReportRefusedError([_refusal("empty_file", "byte 0", None, None)])
    for mark, encoding in WIDE_ENCODINGS:
        if start.startswith(mark):
            raise ReportRefusedError([_refusal("wrong_encoding", "byte 0", encoding, None)])
    offset = len(codecs.BOM_UTF8) if start.startswith(codecs.BOM_UTF8) else 0
    first_lines = start[: start.find(b"\n") + 1] or start
    if b"\0" in first_lines:
        raise ReportRefusedError([_refusal("binary_content", f"byte {first_lines.find(0)}", "byte 0x00", None)])
    try:
        first_lines.decode()
    except UnicodeDecodeError as error:
        value = f"byte 0x{start[error.start]:02X}"
        raise ReportRefusedError([_refusal("wrong_encoding", f"byte {error.start}", value, None)]) from None
    # surrogateescape: every byte must come out again where the rows are cut off.
    return start[offset:].decode("utf-8", errors="surrogateescape"), offset
