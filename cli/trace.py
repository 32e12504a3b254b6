"""`cakupan trace`: shows the way back of a figure. Belongs here: how a trace looks. Does not: following it (serving.trace)."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import click

from cli import terminal

if TYPE_CHECKING:
    from serving.trace import Origin, Trace

_REPORT_FACTS = (("title", ""), ("publisher", ""), ("published_on", "published "), ("sha256", "SHA-256 "))
_MEANING = ("area_name", "programme", "segment", "period_start", "period_end", "qualifier")
_NOTHING_AS_READ = (
    "No figure behind this row stands as it was read; where a person decided, change the entry in corrections.yml."
)


@click.command(name="trace")
@click.argument("table")
@click.argument("key")
@click.option(
    "--entry",
    is_flag=True,
    help="Instead: an entry of corrections.yml for each of the figures, to fill in where one is wrong.",
)
def command(table: str, key: str, entry: bool) -> None:
    """Leads the row KEY of TABLE back to the reports that it rests on, and shows the characters as printed.

    TABLE is a table of the published warehouse, with or without its schema: fct_coverage, rpt_coverage_by_province,
    audit.contradictions. KEY is the value of the table's first column, or its first 6 characters or more.

    Exit codes: 0 all places were found. 1 there is no such table or key, or an archived report does not have the
    printed characters at its place.
    """
    from serving.trace import TraceError, trace  # noqa: PLC0415 - DuckDB; help must not wait

    settings = terminal.settings()
    try:
        found = trace(settings, table, key)
    except TraceError as error:
        terminal.give_up(str(error))
    if entry:
        from serving.review import of_trace, skeleton  # noqa: PLC0415 - as above

        click.echo(skeleton(of_trace(found), _NOTHING_AS_READ), nl=False)
    else:
        for line in _lines(found):
            click.echo(terminal.plain(line))
    if found.problems:
        raise SystemExit(terminal.FAILED)


def _lines(found: "Trace") -> Iterator[str]:
    yield f"{found.table}  {found.key}   (release {found.release_id})"
    cells = {
        name: value for name, value in found.row.items() if value is not None and not name.endswith(("_key", "_keys"))
    }
    width = max((len(name) for name in cells), default=0)
    for name, value in cells.items():
        yield f"  {name:<{width}}  {_one_line(value)}"
    if not found.origins:
        yield ""
        yield "  This row rests on no report: it comes from the reference tables (dbt_project/seeds), is computed from whole tables, or has no figure yet."
    for origin in found.origins:
        yield ""
        yield from _origin(origin)


def _origin(origin: "Origin") -> Iterator[str]:
    value = _value(origin.observation)
    yield f"{origin.measure or origin.role}{f' = {value}' if value else ''}   [{origin.role}{_because(origin.because)}]"
    meaning = [
        f"{name} {_one_line(origin.observation[name])}" for name in _MEANING if origin.observation.get(name) is not None
    ]
    if meaning:
        yield f"  {', '.join(meaning)}"
    if origin.observation.get("observation_id"):
        yield f"  observation {origin.observation['observation_id']}{_standing(origin.observation)}"
    if origin.correction:
        yield from (f"  {line}" for line in _correction(origin.correction, origin.observation))
    if origin.report:
        facts = [f"{label}{_one_line(origin.report[name])}" for name, label in _REPORT_FACTS if origin.report.get(name)]
        yield f"  {origin.report.get('file_name')}: {', '.join(facts)}"
    if origin.excerpt:
        shown = origin.excerpt
        yield f"  {origin.locator}: {_one_line(shown.before, strip=False)}»{_one_line(shown.printed)}«{_one_line(shown.after, strip=False)}"
    elif origin.locator:
        yield f"  {origin.locator}"
    if origin.problem:
        yield f"  PROBLEM: {origin.problem}"


def _correction(correction: Mapping[str, Any], observation: Mapping[str, Any]) -> Iterator[str]:
    """What a person made of the figure, and what was read: the trace of one shows the other."""
    ended = observation.get("ended_by") == correction.get("correction_id")
    told = {"added": "added, it had not been read as a figure,", "rejected": "taken for no fact"}
    action = told.get(str(correction.get("action")), correction.get("action"))
    by, why = _one_line(correction.get("decided_by")), _one_line(correction.get("why"))
    yield f"{'stood until' if ended else 'stands since'} {correction.get('decided_on')}: {action} by {by}: {why}"
    for name in str(correction.get("changed_columns") or "").split("; "):
        if f"was_{name}" in correction:
            was, now = (_number(correction[column]) for column in (f"was_{name}", name))
            yield f"{name} was read as {was}, a person says {now}"


def _number(value: object) -> str:
    if value is None:
        return "none"
    return f"{value.normalize():f}" if isinstance(value, Decimal) else _one_line(value)


def _value(observation: Mapping[str, Any]) -> str:
    value = observation.get("value")
    if value is None:
        return ""
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return f"{text} {observation.get('unit') or ''}".strip()


def _because(because: str | None) -> str:
    return f": {_one_line(because)}" if because else ""


def _standing(observation: Mapping[str, Any]) -> str:
    known = f", known from {observation['known_from']}" if observation.get("known_from") else ""
    by = observation.get("superseded_by")
    return known + (f", superseded by report {by}" if by else "")


def _one_line(value: object, *, strip: bool = True) -> str:
    """A value on one line: line ends of a report become a sign that is no line end."""
    text = str(value).replace("\r\n", "\n").replace("\n", " ⏎ ").replace("\t", " ")
    return text.strip() if strip else text
