"""Ingesting a register: as `sources.ingest` does for other reports, but batch by batch, whatever the file's size.

Reading, judging and writing overlap: one thread cuts and parses, this one judges, one looks for repetitions and writes.
Belongs here: that pipeline, what may not repeat, putting both files in their place. Does not: reading (`sources.registers`), the account
and the order of reports (`sources.ingest`).
"""

import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import polars as pl
import pyarrow.parquet as pq

from sources import raw_layer
from sources.atomic import remove_leftovers
from sources.contracts.registry import contracts
from sources.contracts.vectorised import failures
from sources.intake.archive import ArchiveDamagedError
from sources.privacy.key import TokenKey
from sources.reading import RegisteredReport
from sources.registers.lines import LINE, ROW
from sources.registers.overlap import behind
from sources.registers.packed import HashedFile
from sources.registers.reader import Batch, RegisterReader
from sources.registers.refusals import quarantine_rows
from sources.registers.repetitions import Repetitions, hash_columns
from sources.registers.writing import StreamedParquet
from sources.settings import Settings

# As random as they look: packing them costs more time than it saves room.
UNPACKED = frozenset({"worker_token", "card_token", "account_token"})
SHOWN_PROBLEMS = 200


class ArchiveMissingError(Exception):
    """The archive does not hold the file."""


@dataclass
class RegisterCounts:
    """Rows of one register, and its first refused rows as rows of quarantine."""

    read: int = 0
    accepted: int = 0
    quarantined: int = 0
    first_refused: list[dict[str, Any]] = field(default_factory=list)


def ingest_register(
    settings: Settings,
    entry: Mapping[str, Any],
    report: RegisteredReport,
    reader: RegisterReader,
    *,
    key: TokenKey,
    limit: int,
) -> RegisterCounts:
    """Write the accepted and the refused rows of a register, replacing what the report had.

    Raises ReportRefusedError, ArchiveMissingError or ArchiveDamagedError; then nothing of the report is changed.
    """
    path = settings.data / entry["archive_path"]
    with _archived(path) as file:
        hashed = HashedFile(file)
        try:
            with (
                _Files(settings, report, reader, path) as files,
                reader.stream(report, hashed, path, key, limit) as batches,
            ):
                with behind() as later:
                    for batch in batches:
                        files.take(batch, later)
                files.decide()
                files.counts.accepted = files.accepted.rows
                if hashed.sha256() != entry["sha256"]:
                    raise ArchiveDamagedError
                files.finish()
                return files.counts
        except Exception:
            # A file that is damaged in the archive is not its sender's fault.
            if hashed.sha256() != entry["sha256"]:
                raise ArchiveDamagedError from None
            raise


@contextmanager
def _archived(path: Path) -> Iterator[BinaryIO]:
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
    except FileNotFoundError:
        raise ArchiveMissingError from None
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise ArchiveDamagedError
        yield file


class _Files:
    """The files that a register becomes, all temporary until `finish`."""

    def __init__(self, settings: Settings, report: RegisteredReport, reader: RegisterReader, path: Path) -> None:
        self._report = report
        self._reader = reader
        self._place = "row"
        source, month, report_id = report.source, report.report_month, report.report_id
        accepted = raw_layer.table_path(settings, source, month, report_id)
        refused = raw_layer.table_path(settings, raw_layer.QUARANTINE, month, report_id)
        for one in (accepted, refused):
            one.parent.mkdir(parents=True, exist_ok=True)
            remove_leftovers(one.parent)
        schema = raw_layer.table_schema(source)
        unpacked = UNPACKED & set(schema)
        self.accepted = StreamedParquet(accepted, schema, raw_layer.metadata_of(source), unpacked)
        self.refused = StreamedParquet(
            refused, raw_layer.table_schema(raw_layer.QUARANTINE), raw_layer.metadata_of(raw_layer.QUARANTINE)
        )
        unrepeated = reader.shape.unrepeated
        hashes = {name: pl.UInt64() for number in range(len(unrepeated)) for name in hash_columns(number)}
        self._suspects = StreamedParquet(
            accepted.with_name(f"{accepted.name}.aside"),
            pl.Schema({**schema, **hashes}),
            {},
            unpacked | frozenset(hashes),
        )
        self._repetitions = Repetitions(unrepeated, reader.expected_rows(path), self._suspects.temporary)
        self.counts = RegisterCounts()

    def __enter__(self) -> "_Files":
        return self

    def __exit__(self, *_: object) -> None:
        for file in (self.accepted, self.refused, self._suspects):
            file.discard()
        self._repetitions.close()

    def take(self, batch: Batch, later: Any) -> None:
        """Take a batch: sure rows go to the accepted file, suspects aside, refused rows to quarantine."""
        self.counts.read += batch.rows_read
        self.counts.quarantined += batch.rows_refused
        self._place = batch.place

        # Looking for repetitions costs as much as writing: here, beside the judging of the next batch, neither of them waits.
        def put() -> None:
            sure, suspects = self._repetitions.apart(batch.accepted)
            self.accepted.write(sure)
            if suspects.height:
                self._suspects.write(suspects)
            self._refuse(batch.quarantine)

        later(put)

    def decide(self) -> None:
        """Sort out the suspects: what does repeat an earlier row is refused, the rest is accepted."""
        self._suspects.close()
        if not self._suspects.rows:
            return
        again = self._repetitions.decided(pl.scan_parquet(self._suspects.temporary, glob=False), self._suspects.rows)
        with pq.ParquetFile(self._suspects.temporary) as parquet:
            for group in range(parquet.num_row_groups):
                rows = pl.DataFrame(pl.from_arrow(parquet.read_row_group(group)))
                rows = rows.select(
                    pl.col(name).cast(dtype) for name, dtype in raw_layer.table_schema(self._report.source).items()
                )
                repeated = rows.join(again, on=ROW, maintain_order="left")
                self.accepted.write(rows.join(again, on=ROW, how="anti", maintain_order="left"))
                self._refuse(self._as_refused(repeated))
                self.counts.quarantined += repeated[ROW].n_unique()

    def _as_refused(self, repeated: pl.DataFrame) -> pl.DataFrame:
        parts = []
        for number, unrepeated in enumerate(self._reader.shape.unrepeated):
            rows = repeated.filter(pl.col("number") == number)
            if rows.height:
                refused = rows.select(
                    LINE, ROW, pl.lit(unrepeated.column).alias("column"), pl.lit(unrepeated.rule).alias("rule"), unrepeated.value.alias("value")
                )  # fmt: skip
                parts.append(quarantine_rows(refused, self._report, self._place, frozenset()))
        return pl.concat(parts) if parts else pl.DataFrame(schema=raw_layer.table_schema(raw_layer.QUARANTINE))

    def _refuse(self, rows: pl.DataFrame) -> None:
        if rows.is_empty():
            return
        if (broken := failures(contracts()[raw_layer.QUARANTINE], rows)).height:
            raise RuntimeError(f"quarantine rows break their contract: {broken.head(3).rows()}")
        self.refused.write(rows)
        wanted = SHOWN_PROBLEMS - len(self.counts.first_refused)
        self.counts.first_refused += rows.head(max(wanted, 0)).to_dicts()

    def finish(self) -> None:
        """Put both files in their place. The account, which says that the report is done, is the caller's."""
        self.accepted.finish()
        self.refused.finish()
