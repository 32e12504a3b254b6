"""`cakupan run`: the whole job, through Dagster. Belongs here: the options. Does not: the job (orchestration)."""

from pathlib import Path

import click

from cli import terminal


@click.command(name="run")
@click.option(
    "--inbox",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder with the reports, one folder a source below it. Default: inbox/ of the data home.",
)
@click.option(
    "--corrections",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="What people decided about figures (docs/corrections.md). Default: corrections.yml of the data home, if there is one.",
)
def command(inbox: Path | None, corrections: Path | None) -> None:
    """Takes in the inbox, builds, checks and publishes the warehouse.

    The inbox is never altered. A report that was taken in before is not read again. If a blocking check fails, the
    warehouse that is published stays as it is.

    A correction that is written wrongly, or no longer means the figure that it was written for, is such a failure: it
    is named with line, rule and remedy, and nothing is built until it is put right.

    Exit codes: 0 published. 1 failed. 3 published, but some reports or rows were refused; they are named.
    """
    settings = terminal.settings(inbox, corrections)
    from orchestration.run import run_warehouse  # noqa: PLC0415 - Dagster takes seconds to load; help must not wait

    raise SystemExit(run_warehouse(settings, terminal.console()))
