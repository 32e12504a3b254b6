"""General grammar of press reports: parts and wholes by arithmetic, pairs told respectively, lists of provinces, plans that date nothing."""

from datetime import date
from decimal import Decimal

import pytest

from sources.press.assembly import extract
from sources.press.extraction import Extraction
from sources.reading import Publication

pytestmark = pytest.mark.unit
DAY = Publication(date(2023, 1, 17), "day", "front_matter")
YEAR = Publication(date(2011, 12, 31), "year", "text")


def read(text: str, publication: Publication | None = DAY) -> Extraction:
    return extract(text, publication)


def found(text: str) -> list[tuple[str, Decimal]]:
    return [(fact.measure, fact.value) for fact in read(text).facts]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Dari sasaran 4.000 pekerja di Jambi, tercapai 62,5 persen atau 2.500 pekerja.",
            [("workers_target", 4000), ("achievement_rate", Decimal("62.5")), ("workers_registered", 2500)],
        ),
        (
            "Peserta baru di Jambi 2.500 orang. Jumlah itu 62,5 persen dari sasaran tahun ini, yaitu 4.000 pekerja.",
            [("workers_new", 2500), ("achievement_rate", Decimal("62.5")), ("workers_new_target", 4000)],
        ),
        (
            "Peserta di Jambi bertambah menjadi 40.000 pekerja.",
            [("workers_registered", 40000)],
        ),
        (
            "Hanya 40 ribu dari 110 ribu angkatan kerja di Jambi yang telah menjadi peserta.",
            [("workers_registered", 40000), ("workers_labour_force", 110000)],
        ),
        (
            "Angkatan kerja di Jambi 110 ribu orang, yang menjadi peserta baru 40 ribu orang.",
            [("workers_labour_force", 110000), ("workers_registered", 40000)],
        ),
        (
            "Cakupan kepesertaan di Jambi 31,5 persen. Yang belum: 68,5 persen.",
            [("coverage_rate", Decimal("31.5")), ("uncovered_rate", Decimal("68.5"))],
        ),
    ],
)
def test_parts_bases_and_targets(text: str, expected: list[tuple[str, Decimal | int]]) -> None:
    assert found(text) == expected


def test_workers_of_whom_nothing_is_said_are_no_workforce() -> None:
    assert found("Dana di Jambi itu berasal dari 135.727 karyawan.") == []
    assert found("Karyawan di Jambi ada 245 ribu.") == [("workers_labour_force", 245000)]


def test_pairs_told_respectively() -> None:
    text = "Cakupan di Jambi 39,5 persen. Tebo dan Bungo masing-masing 26,66 persen dan 31,49 persen."
    pairs = {(fact.area.name, fact.value) for fact in read(text).facts}
    assert {("Kabupaten Tebo", Decimal("26.66")), ("Kabupaten Bungo", Decimal("31.49"))} <= pairs


def test_each_item_of_a_list_has_its_own_province() -> None:
    text = "Peserta aktif per provinsi:\n- Jawa Barat: 4,96 juta orang\n- Bali: 1,10 juta orang\n"
    items = [(fact.measure, fact.area.name, fact.value) for fact in read(text).facts]
    assert items == [("workers_active", "Jawa Barat", 4960000), ("workers_active", "Bali", 1100000)]


def test_a_list_of_programmes_is_all_and_a_rise_has_the_programme_of_its_claims() -> None:
    listed = read("Di Maluku ada 14.116 klaim dari JHT, JKK, JKM dan JP.").facts
    assert [fact.programme for fact in listed] == ["ALL"]
    risen = read("Di Maluku dibayar klaim JHT Rp727,93 miliar, naik 17,24 persen.").facts
    assert [(fact.measure, fact.programme) for fact in risen] == [("claims_amount", "JHT"), ("growth_rate", "JHT")]


def test_the_end_that_a_target_runs_to_dates_no_figure_that_was_reached() -> None:
    text = (
        "Sampai Oktober 2011 tercatat 2.500 pekerja menjadi peserta baru di Kanwil VI Jamsostek. "
        "Targetnya 4.000 pekerja hingga akhir 2011.\n\nPeserta Jamsostek di wilayah itu kini 2,64 juta pekerja."
    )
    periods = {fact.measure: fact.period.end for fact in read(text, YEAR).facts}
    assert periods["workers_registered"] == date(2011, 10, 31)
    assert periods["workers_new"] == date(2011, 10, 31)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Bunga JHT di Solo naik jadi 10% dari 8%.", "8%"),
        ("Kemiskinan di Jambi 6,33 persen, di bawah nasional 9,4 persen.", "9,4 persen"),
        ("Dana JHT di Jambi terkumpul dari para pekerja mencapai lebih dari Rp7,63 triliun.", "Rp7,63 triliun"),
    ],
)
def test_a_number_beside_a_trap_is_one_too(text: str, printed: str) -> None:
    extraction = read(text)
    assert extraction.facts == ()
    assert printed in {entry.as_printed for entry in extraction.unread}


def test_a_headline_that_rounds_and_round_words_later_are_repetitions() -> None:
    text = (
        "Jamsostek Jambi Capai 98 Persen Target\n\nPeserta di Jambi 35.214 orang, 98,2 persen dari target. "
        "Sebanyak 35 ribu peserta tadi sudah lama ikut."
    )
    assert found(text) == [("workers_registered", 35214), ("achievement_rate", Decimal("98.2"))]
