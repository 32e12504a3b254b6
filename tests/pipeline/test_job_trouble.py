"""The whole job where something goes wrong: two runs at once, refused input, corrections, a run that is killed, a check that fails."""

import os
import re
import shutil
import signal
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from serving.release.manifest import read_manifest
from sources.identity import content_hash, report_id
from sources.intake.archive import archive_path
from tests.jobs import SAMPLES, Ended, ended, put, release_file, rows, run, start

pytestmark = pytest.mark.pipeline

GOOD = "---\npublished_on: 2023-01-17\n---\nPontianak - Jumlah peserta aktif BPJS Ketenagakerjaan di Kalimantan Barat 500.000 orang.\n"
PRINTED = "500.000"
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


def entry(said: str) -> str:
    """An entry of corrections.yml about the one figure of the good report."""
    start = GOOD.index(PRINTED)
    return (
        f"- report: {report_id(content_hash(GOOD.encode()))}\n"
        f"  locator: characters {start}-{start + len(PRINTED)}\n"
        f'  as_printed: "{PRINTED}"\n'
        f"  {said}\n  why: the page says so\n  by: Sari\n  on: 2023-02-01\n"
    )


@dataclass(frozen=True)
class Life:
    """What one data home goes through: two first runs at once; a correction that does not hold; a run that is killed; a run on bad input, the bundled
    reports and a correction that holds; a raw layer that somebody damaged. Each run of the job costs a minute: all of it is one story."""

    home: Path
    inbox: Path
    both: tuple[Ended, Ended]
    stopped: Ended
    built_when_stopped: bool
    current_when_stopped: Path
    current_when_killed: Path
    after: Ended
    failed: Ended

    def file(self, ended: Ended) -> Path:
        return release_file(self.home, ended.release)


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> Life:
    folder = tmp_path_factory.mktemp("trouble")
    home, inbox = folder / "home", folder / "inbox"
    current, build, corrections = home / "current", home / "build" / "cakupan.duckdb", home / "corrections.yml"
    put(inbox, "press/good.txt", GOOD.encode())
    both = [start(home, inbox), start(home, inbox)]
    first, second = ended(both[0]), ended(both[1])

    built = build.stat().st_mtime_ns
    corrections.write_text(entry("was: {value: 400000}\n  should_be: {value: 600000}"), encoding="utf-8")
    stopped, current_when_stopped = run(home, inbox), current.resolve()
    built_when_stopped = build.stat().st_mtime_ns != built

    corrections.write_text(entry("should_be: {value: 600000}"), encoding="utf-8")
    shutil.copytree(SAMPLES / "press", inbox / "press", dirs_exist_ok=True)
    for name, (content, _) in BAD.items():
        put(inbox, name, content)
    killed_while_building(home, inbox)
    current_when_killed = current.resolve()
    after = run(home, inbox)

    good = report_id(content_hash(GOOD.encode()))
    accepted = next(path for path in (home / "raw" / "press").glob("month=2023-01/*.parquet") if path.stem != good)
    shutil.copy(accepted, accepted.with_name("0000000000000000.parquet"))
    failed = run(home, inbox)
    return Life(
        home,
        inbox,
        (first, second),
        stopped,
        built_when_stopped,
        current_when_stopped,
        current_when_killed,
        after,
        failed,
    )


def test_two_runs_at_once_end_well_and_publish_once(life: Life) -> None:
    assert [result.code for result in life.both] == [0, 0]
    assert life.both[0].release == life.both[1].release
    assert sorted(result.summary["release"].split()[1] for result in life.both) == ["(new)", "(unchanged)"]
    assert life.both[0].summary["review"] == "0 figures wait for a person; 0 corrections applied"


def test_a_correction_that_does_not_hold_stops_the_run_before_anything_is_built(life: Life) -> None:
    assert life.stopped.code == 1
    assert f"{life.home / 'corrections.yml'}, line 1, entry 1: " in life.stopped.output
    assert "[correction_read_otherwise] Remedy: " in life.stopped.output
    assert life.current_when_stopped == life.file(life.both[0]).parent.resolve()
    assert not life.built_when_stopped


def test_a_killed_run_leaves_what_was_published_and_the_next_one_clears_up(life: Life) -> None:
    assert life.current_when_killed == life.file(life.both[0]).parent.resolve()
    assert "cleared up after 1" in life.after.output
    read = rows(life.file(life.after), "select count(*) from audit.reports where source = 'press' and outcome = 'read'")
    assert read == [(6,)]


def test_a_correction_that_holds_is_published_and_what_was_known_before_stays(life: Life) -> None:
    assert life.after.summary["review"].endswith("; 1 correction applied")
    assert life.after.summary["release"].endswith("(new)")
    before, after = (read_manifest(life.file(result).parent) for result in (life.both[0], life.after))
    assert before.corrections_sha256 is None
    assert after.corrections_sha256 == content_hash((life.home / "corrections.yml").read_bytes())
    assert archive_path(after.corrections_sha256) in {
        str(path.relative_to(life.home)) for path in life.home.glob("archive/*/*")
    }
    query = "select workers_active from {} where area_code = '61' and workers_active in (500000, 600000)"
    assert rows(life.file(life.after), query.format("marts.fct_coverage")) == [(600_000,)]
    assert rows(life.file(life.after), query.format("marts.coverage_as_known(date '2023-01-31')")) == [(500_000,)]


def test_a_failed_check_keeps_what_was_published(life: Life) -> None:
    assert life.failed.code == 1
    assert "FAILED: publish" in life.failed.output
    assert re.search(
        r"check \w+_is_well_formed of press: observation_id is not unique: [0-9a-f]{16} \(2 rows\)", life.failed.output
    )
    assert (life.home / "current").resolve() == life.file(life.after).parent.resolve()


def test_bad_input_is_told_by_the_exit_code_and_the_rest_goes_through(life: Life) -> None:
    assert life.after.code == 3
    observed = rows(
        life.file(life.after),
        "select value from marts.fct_observation where is_current and report_id in (select report_id from audit.reports where file_name = 'press/good.txt')",
    )
    assert observed == [(600_000,)]


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_named_with_place_rule_and_remedy(life: Life, name: str) -> None:
    _, rule = BAD[name]
    lines = [line for line in life.after.output.splitlines() if line.strip().startswith(name) and f"[{rule}]" in line]
    assert lines, life.after.output
    assert "Remedy: " in lines[0]


def test_bad_input_is_in_audit(life: Life) -> None:
    in_audit = set(rows(life.file(life.after), "select distinct file_name, rule from audit.quarantine"))
    assert in_audit >= {(name, rule) for name, (_, rule) in BAD.items()}


def test_every_file_of_the_inbox_is_in_audit_with_what_became_of_it(life: Life) -> None:
    database = life.file(life.after)
    outcomes = dict(rows(database, "select file_name, outcome from audit.reports"))
    lying = {str(path.relative_to(life.inbox)) for path in life.inbox.rglob("*") if path.is_file()}
    assert set(outcomes) == lying >= {*BAD, "press/good.txt"}
    assert outcomes["press/good.txt"] == "read"
    assert outcomes["press/photo.jpg"] == "not_taken_in"
    assert outcomes["press/empty.txt"] == "refused"
    [(source, remedy)] = rows(database, "select raw_table, remedy from audit.quarantine where scope = 'file'")
    assert source == "press"
    assert remedy


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
