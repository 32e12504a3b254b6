"""Tables that want to break the reader: clear refusals, bounded memory, nothing opened or run."""

import json
import subprocess
import sys
import tracemalloc
import zipfile
from time import process_time

import pytest
import xlwt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sources.reading import ReportRefusedError
from sources.settings import PROJECT_ROOT
from tests.tables import ods, read_table_report, rules_of, with_content, xls, xlsx

pytestmark = pytest.mark.integration

ROWS = [["Provinsi", "Tahun", "Pekerja aktif"], ["Bali", 2023, 5]]
SOUND = [xls(ROWS), ods(ROWS), xlsx(ROWS)]  # made once: a workbook holds the time at which it was made
BOMB = (
    b'<table:table-row table:number-rows-repeated="900000"><table:table-cell office:value-type="float" '
    b'office:value="1" table:number-columns-repeated="16000"/></table:table-row></table:table>'
)
PADDING = (
    b'<table:table-row table:number-rows-repeated="1048000"><table:table-cell '
    b'table:number-columns-repeated="16384"/></table:table-row></table:table>'
)


def refused(content, name):
    with pytest.raises(ReportRefusedError) as caught:
        read_table_report(content, name)
    return [refusal.rule for refusal in caught.value.refusals]


def test_an_open_document_that_repeats_its_cells_is_refused_before_it_is_unpacked():
    bomb = with_content(ods(ROWS), lambda part: part.replace(b"</table:table>", BOMB))
    tracemalloc.start()
    assert refused(bomb, "bomb.ods") == ["workbook_too_large"]
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()


def test_the_empty_rows_with_which_programs_fill_a_sheet_are_no_bomb():
    padded = with_content(ods(ROWS), lambda part: part.replace(b"</table:table>", PADDING))
    assert len(read_table_report(padded, "padded.ods").rows) == 1


def test_an_old_workbook_with_cells_in_far_corners_is_refused():
    book = xlwt.Workbook()
    for number in range(3):
        sheet = book.add_sheet(f"S{number}")
        sheet.write(0, 0, 1)
        sheet.write(65535, 255, 1)
    buffer = __import__("io").BytesIO()
    book.save(buffer)
    assert refused(buffer.getvalue(), "far.xls") == ["workbook_too_large"]


@pytest.mark.parametrize(
    ("content", "name", "rule"),
    [
        (
            with_content(ods(ROWS), lambda part: b'<!DOCTYPE a [<!ENTITY b "c">]>' + part),
            "a.ods",
            "workbook_unreadable",
        ),
        (with_content(ods(ROWS), lambda part: part[:-40]), "a.ods", "workbook_unreadable"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "a.xls", "workbook_unreadable"),
        (xls(ROWS)[:3000], "a.xls", "workbook_unreadable"),
        (b"PK\x03\x04 no zip", "a.ods", "workbook_unreadable"),
        (b"provinsi;tahun", "a.xlsx", "workbook_unreadable"),
        (b"a;b\n" + b"x" * 2_000_000, "a.csv", "table_malformed"),
        (b"| a | b |\n" + b"x" * 2_000_000 + b"\n| c | d |", "a.txt", "table_malformed"),
        (b"\xff\xfeP\x00", "a.csv", "wrong_encoding"),
        (b"provinsi;\x00", "a.csv", "binary_content"),
        ("provinsi;Bengkulu \xe9".encode("latin-1"), "a.csv", "wrong_encoding"),
        (b"", "a.csv", "empty_file"),
        (b"[" * 100_000, "a.json", "table_malformed"),
        (b'[{"a": NaN}]', "a.json", "table_malformed"),
        (b'[{"a": 1, "a": 2}]', "a.json", "table_malformed"),
        (b'{"a": [{"b": {"c": 1}}]}', "a.json", "table_malformed"),
        (b"<table><tr>" + b"<td colspan=500>x</td>" * 3, "a.html", "table_malformed"),
        (b"<table>" * 3000, "a.html", "table_header_missing"),
    ],
)
def test_a_broken_file_is_refused_with_its_reason(content, name, rule):
    assert refused(content, name) == [rule]


def test_formulas_and_links_are_texts_and_their_cells_are_refused_or_have_stored_values():
    reading = read_table_report("provinsi;tahun;pekerja aktif\nBali;2023;=1+1\nAceh;2023;=cmd|'/c calc'!A1\n", "a.csv")
    assert rules_of(reading) == ["not_a_number"] * 2
    reading = read_table_report(xlsx([*ROWS, ["Aceh", 2023, "=1+1"]]), "a.xlsx")
    assert rules_of(reading) == ["formula_without_value"]
    error = with_content(
        ods(ROWS),
        lambda part: part.replace(b'office:value="5"', b'office:value="5" table:formula="of:=1/0"').replace(
            b">5<", b">#DIV/0!<"
        ),
    )
    assert rules_of(read_table_report(error, "a.ods")) == ["cell_holds_error"]


def test_hidden_sheets_count():
    import io

    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(xlsx(ROWS)))
    hidden = book.create_sheet("Tersembunyi")
    hidden.sheet_state = "veryHidden"
    hidden.append(["Provinsi", "Tahun", "Perusahaan"])
    hidden.append(["Aceh", 2023, 7])
    buffer = io.BytesIO()
    book.save(buffer)
    assert [row["locator"] for row in read_table_report(buffer.getvalue(), "a.xlsx").rows] == [
        "Data!C2",
        "Tersembunyi!C2",
    ]


def test_markup_names_and_quotes_stay_characters():
    reading = read_table_report('provinsi;tahun;pekerja\n"<script>\'; drop table x";2023;5\n', "../a'.csv")
    assert rules_of(reading) == ["unknown_area"]


def test_a_total_in_every_other_row_costs_what_its_rows_cost():
    rows = "".join(f"Bali;{1900 + at % 126};{at}\nJumlah;2020;{at}\n" for at in range(4_000))
    started = process_time()
    reading = read_table_report(f"provinsi;tahun;pekerja\n{rows}")
    assert reading.numbers_printed == reading.numbers_accounted == 16_000
    assert process_time() - started < 30  # held against all rows one by one it took minutes


def with_rows_declared(workbook, rows):
    """An old workbook whose sheet says (record DIMENSIONS) that it has so many rows."""
    at = workbook.index(b"\x00\x02\x0e\x00\x00\x00\x00\x00")
    return workbook[: at + 8] + rows.to_bytes(4, "little") + workbook[at + 12 :]


def test_an_old_workbook_that_asks_for_all_memory_is_refused():
    assert refused(with_rows_declared(xls(ROWS), 0xFFFFFFFF), "a.xls") == ["workbook_too_large"]
    assert read_table_report(with_rows_declared(xls(ROWS), 500), "a.xls").rows


def test_the_library_of_old_workbooks_ends_its_own_process_alone():
    child = [sys.executable, "-I", str(PROJECT_ROOT / "sources" / "tables" / "old_workbook_child.py")]
    ended = subprocess.run(child, input=with_rows_declared(xls(ROWS), 0xFFFFFFFF), capture_output=True, check=False)
    assert ended.returncode or b"fault" in ended.stdout
    sound = subprocess.run(child, input=xls(ROWS), capture_output=True, check=True)
    assert json.loads(sound.stdout) == {"sheets": [["Data", [list(row) for row in ROWS]]]}


@pytest.mark.parametrize("part", ["content.xml", "META-INF/manifest.xml"])
def test_an_open_document_without_one_of_its_parts_is_refused(part):
    assert refused(ods(ROWS).replace(part.encode(), part.upper().encode()), "a.ods") == ["workbook_unreadable"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_damaged_workbooks_are_refused_or_read_and_nothing_else_happens(data):
    content = bytearray(data.draw(st.sampled_from(SOUND)))
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        read_table_report(bytes(content), "a.xls")
    except ReportRefusedError as error:
        assert error.refusals
    except zipfile.BadZipFile:
        pytest.fail("a damaged archive came through")


WORDS = [
    "Provinsi",
    "Bali",
    "Kediri",
    "Jumlah",
    "2023",
    "1.234",
    "1,5",
    "-",
    "",
    "Aktif",
    "Pekerja",
    "PU",
    "No",
    "=1",
    "Rp",
    "(1)",
    "x|y",
    "s.d.",
]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.lists(st.sampled_from(WORDS), max_size=6), max_size=9),
    st.sampled_from([("a.csv", ";"), ("a.md", " | "), ("a.txt", "   "), ("a.tsv", "\t")]),
)
def test_whatever_a_table_holds_every_cell_with_digits_is_accounted_for(rows, form):
    name, separator = form
    try:
        reading = read_table_report("\n".join(separator.join(row) for row in rows) + "\n", name)
    except ReportRefusedError:
        return
    assert reading.numbers_printed == reading.numbers_accounted
    numbers = [row.row_number for row in reading.refused]
    assert len(reading.rows) + len(set(numbers)) >= max(numbers, default=0) - len(reading.unread)
