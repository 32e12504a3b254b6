"""Slips of the hand in the vocabulary of the press reader: a code that no table knows, a blank too many, a row that stands twice.

Such a row does nothing and says nothing, so the person who typed it would look for the mistake elsewhere.
"""

import csv
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from sources.press import vocabulary
from sources.press.gazetteer import areas
from sources.press.vocabulary import table
from sources.reference import measures, read_table

pytestmark = pytest.mark.unit
TABLES = sorted(Path(vocabulary.__file__).parent.glob("*.csv"))


def column(name: str, of: str) -> set[str]:
    """Every code of a column; a cell may hold several, separated by blanks."""
    return {code for row in table(name) for code in row[of].split()}


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_a_table_is_typed_cleanly(path: Path) -> None:
    rows = [tuple(row.values()) for row in read_table(path)]
    assert rows
    assert [row for row, count in Counter(rows).items() if count > 1] == [], "these rows stand twice"
    for row in rows:
        assert [cell for cell in row if cell != cell.strip() or "  " in cell] == [], f"a blank too many in {row}"
        assert [cell for cell in row if not cell.isprintable()] == [], f"an invisible character in {row}"
        assert [cell for cell in row if unicodedata.normalize("NFC", cell) != cell] == [], f"letters in pieces in {row}"


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_a_table_has_its_header_once_and_ends_with_a_line_end(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        text = file.read()
    header = next(csv.reader(text.splitlines()))
    assert len(set(header)) == len(header) > 0
    assert text.endswith("\n"), "the next line that is appended would become part of the last one"
    assert "\r" not in text


def test_counted_nouns_have_a_kind_of_nouns_csv() -> None:
    assert column("counted_nouns", "noun") - column("nouns", "noun") == set()
    assert column("counted_nouns", "kind") <= {"count", "duration", "multiple"}


def test_cues_have_a_kind_of_cues_csv() -> None:
    assert column("measure_cues", "cue") - column("cues", "cue") == set()


def test_rules_of_counts_ask_for_nouns_and_statuses_that_can_be() -> None:
    statuses = {row["cue"] for row in table("cues") if row["status"]}
    assert column("count_rules", "nouns") - column("nouns", "noun") - {"any", "none", "money"} == set()
    assert column("count_rules", "status") - statuses - {"any", "none", "candidates"} == set()
    assert column("count_rules", "target") <= {"yes", "no", "any"}
    assert column("rate_rules", "target") <= {"yes", "no", "any"}


def test_measures_and_areas_that_tables_name_exist() -> None:
    named = {code for of in ("part", "whole", "rate") for code in column("ratios", of)}
    named |= {row["measure"] for name in ("count_rules", "rate_rules") for row in table(name)}
    assert named - set(measures()) == set()
    assert column("region_groups", "area_code") - set(areas()) == set()


def test_positions_are_those_that_the_reader_looks_at() -> None:
    looked_at = {"before", "after", "near", "left", "line", "line_start", "sentence", "none"}
    assert column("trap_cues", "position") - looked_at == set()
    assert column("approximators", "position") <= {"before", "after"}
    assert column("period_phrases", "position") <= {"before", "after", "whole"}
