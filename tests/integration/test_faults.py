"""Trouble of the machine and of people's hands: it is told clearly, does no damage, and the next run is as good as any."""

import errno
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg
import duckdb
import pytest
import yaml

from bench.kill_watch import leftovers, state_of, trouble_of_current
from bench.registers import Register, write_register
from orchestration.build_file import SET_ASIDE
from orchestration.release import code_revision, files_revision
from orchestration.remedies import with_remedy
from orchestration.warehouse import wait_for_build_file
from serving.release import ReleaseError, current_release, damaged_releases, list_releases, publish, rollback
from serving.release.store import release_ids
from sources.atomic import TEMPORARY_SUFFIX, new_temporary, remove_leftovers, write_atomically
from sources.intake import take_in
from sources.intake.walk import refused_file
from sources.raw_layer import read_table, table_path
from sources.raw_repair import RawLayerDamagedError
from sources.readers import SOURCES, Source
from sources.reading import Description
from sources.settings import PROJECT_ROOT, Settings
from tests.inboxes import NOW, ROW, TABLES, csv_table, put, run
from tests.small_warehouse import NOW as PUBLISHED_AT
from tests.small_warehouse import published, write_build

pytestmark = pytest.mark.integration

DATED = b"---\npublished_on: 2025-01-01\n---\n"
BOTH = {name: SOURCES[name] for name in ("labour_force", "payment_register")}
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


def raw_rows(settings: Settings) -> dict[str, list[tuple[object, ...]]]:
    tables = ("report", "delivery", "labour_force", "payment_register", "quarantine", "row_balance")
    return {table: read_table(settings, table).drop("received_at", strict=False).rows() for table in tables}


def half_written(settings: Settings) -> list[Path]:
    return list(settings.data.rglob(f"*{TEMPORARY_SUFFIX}"))


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
    assert "Remedy: mount it for writing" in with_remedy(str(stopped.value))
    with pytest.raises(ReleaseError, match="read-only: name another data home"):
        publish(settings, code_revision="test", now=PUBLISHED_AT)
    with duckdb.connect(str(settings.current / "cakupan.duckdb"), read_only=True) as connection:
        assert connection.execute("select count(*) from marts.fct_coverage").fetchall() == [(101,)]
    subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)
    assert publish(settings, code_revision="test", now=PUBLISHED_AT).release_id > release.release_id


def test_trouble_without_a_remedy_is_left_in_its_words() -> None:
    assert with_remedy("ValueError: no number") == "ValueError: no number"
    assert with_remedy("[Errno 2] No such file") == "[Errno 2] No such file"
    assert with_remedy("[Errno 28] No space left: 'raw/x'").startswith(
        "[Errno 28] No space left: 'raw/x' Remedy: free some space"
    )


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


@pytest.mark.parametrize("damage", [b"", b"PAR1", b"\0" * 4000, b"PAR1" + b"x" * 4000])
def test_a_damaged_file_of_the_raw_layer_is_made_again(settings: Settings, damage: bytes) -> None:
    put(settings, "labour_force/a.csv", TABLE)
    taken, _ = run(settings)
    before, report = raw_rows(settings), taken.new_reports[0]
    for table in ("labour_force", "quarantine", "row_balance"):
        table_path(settings, table, report.report_month, report.report_id).write_bytes(damage)
        again, _ = run(settings)
        assert again.repaired.removed == [f"{table}/month={report.report_month}/{report.report_id}.parquet"]
        assert raw_rows(settings) == before
    table_path(settings, "report", "none", "empty").write_bytes(damage)
    run(settings)
    assert raw_rows(settings) == before
    assert not run(settings)[0].repaired.removed


def test_a_damaged_register_of_reports_stops_the_run_and_nothing_is_removed(settings: Settings) -> None:
    put(settings, "labour_force/a.csv", TABLE)
    taken, _ = run(settings)
    report = taken.new_reports[0]
    entry = table_path(settings, "report", report.report_month, report.report_id)
    whole = entry.read_bytes()
    entry.write_bytes(whole[:-3])
    rows = table_path(settings, "labour_force", report.report_month, report.report_id)
    rows.write_bytes(b"")
    with pytest.raises(RawLayerDamagedError, match="Restore it from a backup") as stopped:
        take_in(settings, NOW, TABLES)
    assert str(entry) in str(stopped.value)
    assert rows.exists()
    entry.write_bytes(whole)
    assert run(settings)[0].repaired.removed


DEAD_WRITER = """
import sys, os, time
from pathlib import Path
from sources.atomic import write_atomically
def write(file):
    file.write(b"half")
    file.flush()
    print("writing", flush=True)
    sys.stdin.readline()
write_atomically(Path(sys.argv[1]), write)
"""


def test_what_dead_writers_left_is_removed_and_living_ones_are_not_disturbed(settings: Settings) -> None:
    folder = settings.raw_dir / "press" / "month=2025-01"
    environment = os.environ | {"PYTHONPATH": str(PROJECT_ROOT)}
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", DEAD_WRITER, str(folder / f"{number}.parquet")],
            env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for number in range(2)
    ]  # fmt: skip
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "writing\n"
    writers[0].kill()
    writers[0].wait()
    assert len(half_written(settings)) == 2
    assert take_in(settings, NOW, TABLES).repaired.leftovers == 1
    writers[1].communicate("\n", timeout=30)
    assert writers[1].returncode == 0
    assert (folder / "1.parquet").read_bytes() == b"half"
    assert not half_written(settings)


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


KILLED = """
import os, signal, sys
from pathlib import Path
from sources.readers import SOURCES
from sources.settings import Settings
from tests.inboxes import run
left = int(sys.argv[2])
calls = 0
def killing(real):
    def call(*arguments, **named):
        global calls
        if calls == left:
            os.kill(os.getpid(), signal.SIGKILL)
        calls += 1
        return real(*arguments, **named)
    return call
os.fsync = killing(os.fsync)
Path.replace = killing(Path.replace)
Path.unlink = killing(Path.unlink)
run(Settings(data=Path(sys.argv[1])), {name: SOURCES[name] for name in ("labour_force", "payment_register")})
print(calls)
"""


def test_intake_and_reading_killed_at_any_write_are_made_good(tmp_path: Path) -> None:
    register = tmp_path / "july.csv"
    write_register(Register("payment_register", 400, seed=3), register)

    def filled(name: str) -> Settings:
        settings = Settings(data=tmp_path / name)
        take_in(settings, NOW, BOTH)  # the shapes of all tables are there
        put(settings, "labour_force/a.csv", TABLE)
        put(settings, "payment_register/july.csv", DATED + register.read_bytes())
        if (tmp_path / "key").exists():  # tokens of one register hang on one key
            shutil.copytree(tmp_path / "key", settings.data / "keys", dirs_exist_ok=True)
        return settings

    def child(settings: Settings, calls: int) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", KILLED, str(settings.data), str(calls)]
        environment = os.environ | {"PYTHONPATH": str(PROJECT_ROOT)}
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=120)

    whole = filled("whole")
    counted = child(whole, -1)
    assert counted.returncode == 0, counted.stderr
    total = int(counted.stdout)
    assert total > 20
    shutil.copytree(whole.data / "keys", tmp_path / "key")
    expected = raw_rows(whole)
    for number in range(4):
        settings = filled(f"killed-{number}")
        assert child(settings, total * (2 * number + 1) // 8).returncode == -signal.SIGKILL
        run(settings, BOTH)
        assert raw_rows(settings) == expected, number
        assert not half_written(settings), number


@pytest.mark.parametrize("content", [b"", b"x" * 20_000, None])
def test_a_build_file_that_cannot_be_read_is_set_aside(settings: Settings, content: bytes | None) -> None:
    write_build(settings)
    build = settings.build_database
    if content is None:
        os.truncate(build, 5000)
    else:
        build.write_bytes(content)
    log = build.with_name(f"{build.name}.wal")
    log.write_bytes(b"of another file")
    wait_for_build_file(settings)
    assert not build.exists()
    assert not log.exists()
    assert build.with_name(f"{build.name}{SET_ASIDE}").exists()
    write_build(settings)
    wait_for_build_file(settings)
    assert publish(settings, code_revision="test", now=PUBLISHED_AT).is_current


def test_a_build_file_of_somebody_else_is_not_set_aside(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    write_build(settings)
    monkeypatch.setattr("orchestration.warehouse.WAIT_FOR_BUILD_FILE_SECONDS", 0.1)
    holding = "import sys, duckdb; held = duckdb.connect(sys.argv[1]); print('open', flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", holding, str(settings.build_database)], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as writer:  # fmt: skip
        assert writer.stdout is not None
        writer.stdout.readline()
        with pytest.raises(dg.Failure, match="cannot be opened for writing"):
            wait_for_build_file(settings)
        writer.kill()
    assert settings.build_database.exists()


def test_dbt_waits_where_another_one_opened_the_build_file_first(settings: Settings) -> None:
    from dbt.adapters.duckdb.credentials import DuckDBCredentials
    from dbt.adapters.duckdb.environments import Environment

    write_build(settings)
    profile = yaml.safe_load((PROJECT_ROOT / "dbt_project" / "profiles.yml").read_text())
    retries = profile["cakupan"]["outputs"]["duckdb"]["retries"]
    holding = "import sys, time, duckdb; held = duckdb.connect(sys.argv[1]); print('open', flush=True); time.sleep(1.5)"
    command = [sys.executable, "-c", holding, str(settings.build_database)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as orphan:
        assert orphan.stdout is not None
        orphan.stdout.readline()
        asked = {"path": str(settings.build_database), "schema": "marts", "retries": retries}
        connection = Environment.initialize_db(DuckDBCredentials.from_dict(asked))
        assert connection.execute("select count(*) from marts.fct_coverage").fetchall() == [(101,)]
        connection.close()


def test_a_log_beside_a_release_is_seen_before_its_rows_are_believed(settings: Settings, tmp_path: Path) -> None:
    first, second = published(settings, 1), published(settings, 2)
    # DuckDB plays it into whatever file it lies beside.
    (first.folder / "cakupan.duckdb.wal").write_bytes(b"of another file")
    assert list(damaged_releases(settings)) == [first.release_id]
    with pytest.raises(ReleaseError, match=r"cakupan\.duckdb\.wal: this log is no part of the release"):
        rollback(settings, first.release_id)
    (second.folder / "cakupan.duckdb.wal").write_bytes(b"of another file")
    assert publish(settings, code_revision="test", now=PUBLISHED_AT).release_id > second.release_id


def test_a_release_that_was_made_but_not_yet_current_is_taken_up(settings: Settings) -> None:
    first = published(settings, 1)
    write_build(settings, 2)
    command = [sys.executable, "tests/small_warehouse.py", "installed"]
    environment = os.environ | {"CAKUPAN_DATA": str(settings.data), "PYTHONPATH": str(PROJECT_ROOT)}
    assert subprocess.run(command, cwd=PROJECT_ROOT, env=environment, check=False).returncode == -signal.SIGKILL
    left = list_releases(settings)[0]
    assert not left.is_current
    release = publish(settings, code_revision="test", now=PUBLISHED_AT)
    assert (release.release_id, release.is_current, release.unchanged) == (left.release_id, True, False)
    rollback(settings, first.release_id)
    assert publish(settings, code_revision="test", now=PUBLISHED_AT).release_id == left.release_id
    assert len(list_releases(settings)) == 2, "the same contents are not kept twice"
    left.database.chmod(0o644)
    left.database.write_bytes(left.database.read_bytes()[:-1] + b"x")
    rollback(settings, first.release_id)
    assert publish(settings, code_revision="test", now=PUBLISHED_AT).release_id > left.release_id, (
        "only one that is proven"
    )


def test_the_revision_of_the_code_without_git_changes_with_its_files(tmp_path: Path) -> None:
    for name in ("sources/a.py", "dbt_project/models/a.sql", "dbt_project/target/b.sql", "sources/notes.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("one")
    first = code_revision(tmp_path)
    assert first.startswith("files-")
    (tmp_path / "dbt_project/target/b.sql").write_text("two")
    (tmp_path / "sources/notes.txt").write_text("two")
    assert code_revision(tmp_path) == first
    (tmp_path / "dbt_project/models/a.sql").write_text("two")
    assert code_revision(tmp_path) != first
    (tmp_path / ".git").mkdir()  # no repository that git knows
    assert code_revision(tmp_path) == files_revision(tmp_path)


def test_what_the_kill_benchmark_looks_for_is_found(settings: Settings) -> None:
    release = published(settings)
    put(settings, "labour_force/a.csv", TABLE)
    run(settings)
    state = state_of(settings)
    assert leftovers(settings) == []
    assert state.unlike(state_of(settings)) == []
    assert trouble_of_current(settings, {release.manifest.contents_sha256}) == []
    assert "contents that no undisturbed run has" in trouble_of_current(settings, set())[0]
    (settings.releases_dir / ".tmp-1").mkdir()
    (settings.raw_dir / "press" / "month=none" / ".a.tmp").touch()
    settings.build_database.with_name("cakupan.duckdb.wal").touch()
    assert len(leftovers(settings)) == 3
    put(settings, "labour_force/a.csv", TABLE.replace(b"2.780.200", b"2.780.201"))
    run(settings)
    assert any("should not be there" in line for line in state_of(settings).unlike(state))
    release.database.chmod(0o644)
    release.database.write_bytes(b"x" * release.manifest.file_bytes)
    assert "not the file that was published" in trouble_of_current(settings, {release.manifest.contents_sha256})[0]
