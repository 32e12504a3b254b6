"""The reader of public tables on tables as they are published: the real figures and forms, with all that went wrong in them."""

import csv
import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlwt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P

from sources.contracts.enforcement import enforce
from sources.contracts.table import Table as TableContract
from sources.identity import content_hash, report_id
from sources.reading import Publication, Reading, RegisteredReport, ReportRefusedError
from sources.settings import PROJECT_ROOT
from sources.table.reader import TableReader
from sources.tables.areas import by_code
from tests.inboxes import saved

pytestmark = pytest.mark.integration

PUBLISHED = PROJECT_ROOT / "tests" / "public_tables"
GOLDEN = PROJECT_ROOT / "tests" / "golden" / "public_table_figures.csv"
RECEIVED = Publication(date(2026, 1, 31), "day", "receipt")


def read(content: bytes, name: str) -> Reading:
    reader = TableReader()
    published = reader.describe(content, name).published or RECEIVED
    registered = RegisteredReport(
        report_id(content_hash(content)), published.month, "table", f"table/{name}", published
    )
    reading = reader.read(registered, content)
    assert reading.numbers_printed == reading.numbers_accounted
    assert enforce(TableContract, reading.rows).broken == []
    return reading


def published(name: str) -> Reading:
    return read((PUBLISHED / name).read_bytes(), name)


def figures(reading: Reading) -> dict[tuple[str, str, str | None, str], Decimal]:
    found = {
        (row["area_code"], row["measure"], row["segment"], str(row["period_end"])): row["value"] for row in reading.rows
    }
    assert len(found) == len(reading.rows)
    return found


def refused(reading: Reading) -> list[tuple[str, str]]:
    return [(entry.refusal.rule, entry.refusal.locator) for entry in reading.refused]


def rules_of_refusal(content: bytes, name: str) -> set[str]:
    with pytest.raises(ReportRefusedError) as caught:
        read(content, name)
    return {entry.rule for entry in caught.value.refusals}


def seed_figures(source: str) -> dict[tuple[str, str, str | None, str], Decimal]:
    """What the page prints, as somebody wrote it down by hand: tests/golden/public_table_figures.csv."""
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        return {
            (row["area_code"], row["measure"], None, row["period_end"]): Decimal(row["value"])
            for row in csv.DictReader(file)
            if row["source"] == source
        }


# Banjarmasin: years in a wide table


def test_years_that_lost_the_merged_cells_before_them_are_moved_and_the_move_is_told() -> None:
    reading = published("banjarmasin-2020-2024.csv")
    found = figures(reading)
    assert len(found) == 10
    assert found["63.71", "employers_registered", None, "2020-12-31"] == 3_871
    assert found["63.71", "workers_registered", None, "2024-12-31"] == 78_119
    assert all("header_moved:2" in row["rules"] and row["confidence"] < 1 for row in reading.rows)


def test_a_total_that_moved_and_adds_companies_to_workers_is_quarantined_and_its_parts_stay() -> None:
    reading = published("banjarmasin-2020-2024.csv")
    assert refused(reading) == [("row_shifted", "line 10, column 2"), ("total_adds_unlike", "line 10, column 2")]
    assert reading.refused[0].refusal.value == "83.234"
    found = figures(reading)
    for year, printed in (("2020", 83_234), ("2021", 67_020)):
        end = f"{year}-12-31"
        parts = found["63.71", "employers_registered", None, end] + found["63.71", "workers_registered", None, end]
        assert parts == printed


def test_years_that_fit_no_alignment_refuse_the_table() -> None:
    content = (PUBLISHED / "banjarmasin-2020-2024.csv").read_bytes()
    reading = read(content.replace(b"2020;2021;2022;2023;2024", b"2020;2021;2022;2023;"), "years.csv")
    assert not reading.rows
    assert "header_misaligned" in {rule for rule, _ in refused(reading)}


# Kemnaker, December 2023


@pytest.mark.parametrize("name", ["kemnaker-2023-12-bars.md", "kemnaker-2023-12-blanks.txt"])
def test_provinces_between_bars_and_runs_of_blanks(name: str) -> None:
    reading = published(name)
    assert not reading.refused
    assert figures(reading) == seed_figures("kemnaker")


@pytest.mark.parametrize(
    ("total", "unread", "rule"),
    [("37.992.361", 1, None), ("37.992.362", 0, "table_total_wrong")],
)
def test_a_total_row_is_held_against_its_parts_and_never_loaded(total: str, unread: int, rule: str | None) -> None:
    expected = seed_figures("kemnaker")
    active = sum(value for (_, measure, *_), value in expected.items() if measure == "workers_active")
    printed = f"{active + int(total.replace('.', '')) - 37_992_361:,}".replace(",", ".")
    content = (PUBLISHED / "kemnaker-2023-12-bars.md").read_text() + f"| | Jumlah | {printed} | |\n"
    reading = read(content.encode(), "total.md")
    assert figures(reading) == expected
    assert len(reading.unread) == unread
    assert [found for found, _ in refused(reading)] == ([rule] if rule else [])


# Rankings


def test_a_ranking_in_bullets_is_a_table_and_its_lowest_three_in_prose_are_not() -> None:
    reading = published("databoks-2025-02.md")
    assert figures(reading) == seed_figures("databoks")
    assert {row["decimals"] for row in reading.rows} == {-4}
    assert refused(reading) == [("number_in_prose", "line 18")]


def test_a_numbered_ranking_is_read_once_although_the_prose_above_has_it_too() -> None:
    reading = published("tangerangnews-2025.txt")
    assert figures(reading) == seed_figures("tangerangnews")
    assert {rule for rule, _ in refused(reading)} == {"number_in_prose"}


def test_a_ranking_in_prose_belongs_to_the_press() -> None:
    content = (PUBLISHED / "goodstats-2025-02.txt").read_bytes()
    assert rules_of_refusal(content, "goodstats.txt") == {"table_is_prose"}


# Tables of statistics offices and portals


def test_a_table_flattened_to_one_cell_a_line_is_refused() -> None:
    content = (PUBLISHED / "bps-1911-flattened.txt").read_bytes()
    assert rules_of_refusal(content, "bps.txt") == {"table_flattened"}


def test_regencies_as_row_labels_under_a_parent_and_years_as_keys() -> None:
    reading = published("banten-lumbung-data.json")
    found = figures(reading)
    assert found == {
        ("36.01", "workers_registered", None, "2023-12-31"): 2_771,
        ("36.01", "workers_registered", None, "2024-12-31"): 40,
        ("36.02", "workers_registered", None, "2024-12-31"): 3_105,
    }
    rules = dict(refused(reading))
    assert rules["number_not_whole"] == "row 4, column 5"  # 2.771,414 persons
    assert "column_only_zeros" in rules  # years to come, filled with 0 and not with null


def test_the_pension_fund_of_the_agencys_own_staff_is_another_body() -> None:
    reading = published("dpk-2022.html")
    assert not reading.rows
    assert {rule for rule, _ in refused(reading)} == {"table_of_another_body"}


def test_segments_in_the_names_of_columns_and_a_total_column() -> None:
    reading = published("peserta-provinsi.csv")
    found = figures(reading)
    assert len(found) == 9
    assert found["11", "workers_active", "informal", "2023-12-31"] == 204_555
    assert [row["reason"] for row in reading.unread] == ["sum_of_columns"] * 3


def test_cases_of_a_programme_are_read_and_money_without_a_unit_is_not_taken_for_cases() -> None:
    reading = published("kasus-jkk-2023.csv")
    assert {(row["measure"], row["programme"], str(row["period_start"])) for row in reading.rows} == {
        ("claims_count", "JKK", "2023-01-01")
    }
    assert len(reading.rows) == 6
    assert [place for _, place in refused(reading)] == ["line 7, column 6", "line 8, column 6"]


def test_thousands_read_as_decimals_are_found_in_their_column() -> None:
    reading = published("lost-zeros.csv")
    assert figures(reading) == {("11", "workers_active", None, "2023-12-31"): 1_234}
    assert ("thousands_lost_zeros", "line 8, column 2") in refused(reading)
    assert "thousands_lost_zeros" in dict(refused(reading))


# Workbooks

TITLE = "Peserta aktif BPJS Ketenagakerjaan, Desember 2024 (ribu orang)"
LINES: list[list[str | float | None]] = [
    [TITLE, None, None, None, None],
    [None, None, None, None, None],
    ["No", "Provinsi", "Peserta aktif", None, None],
    [None, None, "PU", "BPU", "Jumlah"],
    [1, "Kalimantan Barat", 425.5, 210.25, 635.75],
    [2, "Jambi", 300.0, 100.5, 400.5],
    [None, "Jumlah", 725.5, 310.75, 1036.25],
]


def as_xlsx() -> bytes:
    book = openpyxl.Workbook()
    for line in LINES:
        book.active.append(line)
    for area in ("A1:E1", "A3:A4", "B3:B4", "C3:E3"):
        book.active.merge_cells(area)
    return saved(book)


def as_xls() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Data")
    merged = {(0, 0): (0, 4), (2, 0): (3, 0), (2, 1): (3, 1), (2, 2): (2, 4)}
    for row, line in enumerate(LINES):
        for column, value in enumerate(line):
            if (row, column) in merged:
                last_row, last_column = merged[row, column]
                sheet.write_merge(row, last_row, column, last_column, value)
            elif value is not None:
                sheet.write(row, column, value)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def as_ods() -> bytes:
    document = OpenDocumentSpreadsheet()
    table = Table(name="Data")
    spans = {(0, 0): (1, 5), (2, 0): (2, 1), (2, 1): (2, 1), (2, 2): (1, 3)}
    for row, line in enumerate(LINES):
        table_row = TableRow()
        for column, value in enumerate(line):
            rows, columns = spans.get((row, column), (1, 1))
            kind = CoveredTableCell if (row, column) in {(2, 3), (2, 4), (3, 0), (3, 1)} else TableCell
            options: dict[str, object] = {}
            if kind is TableCell and (rows, columns) != (1, 1):
                options = {"numberrowsspanned": rows, "numbercolumnsspanned": columns}
            if isinstance(value, int | float):
                options |= {"valuetype": "float", "value": value}
            elif value is not None:
                options |= {"valuetype": "string"}
            cell = kind(**options)
            if value is not None:
                cell.addElement(P(text=str(value)))
            table_row.addElement(cell)
        table.addElement(table_row)
    document.spreadsheet.addElement(table)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(("form", "name"), [(as_xlsx, "t.xlsx"), (as_xls, "t.xls"), (as_ods, "t.ods")])
def test_every_form_of_workbook_gives_the_same_figures_under_merged_headers(form, name: str) -> None:
    reading = read(form(), name)
    assert not reading.refused
    assert figures(reading) == {
        ("61", "workers_active", "formal", "2024-12-31"): 425_500,
        ("61", "workers_active", "informal", "2024-12-31"): 210_250,
        ("15", "workers_active", "formal", "2024-12-31"): 300_000,
        ("15", "workers_active", "informal", "2024-12-31"): 100_500,
    }
    assert sorted(row["reason"] for row in reading.unread) == ["sum_of_columns"] * 2 + ["sum_of_rows"] * 3


def test_two_tables_on_one_sheet_and_a_hidden_sheet_are_all_read() -> None:
    book = openpyxl.Workbook()
    for line in (
        ["Peserta aktif BPJS Ketenagakerjaan, Desember 2024"],
        ["Provinsi", "Pekerja"],
        ["Jambi", 400_500],
        ["Bali", 1_100_000],
        [],
        ["Perusahaan aktif, Desember 2024"],
        ["Provinsi", "Perusahaan"],
        ["Jambi", 8_100],
        ["Sumber: portal data"],
    ):
        book.active.append(line)
    hidden = book.create_sheet("Lembar1")
    hidden.sheet_state = "hidden"
    for line in (["Pekerja aktif, Desember 2023"], ["Provinsi", "Pekerja"], ["Jambi", 390_000]):
        hidden.append(line)
    reading = read(saved(book), "two.xlsx")
    assert not reading.refused
    assert figures(reading) == {
        ("15", "workers_active", None, "2024-12-31"): 400_500,
        ("51", "workers_active", None, "2024-12-31"): 1_100_000,
        ("15", "employers_active", None, "2024-12-31"): 8_100,
        ("15", "workers_active", None, "2023-12-31"): 390_000,
    }


def test_formulas_are_never_evaluated() -> None:
    book = openpyxl.Workbook()
    for line in (["Peserta aktif, Desember 2024", None], ["Provinsi", "Pekerja aktif"], ["Jambi", "=1+1"], ["Bali", 5]):
        book.active.append(line)
    reading = read(saved(book), "formula.xlsx")
    assert refused(reading) == [("formula_without_value", "Sheet!B3")]
    assert len(reading.rows) == 1


# Words that cannot be placed


def csv_file(*lines: str) -> bytes:
    head = (
        "---\ntitle: Peserta aktif BPJS Ketenagakerjaan, Desember 2024\npublisher: portal\npublished_on: 2025-01\n---\n"
    )
    return (head + "\n".join(lines) + "\n").encode()


@pytest.mark.parametrize(
    ("lines", "rule"),
    [
        (["provinsi;pekerja aktif", "Atlantis;5"], "unknown_area"),
        (["provinsi;pekerja aktif", "Jambi;dua", "Bali;3", "Riau;4"], "not_a_number"),
        (["provinsi;pekerja aktif (ribu orang)", "Jambi;12,345"], "number_ambiguous"),
        (["provinsi;pekerja aktif;laki-laki", "Jambi;5;3"], "facet_not_held"),
        (["provinsi;pekerja aktif;zorgloub", "Jambi;5;3"], "unknown_column"),
        (["kabupaten/kota;pekerja aktif", "Bogor;5"], "area_ambiguous"),
        (["provinsi;pekerja aktif", "Jambi;5", "Jambi;6"], "table_figure_repeated"),
        (["provinsi;pekerja aktif 2031", "Jambi;5"], "period_after_publication"),
    ],
)
def test_what_cannot_be_placed_is_refused_by_name(lines: list[str], rule: str) -> None:
    assert rule in {found for found, _ in refused(read(csv_file(*lines), "t.csv"))}


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("Kab. Bogor", "32.01"),
        ("Kota Bogor", "32.71"),
        ("Kota Administrasi Jakarta Pusat", "31.71"),
        ("Kab. Adm. Kepulauan Seribu", "31.01"),
    ],
)
def test_a_label_that_says_which_kind_is_no_longer_ambiguous(label: str, code: str) -> None:
    reading = read(csv_file("kabupaten/kota;pekerja aktif", f"{label};5"), "t.csv")
    assert [(row["area_code"], row["area_kind"]) for row in reading.rows] == [(code, by_code()[code].kind)]


def test_a_code_column_says_which_of_two_is_meant() -> None:
    reading = read(csv_file("kode kemendagri;kabupaten/kota;pekerja aktif", "32.71;Bogor;5"), "t.csv")
    assert [row["area_code"] for row in reading.rows] == ["32.71"]


# Whatever comes

WORDS = [
    "Provinsi",
    "No",
    "Jambi",
    "Jumlah",
    "Peserta aktif",
    "PU",
    "2024",
    "2023",
    "1.234",
    "1.2",
    "-",
    "",
    "Kota",
    "12%",
]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6), min_size=1, max_size=12))
def test_whatever_stands_in_a_table_every_number_is_accounted_for(rows: list[list[str]]) -> None:
    content = csv_file(*(";".join(row) for row in rows))
    try:
        read(content, "any.csv")
    except ReportRefusedError as error:
        assert error.refusals


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode)),
    st.sampled_from(sorted(TableReader.suffixes)),
)
def test_no_bytes_raise_anything_but_a_refusal(content: bytes, suffix: str) -> None:
    try:
        read(content, f"any{suffix}")
    except ReportRefusedError as error:
        assert error.refusals


@pytest.mark.parametrize("path", sorted(PUBLISHED.glob("*.*")), ids=lambda path: path.name)
def test_a_table_cut_anywhere_is_read_or_refused(path: Path) -> None:
    content = path.read_bytes()
    for end in range(1, len(content), max(1, len(content) // 40)):
        try:
            read(content[:end], path.name)
        except ReportRefusedError as error:
            assert error.refusals
