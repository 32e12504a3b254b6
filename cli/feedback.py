"""`cakupan feedback`: a report back to its sender. Belongs here: the options, where the file goes. Does not: the feedback (serving.feedback)."""

from pathlib import Path, PurePosixPath

import click

from cli import terminal

_LISTED = ("employer_register", "payment_register", "press")  # no cells that could or may be given back


@click.command(name="feedback")
@click.argument("report")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Where it goes: .xlsx, or .csv for the list alone. Default: NAME-perbaikan.xlsx in this folder. An existing file is not replaced.",
)
def command(report: str, output: Path | None) -> None:
    """Writes what is to be mended in REPORT, for its sender: a workbook whose first sheet says in Indonesian what is wrong, where,
    and what to do. Behind it come the sender's own sheets with the refused cells marked. Of registers and press reports
    the list alone is given, personal numbers masked.

    REPORT is a report_id, the beginning of one, or a file name below the inbox, with or without its folders; the name
    means the latest report that came under it.

    \b
      cakupan feedback workbook/2026-09-pontianak.xlsx
      cakupan feedback 3f2a91c0 -o perbaikan.csv

    Exit codes: 0 written, or there is nothing to mend. 1 there is no such report, or the file exists or cannot be written.
    """
    from serving.feedback import FeedbackError, csv_listing, feedback, marked_workbook  # noqa: PLC0415 - help must not wait
    from serving.trace.archive import ArchivedReports  # noqa: PLC0415 - as above

    settings = terminal.settings()
    try:
        found = feedback(settings, report)
    except FeedbackError as error:
        terminal.give_up(str(error))
    if not found.problems:
        click.echo(terminal.plain(f"{found.file_name}: nothing to mend"))
        return
    path = output or Path(f"{PurePosixPath(found.file_name).stem}-perbaikan.xlsx")
    if path.suffix.lower() == ".csv":
        content = csv_listing(found).encode("utf-8-sig")
    else:
        cells, problem = None, None
        if found.entry["source"] not in _LISTED:
            cells, problem = ArchivedReports(settings).content(dict(found.entry))
        if problem:
            terminal.complain(f"cakupan: {problem}; the list comes without the cells")
        content = marked_workbook(found, cells)
    terminal.write_new(path, content)
    count = "one thing" if found.problems == 1 else f"{found.problems} things"
    click.echo(terminal.plain(f"{path}: {count} to mend in {found.file_name}"))
