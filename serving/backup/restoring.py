"""Restoring: a data home out of a backup, only where there is none, only after every byte has been proven.

Belongs here: the order of the steps. What is restored lies aside until it is whole, then takes its place, `current` last; a kill in between is seen by the folder that is left,
and the next restore starts anew. Does not: the key of the tokens, which no backup has: the data home then says which one it waits for.
"""

import os
import shutil
from pathlib import Path

from serving.backup.errors import BackupError, speaking
from serving.backup.manifest import CONTENTS, BackupManifest, file_sha256, prove, read_manifest
from sources import journal
from sources.atomic import sync_folder
from sources.contracts.versions import versions
from sources.migrations.versions import RawLayerVersionError, require_not_newer
from sources.privacy.key import await_keys
from sources.settings import RESTORING, Settings

CURRENT = "current"
PERSONAL = "archive/registers"


def restore(settings: Settings, folder: Path) -> BackupManifest:
    """Fill the empty data home of the settings from a backup; its manifest. Raises BackupError, with nothing restored, unless every file is what was backed up."""
    manifest = read_manifest(folder)
    try:
        require_not_newer(settings, manifest.raw_versions, versions())
    except RawLayerVersionError as error:
        raise BackupError(f"{folder}: {error}") from None
    with speaking(settings.data):
        _require_empty(settings)
        prove(folder, manifest)
        aside = settings.data / RESTORING
        aside.mkdir(parents=True)
        sync_folder(settings.data)
        for name, kept in manifest.files.items():
            path = aside / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if kept.link is not None:
                path.symlink_to(kept.link)
                continue
            _copy(folder / CONTENTS / name, path, kept.mode)
            if file_sha256(path) != kept.sha256:
                raise BackupError(f"{path}: was not written as it was read; is the disk sound?")
        if (aside / PERSONAL).is_dir():
            (aside / PERSONAL).chmod(0o700)
        # Before anything can run: without it a new key would be made, and every register be read anew.
        if manifest.key_ids:
            await_keys(settings, manifest.key_ids)
        for path in sorted(aside.iterdir(), key=lambda path: path.name == CURRENT):
            path.rename(settings.data / path.name)
        sync_folder(settings.data)
        aside.rmdir()
        sync_folder(settings.data)
    journal.write(settings, "backup_restored", files=len(manifest.files), release_id=manifest.release_id)
    return manifest


def _require_empty(settings: Settings) -> None:
    """Raises BackupError if there is a data home; what an unfinished restore left is removed."""
    settings.data.mkdir(parents=True, exist_ok=True)
    left = settings.data / RESTORING
    if left.is_dir():
        # As long as it is there, nothing has been allowed to work here: all of it is the restore's own.
        for path in settings.data.iterdir():
            if path != left:
                shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
        shutil.rmtree(left)
    found = sorted(path.name for path in settings.data.iterdir() if path.name != "lost+found")
    if found:
        raise BackupError(
            f"{settings.data}: is not empty ({', '.join(found[:5])}); restore into an empty folder, named by CAKUPAN_DATA"
        )


def _copy(source: Path, path: Path, mode: int) -> None:
    with source.open("rb") as original, path.open("xb") as copy:
        shutil.copyfileobj(original, copy, 1 << 20)
        copy.flush()
        os.fsync(copy.fileno())
    found = source.stat()
    os.utime(path, ns=(found.st_mtime_ns, found.st_mtime_ns))
    path.chmod(mode)
