"""Parquet registers: the same text cells as out of a text register, a bounded number of rows at a time.

Belongs here: opening, refusing what no register has (nested types, huge row groups), values back to text. Does not: what cells mean.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from sources.contracts.rules import rule_named
from sources.reading import Refusal, ReportRefusedError

BATCH_ROWS = 200_000
LARGEST_ROW_GROUP = 1 << 30  # bytes, unpacked: about what reading one may take
LONGEST_FOOTER = 16 << 20
PUBLISHED = b"published_on"


def _damaged(what: str) -> ReportRefusedError:
    message = rule_named("parquet_damaged").message(what)
    return ReportRefusedError([Refusal("parquet_damaged", "whole file", message, value=what)])


@contextmanager
def _understood() -> Iterator[None]:
    """What pyarrow says of a damaged file as a refusal. Only around reading: what happens to rows afterwards is not the file's fault."""
    try:
        yield
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise  # the machine's trouble
        # The reader's text may hold what stands in the file.
        raise _damaged(type(error).__name__) from None


def opened(file: Any) -> pq.ParquetFile:
    """An open Parquet file, closed by who opened `file`. Raises ReportRefusedError (parquet_damaged, parquet_too_large)."""
    with _understood():
        parquet = pq.ParquetFile(
            file, thrift_string_size_limit=LONGEST_FOOTER, thrift_container_size_limit=LONGEST_FOOTER
        )
        sizes = [
            parquet.metadata.row_group(number).total_byte_size for number in range(parquet.metadata.num_row_groups)
        ]
    refusals = [
        Refusal(
            "parquet_too_large",
            f"row group {number}",
            rule_named("parquet_too_large").message(str(size)),
            value=str(size),
        )
        for number, size in enumerate(sizes, start=1)
        if size > LARGEST_ROW_GROUP
    ]
    if refusals:
        raise ReportRefusedError(refusals)
    return parquet


def published_on(parquet: pq.ParquetFile) -> str | None:
    """The day of publication that the file's own metadata names, if it does."""
    value = (parquet.metadata.metadata or {}).get(PUBLISHED)
    return None if value is None else value.decode("utf-8", errors="replace")


def headers(parquet: pq.ParquetFile) -> list[str]:
    """Names of the columns. Raises ReportRefusedError (parquet_nested)."""
    schema = parquet.schema_arrow
    refusals = [
        Refusal(
            "parquet_nested",
            "whole file",
            rule_named("parquet_nested").message(str(field.type), field.name),
            str(field.type),
            field.name,
        )
        for field in schema
        if pa.types.is_nested(field.type)
    ]
    if refusals:
        raise ReportRefusedError(refusals)
    return list(schema.names)


def cells(parquet: pq.ParquetFile, columns: tuple[str, ...], wanted: frozenset[str]) -> Iterator[pl.DataFrame]:
    """Batches of rows as text, with the names `columns` (in the order of the file) as far as they are wanted; empty texts are null.

    Raises ReportRefusedError (parquet_damaged).
    """
    read = [header for header, column in zip(parquet.schema_arrow.names, columns, strict=True) if column in wanted]
    names = [column for column in columns if column in wanted]
    batches = parquet.iter_batches(BATCH_ROWS, columns=read, use_threads=True)
    while True:
        with _understood():
            batch = next(batches, None)
        if batch is None:
            return
        frame = pl.DataFrame(pl.from_arrow(pa.Table.from_batches([batch])))
        yield frame.select(_as_text(frame[name]).alias(column) for name, column in zip(read, names, strict=True))


def _as_text(values: pl.Series) -> pl.Series:
    if values.dtype.is_float():
        # A whole number that was stored as a fraction; one with digits lost shows its exponent and is refused by its rule.
        whole = values.cast(pl.Int64, strict=False)
        exact = (whole.cast(pl.Float64) == values.cast(pl.Float64)) & (whole.abs() < 2**53)
        text = pl.select(pl.when(exact).then(whole.cast(pl.String)).otherwise(values.cast(pl.String))).to_series()
    elif values.dtype == pl.Binary:
        text = values.cast(pl.String, strict=False)
    elif isinstance(values.dtype, pl.Datetime):
        text = values.dt.to_string("%Y-%m-%d %H:%M:%S")
    else:
        text = values.cast(pl.String, strict=False)
    return text.replace("", None)
