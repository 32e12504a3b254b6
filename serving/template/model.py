"""What a template holds, whatever the file it is written to.

Belongs here: the types. Does not: where the columns come from (forms.py), how they are written (xlsx.py, csv_text.py).
"""

from dataclasses import dataclass, field
from decimal import Decimal

Example = str | Decimal


@dataclass(frozen=True)
class TemplateColumn:
    """One column: `header` and `note` in the sender's language; `kind` says what its cells are (text, count, number, year).

    `choices` names a list of the template; where it is `strict`, nothing else may be entered.
    """

    header: str
    note: str
    kind: str = "text"
    required: bool = False
    choices: str | None = None
    strict: bool = True
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True)
class TemplateSheet:
    """One sheet. With `upright` the columns are lines: header in the first cell, value in the second (what a workbook says of itself)."""

    title: str
    about: str
    columns: tuple[TemplateColumn, ...]
    upright: bool = False

    @property
    def example_rows(self) -> list[list[Example]]:
        """The examples, row by row."""
        height = max((len(column.examples) for column in self.columns), default=0)
        return [
            [column.examples[at] if at < len(column.examples) else "" for column in self.columns]
            for at in range(height)
        ]


@dataclass(frozen=True)
class Template:
    """Sheets to fill in, and the lists of values that can be chosen, which stand on a sheet `lists_title`.

    Examples stand on a sheet of their own, or in the comments of the headers where `examples_title` is empty.
    """

    source: str
    language: str
    title: str
    sheets: tuple[TemplateSheet, ...]
    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)
    examples_title: str = ""
    examples_about: str = ""
    lists_title: str = ""
    lists_header: str = "{header}"
