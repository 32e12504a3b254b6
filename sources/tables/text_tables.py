"""Tables inside plain text: cells between bars, columns divided by runs of blanks, lists of `label: figure`.

Belongs here: which lines of a text are rows of which form, and their cells. Does not: CSV (csv_table.py), what the cells mean.
"""

import re

from sources.front_matter import front_matter_of
from sources.reading import Refusal, ReportRefusedError
from sources.tables.grid import BLANK, MOST_CELLS, MOST_ROWS, Cell, Row, Sheet
from sources.text import decode_utf8

LONGEST_LINE = 20_000
FEWEST_ROWS = 2
# A flattened table has lost its columns: so many lines in a row hold one cell each.
FLATTENED_ROWS = 8
_RULE_LINE = re.compile(r"^[\s|:+=-]*-{2,}[\s|:+=-]*$")
_GAP = re.compile(r"\t+| {2,}|\u00a0{2,}")
_LISTED = re.compile(
    r"^\s*(?:[-•*‣▪–]|(?P<number>[0-9]{1,3})[.)])\s+(?P<label>[^\d:]{2,80}?)\s*(?::|=|–|—|\s-\s)\s*(?P<value>(?:Rp\.?\s*)?[0-9][^|]{0,80})$"
)
_BULLET = re.compile(r"^\s*(?:[-•*‣▪–]|[0-9]{1,3}[.)])\s+")


def text_sheet(content: bytes) -> Sheet:
    """One sheet of all lines of a text: rows of tables have several cells, other lines one.

    Raises ReportRefusedError (wrong_encoding, binary_content, table_malformed, table_flattened).
    """
    text = decode_utf8(content)
    start = front_matter_of(text).body_start
    first_line = len(re.findall(r"\r\n|\r|\n", text[:start])) + 1
    lines = text[start:].splitlines()
    if len(lines) > MOST_ROWS:
        raise _malformed(f"line {MOST_ROWS + first_line}", f"more than {MOST_ROWS} lines")
    rows: list[Row] = []
    cells = 0
    for number, line in enumerate(lines, start=first_line):
        if len(line) > LONGEST_LINE:
            raise _malformed(f"line {number}", f"the line has {len(line)} characters")
        if _RULE_LINE.match(line):  # between header and rows; no row itself
            continue
        row = Row(number, tuple(Cell(value) if value else BLANK for value in _cells(line)))
        cells += len(row.cells)
        if cells > MOST_CELLS:
            raise _malformed(f"line {number}", f"more than {MOST_CELLS} cells")
        rows.append(row)
    _refuse_flattened(lines, first_line)
    listed = sum(bool(_LISTED.match(line)) for line in lines)
    return Sheet(rows, _place, front_matter=text[:start], listed=listed >= FEWEST_ROWS)


def is_text_table(text: str) -> bool:
    """Whether a text has bars, list lines or columns of blanks rather than a separator of CSV."""
    lines = [line for line in text[: 1 << 18].splitlines() if line.strip()][:400]
    shaped = sum(
        line.count("|") >= 2 or bool(_LISTED.match(line)) or len(_GAP.split(line.strip())) >= 3 for line in lines
    )
    separated = sum(max(line.count(";"), line.count(",")) >= 2 for line in lines)
    return shaped >= FEWEST_ROWS and shaped >= separated


def _place(row: Row, index: int | None) -> str:
    return f"line {row.number}" if index is None else f"line {row.number}, column {index + 1}"


def _cells(line: str) -> list[str]:
    stripped = line.strip()
    if not stripped:
        return []
    if stripped.count("|") >= 2 or (stripped.startswith("|") and stripped.endswith("|")):
        return [part.strip().strip("*") for part in stripped.removeprefix("|").removesuffix("|").split("|")]
    if match := _LISTED.match(line):
        return [match["label"].strip(" *"), match["value"].strip().rstrip(".;,").strip()]
    if _BULLET.match(line):
        parts = _GAP.split(stripped)
        return [part.strip() for part in parts] if len(parts) >= 3 else [stripped]
    parts = _GAP.split(stripped)
    return [part.strip() for part in parts]


def _refuse_flattened(lines: list[str], first_line: int) -> None:
    """Raise table_flattened where each cell of a table stands on a line of its own between bars."""
    run = 0
    for number, line in enumerate(lines, start=first_line):
        stripped = line.strip()
        if not stripped:
            continue
        single = stripped.startswith("|") and stripped.count("|") <= 2 and not _RULE_LINE.match(line)
        run = run + 1 if single else 0
        if run >= FLATTENED_ROWS:
            message = "each line holds one cell: the table has lost its columns"
            raise ReportRefusedError([Refusal("table_flattened", f"line {number}", message, stripped)])


def _malformed(place: str, what: str) -> ReportRefusedError:
    return ReportRefusedError([Refusal("table_malformed", place, f"the table cannot be taken apart: {what}", what)])
