"""The agreed form of the monthly workbook: its sheets, their columns, what may stand in them. The form itself lies in the CSV files.

Belongs here: loading them. Does not: reading a workbook (sources.workbook.reader), writing an empty one (serving.template): both follow
this form, so that what is asked for is what is understood.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sources.reference import Row, read_table

_FOLDER = Path(__file__).parent
_BETWEEN_EXAMPLES = "|"


@dataclass(frozen=True)
class Sheet:
    """One sheet. `role`: about (what the workbook says of itself), figures, aside (for people only)."""

    sheet: str
    role: str
    label_id: str
    label_en: str
    about_id: str
    about_en: str


@dataclass(frozen=True)
class Column:
    """One column. `role` says what its cells are: a dimension (area_name, segment, …), a measure, or context that is only noted.

    `measure` is empty where another column of the row names it; `list` names the values that may stand here; `period` is instant (the end
    of the month), month (the days of it) or year (that of the row); `examples` are cells that belong together row by row.
    """

    sheet: str
    column: str
    role: str
    measure: str
    list: str
    qualifier: str
    period: str
    required: bool
    label_id: str
    label_en: str
    note_id: str
    note_en: str
    examples: tuple[str, ...]

    def label(self, language: str) -> str:
        """The header, id or en."""
        return self.label_en if language == "en" else self.label_id

    def note(self, language: str) -> str:
        """What belongs into the column, id or en."""
        return self.note_en if language == "en" else self.note_id


@dataclass(frozen=True)
class Code:
    """One value that may stand in a column. `measure` is what it makes of the row's numbers, where it does."""

    list: str
    code: str
    label_id: str
    label_en: str
    measure: str

    def label(self, language: str) -> str:
        """The value as it is written into a cell, id or en."""
        return self.label_en if language == "en" else self.label_id


def _rows(name: str) -> list[Row]:
    return read_table(_FOLDER / f"{name}.csv")


@cache
def sheets() -> dict[str, Sheet]:
    """Sheets by their name in this project, in the order of the form."""
    return {row["sheet"]: Sheet(**row) for row in _rows("sheets")}


@cache
def columns(sheet: str) -> dict[str, Column]:
    """Columns of a sheet by their name in this project, in the order of the form."""
    return {
        row["column"]: Column(
            sheet=row["sheet"],
            column=row["column"],
            role=row["role"],
            measure=row["measure"],
            list=row["list"],
            qualifier=row["qualifier"],
            period=row["period"],
            required=row["required"] == "yes",
            label_id=row["label_id"],
            label_en=row["label_en"],
            note_id=row["note_id"],
            note_en=row["note_en"],
            examples=tuple(cell.strip() for cell in row["example"].split(_BETWEEN_EXAMPLES)),
        )
        for row in _rows("columns")
        if row["sheet"] == sheet
    }


@cache
def codes(name: str) -> tuple[Code, ...]:
    """The values of a list that the form itself has; empty for lists that come from elsewhere (areas, offices)."""
    return tuple(Code(**row) for row in _rows("codes") if row["list"] == name)


@cache
def aliases(kind: str) -> tuple[tuple[str, str], ...]:
    """Other words that are understood, as pairs of name and word: for a column (sheet.column, or column on every sheet), a sheet, a code, a line
    about the workbook (about), a span of a flow (period), a row or column of sums (total), the area of the office itself (office_area)."""
    return tuple((row["of"], row["alias"]) for row in _rows("aliases") if row["kind"] == kind)


@cache
def units() -> dict[str, tuple[int, str]]:
    """Words for units -> power of ten, and the base unit that they say (empty if none)."""
    return {row["unit"]: (int(row["power_of_ten"]), row["of"]) for row in _rows("units")}
