"""`cakupan review`: what waits for a person. Belongs here: how the queue looks. Does not: the queue (serving.review)."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from cli import terminal

if TYPE_CHECKING:
    from serving.review import Queue, Waiting

_COLUMNS = {
    "confidence": "confidence",
    "measure": "measure",
    "value": "value",
    "area_name": "area",
    "period_start": "from",
    "period_end": "until",
    "programme": "programme",
    "segment": "segment",
    "qualifier": "qualifier",
}


@click.command(name="review")
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["table", "yaml", "jsonl"]),
    default="table",
    show_default=True,
    help="A table for people, entries of corrections.yml to fill in, or one JSON object a line.",
)
@click.option(
    "--report",
    default="",
    metavar="REPORT",
    help="Only this report: its report_id, the beginning of it, or its file name, with or without folders.",
)
@click.option("--build", is_flag=True, help="Ask the latest build, also where it was not published.")
def command(output_format: str, report: str, build: bool) -> None:
    """Lists the figures that wait for a person, least sure first: read with too little confidence, and in no mart.

    To work them off: write the entries, look at each place, decide, and run again.

    \b
      cakupan review                                       what waits, and the words around it
      cakupan review --format yaml > decided.yml           entries with what was read; decide, say why, who, when
      cat decided.yml >> "$CAKUPAN_DATA/corrections.yml"   every run reads this file
      cakupan run                                          what is confirmed or corrected reaches the marts

    How entries are written, and how to correct a figure that does not wait, stands in docs/corrections.md.

    Exit codes: 0 shown, also if nothing waits. 1 there is no warehouse yet or no such
    report, or the place of a figure cannot be shown.
    """
    from serving.review import ReviewError, queue, skeleton  # noqa: PLC0415 - DuckDB; help must not wait

    settings = terminal.settings()
    try:
        found = queue(settings, build=build, report=report)
    except ReviewError as error:
        terminal.give_up(str(error))
    if output_format == "yaml":
        click.echo(skeleton(found.waiting), nl=False)
    elif output_format == "jsonl":
        for waiting in found.waiting:
            click.echo(_json(waiting))
    else:
        _print_table(found)
    problems = [waiting.problem for waiting in found.waiting if waiting.problem]
    for problem in problems:
        terminal.complain(f"cakupan: {problem}")
    if problems:
        raise SystemExit(terminal.FAILED)


def _print_table(found: "Queue") -> None:
    if not found.waiting:
        click.echo(f"{terminal.plain(found.database)}: nothing waits for a person")
        return
    from rich.table import Table  # noqa: PLC0415 - only where there is something to show
    from rich.text import Text  # noqa: PLC0415 - as above

    screen = terminal.console()
    shown = [name for name in _COLUMNS if any(waiting.row[name] is not None for waiting in found.waiting)]
    table = Table(*(_COLUMNS[name] for name in shown), "in the report", box=None, pad_edge=False)
    for column in table.columns:
        column.overflow = "fold"
    for waiting in found.waiting:
        cells = [_text(waiting.row[name]) for name in shown]
        table.add_row(*(Text(cell) for cell in cells), Text("\n".join(_place(waiting))))
    screen.print(table)
    count = f"{len(found.waiting)} {'figure waits' if len(found.waiting) == 1 else 'figures wait'} for a person"
    click.echo(f"{count}; `cakupan review --format yaml` writes the entries to fill in")


def _place(waiting: "Waiting") -> Iterator[str]:
    row, place = waiting.row, waiting.excerpt
    yield _text(f"{row['file_name']}, {row['locator']}")
    yield (
        f"{_text(place.before)}»{_text(place.printed)}«{_text(place.after)}"
        if place
        else f"»{_text(row['as_printed'])}«"
    )


def _json(waiting: "Waiting") -> str:
    """One line of JSON; what a terminal would not print is escaped."""
    around = {"before": waiting.excerpt.before, "after": waiting.excerpt.after} if waiting.excerpt else {}
    row = {name: _plain(value) for name, value in waiting.row.items() if name != "sha256"}
    return json.dumps(row | around, ensure_ascii=True)


def _plain(value: Any) -> Any:
    from decimal import Decimal  # noqa: PLC0415 - help need not wait for it

    if isinstance(value, Decimal):  # as `cakupan extract` has it
        return int(value) if value == value.to_integral_value() else float(value)
    return value if value is None or isinstance(value, bool | int | float | str) else _text(value)


def _text(value: object) -> str:
    """A value on one line, numbers without zeros at their end, fit for a terminal."""
    from decimal import Decimal  # noqa: PLC0415 - as above

    if value is None:
        return ""
    text = f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
    return terminal.plain(text.replace("\r\n", "\n").replace("\n", " ⏎ ").replace("\t", " "))
