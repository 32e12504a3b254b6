"""The archive: every content that ever arrived, under its SHA-256, never changed.

Belongs here: taking a file's bytes over and giving them back, each time with proof that they are the same. Does not: the register.
"""

import hashlib
import os
import stat
from pathlib import Path
from typing import BinaryIO

from sources.atomic import remove_leftovers, write_atomically
from sources.identity import content_hash
from sources.settings import Settings

PIECE = 1 << 20
READ_ONLY = 0o444
READ_BY_OWNER = 0o400
PERSONAL_FOLDER = "archive/registers"


class ChangedWhileReadError(Exception):
    """The file in the inbox was written to while it was taken over."""


class ArchiveDamagedError(Exception):
    """The archive does not hold the bytes that were registered."""


def archive_path(sha256: str, personal: bool = False) -> str:
    """Path of a content below the data home; what names persons lies apart, where only the owner may enter."""
    return f"{PERSONAL_FOLDER if personal else 'archive'}/{sha256[:2]}/{sha256}"


def measure(file: BinaryIO, limit: int) -> tuple[str, int, bytes | None]:
    """SHA-256, size and, up to `limit` bytes, the content of an open file; a larger one is never held in memory.

    Raises ChangedWhileReadError if its size or time of change moves meanwhile.
    """
    before = os.fstat(file.fileno())
    digest, size = hashlib.sha256(), 0
    pieces: list[bytes] | None = []
    while piece := file.read(PIECE):
        digest.update(piece)
        size += len(piece)
        if pieces is not None:
            pieces.append(piece)
            if size > limit:
                pieces = None
    after = os.fstat(file.fileno())
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or size != after.st_size:
        raise ChangedWhileReadError
    return digest.hexdigest(), size, None if pieces is None else b"".join(pieces)


def keep(settings: Settings, file: BinaryIO, sha256: str, personal: bool = False) -> None:
    """Put the bytes of an open file into the archive, unless they are there. Raises ChangedWhileReadError if the hash differs."""
    path = _checked_path(settings, sha256, personal)
    if path.exists():
        return
    if personal:
        _make_private(settings, path.parent)

    def write(target: BinaryIO) -> None:
        file.seek(0)
        digest = hashlib.sha256()
        while piece := file.read(PIECE):
            digest.update(piece)
            target.write(piece)
        if digest.hexdigest() != sha256:
            raise ChangedWhileReadError

    write_atomically(path, write, mode=READ_BY_OWNER if personal else READ_ONLY)
    if _hash_of(path) != sha256:
        path.unlink()
        raise ArchiveDamagedError(f"{path} was not written as it was read: is the disk sound?")


def archived(settings: Settings, sha256: str) -> bytes:
    """The bytes of a registered content. Raises FileNotFoundError or ArchiveDamagedError."""
    path = _checked_path(settings, sha256)
    if not stat.S_ISREG(path.lstat().st_mode):
        raise ArchiveDamagedError(f"{path} is no file")
    content = path.read_bytes()
    if content_hash(content) != sha256:
        raise ArchiveDamagedError(f"{path} no longer has the bytes that were registered")
    return content


def clear_archive(settings: Settings) -> None:
    """Remove what a killed intake left half-written."""
    folders = [
        *settings.archive_dir.glob("[0-9a-f][0-9a-f]"),
        *settings.data.glob(f"{PERSONAL_FOLDER}/[0-9a-f][0-9a-f]"),
    ]
    for folder in folders:
        remove_leftovers(folder)


def _make_private(settings: Settings, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    private = settings.data / PERSONAL_FOLDER
    if private.stat().st_mode & 0o077:  # made before it is filled: what lies in it later is closed in by it
        private.chmod(0o700)


def _checked_path(settings: Settings, sha256: str, personal: bool = False) -> Path:
    if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
        raise ValueError("no SHA-256")
    return settings.data / archive_path(sha256, personal)


def _hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
