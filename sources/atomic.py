"""Writing a file so that it is either there, whole and durable, or not there at all.

Belongs here: temporary name, fsync, rename, what dead writers left. Does not: what is written, and where.
"""

import contextlib
import fcntl
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

TEMPORARY_SUFFIX = ".tmp"


def write_atomically(path: Path, write: Callable[[BinaryIO], None], mode: int = 0o666) -> None:
    """Let `write` fill a temporary file beside `path`, then put it in its place, replacing what is there.

    `mode` is subject to the umask. Whatever `write` raises leaves neither the temporary file nor a changed `path`; an OSError names `path`.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary, descriptor = new_temporary(path, mode)
        try:
            with os.fdopen(descriptor, "wb") as file:
                write(file)
                file.flush()
                os.fsync(file.fileno())
                temporary.replace(path)
        except BaseException:  # an interrupt, too, must not leave a half-written file behind
            with contextlib.suppress(FileNotFoundError):
                temporary.unlink()
            raise
        sync_folder(path.parent)
    except OSError as error:
        # Who writes knows no name: `No space left on device` alone tells nobody where.
        raise error if error.filename else OSError(error.errno, error.strerror, str(path)) from error


def new_temporary(path: Path, mode: int = 0o666) -> tuple[Path, int]:
    """A new empty file beside `path`, and its descriptor, open for writing.

    The descriptor holds a lock on it until it is closed or its process dies: that is how `remove_leftovers` tells dead writers from living ones.
    """
    while True:
        temporary = path.parent / f".{path.name}.{secrets.token_hex(6)}{TEMPORARY_SUFFIX}"
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        if os.fstat(descriptor).st_nlink:
            return temporary, descriptor
        os.close(descriptor)  # it was taken for a dead one's before it was locked


def remove_leftovers(folder: Path) -> int:
    """Remove the temporary files of dead writers in a folder; how many. Those of living writers stay."""
    removed = 0
    for path in folder.glob(f".*{TEMPORARY_SUFFIX}"):
        try:
            descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError:  # gone meanwhile, or no file of ours
            continue
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink(missing_ok=True)
            removed += 1
        except BlockingIOError:
            pass
        finally:
            os.close(descriptor)
    return removed


def remove_durably(path: Path) -> None:
    """Remove a file, if it is there."""
    with contextlib.suppress(FileNotFoundError):
        path.unlink()
        sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
