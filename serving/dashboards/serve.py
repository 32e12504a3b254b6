"""`python -m serving.dashboards.serve`: Superset on this machine, on the published warehouse. `make dashboards` installs it first.

Belongs here: what must be there before Superset starts, and starting it. Does not: Superset itself (superset_side).
"""

import argparse
import os
import sys
from pathlib import Path

from serving.dashboards.generate import ASSETS
from serving.dashboards.home import DashboardHome, home_of, make_home
from sources.settings import PROJECT_ROOT, Settings

SUPERSET_SIDE = Path(__file__).parent / "superset_side"
SUPERSET_PYTHON = PROJECT_ROOT / ".venv-superset" / "bin" / "python"
DEFAULT_PORT = 8088


def main() -> None:
    """Start Superset and stay until it ends. The port is CAKUPAN_DASHBOARDS_PORT, or 8088."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--prepare-only", action="store_true", help="bring Superset's own database up to date, and end")
    arguments = parser.parse_args()
    settings = Settings()
    warehouse = settings.current / "cakupan.duckdb"
    if not warehouse.exists():
        sys.exit(f"{warehouse}: nothing has been published in this data home yet; run `make warehouse` first")
    if not SUPERSET_PYTHON.exists():
        sys.exit("Superset is not installed; run `make dashboards`")
    home = home_of(settings)
    make_home(home)
    port = int(os.environ.get("CAKUPAN_DASHBOARDS_PORT", DEFAULT_PORT))
    command = [str(SUPERSET_PYTHON), str(SUPERSET_SIDE / "server.py"), "--assets", str(ASSETS), "--port", str(port)]
    command += ["--prepare-only"] if arguments.prepare_only else []
    # Superset takes the place of this process, so that whoever ends it ends Superset.
    os.execve(command[0], command, os.environ | variables(settings, home))  # noqa: S606  (no shell is what is wanted)


def variables(settings: Settings, home: DashboardHome) -> dict[str, str]:
    """What superset_config.py reads."""
    return {
        "CAKUPAN_DASHBOARDS_HOME": str(home.folder),
        "CAKUPAN_WAREHOUSE": str(settings.current / "cakupan.duckdb"),
        "CAKUPAN_MEMORY_LIMIT": settings.memory_limit,
        "SUPERSET_CONFIG_PATH": str(SUPERSET_SIDE / "superset_config.py"),
        "FLASK_APP": "superset",
        "PYTHONDONTWRITEBYTECODE": "1",
        "SCARF_ANALYTICS": "false",
    }


if __name__ == "__main__":
    main()
