"""Total rows and columns: held against their parts, never loaded beside them.

Belongs here: which parts a total may have, and whether they make it (figures are intervals as wide as their printing allows). Does not:
finding totals by their words (figures.py, layout.py), relations between measures (the warehouse's audit).
"""

from bisect import bisect_left
from collections.abc import Sequence
from decimal import Decimal

from sources.reading import RefusedRow
from sources.tables.areas import NATION, is_whole_nation
from sources.tables.grid import Row
from sources.tables.layout import Column, Table
from sources.tables.model import Figure, Found, Read, UnreadCell, refusal, refused_figure
from sources.tables.numbers import CellRefusedError, is_no_figure, is_number, number
from sources.tables.running_sums import Parts, RunningSums, parts_of

_BELOW_ALL = 1 << 62
_TELLS_PARTS = ("segment", "programme", "area", "year", "month")


def settle_totals(read: Read, table: Table, found: Found) -> None:
    """Right totals go to `found.unread`, wrong ones to `found.refused`, all other figures to `found.figures`."""
    total_rows = {row.number: label for row, label in read.total_rows}
    total_rows |= _nation_rows(read)
    parts = {at: figure for at, figure in read.figures.items() if at[0] not in total_rows}
    if len({row for row, _ in parts}) < 2:  # a single row called total is the figure itself
        parts, total_rows = dict(read.figures), {}
    total_columns = _total_columns(table, parts)
    by_column: dict[int, list[Figure]] = {}
    for (_, index), part in parts.items():
        by_column.setdefault(index, []).append(part)
    sums = {index: RunningSums(column) for index, column in by_column.items()}
    ordered = sorted(total_rows)
    for (row, index), figure in read.figures.items():
        if row in total_rows:
            _judge(figure, _row_choices(sums.get(index, RunningSums([])), row, ordered), "sum_of_rows", found)
        elif index in total_columns:
            _judge(figure, _column_choices(parts, row, total_columns[index], table), "sum_of_columns", found)
        elif figure.area is None and figure.office is None:
            found.refused.append(refused_figure(figure, "area_missing", figure.as_printed))
        else:
            found.figures.append(figure)
    whole = _whole_columns(read) if read.shifted_rows else {}
    for shifted in read.shifted_rows:
        _refuse_shifted(shifted, whole, table, found)


def _whole_columns(read: Read) -> dict[int, Parts]:
    columns: dict[int, list[Figure]] = {}
    for (_, index), figure in read.figures.items():
        columns.setdefault(index, []).append(figure)
    return {index: parts_of(column) for index, column in columns.items()}


def _nation_rows(read: Read) -> dict[int, str]:
    """Rows of the nation in a table that has all provinces: they are its total."""
    by_area: dict[str, set[int]] = {}
    for (row, _), figure in read.figures.items():
        if figure.area is not None:
            by_area.setdefault(figure.area.code, set()).add(row)
    if not is_whole_nation([code for code in by_area if code != NATION]):
        return {}
    return dict.fromkeys(by_area.get(NATION, set()), "Indonesia")


def _row_choices(column: RunningSums, total_row: int, total_rows: Sequence[int]) -> list[Parts]:
    """The parts that a total in a column may have: all rows, the rows since the total before it, or up to the next."""
    at = bisect_left(total_rows, total_row)
    before = total_rows[at - 1] if at else -1
    after = total_rows[at + 1] if at + 1 < len(total_rows) else _BELOW_ALL
    return [
        column.between(-1, _BELOW_ALL),
        column.between(before, total_row),
        column.between(-1, total_row),
        column.between(total_row, after),
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


def _column_choices(parts: dict[tuple[int, int], Figure], row: int, columns: list[int], table: Table) -> list[Parts]:
    """All part columns of the row, or those that one kind of word tells apart (segments, statuses, programmes)."""
    found = [parts[row, index] for index in columns if (row, index) in parts]
    choices = [found, *([figure for figure in found if figure.meant.get(facet)] for facet in ("segment", "programme"))]
    return [parts_of(figures) for figures in [*choices, [figure for figure in found if figure.meant.statuses]]]


def _judge(total: Figure, choices: list[Parts], reason: str, found: Found) -> None:
    fitting = next(
        (parts for parts in choices if parts.count and parts.low <= total.high and parts.high >= total.low), None
    )
    if fitting is not None and fitting.alike:
        context = f"{total.header}: the sum of {fitting.count} parts"
        found.unread.append(UnreadCell(total.locator, total.as_printed, reason, context))
        return
    if fitting is not None:
        value = f"{total.as_printed} adds {' and '.join(fitting.measures)}"
        found.refused.append(refused_figure(total, "total_adds_unlike", value))
        return
    parts = max(choices, key=lambda parts: parts.count)
    value = f"{total.as_printed} against {parts.value:f} in {parts.count} parts"
    found.refused.append(refused_figure(total, "table_total_wrong", value))


def _refuse_shifted(row: Row, whole: dict[int, Parts], table: Table, found: Found) -> None:
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
            parts = whole.get(index)
            if parts is None:
                continue
            units |= set(parts.measures)
            try:
                value = number(cell, 0, None, whole=True, most=Decimal(10) ** 16).value
            except CellRefusedError:
                continue
            agree += parts.count > 1 and value == parts.value
        if agree == len(columns) and len(units) > 1:
            added = " and ".join(sorted(units))
            refusals.append(refusal("total_adds_unlike", place, f"{row.cell(first).text} adds {added}"))
    found.refused += [RefusedRow(number_of, entry, record) for entry in refusals]
