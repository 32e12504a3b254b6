"""`cakupan export`: a release for others to read. Belongs here: the options. Does not: the formats (serving.exchange)."""

from pathlib import Path

import click

from cli import terminal

_FORMATS = ("sdmx", "package")


@click.command(name="export")
@click.argument("folder", metavar="DIR")
@click.option(
    "--format",
    "file_format",
    type=click.Choice(_FORMATS),
    required=True,
    help="sdmx: facts as SDMX-CSV 2.0 with their structure. package: all tables as Parquet with datapackage.json.",
)
@click.option("--release", metavar="ID", help="Which release (`cakupan releases`). Default: the current one.")
@click.option("--force", is_flag=True, help="Replace an earlier export in DIR. Other files are never replaced.")
def command(folder: str, *, file_format: str, release: str | None, force: bool) -> None:
    """Writes a release into the new folder DIR, for those who do not use DuckDB.

    \b
      cakupan export --format sdmx cakupan-sdmx         for statistical offices and their tools
      cakupan export --format package cakupan-package   for everybody else: Parquet, described table by table
      cakupan export --format package old --release 20260301T120000Z-1a2b3c4d

    SDMX has the facts of coverage and employers: structure.xml (SDMX-ML 3.0: code lists, concepts, structures) and one
    CSV a flow. A figure is one line: where, what (INDICATOR), when, the value, how firm it is, and FACT_KEY, with which
    `cakupan trace` leads back to the report. The package has every published table; datapackage.json says what each
    column means, which keys hold, and which reports it was made of.

    The folder is there whole or not at all; the same release gives the same bytes.

    Exit codes: 0 written. 1 DIR holds other files, or nothing has been published. 2 the command was given wrongly.
    """
    from serving.exchange import ExchangeError, export  # noqa: PLC0415 - DuckDB; help must not wait
    from serving.release import ReleaseError  # noqa: PLC0415 - as above

    try:
        exported = export(terminal.settings(), file_format, Path(folder), release=release, force=force)
    except (ExchangeError, ReleaseError) as error:
        terminal.give_up(str(error))
    for line in exported.lines:
        click.echo(terminal.plain(f"  {line}"))
    click.echo(terminal.plain(f"release {exported.release_id} in {exported.folder}"))
