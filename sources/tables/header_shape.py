"""Headers of several rows: merged cells spread out, upper headers over their columns, years that lost the merged cells before them.

Belongs here: bringing each header cell over its column. Does not: which rows are headers (layout.py), what they say (facets.py).
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from sources.tables.facets import facets_of
from sources.tables.grid import BLANK, Cell, Row, Sheet
from sources.tables.numbers import is_no_figure, is_number

MOST_COLUMNS = 500
MOST_SPREAD = 200_000
YEAR = re.compile(r"^(?:19|20)[0-9]{2}$")


def spread(sheet: Sheet) -> list[Row]:
    """Rows in which each cell of a merged range has the range's text; titles merged over a whole row stay one cell."""
    rows = {row.number: list(row.cells) for row in sheet.rows} if sheet.merged else {}
    left = MOST_SPREAD
    for merged in sheet.merged:
        source = rows.get(merged.first_row)
        if source is None or merged.first_column >= len(source) or source[merged.first_column].is_blank:
            continue
        text = source[merged.first_column]
        alone = sum(not cell.is_blank for cell in source) == 1
        if (
            text.number is not None
            or (is_number(text.text) and not YEAR.match(text.text))
            or (alone and merged.last_column > merged.first_column)
        ):
            continue
        for number in range(merged.first_row, min(merged.last_row, merged.first_row + 5000) + 1):
            for column in range(merged.first_column, min(merged.last_column, merged.first_column + MOST_COLUMNS) + 1):
                line = rows.get(number)
                left -= 1
                if line is None or left < 0:
                    continue
                line += [BLANK] * (column + 1 - len(line))
                if line[column].is_blank:
                    line[column] = text
    return [replace(row, cells=tuple(rows[row.number])) for row in sheet.rows] if rows else list(sheet.rows)


def fill_spans(headers: list[list[Cell]], width: int) -> None:
    """An upper header stands over the columns to its right that have a lower header and none of their own."""
    for level in range(len(headers) - 1):
        cells = headers[level]
        cells.extend([BLANK] * (width - len(cells)))
        below = headers[level + 1 :]

        def has_lower(index: int, below: list[list[Cell]] = below) -> bool:
            return any(index < len(row) and not row[index].is_blank for row in below)

        over = BLANK
        for index in range(width):
            if not cells[index].is_blank:
                over = cells[index] if has_lower(index) else BLANK
            elif has_lower(index) and not over.is_blank:
                cells[index] = over


def mend_shift(body: Sequence[Row], headers: list[list[Cell]]) -> tuple[str | None, str]:
    """Years that stand under a column of keys have lost the merged cells before them: they belong over the figures.

    A fault ("header_misaligned") and what shows it, or None and the rule that says how far they were moved ("" if they were not).
    """
    if len(headers) < 2:
        return None, ""
    years = [(index, cell) for index, cell in enumerate(headers[-1]) if not cell.is_blank]
    if not years or not all(YEAR.match(cell.text) for _, cell in years):
        return None, ""
    over_keys = any(
        facets_of(headers[0][index].text).all("role") - {"year", "period", "total"} or _holds_words(body, index)
        for index, _ in years
        if index < len(headers[0])
    )
    if not over_keys:
        return None, ""
    columns = _figure_indexes(body, headers)
    if len(columns) != len(years) or columns != list(range(columns[0], columns[0] + len(columns))):
        return "header_misaligned", f"{len(years)} years over {len(columns)} columns of figures"
    shift = columns[0] - years[0][0]
    headers[-1][:] = [BLANK] * columns[0] + [cell for _, cell in years]
    return None, f"header_moved:{shift}"


def _holds_words(body: Sequence[Row], index: int) -> bool:
    cells = [row.cell(index) for row in body if not is_no_figure(row.cell(index))]
    return bool(cells) and 2 * sum(not is_number(cell.text) for cell in cells) >= len(cells)


def _figure_indexes(body: Sequence[Row], headers: list[list[Cell]]) -> list[int]:
    """Columns that hold figures in the rows with a label, running numbers aside."""
    rows = [row for row in body if any(map(_is_words, row.cells)) and any(is_number(cell.text) for cell in row.cells)]
    width = max((len(row.cells) for row in rows), default=0)
    found = []
    for index in range(width):
        upper = headers[0][index].text if index < len(headers[0]) else ""
        numbers = sum(is_number(row.cell(index).text) for row in rows)
        if "number" not in facets_of(upper).all("role") and rows and 2 * numbers > len(rows):
            found.append(index)
    return found


def _is_words(cell: Cell) -> bool:
    return bool(cell.text) and not any(map(str.isdigit, cell.text)) and not is_no_figure(cell)
