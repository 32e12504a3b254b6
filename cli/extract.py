"""`cakupan extract`: what press reports say, without touching the warehouse.

Belongs here: opening the files, the two output formats. Does not: reading them (sources.press), which is imported when it is called.
"""

import json
import os
import stat
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli import terminal

if TYPE_CHECKING:
    from rich.console import Console

    from sources.reading import Refusal

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
_KINDS = {
    stat.S_ISDIR: "folder",
    stat.S_ISFIFO: "pipe",
    stat.S_ISCHR: "device",
    stat.S_ISBLK: "device",
    stat.S_ISSOCK: "socket",
}


@dataclass(frozen=True)
class _Found:
    facts: list[dict[str, Any]]
    rejected: list[dict[str, Any]]


class _UnreadableError(Exception):
    """A file that cannot be read at all, with a code of the table of rules."""

    def __init__(self, rule: str, message: str) -> None:
        super().__init__(message)
        self.rule = rule


@click.command(name="extract")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["table", "jsonl"]),
    default="table",
    show_default=True,
    help="A table for people, or one JSON object a line.",
)
@click.option("--rejected", is_flag=True, help="Also the numbers that were taken for no fact, each with the reason.")
def command(files: tuple[Path, ...], output_format: str, rejected: bool) -> None:
    """Shows what the press reports FILE... say. Nothing is written, nothing is registered.

    A report is a UTF-8 text. It may begin with a block of lines "published_on: 2023-02-10", "publisher: ...", "url: ...",
    "title: ..." between two lines of three hyphens. Folders are not searched.

    \b
    jsonl has one figure a line: article_id (the file's name without its ending), measure, value, unit, as_printed,
    area_name, area_code, period_start, period_end, period_kind, period_basis, programme, segment, qualifier,
    decimals, locator, confidence, rules. A rejected number has "rejected": true, as_printed, locator, reason,
    explanation.

    Exit codes: 0 all files were read. 2 wrong usage. 3 a file was refused: it is named with rule and remedy, the
    others are shown.
    """
    settings = terminal.settings()
    screen = terminal.console() if output_format == "table" else None
    refused = False
    for file in files:
        try:
            found = _extracted(file, settings.max_text_bytes, rejected=rejected)
        except _UnreadableError as error:
            refused = True
            _refuse(file, error.rule, "file", str(error))
            continue
        if isinstance(found, list):
            refused = True
            for refusal in found:
                _refuse(file, refusal.rule, refusal.locator, refusal.message)
        elif screen is None:
            _print_lines(found)
        else:
            _print_tables(screen, file, found, rejected=rejected)
    raise SystemExit(terminal.REFUSED if refused else terminal.FINE)


def _extracted(file: Path, limit: int, *, rejected: bool) -> "_Found | list[Refusal]":
    """What a report says, or why it was refused. Raises _UnreadableError."""
    from sources.press.explain import fact_rows, unread_rows  # noqa: PLC0415 - usage errors must not wait for it
    from sources.reading import ReportRefusedError  # noqa: PLC0415 - as above

    content = _content(file, limit)
    try:
        return _Found(
            fact_rows(content, file.name),
            [row | {"rejected": True} for row in unread_rows(content, file.name)] if rejected else [],
        )
    except ReportRefusedError as error:
        return error.refusals
    except Exception as error:  # a fault of the reader in one report must not hold up the others
        raise _UnreadableError("reader_failed", f"the reader stopped with {type(error).__name__}: {error}") from error


def _content(file: Path, limit: int) -> bytes:
    try:
        # O_NONBLOCK: opening a pipe must not wait for somebody to write into it.
        handle = os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            mode = os.fstat(handle).st_mode
            if not stat.S_ISREG(mode):
                kind = next((name for holds, name in _KINDS.items() if holds(mode)), "special file")
                raise _UnreadableError("not_a_regular_file", f"this is a {kind}, not a file")
            with os.fdopen(handle, "rb", closefd=False) as opened:
                content = opened.read(limit + 1)
        finally:
            os.close(handle)
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        raise _UnreadableError("cannot_be_opened", getattr(error, "strerror", None) or str(error)) from error
    if len(content) > limit:
        raise _UnreadableError("too_large", f"the file has more than {limit} bytes")
    return content


def _refuse(file: Path, rule: str, place: str, message: str) -> None:
    from sources.contracts.rules import rules  # noqa: PLC0415 - only where something was refused

    known = rules().get(rule)
    remedy = f" {known.remedy}" if known else ""
    terminal.complain(f"{file}: {place}: {message} [{rule}].{remedy}")


def _print_lines(found: _Found) -> None:
    for row in [*found.facts, *found.rejected]:
        click.echo(_json(row))


def _json(row: Mapping[str, Any]) -> str:
    """One line of JSON; what a terminal would not print is escaped, as JSON has it."""
    text = json.dumps(row, ensure_ascii=sys.stdout.encoding.lower() != "utf-8")
    return "".join(character if character.isprintable() else json.dumps(character)[1:-1] for character in text)


def _print_tables(screen: "Console", file: Path, found: _Found, *, rejected: bool) -> None:
    from rich.text import Text  # noqa: PLC0415 - jsonl output need not wait for it

    unread = f", {_counted(found.rejected, 'number')} not taken for a fact" if rejected else ""
    screen.print(Text(terminal.plain(f"{file}: {_counted(found.facts, 'fact')}{unread}"), style="bold"))
    _print_table(screen, _FACTS, found.facts)
    if rejected:
        _print_table(screen, _REJECTED, found.rejected)
    screen.print()


def _print_table(screen: "Console", columns: Mapping[str, str], rows: list[dict[str, Any]]) -> None:
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
    screen.print(table)


def _cell(value: object) -> str:
    if isinstance(value, int | float):
        return f"{value:,}".replace(",", " ")
    return "" if value is None else terminal.plain(value).replace("\n", " ")


def _counted(rows: Iterable[object], noun: str) -> str:
    count = len(list(rows))
    return f"{count} {noun}{'' if count == 1 else 's'}"
