"""Sums that a workbook prints: each is compared with the parts that it can be the sum of, and never loaded.

Belongs here: which figures are the parts, and whether they add up. Does not: wholes that are rows of the form (`Semua`; consistency.py).
"""

from collections.abc import Iterator
from decimal import Decimal

from sources.reading import RefusedRow
from sources.tables.model import UnreadCell
from sources.workbook.found import Figure, Found, TotalCell
from sources.workbook.refusals import refusal


def settle_totals(found: Found) -> None:
    """Refuse every sum that is none of its parts; the others are set aside as unread, with the reason. Parts stay as they are."""
    by_table: dict[int, list[Figure]] = {}
    for figure in found.figures:
        by_table.setdefault(figure.table, []).append(figure)
    totals_of: dict[tuple[int, int], list[int]] = {}
    for total in found.totals:
        totals_of.setdefault((total.table, total.column), []).append(total.row)
    for total in found.totals:
        figures = by_table.get(total.table, [])
        earlier = [row for row in totals_of[total.table, total.column] if row < total.row]
        choices = list(_choices(total, figures, max(earlier, default=0)))
        if not choices or _has_refused_part(total, found):
            _set_aside(total, "sum_not_checked", found)
        elif any(_adds_up(total, parts) for parts in choices):
            _set_aside(total, "sum_of_columns" if total.across else "sum_of_rows", found)
        else:
            closest = min(choices, key=lambda parts: abs(_sum(parts) - total.value))
            value = f"{total.as_printed} against {_sum(closest):f} in {len(closest)} parts"
            entry = refusal("total_differs_from_parts", total.locator, value, total.header)
            found.refused.append(RefusedRow(total.row_number, entry, total.record))


def _set_aside(total: TotalCell, reason: str, found: Found) -> None:
    found.unread.append(UnreadCell(total.locator, total.as_printed, reason, total.header))


def _choices(total: TotalCell, figures: list[Figure], since: int) -> Iterator[list[Figure]]:
    """The sets of figures of which a cell may be the sum: all above it or those since the last sum, wholes of the form counted or not."""
    if total.across:
        parts = [figure for figure in figures if figure.row == total.row and figure.column in total.across]
        if len(parts) > 1:
            yield parts
        return
    above = [f for f in figures if f.column == total.column and f.row < total.row and _has_keys(f, total.keys)]
    for first in dict.fromkeys((0, since)):
        parts = [figure for figure in above if figure.row > first]
        bare = [figure for figure in parts if figure.segment is not None or figure.programme is not None]
        for choice in (parts, bare):
            if choice:
                yield choice


def _has_keys(figure: Figure, keys: dict[str, object]) -> bool:
    told = {"area": figure.area.code, "programme": figure.programme, "segment": figure.segment}
    return all(told[name] == of for name, of in keys.items())


def _has_refused_part(total: TotalCell, found: Found) -> bool:
    columns = total.across or (total.column,)
    return any(
        table == total.table and column in columns and (row == total.row if total.across else row < total.row)
        for table, row, column in found.refused_places
    )


def _sum(parts: list[Figure]) -> Decimal:
    return sum((figure.value for figure in parts), Decimal(0))


def _adds_up(total: TotalCell, parts: list[Figure]) -> bool:
    return abs(_sum(parts) - total.value) <= total.half_width + sum((f.half_width for f in parts), Decimal(0))
