"""CSV to a grid: front matter, separator, lines.

Belongs here: taking the text apart. Does not: what the columns mean, beyond asking which separator lets a header appear.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable

from sources.front_matter import front_matter_of
from sources.reading import Refusal, ReportRefusedError
from sources.tables.grid import BLANK, MOST_CELLS, MOST_ROWS, Cell, Row, Sheet
from sources.text import decode_utf8

SEPARATORS = (",", ";", "\t")
HEADER_WITHIN_LINES = 100
_LINE_END = re.compile(r"\r\n|\r|\n")


def csv_sheet(content: bytes, names_found: Callable[[list[str]], int]) -> Sheet:
    """The table of a CSV file. `names_found` counts the column names in the cells of a line: the separator that lets most appear is taken.

    Raises ReportRefusedError (wrong encoding, malformed, too long)."""
    text = decode_utf8(content)
    start = front_matter_of(text).body_start
    first_line = len(_LINE_END.findall(text, 0, start)) + 1
    body = text[start:]
    rows = _parse(body, _separator(body, names_found), first_line)
    return Sheet(rows, _place, front_matter=text[:start])


def _place(row: Row, index: int | None) -> str:
    return f"line {row.number}" if index is None else f"line {row.number}, column {index + 1}"


def _separator(body: str, names_found: Callable[[list[str]], int]) -> str:
    """The separator with which most column names are recognised in one line; then the one that takes more lines apart as it does that one
    (a title has commas too); the comma, if none is better."""
    lines = [line for line in body[: 1 << 20].splitlines() if line.strip()][:HEADER_WITHIN_LINES]

    def evidence(separator: str) -> tuple[int, int]:
        parted = [line.replace('"', "").split(separator) for line in lines]
        widths = Counter(map(len, parted))
        return max(((names_found(cells), widths[len(cells)]) for cells in parted), default=(0, 0))

    return max(SEPARATORS, key=evidence)


def _parse(body: str, separator: str, first_line: int) -> list[Row]:
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=separator, strict=True)
    rows: list[Row] = []
    line, cells = first_line, 0
    try:
        for values in reader:
            cells += len(values)
            if len(rows) >= MOST_ROWS or cells > MOST_CELLS:
                message = f"the table has more than {MOST_ROWS} rows or {MOST_CELLS} cells"
                raise ReportRefusedError([Refusal("table_malformed", f"line {line}", message)])
            rows.append(Row(line, tuple(Cell(text) if (text := value.strip()) else BLANK for value in values)))
            line = first_line + reader.line_num
    except csv.Error as error:
        message = f"from line {line} on the table cannot be taken apart: {error}"
        raise ReportRefusedError([Refusal("table_malformed", f"line {line}", message, str(error))]) from None
    return rows
