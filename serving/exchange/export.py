"""The exports by name, each into a folder of its own.

Belongs here: which there are, and what all have in common. Does not: how a format is written.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from serving.exchange.errors import ExchangeError
from serving.exchange.folder import new_folder
from serving.exchange.package import DESCRIPTOR, write_package
from serving.exchange.release_tables import Table, chosen_release, opened, tables
from serving.exchange.sdmx_data import write_flow
from serving.exchange.sdmx_shape import flows
from serving.exchange.sdmx_structure import structure_message
from serving.release import Release
from sources.settings import Settings

_SPILL = ".spill"
Tables = dict[str, Table]


@dataclass(frozen=True)
class Exported:
    """What was written: lines for people, one a file."""

    release_id: str
    folder: Path
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Format:
    """`patterns` are the files it writes, its description first; `write` fills the folder and tells what it wrote."""

    patterns: tuple[str, ...]
    write: Callable[[duckdb.DuckDBPyConnection, Tables, Release, Path], list[str]]


def _sdmx(connection: duckdb.DuckDBPyConnection, published: Tables, release: Release, folder: Path) -> list[str]:
    found = flows(connection, published)
    message = structure_message(found, release.release_id, release.manifest.created_at)
    (folder / "structure.xml").write_bytes(message)
    written = [part for flow in found for part in write_flow(connection, published, flow, folder)]
    return ["structure.xml: SDMX-ML 3.0"] + [
        f"{part.path.name}: SDMX-CSV 2.0, {part.observations} observations of {part.flow}" for part in written
    ]


FORMATS = {
    "sdmx": Format(("structure.xml", "*.csv"), _sdmx),
    "package": Format((DESCRIPTOR, "*/*.parquet"), write_package),
}


def export(
    settings: Settings, file_format: str, folder: Path, *, release: str | None = None, force: bool = False
) -> Exported:
    """Exports the current release, or the one of that id, into a new folder, whole or not at all.

    The same release gives the same bytes. `force` replaces an earlier export of the same format, never other files.
    Raises ExchangeError and ReleaseError.
    """
    made = FORMATS[file_format]
    chosen = chosen_release(settings, release)
    target = folder.expanduser().absolute()
    with new_folder(target, made.patterns, force) as temporary:
        spill = temporary / _SPILL
        try:
            with opened(chosen, settings, spill) as connection:
                published = {table.qualified: table for table in tables(connection)}
                lines = made.write(connection, published, chosen, temporary)
        except duckdb.Error as error:
            raise ExchangeError(
                f"{chosen.database}: {' '.join(str(error).split())}; export another release, or raise CAKUPAN_MEMORY_LIMIT"
            ) from error
        finally:
            if spill.exists():
                for path in spill.iterdir():
                    path.unlink()
                spill.rmdir()
    return Exported(chosen.release_id, target, tuple(lines))
