"""Opening the archived copy of a report. Belongs here: putting what is wrong into words. Does not: what the bytes mean."""

from serving.trace.model import Row
from sources.intake.archive import ArchiveDamagedError, archived
from sources.settings import Settings

_REMEDY = "restore the archive from its backup"


class ArchivedReports:
    """Reads archived reports, each once. The path comes from the SHA-256 alone, so that no path in a table is trusted."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._read: dict[str, tuple[bytes | None, str | None]] = {}

    def content(self, report: Row) -> tuple[bytes | None, str | None]:
        """The bytes of a report (a row with sha256), or None and what is wrong."""
        sha256 = str(report.get("sha256"))
        if sha256 not in self._read:
            self._read[sha256] = self._open(sha256)
        return self._read[sha256]

    def _open(self, sha256: str) -> tuple[bytes | None, str | None]:
        try:
            return archived(self._settings, sha256), None
        except ValueError:
            return None, "the register of reports has no SHA-256 for this report, so its archived copy cannot be found"
        except ArchiveDamagedError as error:
            return None, f"{error}; {_REMEDY}"
        except OSError as error:
            return None, f"{error.filename}: the archived copy cannot be read ({error.strerror}); {_REMEDY}"
