"""`cakupan read`: a month, a range, a source, one report, read now. Belongs here: the options. Does not: reading (orchestration)."""

import re

import click

from cli import terminal

MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


def _month(context: click.Context, option: click.Parameter, value: str | None) -> str | None:
    if value is not None and not MONTH.fullmatch(value):
        raise click.BadParameter("a month is written 2025-02")
    return value


@click.command(name="read")
@click.option(
    "--source",
    "sources",
    multiple=True,
    help="A folder of the inbox: press, workbook, … Several times for several; default: all.",
)
@click.option("--month", callback=_month, help="Reports published in this month, as 2025-02. Default: all months.")
@click.option("--to", "last", callback=_month, help="With --month: up to this month.")
@click.option(
    "--report",
    "reports",
    multiple=True,
    help="Only this report, by its report_id (16 characters); several times for several.",
)
@click.option("--again", is_flag=True, help="Also what the present reader has read already.")
def command(
    sources: tuple[str, ...], month: str | None, last: str | None, reports: tuple[str, ...], again: bool
) -> None:
    """Reads reports that were taken in: a month, a range of months, a source, or one report.

    A report that the present version of its reader has read is left alone, unless --again is given; then it is read anew, and its rows are
    replaced. Nothing is built or published. The runs are in the list of `make ui`, where a backfill of partitions does the same.

    \b
      cakupan read                                          what no reader, or an earlier one, has read
      cakupan read --source press --month 2025-02 --to 2025-06
      cakupan read --report 3f2a91c07b5de864 --again

    Exit codes: 0. 1 it failed, or no report is meant. 2 the command was given wrongly. 3 some reports or rows were refused.
    """
    from sources.readers import SOURCES  # noqa: PLC0415 - help must not wait

    if unknown := sorted(set(sources) - set(SOURCES)):
        raise click.BadParameter(
            f"{', '.join(unknown)}: the sources are {', '.join(sorted(SOURCES))}", param_hint="--source"
        )
    if last is not None and (month is None or last < month):
        raise click.BadParameter("needs --month, and no later one than itself", param_hint="--to")
    settings = terminal.settings()
    from orchestration.backfill import read_chosen  # noqa: PLC0415 - Dagster takes seconds to load

    months = ("0000-01", "9999-12") if month is None else (month, last or month)
    raise SystemExit(
        read_chosen(
            settings,
            terminal.console(),
            sources=sources or tuple(sorted(SOURCES)),
            months=months,
            reports=reports,
            again=again,
        )
    )
