"""What a backup says about itself: each file with its size and SHA-256. It is written last; a folder without it is no backup.

Belongs here: its shape, reading and writing it, proving a backup by it. Does not: copying.
"""

import hashlib
import os
import re
import stat
from collections.abc import Collection
from datetime import datetime
from pathlib import Path, PurePosixPath

from pydantic import BaseModel, ConfigDict, ValidationError

from serving.backup.errors import BackupError, speaking
from sources.atomic import sync_folder

NAME = "backup.json"
CONTENTS = "home"
FORM = 1
BACKUP_ID = re.compile(r"\d{8}T\d{6}Z")
PIECE = 1 << 20


class KeptFile(BaseModel):
    """One file, or the link `current`, of which `sha256` is that of its target. `mode` are the permission bits; `mtime_ns` tells whether it changed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    size: int
    sha256: str
    mode: int
    mtime_ns: int
    link: str | None = None


class BackupManifest(BaseModel):
    """All that is needed to prove a backup and to restore it. `key_ids` are the fingerprints of the keys that its registers' tokens hang on."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    form: int
    created_at: datetime
    code_revision: str
    release_id: str | None
    raw_versions: dict[str, int]
    key_ids: list[str]
    files: dict[str, KeptFile]


def read_manifest(folder: Path) -> BackupManifest:
    """The manifest of a backup. Raises BackupError if there is none, or it is damaged, or of a newer form, or names a file outside."""
    path = folder / NAME
    try:
        manifest = BackupManifest.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        raise BackupError(
            f"{folder}: there is no {NAME}; it is no backup, or one that was never finished: use another one"
        ) from None
    except (OSError, ValidationError) as error:
        raise BackupError(f"{path}: cannot be read ({type(error).__name__}); use another backup") from None
    if manifest.form > FORM:
        raise BackupError(f"{path}: was written by a newer Cakupan; update the code")
    for name in manifest.files:
        parts = PurePosixPath(name).parts
        if not parts or name.startswith("/") or ".." in parts or "\\" in name:
            raise BackupError(f"{path}: names a file outside of the data home; use another backup")
    return manifest


def write_manifest(folder: Path, manifest: BackupManifest) -> None:
    """Write it, durably."""
    path = folder / NAME
    with path.open("x", encoding="utf-8") as file:
        file.write(manifest.model_dump_json(indent=1) + "\n")
        file.flush()
        os.fsync(file.fileno())
    sync_folder(folder)


def prove(folder: Path, manifest: BackupManifest, read_already: Collection[str] = ()) -> None:
    """Read every file of a backup and compare it. Raises BackupError naming the first that is missing, damaged, or not in the manifest.

    Those of `read_already` are only looked for.
    """
    home = folder / CONTENTS
    with speaking(folder):
        for name, kept in manifest.files.items():
            path = home / name
            found = path.lstat() if path.is_symlink() or path.exists() else None
            if found is None or stat.S_ISLNK(found.st_mode) != (kept.link is not None):
                raise BackupError(f"{path}: is missing from the backup; use another backup")
            if kept.link is not None:
                if str(path.readlink()) != kept.link:
                    raise BackupError(f"{path}: leads elsewhere than the backup says; use another backup")
            elif found.st_size != kept.size or (name not in read_already and file_sha256(path) != kept.sha256):
                raise BackupError(f"{path}: is not what was backed up (SHA-256 differs); use another backup")
        for path in home.rglob("*"):
            if (path.is_symlink() or not path.is_dir()) and str(path.relative_to(home)) not in manifest.files:
                raise BackupError(f"{path}: does not belong to the backup; remove it, or use another backup")


def file_sha256(path: Path) -> str:
    """SHA-256 of a file, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
