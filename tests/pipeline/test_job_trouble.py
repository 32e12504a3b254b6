"""The whole job where something goes wrong: refused input, two runs at once, a run that is killed, a check that fails."""

import os
import shutil
import signal
import time
from pathlib import Path

import pytest

from tests.jobs import SAMPLES, Ended, ended, put, release_file, rows, run, start

pytestmark = pytest.mark.pipeline

GOOD = b"---\npublished_on: 2023-01-17\n---\nPontianak - Jumlah peserta aktif BPJS Ketenagakerjaan di Kalimantan Barat 500.000 orang.\n"
HEADER = "provinsi;tahun;bulan;angkatan_kerja;bekerja;satuan"
ROW = "Kalimantan Barat;2023;Agustus;2.920.100;2.780.200;orang"
BAD = {
    "press/empty.txt": (b"", "empty_file"),
    "press/junk.txt": (bytes(range(256)) * 4, "binary_content"),
    "press/latin1.txt": (
        "---\npublished_on: 2023-01-17\n---\nPontianak – café 12 orang\n".encode("cp1252"),
        "wrong_encoding",
    ),
    "press/huge.txt": (b"Pontianak 12 orang. " * 2_600_000, "too_large"),
    "press/photo.jpg": (b"\xff\xd8", "unknown_suffix"),
    "labour_force/missing.csv": (
        f"{HEADER.replace('angkatan_kerja;', '')}\n{ROW.replace('2.920.100;', '')}\n".encode(),
        "missing_column",
    ),
    "labour_force/text.csv": (f"{HEADER}\n{ROW.replace('2.780.200', 'dua juta')}\n".encode(), "not_a_number"),
    "labour_force/province.csv": (
        f"{HEADER}\n{ROW.replace('Kalimantan Barat', 'Atlantis')}\n".encode(),
        "unknown_area",
    ),
    "labour_force/headers.csv": (
        f"{HEADER}\n{ROW}\n{HEADER}\n{ROW.replace('Kalimantan Barat', 'Banten')}\n".encode(),
        "repeated_header",
    ),
}


@pytest.fixture(scope="module")
def refused(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ended]:
    folder = tmp_path_factory.mktemp("refused")
    for name, (content, _) in BAD.items():
        put(folder / "inbox", name, content)
    put(folder / "inbox", "press/good.txt", GOOD)
    return folder, run(folder / "home", folder / "inbox")


def test_bad_input_is_told_by_the_exit_code_and_the_rest_goes_through(refused: tuple[Path, Ended]) -> None:
    folder, result = refused
    assert result.code == 3
    observed = rows(
        release_file(folder / "home", result.release),
        "select value from marts.fct_observation where report_id in (select report_id from audit.reports where file_name = 'press/good.txt')",
    )
    assert observed == [(500_000,)]


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_named_with_place_rule_and_remedy(refused: tuple[Path, Ended], name: str) -> None:
    _, rule = BAD[name]
    lines = [line for line in refused[1].output.splitlines() if line.strip().startswith(name) and f"[{rule}]" in line]
    assert lines, refused[1].output
    assert "Remedy: " in lines[0]


def test_bad_input_is_in_audit(refused: tuple[Path, Ended]) -> None:
    folder, result = refused
    in_audit = set(
        rows(release_file(folder / "home", result.release), "select distinct file_name, rule from audit.quarantine")
    )
    assert in_audit >= {(name, rule) for name, (_, rule) in BAD.items()}


def test_every_file_of_the_inbox_is_in_audit_with_what_became_of_it(refused: tuple[Path, Ended]) -> None:
    folder, result = refused
    database = release_file(folder / "home", result.release)
    outcomes = dict(rows(database, "select file_name, outcome from audit.reports"))
    lying = {str(path.relative_to(folder / "inbox")) for path in (folder / "inbox").rglob("*") if path.is_file()}
    assert set(outcomes) == lying == {*BAD, "press/good.txt"}
    assert outcomes["press/good.txt"] == "read"
    assert outcomes["press/photo.jpg"] == "not_taken_in"
    assert outcomes["press/empty.txt"] == "refused"
    [(source, remedy)] = rows(database, "select raw_table, remedy from audit.quarantine where scope = 'file'")
    assert source == "press"
    assert remedy


def test_two_at_once_a_killed_run_and_a_failed_check(tmp_path: Path) -> None:
    home, inbox = tmp_path / "home", tmp_path / "inbox"
    put(inbox, "press/good.txt", GOOD)

    both = [start(home, inbox), start(home, inbox)]
    results = [ended(process) for process in both]
    assert [result.code for result in results] == [0, 0]
    assert results[0].release == results[1].release
    assert sorted(result.summary["release"].split()[1] for result in results) == ["(new)", "(unchanged)"]

    shutil.copytree(SAMPLES / "press", inbox / "press", dirs_exist_ok=True)
    killed_while_building(home, inbox)
    assert (home / "current" / "cakupan.duckdb").resolve() == release_file(home, results[0].release).resolve()
    after = run(home, inbox)
    assert after.code == 0
    assert "cleared up after 1" in after.output
    assert rows(
        release_file(home, after.release),
        "select count(*) from marts.dim_report where report_id in (select report_id from audit.reports)",
    ) == [(6,)]

    accepted = next((home / "raw" / "press").glob("month=2023-01/*.parquet"))
    shutil.copy(accepted, accepted.with_name("0000000000000000.parquet"))
    failed = run(home, inbox)
    assert failed.code == 1
    assert "FAILED: publish" in failed.output
    assert "unique" in failed.output
    assert (home / "current" / "cakupan.duckdb").resolve() == release_file(home, after.release).resolve()


def killed_while_building(home: Path, inbox: Path) -> None:
    """Kill a run with the signal that nobody can handle, once dbt has begun to write."""
    process = start(home, inbox)
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith("building"):
            break
    build = home / "build" / "cakupan.duckdb"
    begun = build.stat().st_mtime_ns
    deadline = time.monotonic() + 120
    while build.stat().st_mtime_ns == begun and time.monotonic() < deadline:
        time.sleep(0.1)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
