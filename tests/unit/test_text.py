"""Decoding of reports and showing of what comes from outside."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.reading import ReportRefusedError
from sources.text import decode_utf8, shown, shown_name

pytestmark = pytest.mark.unit


def broken_rules(content):
    with pytest.raises(ReportRefusedError) as caught:
        decode_utf8(content)
    return {refusal.rule: refusal for refusal in caught.value.refusals}


@pytest.mark.parametrize(
    ("content", "rule", "locator"),
    [
        (b"", "empty_file", "byte 0"),
        (b" \n\t\r\n", "empty_file", "byte 0"),
        (b"\xef\xbb\xbf", "empty_file", "byte 0"),
        ("peserta café".encode("latin-1"), "wrong_encoding", "byte 11"),
        (b"a\nb\xff", "wrong_encoding", "byte 3"),
        ("31,98 persen".encode("utf-16"), "wrong_encoding", "byte 0"),
        (b"%PDF-1.7\x00\x01", "binary_content", "byte 8"),
        (b"\xef\xbb\xbfab\x00", "binary_content", "byte 5"),
        (b"\xed\xa0\x80", "wrong_encoding", "byte 0"),
    ],
)
def test_what_is_no_utf8_text_is_refused_with_its_place(content, rule, locator):
    assert broken_rules(content)[rule].locator == locator


def test_every_problem_of_a_file_is_told():
    assert set(broken_rules(b"\xe9 abc\x00")) == {"wrong_encoding", "binary_content"}


def test_a_byte_order_mark_is_no_part_of_the_text():
    assert decode_utf8(b"\xef\xbb\xbfKaltim\r\n") == "Kaltim\r\n"


@settings(deadline=None)
@given(
    st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(lambda t: t.encode().strip())
)
def test_any_printable_text_comes_back_unchanged(text):
    if not text.startswith("\ufeff"):
        assert decode_utf8(text.encode()) == text


@settings(deadline=None)
@given(st.binary())
def test_no_bytes_raise_anything_but_a_refusal(content):
    try:
        decode_utf8(content)
    except ReportRefusedError as error:
        assert error.refusals


def test_shown_text_is_one_short_printable_line():
    assert shown("a\x1b[31m\nb\u202e") == "a\\x1b[31m\\nb\\u202e"
    assert len(shown("x" * 1000)) == 200
    assert shown("x" * 1000).endswith("…")


@settings(deadline=None)
@given(st.text(), st.text())
def test_two_file_names_never_look_the_same(one, other):
    assert shown_name(one).isprintable()
    assert (shown_name(one) == shown_name(other)) == (one == other)


def test_a_file_name_that_is_no_utf8_shows_its_bytes():
    assert shown_name(b"lapor\xffan.txt".decode("utf-8", "surrogateescape")) == "lapor\\xffan.txt"
