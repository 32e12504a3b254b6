"""`cakupan report`: a release as one page for people. Belongs here: the options. Does not: the page (serving.report)."""

from pathlib import Path

import click

from cli import terminal


@click.command(name="report")
@click.option("--release", metavar="ID", help="Which release (`cakupan releases`). Default: the current one.")
@click.option("-o", "--output", metavar="FILE", help="Where to write it. Default: report-ID.html in this folder.")
@click.option("--open", "show", is_flag=True, help="Open it in the browser of this machine.")
def command(*, release: str | None, output: str | None, show: bool) -> None:
    """Writes the report of a release: one HTML file that needs no network, in Indonesian and English.

    \b
      cakupan report --open                                  look at what is published
      cakupan report -o cakupan.html                         to be mailed or put on a file server
      cakupan report --release 20260301T120000Z-1a2b3c4d     of an earlier release

    Each release carries its report already: current/report.html in the data home. This command makes it anew, of any
    kept release; the same release gives the same bytes. A file that exists is not replaced.

    Exit codes: 0 written. 1 FILE exists, or nothing has been published. 2 the command was given wrongly.
    """
    import duckdb  # noqa: PLC0415 - help must not wait

    from serving.exchange import ExchangeError  # noqa: PLC0415 - as above
    from serving.release import ReleaseError  # noqa: PLC0415 - as above
    from serving.report.from_release import report_of  # noqa: PLC0415 - as above

    try:
        chosen, page = report_of(terminal.settings(), release)
    except (ExchangeError, ReleaseError) as error:
        terminal.give_up(str(error))
    except duckdb.Error as error:
        terminal.give_up(f"{' '.join(str(error).split())}; take another release, or raise CAKUPAN_MEMORY_LIMIT")
    path = Path(output) if output else Path(f"report-{chosen.release_id}.html")
    terminal.write_new(path.expanduser(), page)
    click.echo(terminal.plain(f"release {chosen.release_id} in {path} ({len(page) / 1e6:.1f} MB)"))
    if show:
        click.launch(path.expanduser().absolute().as_uri())
