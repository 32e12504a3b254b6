"""The snapshot of refused files: what the latest intake left in the inbox, as a raw table beside the register.

Belongs here: the rows and their one file, which is replaced as a whole. Does not: deciding what is refused (walk, intake).
"""

from collections.abc import Collection, Iterable
from typing import Any

from sources import raw_layer
from sources.contracts.enforcement import enforce
from sources.contracts.refused_file import RefusedFile as Contract
from sources.identity import row_id
from sources.intake.walk import RefusedFile
from sources.settings import Settings

TABLE = "refused_file"
# The files have no month of their own: there is one snapshot, and its folder has the form of all the others.
MONTH, FILE = "current", "inbox"


def keep_refusals(
    settings: Settings, refused: Iterable[RefusedFile], sources: Collection[str], left: Collection[str] = ()
) -> None:
    """Make the table say what was refused now; equal refusals leave its file as it is. Only while the lock of intake is held.

    `left` are the names of files that were not looked into this time: what was said of them before still stands.
    """
    before = raw_layer.read_table(settings, TABLE)
    rows = {row["refused_file_id"]: row for row in before.iter_rows(named=True) if row["file_name"] in left}
    rows |= {row["refused_file_id"]: row for file in refused if (row := _row(file, sources))["file_name"]}
    enforced = enforce(Contract, [rows[identity] for identity in sorted(rows)])
    if enforced.broken:
        raise RuntimeError(f"{TABLE}: {'; '.join(broken.message for broken in enforced.broken)}")
    if not enforced.accepted.equals(before):
        raw_layer.replace_rows(settings, TABLE, MONTH, FILE, enforced.accepted)


def _row(file: RefusedFile, sources: Collection[str]) -> dict[str, Any]:
    """A refusal as a row. An inbox that is not there has no name: the run tells it, but it is no file."""
    folder, below, _ = file.file_name.partition("/")
    return {
        "refused_file_id": row_id(file.file_name, file.rule),
        "source": folder if below and folder in sources else None,
        "file_name": file.file_name,
        "rule": file.rule,
        "message": file.message,
        "remedy": file.remedy,
    }
