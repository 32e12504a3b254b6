"""`cakupan rollback`: going back to an earlier release."""

import click

from cli import terminal


@click.command(name="rollback")
@click.argument("release_id", metavar="RELEASE")
def command(release_id: str) -> None:
    """Makes RELEASE the current one, after its file has been proven to be the one that was published.

    Readers that are open keep what they have; new connections see RELEASE. Nothing is removed. The next run that finds
    something new publishes again: if the fault lies in a report or a rule, mend that first.

    Exit codes: 0 done. 1 there is no such release, or its file is damaged; nothing has changed.
    """
    from serving.release import ReleaseError, rollback  # noqa: PLC0415 - DuckDB; help must not wait

    try:
        release = rollback(terminal.settings(), release_id)
    except ReleaseError as error:
        terminal.give_up(str(error))
    click.echo(f"{release.release_id} is current: {terminal.plain(release.database)}")
