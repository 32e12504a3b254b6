"""What can go wrong with a release, said so that the operator knows what to do.

Belongs here: the one exception of this package and how errors of the system and of DuckDB are put into words.
"""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

_REMEDIES = {
    errno.ENOSPC: "the disk is full: free some space, or lower CAKUPAN_KEEP_RELEASES, and publish again",
    errno.EDQUOT: "the disk quota is used up: free some space, or lower CAKUPAN_KEEP_RELEASES, and publish again",
    errno.EFBIG: "the file grew beyond what this process may write (ulimit -f): raise the limit and publish again",
    errno.EACCES: "give this user the right to write there and publish again",
    errno.EPERM: "give this user the right to write there and publish again",
    errno.EROFS: "the file system is read-only: name another data home with CAKUPAN_DATA, or mount it for writing",
}

# DuckDB reports errors of the system as text only.
_DUCKDB_SIGNS = {
    "No space left": errno.ENOSPC,
    "quota exceeded": errno.EDQUOT,
    "File too large": errno.EFBIG,
    "Permission denied": errno.EACCES,
    "Read-only file system": errno.EROFS,
}


class ReleaseError(Exception):
    """A release could not be made, verified or changed. The message names the file, what is wrong, and the remedy.

    Whenever it is raised, the release that was current before still is.
    """


def in_words(error: Exception, where: Path) -> str:
    """An error of the system or of DuckDB as a sentence with a remedy; `where` is the file or folder at work."""
    text = " ".join(str(error).split())
    code = error.errno if isinstance(error, OSError) else None
    if isinstance(error, duckdb.Error):
        code = next((number for sign, number in _DUCKDB_SIGNS.items() if sign in text), None)
        if "Could not set lock" in text:
            return f"{where}: another process is writing it; wait until that run has ended and publish again ({text})"
    remedy = _REMEDIES.get(code, "see the message") if code else "see the message"
    return f"{where}: {text}; {remedy}"


@contextmanager
def speaking(where: Path) -> Iterator[None]:
    """Turns errors of the system and of DuckDB into ReleaseError."""
    try:
        yield
    except (OSError, duckdb.Error) as error:
        raise ReleaseError(f"{in_words(error, where)}. The current release is unchanged.") from error
