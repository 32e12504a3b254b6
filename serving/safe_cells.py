"""Writing cells that do nothing: what a workbook of ours holds was partly written by others, and must not run when it is opened.

Belongs here: texts that stay texts. Does not: which cells are written.
"""

from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from sources.text import shown

LONGEST_TEXT = 32_767  # of a cell in a spreadsheet program


def put_text(cell: Cell, text: str) -> None:
    """Writes a text as text: `=cmd|…` is neither a formula nor becomes one when somebody edits the cell; what XML cannot hold is escaped."""
    kept = shown(text, len(text)) if ILLEGAL_CHARACTERS_RE.search(text) else text
    cell.value = kept[:LONGEST_TEXT]
    cell.data_type = "s"
    cell.quotePrefix = True
