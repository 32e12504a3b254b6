"""Which area a figure is about: lists, shared figures, offices and towns, the nation beside the region, what points back."""

from datetime import date

import pytest

from sources.press.assembly import extract
from sources.reading import Publication

pytestmark = pytest.mark.unit
DAY = Publication(date(2023, 2, 14), "day", "front_matter")


def areas(text: str) -> list[tuple[str, str]]:
    """As printed and the name of the area of each fact, in order."""
    return [(fact.as_printed, fact.area.name) for fact in extract(text, DAY).facts]


def names(text: str) -> list[str]:
    return [name for _, name in areas(text)]


def test_a_list_of_areas_with_employers_and_workers() -> None:
    text = (
        "Kota Manado 2.310 perusahaan dengan 55.120 tenaga kerja, diikuti Kota Bitung 231 perusahaan dengan 10.794 tenaga kerja, "
        "Minahasa Utara 310 perusahaan dengan tenaga kerja 8.120 orang, dan Kabupaten Minahasa 95 perusahaan dengan 2.210 tenaga kerja."
    )
    manado, bitung, utara, minahasa = "Kota Manado", "Kota Bitung", "Kabupaten Minahasa Utara", "Kabupaten Minahasa"
    assert names(text) == [manado, manado, bitung, bitung, utara, utara, minahasa, minahasa]


def test_one_printed_number_of_two_areas_is_two_facts() -> None:
    text = "Cakupan kepesertaan di Kalsel dan Kalteng masing-masing sekitar 42 persen, Kalbar terendah 27 persen."
    assert areas(text) == [
        ("42 persen", "Kalimantan Selatan"),
        ("42 persen", "Kalimantan Tengah"),
        ("27 persen", "Kalimantan Barat"),
    ]
    extraction = extract(text, DAY)
    assert extraction.numbers_printed == extraction.numbers_accounted == 2


def test_numbers_are_paired_with_areas_in_their_order() -> None:
    text = "Cakupan kepesertaan di Bungo dan Kerinci masing-masing 35 persen dan 28 persen."
    assert names(text) == ["Kabupaten Bungo", "Kabupaten Kerinci"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a town of a province
        ("Peserta aktif di Kota Padang, Sumatera Barat, sebanyak 120.310 orang.", ["Kota Padang"]),
        (
            "Di Kabupaten Jayapura 20.310 peserta aktif, di Kota Jayapura 60.120 orang.",
            ["Kabupaten Jayapura", "Kota Jayapura"],
        ),
        # nicknames, joined names, old names
        ("Peserta aktif di Kukar 20.310 orang.", ["Kabupaten Kutai Kartanegara"]),
        ("Peserta aktif di Tulangbawang 20.310 orang.", ["Tulangbawang"]),
        ("Peserta aktif di Ujungpandang 20.310 orang.", ["Kota Makassar"]),
        # an ordinary word at the beginning of a sentence
        ("Peserta aktif di Jambi 20.310 orang. Puncak klaim JHT terjadi pada Juli, 1.997 kasus.", ["Jambi", "Jambi"]),
        # 'Di Aceh' is no 'DI Aceh'
        ("LHOKSEUMAWE - Di Aceh, peserta aktif 410.210 orang.", ["Aceh"]),
        ("Peserta JKK di Aceh 410.210 orang.", ["Aceh"]),
        # the government that acts, not the office that it works with; the town where an official sits
        (
            "Pemerintah Kabupaten Sleman bersama BPJS Ketenagakerjaan Cabang Yogyakarta melindungi 3.400 pekerja rentan.",
            ["Kabupaten Sleman"],
        ),
        (
            "Kepala Kantor Cabang BPJS Ketenagakerjaan Papua Barat di Sorong, Iguh, menyebut 65.100 peserta aktif.",
            ["Papua Barat"],
        ),
        ("Cabang Karimunjawa Surabaya mencatat 65.100 peserta aktif.", ["Kota Surabaya"]),
        # a list before one number is the work area of the office
        (
            "BPJS Ketenagakerjaan Cabang Kudus yang membawahi Kudus, Jepara dan Pati membayar klaim Rp520 miliar.",
            ["Kabupaten Kudus"],
        ),
        # more people than the province has
        ("Peserta aktif di Bengkulu 20.310 orang. Targetnya 40 juta pekerja.", ["Bengkulu", "Indonesia"]),
        # the whole that a share is of
        (
            "Peserta aktif di Jambi 20.310 orang, setara 1,2 persen peserta aktif nasional.",
            ["Jambi", "Jambi"],
        ),
        # whoever is paid, not whoever pays
        (
            "BPJS Ketenagakerjaan Cabang Palu menyalurkan santunan Rp2,26 miliar kepada peserta di Kabupaten Sigi.",
            ["Kabupaten Sigi"],
        ),
    ],
)
def test_names_of_areas(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_the_office_that_reports_after_a_figure_of_the_nation() -> None:
    text = (
        "BPJS Ketenagakerjaan Cabang Padang mencatat 120.310 peserta aktif. Secara nasional peserta aktif 36 juta orang. "
        "Pihaknya menargetkan 150.000 peserta tahun ini."
    )
    assert names(text) == ["Kota Padang", "Indonesia", "Kota Padang"]


def test_what_points_back() -> None:
    text = "Di Kabupaten Sigi ada 12.310 peserta aktif.\nDari jumlah tersebut, 2.310 orang pekerja rentan."
    assert names(text) == ["Kabupaten Sigi"] * 2
    text = "Di Aceh peserta aktif 410.210 orang. Angka itu 20 persen dari 2 juta pekerja di provinsi tersebut."
    assert names(text) == ["Aceh"] * 3
    text = "Kepesertaan tertinggi di Gorontalo.\nSebanyak 193.218 pekerja atau 49 persen sudah terdaftar."
    assert names(text) == ["Gorontalo"] * 2


def test_a_figure_told_again_keeps_its_area() -> None:
    text = (
        "Di Kota Kendari ada 49.397 pekerja yang terdaftar, kata Kepala BPJS Ketenagakerjaan Sulawesi Tenggara.\n"
        "Di Sulawesi Tenggara klaim Rp20,1 miliar.\nPeserta aktif 49.397 orang."
    )
    assert ("49.397", "Kota Kendari") in areas(text)
    assert ("49.397", "Sulawesi Tenggara") not in areas(text)


def test_the_town_of_the_report_is_not_its_area() -> None:
    text = "Mataram (ANTARA) - BPJS Ketenagakerjaan Papua Selatan mencatat 18.210 peserta aktif, kata Budi di Mataram, Senin."
    assert names(text) == ["Papua Selatan"]


def test_offices_of_both_eras() -> None:
    assert names("PT Jamsostek Kanwil VIII mencatat 253.210 peserta aktif.") == [
        "Sulawesi, Maluku, Papua dan Papua Barat"
    ]
    text = "Kepala Kantor Wilayah BPJS Ketenagakerjaan Bali, Nusa Tenggara, dan Papua menyebut 253.210 peserta aktif."
    assert names(text) == ["Bali, Nusa Tenggara dan Papua"]
    text = "BPJS Ketenagakerjaan Sumbagut mencatat 253.210 peserta aktif."
    assert names(text) == ["Sumatera Bagian Utara (Aceh dan Sumatera Utara)"]


def test_places_in_english() -> None:
    text = "In Bandung Regency 52,317 workers are registered, in Bandung City 61,200 workers, and nationwide 41.2 million workers."
    assert names(text) == ["Kabupaten Bandung", "Kota Bandung", "Indonesia"]
    text = "Jakarta. The government has paid the wage subsidy to 2,450,068 workers, the minister said in Jakarta."
    assert names(text) == ["Indonesia"]
    assert names("BPJS Employment in Central Java has 172,310 active workers.") == ["Jawa Tengah"]


def test_towns_that_lend_a_branch_its_name() -> None:
    assert names("BPJS Ketenagakerjaan Cabang Meulaboh mencatat 12.310 peserta aktif.") == ["Meulaboh"]
    assert names("Peserta aktif di Meulaboh 12.310 orang.") == ["Kabupaten Aceh Barat"]
    assert names("BPJS Ketenagakerjaan Cabang Jakarta Ceger mencatat 12.310 peserta aktif.") == [
        "Kota Administrasi Jakarta Timur"
    ]


def test_a_link_to_another_report_does_not_place_this_one() -> None:
    text = (
        "Klaim di Kalbar Rp359,7 miliar.\nBaca juga: BPJamsostek Cabang Pontianak gelar lomba di Pontianak\n"
        "Baca juga: BPJamsostek Cabang Pontianak buka layanan di Pontianak\n\nPeserta aktif 36.310 orang."
    )
    assert names(text) == ["Kalimantan Barat", "Kalimantan Barat"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # an office speaks for the province around it, or for one in its work area
        (
            "KENDARI - BPJS Ketenagakerjaan Cabang Kendari mencatat 98.310 pekerja aktif di Sulawesi Tenggara. Pekerja penerima upah 61.200 orang.",
            ["Sulawesi Tenggara", "Sulawesi Tenggara"],
        ),
        (
            "Deputi Direktur BPJS Ketenagakerjaan Wilayah Sumbagut mencatat 810.200 pekerja aktif di Sumut. Badan usaha yang aktif 30.110.",
            ["Sumatera Utara", "Sumatera Utara"],
        ),
        # what is only compared with
        ("Peserta aktif di Kabupaten Jember terbanyak se-Jawa Timur yakni 50.310 orang.", ["Kabupaten Jember"]),
        ("Kabupaten Bungo melampaui target nasional dengan cakupan 71,2 persen.", ["Kabupaten Bungo"]),
        # the area stands behind the second number
        ("Saat ini ada 121 kantor cabang dan 11 kantor wilayah di seluruh Indonesia.", ["Indonesia", "Indonesia"]),
        (
            "BPJS Ketenagakerjaan Cabang Jambi bercerita. Ada 1.240.310 orang yang bekerja di 14.210 perusahaan peserta di Jawa Tengah.",
            ["Jawa Tengah", "Jawa Tengah"],
        ),
        # the statistics office, names of groups, sloppy capitals, an office without 'cabang'
        ("Data BPS Balikpapan mencatat 158.310 pekerja.", ["Kota Balikpapan"]),
        ("Peserta aktif di NTB dan NTT sebanyak 258.310 pekerja.", ["Nusa Tenggara"]),
        ("Peserta aktif di Kabupaten Lombok barat 8.310 pekerja.", ["Kabupaten Lombok Barat"]),
        (
            "Peserta aktif di Kantor Pasuruan 82.310 pekerja dan Kantor Probolinggo 50.120 pekerja.",
            ["Kota Pasuruan", "Kota Probolinggo"],
        ),
        # where it was said, and what it was said of
        (
            "Cakupan di Lampung 24,8 persen. Menurut Rini di Bandar Lampung, potensi pekerja di provinsi itu 3.058.900 orang.",
            ["Lampung", "Lampung"],
        ),
    ],
)
def test_what_stands_around_an_area_says_whose_figures_they_are(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_a_newspaper_is_no_place() -> None:
    assert names("Jakarta Post reported that 280,310 workers have registered as members.") == ["Indonesia"]
