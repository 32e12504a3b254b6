"""Sentences and what the reader must make of them: one row of tests/golden/press_sentences.csv for each figure.

The table is for people who extend the vocabulary and write no code. Empty cells are not compared; a row without a measure is a number
that must not become a fact, for the reason given.
"""

from datetime import date
from decimal import Decimal

import pytest

from sources.press.assembly import extract
from sources.press.vocabulary import table
from sources.reading import Publication
from sources.reference import Row, measures, read_table
from sources.settings import PROJECT_ROOT

pytestmark = pytest.mark.unit
SENTENCES = read_table(PROJECT_ROOT / "tests" / "golden" / "press_sentences.csv")


@pytest.mark.parametrize("row", SENTENCES, ids=lambda row: f"{row['as_printed']} in {row['sentence'][:40]}")
def test_a_sentence_is_read_as_the_table_says(row: Row) -> None:
    published = Publication(date.fromisoformat(row["published_on"]), "day", "front_matter")
    found = extract(row["sentence"], published)
    facts = [fact for fact in found.facts if fact.as_printed == row["as_printed"]]
    reasons = [entry.reason for entry in found.unread if entry.as_printed == row["as_printed"]]
    if not row["measure"]:
        assert (facts, reasons) == ([], [row["reason"]])
        return
    assert len(facts) == 1, f"{row['as_printed']} became {len(facts)} facts; no fact because of {reasons}"
    fact = facts[0]
    read = {
        "measure": fact.measure,
        "value": fact.value,
        "area": fact.area.name,
        "period_end": str(fact.period.end),
        "programme": fact.programme,
        "segment": fact.segment,
    }
    expected = {name: row[name] for name in read if row[name]}
    if "value" in expected:
        read["value"], expected["value"] = Decimal(read["value"]), Decimal(expected["value"])
    assert {name: read[name] for name in expected} == expected


def test_the_table_uses_codes_that_exist() -> None:
    assert {row["measure"] for row in SENTENCES} - {""} <= set(measures())
    assert {row["reason"] for row in SENTENCES} - {""} <= {row["reason"] for row in table("unread_reasons")}
    assert not [row for row in SENTENCES if not row["why"] or bool(row["measure"]) == bool(row["reason"])]
