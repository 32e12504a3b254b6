"""No text crashes the reader of press reports: made of what reports hold, of what hostile files hold, and of whatever the fuzzer found."""

import random
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sources.press.numerals import find_numerals
from sources.press.reader import MOST_NUMBERS, PressReader
from sources.reading import ReportRefusedError
from sources.settings import PROJECT_ROOT
from tests.fuzz.findings import Findings, signature_of, smallest
from tests.press_fragments import HOSTILE, MARKUP, SURROGATES, fragments, groups, vocabulary
from tests.press_invariants import BrokenPromiseError, check_growth, check_report, check_text, digit_runs_of, registered

pytestmark = pytest.mark.unit
KEPT = sorted((PROJECT_ROOT / "tests" / "fuzz_corpus" / "press").iterdir())
MEGABYTE = 1_000_000
SECONDS_A_MEGABYTE = 30  # measured: 5 at most, on one core
any_fragment = st.sampled_from(fragments())
sentence = st.lists(
    st.one_of(*map(st.sampled_from, groups()), st.integers(0, 10**14).map(str), any_fragment),
    min_size=3,
    max_size=25,
)  # fmt: skip
texts = st.lists(
    st.tuples(sentence, st.sampled_from((" ", " ", "", "\n")), st.sampled_from((".\n", ". ", "\n\n", ""))), min_size=1, max_size=6
).map(
    lambda parts: "".join(between.join(words) + stop for words, between, stop in parts)
)  # fmt: skip
head = st.sampled_from(
    ("", "", "\ufeff", "---\npublished_on: 2021-12-06\n---\n", "---\ntitle: Peserta 12\npublisher: x\n---\n")
)
fast = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@settings(fast, max_examples=200)
@given(head, texts)
def test_reports_of_any_fragments_keep_every_promise(head: str, text: str) -> None:
    check_report((head + text).encode())


@settings(fast, max_examples=60)
@given(
    st.binary(max_size=400)
    | st.lists(st.sampled_from((*HOSTILE, *MARKUP)), max_size=8).map(lambda p: "12 ".join(p).encode())
)
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    check_report(content)


@settings(fast, max_examples=60)
@given(st.lists(st.one_of(any_fragment, st.sampled_from(SURROGATES), st.text(max_size=8)), max_size=25).map(" ".join))
def test_numbers_and_dates_of_any_string_stand_in_order(text: str) -> None:
    check_text(text)


@pytest.mark.parametrize(("letter", "alike"), ["sſ", "iİ"])
def test_letters_that_only_look_like_those_of_a_word_are_no_fault(letter: str, alike: str) -> None:
    for at in range(0, len(vocabulary()), 100):
        words = vocabulary()[at : at + 100 : 2]
        text = ".\n".join(f"12 {word} 2012 {word} 5 orang {word}" for word in words).replace(letter, alike)
        check_report(text.encode(), again=False)


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.name)
def test_what_once_broke_a_promise_keeps_them_all(path: Path) -> None:
    check_report(path.read_bytes())


def a_megabyte(piece: str) -> bytes:
    return (piece * (MEGABYTE // len(piece) + 1))[:MEGABYTE].encode()


@pytest.mark.parametrize("piece", ["1", "1.111.111.", "1 ", "1,", "Rp1,1 miliar, ", "(12.345 orang) (("])
def test_a_megabyte_of_digits_is_read_or_refused_in_time(piece: str) -> None:
    content = a_megabyte(piece)
    numbers = len(digit_runs_of(content.decode()))
    started = time.process_time()
    try:
        reading = PressReader().read(registered("laporan.txt"), content)
    except ReportRefusedError as error:
        assert numbers > MOST_NUMBERS, "refused below the bound"
        assert [refusal.rule for refusal in error.refusals] == ["too_many_numbers"]
    else:
        assert reading.numbers_printed == reading.numbers_accounted == numbers <= MOST_NUMBERS
    assert time.process_time() - started < SECONDS_A_MEGABYTE


def test_as_many_numbers_as_a_report_may_hold_are_read_in_time() -> None:
    content = " ".join(["12.345 peserta"] * (MOST_NUMBERS // 2)).encode()
    started = time.process_time()
    reading = PressReader().read(registered("laporan.txt"), content)
    assert reading.numbers_printed == reading.numbers_accounted == MOST_NUMBERS
    assert time.process_time() - started < SECONDS_A_MEGABYTE


@pytest.mark.parametrize("piece", ["1 1 ", "12.345 peserta di Kota Kediri, ", "dari 5 orang. "])
def test_time_grows_with_the_length_only(piece: str) -> None:
    check_growth(piece.encode())


def test_numbers_of_every_length_have_a_value() -> None:
    text = (
        " orang, ".join("9" * digits for digits in range(1, 60)) + " orang; " + "ratusan triliun triliun triliun " * 3
    )
    assert all(numeral.value.is_finite() for numeral in find_numerals(text))


def test_the_tokenizer_of_the_tests_finds_digits_of_any_script() -> None:
    assert digit_runs_of("a12b 3.4٣٤½²") == [(1, 3), (5, 6), (7, 10)]


def test_a_finding_is_kept_once_and_made_small(tmp_path: Path) -> None:
    def breaks(content: bytes) -> bool:
        return b"12" in content and b"x" in content

    findings = Findings(tmp_path)
    for content in (b"aa12aaax", b"12 and then a long way to x", b"12x"):
        findings.keep(content, "BrokenPromiseError order", "told")
    (kept,) = findings.all()
    assert (kept[0], kept[1]) == ("BrokenPromiseError order", b"12x")
    random_ = random.Random(1)  # noqa: S311 - the same bytes every time
    assert sorted(smallest(random_.randbytes(300).replace(b"x", b"") + b"12" + b"y" * 90 + b"x", breaks)) == sorted(
        b"12x"
    )


def test_faults_are_told_apart_by_promise_and_by_place() -> None:
    assert signature_of(BrokenPromiseError("order: (1, 2)")) == signature_of(BrokenPromiseError("order: (7, 9)"))
    with pytest.raises(ValueError) as one:
        int("x")
    assert signature_of(one.value) != signature_of(BrokenPromiseError("order: (1, 2)"))
