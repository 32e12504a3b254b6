"""The page on which a person checks a report: nothing of the text is lost, every printed number stands on it once, the wording is right."""

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.press import wording
from sources.press.explain import fact_rows, page_of, unread_rows
from sources.press.extraction import Fact
from sources.press.page import Page
from sources.reading import Publication

pytestmark = pytest.mark.unit
MATTER = "---\npublished_on: 2023-02-10\n---\n"
TEXT = """Cakupan BPJS Ketenagakerjaan di Kalimantan Barat per Januari 2023 baru 31,98 persen.
Peserta terdaftar 2,64 juta pekerja,
dan ini baris yang sama: klaim JHT Rp131 miliar sampai 30 Juni 2022.

Ketentuannya ada di Undang-Undang Nomor 24 Tahun 2011. Cakupan di Jambi 60-70 persen.

Cakupan di Kalimantan Barat per Januari 2023 itu 31,98 persen."""


def page(text: str = TEXT) -> Page:
    return page_of((MATTER + text).encode(), "kalbar.txt")


def fact(found: Page, measure: str) -> Fact:
    return next(fact for fact in found.extraction.facts if fact.measure == measure)


def words(text: str) -> list[str]:
    return text.split()


def test_a_paragraph_goes_on_in_lower_case_and_ends_with_its_sentence() -> None:
    texts = ["".join(piece.text for piece in paragraph.pieces) for paragraph in page().paragraphs]
    assert [text.split()[0] for text in texts] == ["Cakupan", "Peserta", "Ketentuannya", "Cakupan"]


def test_figures_are_numbered_in_order_of_place_facts_or_not() -> None:
    found = page()
    assert [entry.number for entry in found.entries] == list(range(1, len(found.entries) + 1))
    printed = [found.text[entry.start : entry.end] for entry in found.entries]
    assert printed[:4] == ["2023", "31,98 persen", "2,64 juta", "Rp131 miliar"]
    assert [bool(entry.facts) for entry in found.entries][:4] == [False, True, True, True]


def test_both_ends_of_a_range_are_one_figure() -> None:
    ends = [entry for entry in page().entries if len(entry.facts) == 2]
    assert [[str(fact.value) for fact in entry.facts] for entry in ends] == [["60", "70"]]
    assert page().counts["facts"] == page().counts["figures_with_facts"] + 1


def test_a_repetition_names_the_figure_that_it_repeats() -> None:
    found = page()
    again = [entry for entry in found.entries if entry.unread and entry.unread.reason == "repeated"]
    assert [found.told_in(entry.unread) for entry in again if entry.unread] == [2]
    others = [entry.unread for entry in found.entries if entry.unread and entry.unread.reason != "repeated"]
    assert {found.told_in(entry) for entry in others} == {None}


def test_the_words_that_a_fact_was_understood_by_are_named() -> None:
    found = page()
    terms = {(term.kind, term.printed.lower()) for term in found.terms(fact(found, "coverage_rate"))}
    assert {("place", "kalimantan barat"), ("date", "per januari 2023")} <= terms
    assert any(printed == "cakupan" for _, printed in terms)


def test_what_the_tables_know_of_a_number_that_is_no_fact_is_named() -> None:
    found = page("Menurut UU Nomor 24 Tahun 2011 peserta di Jambi dilindungi.")
    number = next(entry.unread for entry in found.entries if entry.unread)
    terms = {(term.kind, term.printed): term.means for term in found.terms(number)}
    assert terms["place", "Jambi"].startswith("Jambi (15)")
    assert terms["noun", "peserta"].startswith("member")


def test_the_words_that_speak_against_a_number_are_named() -> None:
    found = page()
    law = next(entry.unread for entry in found.entries if entry.unread and entry.unread.as_printed == "24")
    assert "Undang-Undang" in found.words_against(law)


def test_the_wording_of_values_says_how_exact_they_are() -> None:
    found = page()
    shown = {
        measure: wording.value_in_words(fact(found, measure)).replace(wording.NO_BREAK, " ")
        for measure in ("coverage_rate", "workers_registered", "claims_amount")
    }
    assert shown == {
        "coverage_rate": "31.98 %",
        "workers_registered": "2 640 000 persons, to the nearest 10 000",
        "claims_amount": "131 000 000 000 rupiah, to the nearest 1 000 000 000",
    }


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [("1290307", 0, "1 290 307"), ("31.98", 2, "31.98"), ("35", 2, "35.00"), ("-2.18", 2, "-2.18"), ("0", 0, "0")],
)
def test_numbers_are_shown_as_exactly_as_they_were_printed(value: str, decimals: int, shown: str) -> None:
    assert wording.number_in_words(Decimal(value), decimals).replace(wording.NO_BREAK, " ") == shown


def test_the_wording_of_period_area_and_publication() -> None:
    found = page()
    coverage = fact(found, "coverage_rate")
    assert wording.period_in_words(coverage) == "at 2023-01-31, stated"
    assert wording.area_in_words(coverage) == "Kalimantan Barat (61)"
    assert wording.period_in_words(fact(found, "claims_amount")).endswith("2022-06-30, stated")
    assert wording.published_in_words(found.published) == "published 2023-02-10"
    year = Publication(date(2011, 12, 31), "year", "text")
    assert wording.published_in_words(year) == "published 2011 (found in the text)"


def test_the_short_account_names_every_step() -> None:
    why = wording.why_in_words(fact(page(), "coverage_rate"))
    assert re.findall(r"(\w+): ", why)[-3:] == ["measure", "area", "period"]


def test_the_rows_and_the_page_tell_the_same() -> None:
    content = (MATTER + TEXT).encode()
    found = page_of(content, "kalbar.txt")
    assert len(fact_rows(content, "kalbar.txt")) == found.counts["facts"]
    assert len(unread_rows(content, "kalbar.txt")) == found.counts["unread"]


PROSE = st.lists(
    st.sampled_from(
        [
            "Peserta",
            "di Jambi",
            "12.345",
            "2,64 juta",
            "20-30 persen",
            "orang",
            "klaim",
            "\n",
            "\n\n",
            "per Mei 2012",
            "Rp5 miliar",
            ",",
            ".",
            "(",
            ")",
            "lima",
            "masing-masing",
            "UU No 24",
            "1.1.1",
            "\t",
            "\u202e",
            "\r\n",
            "terdaftar",
            "a\nb",
        ]
    ),
    max_size=40,
).map(" ".join)


@given(PROSE)
def test_nothing_of_the_text_is_lost_and_every_figure_stands_on_the_page_once(text: str) -> None:
    found = page(f"Laporan. {text}")
    shown = ["".join(piece.text for piece in paragraph.pieces) for paragraph in found.paragraphs]
    assert words(" ".join(shown)) == words(f"Laporan. {text}")
    assert [entry for paragraph in found.paragraphs for entry in paragraph.entries] == list(found.entries)
    for paragraph in found.paragraphs:
        for piece in paragraph.pieces:
            assert all(found.text[entry.start : entry.end] in piece.text for entry in piece.entries)
    assert found.counts["printed"] == found.counts["accounted"]
    marked = [piece.text for paragraph in found.paragraphs for piece in paragraph.pieces if piece.entries]
    assert sum(len(re.findall(r"\d+", piece)) for piece in marked) == len(re.findall(r"\d+", text))
