"""JSON to a grid: a list of flat objects, or an object that holds one such list.

Belongs here: limits, which list is the table, keys to a header. Does not: what the keys mean.
"""

import json
import re
from decimal import Decimal, InvalidOperation
from typing import Any

from sources.reading import Refusal, ReportRefusedError
from sources.tables.grid import BLANK, MOST_CELLS, MOST_ROWS, Cell, Row, Sheet
from sources.text import decode_utf8

DEEPEST = 40
MOST_KEYS = 500
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)


def json_sheet(content: bytes) -> Sheet:
    """The one table of a JSON file; row 1 are the keys in the order in which they appear, row 2 is the first record.

    Raises ReportRefusedError (wrong_encoding, table_malformed).
    """
    text = decode_utf8(content)
    _refuse_deep(text)
    try:
        document = json.loads(
            text, parse_int=_number, parse_float=_number, parse_constant=_refuse_constant, object_pairs_hook=_object
        )
    except (ValueError, RecursionError) as error:
        raise _malformed(f"it is no JSON: {error}") from None
    words, records = _records(document)
    keys: dict[str, None] = {}
    for record in records:
        keys |= dict.fromkeys(record)
    if len(keys) > MOST_KEYS or len(records) > MOST_ROWS or len(keys) * len(records) > MOST_CELLS:
        raise _malformed(f"{len(records)} records with {len(keys)} keys")
    rows = [Row(-len(words) + at + 1, (Cell(word),)) for at, word in enumerate(words)]
    rows.append(Row(1, tuple(Cell(key.strip()) for key in keys)))
    rows += [Row(at, tuple(_cell(record.get(key)) for key in keys)) for at, record in enumerate(records, start=2)]
    return Sheet(rows, _place, fixed_width=True)


def _records(document: object) -> tuple[list[str], list[dict[str, Any]]]:
    """Short texts beside the list (a title), and the records."""
    if isinstance(document, dict):
        lists = [value for value in document.values() if _is_table(value)]
        if len(lists) != 1:
            raise _malformed(f"it holds {len(lists)} lists of flat records, not one")
        words = [value for value in document.values() if isinstance(value, str) and value.strip() and len(value) <= 400]
        return words[:10], lists[0]
    if not isinstance(document, list) or not _is_table(document):
        raise _malformed("it is no list of flat records")
    return [], document


def _is_table(value: object) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and all(
            isinstance(record, dict) and not any(isinstance(cell, dict | list) for cell in record.values())
            for record in value
        )
    )


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    record = dict(pairs)
    if len(record) != len(pairs):
        raise ValueError("a key occurs twice in one record")
    return record


def _number(text: str) -> Decimal:
    if len(text) > 60:
        raise ValueError("a number is too long")
    try:
        return Decimal(text)
    except InvalidOperation:
        raise ValueError("a number is malformed") from None


def _refuse_constant(text: str) -> None:
    raise ValueError(f"{text} is no number")


def _refuse_deep(text: str) -> None:
    depth = 0
    for character in re.findall(r"[\[{\]}]", _STRING.sub('""', text)):
        depth += 1 if character in "[{" else -1
        if depth > DEEPEST:
            raise _malformed(f"it is nested deeper than {DEEPEST} levels")


def _cell(value: object) -> Cell:
    if value is None:
        return BLANK
    if isinstance(value, bool):
        return Cell(str(value).upper())
    if isinstance(value, Decimal):
        if not -40 < value.adjusted() < 40:
            return Cell(str(value))
        whole = value == value.to_integral_value()
        return Cell(f"{value:f}".partition(".")[0] if whole else f"{value:f}", value)
    text = str(value).strip()
    return Cell(text) if text else BLANK


def _place(row: Row, index: int | None) -> str:
    if row.number < 1:
        return "words beside the records"
    return f"row {row.number}" if index is None else f"row {row.number}, column {index + 1}"


def _malformed(what: str) -> ReportRefusedError:
    return ReportRefusedError(
        [Refusal("table_malformed", "whole file", f"the table cannot be taken apart: {what}", what)]
    )
