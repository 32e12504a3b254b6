"""`cakupan backup`: a verified copy of the data home."""

from pathlib import Path

import click

from cli import terminal


@click.command(name="backup")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--keep",
    type=click.IntRange(min=1),
    help="Remove all but the last N backups of the folder; all are kept unless given.",
)
@click.option("--check", is_flag=True, help="Make none: read the backups of the folder and prove that they are whole.")
def command(folder: Path, keep: int | None, check: bool) -> None:
    """Copies the data home into a new folder below FOLDER: archive, raw layer, releases, inbox, corrections; then reads the copy again and compares it.

    A run may go on: it is held off only for the moment in which the picture is taken. What has not changed since the backup before takes no room again.

    The key of the tokens is NOT in it: keep it apart (docs/production.md). A backup holds archived registers in the clear: guard it like the data home, and
    let it go when they must go (--keep).

    Exit codes: 0 done. 1 it could not be made, or a backup is damaged; the message says which file.
    """
    from datetime import UTC, datetime  # noqa: PLC0415 - help must not wait

    from serving.backup import BackupError, backup, kept_backups  # noqa: PLC0415 - as above
    from serving.backup.manifest import prove, read_manifest  # noqa: PLC0415 - as above

    settings = terminal.settings()
    if check:
        damaged = 0
        for one in kept_backups(folder):
            try:
                prove(one, read_manifest(one))
                click.echo(f"whole: {terminal.plain(one)}")
            except BackupError as error:
                damaged += 1
                terminal.complain(f"damaged: {error}")
        if damaged or not kept_backups(folder):
            terminal.give_up(f"{damaged} damaged backups" if damaged else f"{folder}: there is no backup")
        return
    from orchestration.release import code_revision  # noqa: PLC0415 - Dagster takes seconds to load
    from orchestration.stages import alone  # noqa: PLC0415 - as above

    def waiting() -> None:
        click.echo("a `cakupan run` works in this data home; waiting for it")

    try:
        made = backup(
            settings,
            folder.absolute(),
            now=datetime.now(UTC),
            code_revision=settings.revision or code_revision(),
            keep=keep,
            alone=lambda: alone(settings.dagster_dir, waiting),
        )
    except BackupError as error:
        terminal.give_up(str(error))
    click.echo(
        f"{len(made.manifest.files)} files, {made.copied_bytes / 1e6:.1f} MB written, verified: {terminal.plain(made.folder)}"
    )
    if made.manifest.key_ids:
        click.echo(
            f"its registers need the key {' and '.join(made.manifest.key_ids)}, which is not in it: keep it apart"
        )
    for name in made.removed:
        click.echo(f"removed: {name}")
