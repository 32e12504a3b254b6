"""`cakupan retention`: archived registers whose time has come."""

import click

from cli import terminal


@click.command(name="retention")
@click.option(
    "--months", type=click.IntRange(min=1), help="Keep them so long; CAKUPAN_REGISTER_RETENTION_MONTHS unless given."
)
@click.option("--dry-run", is_flag=True, help="List them, remove nothing.")
def command(months: int | None, dry_run: bool) -> None:
    """Removes the archived files of registers that arrived longer ago than they are kept: they hold personal numbers in the clear.

    What was accepted of them stays in the warehouse, with its tokens; the removal is written down (audit.archive_removals). A register that
    was not read yet is kept. Remove the files of the inbox yourself: nothing there is ever touched.

    Exit codes: 0. 2 no time is set.
    """
    from datetime import UTC, datetime  # noqa: PLC0415 - help must not wait

    from serving.backup import remove_leftovers  # noqa: PLC0415 - as above
    from sources.intake.retention import due, remove  # noqa: PLC0415 - polars
    from sources.readers import SOURCES  # noqa: PLC0415 - as above

    settings = terminal.settings()
    kept = months or settings.register_retention_months
    if kept is None:
        terminal.give_up("say how long: --months, or the variable CAKUPAN_REGISTER_RETENTION_MONTHS", terminal.USAGE)
    today = datetime.now(UTC).date()
    found = due(settings, [name for name, source in SOURCES.items() if source.personal], kept, today)
    if not dry_run:
        remove(settings, found, today)
        remove_leftovers(settings)
    for one in found:
        entry = one.entry
        click.echo(
            f"{'due' if dry_run else 'removed'}: {terminal.plain(entry['file_name'])}, {entry['size_bytes']} bytes, "
            f"received {entry['received_at']:%Y-%m-%d} ({entry['report_id']})"
        )
    click.echo(f"{len(found)} archived registers {'are due' if dry_run else 'removed'}")
