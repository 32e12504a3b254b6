"""dbt's manifest: what Dagster must know about the dbt project before it runs it.

Parsing costs seconds, so it happens here, on request, and never at import of the code location. `python -m orchestration.manifest`
is what an image build calls. Belongs here: preparing the manifest and telling whether it is current. Does not: running models.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from sources.settings import PROJECT_ROOT

DBT_PROJECT_DIR = PROJECT_ROOT / "dbt_project"
PREPARED_DIR = DBT_PROJECT_DIR / "target"
MANIFEST = PREPARED_DIR / "manifest.json"
# The same as dbt itself keeps it; see orchestration.prepared_dbt.
PARSED = PREPARED_DIR / "manifest.msgpack"
FINGERPRINT = PREPARED_DIR / "manifest.sha256"

# The manifest holds no path of a data home: it is parsed with this one, so that every data home shares it.
NO_DATA_HOME = "/nonexistent/cakupan"

NOT_SOURCES = frozenset({"target", "logs", "dbt_packages"})


class DbtProjectError(Exception):
    """The dbt project cannot be parsed; the text is what dbt said."""


def dbt_executable() -> Path:
    """dbt of this environment; a `.venv` need not be activated, so the search path is no help."""
    return Path(sysconfig.get_path("scripts")) / "dbt"


def prepared_dbt_executable() -> Path:
    """Likewise dbt with the prepared manifest (`orchestration.prepared_dbt`)."""
    return Path(sysconfig.get_path("scripts")) / "cakupan-dbt"


def fingerprint() -> str:
    """Hash over the contents of the project's files, their names, and dbt's version. Times of files say nothing after a `git clone`."""
    digest = hashlib.sha256(f"{version('dbt-core')} {version('dbt-duckdb')}".encode())
    for path in _project_files():
        digest.update(f"\x1f{path.relative_to(DBT_PROJECT_DIR)}\x1f".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def is_current() -> bool:
    """Whether the prepared manifest was made from the files as they are now."""
    prepared = all(path.exists() for path in (MANIFEST, PARSED, FINGERPRINT))
    return prepared and FINGERPRINT.read_text() == fingerprint()


def prepare() -> bool:
    """Parse the project if its manifest is missing or stale; True if it was parsed. Safe when several processes do it at once.

    Raises DbtProjectError with dbt's own message if the project does not parse.
    """
    if is_current():
        return False
    PREPARED_DIR.mkdir(exist_ok=True)
    with (PREPARED_DIR / ".prepare.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if is_current():
            return False
        for left in PREPARED_DIR.glob(
            "parse-*"
        ):  # of a process that was killed; nobody else parses while the lock is held
            shutil.rmtree(left, ignore_errors=True)
        _parse(fingerprint())
    return True


def _project_files() -> Iterator[Path]:
    for folder, folders, names in os.walk(DBT_PROJECT_DIR):
        folders[:] = sorted(name for name in folders if name not in NOT_SOURCES and not name.startswith("."))
        for name in sorted(names):
            if not name.startswith("."):
                yield Path(folder, name)


def _parse(made_from: str) -> None:
    with tempfile.TemporaryDirectory(dir=PREPARED_DIR, prefix="parse-") as scratch:
        command = [str(dbt_executable()), "--quiet", "--no-use-colors", "parse"]
        command += ["--target-path", scratch, "--log-path", scratch]
        command += ["--project-dir", str(DBT_PROJECT_DIR), "--profiles-dir", str(DBT_PROJECT_DIR)]
        environment = os.environ | {"CAKUPAN_DATA": NO_DATA_HOME, "DBT_SEND_ANONYMOUS_USAGE_STATS": "false"}
        done = subprocess.run(
            command,
            env=environment,
            cwd=DBT_PROJECT_DIR,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise DbtProjectError(done.stdout.strip() or f"dbt parse ended with exit code {done.returncode}")
        FINGERPRINT.unlink(missing_ok=True)  # until both are of the same files
        shutil.move(Path(scratch, "partial_parse.msgpack"), PARSED)
        shutil.move(Path(scratch, "manifest.json"), MANIFEST)
        FINGERPRINT.write_text(made_from)


if __name__ == "__main__":
    try:
        prepare()
    except DbtProjectError as error:
        sys.exit(f"The dbt project in {DBT_PROJECT_DIR} cannot be parsed:\n{error}")
