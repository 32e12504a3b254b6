"""The command `cakupan`: the group of commands and its help.

Belongs here: which commands there are. Does not: what they do. Each lives in a module of its own, which is imported when the
command is called, so that no command waits for another's libraries.
"""

import sys
from importlib import import_module
from io import TextIOWrapper

import click

_COMMANDS = {
    "extract": ("cli.extract", "Show what press reports say, without touching the warehouse."),
    "template": ("cli.template", "Write an empty form for senders."),
    "run": ("cli.run", "Take in the inbox, build, check and publish the warehouse."),
    "read": ("cli.read", "Read a month, a source or one report again."),
    "feedback": ("cli.feedback", "Give a report back to its sender with what is to be mended."),
    "review": ("cli.review", "List the figures that wait for a person."),
    "trace": ("cli.trace", "Lead a row of the warehouse back to the printed characters."),
    "releases": ("cli.releases", "List what is published."),
    "report": ("cli.report", "Write a release as one page for people, to look at or to mail."),
    "diff": ("cli.diff", "Say what is different between two releases."),
    "rollback": ("cli.rollback", "Make an earlier release the current one."),
    "export": ("cli.export", "Write a release for others: SDMX, or a data package of Parquet files."),
    "key": ("cli.key", "Show or replace the key that turns personal numbers into tokens."),
    "alerts": ("cli.alerts", "Tell people of what is wrong; try the receivers out."),
    "tidy": ("cli.tidy", "Remove old runs from Dagster's history."),
    "backup": ("cli.backup", "Copy the data home, verified; earlier copies are kept."),
    "restore": ("cli.restore", "Make a data home out of a backup."),
    "retention": ("cli.retention", "Remove archived registers whose time has come."),
}


class _Commands(click.Group):
    """Commands by name, imported only when they are called; the short helps stand here so that --help imports none."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = import_module(_COMMANDS[cmd_name][0]).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, short_help) for name, (_, short_help) in _COMMANDS.items()])


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="cakupan")
def main() -> None:
    """Cakupan is a warehouse of Indonesia's employment social security: how many workers are covered where, which
    employers pay, what was disbursed. It reads reports, checks them, and publishes one DuckDB file in which every
    figure leads back to the characters of the report that printed it.

    A session, from a report to a figure and back:

    \b
      cakupan template workbook               an empty form for a branch to fill in
      cp report.txt data/inbox/press/         a report arrives (docs/reports.md: in which forms)
      cakupan extract report.txt              what does it say, what was not taken for a fact, and why?
      cakupan run                             take it in, build, check, publish
      cakupan feedback workbook/pontianak.xlsx  the workbook again, its refused cells marked, for its sender
      cakupan review                          which figures wait for a person, too uncertain to be published?
      duckdb -readonly data/current/cakupan.duckdb "from marts.rpt_coverage_by_province"
      cakupan trace fct_coverage 3f2a91       who says so? (the first characters of the row's key)
      cakupan report --open                   what does it all look like? one page, without a network
      cakupan releases                        what is published?
      cakupan diff                            what is different from the release before?
      cakupan rollback RELEASE                go back; nothing is lost
      cakupan export --format package DIR     hand it to somebody: Parquet with a description, or SDMX

    Reports, archive, releases lie in the data home: the folder named by CAKUPAN_DATA, or data/ of the project.

    \b
    Exit codes: 0 all went well. 1 it failed. 2 the command was given wrongly.
                3 it is done, but some reports or rows were refused; they are named.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A terminal that knows no » must not end a command half-way.
            stream.reconfigure(errors="backslashreplace")


if __name__ == "__main__":
    main()
