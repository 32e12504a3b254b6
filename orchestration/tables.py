"""How raw tables are shown in Dagster: column schemas, previews, places.

Belongs here: turning frames and contracts into metadata. Does not: reading reports, deciding anything.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

import dagster as dg
import polars as pl

from sources.contracts.registry import contracts

OWNERS = ["team:data-engineering"]
PREVIEW_ROWS = 20
LONGEST_CELL = 80


def description_of(table: str) -> str:
    """What a raw table holds and its grain, in the words of its contract."""
    contract = contracts()[table]
    return f"{(contract.__doc__ or '').strip()}\n\nOne row: {contract.Config.description}"


def column_schema(table: str) -> dg.TableSchema:
    """Columns of a raw table with types and meanings, out of its contract."""
    columns = contracts()[table].to_schema().columns.items()
    return dg.TableSchema(
        columns=[
            dg.TableColumn(
                name=name,
                type=str(column.dtype),
                description=column.description,
                constraints=dg.TableColumnConstraints(nullable=column.nullable, unique=column.unique),
            )
            for name, column in columns
        ]
    )


def preview(
    frame: pl.DataFrame, columns: Sequence[str] | None = None, total: int | None = None
) -> dg.MarkdownMetadataValue:
    """The first rows as a Markdown table. Cells are shortened and cannot break the table, whatever a report printed.

    `total` says how many rows there are where `frame` is only the first of them.
    """
    shown = frame.select(columns or frame.columns).head(PREVIEW_ROWS)
    if shown.is_empty():
        return dg.MetadataValue.md("*no rows*")
    lines = [
        _line(shown.columns),
        _line(["---"] * shown.width),
        *(_line(map(as_text, row)) for row in shown.iter_rows()),
    ]
    if (rows := frame.height if total is None else total) > shown.height:
        lines.append(f"\n*{rows - shown.height} more rows*")
    return dg.MetadataValue.md("\n".join(lines))


def place(path: Path) -> dg.PathMetadataValue:
    """A folder or file of the data home, to be copied; browsers follow no link from a page to a file."""
    return dg.MetadataValue.path(str(path))


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def as_text(value: object) -> str:
    """A value as Markdown that shows it and nothing else: what a report printed makes no link, no table, no markup."""
    text = "" if value is None else " ".join(str(value).split())
    if len(text) > LONGEST_CELL:
        text = text[: LONGEST_CELL - 1] + "…"
    for character in ("\\", "|", "`", "<", "[", "*", "_"):
        text = text.replace(character, "\\" + character)
    return text
