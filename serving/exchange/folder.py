"""A folder of exported files that is there whole, or not at all.

Belongs here: temporary name, checks of what is there already, rename. Does not: what is written into it.
"""

import os
import secrets
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from serving.exchange.errors import ExchangeError
from sources.atomic import TEMPORARY_SUFFIX, sync_folder


@contextmanager
def new_folder(target: Path, patterns: Sequence[str], force: bool) -> Iterator[Path]:
    """Gives a temporary folder beside `target` to be filled, and puts it in place when the block ends without an error.

    What is there already stays untouched: an empty folder is taken over, one that holds an earlier export (the file that `patterns` names
    first, and none but files of these patterns) only with `force`, anything else never. Raises ExchangeError.
    """
    _require_free(target, patterns, force)
    token = secrets.token_hex(6)
    temporary = target.parent / f".{target.name}.{token}{TEMPORARY_SUFFIX}"
    replaced = target.parent / f".{target.name}.{token}.old"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary.mkdir()
        yield temporary
        for path in sorted(temporary.rglob("*")):
            _sync(path)
        sync_folder(temporary)
        _require_free(target, patterns, force)  # somebody else may have written there meanwhile
        if target.exists():
            target.rename(replaced)
        try:
            temporary.rename(target)
        except OSError:
            if replaced.exists():
                replaced.rename(target)
            raise
        sync_folder(target.parent)
    except OSError as error:
        raise ExchangeError(
            f"{target}: {error.strerror or error}; free some space, or name a folder where this user may write"
        ) from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
        shutil.rmtree(replaced, ignore_errors=True)


def _require_free(target: Path, patterns: Sequence[str], force: bool) -> None:
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise ExchangeError(f"{target}: is no folder; name a new folder")
    if not target.exists() or not any(target.iterdir()):
        return
    others = [
        path.relative_to(target)
        for path in target.rglob("*")
        if path.is_symlink()
        or (not path.is_dir() and not any(path.relative_to(target).match(pattern) for pattern in patterns))
    ]
    if others or not (target / patterns[0]).is_file():
        raise ExchangeError(
            f"{target}: holds other files than an export of this format ({next(iter(sorted(others)), 'none of its own')}); if it is an export of another"
            " format, remove it yourself; or name a new folder"
        )
    if not force:
        raise ExchangeError(f"{target}: holds an export already; name a new folder, or replace it with --force")


def _sync(path: Path) -> None:
    if path.is_dir():
        sync_folder(path)
        return
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
