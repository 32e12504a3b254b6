"""Writing a Parquet file batch by batch, so that it is there whole and durable, or not at all.

Belongs here: row groups into a temporary file, the renaming at the end. Does not: what is written.
"""

import contextlib
import os
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from sources.atomic import new_temporary, remove_durably, sync_folder

REPEATED = 20  # times that values come again, on average, for a dictionary of them to be worth its while


class StreamedParquet:
    """One file that takes batches. `finish` puts it in its place, `discard` leaves what was there before; without rows there is no file."""

    def __init__(
        self, path: Path, schema: pl.Schema, metadata: dict[str, str], unpacked: frozenset[str] = frozenset()
    ) -> None:
        self._path = path
        self._schema = schema
        self._metadata = metadata
        self._unpacked = unpacked
        # Open as long as this object is, since that is what tells its file from one that a killed run left.
        self.temporary, self._descriptor = new_temporary(path)
        self._writer: pq.ParquetWriter | None = None
        self.rows = 0

    def write(self, frame: pl.DataFrame) -> None:
        """Append a batch. Raises ValueError if it is not of the schema."""
        if frame.schema != self._schema:
            raise ValueError(f"{self._path.name}: the batch has {frame.schema}, the file {self._schema}")
        if frame.is_empty():
            return
        if self._writer is None:
            self._writer = self._opened(frame)
        self._writer.write_table(self._as_arrow(frame), row_group_size=frame.height)
        self.rows += frame.height

    def _opened(self, first: pl.DataFrame) -> pq.ParquetWriter:
        packed = [name for name in self._schema if name not in self._unpacked]
        values = first.select(pl.col(packed).approx_n_unique()).row(0, named=True)
        repeating = [name for name in packed if values[name] * REPEATED <= first.height]
        counted = [name for name in packed if name not in repeating and self._schema[name] == pl.Int64]
        return pq.ParquetWriter(
            self.temporary,
            self._as_arrow(first.clear()).schema,
            compression={name: "snappy" if name in packed else "none" for name in self._schema},
            use_dictionary=repeating,
            column_encoding=dict.fromkeys(counted, "DELTA_BINARY_PACKED"),
            write_statistics=packed,
            store_schema=False,
        )

    def _as_arrow(self, frame: pl.DataFrame) -> pa.Table:
        # Texts as Polars holds them: in the older form of Arrow each would be copied first.
        return frame.to_arrow(compat_level=pl.CompatLevel.newest()).replace_schema_metadata(self._metadata)

    def close(self) -> None:
        """No more batches; the temporary file is whole."""
        if self._writer is not None:
            # Arrow keeps what a schema says of itself only together with the schema, which is not stored.
            self._writer.add_key_value_metadata(self._metadata)
            self._writer.close()
            self._writer = None

    def finish(self) -> None:
        """Put the file in its place, replacing what is there; without rows, remove what is there."""
        self.close()
        if not self.rows:
            remove_durably(self._path)
            return
        os.fsync(self._descriptor)
        self.temporary.replace(self._path)
        sync_folder(self._path.parent)

    def discard(self) -> None:
        """Remove the temporary file."""
        with contextlib.suppress(pa.ArrowException, OSError):
            self.close()
        self.temporary.unlink(missing_ok=True)
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1
