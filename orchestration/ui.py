"""`make ui`: the Dagster UI with the environment that `cakupan run` has too.

Belongs here: starting `dagster dev`. Does not: any definition.
"""

import os
import sys
import sysconfig
from pathlib import Path

from orchestration import environment, manifest
from sources.settings import PROJECT_ROOT, Settings

HOST = "127.0.0.1"


def main() -> None:
    """Prepare the manifest, then become `dagster dev`. The port is CAKUPAN_UI_PORT, or 3000."""
    settings = Settings()
    environment.make_home(settings)
    try:
        manifest.prepare()
    except manifest.DbtProjectError as error:
        sys.exit(f"The dbt project in {manifest.DBT_PROJECT_DIR} cannot be parsed:\n{error}")
    dagster = Path(sysconfig.get_path("scripts")) / "dagster"
    port = os.environ.get("CAKUPAN_UI_PORT", "3000")
    # From the project's root, Dagster would warn that the dagster.yaml there is not the one in its home, though it is.
    os.chdir(settings.dagster_dir)
    os.execve(  # noqa: S606  (no shell is what is wanted)
        dagster,
        [str(dagster), "dev", "-h", HOST, "-p", port, "-w", str(PROJECT_ROOT / "workspace.yaml")],
        os.environ | environment.variables(settings),
    )


if __name__ == "__main__":
    main()
