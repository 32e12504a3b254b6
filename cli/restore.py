"""`cakupan restore`: a data home out of a backup."""

from pathlib import Path

import click

from cli import terminal


@click.command(name="restore")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def command(folder: Path) -> None:
    """Fills the data home (CAKUPAN_DATA), which must be empty, from FOLDER: one backup, or a folder of backups, of which the last is taken.

    Every file is compared with what was backed up before the first is written. Then bring the key of the tokens back, if the backup needs one, and
    call `cakupan run`: it finds nothing new, builds, and the release is the one that was current.

    Exit codes: 0 done. 1 the backup is damaged, or the data home is not empty; nothing was restored.
    """
    from serving.backup import BackupError, kept_backups, restore  # noqa: PLC0415 - help must not wait
    from serving.backup.manifest import NAME  # noqa: PLC0415 - as above

    settings = terminal.settings()
    chosen = folder if (folder / NAME).exists() else next(iter(reversed(kept_backups(folder))), folder)
    try:
        manifest = restore(settings, chosen)
    except BackupError as error:
        terminal.give_up(str(error))
    click.echo(f"{len(manifest.files)} files of {terminal.plain(chosen)} restored into {terminal.plain(settings.data)}")
    click.echo(f"release {manifest.release_id} is current" if manifest.release_id else "it holds no release yet")
    if manifest.key_ids:
        click.echo(f"bring the key back before the next run: {' or '.join(manifest.key_ids)} (docs/production.md)")
