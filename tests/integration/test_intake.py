"""Intake on a real file system: what is taken in, what is refused, and that nothing is lost or altered."""

import os
import signal
import socket
import stat
import subprocess
import sys
import time
from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest

from sources.atomic import TEMPORARY_SUFFIX
from sources.contracts.registry import contracts
from sources.identity import content_hash, report_id
from sources.intake import take_in
from sources.intake.archive import ArchiveDamagedError, archived
from sources.raw_layer import read_table, registered_months, table_files
from sources.readers import Source
from sources.reading import Description, Publication, Reading, Refusal, ReportRefusedError
from sources.settings import PROJECT_ROOT, Settings
from tests.inboxes import NOW, put

pytestmark = pytest.mark.integration


class LineReader:
    """Takes any text; its first line may be a day of publication."""

    source = "press"
    version = "1"
    suffixes = frozenset({".txt"})

    def describe(self, content, file_name):
        if content.startswith(b"refuse"):
            raise ReportRefusedError([Refusal("binary_content", "byte 0", "not for this reader")])
        if content.startswith(b"bug"):
            raise ZeroDivisionError(content)
        first = content.partition(b"\n")[0].decode("ascii", "replace")
        try:
            published = Publication(date.fromisoformat(first), "day", "front_matter")
        except ValueError:
            published = None
        return Description(title=first or None, published=published)

    def read(self, report, content):
        return Reading()


READER = LineReader()
SOURCES = {"press": Source(lambda: READER, lambda settings: settings.max_text_bytes)}


@pytest.fixture
def settings(tmp_path):
    return Settings(data=tmp_path / "home", inbox=tmp_path / "inbox", max_text_bytes=1000, max_archive_bytes=5000)


def take(settings, now=NOW):
    return take_in(settings, now, SOURCES)


def refused(result):
    return {(file.file_name, file.rule) for file in result.refused}


def test_a_report_is_archived_and_registered_under_the_hash_of_its_bytes(settings):
    content = b"2023-01-17\nCakupan 31,98 persen"
    put(settings, "press/kalbar.txt", content)
    result = take(settings)
    sha256 = content_hash(content)
    assert [report.report_id for report in result.new_reports] == [report_id(sha256)]
    assert result.new_months == {"press": ["2023-01"]}
    copy = settings.data / "archive" / sha256[:2] / sha256
    assert copy.read_bytes() == content
    assert stat.S_IMODE(copy.stat().st_mode) == 0o444
    (entry,) = read_table(settings, "report").to_dicts()
    assert entry["archive_path"] == f"archive/{sha256[:2]}/{sha256}"
    assert (entry["published_on"], entry["published_basis"]) == (date(2023, 1, 17), "front_matter")
    assert entry["received_at"] == NOW
    assert registered_months(settings, "press") == ["2023-01"]


def test_a_report_without_a_date_belongs_to_the_day_of_its_receipt(settings):
    put(settings, "press/a.txt", b"tanpa tanggal")
    assert take(settings).new_reports[0].published == Publication(NOW.date(), "day", "receipt")


def test_the_same_bytes_twice_are_one_report_and_two_deliveries(settings):
    for name in ("press/b.txt", "press/a.txt", "press/2023/a.txt"):
        put(settings, name, b"sama")
    result = take(settings)
    assert (result.files, len(result.new_reports), result.new_deliveries) == (3, 1, 3)
    assert result.new_reports[0].file_name == "press/2023/a.txt"
    deliveries = read_table(settings, "delivery")
    assert sorted(deliveries["file_name"]) == ["press/2023/a.txt", "press/a.txt", "press/b.txt"]
    assert deliveries["report_id"].n_unique() == 1
    assert deliveries["sequence"].to_list() == [1, 1, 1]


def test_a_second_run_takes_in_nothing_and_writes_nothing(settings):
    put(settings, "press/a.txt", b"satu")
    take(settings)
    before = {path: path.stat().st_mtime_ns for path in settings.data.rglob("*") if path.is_file()}
    result = take(settings, NOW + timedelta(days=40))
    assert (result.files, result.new_reports, result.new_deliveries) == (1, [], 0)
    assert {path: path.stat().st_mtime_ns for path in settings.data.rglob("*") if path.is_file()} == before


def test_new_bytes_under_an_old_name_are_a_new_report_that_follows_the_old_one(settings):
    contents = [b"satu", b"dua", b"satu"]
    for content in contents:
        put(settings, "press/a.txt", content)
        take(settings)
    deliveries = read_table(settings, "delivery").sort("sequence")
    assert deliveries["sequence"].to_list() == [1, 2, 3]
    assert deliveries["report_id"].to_list() == [report_id(content_hash(content)) for content in contents]
    assert read_table(settings, "report").height == 2


def test_the_inbox_is_never_altered(settings):
    paths = [put(settings, f"press/{name}", b"isi") for name in ("a.txt", "b.pdf", ".tersembunyi")]
    before = [(path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_mode) for path in paths]
    for path in (settings.inbox_dir / "press", settings.inbox_dir):
        path.chmod(0o555)
    take(settings)
    for path in (settings.inbox_dir / "press", settings.inbox_dir):
        path.chmod(0o755)
    assert [(path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_mode) for path in paths] == before


def test_what_is_no_report_is_named_with_its_rule(settings, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("rahasia")
    put(settings, "press/report.pdf", b"%PDF")
    put(settings, "press/no_suffix", b"x")
    put(settings, "press/.hidden.txt", b"x")
    put(settings, "unknown/a.txt", b"x")
    put(settings, "loose.txt", b"x")
    press = settings.inbox_dir / "press"
    (press / "link.txt").symlink_to("/etc/passwd")
    (press / "folder").symlink_to(tmp_path)
    (settings.inbox_dir / "labour").symlink_to(tmp_path)
    os.mkfifo(press / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(press / "s.txt"))
        result = take(settings)
    assert refused(result) == {
        ("press/report.pdf", "unknown_suffix"),
        ("press/no_suffix", "unknown_suffix"),
        ("press/.hidden.txt", "hidden_file"),
        ("unknown", "unknown_source"),
        ("loose.txt", "outside_any_source"),
        ("press/link.txt", "not_a_regular_file"),
        ("press/folder", "not_a_regular_file"),
        ("labour", "not_a_regular_file"),
        ("press/pipe.txt", "not_a_regular_file"),
        ("press/s.txt", "not_a_regular_file"),
    }
    assert all(file.message and file.remedy for file in result.refused)
    assert not result.new_reports
    assert read_table(settings, "report").is_empty()


def test_what_was_not_taken_in_is_a_table_of_its_own(settings):
    secret = put(settings, "../secret.txt", b"rahasia")
    put(settings, "press/laporan.docx", b"PK")
    put(settings, "press/.hidden.txt", b"x")
    put(settings, "loose.txt", b"x")
    put(settings, "press/baik.txt", b"isi")
    (settings.inbox_dir / "press" / "link.txt").symlink_to(secret)
    result = take(settings)
    rows = read_table(settings, "refused_file").sort("file_name")
    assert rows.select("source", "file_name", "rule").rows() == [
        (None, "loose.txt", "outside_any_source"),
        ("press", "press/.hidden.txt", "hidden_file"),
        ("press", "press/laporan.docx", "unknown_suffix"),
        ("press", "press/link.txt", "not_a_regular_file"),
    ]
    told = {(file.file_name, file.message, file.remedy) for file in result.refused}
    assert set(rows.select("file_name", "message", "remedy").rows()) == told
    assert ".docx" in rows["message"][2]
    assert "press: .txt" in rows["remedy"][2]


def test_refused_files_are_listed_only_as_long_as_they_lie_in_the_inbox(settings):
    document = put(settings, "press/laporan.docx", b"PK")
    hidden = put(settings, "press/.hidden.txt", b"x")
    take(settings)
    (path,) = table_files(settings, "refused_file")
    before = (path.stat().st_ino, path.stat().st_mtime_ns)
    take(settings, NOW + timedelta(days=40))
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == before, "equal refusals are not written again"
    document.unlink()
    take(settings)
    assert read_table(settings, "refused_file")["file_name"].to_list() == ["press/.hidden.txt"]
    hidden.unlink()
    take(settings)
    assert read_table(settings, "refused_file").is_empty()
    assert not table_files(settings, "refused_file")


def test_an_inbox_that_is_gone_leaves_no_refused_file_and_no_row_without_a_name(settings):
    put(settings, "press/laporan.docx", b"PK")
    take(settings)
    settings.inbox_dir.rename(settings.inbox_dir.with_name("elsewhere"))
    assert [file.rule for file in take(settings).refused] == ["inbox_missing"]
    assert read_table(settings, "refused_file").is_empty()


def test_a_link_that_takes_a_files_place_is_not_followed(settings, monkeypatch, tmp_path):
    from sources.intake import intake

    secret = tmp_path / "secret.txt"
    secret.write_text("rahasia")
    path = put(settings, "press/a.txt", b"isi")
    found = list(intake.walk(settings.inbox_dir, SOURCES))

    path.unlink()
    path.symlink_to(secret)
    monkeypatch.setattr(intake, "walk", lambda *_: found)
    assert refused(take(settings)) == {("press/a.txt", "cannot_be_opened")}


def test_names_from_outside_are_shown_escaped(settings):
    folder = settings.inbox_dir / "press"
    folder.mkdir(parents=True)
    (folder / "a\nb\x1b[31m.txt").write_bytes(b"1")
    with open(os.fsencode(folder) + b"/lapor\xff.txt", "wb") as file:  # noqa: PTH123  (a name of bytes)
        file.write(b"2")
    (folder / "..%2f..%2fetc%2fpasswd.txt").write_bytes(b"3")
    (folder / "laporan \u202etxt.fdp").write_bytes(b"4")
    result = take(settings)
    assert refused(result) == {
        ("press/laporan \\u202etxt.fdp", "unknown_suffix"),
        ("press/..%2f..%2fetc%2fpasswd.txt", "hidden_file"),
    }
    assert {report.file_name for report in result.new_reports} == {
        "press/a\\nb\\x1b[31m.txt",
        "press/lapor\\xff.txt",
    }
    assert take(settings).new_deliveries == 0


def test_too_large_a_file_is_archived_without_being_held_in_memory(settings):
    content = b"x" * 3000
    put(settings, "press/big.txt", content)
    result = take(settings)
    assert [report.published.basis for report in result.new_reports] == ["receipt"]
    assert archived(settings, content_hash(content)) == content
    assert read_table(settings, "report")["size_bytes"].to_list() == [3000]


def test_a_file_beyond_the_archives_limit_is_refused_and_not_kept(settings):
    put(settings, "press/huge.txt", b"x" * 5001)
    assert refused(take(settings)) == {("press/huge.txt", "too_large_to_keep")}
    assert not list((settings.data / "archive").rglob("*"))


def test_a_report_that_its_reader_refuses_is_registered_all_the_same(settings):
    put(settings, "press/a.txt", b"refuse me")
    result = take(settings)
    assert [report.published.basis for report in result.new_reports] == ["receipt"]
    assert not result.refused


def test_a_mistake_of_the_reader_does_not_stop_the_other_reports(settings):
    put(settings, "press/a.txt", b"bug: rahasia")
    put(settings, "press/b.txt", b"baik")
    result = take(settings)
    assert refused(result) == {("press/a.txt", "reader_failed")}
    assert "ZeroDivisionError" in result.refused[0].message
    assert "rahasia" not in result.refused[0].message
    assert [report.file_name for report in result.new_reports] == ["press/b.txt"]


def test_a_date_of_publication_before_our_era_of_four_digits_has_a_month_all_the_same(settings):
    put(settings, "press/a.txt", b"0007-03-01\nsalah ketik")
    assert take(settings).new_months == {"press": ["0007-03"]}


def test_an_inbox_that_is_not_there_is_said(settings):
    assert [file.rule for file in take(settings).refused] == ["inbox_missing"]


def test_folders_without_end_are_not_walked(settings):
    put(settings, "press/" + "d/" * 20 + "a.txt", b"x")
    assert [file.rule for file in take(settings).refused] == ["folder_too_deep"]


def test_equal_inboxes_give_equal_registers(tmp_path):
    tables = []
    for home, order in (("one", 1), ("two", -1)):
        settings = Settings(data=tmp_path / home)
        for name in ["a.txt", "b.txt", "c/a.txt"][::order]:
            put(settings, f"press/{name}", f"2023-01-17\n{name[-5]}".encode())
        take(settings, datetime(2026, 1, order + 2, tzinfo=UTC))
        tables.append([read_table(settings, table).drop("received_at") for table in ("report", "delivery")])
    for one, two in zip(*tables, strict=True):
        assert one.equals(two)


def test_an_archive_that_was_tampered_with_is_noticed(settings):
    content = b"asli"
    put(settings, "press/a.txt", content)
    take(settings)
    sha256 = content_hash(content)
    copy = settings.data / "archive" / sha256[:2] / sha256
    copy.chmod(0o644)
    copy.write_bytes(b"palsu")
    with pytest.raises(ArchiveDamagedError):
        archived(settings, sha256)


def test_a_lost_archive_is_filled_again_from_the_inbox(settings):
    content = b"asli"
    put(settings, "press/a.txt", content)
    take(settings)
    sha256 = content_hash(content)
    (settings.data / "archive" / sha256[:2] / sha256).unlink()
    assert not take(settings).new_reports
    assert archived(settings, sha256) == content


KILLED = """
import os, signal, sys
sys.path.insert(0, sys.argv[1])
from datetime import UTC, datetime
from pathlib import Path
from sources import atomic
from sources.intake import take_in
from sources.readers import Source
from sources.reading import Description
from sources.settings import Settings

class Reader:
    source, version, suffixes = "press", "1", frozenset({".txt"})
    def describe(self, content, file_name):
        return Description(title=content.decode())

left = int(sys.argv[3])
real = os.fsync
def fsync(descriptor):
    global left
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    left -= 1
    real(descriptor)
os.fsync = fsync
reader = Reader()
take_in(Settings(data=Path(sys.argv[2])), datetime(2026, 3, 4, tzinfo=UTC), {"press": Source(lambda: reader, lambda s: 1000)})
"""


def killed_run(home, fsyncs):
    """A process of its own takes in, and is killed with SIGKILL at that call of fsync; its exit status."""
    arguments = [sys.executable, "-c", KILLED, str(PROJECT_ROOT), str(home), str(fsyncs)]
    return subprocess.run(arguments, check=False, timeout=60, capture_output=True).returncode


def state(settings):
    return [read_table(settings, table).drop("received_at") for table in ("report", "delivery")]


def test_a_kill_at_any_point_is_made_good_by_the_next_run(tmp_path):
    def filled(name):
        settings = Settings(data=tmp_path / name, max_text_bytes=1000)
        put(settings, "press/a.txt", b"satu")
        put(settings, "press/b.txt", b"dua")
        return settings

    whole = filled("whole")
    take(whole)
    # Each written file is two calls: the empty tables, then archive, report and delivery of the first report.
    first = 2 * len(contracts())
    for fsyncs in (3, first, first + 2, first + 4):
        settings = filled(f"killed-{fsyncs}")
        assert killed_run(settings.data, fsyncs) == -signal.SIGKILL
        take(settings)
        for one, other in zip(state(whole), state(settings), strict=True):
            assert one.equals(other), fsyncs
        assert not list(settings.archive_dir.rglob(f"*{TEMPORARY_SUFFIX}"))
        for path in settings.archive_dir.glob("??/*"):
            assert content_hash(path.read_bytes()) == path.name


def test_two_intakes_at_once_do_not_disturb_each_other(tmp_path):
    settings = Settings(data=tmp_path / "home")
    for number in range(12):
        put(settings, f"press/{number}.txt", f"laporan {number}".encode())
    arguments = [sys.executable, "-c", KILLED, str(PROJECT_ROOT), str(settings.data), "-1"]
    children = [subprocess.Popen(arguments) for _ in range(3)]
    assert [child.wait(timeout=60) for child in children] == [0, 0, 0]
    assert read_table(settings, "report").height == 12
    assert read_table(settings, "delivery")["sequence"].to_list() == [1] * 12


def test_a_file_that_grows_while_it_is_read_waits_for_the_next_run(settings, monkeypatch):
    from sources.intake import archive

    path = put(settings, "press/a.txt", b"setengah")
    real = archive.hashlib.sha256

    def grow(*content):
        with path.open("ab") as file:
            file.write(b" lagi")
        time.sleep(0.01)
        return real(*content)

    monkeypatch.setattr(archive.hashlib, "sha256", grow)
    assert refused(take(settings)) == {("press/a.txt", "changed_while_read")}
    monkeypatch.undo()
    assert len(take(settings).new_reports) == 1


def test_a_content_known_from_another_source_is_named(settings):
    other = LineReader()
    other.source = "labour_force"
    sources = {**SOURCES, "labour_force": Source(lambda: other, lambda s: 1000)}
    put(settings, "labour_force/a.txt", b"sama")
    put(settings, "press/a.txt", b"sama")
    result = take_in(settings, NOW, sources)
    assert refused(result) == {("press/a.txt", "known_under_other_source")}
    assert read_table(settings, "report")["source"].to_list() == ["labour_force"]
    assert read_table(settings, "delivery").height == 2


def test_the_register_is_parquet_that_others_can_read(settings):
    put(settings, "press/a.txt", b"2023-01-17\nisi")
    take(settings)
    (path,) = table_files(settings, "report")
    assert path.relative_to(settings.raw_dir).parts[:2] == ("report", "month=2023-01")
    assert pl.read_parquet(path)["file_name"].to_list() == ["press/a.txt"]
