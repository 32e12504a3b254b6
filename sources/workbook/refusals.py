"""Refusals in the words of the table of rules. Belongs here: making one. Does not: deciding that something is refused."""

from sources.contracts.rules import rule_named
from sources.reading import Refusal
from sources.tables.grid import Row

MOST_CELLS_OF_A_RECORD = 200


def refusal(rule: str, locator: str, value: str | None = None, column: str | None = None) -> Refusal:
    """A refusal of a row or cell; its sentence names value and column."""
    entry = rule_named(rule)
    return Refusal(rule, locator, entry.message(value, column), value, column or entry.column)


def record_of(row: Row, headers: dict[int, str]) -> dict[str, str]:
    """A row as quarantine keeps it: what stands below each header."""
    cells: dict[str, str] = {}
    for index, cell in enumerate(row.cells[:MOST_CELLS_OF_A_RECORD]):
        if cell.is_blank:
            continue
        name = headers.get(index) or f"(column {index + 1})"
        cells[name if name not in cells else f"{name} (column {index + 1})"] = cell.text
    return cells
