"""Damaged files and dead writers in the raw layer, and readers that are killed: made good by the next run."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bench.registers import Register, write_register
from sources.intake import take_in
from sources.raw_layer import table_path
from sources.raw_repair import RawLayerDamagedError
from sources.readers import SOURCES
from sources.settings import PROJECT_ROOT, Settings
from tests.inboxes import NOW, ROW, TABLES, csv_table, put, run
from tests.raw_layer import half_written, raw_rows

pytestmark = pytest.mark.integration

DATED = b"---\npublished_on: 2025-01-01\n---\n"
BOTH = {name: SOURCES[name] for name in ("labour_force", "payment_register")}
TABLE = DATED + csv_table([ROW, ("Banten", "2023", "Agustus", "x", "1", "orang")])


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "home")


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
