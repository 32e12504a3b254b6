"""From the rows of a table to figures: every row gives figures, is a sum of others, is refused, or holds none.

Belongs here: keys and cells of a row, and which cells with digits are accounted for. Does not: finding the table (layout.py), comparing
figures with each other (consistency.py), sums (totals.py).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sources import reference
from sources.reading import Refusal
from sources.tables.grid import Row
from sources.tables.numbers import CellRefusedError, Number, decimal_mark, is_no_figure
from sources.workbook import form
from sources.workbook.about import About
from sources.workbook.found import Figure, Found, TotalCell
from sources.workbook.keys import KeyReading, Keys, is_key
from sources.workbook.layout import Table, TableColumn, is_note, is_repeated
from sources.workbook.numbers import has_three_decimals, loses_zeros, number
from sources.workbook.refusals import record_of, refusal
from sources.workbook.words import Facets

CARRIED_DOWN = Decimal("0.9")  # confidence of a figure whose area stands in a row above it, or in no row
_ALL = "ALL"

NOT_UNDERSTOOD = Decimal("0.8")  # of one beside which words stand that nobody understands


@dataclass(frozen=True)
class Context:
    """What holds for all tables of a workbook: the day of publication, the decimal mark where its numbers agree on one."""

    published_on: date
    mark: str | None


def mark_of(tables: Iterable[Table]) -> str | None:
    """The decimal mark of a workbook's texts: that of numbers with both marks or with other than three decimals, and of counts,
    in which a lone mark can only group thousands.
    """
    found: set[str] = set()
    for table in tables:
        for column in table.measures:
            cells = [row.cell(column.index) for row in table.rows]
            if mark := decimal_mark(cells):
                found.add(mark)
            measure = form.columns(table.kind)[column.name].measure
            if measure and reference.measures()[measure]["unit"] != "IDR" and (column.facets or Facets()).power is None:
                found |= {"," if "." in cell.text else "." for cell in cells if has_three_decimals(cell)}
    return found.pop() if len(found) == 1 else None


class TableReading:
    """Reads the rows of one table into `found`. `about` has the month, `mark` is the decimal mark of the workbook, if known."""

    def __init__(self, number_of_table: int, table: Table, about: About, context: Context, found: Found) -> None:
        published_on, mark = context.published_on, context.mark
        self._number, self._table, self._about, self._found = number_of_table, table, about, found
        assert about.month is not None  # noqa: S101  (the reader refuses a workbook without one)
        self._month: date = about.month
        self._as_of = min(about.month, max(published_on, about.month.replace(day=1)))
        self._headers = {column.index: column.header for column in table.columns}
        self._measures = table.measures
        self._others = [column for column in table.columns if column not in self._measures]
        self._title_power = _title_unit(table)
        rows = [row for row in table.rows if not is_note(row)]
        self._marks = {c.index: decimal_mark(row.cell(c.index) for row in rows) or mark for c in self._measures}
        self._zeros = {c.index: loses_zeros(row.cell(c.index) for row in rows) for c in self._measures}
        self._keys = KeyReading(table, about)
        # A column of words that nobody understands may divide the rows by something that the form does not know.
        self._not_understood = tuple(
            f"column {column.header} not understood"
            for column in table.columns
            if column.header and column.facets is None and any(row.cell(column.index).text for row in rows)
        )

    def read(self) -> None:
        """Read every row."""
        for row in self._table.rows:
            if is_repeated(self._table, row) or is_note(row) or self._numbers_columns(row):
                self._found.accounted += row.digit_cells
            else:
                self._row(row)

    def _numbers_columns(self, row: Row) -> bool:
        """A row `(1) (2) (3)` under the header."""
        texts = [cell.text.strip("()") for cell in row.cells if not cell.is_blank]
        return len(texts) > 2 and texts == [str(at) for at in range(1, len(texts) + 1)]

    def _row(self, row: Row) -> None:
        keys, refusals = self._keys.of(row)
        figures = [column for column in self._measures if not is_no_figure(row.cell(column.index))]
        strangers = [c for c in self._others if not is_key(self._table, c) and row.cell(c.index).has_digits]
        if not figures and not strangers and (refusals or keys is None):
            # A heading among the rows, or a row that was left empty: nothing in it is a figure.
            self._found.accounted += row.digit_cells
            return
        if refusals or keys is None:
            self._found.refuse(refusals, record_of(row, self._headers))
            self._found.accounted += row.digit_cells
            self._found.refused_places |= {(self._number, row.number, column.index) for column in figures}
            return
        self._found.accounted += sum(row.cell(c.index).has_digits for c in self._others if is_key(self._table, c))
        for column in strangers:
            self._stranger(row, column)
        for column in figures:
            self._cell(row, column, keys)
        beyond = [at for at in range(len(self._table.columns), len(row.cells)) if row.cells[at].has_digits]
        for at in beyond:
            self._stranger(row, TableColumn(at, "", None))
        self._found.accounted += sum(
            row.cell(c.index).has_digits for c in self._measures if is_no_figure(row.cell(c.index))
        )

    def _stranger(self, row: Row, column: TableColumn) -> None:
        cell = row.cell(column.index)
        name = column.header or f"(column {column.index + 1})"
        entry = refusal("cell_without_meaning", self._place(row, column.index), cell.text, name)
        self._found.refuse([entry], record_of(row, self._headers))
        self._found.accounted += 1

    def _cell(self, row: Row, column: TableColumn, keys: Keys) -> None:
        cell, place = row.cell(column.index), self._place(row, column.index)
        self._found.accounted += cell.has_digits
        facets = column.facets or Facets()
        declared = form.columns(self._table.kind)[column.name]
        measure, problem = self._measure(declared, keys)
        unit = reference.measures()[measure]["unit"] if measure else ""
        power, power_problem = self._power(facets, unit)
        try:
            if problem or power_problem:
                raise CellRefusedError(problem or power_problem)
            read = number(cell, unit, power, self._marks[column.index], self._zeros[column.index])
            if unit == "percent" and read.value > 100 and measure == "coverage_target":
                raise CellRefusedError("percent_impossible")
        except CellRefusedError as error:
            shown_value = None if cell.fault else cell.text
            self._refuse_cell(row, column, refusal(error.rule, place, shown_value, column.header))
            return
        codes = {**keys.codes, **_codes_of(facets)}
        if self._sum(row, column, keys, read):
            return
        area = keys.area
        if area is None:
            self._refuse_cell(row, column, refusal("area_missing", place))
            return
        programme, segment = _dimensions(codes)
        if (rule := _out_of_force(programme, self._month)) is not None:
            self._refuse_cell(row, column, refusal(rule, place, f"{programme}, {self._month:%m/%Y}", column.header))
            return
        start, end, kind = self._period(declared, facets, keys)
        unit_word = f"; unit 10^{power}" if power else ""
        self._found.figures.append(
            Figure(
                row_number=self._found.next_number(),
                locator=place,
                as_printed=cell.text,
                table=self._number,
                row=row.number,
                column=column.index,
                header=column.header,
                sheet=self._table.kind,
                measure=measure,
                unit=unit,
                value=read.value,
                decimals=read.decimals,
                qualifier=declared.qualifier,
                period_start=start,
                period_end=end,
                period_kind=kind,
                area=area,
                programme=programme,
                segment=segment,
                confidence=(CARRIED_DOWN if keys.carried else 1)
                * (NOT_UNDERSTOOD if self._not_understood else Decimal(1)),
                rules=(f"column {column.header}{unit_word}", *keys.rules, *self._not_understood),
            )
        )

    def _refuse_cell(self, row: Row, column: TableColumn, entry: Refusal) -> None:
        self._found.refuse([entry], record_of(row, self._headers))
        self._found.refused_places.add((self._number, row.number, column.index))

    def _sum(self, row: Row, column: TableColumn, keys: Keys, read: Number) -> bool:
        """Set a cell aside that is the sum of rows above or of columns beside it."""
        across = self._parts_across(column) if column.facets and column.facets.total else ()
        if not keys.sums and not across:
            return False
        programme, segment = _dimensions({**keys.codes, **_codes_of(column.facets or Facets())})
        named = {"programme": programme, "segment": segment, "area": keys.area.code if keys.area else None}
        self._found.totals.append(
            TotalCell(
                row_number=self._found.next_number(),
                locator=self._place(row, column.index),
                as_printed=row.cell(column.index).text,
                header=column.header,
                table=self._number,
                row=row.number,
                column=column.index,
                value=read.value,
                half_width=Decimal(0) if read.decimals >= 0 else read.half_width,
                keys={name: of for name, of in named.items() if of is not None},
                across=() if keys.sums else across,
                record=record_of(row, self._headers),
            )
        )
        return True

    def _parts_across(self, total: TableColumn) -> tuple[int, ...]:
        return tuple(
            c.index for c in self._measures if c.name == total.name and c.facets is not None and not c.facets.total
        )

    def _measure(self, declared: form.Column, keys: Keys) -> tuple[str, str]:
        """The measure of a cell, and the rule that it breaks if there is none."""
        if declared.measure:
            return declared.measure, ""
        named = [code.measure for code in keys.codes.values() if code.measure]
        if not named and keys.sums:
            return "", ""  # a sum of unlike things
        return (named[0], "") if len(named) == 1 else ("", "figure_without_kind")

    def _power(self, facets: Facets, unit: str) -> tuple[int, str]:
        power, of = (facets.power, facets.power_of) if facets.power is not None else self._title_power
        if of and of != unit:
            # A unit of the title may be that of the other columns; one of the column's own header contradicts it.
            return (0, "unit_of_other_measure") if facets.power is not None else (0, "")
        if facets.power is None and not of and power and len({self._unit(c) for c in self._measures}) > 1:
            return 0, "unit_unclear"
        return power or 0, ""

    def _unit(self, column: TableColumn) -> str:
        measure = form.columns(self._table.kind)[column.name].measure
        return reference.measures()[measure]["unit"] if measure else ""

    def _period(self, declared: form.Column, facets: Facets, keys: Keys) -> tuple[date | None, date, str]:
        if declared.period == "year":
            year = keys.year or self._month.year
            return date(year, 1, 1), date(year, 12, 31), "duration"
        if declared.period == "month":
            first = (
                self._month.replace(month=1, day=1) if facets.period == "year_to_date" else self._month.replace(day=1)
            )
            return first, self._as_of, "duration"
        return None, self._as_of, "instant"

    def _place(self, row: Row, index: int | None) -> str:
        return self._table.sheet.place(row, index)


def _codes_of(facets: Facets) -> dict[str, form.Code]:
    return {name: code for name, value in facets.codes for code in form.codes(name) if code.code == value}


def _dimensions(codes: dict[str, form.Code]) -> tuple[str | None, str | None]:
    """Programme and segment (or scale, or type of facility) of an observation; a whole is empty."""
    programme = next((codes[name].code for name in ("programmes", "claim_programmes") if name in codes), None)
    segment = next((codes[name].code for name in ("segments", "scales") if name in codes), None)
    if "kinds" in codes and codes["kinds"].code in reference.facility_types():
        segment = codes["kinds"].code
    return (None if programme == _ALL else programme), (None if segment == _ALL else segment)


def _out_of_force(programme: str | None, month: date) -> str | None:
    """The rule that a programme breaks which did not exist in the month."""
    if programme is None:
        return None
    row = next(row for row in reference.seed("programme") if row["programme_code"] == programme)
    begins, ends = row["valid_from"], row["valid_to"]
    too_early = bool(begins) and month < date.fromisoformat(begins)
    too_late = bool(ends) and month.replace(day=1) > date.fromisoformat(ends)
    return "programme_not_in_force" if too_early or too_late else None


def _title_unit(table: Table) -> tuple[int, str]:
    """Power of ten and base unit that the title lines give for the whole table ("dalam ribuan", "(Rp juta)"); 0 if none."""
    texts = [cell.text for row in table.titles for cell in row.cells if cell.text]
    for text in reversed(texts):
        words = text.casefold()
        for inside in (
            words.rpartition("dalam ")[2],
            words.rpartition("(")[2].partition(")")[0],
            words.rpartition("satuan")[2],
        ):
            unit = form.units().get(" ".join(inside.strip(" :().").split()))
            if unit is not None:
                return unit
    return 0, ""
