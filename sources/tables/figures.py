"""From sheets to figures: every cell with digits becomes a figure, is refused, or is accounted for as key, header, note or total.

Belongs here: the order of steps, rows outside tables, figures given twice. Does not: finding tables (layout.py), reading their rows
(rows.py), totals (totals.py), the shape of a source's rows (its reader).
"""

from collections.abc import Iterable, Sequence

from sources.reading import RefusedRow
from sources.tables.grid import Row, Sheet
from sources.tables.layout import find_tables, is_note
from sources.tables.model import Context, Figure, Found, first_cells, refusal, refused_figure
from sources.tables.numbers import is_number
from sources.tables.rows import TableReading
from sources.tables.totals import settle_totals


def read_sheets(sheets: Sequence[Sheet], context: Context) -> Found:
    """All figures of all sheets, refused rows, totals that are right (unread), and the account of cells with digits."""
    found = Found()
    for sheet in sheets:
        found.printed += sum(row.digit_cells for row in sheet.rows)
        tables, loose = find_tables(sheet)
        for table in tables:
            found.tables += 1
            reading = TableReading(table, context, found)
            settle_totals(reading.read(), table, found)
        _refuse_loose(sheet, loose, bool(tables), found)
    _refuse_repeated(found)
    found.refused.sort(key=lambda row: row.row_number)
    return found


def _refuse_loose(sheet: Sheet, rows: Iterable[Row], has_tables: bool, found: Found) -> None:
    """Rows of no table: notes are accounted for, numbers in words or in rows without a header are refused."""
    filled = [row for row in rows if row.digit_cells]
    found.accounted += sum(row.digit_cells for row in filled)
    filled = [row for row in filled if not is_note(row)]
    prose = [
        row for row in filled if sum(not cell.is_blank for cell in row.cells) == 1 and not is_number(row.cell(0).text)
    ]
    numbered = [row for row in filled if row not in prose]
    for row in prose:
        rule = "number_in_prose"
        entry = refusal(rule, sheet.place(row, None), next(cell.text for cell in row.cells if not cell.is_blank))
        found.refused.append(
            RefusedRow(found.next_number(), entry, {"text": " ".join(cell.text for cell in row.cells)[:2000]})
        )
    if numbered:
        rule = "rows_outside_table" if has_tables or sheet.name is None else "sheet_without_header"
        entry = refusal(rule, sheet.place(numbered[0], None), sheet.name or f"{len(numbered)} rows")
        record = {str(row.number): " | ".join(cell.text for cell in row.cells) for row in numbered}
        found.refused.append(RefusedRow(found.next_number(), entry, first_cells(record)))


def _refuse_repeated(found: Found) -> None:
    seen: dict[tuple[object, ...], Figure] = {}
    kept = []
    for figure in found.figures:
        first = seen.setdefault(figure.key, figure)
        if first is figure:
            kept.append(figure)
            continue
        value = f"{figure.as_printed} ({figure.header}), first {first.as_printed} at {first.locator}"
        found.refused.append(refused_figure(figure, "table_figure_repeated", value))
    found.figures = kept
