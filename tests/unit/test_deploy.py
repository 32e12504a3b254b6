"""What is deployed fits together: each file, command, variable and unit that deploy/ names is there; and every variable is in the guides."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from cli.main import main
from orchestration.service import DEFAULTS, SERVICES
from serving.alerts import AlertSettings
from sources.privacy.key import VARIABLE
from sources.settings import PROJECT_ROOT, Settings

pytestmark = pytest.mark.unit

DEPLOY = PROJECT_ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
# Set by orchestration/environment.py for the processes below it; nobody else sets them.
OUR_OWN = {"CAKUPAN_DAGSTER", "CAKUPAN_DAGSTER_LOGS"}
NAME = re.compile(r"CAKUPAN_[A-Z]+(?:_[A-Z]+)*")


def loaded(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def compose() -> Any:
    return loaded(DEPLOY / "compose.yaml")


def example() -> set[str]:
    text = (DEPLOY / "cakupan.env.example").read_text(encoding="utf-8")
    return set(re.findall(r"^#?(CAKUPAN_\w+)=", text, re.MULTILINE))


def settings_variables() -> set[str]:
    ours = {f"CAKUPAN_{name.upper()}" for name in Settings.model_fields}
    return ours | {f"CAKUPAN_ALERT_{name.upper()}" for name in AlertSettings.model_fields} | {VARIABLE}


def variables_in_use() -> set[str]:
    """Those of the settings, and each that the code, dbt or deploy/ reads by its name."""
    found = settings_variables()
    for folder, patterns in (("orchestration", ["*.py"]), ("dbt_project", ["*.yml", "*.sql"]), ("deploy", ["*.yaml"])):
        for pattern in patterns:
            for path in (PROJECT_ROOT / folder).rglob(pattern):
                if "target" not in path.parts:
                    found |= set(NAME.findall(path.read_text(encoding="utf-8")))
    return {name for name in found if name != "CAKUPAN_ALERT"} - OUR_OWN


def documented() -> set[str]:
    """The variables that have a row in a table of the guides."""
    texts = [(PROJECT_ROOT / "docs" / name).read_text(encoding="utf-8") for name in ("operating.md", "production.md")]
    rows = [line.split("|")[1] for text in texts for line in text.splitlines() if line.startswith("| `CAKUPAN_")]
    return {name for row in rows for name in NAME.findall(row)}


def test_every_variable_is_in_the_guides_and_the_guides_name_no_other() -> None:
    assert documented() == variables_in_use()


def test_secrets_are_told_apart_in_the_guide() -> None:
    text = (PROJECT_ROOT / "docs" / "production.md").read_text(encoding="utf-8")
    secret = {
        f"CAKUPAN_ALERT_{name.upper()}"
        for name, field in AlertSettings.model_fields.items()
        if "SecretStr" in str(field.annotation)
    }
    for name in secret | {VARIABLE, "CAKUPAN_POSTGRES_PASSWORD"}:
        (row,) = [line for line in text.splitlines() if line.startswith(f"| `{name}`")]
        assert "secret" in row.lower(), name


def test_no_secret_has_a_value_in_what_is_kept_in_version_control() -> None:
    for path in [*DEPLOY.rglob("*"), PROJECT_ROOT / "dagster.yaml"]:
        if path.is_file():
            given = re.findall(
                r"^\s*#?(?:export )?\w*(?:PASSWORD|TOKEN|KEY|WEBHOOK_URL)\w*\s*[:=][ \t]*(.*)$",
                path.read_text(encoding="utf-8"),
                re.MULTILINE,
            )
            assert [value for value in given if value and not value.startswith("${")] == [], path


def test_the_two_instances_differ_in_their_storage_alone() -> None:
    here, server = loaded(PROJECT_ROOT / "dagster.yaml"), loaded(DEPLOY / "dagster.yaml")
    assert {name for name in here.keys() | server.keys() if here.get(name) != server.get(name)} == {"storage"}
    named = {entry["env"] for entry in server["storage"]["postgres"]["postgres_db"].values()}
    assert named <= example() | set(compose()["x-service"]["environment"])


def test_both_workspaces_give_the_location_one_name() -> None:
    (here,), (server,) = (loaded(path / "workspace.yaml")["load_from"] for path in (PROJECT_ROOT, DEPLOY))
    assert here["python_module"]["location_name"] == server["grpc_server"]["location_name"] == "cakupan"
    assert {server["grpc_server"][name]["env"] for name in ("host", "port")} <= set(DEFAULTS)


@pytest.mark.parametrize("name", SERVICES)
def test_each_service_is_a_command_that_is_installed(name: str) -> None:
    command = SERVICES[name](DEFAULTS | {"CAKUPAN_CODE_LISTEN": "127.0.0.1"})
    assert (Path(shutil.which("python", path=str(PROJECT_ROOT / ".venv" / "bin")) or "/").parent / command[0]).exists()


def commands_of(text: str) -> list[str]:
    return re.findall(r"orchestration\.service[, ]+([\w-]+)", text)


def test_units_and_containers_start_services_that_there_are() -> None:
    units = {name for path in UNITS for name in commands_of(path.read_text(encoding="utf-8"))}
    containers = {
        name
        for service in compose()["services"].values()
        for key in (service.get("command", []), service.get("healthcheck", {}).get("test", []))
        for name in commands_of(" ".join(key))
    }
    assert units == {"code-server", "webserver", "daemon"}
    assert containers == set(SERVICES)
    called = {name for path in UNITS for name in re.findall(r"bin/cakupan (\w+)", path.read_text(encoding="utf-8"))}
    assert called <= set(main.list_commands(None))  # type: ignore[arg-type]  (its names need no context)


@pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="systemd-analyze is not here: it belongs to systemd"
)
def test_systemd_takes_the_units_as_they_are(tmp_path: Path) -> None:
    for path in UNITS:
        # The same units, for the place where this checkout lies: their programs must be there.
        text = (
            path.read_text(encoding="utf-8").replace("/opt/cakupan", str(PROJECT_ROOT)).replace("=cakupan\n", "=root\n")
        )
        (tmp_path / path.name).write_text(text.replace("StateDirectory=root", "StateDirectory=cakupan"))
    command = ["systemd-analyze", "verify", "--man=no", *map(str, sorted(tmp_path.iterdir()))]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    ours = [line for line in (done.stdout + done.stderr).splitlines() if "cakupan" in line]
    assert (done.returncode, ours) == (0, [])


def test_containers_name_files_networks_and_variables_that_there_are() -> None:
    composed = compose()
    known = variables_in_use()
    for name, service in composed["services"].items():
        for volume in service["volumes"]:
            if isinstance(volume, str) and "/" not in volume.split(":")[0]:
                assert volume.split(":")[0] in composed["volumes"], name
        assert set(service.get("depends_on", {})) <= set(composed["services"])
        for needed, how in service.get("depends_on", {}).items():
            assert how == {"condition": "service_healthy"}
            assert "healthcheck" in composed["services"][needed]
        if name != "postgres":
            assert set(service["environment"]) <= known | {"CAKUPAN_CODE_LISTEN"}, name
            assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", [])), name
    text = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
    asked = set(re.findall(r"\$\{(\w+)", text))
    assert asked <= example() | known
    build = composed["services"]["code"]["build"]
    assert (DEPLOY / build["context"] / build["dockerfile"]).resolve() == DEPLOY / "Containerfile"
    taken = set(re.findall(r"\$\{(CAKUPAN_ALERT_\w+)", text))
    assert taken <= set(composed["services"]["code"]["environment"])


def _compose_is_here() -> bool:
    called = ["docker", "compose", "version"]
    return (
        shutil.which("docker") is not None and subprocess.run(called, capture_output=True, check=False).returncode == 0
    )


@pytest.mark.skipif(
    not _compose_is_here(), reason="docker compose is not here; the file is checked by its structure alone"
)
def test_compose_itself_takes_the_file(tmp_path: Path) -> None:
    (tmp_path / "env").write_text("CAKUPAN_POSTGRES_PASSWORD=x\nCAKUPAN_INBOX=/inbox\n")
    command = [
        "docker",
        "compose",
        "-f",
        str(DEPLOY / "compose.yaml"),
        "--env-file",
        str(tmp_path / "env"),
        "config",
        "-q",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_image_copies_what_is_there_and_what_the_context_lets_through() -> None:
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    lines = [line.split()[1:-1] for line in text.splitlines() if line.startswith("COPY ") and "--from" not in line]
    copied = {name for line in lines for name in line}
    ignored = (PROJECT_ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert copied == {line[1:] for line in ignored if line.startswith("!")}
    assert [name for name in copied if not (PROJECT_ROOT / name).exists()] == []
    packages = {path.parent.name for path in PROJECT_ROOT.glob("*/__init__.py")} - {"bench", "tests"}
    assert packages <= copied
    args = set(re.findall(r"^ARG (\w+)", text, re.MULTILINE))
    assert set(compose()["services"]["code"]["build"]["args"]) <= args


def test_the_lock_of_servers_is_that_of_desks_without_the_tools() -> None:
    def pins(name: str) -> dict[str, str]:
        text = (PROJECT_ROOT / name).read_text(encoding="utf-8")
        return dict(re.findall(r"^([a-z0-9][\w.-]*)(?:\[[\w,]+\])?==([^\s;\\]+)", text, re.MULTILINE))

    server, desk = pins("requirements-production.lock"), pins("requirements.lock")
    assert {name: version for name, version in server.items() if desk.get(name) != version} == {}
    assert server["dagster-postgres"] == desk["dagster-dbt"], "of one release"
    assert not server.keys() & {"pytest", "ruff", "mypy", "hypothesis", "aiosmtpd"}
    assert "://" not in (PROJECT_ROOT / "requirements-production.lock").read_text(encoding="utf-8")
