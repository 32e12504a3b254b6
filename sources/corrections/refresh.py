"""Bringing the raw table `correction` up to date with the file of corrections: all of it, or nothing.

Belongs here: the order of reading, matching, keeping and writing. Does not: any rule of these.
"""

import io
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sources import raw_layer
from sources.contracts.correction import Correction
from sources.contracts.enforcement import enforce
from sources.corrections.document import content_of, parse
from sources.corrections.entries import entries_of
from sources.corrections.figures import ReadFigures
from sources.corrections.matching import match
from sources.corrections.problems import CorrectionProblem, CorrectionsRefusedError
from sources.identity import content_hash
from sources.intake.archive import archive_path, keep
from sources.settings import Settings

TABLE = "correction"
# Like the refused files, corrections are one snapshot; its folder has the form of all the others.
MONTH, FILE = "current", "corrections"


@dataclass(frozen=True)
class Refreshed:
    """What became of the file. With problems, nothing was written and the table is what it was before.

    `sha256` is the hash of the file's bytes (of no bytes where there is no file), `archived` where they are kept below the data home.
    """

    file: str
    sha256: str
    archived: str | None
    rows: list[dict[str, Any]] = field(default_factory=list)
    problems: list[CorrectionProblem] = field(default_factory=list)

    @property
    def told(self) -> list[str]:
        """Every problem as a line for people: file, line, entry, what is wrong, rule, remedy."""
        return [problem.told(self.file) for problem in self.problems]


def refresh(settings: Settings, today: date) -> Refreshed:
    """Read the file of corrections, match every entry with what was read, and make the raw table say so.

    The same file and the same figures give the same table. The bytes of a file that was applied are kept in the archive.
    """
    raw_layer.ensure_tables(settings)
    file, content = str(settings.corrections_file), None
    try:
        content = content_of(settings)
        entries = entries_of(parse(content or b""))
    except CorrectionsRefusedError as error:
        return Refreshed(file, content_hash(content or b""), None, problems=error.problems)
    sha256 = content_hash(content or b"")
    matched = match(entries, ReadFigures(settings), today)
    if matched.problems:
        return Refreshed(file, sha256, None, problems=matched.problems)
    if entries:
        keep(settings, io.BytesIO(content or b""), sha256)
    enforced = enforce(Correction, matched.rows)
    if enforced.broken:
        raise RuntimeError(f"{TABLE}: {'; '.join(broken.message for broken in enforced.broken)}")
    if not enforced.accepted.equals(raw_layer.read_table(settings, TABLE)):
        raw_layer.replace_rows(settings, TABLE, MONTH, FILE, enforced.accepted)
    return Refreshed(file, sha256, archive_path(sha256) if entries else None, matched.rows)
