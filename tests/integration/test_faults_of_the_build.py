"""Trouble with the build file and with what lies beside a release."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import dagster as dg
import pytest
import yaml

from bench.kill_watch import leftovers, state_of, trouble_of_current
from orchestration.build_file import SET_ASIDE
from orchestration.release import code_revision, files_revision
from orchestration.warehouse import wait_for_build_file
from serving.release import ReleaseError, damaged_releases, list_releases, publish, rollback
from sources.settings import PROJECT_ROOT, Settings
from tests.inboxes import ROW, csv_table, put, run
from tests.small_warehouse import NOW as PUBLISHED_AT
from tests.small_warehouse import published, write_build

pytestmark = pytest.mark.integration

DATED = b"---\npublished_on: 2025-01-01\n---\n"
TABLE = DATED + csv_table([ROW, ("Banten", "2023", "Agustus", "x", "1", "orang")])


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "home")


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
