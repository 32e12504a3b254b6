"""The versions of the raw tables of a data home, as `raw/versions.json` says, compared with those of this code.

Belongs here: reading and writing that file, refusing a raw layer that this code cannot read. Does not: migrating (`sources.migrations.run`).
"""

import json
from collections.abc import Mapping
from typing import BinaryIO

from sources import raw_layer
from sources.atomic import write_atomically
from sources.contracts.versions import versions
from sources.settings import RESTORING, Settings

FILE_NAME = "versions.json"
FIRST = 1


class RawLayerVersionError(Exception):
    """The raw layer has a form that this code cannot read. The message says which table, which versions, and what to do."""


def stored(settings: Settings) -> dict[str, int]:
    """Versions of the tables in this data home. Where the file is missing, all that lies there is of the first version.

    Raises RawLayerVersionError if the file cannot be read.
    """
    if (settings.data / RESTORING).exists():
        raise RawLayerVersionError(
            f"{settings.data} is being restored, or a restore was not finished: call `cakupan restore` again"
        )
    path = settings.raw_dir / FILE_NAME
    try:
        found = json.loads(path.read_bytes())
    except FileNotFoundError:
        return {table: FIRST for table in versions() if raw_layer.table_files(settings, table)}
    except ValueError as error:
        raise _damaged(settings) from error
    if not isinstance(found, dict) or not all(type(version) is int and version >= FIRST for version in found.values()):
        raise _damaged(settings)
    return found


def store(settings: Settings, found: Mapping[str, int]) -> None:
    """Write the versions down, durably."""
    content = (json.dumps(dict(found), indent=2, sort_keys=True) + "\n").encode()

    def write(file: BinaryIO) -> None:
        file.write(content)

    write_atomically(settings.raw_dir / FILE_NAME, write)


def require_not_newer(settings: Settings, found: Mapping[str, int], known: Mapping[str, int]) -> None:
    """Raises RawLayerVersionError if newer code wrote there: this one would read it wrongly."""
    newer = [
        f"{table} has version {version}, this code knows {known.get(table, 'no such table')}"
        for table, version in sorted(found.items())
        if version > known.get(table, 0)
    ]
    if newer:
        raise RawLayerVersionError(
            f"{settings.raw_dir} was written by a newer Cakupan: {'; '.join(newer)}. Update the code, or restore a backup of before"
        )


def require_current(settings: Settings) -> None:
    """Raises RawLayerVersionError unless every raw table has the version of this code."""
    found, known = stored(settings), versions()
    require_not_newer(settings, found, known)
    older = [
        f"{table} has version {version}, not {known[table]}"
        for table, version in sorted(found.items())
        if version < known[table]
    ]
    if older:
        raise RawLayerVersionError(
            f"{settings.raw_dir} was written by an earlier Cakupan: {'; '.join(older)}. Run `cakupan run`, or the job take_in: either brings it up to date first"
        )


def _damaged(settings: Settings) -> RawLayerVersionError:
    return RawLayerVersionError(
        f"{settings.raw_dir / FILE_NAME} is damaged: a JSON object of tables and versions is expected. Restore it from a backup; where there is none and the "
        "code was never updated, remove it"
    )
