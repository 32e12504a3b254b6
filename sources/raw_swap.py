"""Replacing many files of the data home as one: a list of what is to be done, made valid by one rename, and done to its end by whoever comes next.

Belongs here: that list and doing it. Does not: why files are replaced (`sources.reread`), waiting for others (`sources.raw_lock`).

The folder `raw-swap` of the data home is the decision: if it is there, its files take their places before anybody reads or writes the raw layer.
A crash before the rename has changed nothing; after it, the next process finishes. Every step may be done twice.
"""

import json
import os
import secrets
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from sources.atomic import remove_durably, sync_folder, write_atomically
from sources.settings import Settings

LIST = "swap.json"


def decision(settings: Settings) -> Path:
    """The folder whose being there means that the swap is decided."""
    return settings.data / "raw-swap"


def is_pending(settings: Settings) -> bool:
    """Whether a swap was decided and is not done yet."""
    return decision(settings).is_dir()


def write_list(staged: Path, places: Iterable[str], removed: Iterable[str]) -> None:
    """Write into the folder `staged` what is to be done with it: `places` are its files, by their paths below it and below the data home alike;
    `removed` are files of the data home that have to go."""
    content = json.dumps({"places": sorted(places), "removed": sorted(removed)}, indent=0).encode()

    def write(file: BinaryIO) -> None:
        file.write(content)

    write_atomically(staged / LIST, write)


def decide(settings: Settings, staged: Path) -> None:
    """Make the swap valid, in one step. Only while `raw_lock.frozen`; `finish` has to follow. Raises OSError if another one is pending."""
    staged.rename(decision(settings))
    sync_folder(settings.data)


def finish(settings: Settings) -> None:
    """Do what was decided, if anything was; also what a killed process had begun. Only while `raw_lock.frozen`."""
    folder = decision(settings)
    if not folder.is_dir():
        return
    told = json.loads((folder / LIST).read_bytes())
    touched = set()
    for name in told["places"]:
        source, target = folder / name, settings.data / name
        if source.exists():  # else it is in its place already
            target.parent.mkdir(parents=True, exist_ok=True)
            source.replace(target)
            touched.add(target.parent)
    for parent in touched:
        sync_folder(parent)
    for name in told["removed"]:
        remove_durably(settings.data / name)
    # Renamed first: a folder that is half removed must not be taken for a decision.
    done = folder.with_name(f".raw-swap-done-{os.getpid()}-{secrets.token_hex(4)}")
    folder.rename(done)
    sync_folder(settings.data)
    shutil.rmtree(done, ignore_errors=True)
