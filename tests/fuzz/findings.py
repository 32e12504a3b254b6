"""What the fuzzer found: one input a kind of fault, made as small as it gets.

Belongs here: telling faults apart, keeping them, and shrinking an input. Does not: finding them.
"""

import time
import traceback
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

from tests.press_invariants import BrokenPromiseError


def signature_of(error: BaseException) -> str:
    """What two errors share that are one fault: the broken promise, or the exception with the place in the reader that raised it."""
    if isinstance(error, BrokenPromiseError):
        return f"BrokenPromiseError {str(error).partition(':')[0]}"
    frames = traceback.extract_tb(error.__traceback__)
    inside = [frame for frame in frames if "/sources/" in frame.filename.replace("\\", "/")] or list(frames)
    return f"{type(error).__name__} {Path(inside[-1].filename).name}:{inside[-1].name}"


class Findings:
    """A folder with, for each kind of fault, the shortest input seen and how it broke."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.shortest: dict[str, int] = {}

    def keep(self, content: bytes, signature: str, told: str) -> None:
        if len(content) >= self.shortest.get(signature, len(content) + 1):
            return
        self.shortest[signature] = len(content)
        name = self.folder / sha256(signature.encode()).hexdigest()[:12]
        name.with_suffix(".input").write_bytes(content)
        name.with_suffix(".txt").write_text(f"{signature}\n\n{told}", encoding="utf-8", errors="backslashreplace")

    def all(self) -> Iterator[tuple[str, bytes, str]]:
        """Signature, input and traceback of each, in the order of the names."""
        for path in sorted(self.folder.glob("*.input")):
            told = path.with_suffix(".txt").read_text(encoding="utf-8")
            yield told.partition("\n")[0], path.read_bytes(), told


def smallest(content: bytes, breaks: Callable[[bytes], bool], seconds: float = 20.0) -> bytes:
    """A short input that still breaks: pieces are left out, large ones first, as long as the fault stays and the time lasts."""
    ends = time.monotonic() + seconds
    piece = max(1, len(content) // 2)
    while True:
        at, shorter = 0, False
        while at < len(content) and time.monotonic() < ends:
            candidate = content[:at] + content[at + piece :]
            if breaks(candidate):
                content, shorter = candidate, True
            else:
                at += piece
        if time.monotonic() >= ends or (piece == 1 and not shorter):
            return content
        piece = piece if shorter and piece == 1 else max(1, piece // 2)
