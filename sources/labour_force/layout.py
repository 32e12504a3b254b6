"""Where the header stands and what its columns are.

Belongs here: finding the header, everything that can be wrong with it. Does not: the rows below.
"""

from dataclasses import dataclass, field

from sources.labour_force.vocabulary import columns, header_of, recognised
from sources.reading import Refusal
from sources.tables.grid import Row, Sheet
from sources.text import shown

ENOUGH_NAMES = 3
MOST_COLUMNS = 200


@dataclass(frozen=True)
class Layout:
    """`at` maps a column to its index; `units` the index of a measure to the unit in its header; `unknown` index to header."""

    header: Row
    at: dict[str, int]
    units: dict[int, int]
    unknown: dict[int, str] = field(default_factory=dict)

    def header_text(self, index: int) -> str:
        """The column's name as printed."""
        return shown(self.header.cell(index).text) or f"(column {index + 1})"

    def same_as(self, row: Row) -> bool:
        """Whether a row repeats this header, column by column."""
        return all(
            (header := header_of(row.cell(index).text)) and header.column.column == name
            for name, index in self.at.items()
        )


def is_header(row: Row) -> bool:
    """Whether a row names enough columns to be a header."""
    return len(recognised(cell.text for cell in row.cells[:MOST_COLUMNS])) >= ENOUGH_NAMES


def find_layout(sheet: Sheet) -> tuple[Layout | None, list[Refusal]]:
    """The first header of a sheet with all that is wrong with it; None if there is no header."""
    header = next((row for row in sheet.rows if is_header(row)), None)
    if header is None:
        return None, []
    at: dict[str, int] = {}
    units: dict[int, int] = {}
    unknown: dict[int, str] = {}
    refusals: list[Refusal] = []
    for index, cell in enumerate(header.cells):
        found = header_of(cell.text)
        if found is None:
            unknown[index] = cell.text
            continue
        name = found.column.column
        if name in at:
            places = f"{sheet.place(header, at[name])} and {sheet.place(header, index)}"
            message = f"the column {found.column.expected_as} occurs twice: {places}"
            refusals.append(Refusal("duplicate_column", sheet.place(header, index), message, cell.text, name))
            continue
        at[name] = index
        if found.power_of_ten is not None:
            units[index] = found.power_of_ten
    layout = Layout(header, at, units, unknown)
    return layout, refusals + _missing(sheet, layout)


def _missing(sheet: Sheet, layout: Layout) -> list[Refusal]:
    measures = [index for name, index in layout.at.items() if columns()[name].kind == "measure"]
    excused = {
        "always": False,
        "never": True,
        "unless_period": "period" in layout.at,
        "unless_in_headers": bool(measures) and all(index in layout.units for index in measures),
    }
    missing = [
        column for column in columns().values() if column.column not in layout.at and not excused[column.required]
    ]
    found = ", ".join(layout.header_text(index) for index in range(len(layout.header.cells)))
    return [
        Refusal(
            "missing_column",
            sheet.place(layout.header, None),
            f"the column {column.expected_as} is missing; found are: {found}",
            None,
            column.expected_as,
        )
        for column in missing
    ]
