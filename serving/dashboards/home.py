"""What Superset keeps in the data home: its own database, its secrets, its log.

Belongs here: the paths below `<data home>/dashboards`, and making secrets on first use. Does not: what Superset does with them (superset_side).
"""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from sources.atomic import write_atomically
from sources.settings import Settings

SECRET_BYTES = 32
PASSWORD_BYTES = 15


@dataclass(frozen=True)
class DashboardHome:
    """The folder `<data home>/dashboards`, closed to other users of the machine."""

    folder: Path

    @property
    def secret_key(self) -> Path:
        """With it Superset signs sessions and encrypts what it keeps; without it nobody can read that any more."""
        return self.folder / "secret.key"

    @property
    def admin_password(self) -> Path:
        return self.folder / "admin.password"

    @property
    def reader_password(self) -> Path:
        return self.folder / "reader.password"

    @property
    def log(self) -> Path:
        return self.folder / "last-run.log"


def home_of(settings: Settings) -> DashboardHome:
    return DashboardHome(settings.data / "dashboards")


def make_home(home: DashboardHome) -> None:
    """Make the folder and whatever secret is missing, each readable by its owner alone."""
    home.folder.mkdir(parents=True, exist_ok=True)
    home.folder.chmod(0o700)
    for path, size in (
        (home.secret_key, SECRET_BYTES),
        (home.admin_password, PASSWORD_BYTES),
        (home.reader_password, PASSWORD_BYTES),
    ):
        if not path.exists():
            secret = secrets.token_urlsafe(size).encode()
            write_atomically(path, lambda file, secret=secret: file.write(secret + b"\n"), mode=0o600)  # type: ignore[misc]
        elif path.stat().st_mode & 0o077 and path.stat().st_uid == os.geteuid():
            path.chmod(0o600)
