"""The labour-force reader on real CSV and XLSX files."""

from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sources.contracts.enforcement import enforce
from sources.contracts.labour_force import LabourForce
from sources.labour_force.reader import LabourForceReader
from sources.reading import ReportRefusedError
from sources.settings import PROJECT_ROOT
from sources.tables.areas import by_code
from tests.inboxes import HEADER, ROW, csv_table, read_labour_force, saved, xlsx_table

pytestmark = pytest.mark.integration

FULL_HEADER = (
    "provinsi",
    "kode_kemendagri",
    "tahun",
    "bulan",
    "angkatan_kerja",
    "bekerja",
    "bekerja_formal",
    "bekerja_informal",
    "satuan",
    "sumber",
)


def figures(reading):
    return {(row["area_code"], row["measure"], row["segment"]): row["value"] for row in reading.rows}


def refused(reading):
    return [(entry.row_number, entry.refusal.rule, entry.refusal.locator) for entry in reading.refused]


def refusals(content, name="table.csv"):
    with pytest.raises(ReportRefusedError) as caught:
        read_labour_force(content, name)
    return [(refusal.rule, refusal.column) for refusal in caught.value.refusals]


def balanced(reading):
    assert reading.numbers_printed == reading.numbers_accounted
    return reading


def test_a_row_gives_a_figure_for_each_filled_cell():
    row = ("Kalbar", "61", "2023", "Agustus", "2,92", "2,78", "", "-", "juta orang", "BPS 2023")
    reading = balanced(read_labour_force(csv_table([row], FULL_HEADER)))
    assert not reading.refused
    assert enforce(LabourForce, reading.rows).broken == []
    labour_force, employed = reading.rows
    assert labour_force["value"] == Decimal(2_920_000)
    assert labour_force["decimals"] == -4
    assert (labour_force["locator"], labour_force["as_printed"]) == ("line 2, column 5", "2,92")
    assert (labour_force["area_name"], labour_force["area_code"]) == ("Kalimantan Barat", "61")
    assert labour_force["period_end"] == date(2023, 8, 31)
    assert (labour_force["period_kind"], labour_force["period_basis"]) == ("instant", "text")
    assert (employed["measure"], employed["segment"]) == ("workers_employed", None)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_found(separator):
    row = tuple(f'"{cell}"' for cell in ROW)
    reading = balanced(read_labour_force(csv_table([row], separator=separator)))
    assert figures(reading)["61", "workers_labour_force", None] == 2_920_100


def test_english_headers_and_numbers():
    header = ("Province", "Period", "Labour force (thousand persons)", "Employed (thousand persons)")
    reading = balanced(read_labour_force(csv_table([("West Kalimantan", "August 2023", "2,920.1", "2,780.2")], header)))
    assert figures(reading) == {
        ("61", "workers_labour_force", None): 2_920_100,
        ("61", "workers_employed", None): 2_780_200,
    }
    assert reading.rows[0]["decimals"] == -2


def test_titles_above_and_notes_below_the_table_are_no_rows():
    content = b"Tabel 1. Angkatan Kerja, Agustus 2023\n\n" + csv_table([ROW])
    content += b"Sumber: BPS, Sakernas 2023;;;;;\n;;;;;\n"
    reading = balanced(read_labour_force(content))
    assert len(reading.rows) == 2
    assert not reading.refused
    assert reading.rows[0]["locator"] == "line 4, column 4"


def test_front_matter_dates_the_table_and_moves_no_line_number():
    block = b"---\npublished_on: 2023-11-06\npublisher: BPS\ntitle: Sakernas\n---\n"
    content = block + csv_table([ROW])
    described = LabourForceReader().describe(content, "labour_force/a.csv")
    assert (described.title, described.publisher) == ("Sakernas", "BPS")
    assert (described.published.on, described.published.basis) == (date(2023, 11, 6), "front_matter")
    assert read_labour_force(content).rows[0]["locator"] == "line 7, column 4"


def test_a_workbook_with_front_matter_numbers_and_dates():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Agustus"
    sheet.append(["published_on", date(2023, 11, 6)])
    sheet.append(["publisher", "BPS Kalbar"])
    sheet.append([])
    sheet.append(["Provinsi", "Kode", "Periode", "Angkatan kerja", "Bekerja", "Satuan"])
    sheet.append(["Kalimantan Barat", 61, date(2023, 8, 1), 2920100, 2780200.0, "orang"])
    sheet.append(["Banten", 36, "Agustus 2023", 5.97, "5,52", "juta orang"])
    content = saved(book)
    described = LabourForceReader().describe(content, "labour_force/a.xlsx")
    assert described.published.on == date(2023, 11, 6)
    reading = balanced(read_labour_force(content, "a.xlsx"))
    assert not reading.refused
    assert figures(reading)["61", "workers_employed", None] == 2_780_200
    assert figures(reading)["36", "workers_labour_force", None] == 5_970_000
    assert [row["locator"] for row in reading.rows] == ["Agustus!D5", "Agustus!E5", "Agustus!D6", "Agustus!E6"]
    assert reading.rows[0]["as_printed"] == "2920100"


def test_every_sheet_with_a_table_is_read_and_one_without_is_named():
    book = openpyxl.Workbook()
    for title, row in (("2023", ROW), ("2022", ("Banten", "2022", "8", "5.000.000", "4.500.000", "orang"))):
        sheet = book.create_sheet(title)
        sheet.append(HEADER)
        sheet.append(row)
    book.create_sheet("Catatan").append(["Angka sementara"])
    book.create_sheet("Lain").append(["Jumlah", 12])
    reading = balanced(read_labour_force(saved(book), "a.xlsx"))
    assert len(reading.rows) == 4
    assert refused(reading) == [(5, "sheet_without_header", "Lain!1:1")]


@pytest.mark.parametrize(
    ("changes", "rule", "locator"),
    [
        ({0: "Atlantis"}, "unknown_area", "line 3, column 1"),
        ({0: ""}, "area_missing", "line 3, column 1"),
        ({1: "20x3"}, "year_impossible", "line 3, column 2"),
        ({2: "Agustusan"}, "month_impossible", "line 3, column 3"),
        ({2: "13"}, "month_impossible", "line 3, column 3"),
        ({2: "Maret"}, "not_a_survey_month", "line 3, column 3"),
        ({1: "2031"}, "period_after_publication", "line 3, column 2"),
        ({5: ""}, "unit_missing", "line 3, column 6"),
        ({5: "persen"}, "unit_unknown", "line 3, column 6"),
        ({3: "1.000.000"}, "employed_exceed_labour_force", "line 3, column 4"),
    ],
)
def test_a_bad_row_is_refused_and_the_rest_goes_through(changes, rule, locator):
    bad = tuple(changes.get(index, cell) for index, cell in enumerate(ROW))
    other = ("Banten", "2023", "Agustus", "5.970.000", "5.520.000", "orang")
    reading = balanced(read_labour_force(csv_table([other, bad, ("Aceh", *other[1:])])))
    assert (rule, locator) in {(rule, at) for _, rule, at in refused(reading)}
    assert {row["area_code"] for row in reading.rows} == {"36", "11"}
    assert all(entry.record for entry in reading.refused)


@pytest.mark.parametrize(
    ("cell", "rule"),
    [
        ("dua juta", "not_a_number"),
        ("=cmd|' /C calc'!A0", "not_a_number"),
        ("1e400", "not_a_number"),
        ("NaN", "not_a_number"),
        ("9" * 60, "number_too_large"),
        ("-2.780.200", "number_negative"),
        ("2.780.200,5", "number_not_whole"),
    ],
)
def test_a_bad_cell_is_refused_and_the_rest_of_its_row_goes_through(cell, rule):
    reading = balanced(read_labour_force(csv_table([(*ROW[:4], cell, ROW[5])])))
    assert refused(reading) == [(2, rule, "line 2, column 5")]
    assert "bekerja" in (reading.refused[0].refusal.column or "")
    assert figures(reading) == {("61", "workers_labour_force", None): 2_920_100}


def test_name_and_code_must_mean_the_same_area_so_that_bps_codes_are_caught():
    rows = [
        ("Papua", "94", "2024", "Agustus", "600.000", "500.000", "", "", "orang", ""),
        ("Papua Tengah", "94", "2024", "Agustus", "600.000", "500.000", "", "", "orang", ""),
        ("Papua Barat", "99", "2024", "Agustus", "600.000", "500.000", "", "", "orang", ""),
    ]
    reading = balanced(read_labour_force(csv_table(rows, FULL_HEADER)))
    assert [(rule, at) for _, rule, at in refused(reading)] == [
        ("area_name_code_disagree", "line 2, column 2"),
        ("area_code_unknown", "line 4, column 2"),
    ]
    assert {row["area_code"] for row in reading.rows} == {"94"}


def test_a_bps_code_has_its_own_column_and_decides_nothing():
    header = ("kode_bps", *HEADER)
    reading = balanced(
        read_labour_force(csv_table([("94", "Papua", "2024", "8", "600.000", "500.000", "orang")], header))
    )
    assert {row["area_code"] for row in reading.rows} == {"91"}


def test_formal_and_informal_must_add_up_within_what_rounding_allows():
    def row(name, formal, informal, year="2024"):
        return (name, "", year, "8", "149,38", "144,64", formal, informal, "juta orang", "")

    rows = [
        row("Indonesia", "60,81", "83,82"),
        row("Banten", "60,81", "80,00", "2023"),
        row("Aceh", "", "150,00", "2022"),
    ]
    reading = balanced(read_labour_force(csv_table(rows, FULL_HEADER)))
    assert {key[0] for key in figures(reading)} == {"ID", "36", "11"}
    assert len([row for row in reading.rows if row["area_code"] == "ID"]) == 4
    assert {rule for _, rule, _ in refused(reading)} == {"parts_differ_from_whole"}
    assert [row["measure"] for row in reading.rows if row["area_code"] == "36"] == ["workers_labour_force"]


def test_the_nation_must_be_the_sum_of_all_provinces():
    provinces = sorted(code for code, area in by_code().items() if area.kind == "province")
    rows = [(by_code()[code].name, "2024", "8", "1.000", "900", "orang") for code in provinces]
    right = read_labour_force(csv_table([*rows, ("Indonesia", "2024", "8", "38.000", "34.200", "orang")]))
    assert not right.refused
    wrong = balanced(read_labour_force(csv_table([*rows, ("Indonesia", "2024", "8", "38.100", "34.200", "orang")])))
    assert [rule for _, rule, _ in refused(wrong)] == ["total_differs_from_parts"]
    assert len(wrong.rows) == 2 * 38 + 1
    some = read_labour_force(csv_table([*rows[:3], ("Indonesia", "2024", "8", "38.100", "34.200", "orang")]))
    assert not some.refused


def test_a_repeated_header_is_one_refused_row():
    content = csv_table([ROW]) + csv_table([("Banten", *ROW[1:])])
    reading = balanced(read_labour_force(content))
    assert [(rule, at) for _, rule, at in refused(reading)] == [("repeated_header", "line 3")]
    assert {row["area_code"] for row in reading.rows} == {"61", "36"}


def test_a_second_header_with_other_columns_refuses_the_report():
    content = csv_table([ROW]) + csv_table([ROW], header=(*HEADER[:3], "bekerja", "angkatan_kerja", "satuan"))
    assert refusals(content) == [("two_headers", None)]


def test_the_same_area_and_month_twice_keeps_the_first():
    reading = balanced(read_labour_force(csv_table([ROW, ROW])))
    assert [rule for _, rule, _ in refused(reading)] == ["table_row_repeated"] * 2
    assert len(reading.rows) == 2


def test_a_row_with_too_few_or_too_many_cells_is_refused():
    rows = [ROW, (*ROW[:4],), ("Banten", *ROW[1:], "12"), ("Aceh", *ROW[1:], "")]
    reading = balanced(read_labour_force(csv_table(rows)))
    assert [(rule, at) for _, rule, at in refused(reading)] == [("ragged_row", "line 3"), ("ragged_row", "line 4")]
    assert {row["area_code"] for row in reading.rows} == {"61", "11"}


def test_numbers_in_a_column_that_is_not_known_are_named_once():
    rows = [(*ROW, "69,85"), ("Atlantis", *ROW[1:], "70,01")]
    reading = balanced(read_labour_force(csv_table(rows, (*HEADER, "tpak"))))
    assert [rule for _, rule, _ in refused(reading)] == ["unknown_area", "unknown_column"]
    assert reading.refused[-1].record == {"2": "69,85", "3": "70,01"}


@pytest.mark.parametrize("dropped", HEADER)
def test_a_missing_column_refuses_the_report_and_names_it(dropped):
    at = HEADER.index(dropped)
    content = csv_table([ROW[:at] + ROW[at + 1 :]], HEADER[:at] + HEADER[at + 1 :])
    assert refusals(content) == [("missing_column", dropped)]
    assert refusals(xlsx_table([ROW[:at] + ROW[at + 1 :]], HEADER[:at] + HEADER[at + 1 :]), "a.xlsx") == [
        ("missing_column", dropped)
    ]


def test_every_problem_of_a_header_is_told():
    assert refusals(csv_table([ROW], ("provinsi", "tahun", "bulan", "bulan", "bekerja", "x"))) == [
        ("duplicate_column", "month"),
        ("missing_column", "angkatan_kerja"),
        ("missing_column", "satuan"),
    ]


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "empty_file"),
        (b"\n\n", "empty_file"),
        (b"halo\n1;2;3\n", "header_missing"),
        (csv_table([]), "table_empty"),
        (csv_table([ROW]).replace(b"Barat", b"Bar\xe9t"), "wrong_encoding"),
        (csv_table([ROW]) + b"\x00\x01", "binary_content"),
        (csv_table([("x" * 200_000, *ROW[1:])]), "table_malformed"),
        (csv_table([('"Kalbar', *ROW[1:])]), "table_malformed"),
        (b"---\npublished_on: kemarin\n---\n" + csv_table([ROW]), "front_matter_invalid"),
    ],
)
def test_a_file_that_is_no_table_is_refused_as_a_whole(content, rule):
    assert rule in [found for found, _ in refusals(content)]


def test_numbers_that_can_be_read_in_two_ways_are_refused_unless_the_file_settles_it():
    doubtful = ("Banten", "2023", "8", "5.970", "5.520", "ribu orang")
    alone = balanced(read_labour_force(csv_table([doubtful])))
    assert [rule for _, rule, _ in refused(alone)] == ["number_ambiguous"] * 2
    settled = read_labour_force(csv_table([doubtful, ("Aceh", "2023", "8", "2.500,5", "2.400,1", "ribu orang")]))
    assert figures(settled)["36", "workers_labour_force", None] == 5_970_000


def test_cells_of_a_workbook_that_hold_no_value_are_named():
    book = openpyxl.Workbook()
    book.active.append(HEADER)
    book.active.append(["Kalbar", 2023, 8, "=1+1", "#N/A", "orang"])
    book.active.append(["Banten", 2023, 8, 5970000, 5520000, "orang"])
    reading = balanced(read_labour_force(saved(book), "a.xlsx"))
    assert [(rule, at) for _, rule, at in refused(reading)] == [
        ("formula_without_value", "Sheet!D2"),
        ("cell_holds_error", "Sheet!E2"),
    ]
    assert len(reading.rows) == 2


def test_a_wrong_date_at_the_head_of_a_workbook_is_told_with_its_place():
    book = openpyxl.Workbook()
    book.active.append(["published_on", "kemarin"])
    book.active.append(HEADER)
    book.active.append(ROW)
    with pytest.raises(ReportRefusedError) as caught:
        read_labour_force(saved(book), "a.xlsx")
    (refusal,) = caught.value.refusals
    assert (refusal.rule, refusal.locator) == ("front_matter_invalid", "Sheet, rows above the table")


def test_a_misnamed_workbook_is_read_as_what_it_is():
    assert len(read_labour_force(xlsx_table([ROW]), "a.csv").rows) == 2
    assert len(read_labour_force(csv_table([ROW]), "a.xlsx").rows) == 2


def test_the_bundled_tables_are_read_without_a_refusal():
    folder = PROJECT_ROOT / "sources" / "samples" / "labour_force"
    paths = sorted(folder.iterdir())
    assert {path.suffix for path in paths} == {".csv", ".xlsx"}
    for path in paths:
        reading = balanced(read_labour_force(path.read_bytes(), path.name, date(2025, 12, 31)))
        assert reading.rows
        assert not reading.refused
        assert enforce(LabourForce, reading.rows).broken == []


CELLS = st.one_of(
    st.sampled_from(["", "-", "Kalbar", "61", "2023", "Agustus", "orang", "juta orang", "1.000", "12,5", "=1+1"]),
    st.text(st.characters(exclude_characters=';"\r\n\x00', exclude_categories=["Cs", "Cc"]), max_size=6),
)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(CELLS, min_size=1, max_size=8), max_size=6))
def test_whatever_stands_in_a_table_every_printed_number_is_accounted_for(rows):
    content = csv_table(rows)
    try:
        reading = read_labour_force(content)
    except ReportRefusedError as error:
        assert error.refusals
        return
    balanced(reading)
    assert enforce(LabourForce, reading.rows).broken == []
    numbers = {entry.row_number for entry in reading.refused}
    assert len(numbers) + len(reading.rows) >= len(reading.rows)
    assert all(entry.refusal.locator and entry.refusal.message for entry in reading.refused)


@settings(max_examples=25, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["a.csv", "a.xlsx"]))
def test_no_bytes_raise_anything_but_a_refusal(content, name):
    with pytest.raises(ReportRefusedError):
        read_labour_force(content, name)


def test_regencies_and_cities_are_read_by_kind_or_by_code():
    rows = [
        ("Kabupaten Kediri", "", "2023", "8", "900", "800", "orang"),
        ("Kediri", "35.71", "2023", "8", "150", "140", "orang"),
        ("Kediri", "", "2023", "8", "1", "1", "orang"),
        ("Kota Kediri", "35.06", "2022", "8", "1", "1", "orang"),
    ]
    header = ("kabupaten/kota", "kode_kemendagri", "tahun", "bulan", "angkatan_kerja", "bekerja", "satuan")
    reading = read_labour_force(csv_table(rows, header))
    found = {(row["area_code"], row["area_kind"]) for row in reading.rows}
    assert found == {("35.06", "regency"), ("35.71", "city")}
    assert {row.refusal.rule for row in reading.refused} == {"area_ambiguous", "area_name_code_disagree"}
    assert not enforce(LabourForce, reading.rows).broken


def test_a_province_is_held_against_its_regencies_only_when_all_are_there():
    parts = [area.name for area in by_code().values() if area.province_code == "65" and area.kind != "province"]
    rows = [(name, "2023", "8", "100", "90", "orang") for name in parts]
    total = ("Kalimantan Utara", "2023", "8", "501", "450", "orang")
    assert len(parts) == 5
    assert not read_labour_force(csv_table([*rows[:4], total])).refused
    wrong = read_labour_force(csv_table([*rows, ("Kalimantan Utara", "2023", "8", "600", "450", "orang")]))
    assert [row.refusal.rule for row in wrong.refused] == ["total_differs_from_parts"]
