"""Finding the files of the inbox without trusting anything in it.

Belongs here: walking, what is refused by its kind or name, opening a file so that no link is followed. Does not: the archive, the register.
"""

import os
import stat
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from sources.contracts.rules import rule_named
from sources.identity import row_id
from sources.reference import read_table
from sources.text import shown_name

DEEPEST = 16
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
# O_NONBLOCK: a named pipe that took the file's place between look and open must not hang the run.
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK
_KINDS = (
    (stat.S_ISLNK, "symbolic link"),
    (stat.S_ISFIFO, "named pipe"),
    (stat.S_ISSOCK, "socket"),
    (stat.S_ISBLK, "block device"),
    (stat.S_ISCHR, "character device"),
)


@dataclass(frozen=True)
class RefusedFile:
    """A file of the inbox that was not taken in: named at every run, as long as it lies there."""

    file_name: str  # path below the inbox, escaped: fit to be shown
    rule: str
    message: str
    remedy: str


@dataclass(frozen=True)
class FoundFile:
    """A regular file in the folder of a source. `parts` are the names as the file system has them, below the inbox."""

    source: str
    parts: tuple[str, ...]
    # Another one as soon as anything was written to the file or put in its place. The time of change is in it because `cp -p` and `rsync -t`
    # give a new content the size and time of writing of an old one.
    stamp: str = field(default="", compare=False)

    @property
    def file_name(self) -> str:
        """Path below the inbox, escaped: the name under which the report is known."""
        return _shown_path(self.parts)

    @property
    def suffix(self) -> str:
        return PurePosixPath(self.parts[-1]).suffix.lower()


def refused_file(parts: tuple[str, ...], rule: str, value: str | None = None) -> RefusedFile:
    """A refusal in the words of the table of rules."""
    entry = rule_named(rule)
    return RefusedFile(_shown_path(parts), rule, entry.message(value), entry.remedy)


def walk(inbox: Path, sources: Collection[str]) -> Iterator[FoundFile | RefusedFile]:
    """Every entry below the inbox, sorted by the bytes of its path: a file of a known source, or a refusal. Opens no file."""
    try:
        descriptor = os.open(inbox, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)  # the inbox itself may be a link
    except OSError:
        yield refused_file((), "inbox_missing", str(inbox))
        return
    try:
        yield from _walk(descriptor, (), sources)
    finally:
        os.close(descriptor)


def _walk(descriptor: int, parts: tuple[str, ...], sources: Collection[str]) -> Iterator[FoundFile | RefusedFile]:
    for name in sorted(os.listdir(descriptor), key=os.fsencode):
        path = (*parts, name)
        try:
            status = os.stat(name, dir_fd=descriptor, follow_symlinks=False)
        except OSError as error:
            yield refused_file(path, "cannot_be_opened", error.strerror)
            continue
        mode = status.st_mode
        if name.startswith("."):
            yield refused_file(path, "hidden_file")
        elif stat.S_ISDIR(mode):
            yield from _enter(descriptor, path, sources)
        elif not stat.S_ISREG(mode):
            kind = next((text for test, text in _KINDS if test(mode)), "special file")
            yield refused_file(path, "not_a_regular_file", kind)
        elif not parts:
            yield refused_file(path, "outside_any_source")
        elif (pattern := _temporary(name)) is not None:
            yield refused_file(path, "temporary_name", pattern)
        else:
            stamp = row_id(status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_dev, status.st_ino)
            yield FoundFile(parts[0], path, stamp)


@cache
def _temporary_patterns() -> tuple[str, ...]:
    return tuple(row["pattern"] for row in read_table(Path(__file__).with_name("temporary_names.csv")))


def _temporary(name: str) -> str | None:
    """The pattern of a name that programs give to what is not finished yet."""
    return next((pattern for pattern in _temporary_patterns() if fnmatchcase(name.lower(), pattern)), None)


def _enter(descriptor: int, path: tuple[str, ...], sources: Collection[str]) -> Iterator[FoundFile | RefusedFile]:
    if len(path) == 1 and path[0] not in sources:
        yield refused_file(path, "unknown_source", shown_name(path[0]))
        return
    if len(path) > DEEPEST:
        yield refused_file(path, "folder_too_deep", str(DEEPEST))
        return
    try:
        folder = os.open(path[-1], _FOLDER, dir_fd=descriptor)
    except OSError as error:
        yield refused_file(path, "cannot_be_opened", error.strerror)
        return
    try:
        yield from _walk(folder, path, sources)
    finally:
        os.close(folder)


@contextmanager
def opened(inbox: Path, parts: tuple[str, ...]) -> Iterator[BinaryIO]:
    """Open a file below the inbox for reading, no link followed in any part. Raises OSError if that cannot be done."""
    folder = os.open(inbox, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        for part in parts[:-1]:
            inner = os.open(part, _FOLDER, dir_fd=folder)
            os.close(folder)
            folder = inner
        descriptor = os.open(parts[-1], _FILE, dir_fd=folder)
    finally:
        os.close(folder)
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(0, "no longer a regular file")
        yield file


def _shown_path(parts: tuple[str, ...]) -> str:
    return "/".join(shown_name(part) for part in parts)
