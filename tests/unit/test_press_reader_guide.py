"""The guide to the press reader is so: its example, the tables it names, the forms it shows."""

import re

import pytest

from sources.press import wording
from sources.press.constructions import POSITIONS
from sources.press.explain import page_of
from sources.press.page import Page
from sources.settings import PROJECT_ROOT

pytestmark = pytest.mark.unit
GUIDE = (PROJECT_ROOT / "docs" / "press-reader.md").read_text(encoding="utf-8")
VOCABULARY = PROJECT_ROOT / "sources" / "press" / "vocabulary"
SEEDS = PROJECT_ROOT / "dbt_project" / "seeds"


def block(kind: str) -> str:
    found = re.search(rf"^```{kind}\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
    assert found
    return found[1]


@pytest.fixture(scope="module")
def example() -> Page:
    return page_of(f"---\npublished_on: 2023-04-12\n---\n{block('text')}".encode(), "bitung.txt")


def test_the_example_shows_the_facts_that_are_read(example: Page) -> None:
    shown = [
        f"{entry.number}  {wording.measure_in_words(fact.measure)}: {wording.value_in_words(fact)}"
        for entry in example.entries
        for fact in entry.facts
    ]
    told = re.findall(r"^ +(\d+  \w.*?)  confidence", block("page"), re.MULTILINE)
    assert told == [line.replace(wording.NO_BREAK, " ") for line in shown]


def test_the_example_shows_the_numbers_that_are_no_facts(example: Page) -> None:
    marked = re.findall(r"⟨(.+?)⟩", block("page"))
    assert marked == [entry.unread.as_printed for entry in example.entries if entry.unread]


def test_every_vocabulary_table_has_its_place_in_the_guide() -> None:
    named = set(re.findall(r"`(\w+)\.csv`", GUIDE)) | set(re.findall(r"/(\w+)\.csv`", GUIDE))
    assert sorted({path.stem for path in VOCABULARY.glob("*.csv")} - named) == []
    there = {
        path.stem for folder in (VOCABULARY, SEEDS, PROJECT_ROOT / "tests" / "golden") for path in folder.glob("*.csv")
    }
    assert sorted(named - there) == []


def test_files_that_the_guide_names_are_there() -> None:
    paths = set(re.findall(r"(?:docs|tests|sources|dbt_project)/[\w./-]*\w", GUIDE))
    assert sorted(path for path in paths if not (PROJECT_ROOT / path).exists()) == []


def test_positions_of_constructions_are_all_explained() -> None:
    assert [position for position in POSITIONS if f"`{position}`" not in GUIDE] == []
