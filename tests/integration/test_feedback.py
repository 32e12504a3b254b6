"""Feedback: the sender's cells come back marked, in Indonesian, and nothing in them can run."""

import csv
import io
import zipfile

import openpyxl
import pytest
from click.testing import CliRunner

from cli.main import main
from serving.feedback import FeedbackError, csv_listing, feedback, marked_workbook
from serving.template import csv_template, template, xlsx_template
from serving.trace.archive import ArchivedReports
from sources.readers import SOURCES
from sources.settings import Settings
from tests.inboxes import HEADER, ROW, csv_table, put, run, saved, xlsx_table

pytestmark = pytest.mark.integration

WRONG = ("Banten", "2023", "Agustus", "sekitar 5 juta", "5.520.000", "orang")
DDE = ("Banten", "2023", "Agustus", "=cmd|' /C calc'!A0", "5.520.000", "orang")
NOWHERE = ("Atlantis", "2023", "Agustus", "1.000", "900", "orang")
FORMULAS = ("=", "+", "-", "@")


@pytest.fixture
def settings(tmp_path):
    return Settings(data=tmp_path / "home")


def given_back(settings, name):
    found = feedback(settings, name)
    content, problem = ArchivedReports(settings).content(dict(found.entry))
    assert problem is None
    return found, marked_workbook(found, content)


def opened(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def test_refused_cells_come_back_marked_with_what_to_do(settings):
    put(settings, "labour_force/banten.xlsx", xlsx_table([ROW, WRONG, NOWHERE], title="Agustus"))
    run(settings)
    found, content = given_back(settings, "banten.xlsx")
    first, sheet = opened(content).worksheets
    assert first.title == "Yang perlu diperbaiki"
    lines = [row for row in first.iter_rows(values_only=True) if row[0] in (1, 2)]
    assert [(line[1], line[2], line[7]) for line in lines] == [
        ("Agustus", "D3", "not_a_number"),
        ("Agustus", "A4", "unknown_area"),
    ]
    assert "bukan angka" in lines[0][5]
    assert lines[1][6].startswith("Tulis nama menurut Kemendagri")
    assert sheet["D3"].fill.fgColor.rgb == "FFFFC7CE"
    assert "not_a_number" in sheet["D3"].comment.text
    assert sheet["D2"].comment is None
    assert [cell.value for cell in sheet[2]] == list(ROW)
    assert dict(found.by_rule) == {"not_a_number": 1, "unknown_area": 1}


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv"])
def test_a_monthly_workbook_comes_back_whole_with_its_refused_cells(settings, name):
    made = template("workbook", "id", "KC-61.71")
    content = xlsx_template(made, filled=True) if name == "a.xlsx" else csv_template(made, filled=True).encode()
    if name == "a.csv":
        content = content.replace(b"1.250;1.000", b"1.250;seribu")
    else:
        book = openpyxl.load_workbook(io.BytesIO(content))
        book["Kepesertaan"]["F4"] = "seribu"
        content = saved(book)
    put(settings, f"workbook/{name}", content)
    run(settings, {"workbook": SOURCES["workbook"]})
    found, given = given_back(settings, name)
    assert found.by_rule == (("not_a_number", 1),)
    first, *sheets = opened(given).worksheets
    told = [row for row in first.iter_rows(values_only=True) if row[0] == 1]
    assert [(row[4], row[7]) for row in told] == [("seribu", "not_a_number")]
    marked = [cell for sheet in sheets for row in sheet.iter_rows() for cell in row if cell.comment]
    assert [(cell.value, cell.fill.fgColor.rgb) for cell in marked] == [("seribu", "FFFFC7CE")]
    texts = {cell for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row}
    assert {"KC-61.71", "Kabupaten Kubu Raya", "Bulan laporan"} <= texts


def test_csv_comes_back_with_its_lines_where_they_were(settings):
    block = b"---\npublished_on: 2023-11-06\n---\n"
    put(settings, "labour_force/banten.csv", block + csv_table([ROW, NOWHERE]))
    run(settings)
    _, content = given_back(settings, "labour_force/banten.csv")
    sheet = opened(content).worksheets[1]
    assert sheet["A2"].value == "published_on: 2023-11-06"
    assert [cell.value for cell in sheet[4]] == list(HEADER)
    assert sheet["A6"].value == "Atlantis"
    assert "unknown_area" in sheet["A6"].comment.text


def test_nothing_that_a_report_holds_can_run_in_its_feedback(settings):
    book = openpyxl.Workbook()
    book.active.title = "Data"
    book.active.append(list(HEADER))
    book.active.append(list(NOWHERE))
    for text in ('=HYPERLINK("http://example.org")', "+1+cmd|'/C calc'!A0", "@SUM(A1)", "-2+3", "\x0b=1"):
        book.active.append(["Banten", "2023", "Agustus", "", "", ""])
        book.active.cell(book.active.max_row, 4).value = text.replace("\x0b", "")
        book.active.cell(book.active.max_row, 4).data_type = "s"
    book.active["H1"].hyperlink = "https://example.org/x"
    put(settings, "labour_force/formula.xlsx", saved(book))
    run(settings)
    _, content = given_back(settings, "formula.xlsx")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        parts = {name: archive.read(name) for name in names}
    assert not [name for name in names if "externalLink" in name or "vba" in name.lower()]
    assert not any(b"<f>" in part or b"<f " in part for part in parts.values())
    assert not any(b"hyperlink" in part for part in parts.values())
    for sheet in opened(content):
        for cell in (cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)):
            assert cell.data_type == "s"
            assert cell.quotePrefix or not cell.value.startswith(FORMULAS)


def test_the_list_as_csv_runs_nothing_either(settings):
    put(settings, "labour_force/banten.csv", csv_table([DDE]))
    run(settings)
    lines = list(csv.reader(io.StringIO(csv_listing(feedback(settings, "banten.csv"))), delimiter=";"))
    assert lines[1][2] == "line 2, column 4"
    assert lines[1][4].startswith("'=cmd|")


def test_a_report_that_cannot_be_opened_gets_its_one_problem(settings):
    put(settings, "labour_force/broken.xlsx", b"PK\x03\x04 no workbook")
    run(settings)
    _, content = given_back(settings, "broken.xlsx")
    (first,) = opened(content).worksheets
    texts = [cell for row in first.iter_rows(values_only=True) for cell in row if isinstance(cell, str)]
    assert any("buku kerja tidak dapat dibuka" in text for text in texts)
    assert any("ditolak seluruhnya" in text for text in texts)


def test_a_report_is_found_by_its_identity_and_a_name_means_its_latest_version(settings):
    put(settings, "labour_force/a.csv", csv_table([NOWHERE]))
    _, outcomes = run(settings)
    first = outcomes["labour_force/a.csv"].report.report_id
    put(settings, "labour_force/a.csv", csv_table([ROW]))
    run(settings)
    assert feedback(settings, first[:8]).replaced
    latest = feedback(settings, "a.csv")
    assert (latest.problems, latest.replaced) == (0, False)
    with pytest.raises(FeedbackError, match="ever taken in"):
        feedback(settings, "b.csv")
    put(settings, "labour_force/old.doc", b"x")
    run(settings)
    with pytest.raises(FeedbackError, match="not taken in"):
        feedback(settings, "old.doc")


def test_the_command_writes_beside_nothing_else(settings, tmp_path, monkeypatch):
    put(settings, "labour_force/a.csv", csv_table([NOWHERE]))
    run(settings)
    monkeypatch.setenv("CAKUPAN_DATA", str(settings.data))
    monkeypatch.chdir(tmp_path)
    called = CliRunner().invoke(main, ["feedback", "a.csv"])
    assert called.exit_code == 0, called.output
    assert "one thing to mend" in called.output
    assert opened((tmp_path / "a-perbaikan.xlsx").read_bytes()).sheetnames[0] == "Yang perlu diperbaiki"
    assert CliRunner().invoke(main, ["feedback", "a.csv"]).exit_code == 1
    assert CliRunner().invoke(main, ["feedback", "nope"]).exit_code == 1


def test_of_a_register_only_the_list_is_given_and_no_number_of_a_person(settings, tmp_path, monkeypatch):
    monkeypatch.setenv("CAKUPAN_TOKEN_KEY", "0123456789abcdef" * 4)
    monkeypatch.setenv("CAKUPAN_DATA", str(settings.data))
    monkeypatch.chdir(tmp_path)
    header = "nik,program,kode_wilayah,kanal,tanggal_bayar,jumlah,status,referensi"
    rows = ["6171054503900000,JHT,61.71,BRI,2025-07-20,600000,BERHASIL,SP2D-1"]
    rows += ["6171054503900007,JHT,99.99,BRI,2025-07-20,600000,BERHASIL,SP2D-2"]
    put(settings, "payment_register/a.csv", "\n".join([header, *rows, ""]).encode())
    run(settings, {"payment_register": SOURCES["payment_register"]})
    for file in ("a.csv", "a.xlsx"):
        called = CliRunner().invoke(main, ["feedback", "payment_register/a.csv", "-o", file])
        assert called.exit_code == 0, called.output
        content = (tmp_path / file).read_bytes()
        if file == "a.xlsx":
            assert len(opened(content).worksheets) == 1
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                content = b"".join(archive.read(name) for name in archive.namelist())
        assert b"nik_serial_zero" in content
        assert b"area_unknown" in content
        assert b"61710545039" not in content
