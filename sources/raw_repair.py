"""Putting the raw layer right before it is written to: what dead writers left, and files that are no whole Parquet.

Belongs here: finding such files, and what becomes of them. Does not: reading reports anew (`sources.ingest` does, of itself, what has no account).
Files are written whole and durable, so that a damaged one tells of the disk or of somebody's hand, never of a killed run.
"""

from dataclasses import dataclass, field
from pathlib import Path

from sources import raw_layer
from sources.atomic import remove_durably, remove_leftovers
from sources.contracts.registry import contracts
from sources.settings import Settings

_MAGIC = b"PAR1"
_SMALLEST = 12  # both magics, and the length of the footer
# Nothing that is kept tells them again: when a report came, under which names, what was removed from the archive.
IRREPLACEABLE = frozenset({"report", "delivery", "archive_removal"})


class RawLayerDamagedError(Exception):
    """A file of the raw layer is damaged and nothing here can make it again; the message says which, and what to do."""


@dataclass
class Repaired:
    """`leftovers`: half-written files removed. `removed`: damaged files, below the data home, whose reports are due to be read anew."""

    leftovers: int = 0
    removed: list[str] = field(default_factory=list)


def repair(settings: Settings) -> Repaired:
    """Remove leftovers and damaged files that reading anew makes again; only the ends of each file are looked at.

    Raises RawLayerDamagedError, having removed nothing that is damaged, if one cannot be made again.
    """
    repaired = Repaired()
    damaged: list[tuple[str, Path]] = []
    for table in contracts():
        for folder in sorted(raw_layer.table_dir(settings, table).glob("month=*")):
            repaired.leftovers += remove_leftovers(folder)
            damaged += [(table, path) for path in sorted(folder.glob("[!.]*.parquet")) if not _is_whole(path)]
    lost = [path for table, path in damaged if table in IRREPLACEABLE and not _is_shape(path)]
    if lost:
        raise RawLayerDamagedError(
            f"{', '.join(map(str, lost))}: no whole Parquet file, so the register of reports is incomplete. Restore it from a backup; without one, "
            "remove it: a report that still lies in the inbox is then entered again, as received today"
        )
    for table, path in damaged:
        remove_durably(path)
        if not _is_shape(path):
            # Without its account the report is due, and is read again out of the archive.
            raw_layer.remove_rows(settings, "row_balance", path.parent.name.removeprefix("month="), path.stem)
        repaired.removed.append(f"{table}/{path.parent.name}/{path.name}")
    return repaired


def _is_shape(path: Path) -> bool:
    """Whether it is the file without rows that every table has, which is made again whenever it is missing."""
    return path.parent.name == "month=none"


def _is_whole(path: Path) -> bool:
    try:
        file = path.open("rb")
    except FileNotFoundError:  # a reader that works meanwhile has taken it away
        return True
    with file:
        size = file.seek(0, 2)
        if size < _SMALLEST:
            return False
        file.seek(0)
        begins = file.read(len(_MAGIC))
        file.seek(-8, 2)
        footer, ends = int.from_bytes(file.read(4), "little"), file.read(len(_MAGIC))
    return begins == ends == _MAGIC and 0 < footer <= size - _SMALLEST
