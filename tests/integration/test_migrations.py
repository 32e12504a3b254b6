"""A raw layer that earlier code wrote: brought up to date once, also after a kill half-way; one of newer code is refused."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from sources import raw_layer
from sources.contracts.versions import versions
from sources.intake import take_in
from sources.migrations import RawLayerVersionError, bring_up_to_date, require_current
from sources.migrations.registry import Migration
from sources.settings import PROJECT_ROOT, Settings
from tests.inboxes import NOW, ROW, TABLES, csv_table, put, run

pytestmark = pytest.mark.integration

REPORTS = 6


def in_bytes(rows: pl.DataFrame) -> pl.DataFrame:
    """From version 1, where sizes were kilobytes. Done twice, it would be wrong."""
    return rows.with_columns(size_bytes=pl.col("kilobytes") * 1000).drop("kilobytes")


def with_publisher(rows: pl.DataFrame) -> pl.DataFrame:
    """From version 2, where the publisher was called issuer."""
    return rows.rename({"issuer": "publisher"})


STEPS: dict[str, dict[int, Migration]] = {"report": {1: in_bytes, 2: with_publisher}}
KNOWN = {**versions(), "report": 3}


def write_older(settings: Settings, version: int = 1) -> dict[str, dict[str, Any]]:
    """Reports as version 1 of an invented history had them, each in its file; what they must become."""
    for number in range(REPORTS):
        put(settings, f"labour_force/{number}.csv", csv_table([(*ROW[:3], f"2.920.{number}00", *ROW[4:])]))
    run(settings)
    (settings.raw_dir / "versions.json").unlink(missing_ok=True)
    expected = {}
    for path in raw_layer.table_files(settings, "report"):
        rows = pl.read_parquet(path, glob=False, hive_partitioning=False).with_columns(
            size_bytes=pl.lit(7000, pl.Int64)
        )
        expected[path.stem] = rows.row(0, named=True)
        older = (
            rows.with_columns(kilobytes=pl.col("size_bytes") // 1000).rename({"publisher": "issuer"}).drop("size_bytes")
        )
        older.write_parquet(path, metadata={"table": "report", "schema_version": str(version)})
    return expected


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "home")


def reports(settings: Settings) -> dict[str, dict[str, Any]]:
    return {row["report_id"]: row for row in raw_layer.read_table(settings, "report").to_dicts()}


def test_an_older_layer_is_brought_up_to_date_once(settings: Settings) -> None:
    expected = write_older(settings)
    assert len(expected) == REPORTS
    (done,) = bring_up_to_date(settings, STEPS, KNOWN)
    assert (done.table, done.from_version, done.to_version, done.files) == ("report", 1, 3, REPORTS)
    assert reports(settings) == expected
    path = raw_layer.table_files(settings, "report")[0]
    assert pl.read_parquet_metadata(path)["schema_version"] == "3"
    assert json.loads((settings.raw_dir / "versions.json").read_bytes())["report"] == 3
    assert bring_up_to_date(settings, STEPS, KNOWN) == []


def test_a_kill_half_way_is_made_good_by_the_next_run(settings: Settings) -> None:
    expected = write_older(settings)
    command = [sys.executable, "-m", "tests.integration.test_migrations", str(settings.data)]
    killed = subprocess.run(command, cwd=PROJECT_ROOT, check=False)
    assert killed.returncode == -signal.SIGKILL
    written = [pl.read_parquet_metadata(path)["schema_version"] for path in raw_layer.table_files(settings, "report")]
    assert sorted(set(written)) == ["1", "3"], "killed between two files"
    (done,) = bring_up_to_date(settings, STEPS, KNOWN)
    assert done.files == written.count("1")
    assert reports(settings) == expected
    assert not list(settings.raw_dir.rglob(".*.tmp"))


def test_a_way_that_is_missing_changes_nothing_and_says_where(settings: Settings) -> None:
    write_older(settings)
    before = {path: path.read_bytes() for path in settings.raw_dir.rglob("*.parquet")}
    with pytest.raises(RawLayerVersionError, match=r"no way from version 2 to 3: update in smaller steps"):
        bring_up_to_date(settings, {"report": {1: in_bytes}}, KNOWN)
    assert {path: path.read_bytes() for path in settings.raw_dir.rglob("*.parquet")} == before


def test_a_layer_of_newer_code_is_refused_by_every_step(settings: Settings) -> None:
    put(settings, "labour_force/a.csv", csv_table([ROW]))
    take_in(settings, NOW, TABLES)
    require_current(settings)
    file = settings.raw_dir / "versions.json"
    for newer, told in (
        ({"press": 99}, "press has version 99, this code knows 1"),
        ({"of_tomorrow": 1}, "this code knows no such table"),
    ):
        file.write_text(json.dumps(dict(versions()) | newer))
        for look in (require_current, bring_up_to_date):
            with pytest.raises(RawLayerVersionError, match=told):
                look(settings)


def test_code_that_is_ahead_of_the_layer_says_what_to_run(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    write_older(settings)
    monkeypatch.setattr("sources.migrations.versions.versions", lambda: KNOWN)
    with pytest.raises(RawLayerVersionError, match=r"report has version 1, not 3. Run `cakupan run`"):
        require_current(settings)


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b'{"report": "1"}', b'{"report": 0}', b'{"report": true}'])
def test_a_damaged_file_of_versions_is_no_guess(settings: Settings, content: bytes) -> None:
    settings.raw_dir.mkdir(parents=True)
    (settings.raw_dir / "versions.json").write_bytes(content)
    with pytest.raises(RawLayerVersionError, match="is damaged"):
        require_current(settings)


if __name__ == "__main__":
    count = 0

    def deadly(rows: pl.DataFrame) -> pl.DataFrame:
        global count  # noqa: PLW0603
        count += 1
        if count > REPORTS // 2:
            os.kill(os.getpid(), signal.SIGKILL)
        return with_publisher(rows)

    bring_up_to_date(Settings(data=Path(sys.argv[1])), {"report": {1: in_bytes, 2: deadly}}, KNOWN)
