"""Hostile and broken files, from the inbox to quarantine: each is named with file, place, rule and remedy; the rest goes through."""

import io
import resource
import time
import zipfile

import openpyxl
import polars as pl
import pytest
from hypothesis import given
from hypothesis import settings as settings_of_hypothesis
from hypothesis import strategies as st

from sources.quarantine import problems
from sources.raw_layer import read_table
from sources.readers import SOURCES
from sources.reading import ReportRefusedError
from sources.settings import Settings
from sources.tables import workbook
from tests.inboxes import HEADER, ROW, TABLES, csv_table, put, read_labour_force, run, saved, xlsx_table

pytestmark = pytest.mark.integration

GOOD = csv_table([ROW])
GOOD_PRESS = b"---\npublished_on: 2023-01-17\n---\nPontianak - Jumlah peserta aktif BPJS Ketenagakerjaan di Kalimantan Barat 500.000 orang.\n"


WORKBOOK = xlsx_table([ROW, ("Banten", 2023, 8, 5970000, 5520000.5, "orang")])
with zipfile.ZipFile(io.BytesIO(WORKBOOK)) as _archive:
    PARTS = {name: _archive.read(name) for name in _archive.namelist()}
SCRAPS = [
    b"",
    b"<",
    b">",
    b'"',
    b"<c>",
    b"</row>",
    b' r="B9"',
    b' t="s"',
    b"-1",
    b"99999999",
    b"\xff",
    b"<v>",
    b"1e308",
]


@pytest.fixture
def settings(tmp_path):
    return Settings(data=tmp_path / "home", max_text_bytes=5_000_000)


def bomb(part="xl/worksheets/sheet1.xml", size=200_000_000):
    """A workbook of some kilobytes that unpacks to `size` bytes."""
    source = io.BytesIO(xlsx_table([ROW]))
    target = io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
        with new.open(part, "w") as file:
            for _ in range(size // 1_000_000):
                file.write(b" " * 1_000_000)
    return target.getvalue()


def replaced(part, content):
    source = io.BytesIO(xlsx_table([ROW]))
    target = io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    return target.getvalue()


def found(settings):
    return {(p.file_name, p.rule): p for p in problems(settings)}


def test_bad_tables_are_named_and_the_good_one_goes_through(settings):
    missing = csv_table([(*ROW[:3], *ROW[4:])], (*HEADER[:3], *HEADER[4:]))
    files = {
        "empty.csv": (b"", "empty_file", "byte 0"),
        "latin1.csv": (GOOD.replace(b"Barat", "Barát".encode("latin-1")), "wrong_encoding", "byte 65"),
        "junk.csv": (bytes(range(256)), "binary_content", "byte 0"),
        "junk.xlsx": (b"PK\x03\x04" + bytes(range(256)), "workbook_unreadable", "whole workbook"),
        "text.xlsx": (bytes(range(255)), "binary_content", "byte 0"),
        "missing.csv": (missing, "missing_column", "line 1"),
        "text.csv": (csv_table([(*ROW[:4], "dua juta", ROW[5])]), "not_a_number", "line 2, column 5"),
        "province.csv": (csv_table([("Atlantis", *ROW[1:])]), "unknown_area", "line 2, column 1"),
        "headers.csv": (GOOD + csv_table([("Banten", *ROW[1:])]), "repeated_header", "line 3"),
        "formula.csv": (csv_table([(*ROW[:4], "=cmd|' /C calc'!A0", ROW[5])]), "not_a_number", "line 2, column 5"),
        "huge.csv": (csv_table([(*ROW[:4], "9" * 100, ROW[5])]), "number_too_large", "line 2, column 5"),
        "exponent.csv": (csv_table([(*ROW[:4], "1e400", ROW[5])]), "not_a_number", "line 2, column 5"),
    }
    for name, (content, _, _) in files.items():
        put(settings, f"labour_force/{name}", content)
    put(settings, "labour_force/good.csv", csv_table([("Aceh", *ROW[1:])]))
    taken, outcomes = run(settings)
    assert not taken.refused
    assert len(outcomes) == len(files) + 1
    for name, (_, rule, locator) in files.items():
        problem = found(settings)[f"labour_force/{name}", rule]
        assert problem.locator == locator, name
        assert problem.message
        assert problem.remedy.endswith(".")
    assert outcomes["labour_force/good.csv"].rows_accepted == 2
    assert not outcomes["labour_force/good.csv"].problems
    assert outcomes["labour_force/missing.csv"].outcome == "refused"
    assert outcomes["labour_force/text.csv"].outcome == "read"
    assert all(outcome.balanced for outcome in outcomes.values())
    balance = read_table(settings, "row_balance")
    assert balance.height == len(outcomes)
    parts = pl.col("rows_accepted") + pl.col("rows_quarantined") + pl.col("rows_unread")
    assert balance.filter(pl.col("rows_read") != parts).is_empty()
    assert read_table(settings, "labour_force").filter(pl.col("area_code") == "11").height == 2


def test_fifty_megabytes_of_text_are_refused_without_being_read(settings):
    sources = {"press": SOURCES["press"]}
    path = put(settings, "press/big.txt", b"")
    with path.open("wb") as file:
        for _ in range(50):
            file.write(b"31,98 persen pekerja " * 50_000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    _, outcomes = run(settings, sources)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 40_000  # kilobytes
    assert outcomes["press/big.txt"].outcome == "refused"
    (problem,) = problems(settings)
    assert (problem.rule, problem.scope, problem.value) == ("too_large", "report", str(path.stat().st_size))


def test_a_text_that_is_a_heap_of_numbers_is_refused_before_it_holds_up_the_run() -> None:
    with pytest.raises(ReportRefusedError) as caught:
        SOURCES["press"].load().describe(b"1 " * 20_001, "heap.txt")
    assert [refusal.rule for refusal in caught.value.refusals] == ["too_many_numbers"]


def test_bad_texts_are_named_and_the_good_one_goes_through(settings):
    sources = {"press": SOURCES["press"]}
    files = {
        "empty.txt": (b"", "empty_file"),
        "junk.txt": (bytes(range(256)) * 20, "binary_content"),
        "latin1.txt": ("Cakupan 31,98 persen, café".encode("latin-1"), "wrong_encoding"),
    }
    for name, (content, _) in files.items():
        put(settings, f"press/{name}", content)
    put(settings, "press/good.txt", GOOD_PRESS)
    _, outcomes = run(settings, sources)
    for name, (_, rule) in files.items():
        assert outcomes[f"press/{name}"].outcome == "refused"
        assert (f"press/{name}", rule) in found(settings)
    assert outcomes["press/good.txt"].outcome == "read"
    assert outcomes["press/good.txt"].balanced


def test_a_workbook_that_unpacks_to_too_much_is_refused():
    content = bomb()
    assert len(content) < 2_000_000
    with pytest.raises(workbook.ReportRefusedError) as caught:
        read_labour_force(content, "bomb.xlsx")
    assert [refusal.rule for refusal in caught.value.refusals] == ["workbook_too_large"]


def lying(content, claim):
    """The same archive, its table of contents claiming that the large part unpacks to `claim` bytes."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        largest = max(archive.infolist(), key=lambda part: part.file_size)
    true, false = (size.to_bytes(4, "little") for size in (largest.file_size, claim))
    return content.replace(true, false)


def test_a_workbook_that_lies_about_its_size_is_refused():
    with pytest.raises(workbook.ReportRefusedError) as caught:
        read_labour_force(lying(bomb(size=30_000_000), 1000), "bomb.xlsx")
    assert [refusal.rule for refusal in caught.value.refusals] == ["workbook_unreadable"]


def test_one_cell_in_the_last_corner_does_not_fill_the_memory():
    book = openpyxl.Workbook()
    book.active.append(HEADER)
    book.active["XFD1048576"] = 1
    with pytest.raises(workbook.ReportRefusedError) as caught:
        read_labour_force(saved(book), "corner.xlsx")
    assert [refusal.rule for refusal in caught.value.refusals] == ["workbook_too_large"]


@pytest.mark.parametrize(
    "content",
    [
        b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;'>]><worksheet>&b;</worksheet>",
        b"<?xml version='1.0'?><!DOCTYPE x SYSTEM 'file:///etc/passwd'><worksheet/>",
        b"<worksheet><sheetData><row><c",
        b"",
    ],
)
def test_a_workbook_with_malformed_or_declaring_parts_is_refused(content):
    with pytest.raises(workbook.ReportRefusedError) as caught:
        read_labour_force(replaced("xl/worksheets/sheet1.xml", content), "odd.xlsx")
    assert [refusal.rule for refusal in caught.value.refusals] == ["workbook_unreadable"]


def sheet_with(cell):
    return f'<worksheet><sheetData><row r="1">{cell}</row></sheetData></worksheet>'.encode()


@pytest.mark.parametrize(
    ("cell", "rule"),
    [
        ('<c r="xfd1048576"><v>1</v></c>', "workbook_too_large"),
        ('<x:c r="XFD1048576"><v>1</v></x:c>', "workbook_too_large"),
        ('<c r="ZZZZZZ1"><v>1</v></c>', "workbook_too_large"),
        ('</row><row r="1048576"><c><v>1</v></c>', "workbook_too_large"),
        ('<c r="A99999999999"><v>1</v></c>', "workbook_unreadable"),
        ('<c r="1A"><v>1</v></c>', "workbook_unreadable"),
        ('</row><row r="-1"><c><v>1</v></c>', "workbook_unreadable"),
    ],
)
def test_no_way_of_naming_a_distant_cell_fills_the_memory(cell, rule):
    content = replaced("xl/worksheets/sheet1.xml", sheet_with(cell))
    with pytest.raises(workbook.ReportRefusedError) as caught:
        read_labour_force(content, "far.xlsx")
    assert [refusal.rule for refusal in caught.value.refusals] == [rule]


def test_a_sheet_at_an_unusual_path_is_looked_at_too():
    source = io.BytesIO(replaced("xl/worksheets/sheet1.xml", sheet_with('<c r="XFD1048576"><v>1</v></c>')))
    target = io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name).replace(b"worksheets/sheet1.xml", b"odd/PART.xml")
            new.writestr(name.replace("worksheets/sheet1.xml", "odd/part.XML"), content)
    with pytest.raises(workbook.ReportRefusedError) as caught:
        read_labour_force(target.getvalue(), "odd.xlsx")
    assert [refusal.rule for refusal in caught.value.refusals] == ["workbook_too_large"]


def shared_texts(texts, rows):
    """A workbook as spreadsheet programs write it: cells point into a list of texts."""
    items = "".join(f"<si><t>{text}</t></si>" for text in texts)
    lines = "".join("<row>" + "".join(f'<c t="s"><v>{at}</v></c>' for at in row) + "</row>" for row in rows)
    parts = {
        **PARTS,
        "xl/sharedStrings.xml": f"<sst>{items}</sst>".encode(),
        "xl/worksheets/sheet1.xml": f"<worksheet><sheetData>{lines}</sheetData></worksheet>".encode(),
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def test_shared_texts_are_read():
    reading = read_labour_force(shared_texts([*HEADER, *ROW], [range(6), range(6, 12)]), "a.xlsx")
    assert [row["as_printed"] for row in reading.rows] == ["2.920.100", "2.780.200"]


def test_a_long_text_that_many_cells_share_is_not_copied_for_each():
    content = shared_texts(["x" * 30_000], [[0]] * 4000)
    assert len(content) < 50_000
    with pytest.raises(workbook.ReportRefusedError) as caught:
        read_labour_force(content, "shared.xlsx")
    assert [refusal.rule for refusal in caught.value.refusals] == ["workbook_too_large"]


@settings_of_hypothesis(max_examples=40, deadline=None)
@given(st.data())
def test_a_damaged_workbook_is_read_or_refused(data):
    content = bytearray(WORKBOOK)
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        reading = read_labour_force(bytes(content), "a.xlsx")
    except workbook.ReportRefusedError as error:
        assert error.refusals
    else:
        assert reading.numbers_printed == reading.numbers_accounted


@settings_of_hypothesis(max_examples=40, deadline=None)
@given(st.data())
def test_a_workbook_with_a_damaged_part_is_read_or_refused(data):
    part = data.draw(st.sampled_from(sorted(PARTS)))
    content = bytearray(PARTS[part])
    start = data.draw(st.integers(0, len(content) - 1))
    content[start : start + data.draw(st.integers(0, 20))] = data.draw(st.sampled_from(SCRAPS))
    try:
        reading = read_labour_force(replaced(part, bytes(content)), "a.xlsx")
    except workbook.ReportRefusedError as error:
        assert error.refusals
    else:
        assert reading.numbers_printed == reading.numbers_accounted


def test_a_workbook_without_its_workbook_part_is_refused():
    for part in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"):
        try:
            reading = read_labour_force(replaced(part, b"<a/>"), "odd.xlsx")
        except workbook.ReportRefusedError as error:
            assert error.refusals
        else:
            assert reading.rows


def test_old_and_locked_workbooks_are_named_as_such():
    with pytest.raises(workbook.ReportRefusedError) as caught:
        read_labour_force(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "old.xlsx")
    assert "password" in caught.value.refusals[0].message


def test_a_table_of_too_many_rows_is_refused(monkeypatch):
    from sources.tables import csv_table as module

    monkeypatch.setattr(module, "MOST_ROWS", 10)
    with pytest.raises(workbook.ReportRefusedError) as caught:
        read_labour_force(csv_table([ROW] * 11))
    assert caught.value.refusals[0].rule == "table_malformed"


@pytest.mark.parametrize(
    "content",
    [
        csv_table([ROW] * 4_000),
        csv_table([("Atlantis", *ROW[1:])] * 4_000),
        csv_table([ROW]) + b";" * 5_000_000,
        csv_table([ROW], (*HEADER, "(" * 100_000)),
        csv_table([("(" * 100_000, "1" * 100_000, "." * 100_000, "1." * 60_000, "(1" * 60_000, "orang")]),
        csv_table([("x;" * 1000, *ROW)] * 100),
    ],
    ids=["repeated", "refused", "wide", "brackets", "long cells", "ragged"],
)
def test_no_table_keeps_the_reader_busy_for_long(content):
    began = time.process_time()
    try:
        reading = read_labour_force(content)
    except workbook.ReportRefusedError as error:
        assert error.refusals
    else:
        assert reading.numbers_printed == reading.numbers_accounted
    assert time.process_time() - began < 15


def test_nothing_of_a_hostile_name_or_cell_reaches_the_console_raw(settings):
    name = "labour_force/\x1b[2Ja'; drop table report; --.csv"
    put(
        settings,
        name,
        csv_table([("\x1b]0;x\x07Atlantis\u202e", *ROW[1:])]).replace(b"\x1b", b"").replace(b"\x07", b""),
    )
    run(settings)
    (problem,) = problems(settings)
    for text in (problem.file_name, problem.message, problem.value or "", problem.locator):
        assert text.isprintable()
    assert "drop table" in problem.file_name


def test_the_reader_registry_takes_only_its_own_sources(settings):
    put(settings, "press/a.csv", GOOD)
    taken, _ = run(settings, TABLES)
    assert [(file.file_name, file.rule) for file in taken.refused] == [("press", "unknown_source")]
