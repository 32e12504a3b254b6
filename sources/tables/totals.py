"""Total rows and columns: held against their parts, never loaded beside them.

Belongs here: which parts a total may have, and whether they make it (figures are intervals as wide as their printing allows). Does not:
finding totals by their words (figures.py, layout.py), relations between measures (the warehouse's audit).
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from sources.reading import RefusedRow
from sources.tables.areas import NATION, is_whole_nation
from sources.tables.grid import Row
from sources.tables.layout import Column, Table
from sources.tables.model import Figure, Found, Read, UnreadCell, refusal, refused_figure
from sources.tables.numbers import CellRefusedError, is_no_figure, is_number, number

_TELLS_PARTS = ("segment", "programme", "area", "year", "month")


def settle_totals(read: Read, table: Table, found: Found) -> None:
    """Right totals go to `found.unread`, wrong ones to `found.refused`, all other figures to `found.figures`."""
    total_rows = {row.number: label for row, label in read.total_rows}
    total_rows |= _nation_rows(read)
    parts = {at: figure for at, figure in read.figures.items() if at[0] not in total_rows}
    if len({row for row, _ in parts}) < 2:  # a single row called total is the figure itself
        parts, total_rows = dict(read.figures), {}
    total_columns = _total_columns(table, parts)
    for (row, index), figure in read.figures.items():
        if row in total_rows:
            column = [part for at, part in parts.items() if at[1] == index]
            _judge(figure, _row_choices(column, row, total_rows), "sum_of_rows", found)
        elif index in total_columns:
            _judge(figure, _column_choices(parts, row, total_columns[index], table), "sum_of_columns", found)
        elif figure.area is None and figure.office is None:
            found.refused.append(refused_figure(figure, "area_missing", figure.as_printed))
        else:
            found.figures.append(figure)
    for shifted in read.shifted_rows:
        _refuse_shifted(shifted, read, table, found)


def _nation_rows(read: Read) -> dict[int, str]:
    """Rows of the nation in a table that has all provinces: they are its total."""
    by_area: dict[str, set[int]] = {}
    for (row, _), figure in read.figures.items():
        if figure.area is not None:
            by_area.setdefault(figure.area.code, set()).add(row)
    if not is_whole_nation([code for code in by_area if code != NATION]):
        return {}
    return dict.fromkeys(by_area.get(NATION, set()), "Indonesia")


def _row_choices(column: Sequence[Figure], total_row: int, total_rows: Iterable[int]) -> list[list[Figure]]:
    """The parts that a total in a column may have: all rows, the rows since the total before it, or up to the next."""
    before = max((row for row in total_rows if row < total_row), default=-1)
    after = min((row for row in total_rows if row > total_row), default=1 << 40)
    return [
        list(column),
        [part for part in column if before < part.at[0] < total_row],
        [part for part in column if part.at[0] < total_row],
        [part for part in column if total_row < part.at[0] < after],
    ]


def _total_columns(table: Table, parts: dict[tuple[int, int], Figure]) -> dict[int, list[int]]:
    """Index of each total column -> the columns that may be its parts; a column without two parts is no total."""
    meant: dict[int, Figure] = {}
    for (_, index), figure in parts.items():
        meant.setdefault(index, figure)
    found = {}
    for column in table.figure_columns:
        if not column.total or column.index not in meant:
            continue
        own = meant[column.index]
        fitting = [
            other.index
            for other in table.figure_columns
            if other.index != column.index
            and not other.total
            and other.index in meant
            and _may_be_part(meant[other.index], own, column)
        ]
        if len(fitting) >= 2:
            found[column.index] = fitting
    return found


def _may_be_part(part: Figure, total: Figure, column: Column) -> bool:
    said = {facet for level in column.levels for facet in level.values}
    same_unit = part.measure.unit == total.measure.unit
    same_subject = not said & {"subject", "weak_subject"} or _subject(part) == _subject(total)
    return (
        same_unit
        and same_subject
        and all(part.meant.get(facet) == total.meant.get(facet) for facet in _TELLS_PARTS if facet in said)
    )


def _subject(figure: Figure) -> str | None:
    return figure.meant.get("subject") or figure.meant.get("weak_subject")


def _column_choices(
    parts: dict[tuple[int, int], Figure], row: int, columns: list[int], table: Table
) -> list[list[Figure]]:
    """All part columns of the row, or those that one kind of word tells apart (segments, statuses, programmes)."""
    found = [parts[row, index] for index in columns if (row, index) in parts]
    choices = [found, *([figure for figure in found if figure.meant.get(facet)] for facet in ("segment", "programme"))]
    return [*choices, [figure for figure in found if figure.meant.statuses]]


def _judge(total: Figure, choices: list[list[Figure]], reason: str, found: Found) -> None:
    fitting = [parts for parts in choices if parts and _fits(parts, total)]
    parts = max(choices, key=len)
    if fitting and len({part.measure.unit for part in fitting[0]}) == 1:
        context = f"{total.header}: the sum of {len(fitting[0])} parts"
        found.unread.append(UnreadCell(total.locator, total.as_printed, reason, context))
        return
    if fitting:
        units = " and ".join(sorted({part.measure.code for part in fitting[0]}))
        found.refused.append(refused_figure(total, "total_adds_unlike", f"{total.as_printed} adds {units}"))
        return
    value = f"{total.as_printed} against {sum(part.number.value for part in parts):f} in {len(parts)} parts"
    found.refused.append(refused_figure(total, "table_total_wrong", value))


def _fits(parts: Sequence[Figure], total: Figure) -> bool:
    low, high = sum((part.low for part in parts), Decimal(0)), sum((part.high for part in parts), Decimal(0))
    return low <= total.high and high >= total.low


def _refuse_shifted(row: Row, read: Read, table: Table, found: Found) -> None:
    """A row with a number where its label should be: its cells have moved. Where they are the sums of the columns, it is a total."""
    number_of = found.next_number()
    cells = [cell for cell in row.cells if not is_no_figure(cell)]
    columns = [column.index for column in table.figure_columns]
    record = {f"column {index + 1}": cell.text for index, cell in enumerate(row.cells[:200])}
    first = next(index for index, cell in enumerate(row.cells) if is_number(cell.text))
    place = table.sheet.place(row, first)
    refusals = [refusal("row_shifted", place, row.cell(first).text)]
    if len(cells) == len(columns):
        units: set[str] = set()
        agree = 0
        for cell, index in zip(cells, columns, strict=True):
            parts = [figure for at, figure in read.figures.items() if at[1] == index]
            units |= {part.measure.code for part in parts}
            try:
                value = number(cell, 0, None, whole=True, most=Decimal(10) ** 16).value
            except CellRefusedError:
                continue
            agree += len(parts) > 1 and value == sum(part.number.value for part in parts)
        if agree == len(columns) and len(units) > 1:
            added = " and ".join(sorted(units))
            refusals.append(refusal("total_adds_unlike", place, f"{row.cell(first).text} adds {added}"))
    found.refused += [RefusedRow(number_of, entry, record) for entry in refusals]
