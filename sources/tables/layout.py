"""Where tables stand on a sheet: title lines, header rows, rows, notes; what each column is.

Belongs here: finding tables by the words of their headers. Does not: what cells become (figures.py).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from sources.tables.facets import Facets, facets_of, is_header_text
from sources.tables.grid import Cell, Row, Sheet
from sources.tables.header_shape import MOST_COLUMNS, YEAR, fill_spans, mend_shift, spread
from sources.tables.numbers import is_no_figure, is_number
from sources.tables.words import normal, words

MOST_HEADER_ROWS = 4
MOST_TITLES = 12
MOST_TITLE_PARTS = 5
LONGEST_TITLE = 250
_SCALED = re.compile(r"\d\s+([^\W\d_]+)")
_WORDED = re.compile(r"(?:Rp\.?\s*)?\d[\d.,]*\s+(\D{1,40})$")
KEY_ROLES = ("number", "area_name", "area_code", "office_name", "year", "month", "period", "unit", "label", "context")
_CONTENT = frozenset(
    {
        "subject",
        "weak_subject",
        "status",
        "segment",
        "programme",
        "facility",
        "year",
        "month",
        "half",
        "quarter",
        "area",
    }
)
_COLUMN_NUMBER = re.compile(r"^\(?([0-9]{1,3})\)?$")


@dataclass(frozen=True)
class Column:
    """One column: header texts from above, what they say, and its role; role None: it holds figures."""

    index: int
    texts: tuple[str, ...]
    levels: tuple[Facets, ...]
    role: str | None
    total: bool = False

    @property
    def header(self) -> str:
        return " / ".join(self.texts) or f"(column {self.index + 1})"

    @property
    def unplaced(self) -> tuple[str, ...]:
        return tuple(word for level in self.levels for word in level.unplaced)


@dataclass
class Table:
    """One table. `body` are its rows in order, `repeated` header rows within it, `notes` what stands between and below."""

    sheet: Sheet
    titles: list[Row]
    headers: list[Row]
    columns: dict[int, Column] = field(default_factory=dict)
    body: list[Row] = field(default_factory=list)
    repeated: list[Row] = field(default_factory=list)
    notes: list[Row] = field(default_factory=list)
    rules: tuple[str, ...] = ()
    fault: str | None = None  # rule that the table as a whole breaks
    fault_value: str = ""

    @property
    def figure_columns(self) -> list[Column]:
        return [column for column in self.columns.values() if column.role is None]

    def of_role(self, *roles: str) -> list[Column]:
        return [column for column in self.columns.values() if column.role in roles]


def find_tables(sheet: Sheet) -> tuple[list[Table], list[Row]]:
    """The tables of a sheet, and the rows that belong to none."""
    rows = spread(sheet)
    tables: list[Table] = []
    loose: list[Row] = []
    pending: list[Row] = []
    at = 0
    while at < len(rows):
        row = rows[at]
        count = _header_rows(rows, at)
        if count and tables and _same_header(tables[-1], rows[at : at + count]):
            tables[-1].repeated += rows[at : at + count]
            at += count
        elif count:
            titles = [title for title in pending if _is_title(title)][-MOST_TITLES:]
            loose += [title for title in pending if title not in titles]
            tables.append(Table(sheet, titles, list(rows[at : at + count])))
            pending = []
            at += count
        else:
            if row.is_blank:
                pass
            elif _is_text(row) or _is_parted_title(sheet, rows, at, bool(tables)):
                pending.append(row)
            else:
                rest = tables[-1].body if tables else loose
                rest += [*pending, row]
                pending = []
            at += 1
    if sheet.listed and not tables:
        return _listed(sheet, [*loose, *pending])
    if tables:
        tables[-1].body += pending
    else:
        loose += pending
    for table in tables:
        loose += _end(table)
        _settle(table)
    return tables, loose


def _end(table: Table) -> list[Row]:
    """Take rows below the last one with a figure out of the body: definitions are notes; text with numbers belongs to no table."""
    last = max((at for at, row in enumerate(table.body) if _has_figure(row)), default=-1)
    below = [row for row in table.body[last + 1 :] if not (last < 0 and len(_filled(row)) > 1)]
    if last < 0 and len(below) < len(table.body):
        return []  # a table whose figures are all missing, or years, keeps its rows
    table.body = table.body[: last + 1]
    notes = [row for row in below if is_note(row) or all(_is_quiet(cell.text) for cell in row.cells)]
    table.notes += notes
    return [row for row in below if row not in notes]


def _filled(row: Row) -> list[tuple[int, Cell]]:
    return [(index, cell) for index, cell in enumerate(row.cells[:MOST_COLUMNS]) if not cell.is_blank]


def _is_text(row: Row) -> bool:
    """One cell of words, or a note."""
    filled = _filled(row)
    if not filled:
        return False
    first = filled[0][1]
    return (
        len({cell.text for _, cell in filled}) == 1 and not is_number(first.text) and first.fault is None
    ) or is_note(row)


def is_note(row: Row) -> bool:
    """Whether a row is a source line, a remark or a definition below a table."""
    filled = _filled(row)
    return 0 < len(filled) <= 2 and any(normal(filled[0][1].text).startswith(word) for word in words("footer"))


def _is_title(row: Row) -> bool:
    text = next((cell.text for cell in row.cells if not cell.is_blank), "")
    return len(text) <= LONGEST_TITLE and not is_note(row) and _is_quiet(text)


def _is_parted_title(sheet: Sheet, rows: Sequence[Row], at: int, below_table: bool) -> bool:
    """Whether a row is a title that its own commas took apart: words in the first cells, nothing in the others, at the head or after a gap."""
    filled = _filled(rows[at])
    return (
        not sheet.fixed_width
        and 1 < len(filled) <= MOST_TITLE_PARTS
        and [index for index, _ in filled] == list(range(len(filled)))
        and not any(_is_figure(cell) or is_no_figure(cell) or not _is_quiet(cell.text) for _, cell in filled)
        and (not below_table or rows[at - 1].is_blank)
    )


def _is_quiet(text: str) -> bool:
    """Whether a text has no number but years, days and small ordinals; "2,9 juta" is one, however few its digits."""
    if any(facets_of(match[1]).values.keys() == {"power"} for match in _SCALED.finditer(text)):
        return False
    return not any(word.isdigit() and len(word) > 1 for word in facets_of(text).unplaced)


def _header_rows(rows: Sequence[Row], at: int) -> int:
    """How many header rows begin there; 0 if none does."""
    if not _is_header(rows[at]):
        return 0
    count = 1
    while count < MOST_HEADER_ROWS and at + count < len(rows) and _continues(rows[at + count], rows[at]):
        count += 1
    return count


def _is_header(row: Row) -> bool:
    filled = _filled(row)
    if len(filled) < 2 or any(_is_figure(cell) for _, cell in filled):
        return False
    if all(YEAR.match(cell.text) for _, cell in filled):
        return False
    understood = [cell for _, cell in filled if is_header_text(cell.text)]
    # Rows of words alone (an open record, a group of labels) name no column of keys.
    names_keys = row.cell(0).is_blank or any(facets_of(cell.text).all("role") - {"total"} for cell in understood)
    return len(understood) >= 2 and 2 * len(understood) >= len(filled) and names_keys


def _continues(row: Row, first: Row) -> bool:
    filled = _filled(row)
    if not filled or any(_is_figure(cell) or is_no_figure(cell) for _, cell in filled):
        return False
    understood = sum(
        is_header_text(cell.text) or bool(facets_of(cell.text).values.keys() == {"power"}) for _, cell in filled
    )
    if len(filled) == 1:
        return False
    # A row of words under a header is a row of the table unless it fills places that the header leaves open or spans.
    upper = [first.cell(index).text for index, _ in filled]
    opens = sum(not text for text in upper)
    spans = len(upper) - len(set(upper) - {""}) - opens
    shifted = all(YEAR.match(cell.text) for _, cell in filled)
    return 2 * understood >= len(filled) and (opens + spans > 0 or shifted)


def _is_figure(cell: Cell) -> bool:
    if cell.fault is not None:
        return True
    return is_number(cell.text) and not YEAR.match(cell.text)


def _has_figure(row: Row) -> bool:
    """Whether a row has a figure, be it one with its scale or unit beside a label ("2,9 juta orang")."""
    filled = [cell for _, cell in _filled(row)]
    return any(_is_figure(cell) for cell in filled) or (len(filled) > 1 and any(map(_is_worded_figure, filled)))


def _is_worded_figure(cell: Cell) -> bool:
    match = _WORDED.match(cell.text)
    if match is None:
        return False
    said = facets_of(match[1])
    return not said.unplaced and bool(said.values) and said.values.keys() <= {"power", "unit"}


def is_column_numbers(row: Row) -> bool:
    """Whether a row numbers the columns: (1) (2) (3) …"""
    found = [_COLUMN_NUMBER.match(cell.text) for _, cell in _filled(row)]
    if len(found) < 3 or not all(found):
        return False
    numbers = [int(match[1]) for match in found if match]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] in (0, 1)


def _same_header(table: Table, rows: Sequence[Row]) -> bool:
    return [[normal(cell.text) for cell in row.cells if not cell.is_blank] for row in rows] == [
        [normal(cell.text) for cell in row.cells if not cell.is_blank] for row in table.headers
    ]


def _listed(sheet: Sheet, rows: list[Row]) -> tuple[list[Table], list[Row]]:
    """A list of `label: figure` is a table without a header: the label's words and the title say what the figures are."""
    body = [row for row in rows if len(_filled(row)) == 2 and row.cell(1).has_digits]
    if not body:
        return [], rows
    above = [row for row in rows if row.number < body[0].number and _is_text(row)]
    titles = [row for row in above if _is_title(row) and len(row.cell(0).text.split()) <= 30][-MOST_TITLES:]
    table = Table(sheet, titles, [], body=body, rules=("list_read_as_table",))
    table.columns = {0: Column(0, (), (), "label"), 1: Column(1, (), (), None)}
    taken = {row.number for row in [*body, *titles]}
    notes = [row for row in rows if row.number not in taken and is_note(row)]
    table.notes = notes
    taken |= {row.number for row in notes}
    return [table], [row for row in rows if row.number not in taken]


def _settle(table: Table) -> None:
    """Tell rows from notes, mend a header that lost its merged cells, and give each column its role."""
    table.repeated += [row for row in table.body if is_column_numbers(row)]
    rows = [row for row in table.body if not is_column_numbers(row)]
    table.notes += [row for row in rows if is_note(row)]
    table.body = [row for row in rows if not is_note(row)]
    headers = [list(row.cells) for row in table.headers]
    fault, how = mend_shift(table.body, headers)
    if fault is not None:
        table.fault, table.fault_value = fault, how
    elif how:
        table.rules += (how,)
    widest = max((len(cells) for cells in [*headers, *(row.cells for row in table.body)]), default=0)
    if widest > MOST_COLUMNS:
        table.fault, table.fault_value = "table_too_wide", str(widest)
    width = min(widest, MOST_COLUMNS)
    fill_spans(headers, width)
    for index in range(width):
        texts = tuple(dict.fromkeys(cells[index].text for cells in headers if index < len(cells) and cells[index].text))
        table.columns[index] = _column(table, index, texts)
    labels = table.of_role("label", "area_name", "office_name")
    if len(labels) > 1:
        # A column of remarks is no label where others are.
        for column in labels:
            if normal(" ".join(column.texts)) == "keterangan":
                table.columns[column.index] = replace(column, role="context")


def _column(table: Table, index: int, texts: tuple[str, ...]) -> Column:
    levels = tuple(facets_of(text) for text in texts)
    roles = {role for level in levels for role in level.all("role")}
    keys = roles - {"total"}
    content = any(level.values.keys() & _CONTENT for level in levels)
    cells = [row.cell(index) for row in table.body]
    filled = [cell for cell in cells if not is_no_figure(cell)]
    wordy = bool(filled) and 2 * sum(
        not any(c.isdigit() for c in cell.text) and cell.fault is None for cell in filled
    ) > len(filled)
    role: str | None = None
    if keys and not content:
        role = next(name for name in KEY_ROLES if name in keys)
    elif wordy and not (content and _are_strange(filled)):
        role = "label"
    elif not texts and not filled:
        role = "context"
    return Column(index, texts, levels, role, total="total" in roles)


def _are_strange(cells: Sequence[Cell]) -> bool:
    """Whether most cells hold words that no label has: under a header of figures they are spoilt figures ("dua"), no labels."""
    return 2 * sum(bool(facets_of(cell.text).unplaced) for cell in cells) > len(cells)
