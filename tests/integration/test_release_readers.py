"""Readers of every habit while releases come and publishers die: the short form of `make bench ONLY=readers`, with DuckDB of this environment alone."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bench.readers import SUITE_READERS, Poller, publish_through, stalest, write_generation
from serving.release import publish
from sources.settings import Settings

pytestmark = pytest.mark.integration


def test_no_reader_meets_an_error_or_two_releases_in_one_answer(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "home", keep_releases=3)
    write_generation(settings, 0)
    publish(settings, code_revision="test", now=datetime.now(UTC))
    with Poller(settings.current, tmp_path, SUITE_READERS) as poller:
        flipped = publish_through(settings, releases=6, killed=(2, 4), seconds=5, say=lambda _: None)
        polled = poller.end()
    assert polled.errors == []
    assert len(flipped) >= 4
    seen = dict(polled.seen)
    assert len(seen["held"]) == 1, "who stays connected keeps the release, although it was removed meanwhile"
    assert len(seen["fresh"]) > 2
    assert stalest(polled, flipped) < 1


def test_an_answer_that_no_release_gives_is_told(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "home")
    write_generation(settings, 0)
    release = publish(settings, code_revision="test", now=datetime.now(UTC))
    manifest = release.folder / "manifest.json"
    manifest.chmod(0o644)
    manifest.write_text(manifest.read_text().replace('"rows": 5000', '"rows": 4999', 1))
    with Poller(settings.current, tmp_path, SUITE_READERS[:1]) as poller:
        polled = poller.end()
    assert "an answer that no release gives" in polled.errors[0]
