"""From the rows of a table to figures: every row below the header gives figures, is refused, or holds none.

Belongs here: reading keys and cells of a row, and counting which cells with digits are accounted for. Does not: finding the header,
comparing rows with each other (consistency.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sources.contracts.rules import rule_named
from sources.labour_force.cells import persons, power_of_ten, survey_month, survey_period
from sources.labour_force.layout import Layout, is_header
from sources.labour_force.vocabulary import Column, columns
from sources.reading import Refusal, RefusedRow, ReportRefusedError
from sources.tables.areas import Area, areas_named, by_code
from sources.tables.grid import Cell, Row, Sheet
from sources.tables.numbers import CellRefusedError, Number, decimal_mark, is_no_figure
from sources.tables.words import normal, words

MOST_CELLS_OF_A_RECORD = 200


@dataclass(frozen=True)
class Figure:
    """One cell read: persons of an area in a survey month. `row_number` counts figures and refused rows in the order read."""

    row_number: int
    locator: str
    as_printed: str
    column: Column
    header: str
    unit: str
    area: Area
    period_end: date
    persons: Number


@dataclass
class Found:
    """What the rows of all sheets gave. `accounted` counts cells with digits that lie in a figure, a key, a note or a refusal."""

    figures: list[Figure] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)
    accounted: int = 0
    rows: int = 0
    last_number: int = 0

    def next_number(self) -> int:
        """The number of the next figure or refused row."""
        self.last_number += 1
        return self.last_number


@dataclass(frozen=True)
class _Keys:
    area: Area
    period_end: date
    unit: tuple[int, str] | None


def refusal(rule: str, locator: str, value: str | None = None, column: str | None = None) -> Refusal:
    """A refusal in the words of the table of rules."""
    entry = rule_named(rule)
    return Refusal(rule, locator, entry.message(value, column), value, column or entry.column)


def first_cells(cells: dict[str, str]) -> dict[str, str]:
    """The first cells of a refused column or sheet, and how many more there are; the archive has them all."""
    kept = dict(list(cells.items())[:MOST_CELLS_OF_A_RECORD])
    return kept if len(kept) == len(cells) else {**kept, "…": f"{len(cells) - len(kept)} more"}


class SheetReading:
    """Reads the rows of one sheet below its header into `found`."""

    def __init__(self, sheet: Sheet, layout: Layout, published_on: date, found: Found) -> None:
        self._sheet = sheet
        self._layout = layout
        self._published_on = published_on
        self._found = found
        self._measures = {
            index: columns()[name] for name, index in layout.at.items() if columns()[name].kind == "measure"
        }
        below = [row for row in sheet.rows if row.number > layout.header.number]
        self._rows = [row for row in below if not row.is_blank]
        self._mark = decimal_mark(row.cell(index) for row in self._rows for index in self._measures)

    def read(self) -> None:
        """Read every row. Raises ReportRefusedError (two_headers) where another table begins."""
        for row in self._rows:
            if is_header(row):
                self._repeated_header(row)
            elif self._is_note(row):
                self._found.accounted += row.digit_cells
            else:
                self._found.rows += 1
                self._row(row)
        self._unknown_columns()

    def _repeated_header(self, row: Row) -> None:
        place = self._sheet.place(row, None)
        if not self._layout.same_as(row):
            message = "a second header with other columns stands in the table"
            raise ReportRefusedError([Refusal("two_headers", place, message, " | ".join(c.text for c in row.cells))])
        self._refuse_row(row, [refusal("repeated_header", place)])

    def _is_note(self, row: Row) -> bool:
        filled = [cell for cell in row.cells if not cell.is_blank]
        first = normal(filled[0].text)
        return len(filled) == 1 and any(first.startswith(word) for word in words("footer"))

    def _row(self, row: Row) -> None:
        width = len(self._layout.header.cells)
        beyond = [cell for cell in row.cells[width:] if not cell.is_blank]
        if not self._sheet.fixed_width and (beyond or len(row.cells) < width):
            counts = f"{len(row.cells)} instead of {width}"
            self._refuse_row(row, [refusal("ragged_row", self._sheet.place(row, None), counts)])
            return
        keys, refusals = self._keys(row)
        if keys is None:
            self._refuse_row(row, refusals)
            return
        self._found.accounted += sum(
            row.cell(index).has_digits
            for name, index in self._layout.at.items()
            if columns()[name].kind in ("key", "context")
        )
        for index, column in self._measures.items():
            self._figure(row, index, column, keys)

    def _figure(self, row: Row, index: int, column: Column, keys: _Keys) -> None:
        cell = row.cell(index)
        if is_no_figure(cell):
            return
        self._found.accounted += cell.has_digits
        place, number = self._sheet.place(row, index), self._found.next_number()
        header = self._layout.header_text(index)
        own = self._layout.units.get(index)
        power, unit = (own, header) if own is not None else keys.unit or (0, "")
        try:
            value = persons(cell, power, self._mark)
        except CellRefusedError as error:
            shown_value = None if cell.fault else cell.text
            entry = refusal(error.rule, place, shown_value, header)
            self._found.refused.append(RefusedRow(number, entry, self._record(row)))
            return
        self._found.figures.append(
            Figure(number, place, cell.text, column, header, unit, keys.area, keys.period_end, value)
        )

    def _keys(self, row: Row) -> tuple[_Keys | None, list[Refusal]]:
        refusals: list[Refusal] = []
        area = self._area(row, refusals)
        period_end = self._period(row, refusals)
        unit = self._unit(row, refusals)
        refusals += [
            refusal(fault, self._place(row, name), None, name)
            for name in self._layout.at
            if columns()[name].kind == "key" and (fault := self._cell(row, name).fault) is not None
        ]
        if refusals or area is None or period_end is None:
            return None, refusals
        return _Keys(area, period_end, unit), []

    def _area(self, row: Row, refusals: list[Refusal]) -> Area | None:
        name, code = self._cell(row, "area_name").text, self._cell(row, "area_code").text.upper()
        if not name:
            refusals.append(refusal("area_missing", self._place(row, "area_name")))
            return None
        named = areas_named(name)
        if code and code not in by_code():
            refusals.append(refusal("area_code_unknown", self._place(row, "area_code"), code))
        elif code and named and code not in {area.code for area in named}:
            meant = f"{name} is {named[0].code}, {code} is {by_code()[code].name}"
            refusals.append(refusal("area_name_code_disagree", self._place(row, "area_code"), meant))
        elif code and named:
            return by_code()[code]  # the code says which of two areas of one name is meant
        if not named:
            refusals.append(refusal("unknown_area", self._place(row, "area_name"), name))
        elif len(named) > 1:
            meant = f"{name}: {' or '.join(area.name for area in named)}"
            refusals.append(refusal("area_ambiguous", self._place(row, "area_name"), meant))
        return named[0] if len(named) == 1 else None

    def _period(self, row: Row, refusals: list[Refusal]) -> date | None:
        found: list[date] = []
        place = self._place(row, "period" if "period" in self._layout.at else "year")
        try:
            if {"year", "month"} <= self._layout.at.keys():
                found.append(survey_month(self._cell(row, "year").text, self._cell(row, "month").text))
            if "period" in self._layout.at:
                place = self._place(row, "period")
                found.append(survey_period(self._cell(row, "period").text))
        except CellRefusedError as error:
            name = {"year_impossible": "year", "month_impossible": "month", "not_a_survey_month": "month"}.get(
                error.rule
            )
            at = name if name in self._layout.at else "period" if "period" in self._layout.at else "year"
            refusals.append(refusal(error.rule, self._place(row, at), self._cell(row, at).text))
            return None
        if len(set(found)) > 1:
            refusals.append(refusal("period_disagrees", place, " and ".join(str(day) for day in found)))
            return None
        if found[0] > self._published_on:
            refusals.append(refusal("period_after_publication", place, str(found[0])))
            return None
        return found[0]

    def _unit(self, row: Row, refusals: list[Refusal]) -> tuple[int, str] | None:
        if "unit" not in self._layout.at:
            return None
        text = self._cell(row, "unit").text
        try:
            return power_of_ten(text), text
        except CellRefusedError as error:
            if not text and all(index in self._layout.units for index in self._measures):
                return None
            refusals.append(refusal(error.rule, self._place(row, "unit"), text))
            return None

    def _refuse_row(self, row: Row, refusals: list[Refusal]) -> None:
        number = self._found.next_number()
        record = self._record(row)
        self._found.refused += [RefusedRow(number, entry, record) for entry in refusals]
        known = set(self._layout.at.values()) if len(row.cells) <= len(self._layout.header.cells) else None
        # A cell under an unknown column is accounted for once, with its column.
        self._found.accounted += sum(
            cell.has_digits for index, cell in enumerate(row.cells) if known is None or index in known
        )

    def _unknown_columns(self) -> None:
        for index, text in self._layout.unknown.items():
            filled = [row for row in self._rows if row.cell(index).has_digits and self._counts_in_column(row)]
            self._found.accounted += len(filled)
            if filled:
                place = self._sheet.place(self._layout.header, index)
                entry = refusal("unknown_column", place, text or f"(column {index + 1}, without a name)", text or None)
                record = first_cells({str(row.number): row.cell(index).text for row in filled})
                self._found.refused.append(RefusedRow(self._found.next_number(), entry, record))

    def _counts_in_column(self, row: Row) -> bool:
        return len(row.cells) <= len(self._layout.header.cells) and not self._is_note(row)

    def _cell(self, row: Row, name: str) -> Cell:
        index = self._layout.at.get(name)
        return Cell("") if index is None else row.cell(index)

    def _place(self, row: Row, name: str) -> str:
        return self._sheet.place(row, self._layout.at.get(name))

    def _record(self, row: Row) -> Mapping[str, str]:
        cells: dict[str, str] = {}
        for index, cell in enumerate(row.cells):
            name = self._layout.header_text(index)
            cells[name if name not in cells else f"{name} (column {index + 1})"] = cell.text
        return first_cells(cells)
