"""The reader of public tables on whole tables as they were published, figure by figure, and on what is left of them when they are cut.

The provinces' figures (kemnaker, databoks, tangerangnews) and Banjarmasin's totals of 2020 and 2021 are as printed; what else stands in
`tests/public_tables/` has the published columns and faults, filled with figures made up for the tests.
"""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sources.contracts.enforcement import enforce
from sources.contracts.table import Table as TableContract
from sources.identity import content_hash, report_id
from sources.reading import Publication, Reading, RegisteredReport, ReportRefusedError
from sources.settings import PROJECT_ROOT
from sources.table.reader import TableReader
from sources.tables.areas import by_code

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


def golden(source: str) -> dict[tuple[str, str, str | None, str], Decimal]:
    """What the page prints, as somebody wrote it down by hand: tests/golden/public_table_figures.csv."""
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        return {
            (row["area_code"], row["measure"], None, row["period_end"]): Decimal(row["value"])
            for row in csv.DictReader(file)
            if row["source"] == source
        }


# Kemnaker, December 2023


@pytest.mark.parametrize("name", ["kemnaker-2023-12-bars.md", "kemnaker-2023-12-blanks.txt"])
def test_provinces_between_bars_and_runs_of_blanks(name: str) -> None:
    reading = published(name)
    assert not reading.refused
    assert figures(reading) == golden("kemnaker")


@pytest.mark.parametrize(("too_much", "unread", "rules"), [(0, 1, []), (1, 0, ["table_total_wrong"])])
def test_a_total_row_is_held_against_its_parts_and_never_loaded(too_much: int, unread: int, rules: list[str]) -> None:
    expected = golden("kemnaker")
    active = sum(value for (_, measure, *_), value in expected.items() if measure == "workers_active")
    total = f"| | Jumlah | {active + too_much:,} | |\n".replace(",", ".")
    reading = read((PUBLISHED / "kemnaker-2023-12-bars.md").read_bytes() + total.encode(), "total.md")
    assert figures(reading) == expected
    assert len(reading.unread) == unread
    assert [rule for rule, _ in refused(reading)] == rules


# Rankings


def test_a_ranking_in_bullets_is_a_table_and_its_lowest_three_in_prose_are_not() -> None:
    reading = published("databoks-2025-02.md")
    assert figures(reading) == golden("databoks")
    assert {row["decimals"] for row in reading.rows} == {-4}
    assert refused(reading) == [("number_in_prose", "line 18")]


def test_a_numbered_ranking_is_read_once_although_the_prose_above_has_it_too() -> None:
    reading = published("tangerangnews-2025.txt")
    assert figures(reading) == golden("tangerangnews")
    assert {rule for rule, _ in refused(reading)} == {"number_in_prose"}


# Tables of statistics offices and portals


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


@pytest.mark.parametrize(
    ("last", "value"),
    [("Aceh;2,9 juta", 2_900_000), ("Aceh;3 ribu orang", 3_000), ("Aceh;7", 7), ("Aceh;Rp 2 juta", None)],
)
def test_the_last_row_is_read_although_words_stand_beside_its_number(last: str, value: int | None) -> None:
    reading = read(csv_file("provinsi;pekerja aktif", "Bali;5", "Riau;6", last), "t.csv")
    assert figures(reading).get(("11", "workers_active", None, "2024-12-31")) == value
    assert len(reading.rows) + len(reading.refused) == 3


def test_a_line_with_a_scaled_number_below_a_table_is_refused_and_not_taken_for_a_remark() -> None:
    reading = read(csv_file("provinsi;pekerja aktif", "Bali;5", "Riau;6", "Papua 2,9 juta"), "t.csv")
    assert [rule for rule, _ in refused(reading)] == ["number_in_prose"]


def test_a_target_may_lie_after_its_publication_and_a_count_may_not() -> None:
    reading = read(csv_file("provinsi;tahun;target peserta baru;peserta baru", "Bali;2026;500;20"), "t.csv")
    assert [(row["measure"], str(row["period_end"])) for row in reading.rows] == [("workers_new_target", "2026-12-31")]
    assert [rule for rule, _ in refused(reading)] == ["period_after_publication"]


# Words that cannot be placed


def csv_file(*lines: str) -> bytes:
    head = (
        "---\ntitle: Peserta aktif BPJS Ketenagakerjaan, Desember 2024\npublisher: portal\npublished_on: 2025-01\n---\n"
    )
    return (head + "\n".join(lines) + "\n").encode()


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


# Titles with commas


@pytest.mark.parametrize(
    "table", ["Provinsi,Pekerja\nBali,5\n", "Provinsi;Pekerja\nBali;5\n", "Provinsi\tPekerja\nBali\t5\n"]
)
def test_the_commas_of_a_title_take_apart_neither_the_title_nor_the_table(table: str) -> None:
    title = "Jumlah Pekerja Aktif BPJS Ketenagakerjaan, Desember 2024\n"
    assert figures(read((title + table).encode(), "t.csv")) == {("51", "workers_active", None, "2024-12-31"): 5}


def test_a_row_without_figures_is_no_title_of_the_table_below() -> None:
    first = ["provinsi;pekerja aktif", "Bali;5", "Papua Tengah;belum ada"]
    second = ["kabupaten/kota;perusahaan aktif", "Badung;8"]
    reading = read(csv_file(*first, *second), "t.csv")
    assert {(row["area_code"], row["value"]) for row in reading.rows} == {("51", 5), ("51.03", 8)}


def test_words_where_figures_should_be_are_refused_even_if_there_is_nothing_else() -> None:
    reading = read(csv_file("provinsi;pekerja aktif", "Bali;dua", "Aceh;tidak diisi"), "t.csv")
    assert refused(reading) == [("not_a_number", "line 7, column 2"), ("not_a_number", "line 8, column 2")]
    labels = read(csv_file("provinsi;pekerja;2023", "Bali;Penerima Upah;5", "Bali;Bukan Penerima Upah;6"), "t.csv")
    assert [row["segment"] for row in labels.rows] == ["formal", "informal"]


@pytest.mark.parametrize(
    ("printed", "value"),
    [("1 234 567", 1_234_567), ("12\u00a0345", 12_345), ("12 34", None), ("5 6", None), ("1 2345", None)],
)
def test_blanks_group_thousands_and_join_no_two_numbers(printed: str, value: int | None) -> None:
    reading = read(csv_file("provinsi;pekerja aktif", f"Bali;{printed}", "Aceh;6", "Riau;7"), "t.csv")
    assert figures(reading).get(("51", "workers_active", None, "2024-12-31")) == value
    assert [rule for rule, _ in refused(reading)] == ([] if value else ["not_a_number"])


def test_days_in_figures_are_read_where_they_can_be_one_day_only() -> None:
    content = "Pekerja aktif BPJS Ketenagakerjaan\nprovinsi;31/12/2023;30-06-2024;01/02/2024\nBali;5;6;7\nAceh;1;2;3\n"
    reading = read(content.encode(), "t.csv")
    assert {str(row["period_end"]) for row in reading.rows} == {"2023-12-31", "2024-06-30"}
    assert len(reading.rows) == 4
    assert [rule for rule, _ in refused(reading)] == ["unknown_column"]
    titled = read(b"Pekerja aktif per 31/12/2023\nprovinsi;pekerja\nBali;5\nAceh;1\n", "t.csv")
    assert {str(row["period_end"]) for row in titled.rows} == {"2023-12-31"}


# Figures of others


@pytest.mark.parametrize(
    "title",
    [
        "Jumlah peserta didik 2023",
        "Peserta PKH 2023",
        "Perusahaan industri besar 2023",
        "Penduduk bekerja sektor tani 2023",
    ],
)
def test_a_title_with_unknown_words_that_names_no_one_refuses_its_table(title: str) -> None:
    header = next(word for word in ("peserta", "perusahaan", "penduduk bekerja") if word in title.lower())
    reading = read(f"{title}\nprovinsi;{header}\nBali;5\nAceh;6\n".encode(), "t.csv")
    assert not reading.rows
    assert [rule for rule, _ in refused(reading)] == ["table_title_unknown"]


def test_unknown_words_beside_the_name_of_the_agency_or_a_programme_do_no_harm() -> None:
    for title in ("Rekap peserta BPJS Ketenagakerjaan 2023", "Rekap peserta JHT 2023"):
        assert len(read(f"{title}\nprovinsi;peserta\nBali;5\nAceh;6\n".encode(), "t.csv").rows) == 2


# Rows and units that could be taken for others


@pytest.mark.parametrize("open_cell", ["-", "", "…"])
def test_a_province_without_a_figure_heads_no_other_and_lends_no_total_its_name(open_cell: str) -> None:
    reading = read(
        csv_file("provinsi;pekerja aktif", "Bali;5", f"Papua Tengah;{open_cell}", "Maluku;7", "Jumlah;12"), "t.csv"
    )
    assert {(row["area_code"], row["value"]) for row in reading.rows} == {("51", 5), ("81", 7)}
    assert [row["reason"] for row in reading.unread] == ["sum_of_rows"]
    assert not reading.refused


def test_a_province_over_its_regencies_says_which_of_two_names_is_meant() -> None:
    lines = ["Jambi;", "Jambi;5", "Kab. Kerinci;6", "Kalimantan Timur;", "Kab. Paser;7", "Bali;8"]
    reading = read(csv_file("kabupaten/kota;pekerja aktif", *lines), "t.csv")
    assert [row["area_code"] for row in reading.rows] == ["15.71", "15.01", "64.01", "51"]


def test_segments_left_open_head_the_rows_below_them() -> None:
    lines = ["Penerima Upah;", "Bali;6", "Bukan Penerima Upah;", "Bali;7"]
    found = figures(read(csv_file("provinsi;pekerja aktif", *lines), "t.csv"))
    assert {(segment, value) for (_, _, segment, _), value in found.items()} == {("formal", 6), ("informal", 7)}


THOUSANDS = b"Pekerja aktif, Desember 2024 (ribu orang)\n"


def test_thousands_of_a_title_are_those_of_the_persons_and_not_of_the_percent() -> None:
    reading = read(THOUSANDS + b"provinsi;kenaikan (%);pekerja aktif\nBali;0,2;12,5\n", "t.csv")
    assert [(row["measure"], row["value"]) for row in reading.rows] == [("workers_active", 12_500)]
    reading = read(b"Kepesertaan 2024 (ribu orang)\nprovinsi;cakupan (%)\nBali;0,2\n", "t.csv")
    assert [(row["measure"], row["value"]) for row in reading.rows] == [("coverage_rate", Decimal("0.2"))]


def test_persons_under_a_title_in_thousands_of_persons_are_not_guessed() -> None:
    reading = read(THOUSANDS + b"provinsi;pekerja aktif (orang)\nBali;12\n", "t.csv")
    assert refused(reading) == [("facets_conflict", "line 3, column 2")]


def test_a_column_that_uses_both_marks_alike_is_not_settled_by_another_column() -> None:
    reading = read(THOUSANDS + b"provinsi;pekerja pu;pekerja bpu\nBali;12,345;1,5\nAceh;13.456;2,5\n", "t.csv")
    assert {row["segment"] for row in reading.rows} == {"informal"}
    assert [rule for rule, _ in refused(reading)] == ["number_ambiguous"] * 2


# Whatever comes


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
