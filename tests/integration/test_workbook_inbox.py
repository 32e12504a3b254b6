"""Workbooks from the inbox to the marts: a corrected resend replaces what it corrects, and hostile files stop nobody else."""

import io
import resource
import zipfile
from datetime import UTC, datetime

import duckdb
import openpyxl
import pytest

from bench.workbooks import books, written
from serving.feedback import feedback
from serving.trace.places import excerpt
from sources.intake.archive import archived
from sources.quarantine import problems
from sources.raw_layer import read_table
from sources.readers import SOURCES
from sources.settings import Settings
from tests.dbt_command import dbt
from tests.inboxes import put, run, saved

pytestmark = pytest.mark.integration

WORKBOOKS = {"workbook": SOURCES["workbook"]}
NAME = "workbook/2026-09-pontianak.xlsx"
LATER = datetime(2026, 11, 9, tzinfo=UTC)


@pytest.fixture
def settings(tmp_path):
    return Settings(data=tmp_path / "home")


def pontianak(active, registered=1250):
    book = openpyxl.Workbook()
    about = book.active
    about.title = "Keterangan"
    for line in (["Kantor", "KC-61.71"], ["Bulan laporan", "2026-09"], ["Disusun tanggal", "2026-10-05"]):
        about.append(line)
    page = book.create_sheet("Kepesertaan")
    page.append(["Wilayah", "Segmen", "Program", "Terdaftar", "Aktif", "Nonaktif"])
    page.append(["Kota Pontianak", "Penerima Upah", "JKK", registered, active, 250])
    page.append(["Kabupaten Kubu Raya", "Penerima Upah", "JKK", 980, 900, 80])
    employers = book.create_sheet("Pemberi Kerja")
    employers.append(["Wilayah", "Skala Usaha", "Terdaftar", "Aktif"])
    employers.append(["Kota Pontianak", "Mikro", 420, 400])
    return saved(book)


def asked(settings, query):
    with duckdb.connect(str(settings.build_database), read_only=True) as connection:
        return connection.execute(query).fetchall()


def build(settings):
    settings.build_dir.mkdir(parents=True, exist_ok=True)
    dbt(
        settings.data,
        "build",
        "--select",
        "+path:models/marts/facts",
        "+quarantine",
        "--resource-type",
        "seed",
        "--resource-type",
        "model",
    )


def test_a_corrected_resend_replaces_the_earlier_one(settings):
    coverage = "select area_code, workers_active from marts.fct_coverage where segment_code = 'formal' order by all"
    present = "select is_present, rule, count(*) from audit.quarantine group by all order by all"
    put(settings, NAME, pontianak(active=1100))
    run(settings, WORKBOOKS)
    assert feedback(settings, NAME).problems == 3
    build(settings)
    assert asked(settings, coverage) == [("61.12", 900)]
    assert asked(settings, present) == [(True, "registered_differs_from_status", 3)]
    assert asked(settings, "select segment_code, employers_active from marts.fct_employers") == [("micro", 400)]

    put(settings, NAME, pontianak(active=1000))
    run(settings, WORKBOOKS, now=LATER)
    assert feedback(settings, NAME).problems == 0
    build(settings)
    assert asked(settings, coverage) == [("61.12", 900), ("61.71", 1000)]
    assert asked(settings, present) == [(False, "registered_differs_from_status", 3)]


def test_a_figure_is_traced_into_its_workbook(settings):
    put(settings, NAME, pontianak(active=1000))
    run(settings, WORKBOOKS)
    content = archived(settings, read_table(settings, "report")["sha256"][0])
    for row in read_table(settings, "workbook").to_dicts():
        found, problem = excerpt(content, row["locator"], row["as_printed"], NAME)
        assert problem is None
        assert found.printed == row["as_printed"]


def rebuilt(content, changes):
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, changes.get(name, old.read(name)))
        for name in changes.keys() - set(old.namelist()):
            new.writestr(name, changes[name])
    return target.getvalue()


def bomb():
    return rebuilt(pontianak(1000), {"xl/worksheets/sheet1.xml": b" " * 200_000_000})


def wide():
    book = openpyxl.Workbook()
    book.active.append(["Wilayah", "Segmen", "Aktif", *(f"Kolom {at}" for at in range(10_000))])
    book.active.append(["Kota Pontianak", "PU", 5, *range(10_000)])
    return saved(book)


def running():
    """Formulas, a DDE call, sheet names out of paths and quotes, a link to another file."""
    book = openpyxl.load_workbook(io.BytesIO(pontianak(1000)))
    book["Kepesertaan"]["D2"] = "=cmd|' /C calc'!A0"
    book["Kepesertaan"]["E3"] = '=WEBSERVICE("http://127.0.0.1:9/x")'
    page = book.create_sheet("..'_'etc_passwd\"")
    page.append(["Wilayah", "Program", "Kasus"])
    page.append(["Kota Pontianak", "JHT", "=[1]Lain!A1"])
    link = b"<externalLink xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'/>"
    return rebuilt(saved(book), {"xl/externalLinks/externalLink1.xml": link})


def entities():
    declared = (
        b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;'>]><worksheet>&b;</worksheet>"
    )
    return rebuilt(pontianak(1000), {"xl/worksheets/sheet1.xml": declared})


HOSTILE = {
    "bomb.xlsx": (bomb, {"workbook_too_large"}),
    "wide.xlsx": (wide, {"report_month_missing"}),
    "running.xlsx": (running, {"formula_without_value"}),
    "entities.xlsx": (entities, {"workbook_unreadable"}),
    "nul.csv": (lambda: b"Wilayah;Program;Kasus\nKota\x00;JHT;5\n", {"binary_content"}),
    "utf16.csv": (lambda: "Wilayah;Program;Kasus\n".encode("utf-16"), {"wrong_encoding"}),
    "line.csv": (lambda: b"Wilayah;Program;Kasus\n" + b"1;" * 5_000_000, {"table_malformed"}),
    "%2e%2e%2fup'.csv": (lambda: b"Bulan laporan;2026-09\nWilayah;Program;Kasus\n../../x';JHT;5\n", {"unknown_area"}),
}


def test_hostile_workbooks_are_refused_clearly_and_the_others_go_through(settings, tmp_path):
    for name, (made, _) in HOSTILE.items():
        put(settings, f"workbook/{name}", made())
    sound = [(book.file, *written(book)) for book in books(2)]
    for file, content, _ in sound:
        put(settings, file, content)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    _, outcomes = run(settings, WORKBOOKS)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 1_500_000  # kilobytes
    found = {}
    for problem in problems(settings):
        found.setdefault(problem.file_name, set()).add(problem.rule)
    for name, (_, rules) in HOSTILE.items():
        assert found[f"workbook/{name}"] == rules, name
    assert all(outcome.balanced for outcome in outcomes.values())
    for file, _, _ in sound:
        assert not outcomes[file].problems
        assert outcomes[file].rows_accepted > 50
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home"]
