"""The plain formats of `cakupan extract`: JSON lines and tables, and what every format has in common.

Belongs here: rows to lines. Does not: pages (cli.page, cli.page_html), files (cli.extract), what stands in a row (sources.press.explain).
"""

import json
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

import click

from cli import terminal

if TYPE_CHECKING:
    from rich.console import Console

    from sources.press.page import Page

Row = Mapping[str, Any]
_FACTS = {
    "measure": "measure",
    "value": "value",
    "unit": "unit",
    "area_name": "area",
    "period_start": "from",
    "period_end": "until",
    "programme": "programme",
    "segment": "segment",
    "qualifier": "qualifier",
    "as_printed": "as printed",
    "locator": "place",
}
_REJECTED = {"as_printed": "as printed", "reason": "reason", "explanation": "explanation", "locator": "place"}


class Output(Protocol):
    """One format, asked report by report. `made` prints nothing, so that a fault in it leaves no half page; `end` comes once, at the end."""

    def made(self, page: "Page") -> Any: ...

    def show(self, made: Any) -> None: ...

    def end(self) -> None: ...


class Lines:
    """One JSON object a line: facts, then with `rejected` the numbers that are none."""

    def __init__(self, *, rejected: bool) -> None:
        self._rejected = rejected

    def made(self, page: "Page") -> list[str]:
        facts, unread = rows_of(page, rejected=self._rejected)
        return [_json(row) for row in [*facts, *(row | {"rejected": True} for row in unread)]]

    def show(self, made: list[str]) -> None:
        for line in made:
            click.echo(line)

    def end(self) -> None: ...


class Tables:
    """Two tables a report: facts, and with `rejected` the numbers that are none."""

    def __init__(self, console: "Console", *, rejected: bool) -> None:
        self._console = console
        self._rejected = rejected

    def made(self, page: "Page") -> tuple[str, list[dict[str, Any]], list[dict[str, Any]]]:
        facts, unread = rows_of(page, rejected=self._rejected)
        passed = f", {_counted(unread, 'number')} not taken for a fact" if self._rejected else ""
        return f"{page.name}: {_counted(facts, 'fact')}{passed}", facts, unread

    def show(self, made: tuple[str, list[dict[str, Any]], list[dict[str, Any]]]) -> None:
        from rich.text import Text  # noqa: PLC0415 - jsonl output need not wait for it

        head, facts, unread = made
        self._console.print(Text(terminal.plain(head), style="bold"))
        self._table(_FACTS, facts)
        self._table(_REJECTED, unread)
        self._console.print()

    def end(self) -> None: ...

    def _table(self, columns: Mapping[str, str], rows: Sequence[Row]) -> None:
        from rich.table import Table  # noqa: PLC0415 - as above
        from rich.text import Text  # noqa: PLC0415 - as above

        shown = {name: title for name, title in columns.items() if any(row.get(name) is not None for row in rows)}
        if not shown:
            return
        table = Table(*shown.values(), box=None, pad_edge=False)
        for column, name in zip(table.columns, shown, strict=True):
            column.justify = "right" if name == "value" else "left"
            column.overflow = "fold"
        for row in rows:
            table.add_row(*(Text(_cell(row.get(name))) for name in shown))
        self._console.print(table)


def rows_of(page: "Page", *, rejected: bool) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Facts and, if asked for, unread numbers of a page."""
    from sources.press.explain import rows_of_facts, rows_of_unread  # noqa: PLC0415 - usage errors must not wait for it

    return rows_of_facts(page), rows_of_unread(page) if rejected else []


def _json(row: Row) -> str:
    """One line of JSON; what a terminal would not print is escaped, as JSON has it."""
    text = json.dumps(row, ensure_ascii=sys.stdout.encoding.lower() != "utf-8")
    return "".join(character if character.isprintable() else json.dumps(character)[1:-1] for character in text)


def _cell(value: object) -> str:
    if isinstance(value, int | float):
        return f"{value:,}".replace(",", " ")
    return "" if value is None else terminal.plain(value).replace("\n", " ")


def _counted(rows: Sequence[object], noun: str) -> str:
    return f"{len(rows)} {noun}{'' if len(rows) == 1 else 's'}"
