"""Looking for clear values everywhere in a data home but the archive: whoever writes one somewhere is found.

Belongs here: opening whatever kind of file lies there. Does not: what the values are (generators know what they planted).
"""

import gzip
from collections.abc import Collection, Iterator
from pathlib import Path

import duckdb
import polars as pl

LEFT_OUT = ("archive", "inbox", "keys")  # what arrived, and what may hold it
SQLITE = b"SQLite format 3"


def hits(home: Path, values: Collection[str], more: Collection[Path] = ()) -> list[str]:
    """A line for each file with one of the values in it: file, value, and where. `more` are files outside the data home (logs)."""
    paths = [
        path for path in sorted(home.rglob("*")) if path.is_file() and path.relative_to(home).parts[0] not in LEFT_OUT
    ]
    found = []
    for path in [*paths, *more]:
        texts = list(_texts(path))
        found += [f"{path}: {value} in {where}" for where, text in texts for value in values if value in text]
    return found


def _texts(path: Path) -> Iterator[tuple[str, str]]:
    content = path.read_bytes()
    yield "bytes", content.decode("utf-8", errors="replace")
    yield "name", str(path)
    if path.suffix == ".parquet":
        for column in (frame := pl.read_parquet(path, glob=False, hive_partitioning=False)).columns:
            yield f"column {column}", "\n".join(frame[column].cast(pl.String).drop_nulls().unique().to_list())
        yield "metadata", str(pl.read_parquet_metadata(path))
    elif path.suffix == ".duckdb":
        yield from _tables(path)
    elif path.suffix == ".gz":
        yield "unpacked", gzip.decompress(content).decode("utf-8", errors="replace")


def _tables(path: Path) -> Iterator[tuple[str, str]]:
    with duckdb.connect(str(path), read_only=True) as connection:
        tables = connection.execute("select schema_name, table_name from duckdb_tables()").fetchall()
        for schema, table in tables:
            rows = connection.execute(f'select * from "{schema}"."{table}"').fetchall()
            yield f"{schema}.{table}", "\n".join(map(str, rows))
