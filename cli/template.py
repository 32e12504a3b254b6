"""`cakupan template`: an empty form for senders. Belongs here: the options, where the file goes. Does not: the form (serving.template)."""

import sys
from pathlib import Path

import click

from cli import terminal

_FORMATS = ("xlsx", "csv")


@click.command(name="template")
@click.argument("source")
@click.option(
    "--format",
    "file_format",
    type=click.Choice(_FORMATS),
    help="A workbook with drop-downs and explanations, or plain CSV. Default: what FILE ends in, else xlsx.",
)
@click.option(
    "--language",
    type=click.Choice(["id", "en"]),
    default="id",
    show_default=True,
    help="Language of headers and explanations; both are understood when the file comes back.",
)
@click.option(
    "--office", metavar="CODE", help="Workbook: for one office (dbt_project/seeds/office.csv), with its areas."
)
@click.option("--filled", is_flag=True, help="With the example rows filled in, to see what is meant.")
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    help="Where it goes; - is standard output. Default: cakupan-SOURCE.xlsx in this folder. An existing file is not replaced.",
)
def command(
    source: str, *, file_format: str | None, language: str, office: str | None, filled: bool, output: str | None
) -> None:
    """Writes an empty form of SOURCE: workbook, labour_force, employer_register or payment_register.

    \b
      cakupan template workbook --office KC-61.71     for the branch Pontianak
      cakupan template labour_force --format csv -o - to standard output

    The form is made out of what the reader of the source understands. What is filled in goes into the folder of that
    name in the inbox.

    Exit codes: 0 written. 1 the file exists or cannot be written. 2 there is no such form or office.
    """
    from serving.template import TemplateError, csv_template, template, xlsx_template  # noqa: PLC0415 - help must not wait

    suffix = Path(output or "").suffix.lower().removeprefix(".")
    chosen = file_format or (suffix if suffix in _FORMATS else "xlsx")
    try:
        made = template(source, language, office)
    except TemplateError as error:
        terminal.give_up(str(error), terminal.USAGE)
    content = xlsx_template(made, filled) if chosen == "xlsx" else csv_template(made, filled).encode()
    if output == "-":
        sys.stdout.buffer.write(content)
        return
    path = Path(output or f"cakupan-{source}.{chosen}")
    terminal.write_new(path, content)
    click.echo(terminal.plain(path))
