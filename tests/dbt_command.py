"""dbt on the project's models and a data home of a test, as a command.

Belongs here: calling it. Does not: what is built, or what is asked of it (the tests).
"""

import os
import subprocess
from pathlib import Path

from orchestration import manifest
from sources.settings import PROJECT_ROOT

DBT_PROJECT = PROJECT_ROOT / "dbt_project"


def dbt(home: Path, *arguments: str) -> None:
    """Runs dbt; fails the test with the end of what it said."""
    finished = called(home, *arguments)
    assert finished.returncode == 0, (finished.stdout + finished.stderr)[-6000:]


def called(home: Path, *arguments: str, project: Path = DBT_PROJECT) -> "subprocess.CompletedProcess[str]":
    """Runs dbt on a project, whatever comes of it; its artifacts lie in <home>/dbt_target. The project's own is parsed once for all homes."""
    command = manifest.prepared_dbt_executable() if project == DBT_PROJECT else manifest.dbt_executable()
    environment = os.environ | {
        "CAKUPAN_DATA": str(home),
        "DBT_TARGET_PATH": str(home / "dbt_target"),
        "DBT_LOG_PATH": str(home / "dbt_logs"),
        "DBT_LOG_LEVEL_FILE": "none",  # nobody reads it, and writing it takes a tenth of the time
    }
    return subprocess.run(
        [command, *arguments, "--project-dir", ".", "--profiles-dir", "."],
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
