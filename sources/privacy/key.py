"""The key of the tokens: from the environment or a file of its own, shown to nobody.

Belongs here: making, reading and naming it. Does not: tokens.
"""

import hashlib
import hmac
import os
import re
import secrets
import stat
from pathlib import Path

from sources.settings import Settings

VARIABLE = "CAKUPAN_TOKEN_KEY"
_FORM = re.compile(r"[0-9a-f]{64}")


class KeyRefusedError(Exception):
    """The key cannot be used; the text says why and never what it is."""


class TokenKey:
    """A key of 32 bytes, as 64 hex characters."""

    __slots__ = ("_characters",)

    def __init__(self, characters: str) -> None:
        if not _FORM.fullmatch(characters):
            raise KeyRefusedError("a key has 64 hex digits in lower case")
        self._characters = characters

    @property
    def characters(self) -> str:
        """The key itself, for the hash alone."""
        return self._characters

    @property
    def key_id(self) -> str:
        """A name of the key that tells nothing of it: 8 hex digits."""
        return hmac.new(self._characters.encode(), b"cakupan key", hashlib.sha256).hexdigest()[:8]

    def __repr__(self) -> str:
        return f"TokenKey({self.key_id})"

    def __reduce__(self) -> str:
        raise TypeError("a key is not to be stored")


def load_key(settings: Settings) -> TokenKey:
    """The key of the environment, else that of `<data home>/keys/token.key`, which is made on first use. Raises KeyRefusedError."""
    if told := os.environ.get(VARIABLE):
        return TokenKey(told.strip())
    path = settings.data / "keys" / "token.key"
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        return TokenKey(_read(path))
    except FileNotFoundError:
        _make(path)
        return TokenKey(_read(path))


def _read(path: Path) -> str:
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    with os.fdopen(descriptor, encoding="ascii") as file:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode) or status.st_mode & 0o077:
            raise KeyRefusedError(f"{path} must be a plain file that nobody else may read (0600)")
        return file.read(65).strip()


def _make(path: Path) -> None:
    """Written aside and linked into its place: of two processes one wins, and nobody sees half a key."""
    aside = path.with_name(f".{path.name}.{secrets.token_hex(6)}.tmp")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32))
            file.flush()
            os.fsync(descriptor)
        try:
            os.link(aside, path)
        except FileExistsError:
            return
    finally:
        aside.unlink()
