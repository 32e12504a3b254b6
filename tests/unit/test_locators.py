"""A place in a report is written and read by one grammar."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.documents import Document, Part
from sources.front_matter import FrontMatter
from sources.locators import TEXT_PLACE, TextPlace, parsed

pytestmark = pytest.mark.unit
NO_MATTER = FrontMatter(None, None, None, None, 0)
LABELS = st.sampled_from(
    ["", "page 2", "paragraph 14", "table 1, row 3, column 2", "block 37 (line 214)", "page 2, footer 1", "note 3"]
)


@given(LABELS, st.integers(0, 10**9), st.integers(0, 10**9))
def test_what_is_written_is_read_again(label: str, start: int, end: int) -> None:
    place = TextPlace(label, start, end)
    assert parsed(str(place)) == place
    assert re.search(TEXT_PLACE, str(place))


@pytest.mark.parametrize(
    "locator",
    [
        "", "characters", "characters 1", "characters 1-2 ", "line 5, column 3", "Sheet1!C7", "page 2", "page two, characters 1-2",
        "characters 1-2, page 2", "page 2 characters 1-2", "x page 2, characters 1-2", "characters 9999999999999-1",
    ],
)  # fmt: skip
def test_other_places_are_none_of_a_text(locator: str) -> None:
    assert parsed(locator) is None
    assert not re.search(TEXT_PLACE, locator)


@given(st.text(min_size=1, max_size=60), st.data())
def test_every_piece_of_a_document_is_found_again(text: str, data: st.DataObject) -> None:
    starts = sorted({0, *data.draw(st.lists(st.integers(0, len(text) - 1), max_size=5))})
    parts = tuple(Part(f"page {number}", start) for number, start in enumerate(starts, start=1))
    document = Document(text, NO_MATTER, len(text), data.draw(st.sampled_from([parts, ()])))
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assert document.find(document.locate(start, end)) == (start, end)


@pytest.mark.parametrize(
    "locator", ["characters 0-3", "page 3, characters 0-3", "page 1, characters 0-99", "page 1, characters 3-3"]
)
def test_a_place_that_a_document_does_not_have_is_not_found(locator: str) -> None:
    document = Document("31,98 persen", NO_MATTER, 12, (Part("page 1", 0), Part("page 2", 5)))
    assert document.find(locator) is None
