"""What a release says about itself: the manifest beside the published file.

Belongs here: the manifest's shape, its reading and writing, the naming of releases. Does not: anything that changes folders.
"""

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from serving.release.errors import ReleaseError

DATABASE_NAME = "cakupan.duckdb"
MANIFEST_NAME = "manifest.json"
REPORT_NAME = "report.html"
STORAGE_VERSION = "v1.2.0"  # opens in every client from DuckDB 1.2.2 on
RELEASE_ID = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{8}")
_STAMP = "%Y%m%dT%H%M%SZ"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class ReportInput(_Part):
    """A report that the release was built from."""

    report_id: str
    file_name: str
    sha256: str


class PublishedTable(_Part):
    """Contents of one table: `columns` are "name type" in order; `content_hash` does not depend on the order of rows."""

    rows: int
    content_hash: str
    columns: list[str]
    comment: str | None = None
    column_comments: dict[str, str] = {}


class PublishedFile(_Part):
    """A file beside the database that the release was published with."""

    sha256: str
    bytes: int


class Manifest(_Part):
    """All that is needed to know what a release holds and to prove that it still holds it. `macros`: name -> SHA-256 of its SQL.

    `corrections_sha256` names the file of corrections that was applied, as it lies in the archive; None if nothing was corrected.
    """

    release_id: str
    created_at: datetime
    duckdb_version: str
    storage_version: str
    code_revision: str
    contents_sha256: str
    file_name: str
    file_sha256: str
    file_bytes: int
    previous_release: str | None
    inputs: list[ReportInput]
    corrections_sha256: str | None = None  # releases of before there were corrections have none
    tables: dict[str, PublishedTable]
    macros: dict[str, str]
    files: dict[str, PublishedFile] = {}  # releases of before there were reports have none


@dataclass(frozen=True)
class Release:
    """A published release. `unchanged` is True if publishing found nothing new and made no release."""

    folder: Path
    manifest: Manifest
    is_current: bool
    unchanged: bool = False

    @property
    def release_id(self) -> str:
        return self.manifest.release_id

    @property
    def database(self) -> Path:
        return self.folder / DATABASE_NAME

    @property
    def report(self) -> Path | None:
        """The page for people; None in a release that was published without one."""
        return self.folder / REPORT_NAME if REPORT_NAME in self.manifest.files else None

    def is_as_told(self) -> bool:
        """Whether all files of the release have the hashes of its manifest. Reads them whole."""
        told = {DATABASE_NAME: self.manifest.file_sha256}
        told |= {name: file.sha256 for name, file in self.manifest.files.items()}
        paths = {self.folder / name: hashed for name, hashed in told.items()}
        return all(path.is_file() and file_sha256(path) == hashed for path, hashed in paths.items())


def contents_sha256(tables: dict[str, PublishedTable], macros: dict[str, str]) -> str:
    """Identity of the contents: the same for two releases with equal tables and macros, whenever they were made."""
    shape = {"tables": {name: table.model_dump() for name, table in tables.items()}, "macros": macros}
    return hashlib.sha256(json.dumps(shape, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def release_id(now: datetime, contents: str, latest: str | None) -> str:
    """UTC timestamp and 8 hex digits of the contents.

    Later than `latest` even if the clock was set back or two releases fall into one second: releases sort by their ids.
    """
    stamp = now.astimezone(UTC).replace(microsecond=0)
    if latest is not None:
        newest = datetime.strptime(latest.split("-")[0], _STAMP).replace(tzinfo=UTC)
        stamp = max(stamp, newest + timedelta(seconds=1))
    return f"{stamp.strftime(_STAMP)}-{contents[:8]}"


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a release's folder. Raises ReleaseError if it is missing, damaged or another release's."""
    path = folder / MANIFEST_NAME
    try:
        manifest = Manifest.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise ReleaseError(
            f"{path}: the manifest cannot be read ({type(error).__name__}); use another release"
        ) from error
    if manifest.release_id != folder.name:
        raise ReleaseError(f"{path}: the manifest is that of {manifest.release_id!r}; use another release")
    return manifest


def file_sha256(path: Path) -> str:
    """SHA-256 of a file, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
