"""The rows of one table: keys, sections, and each cell under a column of figures.

Belongs here: putting headers, labels and titles together cell by cell. Does not: finding tables (layout.py), totals (totals.py).
"""

from collections.abc import Iterable, Mapping

from sources.reading import Refusal, RefusedRow
from sources.tables.areas import Area, by_code
from sources.tables.cells import WHOLE_UNITS, number_in, parted
from sources.tables.facets import Facets, Meaning, facets_of, meaning, measure_of
from sources.tables.grid import Cell, Row
from sources.tables.layout import Column, Table
from sources.tables.model import Context, Figure, Found, Keys, Read, first_cells, refusal
from sources.tables.numbers import (
    CellRefusedError,
    decimal_mark,
    grouped,
    is_no_figure,
    is_number,
    marks_disagree,
    thousands_lost_zeros,
)
from sources.tables.offices import Office
from sources.tables.offices import by_code as offices_by_code
from sources.tables.periods import period_of
from sources.tables.row_keys import RowKeys

_LESS_SURE = 0.1  # confidence lost where the table was mended; twice that where a word was taken for the usual one


class TableReading:
    """Reads the rows of one table into `found`."""

    def __init__(self, table: Table, context: Context, found: Found) -> None:
        self._table, self._found, self._published_on = table, found, context.published_on
        self._sheet = table.sheet
        self._printed = {row.number: row for row in table.sheet.rows} if table.sheet.merged else {}
        self._context = [*context.levels]
        if table.sheet.name:
            self._context.append(facets_of(table.sheet.name))
        titles = [facets_of(cell.text) for row in table.titles for cell in row.cells[:20] if not cell.is_blank]
        self._context += titles
        self._titles = [*context.levels, *titles]
        area = next((level.one("area") for level in reversed(self._context) if level.one("area")), None)
        within = area if area and "." not in area and area != "ID" else None
        self._row_keys = RowKeys(table, within)
        value_columns = table.figure_columns
        file_mark = decimal_mark(row.cell(column.index) for row in table.body for column in value_columns)
        self._marks = {
            c.index: decimal_mark(cells) or (None if marks_disagree(cells) else file_mark)
            for c in value_columns
            for cells in [[row.cell(c.index) for row in table.body]]
        }
        self._lost = {c.index for c in value_columns if thousands_lost_zeros(row.cell(c.index) for row in table.body)}
        # With its zeros the column would be seen to group thousands by a dot: so do the cells that have all their digits.
        self._marks |= dict.fromkeys(self._lost, ",")
        self._bad_columns: dict[int, tuple[str, str]] = {}

    def read(self) -> Read:
        """Figures that stand on their own; totals are left to totals.py."""
        table, found, read = self._table, self._found, Read()
        for row in [*table.titles, *table.headers, *table.repeated, *table.notes]:
            found.accounted += self._original(row).digit_cells
        if fault := self._fault_of_table():
            self._refuse_table(*fault)
            return read
        self._judge_columns()
        for row in table.body:
            self._row(row, read)
        self._refuse_columns()
        return read

    def _original(self, row: Row) -> Row:
        # Spread cells stand in several places; digits count once, where they were printed.
        return self._printed.get(row.number, row)

    def _fault_of_table(self) -> tuple[str, str] | None:
        table = self._table
        if table.fault is not None:
            return table.fault, table.fault_value
        levels = [*self._context, *(level for column in table.columns.values() for level in column.levels)]
        own = any("agency" in level.all("noise") for level in self._context)
        for level in self._context if own else levels:
            if foreign := level.one("foreign"):
                return "table_of_another_body", foreign
        # "Peserta didik" are no members: unknown words of a title may say that its figures are other people's.
        unknown = [word for level in self._titles for word in level.unplaced if not word.isdigit()]
        named = own or any(
            level.values.keys() & {"programme", "office"} or "agency" in level.all("noise") for level in levels
        )
        return ("table_title_unknown", " ".join(unknown)[:200]) if unknown and not named else None

    def _refuse_table(self, rule: str, value: str) -> None:
        table, found = self._table, self._found
        rows = {str(row.number): " | ".join(cell.text for cell in row.cells) for row in [*table.headers, *table.body]}
        first = (table.headers or table.body)[0]
        found.refused.append(
            RefusedRow(found.next_number(), refusal(rule, self._sheet.place(first, None), value), first_cells(rows))
        )
        found.accounted += sum(self._original(row).digit_cells for row in table.body)

    def _judge_columns(self) -> None:
        """Columns whose header cannot be placed; columns of nothing but zeros beside others that are filled."""
        zeros = {
            column.index
            for column in self._table.figure_columns
            for cells in [
                [row.cell(column.index).text for row in self._table.body if not is_no_figure(row.cell(column.index))]
            ]
            if len(cells) > 1 and set(cells) <= {"0", "0,0", "0.0"}
        }
        for column in self._table.figure_columns:
            foreign = next((level.one("foreign") for level in column.levels if level.one("foreign")), None)
            if column.unplaced or (not column.texts and not self._sheet.listed):
                self._bad_columns[column.index] = ("unknown_column", column.header)
            elif foreign:
                self._bad_columns[column.index] = ("table_of_another_body", foreign)
            elif any(level.values.get("other") for level in column.levels):
                self._bad_columns[column.index] = ("facet_not_held", column.header)
            elif column.index in zeros and len(zeros) < len(self._table.figure_columns):
                self._bad_columns[column.index] = ("column_only_zeros", column.header)

    def _refuse_columns(self) -> None:
        for index, (rule, value) in self._bad_columns.items():
            rows = [row for row in self._table.body if self._original(row).cell(index).has_digits]
            self._found.accounted += len(rows)
            if rows:
                top = (self._table.headers or rows)[-1]
                entry = refusal(rule, self._sheet.place(top, index), value, self._table.columns[index].header)
                record = first_cells({str(row.number): row.cell(index).text for row in rows})
                self._found.refused.append(RefusedRow(self._found.next_number(), entry, record))

    def _row(self, row: Row, read: Read) -> None:
        table = self._table
        values = [c for c in table.figure_columns if not is_no_figure(row.cell(c.index))]
        labels = table.of_role("label", "area_name", "office_name")
        texts = [row.cell(c.index).text for c in labels if not row.cell(c.index).is_blank]
        if (
            labels
            and any(is_number(text) for text in texts)
            and not any(c.role == "label" and c.texts == () for c in labels)
        ):
            self._account(row, range(len(row.cells)))
            read.shifted_rows.append(row)
            return
        if not values and texts:
            self._account(row, range(len(row.cells)))
            # A dash says that there is no figure; only a row that is left open heads others.
            if all(row.cell(c.index).is_blank for c in table.figure_columns):
                self._row_keys.begin_section(row, texts)
            return
        if not values:
            self._account(row, range(len(row.cells)))
            if self._original(row).digit_cells:
                self._refuse_row(row, [refusal("label_missing", self._sheet.place(row, None))])
            return
        self._account(row, [c.index for c in table.columns.values() if c.role is not None])
        keys, refusals = self._row_keys.keys(row)
        if refusals:
            self._account(row, [c.index for c in table.figure_columns if c.index not in self._bad_columns])
            self._refuse_row(row, refusals)
            return
        if keys.is_total:
            read.total_rows.append((row, keys.label))
        for column in table.figure_columns:
            if column.index not in self._bad_columns:
                self._figure(row, column, keys, read)

    def _account(self, row: Row, indexes: Iterable[int]) -> None:
        original = self._original(row)
        self._found.accounted += sum(
            original.cell(index).has_digits for index in indexes if index not in self._bad_columns
        )

    def _refuse_row(self, row: Row, refusals: list[Refusal]) -> None:
        number = self._found.next_number()
        self._found.refused += [RefusedRow(number, entry, self.record(row)) for entry in refusals]

    def record(self, row: Row) -> Mapping[str, str]:
        """The row as it stands, by column."""
        cells: dict[str, str] = {}
        for index, cell in enumerate(row.cells):
            name = self._table.columns[index].header if index in self._table.columns else f"(column {index + 1})"
            cells[name if name not in cells else f"{name} (column {index + 1})"] = cell.text
        return first_cells(cells)

    def _figure(self, row: Row, column: Column, keys: Keys, read: Read) -> None:
        cell = row.cell(column.index)
        if is_no_figure(cell):
            return
        self._found.accounted += self._original(row).cell(column.index).has_digits
        place, row_number = self._sheet.place(row, column.index), self._found.next_number()
        try:
            figure = self._read_cell(row_number, row, column, keys)
        except CellRefusedError as error:
            shown_value = None if cell.fault else self._value_of(error, column, cell, keys)
            entry = refusal(error.rule, place, shown_value, column.header)
            self._found.refused.append(RefusedRow(row_number, entry, self.record(row)))
            return
        read.figures[row.number, column.index] = figure

    def _value_of(self, error: CellRefusedError, column: Column, cell: Cell, keys: Keys) -> str:
        about_words = ("facets_conflict", "measure_unclear", "table_period_missing", "area_missing")
        return (
            f"{cell.text} ({column.header}{', ' + keys.label if keys.label else ''})"
            if error.rule in about_words
            else cell.text
        )

    def _read_cell(self, row_number: int, row: Row, column: Column, keys: Keys) -> Figure:
        cell = row.cell(column.index)
        if cell.fault is not None:
            raise CellRefusedError(cell.fault)
        bare, words_in_cell = parted(cell)
        levels = [*column.levels, *keys.levels, *([words_in_cell] if words_in_cell else [])]
        meant = meaning(self._context, levels)
        if set(meant.conflicts) - {"other", "foreign"}:
            raise CellRefusedError("facets_conflict")
        measure = measure_of(meant)
        if measure is None:
            raise CellRefusedError("measure_unclear")
        unit = meant.get("unit")
        if unit not in (None, measure.unit) and (unit, measure.unit) != ("persons", "cases"):
            raise CellRefusedError("unit_contradicts_measure")
        period = period_of(meant, measure.kind)
        if measure.kind != "target" and period.end > self._published_on:
            raise CellRefusedError("period_after_publication")
        area, office = _whose(meant, levels)
        if area is None and office is None and not keys.is_total:
            raise CellRefusedError("area_missing")
        whole = measure.unit in WHOLE_UNITS
        power = int(meant.get("power") or 0)
        if power and measure.unit == "percent":
            raise CellRefusedError("unit_contradicts_measure")
        if column.index in self._lost and whole and power == 0 and not grouped(cell):
            raise CellRefusedError("thousands_lost_zeros")
        value = number_in(bare, power, self._marks.get(column.index), measure.unit)
        inferred = (f"taken_as:{measure.code}",) if measure.inferred else ()
        return Figure(
            row_number=row_number,
            locator=self._sheet.place(row, column.index),
            as_printed=cell.text,
            header=column.header,
            measure=measure,
            number=value,
            area=area,
            office=office,
            programme=meant.get("programme"),
            segment=meant.get("segment") or meant.get("facility"),
            period=period,
            rules=(f"column {column.header}", *self._table.rules, *inferred),
            confidence=round(1.0 - _LESS_SURE * (bool(self._table.rules) + 2 * bool(inferred)), 2),
            at=(row.number, column.index),
            meant=meant,
        )


def _whose(meant: Meaning, levels: Iterable[Facets]) -> tuple[Area | None, Office | None]:
    """The area of a figure and the office that reports it; an area that only a title names gives way to an office."""
    office = offices_by_code()[str(meant.get("office"))] if meant.get("office") else None
    if meant.get("area") is None or (office is not None and not any(level.values.get("area") for level in levels)):
        return None, office
    return by_code()[str(meant.get("area"))], office
