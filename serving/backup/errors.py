"""What can go wrong with a backup, said so that the operator knows what to do."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_REMEDIES = {
    errno.ENOSPC: "the disk is full: free some space, or keep fewer backups (--keep)",
    errno.EDQUOT: "the disk quota is used up: free some space, or keep fewer backups (--keep)",
    errno.EACCES: "give this user the right to read and write there",
    errno.EPERM: "give this user the right to read and write there",
    errno.ENOENT: "name a folder whose parent is there",
    errno.ENOTDIR: "name a folder, not something below a file",
    errno.EROFS: "the file system is read-only: mount it for writing, or name another folder",
}


class BackupError(Exception):
    """A backup could not be made, proven or restored. The message names the file, what is wrong, and the remedy."""


@contextmanager
def speaking(where: Path) -> Iterator[None]:
    """Turns errors of the system into BackupError."""
    try:
        yield
    except OSError as error:
        remedy = _REMEDIES.get(error.errno or 0, "look at the disk, or name another folder")
        raise BackupError(f"{error.filename or where}: {error.strerror or error}; {remedy}") from error
