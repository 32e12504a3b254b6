"""Opening a text register as a stream of plain bytes, whether it is packed or not.

Belongs here: telling gzip and zstd by their first bytes, bounding what they unpack to, the hash of what was read. Does not: lines.
"""

import gzip
import hashlib
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Protocol, cast

import pyarrow as pa

from sources.reading import Refusal, ReportRefusedError

GZIP, ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
PIECE = 1 << 20
_BROKEN = (EOFError, zlib.error, gzip.BadGzipFile, pa.ArrowException)


class Stream(Protocol):
    """What lines are read from."""

    def read(self, size: int) -> bytes: ...


class HashedFile:
    """A file that is hashed while it is read, so that it need not be read twice to be proven the same."""

    closed = False

    def __init__(self, file: Any) -> None:
        self._file = file
        self._digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece: bytes = self._file.read(size)
        self._digest.update(piece)
        return piece

    def sha256(self) -> str:
        """Hash of the whole file: what is not read yet is read now."""
        while self.read(PIECE):
            pass
        return self._digest.hexdigest()


class Unpacked:
    """The plain bytes, at most `limit` of them. Raises ReportRefusedError (packed_damaged, too_large)."""

    def __init__(self, stream: Stream, limit: int) -> None:
        self._stream = stream
        self._limit = limit
        self._read = 0

    def read(self, size: int) -> bytes:
        try:
            piece = self._stream.read(size)
        except (*_BROKEN, OSError) as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise  # the machine's trouble; what pyarrow says of damaged bytes has no number
            where, what = f"byte {self._read} of the unpacked text", type(error).__name__
            message = "the packed file is cut off or damaged"
            raise ReportRefusedError([Refusal("packed_damaged", where, message, value=what)]) from None
        self._read += len(piece)
        if self._read > self._limit:
            message = f"the file unpacks to more than {self._limit} bytes, the limit of this source"
            raise ReportRefusedError(
                [Refusal("too_large", f"byte {self._limit}", message, value=f"over {self._limit}")]
            )
        return piece


@contextmanager
def unpacked(file: Any, limit: int) -> Iterator[Stream]:
    """The plain bytes of an open file; `file` stands at its beginning and is not closed."""
    start = file.read(4)
    whole = _Again(start, file)
    if start.startswith(GZIP):
        yield Unpacked(gzip.GzipFile(fileobj=cast(BinaryIO, whole)), limit)
    elif start.startswith(ZSTD):
        with pa.CompressedInputStream(pa.PythonFile(whole, mode="r"), "zstd") as stream:
            yield Unpacked(stream, limit)
    else:
        yield Unpacked(whole, limit)


def is_parquet(path: Path) -> bool:
    """Whether a file begins as Parquet does."""
    with path.open("rb") as file:
        return file.read(4) == b"PAR1"


class _Again:
    """The bytes that were looked at, then the rest."""

    closed = False

    def __init__(self, start: bytes, file: Any) -> None:
        self._start = start
        self._file = file

    def read(self, size: int = -1) -> bytes:
        if not self._start:
            return bytes(self._file.read(size))
        if size < 0:
            taken, self._start = self._start, b""
            return taken + bytes(self._file.read())
        taken, self._start = self._start[:size], self._start[size:]
        return taken if len(taken) == size else taken + bytes(self._file.read(size - len(taken)))

    def close(self) -> None:
        """Nothing: the file is closed by who opened it."""
