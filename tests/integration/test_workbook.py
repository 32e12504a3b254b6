"""The reader of monthly workbooks on workbooks as they come: titles, merged headers, totals, other names, two tables on a sheet."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
import xlwt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from sources.contracts.enforcement import enforce
from sources.contracts.unread_figure import UnreadFigure
from sources.contracts.workbook import Workbook
from sources.reading import ReportRefusedError
from sources.workbook.reader import WorkbookReader
from tests.inboxes import read_workbook, saved

pytestmark = pytest.mark.integration

ABOUT = ("Keterangan", [["Kantor", "KC-61.71"], ["Bulan laporan", "September 2026"], ["Disusun tanggal", "2026-10-05"]])
HEADER = ["Wilayah", "Kode Wilayah", "Segmen", "Program", "Terdaftar", "Aktif", "Nonaktif", "Baru"]
ROW = ["Kota Pontianak", "61.71", "Penerima Upah", "JKK", 1250, 1000, 250, 25]


def book(*sheets, merged=()):
    """A workbook out of sheets (title, rows); `merged` are ranges of its last sheet."""
    file = openpyxl.Workbook()
    file.remove(file.active)
    for title, rows in sheets:
        page = file.create_sheet(title)
        for row in rows:
            page.append(row)
    for cells in merged:
        page.merge_cells(cells)
    return saved(file)


def balanced(reading):
    assert reading.numbers_printed == reading.numbers_accounted
    assert enforce(Workbook, reading.rows).broken == []
    assert enforce(UnreadFigure, reading.unread).broken == []
    return reading


def read(*sheets, name="book.xlsx", merged=()):
    return balanced(read_workbook(book(*sheets, merged=merged), name))


def figures(reading):
    return {(r["measure"], r["area_code"], r["programme"], r["segment"]): r["value"] for r in reading.rows}


def refused(reading):
    return [(entry.refusal.rule, entry.refusal.locator) for entry in reading.refused]


def test_a_cell_becomes_a_figure_of_its_month():
    reading = read(ABOUT, ("Kepesertaan", [HEADER, ROW]))
    assert not reading.refused
    registered, *_, new = reading.rows
    assert (registered["locator"], registered["as_printed"]) == ("Kepesertaan!E2", "1250")
    assert (registered["period_start"], registered["period_end"]) == (None, date(2026, 9, 30))
    assert (new["period_start"], new["period_kind"]) == (date(2026, 9, 1), "duration")
    assert registered["office_code"] == "KC-61.71"


def test_title_lines_numbered_columns_totals_and_notes_are_no_figures():
    rows = [
        ["LAPORAN KEPESERTAAN KANTOR CABANG PONTIANAK"],
        ["Posisi 30 September 2026"],
        [],
        HEADER,
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)"],
        ROW,
        ["Kota Singkawang", "61.72", "PU", "JKK", "1.100", "1.000", "100", "-"],
        [],
        ["JUMLAH", "", "", "", "2.350", "2.000", "350", "25"],
        ["Sumber: data kantor, 5 Oktober 2026"],
        ["*) angka sementara"],
    ]
    reading = read(ABOUT, ("Kepesertaan", rows))
    assert not reading.refused
    assert len(reading.rows) == 7
    assert [(row["locator"], row["reason"]) for row in reading.unread] == [
        (f"Kepesertaan!{column}9", "sum_of_rows") for column in "EFGH"
    ]


def test_subtotals_and_the_grand_total_are_checked_against_their_parts():
    def row(area, code, new):
        return [area, code, "PU", "JKK", None, None, None, new]

    rows = [
        HEADER,
        row("Kota Pontianak", "61.71", 10),
        row("Kota Singkawang", "61.72", 5),
        ["Sub Total", None, None, None, None, None, None, 15],
        row("Kabupaten Kubu Raya", "61.12", 7),
        ["Subtotal", None, None, None, None, None, None, 8],
        ["Total", None, None, None, None, None, None, 22],
    ]
    assert refused(read(ABOUT, ("Kepesertaan", rows))) == [("total_differs_from_parts", "Kepesertaan!H6")]


def test_a_total_says_nothing_where_a_part_was_refused():
    rows = [HEADER, ROW, ["Kota Singkawang", "61.72", "PU", "JKK", "?", None, None, None]]
    rows.append(["Jumlah", None, None, None, 9999, None, None, None])
    assert refused(read(ABOUT, ("Kepesertaan", rows))) == [("not_a_number", "Kepesertaan!E3")]


def test_merged_headers_over_two_rows_and_a_total_column():
    rows = [
        ["Kabupaten/Kota", "Penerima Upah (PU)", None, "Bukan Penerima Upah (BPU)", None, "Jumlah", None],
        [None, "Aktif", "Non Aktif", "Aktif", "Non Aktif", "Aktif", "Non Aktif"],
        ["Kota Pontianak", 1000, 250, 300, 40, 1300, 290],
        ["Kab. Kubu Raya", 900, 80, 120, 5, 1020, 86],
    ]
    reading = read(ABOUT, ("Peserta", rows), merged=["A1:A2", "B1:C1", "D1:E1", "F1:G1"])
    assert refused(reading) == [("total_differs_from_parts", "Peserta!G4")]
    assert figures(reading) == {
        ("workers_active", "61.71", None, "formal"): 1000,
        ("workers_inactive", "61.71", None, "formal"): 250,
        ("workers_active", "61.71", None, "informal"): 300,
        ("workers_inactive", "61.71", None, "informal"): 40,
        ("workers_active", "61.12", None, "formal"): 900,
        ("workers_inactive", "61.12", None, "formal"): 80,
        ("workers_active", "61.12", None, "informal"): 120,
        ("workers_inactive", "61.12", None, "informal"): 5,
    }


def test_two_tables_on_a_sheet_with_a_wrong_name_and_no_names_of_sheets():
    rows = [
        ["Pemberi Kerja"],
        ["Wilayah", "Skala", "Terdaftar", "Aktif"],
        ["Kota Pontianak", "Mikro", 420, 400],
        ["Catatan: tanpa proyek"],
        [],
        ["Pembayaran klaim (dalam jutaan rupiah)"],
        ["Wilayah", "Program", "Kasus", "Nilai (Rp juta)"],
        ["Kota Pontianak", "JHT", 85, "1.105,5"],
        ["Kota Pontianak", "JKM", 4, "168"],
    ]
    reading = read(("Sheet3", rows), ABOUT)
    assert not reading.refused
    found = figures(reading)
    assert found["employers_active", "61.71", None, "micro"] == 400
    assert found["claims_amount", "61.71", "JHT", None] == 1_105_500_000
    assert {row["decimals"] for row in reading.rows if row["measure"] == "claims_amount"} == {-5, -6}


def test_what_a_sheet_without_name_and_without_segments_counts_is_not_guessed():
    rows = [["Wilayah", "Terdaftar", "Aktif"], ["Kota Pontianak", 420, 400]]
    assert refused(read(ABOUT, ("Sheet1", rows))) == [("table_kind_unclear", "Sheet1!1:1")]
    named = read(ABOUT, ("Data Perusahaan", rows))
    assert figures(named)["employers_registered", "61.71", None, None] == 420


def test_units_in_headers_scale_and_bound_how_exact_a_figure_is():
    rows = [["Wilayah", "Segmen", "Aktif (ribu orang)"], ["Kota Pontianak", "PU", "12,4"], ["Kab. Kubu Raya", "PU", 3]]
    reading = read(ABOUT, ("Kepesertaan", rows))
    assert [(row["value"], row["decimals"]) for row in reading.rows] == [(12_400, -2), (3_000, -3)]


def test_a_unit_that_is_not_that_of_the_column_is_refused():
    rows = [["Wilayah", "Program", "Kasus (Rp juta)", "Rupiah"], ["Kota Pontianak", "JHT", 85, 1000]]
    assert refused(read(ABOUT, ("Klaim", rows))) == [("unit_of_other_measure", "Klaim!C2")]


def test_a_title_that_scales_only_some_columns_is_not_guessed():
    rows = [["Klaim (dalam ribuan)"], ["Wilayah", "Program", "Kasus", "Rupiah"], ["Kota Pontianak", "JHT", 85, 1000]]
    assert [rule for rule, _ in refused(read(ABOUT, ("Klaim", rows)))] == ["unit_unclear", "unit_unclear"]


def test_figures_under_a_header_that_says_nothing_are_refused_cell_by_cell():
    rows = [[*HEADER, "Kode Internal", None], [*ROW, 77, 5], [*ROW[:2], "BPU", *ROW[3:], "x", None]]
    reading = read(ABOUT, ("Kepesertaan", rows))
    assert refused(reading) == [("cell_without_meaning", "Kepesertaan!I2"), ("cell_without_meaning", "Kepesertaan!J2")]
    assert len(reading.rows) == 8


def test_an_area_that_stands_only_in_the_first_of_its_rows_holds_for_those_below():
    rows = [HEADER, ROW, [None, None, "BPU", "JKK", 340, 300, 40, 12]]
    reading = read(ABOUT, ("Kepesertaan", rows))
    assert figures(reading)["workers_active", "61.71", "JKK", "informal"] == 300
    assert [row["confidence"] for row in reading.rows] == [1.0] * 4 + [0.9] * 4


def test_without_areas_a_table_is_about_what_the_office_covers():
    reading = read(ABOUT, ("Kepesertaan", [["Segmen", "Aktif"], ["PU", 1000], ["Jumlah", 1000]]))
    row = reading.rows[0]
    assert (row["area_code"], row["area_kind"]) == ("KC-61.71", "office_work_area")


def test_a_table_headed_with_an_area_is_about_that_area_and_not_about_the_office():
    kanwil = ("Keterangan", [["Kantor", "K11-KALIMANTAN"], ["Bulan laporan", "2026-09"]])
    rows = [["Segmen", "Aktif"], ["PU", 1000]]
    named = read(kanwil, ("Kota Pontianak", [["Kepesertaan"], *rows]), ("Kota Singkawang", [["Kepesertaan"], *rows]))
    assert [row["area_code"] for row in named.rows] == ["61.71", "61.72"]
    titled = read(kanwil, ("Peserta", [["KEPESERTAAN PROVINSI KALIMANTAN BARAT"], *rows]))
    assert [row["area_code"] for row in titled.rows] == ["61"]
    office = read(kanwil, ("Peserta", [["Kepesertaan Kantor Cabang Pontianak"], *rows]))
    assert [row["area_code"] for row in office.rows] == ["KC-61.71"]
    two = read(kanwil, ("Peserta", [["Kota Pontianak dan Kota Singkawang"], *rows]))
    assert refused(two) == [("area_ambiguous", "Peserta!3:3")]


@pytest.mark.parametrize(
    "month", ["September 2026", "2026-09", "09/2026", "Sept 2026", date(2026, 9, 1), 46266, "30 September 2026"]
)
def test_the_month_is_understood_in_any_of_its_forms(month):
    about = ("Keterangan", [["Nama Kantor", "Kantor Cabang Pontianak"], ["Periode", month]])
    reading = read(about, ("Kepesertaan", [HEADER, ROW]))
    assert {row["period_end"] for row in reading.rows} == {date(2026, 9, 30)}
    assert {row["office_code"] for row in reading.rows} == {"KC-61.71"}


def test_the_month_may_stand_in_a_title_or_the_name_of_the_file_and_is_said_to_be_inferred():
    titled = read(("Kepesertaan", [["Kepesertaan bulan September 2026"], HEADER, ROW]))
    assert {row["period_end"] for row in titled.rows} == {date(2026, 9, 30)}
    assert "month from a title line" in titled.rows[0]["rules"]
    named = read(("Kepesertaan", [HEADER, ROW]), name="workbook/2026-09-pontianak.xlsx")
    assert "month from the name of the file" in named.rows[0]["rules"]
    with pytest.raises(ReportRefusedError, match="report_month_missing"):
        read(("Kepesertaan", [HEADER, ROW]), name="laporan.xlsx")


def test_last_months_sheet_is_not_taken_for_this_months():
    reading = read(ABOUT, ("Kepesertaan", [["Posisi Agustus 2026"], HEADER, ROW]))
    assert refused(reading) == [("sheet_of_other_month", "Kepesertaan!3:3")]


def test_a_day_in_a_title_is_when_it_was_written():
    rows = [["Pontianak, 5 Oktober 2026"], HEADER, ROW]
    assert len(read(ABOUT, ("Kepesertaan", rows)).rows) == 4


def test_month_and_year_may_stand_in_lines_of_their_own():
    about = ("Identitas", [["Kantor Cabang Pontianak"], ["Bulan", "September"], ["Tahun", 2026]])
    reading = read(about, ("Kepesertaan", [HEADER, ROW]))
    assert {(str(row["period_end"]), row["office_code"]) for row in reading.rows} == {("2026-09-30", "KC-61.71")}


def test_rows_of_other_months_do_not_belong_into_the_workbook():
    rows = [["Wilayah", "Bulan", "Tahun", "Program", "Kasus"], ["Kota Pontianak", "Agustus", 2026, "JHT", 80]]
    rows += [["Kota Pontianak", "September", 2026, "JHT", 85], ["Kota Pontianak", "September", 2025, "JKM", 4]]
    reading = read(ABOUT, ("Klaim", rows))
    assert refused(reading) == [("row_of_other_month", "Klaim!B2"), ("row_of_other_month", "Klaim!C4")]
    assert [row["value"] for row in reading.rows] == [85]


def test_of_a_figure_told_twice_with_two_values_none_is_taken():
    reading = read(ABOUT, ("Kepesertaan", [HEADER, ROW, [*ROW[:4], 1250, 1001, None, 25]]))
    assert {place for rule, place in refused(reading) if rule == "figure_repeated"} == {
        f"Kepesertaan!{cell}" for cell in ("E3", "F2", "F3", "H3")
    }
    by_sex = [["Wilayah", "Jenis Kelamin", "Segmen", "Aktif"], ["Kota Pontianak", "L", "PU", 600]]
    alone = read(ABOUT, ("Kepesertaan", by_sex))
    assert (alone.rows[0]["confidence"], "not understood" in alone.rows[0]["rules"]) == (0.8, True)
    assert not read(ABOUT, ("Kepesertaan", [*by_sex, ["Kota Pontianak", "P", "PU", 400]])).rows


def test_dates_and_office_describe_the_report():
    described = WorkbookReader().describe(book(ABOUT, ("Kepesertaan", [HEADER, ROW])), "a.xlsx")
    assert (described.publisher, described.published.on) == ("Kantor Cabang Pontianak", date(2026, 10, 5))
    undated = WorkbookReader().describe(book((ABOUT[0], ABOUT[1][:2]), ("Kepesertaan", [HEADER, ROW])), "a.xlsx")
    assert (undated.published.on, undated.published.precision) == (date(2026, 9, 30), "month")


def test_a_flow_may_be_counted_from_the_first_of_january():
    rows = [["Wilayah", "Program", "Kasus bulan ini", "Kasus s.d. bulan ini"], ["Kota Pontianak", "JHT", 85, 700]]
    reading = read(ABOUT, ("Klaim", rows))
    assert [row["period_start"] for row in reading.rows] == [date(2026, 9, 1), date(2026, 1, 1)]


def test_segments_that_do_not_make_their_whole_are_refused_together():
    def row(segment, active):
        return ["Kota Pontianak", "61.71", segment, "JKK", None, active, None, None]

    parts = [row("PU", 1000), row("BPU", 300), row("Jakon", 50)]
    assert not read(ABOUT, ("Kepesertaan", [HEADER, *parts, row("Semua", 1350)])).refused
    reading = read(ABOUT, ("Kepesertaan", [HEADER, *parts, row("Semua", 1250)]))
    assert {rule for rule, _ in refused(reading)} == {"parts_differ_from_all"}
    assert len(reading.refused) == 4
    # A whole may hold segments that are not told apart.
    assert not read(ABOUT, ("Kepesertaan", [HEADER, parts[0], row("Semua", 1350)])).refused


def test_a_programme_that_did_not_exist_yet_has_no_members():
    about = ("Keterangan", [["Kantor", "KC-61.71"], ["Bulan laporan", "2014-09"]])
    rows = [HEADER, ["Kota Pontianak", "61.71", "PU", "JP", None, 10, None, None]]
    assert refused(read(about, ("Kepesertaan", rows))) == [("programme_not_in_force", "Kepesertaan!F2")]


def test_formulas_without_a_result_and_errors_are_refused():
    file = openpyxl.load_workbook(io.BytesIO(book(ABOUT, ("Kepesertaan", [HEADER, ROW, [*ROW]]))))
    page = file["Kepesertaan"]
    page["C3"], page["E3"], page["F3"] = "BPU", "=F3+G3", "#REF!"
    page["F3"].data_type = "e"
    reading = balanced(read_workbook(saved(file)))
    assert refused(reading) == [("formula_without_value", "Kepesertaan!E3"), ("cell_holds_error", "Kepesertaan!F3")]


def test_csv_in_either_language_and_separator():
    text = (
        "Office,KC-61.71\nMonth reported,2026-09\n\nMembership\n"
        'Area,Segment,Programme,Registered,Active\nKota Pontianak,Wage earners,JKK,"1,250","1,000"\n'
    )
    reading = balanced(read_workbook(text.encode(), "a.csv"))
    assert figures(reading)["workers_registered", "61.71", "JKK", "formal"] == 1250
    assert reading.rows[0]["locator"] == "line 6, column 4"


def as_xls(*sheets):
    file = xlwt.Workbook()
    for title, rows in sheets:
        page = file.add_sheet(title)
        for number, row in enumerate(rows):
            for at, value in enumerate(row):
                if value is not None:
                    page.write(number, at, value)
    buffer = io.BytesIO()
    file.save(buffer)
    return buffer.getvalue()


def as_ods(*sheets):
    document = OpenDocumentSpreadsheet()
    for title, rows in sheets:
        page = Table(name=title)
        for row in rows:
            line = TableRow()
            for value in row:
                number = isinstance(value, int | float)
                cell = TableCell(valuetype="float", value=value) if number else TableCell(valuetype="string")
                cell.addElement(P(text="" if value is None else str(value)))
                line.addElement(cell)
            page.addElement(line)
        document.spreadsheet.addElement(page)
    buffer = io.BytesIO()
    document.write(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("made", [book, as_xls, as_ods], ids=["xlsx", "xls", "ods"])
def test_every_form_of_a_workbook_gives_the_same_figures_at_the_same_places(made):
    rows = [["Kepesertaan"], HEADER, ROW, ["Kota Singkawang", "61.72", "BPU", "JKK", "1.100", "x", 100, None]]
    reading = balanced(read_workbook(made(ABOUT, ("Kepesertaan", rows)), "a." + made.__name__))
    assert refused(reading) == [("not_a_number", "Kepesertaan!F4")]
    assert [(row["locator"], row["value"]) for row in reading.rows] == [
        ("Kepesertaan!E3", 1250),
        ("Kepesertaan!F3", 1000),
        ("Kepesertaan!G3", 250),
        ("Kepesertaan!H3", 25),
        ("Kepesertaan!E4", 1100),
        ("Kepesertaan!G4", 100),
    ]


CELLS = st.one_of(
    st.none(),
    st.integers(-5, 2_000_000),
    st.decimals(0, 10_000, places=2).map(float),
    st.sampled_from(
        [
            "Jumlah",
            "Kota Pontianak",
            "JKK",
            "PU",
            "Semua",
            "1.234",
            "1,2",
            "-",
            "nihil",
            "Aktif",
            "Wilayah",
            "Program",
            "Kasus",
            "Rupiah (juta)",
            "Segmen",
            "(1)",
            "Sumber: BPS 2020",
            "Terdaftar",
            "September 2026",
            "Rp 5.000,-",
        ]
    ),
    st.text(max_size=8).filter(lambda text: text.isprintable() and not text.startswith("=")),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(CELLS, max_size=7), max_size=9))
def test_whatever_stands_below_a_header_every_cell_with_digits_is_accounted_for(rows):
    reading = read(ABOUT, ("Klaim", [["Wilayah", "Program", "Kasus", "Rupiah"], *rows]))
    for row in reading.rows:
        assert row["value"] >= Decimal(0)
