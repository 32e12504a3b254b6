"""Identity of contents and rows."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.identity import content_hash, report_id, row_id

pytestmark = pytest.mark.unit


def test_a_report_is_the_first_16_digits_of_its_sha256():
    sha256 = content_hash(b"hello")
    assert sha256 == "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
    assert report_id(sha256) == "2cf24dba5fb0a30e"


def test_row_identity_keeps_parts_apart():
    assert row_id("ab", "c") != row_id("a", "bc")
    assert row_id("a", None) == row_id("a", "")
    assert row_id(1) == row_id("1")


@settings(deadline=None)
@given(st.lists(st.text(alphabet=st.characters(exclude_characters="\x1f", exclude_categories=["Cs"])), min_size=1))
def test_row_identity_is_stable_and_sixteen_hex_digits(parts):
    identity = row_id(*parts)
    assert identity == row_id(*parts)
    assert len(identity) == 16
    assert set(identity) <= set("0123456789abcdef")
