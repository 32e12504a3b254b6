"""Registers and the people in them: where their numbers lie, how long, under which key, and that they are nowhere else."""

import gzip
import os
import subprocess
import sys
from datetime import UTC, date, datetime

import polars as pl
import pytest
from click.testing import CliRunner

from cli.main import main
from sources import raw_layer
from sources.ingest import ingest_month, pending_months
from sources.intake import take_in
from sources.intake.keys_in_use import forget_unused, registers_by_key
from sources.intake.retention import due, remove
from sources.privacy.key import VARIABLE, kept_keys, load_key, replace_key
from sources.raw_layer import read_table, registered_months
from sources.readers import SOURCES
from sources.settings import PROJECT_ROOT, Settings
from tests.privacy_scan import hits

pytestmark = pytest.mark.integration

NOW = datetime(2023, 3, 4, 5, 6, 7, tzinfo=UTC)
PERSONAL = ("payment_register",)
REGISTERS = {name: SOURCES[name] for name in PERSONAL}
NIK, OTHER_NIK, ACCOUNT, NAME = "6171054503900007", "6171051203850011", "70012345678", "Sukinah Wulandari"
BROKEN_NIK = "6171059903900007"
FILE = f"""nik,nama,kpj,bank,nomor_rekening,program,edisi_bsu,tahap_bsu,kode_wilayah,kanal,tanggal_bayar,jumlah,upah_sebulan,status,referensi
{NIK},{NAME},,BRI,{ACCOUNT},BSU,2022,1,61.71,BRI,2022-10-20,600000,3100000,BERHASIL,SP2D-000001
{OTHER_NIK},{NAME},,BRI,{ACCOUNT},BSU,2022,1,61.71,BRI,2022-10-20,600000,3100000,BERHASIL,SP2D-000002
{BROKEN_NIK},{NAME},,BRI,{ACCOUNT},BSU,2022,1,61.71,BRI,2022-10-20,600000,3100000,BERHASIL,SP2D-000003
"""


@pytest.fixture
def settings(tmp_path, monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    return Settings(data=tmp_path / "home")


def put(settings, text=FILE, name="bsu.csv"):
    folder = settings.inbox_dir / "payment_register"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


def run(settings, now=NOW):
    assert not take_in(settings, now, REGISTERS).refused
    return ingest_month(settings, "payment_register", registered_months(settings, "payment_register"))


def tokens(settings):
    return read_table(settings, "payment_register").sort("row_number")["worker_token"].to_list()


def archived_files(settings):
    return [path for path in (settings.data / "archive").rglob("*") if path.is_file()]


def test_a_register_is_archived_where_only_its_owner_may_look(settings):
    put(settings)
    run(settings)
    (file,) = archived_files(settings)
    assert file.relative_to(settings.data).parts[:2] == ("archive", "registers")
    assert file.stat().st_mode & 0o777 == 0o400
    assert (settings.data / "archive" / "registers").stat().st_mode & 0o777 == 0o700


def test_no_clear_value_lies_anywhere_but_in_the_archive(settings):
    put(settings)
    (outcome,) = run(settings)
    assert (outcome.rows_accepted, outcome.rows_quarantined) == (2, 1)
    assert hits(settings.data, [NIK, OTHER_NIK, BROKEN_NIK, ACCOUNT, NAME, "Sukinah"]) == []
    assert [problem.rule for problem in outcome.problems] == ["nik_birth_date_impossible"]
    assert BROKEN_NIK not in repr(outcome)


@pytest.mark.parametrize(
    ("one", "other"),
    [("nama", "kanal"), ("nama", "bank"), ("nama", "status"), ("nik", "referensi"), ("nomor_rekening", "jumlah"), ("nama", "nik")],
)  # fmt: skip
def test_confused_columns_let_nobody_through(settings, one, other):
    header, rows = FILE.split("\n", 1)
    changed = {one: other, other: one}
    put(settings, ",".join(changed.get(name, name) for name in header.split(",")) + "\n" + rows)
    (outcome,) = run(settings)
    assert (outcome.rows_accepted, outcome.rows_quarantined) == (0, 3)
    assert hits(settings.data, [NIK, OTHER_NIK, BROKEN_NIK, ACCOUNT, NAME, "Sukinah"]) == []


def test_a_file_without_header_shows_nothing_of_its_first_person(settings):
    put(settings, FILE.split("\n", 1)[1])
    (outcome,) = run(settings)
    assert [problem.rule for problem in outcome.problems] == ["register_header_missing"]
    assert hits(settings.data, [NIK, OTHER_NIK, ACCOUNT, "Sukinah"]) == []


@pytest.mark.parametrize("reference", [NIK, f"BSU/{NIK}", f"R-{ACCOUNT}"])
def test_a_reference_that_is_made_of_a_persons_number_is_refused(settings, reference):
    put(settings, FILE.replace("SP2D-000001", reference))
    (outcome,) = run(settings)
    assert outcome.rows_accepted == 1
    assert [problem.rule for problem in outcome.problems if problem.column == "referensi"] == [
        "reference_names_a_person"
    ]
    assert hits(settings.data, [NIK, ACCOUNT]) == []


@pytest.mark.parametrize("kind", ["parquet", "text", "gz", "duckdb", "name"])
def test_the_search_finds_what_is_planted(settings, kind):
    put(settings)
    run(settings)
    place = settings.data / "raw"
    if kind == "parquet":
        pl.DataFrame({"a": [f"x {NIK}"]}).write_parquet(place / "a.parquet")
    elif kind == "text":
        (place / "a.log").write_text(NIK)
    elif kind == "gz":
        (place / "a.gz").write_bytes(gzip.compress(NIK.encode()))
    elif kind == "duckdb":
        import duckdb

        with duckdb.connect(str(place / "a.duckdb")) as connection:
            connection.execute("create table t as select ? as n", [NIK])
    else:
        (place / NIK).touch()
    assert len(hits(settings.data, [NIK])) >= 1


def test_another_key_makes_every_register_due_and_gives_it_other_tokens(settings):
    put(settings)
    run(settings)
    before = tokens(settings)
    assert pending_months(settings, "payment_register") == []
    old, new = replace_key(settings)
    assert pending_months(settings, "payment_register") != []
    # The earlier key is still needed, and says by what.
    removed, needed = forget_unused(settings, PERSONAL)
    assert removed == []
    assert list(needed) == [old.key_id]
    assert len(kept_keys(settings)) == 1
    run(settings)
    assert len(tokens(settings)) == len(before) == 2
    assert not set(tokens(settings)) & set(before)
    assert list(registers_by_key(settings, PERSONAL)) == [new.key_id]
    removed, needed = forget_unused(settings, PERSONAL)
    assert len(removed) == 1
    assert not needed
    assert kept_keys(settings) == []


def removed_now(settings, today, months=24):
    found = due(settings, PERSONAL, months, today)
    remove(settings, found, today)
    return found


def test_a_register_is_removed_when_its_time_has_come_and_not_before(settings):
    put(settings)
    run(settings)
    assert removed_now(settings, date(2025, 3, 4)) == []
    assert len(archived_files(settings)) == 1
    (one,) = removed_now(settings, date(2025, 3, 5))
    assert archived_files(settings) == []
    (record,) = read_table(settings, "archive_removal").to_dicts()
    assert record["report_id"] == one.entry["report_id"]
    assert record["removed_on"] == date(2025, 3, 5)
    assert "24 months" in record["reason"]


def test_what_was_accepted_stays_although_file_and_key_are_gone(settings):
    put(settings)
    run(settings)
    before = tokens(settings)
    removed_now(settings, date(2026, 1, 1))
    replace_key(settings)
    # The file still lies in the inbox: it must not come back into the archive, and nothing must turn into a refusal.
    outcomes = run(settings, datetime(2026, 1, 2, tzinfo=UTC))
    assert [outcome.outcome for outcome in outcomes] == ["known"]
    assert tokens(settings) == before
    assert archived_files(settings) == []
    assert pending_months(settings, "payment_register") == []
    _, needed = forget_unused(settings, PERSONAL)
    assert len(needed) == 1


def test_a_register_that_was_never_read_is_not_removed(settings):
    put(settings)
    take_in(settings, NOW, REGISTERS)
    assert due(settings, PERSONAL, 1, date(2026, 1, 1)) == []


def test_a_kill_between_record_and_removal_is_made_good(settings, monkeypatch):
    put(settings)
    run(settings)
    found = due(settings, PERSONAL, 24, date(2026, 1, 1))
    script = (
        "import os, signal, sys\n"
        "from datetime import date\n"
        "from pathlib import Path\n"
        "from sources.intake.retention import due, remove\n"
        "from sources.settings import Settings\n"
        "Path.unlink = lambda *a, **k: os.kill(os.getpid(), signal.SIGKILL)\n"
        f"settings = Settings(data={str(settings.data)!r})\n"
        f"remove(settings, due(settings, {PERSONAL!r}, 24, date(2026, 1, 1)), date(2026, 1, 1))\n"
    )
    ended = subprocess.run([sys.executable, "-c", script], cwd=PROJECT_ROOT, env=os.environ, check=False)
    assert ended.returncode == -9
    assert read_table(settings, "archive_removal").height == 1
    assert len(archived_files(settings)) == 1
    again = removed_now(settings, date(2026, 2, 1))
    assert [one.entry["report_id"] for one in again] == [one.entry["report_id"] for one in found]
    assert archived_files(settings) == []
    assert read_table(settings, "archive_removal")["removed_on"].to_list() == [date(2026, 1, 1)]


def command(settings, *arguments):
    return CliRunner().invoke(main, list(arguments), env={"CAKUPAN_DATA": str(settings.data)})


def test_the_commands_say_what_they_do_and_never_the_key(settings):
    put(settings)
    run(settings)
    shown = command(settings, "key", "show")
    key = load_key(settings)
    assert shown.exit_code == 0
    assert key.key_id in shown.output
    rotated = command(settings, "key", "rotate")
    assert rotated.exit_code == 0
    assert command(settings, "key", "forget").exit_code == 3
    run(settings)
    forgotten = command(settings, "key", "forget")
    assert forgotten.exit_code == 0
    assert "removed" in forgotten.output
    assert command(settings, "retention").exit_code == 2
    listed = command(settings, "retention", "--months", "24", "--dry-run")
    assert "due: payment_register/bsu.csv" in listed.output
    assert len(archived_files(settings)) == 1
    done = command(settings, "retention", "--months", "24")
    assert done.exit_code == 0
    assert archived_files(settings) == []
    for said in (shown, rotated, forgotten, listed, done):
        assert key.hex_digits not in said.output
        assert load_key(settings).hex_digits not in said.output


def test_other_reports_are_archived_as_before(settings):
    folder = settings.inbox_dir / "press"
    folder.mkdir(parents=True)
    (folder / "a.txt").write_text("PONTIANAK - Di Kalbar ada 12.345 peserta.")
    take_in(settings, NOW)
    (file,) = archived_files(settings)
    assert file.relative_to(settings.data).parts[1] != "registers"
    assert raw_layer.registered_reports(settings)["archive_path"].item() == str(file.relative_to(settings.data))


def test_a_nik_that_a_press_report_prints_is_repeated_nowhere(settings):
    folder = settings.inbox_dir / "press"
    folder.mkdir(parents=True)
    (folder / "a.txt").write_text(
        f"Santunan untuk {NIK} diserahkan\n\nPONTIANAK - Di Kalbar ada 12.345 peserta aktif. Ahli waris, NIK {NIK}, menerima Rp42.000.000."
    )
    take_in(settings, NOW)
    (outcome,) = ingest_month(settings, "press", registered_months(settings, "press"))
    assert outcome.balanced
    assert outcome.rows_accepted >= 1
    assert read_table(settings, "unread_figure").height >= 1
    assert hits(settings.data, [NIK]) == []
