"""Running migrations: file by file, each replaced as a whole, the version of the table written down last.

Belongs here: the order of steps, such that a kill at any point is made good by the next run: each file says its own version, so one that is done is not done
twice. Does not: the functions (`sources.migrations.registry`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq

from sources import journal, raw_layer
from sources.atomic import TEMPORARY_SUFFIX
from sources.contracts.versions import versions
from sources.intake.lock import intake_lock
from sources.migrations.registry import MIGRATIONS, Migration
from sources.migrations.versions import FIRST, RawLayerVersionError, require_not_newer, store, stored
from sources.registers.writing import StreamedParquet
from sources.settings import Settings

VERSION_KEY = b"schema_version"


@dataclass(frozen=True)
class Migrated:
    """A raw table that was brought up to date. `files` are those that had to be written anew."""

    table: str
    from_version: int
    to_version: int
    files: int


def bring_up_to_date(
    settings: Settings,
    migrations: Mapping[str, Mapping[int, Migration]] = MIGRATIONS,
    known: Mapping[str, int] | None = None,
) -> list[Migrated]:
    """Bring every raw table to the version of this code (`known`); what was done. Waits while an intake works in the same data home.

    Raises RawLayerVersionError, having changed nothing, if newer code wrote there or a migration is missing.
    """
    known = versions() if known is None else known
    with intake_lock(settings):
        found = stored(settings)
        require_not_newer(settings, found, known)
        older = {table: version for table, version in found.items() if version < known[table]}
        chains = {table: _chain(migrations, table, version, known[table]) for table, version in older.items()}
        done = []
        for table, chain in chains.items():
            _remove_leftovers(settings, table)
            files = sum(_migrate(path, table, chain, known[table]) for path in raw_layer.table_files(settings, table))
            found[table] = known[table]
            store(settings, {**known, **found})
            journal.write(settings, "raw_table_migrated", table=table, version=known[table], files=files)
            done.append(Migrated(table, older[table], known[table], files))
        if found != known:
            store(settings, known)
        return done


def _chain(
    migrations: Mapping[str, Mapping[int, Migration]], table: str, start: int, end: int
) -> Mapping[int, Migration]:
    steps = migrations.get(table, {})
    missing = [version for version in range(start, end) if version not in steps]
    if missing:
        raise RawLayerVersionError(
            f"{table} has version {start}, and this code has no way from version {missing[0]} to {missing[0] + 1}: update in smaller steps, with a code that has it"
        )
    return steps


def _migrate(path: Path, table: str, steps: Mapping[int, Migration], end: int) -> bool:
    with pq.ParquetFile(path) as parquet:
        version = int((parquet.metadata.metadata or {}).get(VERSION_KEY, FIRST))
        if version >= end:
            return False
        schema = raw_layer.table_schema(table)
        written = StreamedParquet(path, schema, {"table": table, "schema_version": str(end)})
        try:
            for rows in _pieces(parquet):
                for step in range(version, end):
                    rows = steps[step](rows)  # noqa: PLW2901  (from version to version)
                # Parquet keeps some types less narrow than Polars has them.
                written.write(rows.select(pl.col(name).cast(dtype) for name, dtype in schema.items()))
            written.finish()
        finally:
            written.discard()
    return True


def _remove_leftovers(settings: Settings, table: str) -> None:
    for path in raw_layer.table_dir(settings, table).glob(f"month=*/.*{TEMPORARY_SUFFIX}"):
        path.unlink(missing_ok=True)


def _pieces(parquet: pq.ParquetFile) -> Iterable[pl.DataFrame]:
    for group in range(parquet.num_row_groups):
        yield pl.DataFrame(pl.from_arrow(parquet.read_row_group(group)))
