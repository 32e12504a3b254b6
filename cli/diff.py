"""`cakupan diff`: what is different between two releases. Belongs here: options, printing. Does not: comparing (serving.difference)."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import click

from cli import terminal

if TYPE_CHECKING:
    from decimal import Decimal

    from serving.difference import Contradiction, Difference, FigureChange, Listing, Report, TableChange

NONE = "-"


@click.command(name="diff")
@click.argument("before", metavar="[A]", required=False)
@click.argument("after", metavar="[B]", required=False)
@click.option("--format", "file_format", type=click.Choice(("table", "json")), default="table", show_default=True)
@click.option(
    "--limit",
    type=click.IntRange(0, 100_000),
    default=20,
    show_default=True,
    help="How many figures, contradictions, reports of each kind are listed. All are counted.",
)
def command(before: str | None, after: str | None, *, file_format: str, limit: int) -> None:
    """Says what is different between the releases A and B: rows of each table, figures, contradictions, reports.

    \b
      cakupan diff                          the current release beside the one before it
      cakupan diff 20260301                 beside an earlier one: the beginning of its id is enough
      cakupan diff 20260301 1a2b3c4d        any two; the end of an id serves as well
      cakupan diff --format json --limit 1000 | jq '.figures_changed.first[].area_code'

    Rows are matched by the first column of their table, its key, in the columns that both releases have in the same
    type; other columns are named. A figure is a cell of a fact table; "by" names the report whose figure stands there
    now, nothing where the figure is computed of others. In JSON, figures are text, so that no digit is lost.

    Exit codes: 0 compared, whether anything differs or not. 1 a release is missing or cannot be read. 2 the command was given wrongly.
    """
    from serving.difference import DifferenceError, as_json, compare, two_releases  # noqa: PLC0415 - DuckDB; help must not wait
    from serving.release import ReleaseError  # noqa: PLC0415 - as above

    settings = terminal.settings()
    try:
        found = compare(settings, *two_releases(settings, before, after), limit=limit)
    except (DifferenceError, ReleaseError) as error:
        terminal.give_up(str(error))
    if file_format == "json":
        click.echo(json.dumps(as_json(found), ensure_ascii=False, indent=2))
    else:
        _show(found)


def _show(found: "Difference") -> None:
    for name, side in (("A", found.before), ("B", found.after)):
        click.echo(
            f"{name}  {side.release_id}  {side.created_at:%Y-%m-%d %H:%M:%S} UTC, {side.reports} reports,"
            f" code {terminal.plain(side.code_revision[:12])}"
        )
    if found.same:
        click.echo(f"no difference in {found.tables_equal} tables")
        return
    _table(
        f"reports that came: {found.reports_came.count}",
        _REPORT,
        map(_report, found.reports_came.first),
        found.reports_came,
    )
    _table(
        f"reports that went: {found.reports_went.count}",
        _REPORT,
        map(_report, found.reports_went.first),
        found.reports_went,
    )
    superseded = found.reports_superseded
    _table(f"reports superseded since: {superseded.count}", _REPORT, map(_report, superseded.first), superseded)
    for name, listing in (
        ("changed", found.figures_changed),
        ("new", found.figures_new),
        ("gone", found.figures_gone),
    ):
        _table(f"figures {name}: {listing.count}", _FIGURE, map(_figure, listing.first), listing, numbers=(5, 6))
    for name, contradictions in (("came", found.contradictions_came), ("went", found.contradictions_went)):
        title = f"contradictions that {name}: {contradictions.count}"
        _table(title, _CONTRADICTION, map(_contradiction, contradictions.first), contradictions)
    click.echo(f"\ntables that differ: {len(found.tables)}; equal: {found.tables_equal}")
    _table("", _TABLE, (_row(change) for change in found.tables), None, numbers=(1, 2, 3, 4))
    for change in found.tables:
        for line in _notes(change):
            click.echo(terminal.plain(f"  {change.table}: {line}"))
    if found.macros_changed:
        click.echo(terminal.plain(f"macros that differ: {', '.join(found.macros_changed)}"))


_REPORT = ("report", "file", "published", "outcome", "superseded by")
_FIGURE = ("fact", "area", "measure", "programme, segment", "period", "from", "to", "by")
_CONTRADICTION = ("severity", "relation", "file", "what it says")
_TABLE = ("table", "rows", "added", "removed", "changed", "most in columns")


def _report(one: "Report") -> tuple[str, ...]:
    return (one.report_id, _text(one.file_name), _text(one.published_on), _text(one.outcome), _text(one.superseded_by))


def _figure(one: "FigureChange") -> tuple[str, ...]:
    area = " ".join(part for part in (one.area_code, one.area_name) if part)
    members = ", ".join(part for part in (one.programme_code, one.segment_code) if part and part != "ALL")
    measure = f"{one.measure_code}: {one.fact_column}" if one.measure_code else one.fact_column
    by = one.report_after if one.after is not None else one.report_before
    fact = one.fact_table.removeprefix("marts.")
    return (
        fact,
        area or NONE,
        measure,
        members or "all",
        _text(one.period),
        _number(one.before),
        _number(one.after),
        _text(by),
    )


def _contradiction(one: "Contradiction") -> tuple[str, ...]:
    return (_text(one.severity), _text(one.relation), _text(one.file_name), _text(one.sentence_en))


def _row(change: "TableChange") -> tuple[str, ...]:
    before, after = (NONE if rows is None else str(rows) for rows in (change.rows_before, change.rows_after))
    most = ", ".join(f"{name} {count}" for name, count in list(change.changed_columns.items())[:3])
    rows = after if before == after else f"{before} → {after}"
    return (change.table, rows, str(change.added), str(change.removed), str(change.changed), most)


def _notes(change: "TableChange") -> Iterator[str]:
    if change.rows_before is None:
        yield "only B has this table"
    if change.rows_after is None:
        yield "only A has this table"
    for what, names in (
        ("columns that only B has, not compared", change.columns_added),
        ("columns that only A has, not compared", change.columns_removed),
        ("columns of another type, not compared", change.columns_retyped),
    ):
        if names:
            yield f"{what}: {', '.join(names)}"
    if change.not_matched:
        yield f"rows not matched: {change.not_matched}"


def _table(
    title: str,
    heads: Sequence[str],
    found: Iterable[tuple[str, ...]],
    listing: "Listing[object] | None",
    numbers: Sequence[int] = (),
) -> None:
    """One part of the answer; nothing if there is nothing in it."""
    if listing is not None and not listing.count:
        return
    from rich.table import Table  # noqa: PLC0415 - help must not wait
    from rich.text import Text  # noqa: PLC0415 - as above

    if title:
        click.echo(f"\n{title}")
    rows = list(found)
    if rows:
        table = Table(box=None, pad_edge=True)
        for place, head in enumerate(heads):
            table.add_column(head, justify="right" if place in numbers else "left", overflow="fold")
        for row in rows:
            table.add_row(*(Text(" ".join(terminal.plain(cell).split())) for cell in row))
        terminal.console().print(table)
    if listing is not None and listing.count > len(rows):
        click.echo(f"  and {listing.count - len(rows)} more: --limit {min(listing.count, 100_000)} lists them")


def _number(value: "Decimal | None") -> str:
    if value is None:
        return NONE
    from serving.difference.model import plain_number  # noqa: PLC0415 - as above

    return plain_number(value)


def _text(value: object) -> str:
    return NONE if value is None else str(value)
