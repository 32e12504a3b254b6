"""Every process below the command gets the same absolute paths, and nothing of it stays behind."""

import os
from pathlib import Path

import pytest

from orchestration import environment
from sources.settings import PROJECT_ROOT, Settings

pytestmark = pytest.mark.unit


def test_dagster_and_dbt_are_told_absolute_paths_below_the_data_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    told = environment.variables(Settings(data=Path("home"), inbox=Path("reports")))
    assert told["CAKUPAN_DATA"] == str(tmp_path / "home")
    assert told["CAKUPAN_INBOX"] == str(tmp_path / "reports")
    for name in ("DAGSTER_HOME", "CAKUPAN_DAGSTER", "CAKUPAN_DAGSTER_LOGS"):
        assert Path(told[name]).is_relative_to(tmp_path / "home"), name


def test_what_is_told_reads_back_as_the_same_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(data=tmp_path / "home", keep_releases=7, memory_limit="1GB")
    for name, value in environment.variables(settings).items():
        monkeypatch.setenv(name, value)
    assert Settings() == settings


def test_the_environment_is_put_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CAKUPAN_DAGSTER", raising=False)
    monkeypatch.setenv("DAGSTER_HOME", "/elsewhere")
    with environment.applied(Settings(data=tmp_path / "home")):
        assert os.environ["DAGSTER_HOME"] == str(tmp_path / "home" / "dagster")
    assert os.environ["DAGSTER_HOME"] == "/elsewhere"
    assert "CAKUPAN_DAGSTER" not in os.environ


def test_the_instance_file_is_the_project_s_own_even_where_another_lay(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "home")
    settings.dagster_dir.mkdir(parents=True)
    (settings.dagster_dir / "dagster.yaml").write_text("telemetry: {enabled: true}")
    for _ in range(2):
        environment.make_home(settings)
        assert (settings.dagster_dir / "dagster.yaml").readlink() == PROJECT_ROOT / "dagster.yaml"
    assert [path.name for path in settings.dagster_dir.iterdir()] == ["dagster.yaml"]
