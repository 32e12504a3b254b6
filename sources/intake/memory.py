"""What intake remembers of the inbox: which files it has dealt with, as they were then.

Belongs here: reading and writing that memory. Does not: what is known of a report (the register). The memory only spares looking into a file
again that did not change; without it every file is looked into once more and found to be known.
"""

from collections.abc import Mapping
from typing import BinaryIO

import polars as pl

from sources.atomic import write_atomically
from sources.settings import Settings

SCHEMA = pl.Schema({"file_name": pl.String, "stamp": pl.String})


def dealt_with(settings: Settings) -> dict[str, str]:
    """File name -> stamp that it had when intake had dealt with it: taken it in, found it to be known, or refused it."""
    path = settings.inbox_memory
    try:
        frame = pl.read_parquet(path, glob=False, hive_partitioning=False)
    except (FileNotFoundError, pl.exceptions.PolarsError):
        return {}
    return dict(frame.rows()) if frame.schema == SCHEMA else {}


def remember(settings: Settings, dealt: Mapping[str, str]) -> None:
    """Replace the memory, in one step. Only while the lock of intake is held."""
    frame = pl.DataFrame(sorted(dealt.items()), schema=SCHEMA, orient="row")

    def write(file: BinaryIO) -> None:
        frame.write_parquet(file)

    write_atomically(settings.inbox_memory, write)
