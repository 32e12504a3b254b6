"""Where everything lies: relative names, the environment, and paths that the engine would misread."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from sources.settings import Settings

pytestmark = pytest.mark.unit


def test_the_environment_names_the_data_home_and_relative_paths_are_meant_from_here(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CAKUPAN_DATA", "home")
    monkeypatch.delenv("CAKUPAN_INBOX", raising=False)
    settings = Settings()
    assert settings.build_database == tmp_path / "home" / "build" / "cakupan.duckdb"
    assert settings.inbox_dir == tmp_path / "home" / "inbox"
    assert Settings(inbox=Path("reports")).inbox_dir == tmp_path / "reports"


@pytest.mark.parametrize("name", ["a,b", "gl[o]b", "wh*t", "wh?t"])
def test_a_data_home_that_the_engine_would_take_for_a_pattern_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(ValidationError, match="name another folder"):
        Settings(data=tmp_path / name)


@pytest.mark.parametrize("name", ["with space", "o'brien", 'quo"te', "ünï", "semi;colon"])
def test_other_names_are_as_good_as_any(name: str, tmp_path: Path) -> None:
    assert Settings(data=tmp_path / name).data.name == name


def test_a_memory_limit_that_is_none_is_refused() -> None:
    with pytest.raises(ValidationError):
        Settings(memory_limit="lots; drop table x")
