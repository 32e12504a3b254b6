"""Doubtful marks, misprints and lost scales: decided by noun, scale word, sums, plausibility, in that order; the decision is told."""

import time
from datetime import date
from decimal import Decimal

import pytest

from sources.press.assembly import extract
from sources.press.extraction import Extraction
from sources.press.numerals import find_numerals
from sources.reading import Publication

pytestmark = pytest.mark.unit


def read(text: str) -> Extraction:
    return extract(text, Publication(date(2022, 6, 1), "day", "front_matter"))


@pytest.mark.parametrize(
    ("text", "value", "decimals", "rule"),
    [
        ("8,166 klaim di Jambi dibayar.", 8166, 0, "separator_by_noun"),
        ("Peserta aktif di Jambi 1,328 juta orang.", 1_328_000, -3, "separator_by_scale"),
        ("Klaim di Jambi Rp107,232 miliar.", 107_232_000_000, -6, "separator_by_scale"),
        # the parts add up to a thousand times as much
        (
            "Klaim di Jambi Rp1.035 miliar: JHT Rp887 miliar, JP Rp16,9 miliar, JKK Rp131 miliar.",
            1_035 * 10**9,
            -9,
            "separator_by_sum",
        ),
        # the total proves the decimals of a part
        (
            "Klaim di Jambi JHT Rp15.035 miliar, JKK Rp2,5 miliar, JKM Rp1,1 miliar, total Rp18,6 miliar.",
            15_035 * 10**6,
            -6,
            "separator_by_sum",
        ),
        # a million rupiah are no claims of a region
        ("Klaim JKM di Jambi Rp1.234 juta.", 1_234 * 10**6, -6, "separator_by_plausibility"),
        ("Cakupan kepesertaan di Jambi 21.545 persen.", Decimal("21.545"), 3, "separator_by_plausibility"),
    ],
)
def test_a_doubtful_mark_is_decided_and_the_decision_told(
    text: str, value: Decimal | int, decimals: int, rule: str
) -> None:
    fact = read(text).facts[0]
    assert (fact.value, fact.decimals) == (value, decimals)
    assert rule in fact.rules


def test_an_amount_that_lost_its_scale_is_no_fact() -> None:
    found = read("Klaim di Jambi Rp1,69 triliun. 'Jumlahnya Rp1,69,' katanya. Klaim di Riau Rp2,13.")
    assert [fact.value for fact in found.facts] == [Decimal(1_690_000_000_000)]
    assert [(entry.as_printed, entry.reason) for entry in found.unread] == [
        ("Rp1,69", "repeated"),
        ("Rp2,13", "ambiguous_number"),
    ]


@pytest.mark.parametrize(
    ("text", "printed", "value"),
    [
        ("1O.250 orang", "1O.250", 10250),
        ("l.200 perusahaan", "l.200", 1200),
        ("25O.OOO pekerja", "25O.OOO", 250_000),
        ("1O orang", "1O", 10),
        ("R[13,92 Miliar", "R[13,92 Miliar", 13_920_000_000),
        ("Rp,13 miliar", "Rp,13 miliar", 13_000_000_000),
        ("Rp 13,5 milyard", "Rp 13,5 milyard", 13_500_000_000),
        ("12 ribu 500 orang", "12 ribu 500", 12_500),
    ],
)
def test_misprints_are_read(text: str, printed: str, value: int) -> None:
    numerals = find_numerals(text)
    assert [(text[n.start : n.end], n.value) for n in numerals] == [(printed, value)]


@pytest.mark.parametrize("text", ["Inpres 5l", "lol.ooo", "Il", "H1N1", "CO2"])
def test_codes_and_words_are_no_misprints(text: str) -> None:
    assert [n for n in find_numerals(text) if n.kind != "other"] == []


def test_no_quadratic_time_on_misprints_and_sums() -> None:
    text = "l.lll" * 40_000 + "!" + " Rp1.234 miliar" * 3_000
    begun = time.process_time()
    read(text[:400_000])
    assert time.process_time() - begun < 20
