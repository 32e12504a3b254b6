"""The key of the tokens: from the environment or a file of the data home that only its owner may read, made on first use.

Belongs here: finding, making, checking and replacing it. Does not: what is keyed (tokens.py). The key is never shown, logged or pickled.
"""

import hmac
import os
import re
import secrets
import stat
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from sources.settings import Settings

VARIABLE = "CAKUPAN_TOKEN_KEY"
FILE_NAME = "token.key"
AWAITED_NAME = "awaited"
_FORM = re.compile(r"[0-9a-f]{64}")
_KEY_BYTES = 32
_FINGERPRINT_DIGITS = 8
_OPEN = os.O_NOFOLLOW | os.O_CLOEXEC


class KeyRefusedError(Exception):
    """The key cannot be used; the message says why and what to do, and holds nothing of the key."""


@dataclass(frozen=True)
class TokenKey:
    """64 hex digits. `key_id` tells two keys apart and gives neither away; it may stand beside data."""

    hex_digits: str = field(repr=False)
    origin: str  # the variable, or the path of the file

    @property
    def key_id(self) -> str:
        return hmac.digest(self.hex_digits.encode(), b"cakupan key id", "sha256").hex()[:_FINGERPRINT_DIGITS]

    def __str__(self) -> str:
        return f"key {self.key_id}"

    def __reduce__(self) -> NoReturn:
        raise TypeError("the key is not to be written anywhere")


def key_file(settings: Settings) -> Path:
    """Where the key lies unless the environment has it."""
    return settings.data / "keys" / FILE_NAME


def load_key(settings: Settings) -> TokenKey:
    """The key; a new one is made if there is none. Safe when several processes do it at once: all get the same.

    Raises KeyRefusedError if it has not the form of a key, or others may read its file, or a restored data home needs another one.
    """
    if given := os.environ.get(VARIABLE):
        key = TokenKey(_checked(given, VARIABLE), VARIABLE)
        _require_awaited(settings, key)
        return key
    path = key_file(settings)
    if not path.is_symlink() and not path.exists():
        _require_awaited(settings, None)
        _make(path, secrets.token_hex(_KEY_BYTES))
    key = TokenKey(_read(path), str(path))
    _require_awaited(settings, key)
    return key


def await_keys(settings: Settings, key_ids: Collection[str]) -> None:
    """Write down that a restored data home needs one of these keys: with another one every register would be read anew, unasked."""
    path = key_file(settings).with_name(AWAITED_NAME)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.write_text("".join(f"{key_id}\n" for key_id in sorted(key_ids)), encoding="ascii")
    _sync(path.parent)


def replace_key(settings: Settings) -> tuple[TokenKey, TokenKey]:
    """Put a new key in the place of the one in the file; the old one and the new one. The old one is kept beside it, under its key_id.

    Raises KeyRefusedError if the environment has the key: then it is replaced there.
    """
    if os.environ.get(VARIABLE):
        raise KeyRefusedError(f"the key comes from {VARIABLE}: put another one there")
    old = load_key(settings)
    path = key_file(settings)
    kept = path.with_name(f"{FILE_NAME}.{old.key_id}")
    if not kept.exists():
        _make(kept, old.hex_digits)
    new = secrets.token_hex(_KEY_BYTES)
    beside = path.with_name(f".{FILE_NAME}.{secrets.token_hex(6)}")
    _write(beside, new)
    beside.replace(path)
    path.with_name(AWAITED_NAME).unlink(missing_ok=True)
    _sync(path.parent)
    return old, TokenKey(new, str(path))


def kept_keys(settings: Settings) -> list[Path]:
    """Files of earlier keys, sorted by name."""
    return sorted(key_file(settings).parent.glob(f"{FILE_NAME}.*"))


def _require_awaited(settings: Settings, key: TokenKey | None) -> None:
    marker = key_file(settings).with_name(AWAITED_NAME)
    awaited = marker.read_text(encoding="ascii").split() if marker.exists() else []
    if awaited and (key is None or key.key_id not in awaited):
        found = f"{key.origin} holds key {key.key_id}" if key else "there is none"
        raise KeyRefusedError(
            f"this data home was restored from a backup and needs its key {' or '.join(awaited)}, and {found}. Put the key into {key_file(settings)} (mode 600) or "
            f"{VARIABLE}. If it is lost: remove {marker}, and the next run reads every archived register anew under a new key"
        )


def _read(path: Path) -> str:
    try:
        descriptor = os.open(path, os.O_RDONLY | _OPEN)
    except OSError as error:
        raise KeyRefusedError(f"{path} cannot be opened: {error.strerror}; a link is not followed") from None
    with os.fdopen(descriptor) as file:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode) or found.st_mode & 0o077:
            raise KeyRefusedError(f"others may read {path}; run: chmod 600 {path}")
        return _checked(file.read(1000).strip(), str(path))


def _checked(text: str, origin: str) -> str:
    if not _FORM.fullmatch(text.lower()):
        raise KeyRefusedError(
            f"{origin} holds no key: 64 hex digits are expected, as `openssl rand -hex 32` prints them"
        )
    return text.lower()


def _make(path: Path, hex_digits: str) -> None:
    """Write it under a name of its own and link it into place: whoever is second finds the first one's."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    _write(beside, hex_digits)
    try:
        os.link(beside, path)
    except FileExistsError:
        pass
    finally:
        beside.unlink()
    _sync(path.parent)


def _write(path: Path, hex_digits: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _OPEN, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(hex_digits + "\n")
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
