"""`python -m orchestration.service NAME`: one of Dagster's services on a server, with the environment that `cakupan run` has too.

Belongs here: starting them. Does not: any definition, what supervises them (deploy/). `make ui` is the same for a desk: orchestration.ui.
"""

import os
import sys
import sysconfig
from collections.abc import Callable, Mapping
from pathlib import Path

from orchestration import environment, manifest
from sources.settings import PROJECT_ROOT, Settings

WORKSPACE = str(PROJECT_ROOT / "deploy" / "workspace.yaml")
# Where nothing else is said: on this machine alone, for none of them asks who is there.
DEFAULTS = {
    "CAKUPAN_CODE_HOST": "127.0.0.1",
    "CAKUPAN_CODE_PORT": "4266",
    "CAKUPAN_UI_HOST": "127.0.0.1",
    "CAKUPAN_UI_PORT": "3000",
}


def _code_server(variables: Mapping[str, str]) -> list[str]:
    where = ["-h", variables["CAKUPAN_CODE_LISTEN"], "-p", variables["CAKUPAN_CODE_PORT"]]
    return ["dagster", "code-server", "start", *where, "-m", "orchestration.definitions", "--location-name", "cakupan"]


def _webserver(variables: Mapping[str, str]) -> list[str]:
    return [
        "dagster-webserver",
        "-h",
        variables["CAKUPAN_UI_HOST"],
        "-p",
        variables["CAKUPAN_UI_PORT"],
        "-w",
        WORKSPACE,
    ]


def _daemon(_: Mapping[str, str]) -> list[str]:
    return ["dagster-daemon", "run", "-w", WORKSPACE]


def _daemon_health(_: Mapping[str, str]) -> list[str]:
    return ["dagster-daemon", "liveness-check"]


SERVICES: Mapping[str, Callable[[Mapping[str, str]], list[str]]] = {
    "code-server": _code_server,
    "webserver": _webserver,
    "daemon": _daemon,
    "daemon-health": _daemon_health,  # ends with 0 if the daemon lives
}


def main() -> None:
    """Become the service that is named. The code server prepares dbt's manifest first."""
    if len(sys.argv) != 2 or sys.argv[1] not in SERVICES:
        sys.exit(f"Which service? python -m orchestration.service {'|'.join(SERVICES)}")
    name, settings = sys.argv[1], Settings()
    variables = DEFAULTS | os.environ | environment.variables(settings)
    # Who asks the code server names it by host; it listens on the same address, unless that is the name of its container.
    variables.setdefault("CAKUPAN_CODE_LISTEN", variables["CAKUPAN_CODE_HOST"])
    environment.make_home(settings)
    if name == "code-server":
        try:
            manifest.prepare()
        except manifest.DbtProjectError as error:
            sys.exit(f"The dbt project in {manifest.DBT_PROJECT_DIR} cannot be parsed:\n{error}")
    command = SERVICES[name](variables)
    program = Path(sysconfig.get_path("scripts")) / command[0]
    os.chdir(settings.dagster_dir)
    os.execve(program, [str(program), *command[1:]], variables)  # noqa: S606  (no shell is what is wanted)


if __name__ == "__main__":
    main()
