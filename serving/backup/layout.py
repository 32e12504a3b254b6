"""What of a data home is in a backup, and what is not.

Belongs here: the list, with reasons. What can be made anew from the rest is left out (build/, docs/, Dagster's history, what intake and
alerts remember); the key of the tokens is left out so that who finds a backup cannot try out numbers of persons.
"""

from collections.abc import Iterator
from pathlib import Path

from sources.settings import Settings

# In the order of copying: the opposite of the order of writing, so that what says that something is done is never newer than what was done. A run of the UI, which
# the lock of the command does not hold off, may write meanwhile: a report without its account is read anew.
FOLDERS = ("raw/row_balance", "raw/delivery", "raw", "quarantine", "archive", "releases", "inbox")
FILES = ("corrections.yml", "current")
# Never changed in place: each is written whole under another name and renamed. A second name for it is a copy of the moment.
IMMUTABLE = ("raw", "quarantine", "archive", "releases")
# Copied from where it lies, after the picture was taken: its files may be large and change, and what was taken in of them is in the archive.
LEFT_IN_PLACE = "inbox/"


def entries(settings: Settings) -> Iterator[str]:
    """Names below the data home of all that belongs into a backup, in the order of copying, each once."""
    seen: set[str] = set()
    for name in (*FOLDERS, *FILES):
        for found in _below(settings.data, name):
            if found not in seen:
                seen.add(found)
                yield found


def _below(home: Path, name: str) -> Iterator[str]:
    top = home / name
    if top.is_symlink() or top.is_file():
        yield name
        return
    # Links inside an inbox are refused by intake, and are no part of a backup; `current` is the one link there is.
    for path in sorted(top.rglob("*")):
        if path.is_file() and not path.is_symlink() and not _is_temporary(path.relative_to(home)):
            yield str(path.relative_to(home))


def _is_temporary(path: Path) -> bool:
    hidden = [part for part in path.parts if part.startswith(".")]
    return path.parts[0] != "inbox" and bool(hidden)
