"""The shapes in which public tables were found: each is read, or refused with the right reason; every cell with digits is accounted for."""

from decimal import Decimal

import pytest

from sources.contracts.enforcement import enforce
from sources.contracts.table import Table
from sources.contracts.unread_figure import UnreadFigure
from sources.reading import ReportRefusedError
from tests.tables import figures, ods, read_table_report, rules_of, xls, xlsx

pytestmark = pytest.mark.integration

BANJARMASIN = """Jumlah Perusahaan dan Pekerja Peserta BPJS Ketenagakerjaan di Kota Banjarmasin

| No | Kepesertaan | Tahun | Tahun | Tahun | Tahun | Tahun |
|---|---|---|---|---|---|---|
| 2020 | 2021 | 2022 | 2023 | 2024 |
| 1 | Perusahaan | 3.120 | 3.010 | 3.215 | 3.402 | 3.551 |
| 2 | Pekerja | 80.114 | 64.010 | 66.120 | 70.310 | 72.220 |
| - | 83.234 | 67.020 | 69.335 | 73.712 | 75.771 |

Catatan :
| Istilah | Definisi |
| Perusahaan | badan usaha yang terdaftar, menurut aturan tahun 2013 |
"""
KEMNAKER = [
    ("1", "Aceh", "583.638", "117.947"),
    ("2", "Sumatera Utara", "2.057.246", "848.982"),
    ("9", "Kep. Bangka Belitung", "216.685", "88.194"),
    ("10", "Kepulauan Riau", "614.605", "653.041"),
]
TITLE = "Peserta BPJS Ketenagakerjaan menurut provinsi, Desember 2023\n\n"


def refused(content, name):
    with pytest.raises(ReportRefusedError) as caught:
        read_table_report(content, name)
    return [refusal.rule for refusal in caught.value.refusals]


def balanced(reading):
    assert reading.numbers_printed == reading.numbers_accounted > 0
    assert not enforce(Table, reading.rows).broken
    assert not enforce(UnreadFigure, reading.unread).broken
    return reading


def test_years_that_lost_their_merged_cells_are_put_over_the_figures_and_the_shifted_total_is_found():
    reading = balanced(read_table_report(BANJARMASIN, "banjarmasin.md"))
    found = figures(reading)
    assert len(found) == 10
    assert found["63.71", "employers_registered", "", "2020-12-31"] == 3_120
    assert found["63.71", "workers_registered", "", "2024-12-31"] == 72_220
    assert all("header_moved:2" in row["rules"] and row["confidence"] < 0.9 for row in reading.rows)
    assert rules_of(reading) == ["row_shifted", "total_adds_unlike"]
    assert {refusal.refusal.locator for refusal in reading.refused} == {"line 8, column 2"}
    assert "83.234" in reading.refused[1].refusal.message


def test_years_that_fit_over_the_figures_in_two_ways_refuse_the_table():
    # One year fewer than columns of figures: 2020 to 2023 could stand over the first or the last four.
    reading = balanced(read_table_report(BANJARMASIN.replace("| 2020 | 2021", "| 2021"), "banjarmasin.md"))
    assert not reading.rows
    assert rules_of(reading) == ["header_misaligned"]


def test_a_total_that_is_right_but_for_its_place_is_still_a_row_out_of_place():
    moved = BANJARMASIN.replace("| 2 | Pekerja |", "| 2 | Perusahaan aktif |")
    assert rules_of(read_table_report(moved, "banjarmasin.md"))[0] == "row_shifted"


@pytest.mark.parametrize("name", ["kemnaker.md", "kemnaker.txt"])
def test_two_columns_by_province_in_bars_and_in_runs_of_blanks(name):
    header = ("No.", "Provinsi", "Kepesertaan Aktif", "Kepesertaan Non Aktif")
    if name.endswith(".md"):
        lines = ["| " + " | ".join(row) + " |" for row in [header, ("---",) * 4, *KEMNAKER]]
    else:
        lines = ["   ".join(row) for row in [header, *KEMNAKER]]
    reading = balanced(read_table_report(TITLE + "\n".join(lines), name))
    assert not reading.refused
    found = figures(reading)
    assert len(found) == 8
    assert found["19", "workers_active", "", "2023-12-31"] == 216_685
    assert found["21", "workers_inactive", "", "2023-12-31"] == 653_041


def test_a_list_of_bullets_is_read_and_its_prose_is_not():
    text = (
        "---\ntitle: Peserta aktif BPJS Ketenagakerjaan, Februari 2025\n---\n"
        "Sepuluh provinsi terbanyak per Februari 2025:\n- DKI Jakarta: 8,01 juta orang\n- Riau: 1,06 juta orang.\n"
        "Paling sedikit Sulawesi Barat 65,33 ribu orang, lalu Maluku 156 ribu orang.\n"
    )
    reading = balanced(read_table_report(text, "databoks.txt"))
    assert [(row["area_code"], row["value"], row["decimals"]) for row in reading.rows] == [
        ("31", Decimal(8_010_000), -4),
        ("14", Decimal(1_060_000), -4),
    ]
    assert rules_of(reading) == ["number_in_prose"]


def test_a_ranking_told_in_sentences_belongs_to_the_press():
    text = "Jawa Timur memimpin dengan 132.364 perusahaan pada 2025.\nPeringkat kedua DKI Jakarta 116.874 perusahaan.\n"
    assert refused(text, "goodstats.txt") == ["table_is_prose"]


def test_a_numbered_list_beside_the_same_ranking_in_sentences_is_read_once():
    text = (
        "---\ntitle: Perusahaan peserta BPJS Ketenagakerjaan menurut provinsi, 2025\n---\n"
        "Jawa Timur terbanyak, 132.364 perusahaan. Kedua DKI Jakarta 116.824 perusahaan.\n\n"
        "1. Jawa Timur: 132.364 perusahaan\n2. DKI Jakarta: 116.824 perusahaan\n3. Jawa Tengah: 107.420 perusahaan\n"
    )
    reading = balanced(read_table_report(text, "tangerangnews.txt"))
    assert figures(reading)["35", "employers_registered", "", "2025-12-31"] == 132_364
    assert len(reading.rows) == 3
    assert rules_of(reading) == ["number_in_prose"]


def test_a_table_with_one_cell_a_line_has_lost_its_columns():
    cells = ["2008", "Februari", "Agustus", "1", "Berusaha sendiri", "20.921.567", "20.921.567", "2", "Berusaha", "-"]
    assert refused("".join(f"| {cell} |\n" for cell in cells), "bps-1911.txt") == ["table_flattened"]


def test_records_of_json_with_parents_by_code_and_years_not_filled_in():
    text = """[
      {"kodefikasi": "36.x", "komponendata": "Peserta BPJS Ketenagakerjaan", "satuan": "Orang", "sumberdata": "BPJS", "2023": null, "2024": null, "2026": null},
      {"kodefikasi": "36.x.01", "komponendata": "Pandeglang", "satuan": "Orang", "sumberdata": "BPJS", "2023": "2.771", "2024": "40", "2026": "0"},
      {"kodefikasi": "36.x.02", "komponendata": "Lebak", "satuan": "Orang", "sumberdata": "BPJS", "2023": "2.771,414", "2024": "51", "2026": "0"}]"""
    reading = balanced(read_table_report(text, "banten.json"))
    assert figures(reading) == {
        ("36.01", "workers_registered", "", "2023-12-31"): 2_771,
        ("36.01", "workers_registered", "", "2024-12-31"): 40,
        ("36.02", "workers_registered", "", "2024-12-31"): 51,
    }
    assert [(row.refusal.rule, row.refusal.locator) for row in reading.refused] == [
        ("number_not_whole", "row 4, column 5"),
        ("column_only_zeros", "row 1, column 7"),
    ]


def test_the_pension_fund_of_the_agencys_own_staff_is_another_body():
    page = (
        "<html><title>DPK BPJS Ketenagakerjaan</title><body><h2>Kepesertaan per 31 Desember 2022</h2><table>"
        "<thead><tr><th>No.</th><th>Jenis Peserta</th><th>Orang</th></tr></thead>"
        "<tbody><tr><td>1</td><td>Peserta Aktif</td><td>1.818</td></tr></tbody>"
        "<tbody><tr><td>2</td><td>Peserta Pasif</td><td></td></tr></tbody>"
        "<tbody><tr><td></td><td>Pensiunan *</td><td>640</td></tr></tbody></table></body></html>"
    )
    reading = balanced(read_table_report(page, "dpk.html"))
    assert not reading.rows
    assert rules_of(reading) == ["table_of_another_body"]


def test_columns_of_segments_with_their_total_and_an_amount_that_does_not_say_so():
    text = (
        "provinsi;tahun;kasus_pu;kasus_bpu;kasus_jakon;total_kasus;total_klaim\n"
        "ACEH;2023;100;50;20;170;500000\nBALI;2023;200;10;5;216;8000\n"
    )
    reading = balanced(read_table_report(text, "df_jkk_2023.csv"))
    assert figures(reading)["11", "claims_count", "informal", "2023-12-31"] == 50
    assert len(reading.rows) == 6
    assert [(cell["reason"], cell["locator"]) for cell in reading.unread] == [("sum_of_columns", "line 2, column 6")]
    assert sorted(rules_of(reading)) == ["measure_unclear", "measure_unclear", "table_total_wrong"]


def test_a_table_without_a_period_is_refused_cell_by_cell():
    reading = balanced(read_table_report("provinsi;peserta_pu;peserta_bpu\nACEH;100;50\n", "data_peserta.csv"))
    assert rules_of(reading) == ["table_period_missing"] * 2


def test_thousands_that_lost_their_zeros_are_refused_and_whole_ones_are_read():
    reading = balanced(
        read_table_report("provinsi;tahun;pekerja aktif\nAceh;2022;1.2\nBali;2022;1.234\nRiau;2022;13\n")
    )
    assert figures(reading) == {("51", "workers_active", "", "2022-12-31"): 1_234}
    assert rules_of(reading) == ["thousands_lost_zeros"] * 2


ROWS = [
    ["Peserta BPJS Ketenagakerjaan Provinsi Bali, Desember 2023 (ribu orang)"],
    ["Kabupaten/Kota", "Aktif", None, "Jumlah"],
    ["", "PU", "BPU", ""],
    ["Kota Denpasar", 10, 20, 30],
    ["Badung", 1, 2, 3],
    ["Jumlah", 11, 22, 33],
]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (xlsx(ROWS, ["A1:D1", "B2:C2", "A2:A3"]), "bali.xlsx"),
        (xls(ROWS, [(0, 0, 0, 3), (1, 1, 1, 2), (1, 2, 0, 0)]), "bali.xls"),
        (ods(ROWS, {(0, 0): 4, (1, 1): 2}), "bali.ods"),
        ("\n".join(";".join("" if cell is None else str(cell) for cell in row) for row in ROWS), "bali.csv"),
    ],
    ids=["xlsx", "xls", "ods", "csv"],
)
def test_merged_headers_units_of_the_title_and_totals_are_the_same_in_every_form(content, name):
    reading = balanced(read_table_report(content, name))
    assert figures(reading) == {
        ("51.71", "workers_active", "formal", "2023-12-31"): 10_000,
        ("51.71", "workers_active", "informal", "2023-12-31"): 20_000,
        ("51.03", "workers_active", "formal", "2023-12-31"): 1_000,
        ("51.03", "workers_active", "informal", "2023-12-31"): 2_000,
    }
    assert not reading.refused
    assert sorted(cell["reason"] for cell in reading.unread) == ["sum_of_columns"] * 2 + ["sum_of_rows"] * 3


def test_two_tables_on_a_sheet_with_notes_column_numbers_and_a_repeated_header():
    text = """Jumlah Peserta (Orang) s.d. Oktober 2023
Provinsi,Aktif,Non Aktif,Total
(1),(2),(3),(4)
Aceh,"1,000",200,"1,200"
Provinsi,Aktif,Non Aktif,Total
Bali,2.000,300,"2,300"
Jumlah,"3,000",500,"3,501"
Sumber: BPJS Ketenagakerjaan 2023

Jumlah Klaim Provinsi Bali tahun 2022
Program,Jumlah Kasus,Nominal Klaim (Juta Rp)
JHT,10,"1,5"
JKK,5,"2,25"
Total,15,"3,75"
"""
    reading = balanced(read_table_report(text))
    found = figures(reading)
    assert found["51", "workers_active", "", "2023-10-31"] == 2_000
    assert [row.refusal.value for row in reading.refused] == ["3,501 against 3500 in 2 parts"]
    amounts = {row["programme"]: row for row in reading.rows if row["measure"] == "claims_amount"}
    assert amounts["JKK"]["value"] == 2_250_000
    assert (str(amounts["JHT"]["period_start"]), amounts["JHT"]["period_kind"]) == ("2022-01-01", "duration")


def test_the_nation_is_the_total_of_all_provinces_and_a_figure_beside_a_few():
    from sources.tables.areas import by_code

    provinces = [area.name for area in by_code().values() if area.kind == "province"]
    lines = ["provinsi;tahun;pekerja aktif", *(f"{name};2024;1.000" for name in provinces)]
    whole = balanced(read_table_report("\n".join([*lines, "Indonesia;2024;38.000"])))
    assert [cell["reason"] for cell in whole.unread] == ["sum_of_rows"]
    assert len(whole.rows) == 38
    wrong = read_table_report("\n".join([*lines, "Indonesia;2024;38.001"]))
    assert rules_of(wrong) == ["table_total_wrong"]
    few = read_table_report("\n".join([*lines[:3], "Indonesia;2024;38.001"]))
    assert figures(few)["ID", "workers_active", "", "2024-12-31"] == 38_001


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("provinsi;tahun;pekerja aktif\nKediri;2023;5\n", "area_ambiguous"),
        ("provinsi;tahun;pekerja aktif\nAtlantis;2023;5\n", "unknown_area"),
        ("provinsi;tahun;pekerja aktif\nBali;2027;5\n", "period_after_publication"),
        ("provinsi;tahun;pekerja rajin\nBali;2023;5\n", "unknown_column"),
        ("provinsi;tahun;aktif pekerja (Rp)\nBali;2023;5\n", "unit_contradicts_measure"),
        ("provinsi;tahun;perusahaan;uraian\nBali;2023;5;pekerja\n", "facets_conflict"),
        ("kode_wilayah;provinsi;tahun;perusahaan\n61;Bali;2023;5\n", "area_name_code_disagree"),
        ("uraian;2023;satuan\nperusahaan;5;unit usaha\n", "unit_unknown_in_table"),
        ("Jumlah perusahaan Bali tahun 2023\nkabupaten;peserta aktif\nBadung;5\n", "facets_conflict"),
        ("provinsi;tahun;pekerja laki-laki;pekerja perempuan\nBali;2023;5;6\n", "facet_not_held"),
        ("provinsi;tahun;pekerja;peserta bpjs kesehatan\nBali;2023;;6\n", "table_of_another_body"),
        ("provinsi;tahun;cakupan (%)\nBali;2023;1.234\n", "number_ambiguous"),
    ],
)
def test_what_cannot_be_placed_is_refused(text, rule):
    reading = balanced(read_table_report(text))
    assert rule in rules_of(reading)
    assert not reading.rows


def test_a_code_tells_a_regency_from_the_city_of_its_name():
    reading = read_table_report("kode_wilayah;kabupaten/kota;tahun;perusahaan\n35.71;Kediri;2023;5\n")
    assert [row["area_name"] for row in reading.rows] == ["Kota Kediri"]


def test_a_branch_reports_for_its_own_work_area_or_for_a_regency():
    own = read_table_report("kantor cabang;tahun;perusahaan aktif\nKC Kediri;2023;5\n")
    assert [(r["area_kind"], r["area_code"], r["office_code"]) for r in own.rows] == [
        ("office_work_area", "KC-35.71", "KC-35.71")
    ]
    title = "Kepesertaan Kantor Cabang Kediri Oktober 2023\nkabupaten/kota;perusahaan aktif\nKota Kediri;5\n"
    assert [(r["area_code"], r["office_code"]) for r in read_table_report(title).rows] == [("35.71", "KC-35.71")]


def test_dates_as_serials_and_as_text():
    rows = [
        ["Provinsi", "Tanggal", "Pekerja aktif"],
        ["Bali", 45291, 5],
        ["Aceh", "31 Oktober 2023", 6],
        ["Riau", "kapan", 7],
    ]
    reading = read_table_report(xlsx(rows), "dates.xlsx")
    assert figures(reading) == {
        ("51", "workers_active", "", "2023-12-31"): 5,
        ("11", "workers_active", "", "2023-10-31"): 6,
    }
    assert rules_of(reading) == ["table_period_impossible"]


def test_sentences_below_a_table_are_no_notes_if_they_hold_numbers():
    text = "provinsi;tahun;pekerja\nBali;2023;5\n\nMenurut BPJS ada 41.380 pekerja lain.\nDefinisi pekerja menurut aturan 2013\n"
    reading = balanced(read_table_report(text))
    assert [(row.refusal.rule, row.refusal.locator) for row in reading.refused] == [("number_in_prose", "line 4")]


def test_a_row_of_dashes_heads_nothing_and_a_section_says_where_its_rows_lie():
    text = "Pekerja aktif 2023\nkabupaten/kota;pu;bpu\nJawa Timur;;\nKediri;-;-\nBlitar;1;2\nKota Batu;3;4\n"
    reading = balanced(read_table_report(text))
    assert rules_of(reading) == ["area_ambiguous"]  # Blitar: Kabupaten and Kota of Jawa Timur
    assert figures(reading) == {
        ("35.79", "workers_active", "formal", "2023-12-31"): 3,
        ("35.79", "workers_active", "informal", "2023-12-31"): 4,
    }
    sections = "Bali 2023;;\nuraian;pekerja;perusahaan\nPenerima Upah;;\nAktif;10;1\nNon Aktif;5;2\nBukan Penerima Upah;;\nAktif;7;3\n"
    found = figures(balanced(read_table_report(sections)))
    assert found["51", "workers_inactive", "formal", "2023-12-31"] == 5
    assert found["51", "workers_active", "informal", "2023-12-31"] == 7
    unknown = read_table_report(sections.replace("Bukan Penerima Upah", "Sektor Perdagangan"))
    assert rules_of(unknown) == ["label_unknown"]


def test_a_table_of_ten_thousand_columns_is_refused_as_a_whole():
    text = "provinsi;tahun;" + "pekerja;" * 10_000 + "\nBali;2023;" + "5;" * 10_000 + "\n"
    assert rules_of(balanced(read_table_report(text))) == ["table_too_wide"]
