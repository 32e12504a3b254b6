"""`cakupan tidy`: old runs out of Dagster's history."""

import click

from cli import terminal


@click.command(name="tidy")
@click.option(
    "--days", type=click.IntRange(min=1), help="Keep so many days; CAKUPAN_RUN_RETENTION_DAYS (180) unless given."
)
@click.option("--dry-run", is_flag=True, help="Count them, remove nothing.")
def command(days: int | None, dry_run: bool) -> None:
    """Removes finished runs from Dagster's history, with their events and what their steps printed. Data and releases stay as they are.

    A run that is the latest to have made an asset or a month of one, or to have evaluated a check, stays. The daemon does the same every night.

    Exit codes: 0. 1 Dagster's storage does not answer.
    """
    from datetime import UTC, datetime  # noqa: PLC0415 - help must not wait

    import dagster as dg  # noqa: PLC0415 - Dagster takes seconds to load

    from orchestration import environment  # noqa: PLC0415 - as above
    from orchestration.failures import classify  # noqa: PLC0415 - as above
    from orchestration.tidy import tidy  # noqa: PLC0415 - as above

    settings = terminal.settings()
    try:
        with environment.applied(settings), dg.DagsterInstance.get() as instance:
            done = tidy(instance, settings, days or settings.run_retention_days, datetime.now(UTC), dry_run=dry_run)
    except Exception as error:
        found = classify(error)
        if found.code == "unknown":
            raise
        terminal.give_up(f"{found.means}; {found.remedy}")
    click.echo(
        f"{len(done.removed)} runs {'are due' if dry_run else 'removed'}; {done.kept} old ones stay, for they are the latest of something"
    )
