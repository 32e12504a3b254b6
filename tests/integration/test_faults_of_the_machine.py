"""Full and read-only disks, files that go, a clock that is set back: told clearly, no damage, and the next run is as good as any."""

import errno
import os
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from orchestration.failures import classify
from serving.release import ReleaseError, current_release, publish
from serving.release.store import release_ids
from sources.atomic import new_temporary, remove_leftovers, write_atomically
from sources.intake import take_in
from sources.intake.walk import refused_file
from sources.raw_layer import read_table
from sources.readers import Source
from sources.reading import Description
from sources.settings import Settings
from tests.inboxes import NOW, ROW, TABLES, csv_table, put, run
from tests.raw_layer import half_written, raw_rows
from tests.small_warehouse import NOW as PUBLISHED_AT
from tests.small_warehouse import published, write_build

pytestmark = pytest.mark.integration

DATED = b"---\npublished_on: 2025-01-01\n---\n"
TABLE = DATED + csv_table([ROW, ("Banten", "2023", "Agustus", "x", "1", "orang")])


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "home")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own, small; skipped where this user may not mount one (there, test_release.py limits the size of files)."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=24m", "none", str(place)]
    if shutil.which("mount") is None or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("this user may not mount a file system")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def fill(disk: Path, free: int) -> None:
    """Leave so many bytes on the disk."""
    ballast = disk / "ballast"
    ballast.unlink(missing_ok=True)
    room = os.statvfs(disk)
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, room.f_bavail * room.f_frsize - free)


def test_wherever_the_disk_is_full_no_release_is_left_half_made(disk: Path) -> None:
    settings = Settings(data=disk / "home")
    first = published(settings)
    write_build(settings, generation=2, rows=20_000)
    told = set()
    for free in (0, 4096, 20_000, 60_000, 200_000, 400_000, 600_000, 800_000, 1_000_000, 1_200_000, 1_400_000):
        fill(disk, free)
        try:
            publish(settings, code_revision="test", now=PUBLISHED_AT)
        except ReleaseError as error:
            told.add("the disk is full" in str(error))
            assert release_ids(settings) == [first.release_id], free
            assert not list(settings.releases_dir.glob(".tmp-*")), free
            current = current_release(settings)
            assert current is not None
            assert current.release_id == first.release_id
        else:
            break
    else:
        (disk / "ballast").unlink()
        assert not publish(settings, code_revision="test", now=PUBLISHED_AT).unchanged
    assert told == {True}, "each time in plain words"
    assert len(release_ids(settings)) == 2


def test_wherever_the_disk_is_full_intake_and_reading_go_on_where_they_ended(disk: Path, settings: Settings) -> None:
    put(settings, "labour_force/a.csv", TABLE)
    run(settings)
    small = Settings(data=disk / "home", inbox=settings.inbox_dir)
    stopped = 0
    for free in range(0, 400_000, 16_384):
        fill(disk, free)
        try:
            run(small)
        except OSError as error:
            stopped += 1
            assert error.errno == errno.ENOSPC
            assert error.filename, "it says where"
            assert not half_written(small)
        else:
            break
    assert stopped > 3
    assert raw_rows(small) == raw_rows(settings)


def test_a_data_home_that_cannot_be_written_is_told_and_can_still_be_read(disk: Path) -> None:
    settings = Settings(data=disk / "home")
    release = published(settings)
    write_build(settings, generation=2)
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    with pytest.raises(OSError, match="Read-only file system") as stopped:
        take_in(settings, NOW, TABLES)
    assert classify(stopped.value).remedy.startswith("mount it for writing")
    with pytest.raises(ReleaseError, match="read-only: name another data home"):
        publish(settings, code_revision="test", now=PUBLISHED_AT)
    with duckdb.connect(str(settings.current / "cakupan.duckdb"), read_only=True) as connection:
        assert connection.execute("select count(*) from marts.fct_coverage").fetchall() == [(101,)]
    subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)
    assert publish(settings, code_revision="test", now=PUBLISHED_AT).release_id > release.release_id


def test_a_file_that_goes_while_the_inbox_is_walked_is_named_and_stops_nobody(settings: Settings) -> None:
    gone = put(settings, "press/b.txt", b"dua")
    put(settings, "press/a.txt", b"satu")
    put(settings, "press/c.txt", b"tiga")

    class Reader:
        source, version, suffixes = "press", "1", frozenset({".txt"})

        def describe(self, content: bytes, file_name: str) -> Description:
            gone.unlink(missing_ok=True)  # somebody tidies up while the first file is read
            return Description()

    reader = Reader()
    result = take_in(settings, NOW, {"press": Source(lambda: reader, lambda s: 1000)})  # type: ignore[arg-type,return-value]
    assert [report.file_name for report in result.new_reports] == ["press/a.txt", "press/c.txt"]
    assert result.refused == [refused_file(("press", "b.txt"), "cannot_be_opened", "No such file or directory")]


def test_a_clock_that_is_set_back_changes_no_order(settings: Settings) -> None:
    put(settings, "labour_force/a.csv", TABLE)
    run(settings)
    put(settings, "labour_force/a.csv", TABLE.replace(b"2.780.200", b"2.780.201"))
    taken, _ = run(settings, now=NOW - timedelta(days=400))
    assert taken.new_deliveries == 1
    deliveries = read_table(settings, "delivery").sort("sequence")
    assert deliveries["sequence"].to_list() == [1, 2]
    assert deliveries["received_at"].is_sorted(descending=True), "said as it was, and not what counts"
    assert deliveries["report_id"].to_list()[1] == taken.new_reports[0].report_id
    first = published(settings, 1)
    write_build(settings, 2)
    second = publish(settings, code_revision="test", now=datetime(2001, 1, 1, tzinfo=UTC))
    assert second.release_id > first.release_id


def test_an_error_of_writing_names_the_file_and_leaves_no_other(tmp_path: Path) -> None:
    def full(_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(OSError, match=r"No space left on device: '.*month=2025-01/a\.parquet'"):
        write_atomically(tmp_path / "month=2025-01" / "a.parquet", full)
    assert not list((tmp_path / "month=2025-01").iterdir())
    temporary, descriptor = new_temporary(tmp_path / "b")
    assert remove_leftovers(tmp_path) == 0
    os.close(descriptor)
    assert remove_leftovers(tmp_path) == 1
    assert not temporary.exists()
