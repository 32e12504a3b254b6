"""The build file when DuckDB cannot make sense of it: set aside, since dbt makes all of it again out of the raw layer.

Belongs here: telling damage from other trouble, setting aside. Does not: waiting for its writer (`orchestration.warehouse`), releases.
A process that is killed while it makes the file leaves one without a header, which DuckDB refuses for ever.
"""

from pathlib import Path

import duckdb

_SIGNS = (
    "not a valid DuckDB database file",
    "Corrupt database file",
    "Could not read enough bytes",
    "Failure while replaying WAL",
    "WAL file",
    "with version number",
)
_KINDS = (duckdb.InternalException, duckdb.FatalException, duckdb.SerializationException)
SET_ASIDE = ".damaged"


def is_damaged(error: duckdb.Error) -> bool:
    """Whether DuckDB says that the file itself, or the log beside it, cannot be read; not that it is locked, or that rights or room are missing."""
    return isinstance(error, _KINDS) or any(sign in str(error) for sign in _SIGNS)


def log_of(database: Path) -> Path:
    """The write-ahead log that DuckDB keeps beside a file."""
    return database.with_name(f"{database.name}.wal")


def set_aside(database: Path) -> Path:
    """Rename the file, with its log, so that the next writer begins anew; what was set aside before is replaced. Returns the new name."""
    aside = database.with_name(f"{database.name}{SET_ASIDE}")
    for path in (database, log_of(database)):
        if path.exists():
            path.replace(path.with_name(f"{path.name}{SET_ASIDE}"))
    return aside
