"""The vocabulary tables of the press reader only use codes that exist, and no term twice."""

from collections import Counter

import pytest

from sources import reference
from sources.press import gazetteer
from sources.press.vocabulary import table

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("name", ["count_rules", "rate_rules"])
def test_rules_use_measures_of_the_registry(name: str) -> None:
    assert {row["measure"] for row in table(name)} <= set(reference.measures())
    assert all(0 < float(row["confidence"]) <= 1 for row in table(name))
    assert len({row["rule"] for row in table(name)}) == len(table(name))


def test_segments_programmes_and_facility_types_exist() -> None:
    assert {row["segment"] for row in table("segment_cues")} <= reference.segments()
    assert {row["programme"] for row in table("programme_cues")} <= reference.programmes()
    assert {row["segment"] for row in table("facility_cues")} <= reference.facility_types()


def test_every_reason_of_a_trap_is_explained() -> None:
    explained = {row["reason"] for row in table("unread_reasons")}
    assert {row["reason"] for row in table("trap_cues")} <= explained
    assert all(row["explanation"] for row in table("unread_reasons"))


@pytest.mark.parametrize("name", ["counted_nouns", "segment_cues", "programme_cues", "separator_words", "rule_amounts"])
def test_no_term_stands_twice(name: str) -> None:
    column = next(iter(table(name)[0]))
    assert [term for term, count in Counter(row[column] for row in table(name)).items() if count > 1] == []


def test_places_of_the_vocabulary_are_known_areas() -> None:
    assert {row["area_code"] for row in table("place_spellings")} <= set(gazetteer.areas())


def test_work_areas_are_spelled_out() -> None:
    names = {code: gazetteer.areas()[code].name for code in ("K8-VI", "K11-KALIMANTAN", "KC-35.71", "KC-64.71")}
    assert names == {
        "K8-VI": "Jawa Timur, Bali dan Nusa Tenggara",
        "K11-KALIMANTAN": "Kalimantan",
        "KC-35.71": "Kota dan Kabupaten Kediri",
        "KC-64.71": "Balikpapan",
    }


def test_nouns_and_cues_are_of_kinds_that_the_tables_describe() -> None:
    nouns, cues = {row["noun"] for row in table("nouns")}, {row["cue"] for row in table("cues")}
    assert {row["noun"] for row in table("counted_nouns")} - {""} <= nouns
    assert {row["cue"] for row in table("measure_cues")} <= cues
    assert all(row["kind"] in ("count", "duration", "multiple") for row in table("counted_nouns"))


def test_rules_use_nouns_and_measures_that_exist() -> None:
    nouns = {row["noun"] for row in table("nouns")} | {"none", "money"}
    assert {noun for row in table("count_rules") for noun in row["nouns"].split()} <= nouns
    named = {row[side] for row in table("ratios") for side in ("part", "whole", "rate")}
    assert named <= set(reference.measures())


def test_the_cues_of_rate_rules_exist() -> None:
    found_by_grammar = {"bsu", "segment", "done", "share_of", "employer_registered"}
    named = {
        cue
        for row in table("rate_rules")
        for column in ("near", "ahead", "without")
        for cell in row[column].split()
        for cue in cell.split("+")
    }
    assert named <= {row["cue"] for row in table("cues")} | found_by_grammar
