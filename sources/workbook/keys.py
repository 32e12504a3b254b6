"""The keys of a row: its area, segment, programme, scale, kind, year; and whether it is a sum.

Belongs here: everything that makes a row of a table one of something. Does not: its figures (figures.py).
"""

from dataclasses import dataclass

from sources.reading import Refusal
from sources.tables.grid import Row
from sources.workbook import form
from sources.workbook.about import About
from sources.workbook.areas import Area, AreaRefusedError, area_of, areas_in, work_area
from sources.workbook.layout import Table, TableColumn
from sources.workbook.refusals import refusal
from sources.workbook.words import code_named, day_of, is_total, number_of_month, number_of_year

_DIMENSIONS = ("segment", "programme", "scale", "kind", "target_measure")


@dataclass(frozen=True)
class Keys:
    """The dimensions of a row. `sums` says that a label of the row is that of a sum; a dimension that is summed over is missing.

    `carried` says that the area stands in a row above, or in no row.
    """

    area: Area | None
    codes: dict[str, form.Code]  # list -> value
    year: int | None
    sums: bool
    carried: bool
    rules: tuple[str, ...]


def is_key(table: Table, column: TableColumn) -> bool:
    """Whether a column is understood and holds no figures."""
    return bool(column.name) and column not in table.measures


class KeyReading:
    """Reads the keys of the rows of one table, from top to bottom."""

    def __init__(self, table: Table, about: About) -> None:
        self._table, self._about = table, about
        self._known = [column for column in table.columns if is_key(table, column)]
        self._last_area: Area | None = None
        titles = [cell.text for line in table.titles for cell in line.cells if cell.text]
        self._headed = frozenset[Area]().union(*(areas_in(text) for text in [*titles, table.sheet.name or ""]))

    def of(self, row: Row) -> tuple[Keys | None, list[Refusal]]:
        """The keys of a row, or everything that is wrong with them."""
        refusals: list[Refusal] = []
        rules: list[str] = []
        codes: dict[str, form.Code] = {}
        sums = any(is_total(self._text(row, name)) for name in ("area_name", "area_code", "number", *_DIMENSIONS))
        for name in _DIMENSIONS:
            code = self._code(row, name, sums, refusals)
            if code is not None:
                codes[code.list] = code
        area, carried = self._area(row, sums, bool(codes), refusals)
        if carried:
            rules.append("area of a row above" if self._table.key("area_name") else "area of the table or the office")
        self._same_month(row, refusals)
        year = self._year(row, sums, refusals)
        refusals += [
            refusal(fault, self._place(row, column.index), None, column.header)
            for column in self._known
            if (fault := row.cell(column.index).fault) is not None
        ]
        return (None, refusals) if refusals else (Keys(area, codes, year, sums, carried, tuple(rules)), [])

    def _code(self, row: Row, name: str, sums: bool, refusals: list[Refusal]) -> form.Code | None:
        column = self._table.key(name)
        text = self._text(row, name)
        if column is None or is_total(text):
            return None
        declared = form.columns(self._table.kind)[name]
        if not text:
            if declared.required and not sums:
                refusals.append(refusal("code_missing", self._place(row, column.index), None, column.header))
            return None
        code = code_named(declared.list, text)
        if code is None:
            refusals.append(refusal("code_unknown", self._place(row, column.index), text, column.header))
        return code

    def _area(self, row: Row, sums: bool, has_codes: bool, refusals: list[Refusal]) -> tuple[Area | None, bool]:
        """The area of a row, and whether it stands elsewhere than in the row."""
        column = self._table.key("area_name") or self._table.key("area_code")
        if column is None:
            return self._area_of_office(row, sums, refusals)
        name, code = self._text(row, "area_name"), self._text(row, "area_code")
        if not name and not code and has_codes and self._last_area is not None:
            return self._last_area, True
        if is_total(name) or is_total(code) or (sums and not name and not code):
            return None, False
        try:
            self._last_area = area_of(name, code, self._about.office)
        except AreaRefusedError as error:
            at = self._table.key("area_code" if error.at_code else "area_name") or column
            refusals.append(refusal(error.rule, self._place(row, at.index), error.value, at.header))
            return None, False
        return self._last_area, False

    def _area_of_office(self, row: Row, sums: bool, refusals: list[Refusal]) -> tuple[Area | None, bool]:
        """Without a column of areas a table is about the area that it is headed with, else about all that the office covers."""
        if sums:
            return None, False
        if len(self._headed) == 1:
            return next(iter(self._headed)), True
        if self._headed:
            value = ", ".join(sorted(area.name for area in self._headed))
            refusals.append(refusal("area_ambiguous", self._place(row, None), value))
        elif self._about.office is None:
            refusals.append(refusal("area_missing", self._place(row, None)))
        else:
            return work_area(self._about.office), True
        return None, False

    def _same_month(self, row: Row, refusals: list[Refusal]) -> None:
        """A row of another month or year than the workbook's does not belong into it."""
        month = self._about.month
        for name in ("month", "year"):
            column, text = self._table.key(name), self._text(row, name)
            if column is None or not text or month is None or name in form.columns(self._table.kind):
                continue
            day = day_of(text) if name == "month" else None
            part = number_of_month(text) if name == "month" else number_of_year(text)
            same = (day[0].year, day[0].month) == (month.year, month.month) if day else part == getattr(month, name)
            if not same:
                refusals.append(refusal("row_of_other_month", self._place(row, column.index), text, column.header))

    def _year(self, row: Row, sums: bool, refusals: list[Refusal]) -> int | None:
        column = self._table.key("year")
        if column is None or "year" not in form.columns(self._table.kind) or (sums and not self._text(row, "year")):
            return None
        text = self._text(row, "year")
        if (year := number_of_year(text)) is not None:
            return year
        refusals.append(refusal("target_year_impossible", self._place(row, column.index), text or None, column.header))
        return None

    def _text(self, row: Row, name: str) -> str:
        if name == "number":
            column = next((c for c in self._table.columns if c.name == "number"), None)
        else:
            column = self._table.key(name)
        return "" if column is None else row.cell(column.index).text

    def _place(self, row: Row, index: int | None) -> str:
        return self._table.sheet.place(row, index)
