"""Where the tables of a sheet stand, which sheet of the form each is, and what its columns mean.

Belongs here: headers of one to three rows, tables below each other. Does not: the rows below a header (figures.py).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from sources.tables.grid import Row, Sheet
from sources.tables.words import normal, words
from sources.text import shown
from sources.workbook import form
from sources.workbook.words import Facets, facets_of, figure_sheets, key, may_speak, sheet_named, united

MOST_HEADER_ROWS = 3
MOST_COLUMNS = 300
MOST_TABLES = 200
_FIGURE = re.compile(r"[-(]?[0-9][0-9.,\s]*%?\)?\Z")
MOST_GAP = 2  # blank rows between a title line and what it stands above
_KEYS = ("area_name", "area_code", "segment", "programme", "scale", "kind", "target_measure", "year")


@dataclass(frozen=True)
class TableColumn:
    """One column of a table. `facets` is None where its header is not understood or contradicts itself."""

    index: int
    header: str
    facets: Facets | None

    @property
    def name(self) -> str:
        """The column of the form, empty if none."""
        return self.facets.column if self.facets else ""


@dataclass
class Table:
    """One table of a sheet: title lines above, header, rows below. `kind` is the sheet of the form, empty where that is not clear."""

    sheet: Sheet
    titles: list[Row]
    header: list[Row]
    rows: list[Row]
    kind: str = ""
    columns: list[TableColumn] = field(default_factory=list)

    @property
    def measures(self) -> list[TableColumn]:
        """Columns that hold figures."""
        declared = form.columns(self.kind)
        return [c for c in self.columns if c.name in declared and declared[c.name].role == "measure"]

    def key(self, name: str) -> TableColumn | None:
        """The column of a dimension."""
        return next((column for column in self.columns if column.name == name), None)

    def header_text(self, index: int) -> str:
        """What stands above a column, from top to bottom."""
        return next((column.header for column in self.columns if column.index == index), "") or f"(column {index + 1})"


def tables_of(sheet: Sheet) -> tuple[list[Table], list[Row]]:
    """The tables of a sheet, and the rows that belong to none."""
    rows = [row for row in sheet.rows if not row.is_blank]
    starts = list(_headers(rows))[:MOST_TABLES]
    if not starts:
        return [], rows
    tables: list[Table] = []
    end_of_last = 0
    for number, (start, length) in enumerate(starts):
        following = starts[number + 1][0] if number + 1 < len(starts) else len(rows)
        header = rows[start : start + length]
        body_end = following if number + 1 == len(starts) else _titles_begin(rows, start + length, following)
        tables.append(Table(sheet, rows[end_of_last:start], header, rows[start + length : body_end]))
        end_of_last = body_end
    for table in tables:
        _understand(table)
    return tables, []


def _headers(rows: list[Row]) -> Iterator[tuple[int, int]]:
    """Where headers begin and how many rows they have; a repetition of the header above begins no table."""
    at, last = 0, ""
    while at < len(rows):
        length = _header_length(rows, at)
        if not length:
            at += 1
            continue
        printed = "\n".join(_printed(row) for row in rows[at : at + length])
        if printed != last:
            yield at, length
        last = printed
        at += length


def names_found(cells: list[str]) -> int:
    """How many columns of one sheet of the form a line names: by this the separator of a CSV file is found."""
    return max(len({facets_of(text.strip(), name).column for text in cells} - {""}) for name in figure_sheets())


def is_repeated(table: Table, row: Row) -> bool:
    """Whether a row below the header is one of the header's rows again, as after a page break."""
    return any(_printed(row) == _printed(header) for header in table.header)


def _printed(row: Row) -> str:
    return "|".join(key(cell.text) for cell in row.cells if not cell.is_blank)


def _header_length(rows: list[Row], at: int) -> int:
    """Rows of the header that begins here, 0 if none does: together they name a measure and another column of one sheet of the form."""
    best, keys = 0, set[str]()
    for length in range(1, min(MOST_HEADER_ROWS, len(rows) - at) + 1):
        row = rows[at + length - 1]
        if any(_FIGURE.match(cell.text) for cell in row.cells[:MOST_COLUMNS]) or not _may_speak(row):
            break
        named = {name: _named(row, name) for name in figure_sheets()}
        again = keys & set[str]().union(*named.values())
        if again:
            break  # the header of another table, or this one repeated
        keys |= set[str]().union(*named.values()) & set(_KEYS)
        if length > 1 and not any(named.values()) and not _has_words(row):
            break
        if any(_is_header(rows[at : at + length], name) for name in figure_sheets()) and any(named.values()):
            best = length
    # A title line that happens to hold a column's name is no part of the header below it.
    return best if best and _has_words(rows[at], least=2) else 0


def _may_speak(row: Row) -> bool:
    """Whether a row holds any word of the form: most rows are told from headers by this alone."""
    return any(may_speak(cell.text) for cell in row.cells[:MOST_COLUMNS] if cell.text)


def is_figure(text: str) -> bool:
    """Whether a text is a number, and no year."""
    return bool(_FIGURE.match(text)) and not (len(text) == 4 and text.startswith(("19", "20")))


def _has_words(row: Row, least: int = 1) -> bool:
    """Whether a row holds words of headers, such as the segments above the columns of each."""
    cells = [cell.text for cell in row.cells[:MOST_COLUMNS] if cell.text]
    return any(sum(facets_of(text, name).says_something for text in cells) >= least for name in figure_sheets())


def _named(row: Row, sheet: str) -> set[str]:
    return {facets_of(cell.text, sheet).column for cell in row.cells[:MOST_COLUMNS]} - {""}


def _is_header(rows: list[Row], sheet: str) -> bool:
    names = set[str]().union(*(_named(row, sheet) for row in rows))
    roles = {form.columns(sheet)[name].role for name in names if name in form.columns(sheet)}
    return len(names) > 1 and "measure" in roles


def _titles_begin(rows: list[Row], start: int, end: int) -> int:
    """Where the title lines of the next table begin: rows of one text above its header that are no notes of the table before."""
    at = end
    while at > start and _is_title(rows[at - 1]) and rows[at].number - rows[at - 1].number <= MOST_GAP:
        at -= 1
    return at


def _is_title(row: Row) -> bool:
    texts = [cell.text for cell in row.cells if not cell.is_blank]
    return len(texts) == 1 and not is_figure(texts[0]) and not is_note(row)


def is_note(row: Row) -> bool:
    """Whether a row is a note below a table: its first text begins as notes do, and no figure stands in it."""
    filled = [cell for cell in row.cells if not cell.is_blank]
    first = normal(filled[0].text) if filled else ""
    begins = any(first == word or re.match(rf"{re.escape(word)}[\s:)*]", first) for word in words("footer"))
    return (begins or first.startswith("*")) and not any(is_figure(cell.text) for cell in filled)


def _understand(table: Table) -> None:
    """Find out which sheet of the form a table is, and what its columns mean there."""
    readings = {name: _columns(table, name) for name in figure_sheets()}
    scores = {name: _score(columns, name) for name, columns in readings.items()}
    best = max(scores.values())
    likely = [name for name, score in scores.items() if score == best and score > (0, 0)]
    if len(likely) > 1:
        likely = _told_apart(table, likely)
    table.kind = likely[0] if len(likely) == 1 else ""
    table.columns = readings[table.kind or figure_sheets()[0]]


def _score(columns: list[TableColumn], sheet: str) -> tuple[int, int]:
    """How many measures and how many columns of the sheet are named; a table without a measure is none."""
    names = [column.name for column in columns if column.name in form.columns(sheet)]
    measures = sum(form.columns(sheet)[name].role == "measure" for name in names)
    understood = sum(column.facets is not None and column.facets.says_something for column in columns)
    return (understood, len(set(names) & set(_KEYS))) if measures else (0, 0)


def _told_apart(table: Table, likely: list[str]) -> list[str]:
    """Of several sheets that a header fits, the one that a title line or the sheet's name tells."""
    texts = [cell.text for row in reversed(table.titles) for cell in row.cells if cell.text] + [table.sheet.name or ""]
    for text in texts:
        named = sheet_named(text, "figures")
        if named in likely:
            return [named]
    return likely


def _columns(table: Table, sheet: str) -> list[TableColumn]:
    width = min(max(len(row.cells) for row in [*table.header, *table.rows]), MOST_COLUMNS)
    levels = [_spread(table, row, width, sheet) for row in table.header]
    columns = []
    for index in range(width):
        # An upper header ends where nothing stands below it.
        texts = [level[index] for level in levels] if any(row.cell(index).text for row in table.header) else []
        said = [text for text in texts if text]
        facets = _together(tuple(facets_of(text, sheet) for text in said), sheet)
        columns.append(TableColumn(index, shown(" / ".join(dict.fromkeys(said))), facets if said else None))
    return columns


def _together(found: tuple[Facets, ...], sheet: str) -> Facets | None:
    """What the levels of a header say together; None if one of them is not understood, or they contradict each other."""
    if not all(facets.says_something for facets in found):
        return None
    lists = {name for facets in found for name, _ in facets.codes}
    # "Segmen" above "Penerima Upah" only says of what kind the word below is.
    kept = tuple(f for f in found if not (_is_key(f, sheet) and form.columns(sheet)[f.column].list in lists))
    return united(kept)


def _is_key(facets: Facets, sheet: str) -> bool:
    return facets.column in form.columns(sheet) and form.columns(sheet)[facets.column].role != "measure"


def _spread(table: Table, row: Row, width: int, sheet: str) -> list[str]:
    """The texts of a header row; in an upper row one that is no column of its own holds for the blank cells at its right, too.

    Where the file says how far its headers reach, they reach no farther.
    """
    reach = {m.first_column: m.last_column for m in table.sheet.merged if m.first_row <= row.number <= m.last_row}
    texts, last, end = [], "", 0
    for index in range(width):
        text = row.cell(index).text
        if text:
            facets = facets_of(text, sheet)
            is_column = _is_key(facets, sheet) or facets.column == "number"
            last = "" if is_column or row is table.header[-1] else text
            end = reach.get(index, index) if reach else width
        texts.append(text or (last if index <= end else ""))
    return texts
