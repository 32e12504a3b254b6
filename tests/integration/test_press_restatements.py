"""The same figures in other words: whatever the wording, a report about them has the facts of the golden table and no others."""

import csv
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from sources.press.explain import fact_rows
from sources.settings import PROJECT_ROOT

pytestmark = pytest.mark.integration
FOLDER = PROJECT_ROOT / "tests" / "restatements" / "press"
GOLDEN = PROJECT_ROOT / "tests" / "golden" / "press_sample_facts.csv"
REPORTS = sorted(FOLDER.glob("*.txt"))
Meaning = tuple[str, float, str | None, str | None]


def golden(stem: str) -> list[dict[str, str]]:
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["file"] == f"{stem}.txt"]


def meaning(row: dict[str, Any]) -> Meaning:
    return row["measure"], float(row["value"]), row["programme"] or None, row["segment"] or None


def test_there_are_restatements() -> None:
    assert len(REPORTS) >= 40


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_same_facts_in_other_words(path: Path) -> None:
    expected = golden(path.name.split(".")[0])
    found = fact_rows(path.read_bytes(), path.name)
    assert Counter(map(meaning, found)) == Counter(map(meaning, expected))
    areas = {meaning(row): row["area_name"] for row in expected if row["measure"] != "workers_registered"}
    assert {key: row["area_name"] for row in found if (key := meaning(row)) in areas} == areas
    periods = {meaning(row): row["period_end"] for row in expected if row["period_basis"] == "text"}
    for row in found:
        if meaning(row) in periods:
            assert (row["period_end"] or "").startswith(periods[meaning(row)]), row["as_printed"]
