"""Whatever the text: nothing is lost, every place is true, and the time grows with the length only."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.press.assembly import extract
from tests.press_invariants import check_account, check_places, check_values

pytestmark = pytest.mark.unit
WORDS = st.sampled_from(
    [
        "peserta", "pekerja", "perusahaan", "aktif", "nonaktif", "dari", "target", "dan", "serta", "hingga", "di", "Kalbar", "Cabang",
        "Palembang", "BSU", "JHT", "klaim", "persen", "juta", "miliar", "Rp", "12.345", "2,64", "31,98", "2011", "per", "Oktober", "(", ")",
        ",", ".", "\n", "-", "sekitar", "Kota", "Kediri", "seluruh", "Indonesia", "1 Desa", "/", ":", "“", "”", "baru", "hanya", "nol",
    ]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=60).map(" ".join))
def test_every_number_is_accounted_for(text: str) -> None:
    extraction = extract(text, None)
    check_account(text, 0, extraction)
    check_places(text, 0, extraction)
    check_values(extraction)


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    check_account(text, 0, extract(text, None))


def test_same_text_same_result() -> None:
    text = "Dari 110 juta orang angkatan kerja hanya 40 juta orang menjadi peserta Jamsostek, kata Amani di Palembang, Sabtu."
    assert extract(text, None) == extract(text, None)


@pytest.mark.parametrize(
    "filling", ["(" * 4000, "Rp " * 4000, "1," * 4000, "Kota " * 4000, "dari " * 4000, "peserta 12 " * 2000]
)
def test_hostile_repetition_costs_no_more_than_its_length(filling: str) -> None:
    started = time.perf_counter()
    extract(filling, None)
    assert time.perf_counter() - started < 10
