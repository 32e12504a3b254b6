"""What the press reader makes of single sentences: measure, area, period, segment, and the reason where it makes nothing."""

from datetime import date
from decimal import Decimal

import pytest

from sources.press.assembly import extract
from sources.press.extraction import Extraction, Fact
from sources.reading import Publication

pytestmark = pytest.mark.unit
DAY = Publication(date(2023, 1, 17), "day", "front_matter")


def read(text: str, publication: Publication | None = DAY) -> Extraction:
    return extract(text, publication)


def facts(text: str) -> dict[str, Decimal]:
    return {fact.measure: fact.value for fact in read(text).facts}


def only(text: str, measure: str) -> Fact:
    found = [fact for fact in read(text).facts if fact.measure == measure]
    assert len(found) == 1, [f.measure for f in read(text).facts]
    return found[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Dari total 1.290.307 pekerja di Kaltim, baru 760.635 orang yang menjadi peserta.",
            {"workers_labour_force": 1290307, "workers_registered": 760635},
        ),
        (
            "Di Kaltim 58,95 persen (760.635 orang) pekerja sudah terdaftar, 41,05 persen belum menjadi peserta.",
            {"coverage_rate": Decimal("58.95"), "workers_registered": 760635, "uncovered_rate": Decimal("41.05")},
        ),
        (
            "Peserta di Palembang 5.662 perusahaan, dan dari jumlah itu hanya 2.461 yang aktif serta 3.201 nonaktif.",
            {"employers_registered": 5662, "employers_active": 2461, "employers_inactive": 3201},
        ),
        (
            "Kanwil VI menggaet 292.520 peserta baru dari 3.104 perusahaan atau 98,2 persen dari target 297.895 tenaga kerja.",
            {
                "workers_new": 292520,
                "employers_new": 3104,
                "achievement_rate": Decimal("98.2"),
                "workers_new_target": 297895,
            },
        ),
        (
            "Tenaga kerja di Palembang mencapai 470.627 orang, rinciannya 139.724 orang aktif dan 330.903 orang nonaktif.",
            {"workers_registered": 470627, "workers_active": 139724, "workers_inactive": 330903},
        ),
        ("Cakupan kepesertaan di Kediri ditargetkan 60 persen pada 2024.", {"coverage_target": 60}),
        ("Peserta di Jambi naik 8 persen.", {"growth_rate": 8}),
        ("Jumlah klaim di Jambi turun sekitar 2,18 persen.", {"growth_rate": Decimal("-2.18")}),
        (
            "Di Banten dibayar klaim JHT Rp2,57 triliun untuk 214 ribu peserta.",
            {"claims_amount": 2570000000000, "claims_count": 214000},
        ),
        (
            "Sepanjang 2022 BSU di Kalbar senilai Rp131 miliar disalurkan kepada 218.132 tenaga kerja.",
            {"bsu_amount": 131000000000, "bsu_recipients": 218132},
        ),
    ],
)
def test_relations_between_the_numbers_of_a_sentence(text: str, expected: dict[str, Decimal | int]) -> None:
    assert facts(text) == expected


def test_parts_of_a_list_take_the_measure_of_the_whole_and_their_type() -> None:
    text = "PLKK di Kalbar ada 79 faskes, yakni 54 puskesmas, 2 klinik, 11 RSUD, 1 rumah sakit TNI/Polri dan 11 rumah sakit swasta."
    found = [(int(fact.value), fact.segment) for fact in read(text).facts if fact.measure == "facilities_plkk"]
    assert found == [
        (79, None),
        (54, "puskesmas"),
        (2, "clinic"),
        (11, "public_hospital"),
        (1, "military_hospital"),
        (11, "private_hospital"),
    ]


def test_each_branch_of_a_list_has_its_own_area() -> None:
    text = (
        "Di Kaltim ada empat kantor cabang di Balikpapan dan Samarinda. "
        "Balikpapan melayani 204.818 peserta dari 5.869 perusahaan. Diikuti Samarinda dengan peserta 225.147 (3.648 perusahaan)."
    )
    found = [(fact.measure, int(fact.value), fact.area.code) for fact in read(text).facts]
    assert found == [
        ("offices_branch", 4, "64"),
        ("workers_registered", 204818, "KC-64.71"),
        ("employers_registered", 5869, "KC-64.71"),
        ("workers_registered", 225147, "KC-64.72"),
        ("employers_registered", 3648, "KC-64.72"),
    ]


def test_the_town_of_a_dateline_or_of_a_statement_is_not_the_area() -> None:
    text = "MATARAM - Kanwil VI Jamsostek membina 2,64 juta peserta, kata Junaedi di Mataram, Minggu."
    assert only(text, "workers_registered").area.code == "K8-VI"


def test_a_count_larger_than_the_population_is_told_of_the_nation() -> None:
    text = "Cabang Palembang optimistis. Dari 110 juta orang angkatan kerja hanya 40 juta orang menjadi peserta."
    assert {fact.area.code for fact in read(text).facts} == {"ID"}


@pytest.mark.parametrize(
    ("text", "start", "end", "basis"),
    [
        ("Peserta aktif di Bali per Oktober 2011 sebanyak 138.180 orang.", None, date(2011, 10, 31), "text"),
        ("Peserta aktif di Bali saat ini sebanyak 138.180 orang.", None, date(2023, 1, 17), "publication"),
        ("Peserta aktif di Bali pada akhir 2009 sebanyak 138.180 orang.", None, date(2009, 12, 31), "text"),
    ],
)
def test_period_of_a_stock(text: str, start: date | None, end: date, basis: str) -> None:
    period = only(text, "workers_active").period
    assert (period.start, period.end, period.kind, period.basis) == (start, end, "instant", basis)


def test_period_of_a_flow_with_and_without_a_start() -> None:
    span = only("Selama Januari-April 2022 di Banten dibayar 85.680 klaim.", "claims_count").period
    assert (span.start, span.end, span.kind) == (date(2022, 1, 1), date(2022, 4, 30), "duration")
    until = only("Hingga Oktober 2022 di Banten dibayar 85.680 klaim.", "claims_count").period
    assert (until.start, until.end) == (None, date(2022, 10, 31))


def test_no_date_in_the_text_and_none_of_the_report_gives_no_period() -> None:
    fact = extract("Peserta aktif di Bali sebanyak 138.180 orang.", None).facts[0]
    assert (fact.period.end, fact.period.basis) == (None, "none")


def test_planned_offices_are_planned() -> None:
    fact = only("Cabang Palembang akan menambah lima gerai baru.", "offices_gerai")
    assert (int(fact.value), fact.qualifier) == (5, "planned")


def test_a_range_is_two_facts_of_one_printed_figure() -> None:
    found = read("Peserta di Palembang akan ditingkatkan 20-30 persen pada 2024.").facts
    assert [(int(f.value), f.qualifier, f.measure, f.as_printed) for f in found] == [
        (20, "range_low", "growth_target", "20-30 persen"),
        (30, "range_high", "growth_target", "20-30 persen"),
    ]


@pytest.mark.parametrize(
    ("text", "printed", "reason"),
    [
        ("UU Nomor 24 Tahun 2011 mewajibkannya di Jambi.", "24", "law_number"),
        ("Gerai itu tersebar di 33 provinsi.", "33", "count_of_regions"),
        ("Iuran di Jambi mulai Rp16.800 per bulan.", "Rp16.800", "premium_or_rule"),
        ("Ahli waris di Jambi menerima santunan kematian Rp83,5 juta.", "Rp83,5 juta", "individual_benefit"),
        ("Baca juga: BPJS Ketenagakerjaan NTT bayar klaim Rp234 juta", "Rp234 juta", "related_link"),
        ("Inisiasi Gerakan 1 Desa 100 Pekerja Rentan di Kalbar.", "100", "programme_name"),
        ("Masa tunggu di Jambi 6 bulan.", "6", "duration"),
    ],
)
def test_numbers_that_are_no_figures_get_a_reason(text: str, printed: str, reason: str) -> None:
    extraction = read(text)
    assert extraction.facts == ()
    assert reason in {entry.reason for entry in extraction.unread if printed in entry.as_printed}


def test_a_repeated_figure_is_counted_once() -> None:
    text = "Cakupan Jamsostek di Kalbar 31,98 Persen\n\nPontianak - Cakupan Jamsostek di Provinsi Kalbar saat ini 31,98 persen."
    extraction = read(text)
    assert [(fact.measure, fact.as_printed) for fact in extraction.facts] == [("coverage_rate", "31,98 persen")]
    assert [entry.reason for entry in extraction.unread if entry.as_printed.startswith("31,98")] == ["repeated"]
