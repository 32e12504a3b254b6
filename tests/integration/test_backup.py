"""Backups: whole or none, shared where nothing changed, restorable into an empty place, refused where damaged; the key stays apart."""

import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli.main import main
from orchestration.stages import alone
from serving.backup import BackupError, backup, kept_backups, restore
from serving.backup.locks import only_one
from serving.release import list_releases, publish
from sources.ingest import pending_months
from sources.intake import take_in
from sources.intake.lock import intake_lock
from sources.migrations import RawLayerVersionError, require_current
from sources.privacy.key import KeyRefusedError, key_file, load_key, replace_key
from sources.readers import SOURCES, Source
from sources.settings import PROJECT_ROOT, Settings
from tests.inboxes import ROW, csv_table, put, run
from tests.small_warehouse import NOW, write_build

pytestmark = pytest.mark.integration

EVERY = {name: SOURCES[name] for name in ("labour_force", "payment_register")}
PAYMENTS = (
    "nik,program,kode_wilayah,kanal,tanggal_bayar,jumlah,status,referensi\n"
    "6171054503900007,JHT,61.71,BRI,2025-07-20,600000,BERHASIL,SP2D-1\n"
)


def filled(home: Path, sources: dict[str, Source] | None = None) -> Settings:
    """A data home after a run: reports read, a release published, decisions of people written down."""
    settings = Settings(data=home)
    put(settings, "labour_force/a.csv", csv_table([ROW]))
    put(settings, "labour_force/wrong.csv", b"\x00\x01")
    put(settings, "press/photo.jpg", b"no report")
    if sources is EVERY:
        put(settings, "payment_register/a.csv", PAYMENTS.encode())
    run(settings, sources or {"labour_force": SOURCES["labour_force"]})
    (home / "corrections.yml").write_text("[]\n")
    write_build(settings)
    publish(settings, code_revision="test", now=NOW)
    return settings


def made(settings: Settings, target: Path, days: int = 0, keep: int | None = None) -> Path:
    return backup(settings, target, now=NOW + timedelta(days=days), code_revision="test", keep=keep).folder


def contents(folder: Path) -> dict[str, str]:
    """Every file below a folder with its hash, links with where they lead; what is not in a backup is left out."""
    found: dict[str, str] = {}
    for path in folder.rglob("*"):
        name = str(path.relative_to(folder))
        if path.is_symlink():
            found[name] = str(path.readlink())
        elif path.is_file() and not name.startswith(
            (".", "build/", "intake/", "keys/", "releases/.lock", "dagster/", "alerts/")
        ):
            found[name] = sha256(path.read_bytes()).hexdigest()
    return found


def test_what_is_restored_is_what_was_and_the_next_run_finds_nothing_new(tmp_path: Path) -> None:
    settings = filled(tmp_path / "home")
    before = contents(settings.data)
    folder = made(settings, tmp_path / "kept")
    shutil.rmtree(settings.data)

    other = Settings(data=tmp_path / "elsewhere" / "home")
    manifest = restore(other, folder)
    assert contents(other.data) == before
    (release,) = list_releases(other)
    assert release.is_current
    assert release.release_id == manifest.release_id
    taken = take_in(other, datetime.now(UTC), {"labour_force": SOURCES["labour_force"]})
    assert (taken.new_reports, taken.new_deliveries) == ([], 0)
    assert pending_months(other, "labour_force") == []
    write_build(other)
    assert publish(other, code_revision="test", now=NOW + timedelta(days=1)).unchanged
    modes = {name: (other.data / name).stat().st_mode & 0o777 for name in before if name.startswith("archive/")}
    assert set(modes.values()) == {0o444}


def test_a_second_backup_shares_what_did_not_change_and_old_ones_go(tmp_path: Path) -> None:
    settings, target = filled(tmp_path / "home"), tmp_path / "kept"
    first = backup(settings, target, now=NOW, code_revision="test")
    put(settings, "labour_force/b.csv", csv_table([(*ROW[:3], "2.920.200", *ROW[4:])]))
    run(settings)
    second = backup(settings, target, now=NOW + timedelta(days=1), code_revision="test")
    assert 0 < second.copied_bytes < first.copied_bytes / 2
    database = f"home/releases/{first.manifest.release_id}/cakupan.duckdb"
    assert (first.folder / database).stat().st_ino == (second.folder / database).stat().st_ino
    assert (first.folder / database).stat().st_ino != (settings.data / database.removeprefix("home/")).stat().st_ino
    third = backup(settings, target, now=NOW + timedelta(days=2), code_revision="test", keep=2)
    assert third.removed == (first.folder.name,)
    assert kept_backups(target) == [second.folder, third.folder]
    shutil.rmtree(settings.data)
    restore(settings, third.folder)
    assert (settings.data / "inbox" / "labour_force" / "b.csv").exists()


def damage_a_byte(folder: Path) -> None:
    path = next(folder.glob("home/raw/report/month=2*/*.parquet"))
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def lose_a_file(folder: Path) -> None:
    next(folder.glob("home/archive/*/*")).unlink()


def add_a_file(folder: Path) -> None:
    (folder / "home" / "raw" / "report" / "month=2023-01").mkdir(exist_ok=True)
    (folder / "home" / "raw" / "report" / "month=2023-01" / "0000000000000000.parquet").write_bytes(b"slipped in")


def turn_the_link(folder: Path) -> None:
    (folder / "home" / "current").unlink()
    (folder / "home" / "current").symlink_to("/etc")


def put_a_link_for_a_file(folder: Path) -> None:
    path = next(folder.glob("home/archive/*/*"))
    path.unlink()
    path.symlink_to("/etc/hostname")


def lose_the_manifest(folder: Path) -> None:
    (folder / "backup.json").unlink()


def cut_the_manifest(folder: Path) -> None:
    (folder / "backup.json").write_bytes((folder / "backup.json").read_bytes()[:-100])


def lead_outside(folder: Path) -> None:
    text = (folder / "backup.json").read_text()
    (folder / "backup.json").write_text(text.replace('"corrections.yml"', '"../corrections.yml"'))


def be_of_tomorrow(folder: Path) -> None:
    text = (folder / "backup.json").read_text()
    (folder / "backup.json").write_text(
        text.replace('"labour_force":1', '"labour_force":9').replace('"labour_force": 1', '"labour_force": 9')
    )


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sound")
    return made(filled(folder / "home"), folder / "kept")


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (damage_a_byte, "is not what was backed up"),
        (lose_a_file, "is missing from the backup"),
        (add_a_file, "does not belong to the backup"),
        (turn_the_link, "leads elsewhere"),
        (put_a_link_for_a_file, "is missing from the backup"),
        (lose_the_manifest, "is no backup, or one that was never finished"),
        (cut_the_manifest, "cannot be read"),
        (lead_outside, "outside of the data home"),
        (be_of_tomorrow, "written by a newer Cakupan: labour_force has version 9"),
    ],
)
def test_a_backup_that_is_not_whole_is_refused_before_anything_is_restored(
    sound: Path, tmp_path: Path, harm: Callable[[Path], None], told: str
) -> None:
    folder = tmp_path / sound.name
    shutil.copytree(sound, folder, symlinks=True)
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            path.chmod(0o644)
    harm(folder)
    settings = Settings(data=tmp_path / "home")
    with pytest.raises(BackupError, match=told):
        restore(settings, folder)
    assert not settings.data.exists() or not list(settings.data.iterdir())


def test_a_damaged_backup_is_not_handed_on_to_the_next_one(tmp_path: Path) -> None:
    settings, target = filled(tmp_path / "home"), tmp_path / "kept"
    first = made(settings, target)
    path = next(first.glob("home/archive/*/*"))
    kept = path.stat()
    path.chmod(0o644)
    path.write_bytes(b"x" * kept.st_size)
    path.chmod(0o444)
    checked = CliRunner().invoke(main, ["backup", str(target), "--check"])
    assert checked.exit_code == 1
    assert "is not what was backed up" in checked.output
    second = made(settings, target, days=1)
    shutil.rmtree(settings.data)
    restore(settings, second)


def test_a_data_home_that_is_in_use_is_never_overwritten(sound: Path, tmp_path: Path) -> None:
    settings = filled(tmp_path / "home")
    before = contents(settings.data)
    with pytest.raises(BackupError, match="is not empty"):
        restore(settings, sound)
    assert contents(settings.data) == before
    with pytest.raises(BackupError, match="lies in the data home itself"):
        made(settings, settings.data / "backups")
    with pytest.raises(BackupError, match="nothing to back up"):
        made(Settings(data=tmp_path / "nowhere"), tmp_path / "kept")


def test_a_backup_waits_for_a_run_and_copies_while_the_next_one_works(tmp_path: Path) -> None:
    settings, told, steps = filled(tmp_path / "home"), [], []

    def held() -> object:
        return alone(settings.dagster_dir, lambda: told.append("waiting"))

    def work() -> None:
        steps.append(backup(settings, tmp_path / "kept", now=NOW, code_revision="test", alone=held).folder)  # type: ignore[arg-type]

    with alone(settings.dagster_dir, lambda: None):
        worker = threading.Thread(target=work)
        worker.start()
        deadline = datetime.now(UTC) + timedelta(seconds=10)
        while not told and datetime.now(UTC) < deadline:
            threading.Event().wait(0.02)
        assert told == ["waiting"]
        assert steps == []
        put(settings, "labour_force/during.csv", csv_table([(*ROW[:3], "2.920.300", *ROW[4:])]))
        run(settings)
    worker.join(20)
    shutil.rmtree(settings.data)
    restore(settings, steps[0])
    assert pending_months(settings, "labour_force") == [], "all of the run is in it"


def test_two_backups_at_once_are_one(tmp_path: Path) -> None:
    settings = filled(tmp_path / "home")
    with only_one(settings), pytest.raises(BackupError, match="another backup of it is being made"):
        made(settings, tmp_path / "kept")
    assert kept_backups(tmp_path / "kept") == []
    made(settings, tmp_path / "kept")


def test_a_kill_while_copying_leaves_no_half_backup_and_holds_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, target = filled(tmp_path / "home"), tmp_path / "kept"
    code = (
        "import os, signal, sys; from pathlib import Path; import serving.backup.making as b; from sources.settings import Settings\n"
        "from tests.small_warehouse import NOW\n"
        "calls, real = [], b._keep\n"
        "def deadly(*given):\n"
        "    calls.append(1)\n"
        "    return os.kill(os.getpid(), signal.SIGKILL) if len(calls) == 3 else real(*given)\n"
        "b._keep = deadly\n"
        "b.backup(Settings(data=Path(sys.argv[1])), Path(sys.argv[2]), now=NOW, code_revision='test')"
    )
    done = subprocess.run([sys.executable, "-c", code, str(settings.data), str(target)], cwd=PROJECT_ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    assert kept_backups(target) == []
    assert len(list(target.glob(".unfinished-*"))) == 1
    assert (settings.data / ".backup").exists()
    monkeypatch.setenv("CAKUPAN_DATA", str(settings.data))
    assert CliRunner().invoke(main, ["retention", "--months", "1"]).exit_code == 0
    assert not (settings.data / ".backup").exists(), "what must go is nowhere under a second name"
    with intake_lock(settings):
        pass
    made(settings, target, days=1)
    assert len(list(target.iterdir())) == 1


def test_a_kill_while_restoring_is_made_good_by_restoring_again(sound: Path, tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "home")
    code = (
        "import os, signal, sys; from pathlib import Path; import serving.backup.restoring as r; from sources.settings import Settings\n"
        "count = 0\n"
        "real = Path.rename\n"
        "def rename(self, to):\n"
        "    global count; count += 1\n"
        "    if count == 3: os.kill(os.getpid(), signal.SIGKILL)\n"
        "    return real(self, to)\n"
        "Path.rename = rename\n"
        "r.restore(Settings(data=Path(sys.argv[1])), Path(sys.argv[2]))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(settings.data), str(sound)], cwd=PROJECT_ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    assert not (settings.data / "current").exists()
    with pytest.raises(RawLayerVersionError, match="call `cakupan restore` again"):
        require_current(settings)
    restore(settings, sound)
    require_current(settings)
    assert contents(settings.data) == contents(sound / "home")


def test_the_key_is_not_in_a_backup_and_is_asked_for_afterwards(tmp_path: Path) -> None:
    settings = filled(tmp_path / "home", EVERY)
    key, lost = load_key(settings), tmp_path / "kept elsewhere"
    shutil.copytree(settings.data / "keys", lost)
    result = backup(settings, tmp_path / "kept", now=NOW, code_revision="test")
    assert result.manifest.key_ids == [key.key_id]
    stored = b"".join(
        path.read_bytes() for path in result.folder.rglob("*") if path.is_file() and not path.is_symlink()
    )
    assert key.hex_digits.encode() not in stored
    assert result.folder.stat().st_mode & 0o077 == 0
    shutil.rmtree(settings.data)
    restore(settings, result.folder)
    assert (settings.data / "archive" / "registers").stat().st_mode & 0o077 == 0

    with pytest.raises(KeyRefusedError, match=f"needs its key {key.key_id}"):
        pending_months(settings, "payment_register")
    assert not key_file(settings).exists(), "no other key was made"
    key_file(settings).write_text("ab" * 32)
    key_file(settings).chmod(0o600)
    with pytest.raises(KeyRefusedError, match=f"needs its key {key.key_id}"):
        load_key(settings)
    shutil.copy(lost / "token.key", key_file(settings))
    assert pending_months(settings, "payment_register") == [], "nothing is read anew"
    replace_key(settings)
    assert load_key(settings).key_id != key.key_id, "a key may be changed afterwards as ever"


def test_the_commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = str(tmp_path / "kept")
    monkeypatch.setenv("CAKUPAN_DATA", str(filled(tmp_path / "home").data))
    made_now = CliRunner().invoke(main, ["backup", kept, "--keep", "3"])
    assert made_now.exit_code == 0, made_now.output
    assert "verified: " in made_now.output
    assert CliRunner().invoke(main, ["backup", kept, "--check"]).output.startswith("whole: ")
    monkeypatch.setenv("CAKUPAN_DATA", str(tmp_path / "new"))
    restored = CliRunner().invoke(main, ["restore", kept])
    assert restored.exit_code == 0, restored.output
    assert "is current" in restored.output
    again = CliRunner().invoke(main, ["restore", kept])
    assert again.exit_code == 1
    assert "is not empty" in again.output
