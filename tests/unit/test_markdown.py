"""Markdown loses its markup and keeps the place of every character."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.documents import open_document
from sources.documents.markdown import without_markup

pytestmark = pytest.mark.unit
PIECES = st.sampled_from(
    ["#", "*", "**", "_", "`", "[", "](", ")", "!", "<", ">", "|", "---", "\n", "\n\n", " ", "\\", "12,5", "persen", "http://x/9", "[^1]", "~~~", "<!--", "-->", "]:", "- "]
)  # fmt: skip


@given(st.lists(PIECES, max_size=40).map("".join))
def test_every_character_keeps_its_place(text: str) -> None:
    plain = without_markup(text)
    assert len(plain) == len(text)
    assert all(now in (" ", was) for was, now in zip(text, plain, strict=True))
    assert plain.count("\n") == text.count("\n")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("# Judul **31,98** persen", "Judul 31,98 persen"),
        ("Sebanyak *843.700* pekerja di [Kalbar](https://x.example/2023/77 \"99\").", "Sebanyak 843.700 pekerja di Kalbar ."),
        ("![foto kantor](foto-881.jpg) tampak", "foto kantor tampak"),
        ("[![foto](a-4.jpg)](https://x.example/5)", "foto"),
        ("> Kutipan 12 orang\n> lagi", "Kutipan 12 orang lagi"),
        ("Lihat https://x.example/2020/1 dan <https://x.example/3>", "Lihat dan"),
        ("satu[^1] dua\n\n[^1]: catatan 3\n[a]: http://x.example/9", "satu dua catatan 3"),
        ("<b>12</b> orang <!-- 99 rahasia --> <br/>", "12 orang"),
        (r"Bobot 5 \* 3 dan kode_satu_2", "Bobot 5 * 3 dan kode_satu_2"),
        ("- Ketapang: 125\n1. satu", "- Ketapang: 125 1. satu"),
        ("| a | b |\n|---|--:|\n| c | 12 |", "| a | b | | c | 12 |"),
        ("a [bukan tautan] 12 (34)", "a [bukan tautan] 12 (34)"),
        ("```\n12 orang\n```", "12 orang"),
        ("Rp 2 miliar -- 5 * 3 = 15", "Rp 2 miliar -- 5 * 3 = 15"),
    ],
)  # fmt: skip
def test_what_is_printed_stays_and_the_rest_goes(text: str, words: str) -> None:
    assert without_markup(text).split() == words.split()


def test_front_matter_is_read_and_left_as_it_is() -> None:
    document = open_document(
        b"---\npublished_on: 2023-01-17\nurl: https://x.example/9\n---\n**12** orang", "laporan.md"
    )
    assert document.matter.url == "https://x.example/9"
    assert document.text[: document.matter.body_start].endswith("9\n---\n")
    assert document.text[document.matter.body_start :].strip().startswith("12")


@pytest.mark.parametrize("piece", ["[", "](a", "<!--", "*", "> ", "<a", "|--", "http://", "[^", "#", "=\n", "`", "- "])
def test_a_megabyte_of_marks_takes_no_longer_than_its_length(piece: str) -> None:
    started = time.perf_counter()
    without_markup(piece * (1_000_000 // len(piece)))
    assert time.perf_counter() - started < 5
