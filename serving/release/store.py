"""The folder of releases: which there are, which is current, the flip, the lock, keeping the last few.

Belongs here: everything that touches folders and links. Does not: what is inside a release's file.
"""

import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from serving.release.errors import ReleaseError, speaking
from serving.release.manifest import DATABASE_NAME, MANIFEST_NAME, RELEASE_ID, Manifest, Release, read_manifest
from sources.settings import Settings

TEMPORARY_PREFIX = ".tmp-"
LOCK_NAME = ".lock"
LOCK_WAIT_SECONDS = 60.0


def release_ids(settings: Settings) -> list[str]:
    """Ids of the folders that lie in releases/, oldest first, whole or damaged."""
    if not settings.releases_dir.is_dir():
        return []
    return sorted(
        path.name
        for path in settings.releases_dir.iterdir()
        if RELEASE_ID.fullmatch(path.name) and path.is_dir() and not path.is_symlink()
    )


def current_id(settings: Settings) -> str | None:
    """The release that `current` points to; None if there is no link or it leads nowhere in releases/."""
    try:
        target = settings.current.readlink()
    except OSError:
        return None
    inside = target.parent == Path(settings.releases_dir.name) and target.name in release_ids(settings)
    return target.name if inside else None


def current_release(settings: Settings) -> Release | None:
    """The release that BI reads; None before the first. Raises ReleaseError if its manifest is damaged."""
    name = current_id(settings)
    return None if name is None else _release(settings, name, name)


def list_releases(settings: Settings) -> list[Release]:
    """All whole releases, newest first. Those whose manifest or file is missing are in `damaged_releases`."""
    return [_release(settings, name, current_id(settings)) for name in reversed(_whole(settings))]


def damaged_releases(settings: Settings) -> dict[str, str]:
    """Id -> what is wrong, for folders in releases/ that cannot be used."""
    problems: dict[str, str] = {}
    for name in release_ids(settings):
        try:
            _release(settings, name, None)
        except ReleaseError as error:
            problems[name] = str(error)
    return problems


def _whole(settings: Settings) -> list[str]:
    damaged = damaged_releases(settings)
    return [name for name in release_ids(settings) if name not in damaged]


def _release(settings: Settings, name: str, current: str | None) -> Release:
    folder = settings.releases_dir / name
    manifest = read_manifest(folder)
    size_found = (folder / DATABASE_NAME).stat().st_size if (folder / DATABASE_NAME).is_file() else None
    if size_found != manifest.file_bytes:
        raise ReleaseError(
            f"{folder / DATABASE_NAME}: {size_found or 'no'} bytes instead of {manifest.file_bytes}; use another release"
        )
    log = folder / f"{DATABASE_NAME}.wal"
    if log.exists():
        # DuckDB plays such a log into what it reads, whatever file it was written for: readers would see what was never published.
        raise ReleaseError(f"{log}: this log is no part of the release, and readers would see its rows; remove it")
    return Release(folder, manifest, is_current=name == current)


@contextmanager
def publishing_lock(settings: Settings, wait_seconds: float = LOCK_WAIT_SECONDS) -> Iterator[None]:
    """Holds releases/.lock. The system frees it when its holder dies, so a dead publisher blocks nobody."""
    with speaking(settings.releases_dir):
        settings.releases_dir.mkdir(parents=True, exist_ok=True)
        file = os.open(settings.releases_dir / LOCK_NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o644)
    try:
        deadline = time.monotonic() + wait_seconds
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    raise ReleaseError(
                        f"{settings.releases_dir}: another process has been publishing for {wait_seconds:.0f} s; "
                        "wait until it has ended and try again"
                    ) from None
                time.sleep(0.05)
        yield
    finally:
        os.close(file)


def sweep(settings: Settings) -> None:
    """Removes what dead publishers left. Only under the lock: then no living publisher has a temporary folder."""
    for path in settings.releases_dir.glob(f"{TEMPORARY_PREFIX}*"):
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
    for path in settings.data.glob(f"{TEMPORARY_PREFIX}{settings.current.name}-*"):
        path.unlink()


def install(settings: Settings, temporary: Path, manifest: Manifest) -> Path:
    """Writes the manifest into a finished temporary folder and gives the folder its name, safe against loss of power."""
    path = temporary / MANIFEST_NAME
    path.write_text(manifest.model_dump_json(indent=2) + "\n", encoding="utf-8")
    for file in (temporary / DATABASE_NAME, *(temporary / name for name in manifest.files), path):
        file.chmod(0o444)
        synchronize(file)
    synchronize(temporary)
    folder = settings.releases_dir / manifest.release_id
    temporary.rename(folder)
    synchronize(settings.releases_dir)
    return folder


def flip(settings: Settings, name: str) -> None:
    """Makes a release current in one step: whoever opens `current` gets the old or the new one, never neither."""
    require_link(settings)
    link = settings.data / f"{TEMPORARY_PREFIX}{settings.current.name}-{os.getpid()}"
    link.unlink(missing_ok=True)
    link.symlink_to(Path(settings.releases_dir.name) / name, target_is_directory=True)
    link.replace(settings.current)
    synchronize(settings.data)


def require_link(settings: Settings) -> None:
    """Raises ReleaseError if something else than a link stands where `current` must be."""
    if settings.current.exists() and not settings.current.is_symlink():
        raise ReleaseError(f"{settings.current}: is no symbolic link; move it away and publish again")


def prune(settings: Settings) -> list[str]:
    """Removes all but the last `keep_releases`; the current one always stays. Gives the removed ids."""
    current = current_id(settings)
    old = [name for name in release_ids(settings)[: -settings.keep_releases] if name != current]
    for name in old:
        # Under a temporary name first: a folder that is half removed must not look like a release.
        doomed = settings.releases_dir / f"{TEMPORARY_PREFIX}old-{name}"
        (settings.releases_dir / name).rename(doomed)
        shutil.rmtree(doomed)
    return old


def synchronize(path: Path) -> None:
    """Writes a file's or folder's contents through to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
