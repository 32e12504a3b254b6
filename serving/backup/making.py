"""Making a backup: a still picture of the data home by second names, copied, verified, then declared whole.

Belongs here: the order of the steps, keeping the last few. Does not: what belongs into it (`layout`), its manifest. A kill at any point leaves the data home as it was and
earlier backups whole; the next backup removes what is left.
"""

import contextlib
import errno
import hashlib
import os
import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from serving.backup import layout
from serving.backup.errors import BackupError, speaking
from serving.backup.locks import only_one, still
from serving.backup.manifest import (
    BACKUP_ID,
    CONTENTS,
    FORM,
    NAME,
    PIECE,
    BackupManifest,
    KeptFile,
    file_sha256,
    prove,
    read_manifest,
    write_manifest,
)
from serving.release.store import current_id
from sources import journal
from sources.atomic import sync_folder
from sources.contracts.versions import versions
from sources.intake.keys_in_use import registers_by_key
from sources.migrations.versions import stored
from sources.readers import SOURCES
from sources.settings import Settings

UNFINISHED = ".unfinished-"
PICTURE = ".backup"
OWNER_ONLY = 0o700


@dataclass(frozen=True)
class Backup:
    """A backup that was made. `copied_bytes` are those that had to be written; what had not changed is shared with the backup before."""

    folder: Path
    manifest: BackupManifest
    copied_bytes: int
    removed: tuple[str, ...]


def kept_backups(target: Path) -> list[Path]:
    """Whole backups in a folder, oldest first; what was never finished is none."""
    if not target.is_dir():
        return []
    return sorted(path for path in target.iterdir() if BACKUP_ID.fullmatch(path.name) and (path / NAME).is_file())


def backup(
    settings: Settings,
    target: Path,
    *,
    now: datetime,
    code_revision: str,
    keep: int | None = None,
    alone: Callable[[], AbstractContextManager[None]] = nullcontext,
) -> Backup:
    """Copy the data home into a new folder below `target`, named by `now` (with its time zone), verify it, and remove all but the last `keep`.

    `alone` holds the run's lock; it is held, with those of intake and publishing, only while the picture is taken, not while it is copied.
    Raises BackupError; earlier backups stay as they are then.
    """
    if not (settings.raw_dir.is_dir() or settings.archive_dir.is_dir()):
        raise BackupError(f"{settings.data}: there is nothing to back up; is CAKUPAN_DATA right?")
    if target.resolve().is_relative_to(settings.data.resolve()):
        raise BackupError(f"{target}: lies in the data home itself; name a folder elsewhere, best on another disk")
    with speaking(target), only_one(settings):
        target.mkdir(parents=True, exist_ok=True, mode=OWNER_ONLY)
        folder = target / now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
        if folder.exists():
            raise BackupError(f"{folder} exists; wait a second")
        for left in target.glob(f"{UNFINISHED}*"):
            shutil.rmtree(left)
        unfinished = target / f"{UNFINISHED}{folder.name}"
        unfinished.mkdir(mode=OWNER_ONLY)
        try:
            made, copied = _make(settings, unfinished, _latest(target), alone, now=now, code_revision=code_revision)
            # Bytes that reached the disk wrongly are told now, not in a year.
            prove(unfinished, made, read_already=copied.shared)
            write_manifest(unfinished, made)
        except BaseException:
            shutil.rmtree(unfinished, ignore_errors=True)
            raise
        unfinished.rename(folder)
        sync_folder(target)
        removed = _prune(target, keep)
    journal.write(settings, "backup_made", files=len(made.files), bytes=copied.bytes, release_id=made.release_id)
    return Backup(folder, made, copied.bytes, tuple(removed))


def remove_leftovers(settings: Settings) -> None:
    """Remove the picture that a killed backup left: its second names would keep files that have been removed since. Nothing happens while one is made."""
    if (settings.data / PICTURE).exists():
        with contextlib.suppress(BackupError), only_one(settings):
            shutil.rmtree(settings.data / PICTURE, ignore_errors=True)


def _make(
    settings: Settings,
    folder: Path,
    before: Path | None,
    alone: Callable[[], AbstractContextManager[None]],
    *,
    now: datetime,
    code_revision: str,
) -> tuple[BackupManifest, "_Copied"]:
    picture = settings.data / PICTURE
    shutil.rmtree(picture, ignore_errors=True)
    try:
        with alone(), still(settings):
            names = list(layout.entries(settings))
            for name in names:
                if not name.startswith(layout.LEFT_IN_PLACE):
                    _picture(settings.data / name, picture / name, immutable=name.startswith(layout.IMMUTABLE))
            release, raw_versions = current_id(settings), {**versions(), **stored(settings)}
            key_ids = sorted(registers_by_key(settings, [name for name, source in SOURCES.items() if source.personal]))
        earlier = read_manifest(before).files if before else {}
        files, copied = {}, _Copied()
        for name in names:
            source = (settings.data if name.startswith(layout.LEFT_IN_PLACE) else picture) / name
            try:
                known = _Known(earlier[name], before / CONTENTS / name) if before and name in earlier else None
                files[name] = _keep(name, source, folder / CONTENTS / name, known, copied)
            except FileNotFoundError:
                if not name.startswith(layout.LEFT_IN_PLACE):
                    raise  # an inbox is others' place, they may take files away meanwhile
    finally:
        shutil.rmtree(picture, ignore_errors=True)
    _sync(folder)
    made = BackupManifest(
        form=FORM,
        created_at=now,
        code_revision=code_revision,
        release_id=release,
        raw_versions=raw_versions,
        key_ids=key_ids,
        files=files,
    )
    return made, copied


def _picture(path: Path, second: Path, *, immutable: bool) -> None:
    second.parent.mkdir(parents=True, exist_ok=True, mode=OWNER_ONLY)
    if path.is_symlink():
        second.symlink_to(path.readlink())
        return
    if immutable:
        try:
            os.link(path, second, follow_symlinks=False)
            return
        except OSError as error:
            # Another file system below the data home, or one that knows no second names.
            if error.errno not in (errno.EXDEV, errno.EPERM, errno.EMLINK, errno.ENOTSUP):
                raise
    shutil.copy2(path, second)


@dataclass
class _Copied:
    bytes: int = 0
    shared: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class _Known:
    """A file as the backup before has it."""

    file: KeptFile
    place: Path


def _keep(name: str, path: Path, kept: Path, known: _Known | None, copied: _Copied) -> KeptFile:
    kept.parent.mkdir(parents=True, exist_ok=True, mode=OWNER_ONLY)
    found = path.lstat()
    mode = found.st_mode & 0o777
    if path.is_symlink():
        target = str(path.readlink())
        kept.symlink_to(target)
        return KeptFile(size=0, sha256=hashlib.sha256(target.encode()).hexdigest(), mode=mode, mtime_ns=0, link=target)
    if known is not None and (known.file.size, known.file.mtime_ns, known.file.mode) == (
        found.st_size,
        found.st_mtime_ns,
        mode,
    ):
        if _shared(known, kept):
            copied.shared.add(name)
            return known.file
        kept.unlink(missing_ok=True)
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as source, kept.open("xb") as copy:
        while piece := source.read(PIECE):
            digest.update(piece)
            copy.write(piece)
            size += len(piece)
        copy.flush()
        os.fsync(copy.fileno())
    os.utime(kept, ns=(found.st_mtime_ns, found.st_mtime_ns))
    kept.chmod(mode)
    copied.bytes += size
    return KeptFile(size=size, sha256=digest.hexdigest(), mode=mode, mtime_ns=found.st_mtime_ns)


def _shared(known: _Known, kept: Path) -> bool:
    """Give the file of the backup before a second name, if it is still what it was; a damaged one must not be handed on for ever."""
    try:
        os.link(known.place, kept, follow_symlinks=False)
        return file_sha256(kept) == known.file.sha256
    except OSError:
        return False


def _latest(target: Path) -> Path | None:
    """The newest backup whose manifest can be read: of a damaged one nothing is taken over."""
    for folder in reversed(kept_backups(target)):
        try:
            read_manifest(folder)
        except BackupError:
            continue
        return folder
    return None


def _sync(folder: Path) -> None:
    for path in [folder, *(path for path in folder.rglob("*") if path.is_dir() and not path.is_symlink())]:
        sync_folder(path)


def _prune(target: Path, keep: int | None) -> list[str]:
    old = kept_backups(target)[:-keep] if keep else []
    for folder in old:
        # Under another name first: a folder that is half removed must not look like a backup.
        doomed = target / f"{UNFINISHED}old-{folder.name}"
        folder.rename(doomed)
        shutil.rmtree(doomed)
    return [folder.name for folder in old]
