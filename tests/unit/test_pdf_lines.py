"""Lines of a PDF are joined without losing anything but the hyphens of broken words."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.documents.pdf_lines import Line, ended, joints, running_lines

pytestmark = pytest.mark.unit
WORDS = st.lists(
    st.sampled_from(
        [
            "Sebanyak",
            "12.345",
            "orang",
            "rata-",
            "pro-",
            "2022-",
            "di",
            "Jabar-",
            "1.",
            "-",
            "|",
            "a | b",
            "selesai.",
            "3)",
        ]
    ),
    min_size=1,
    max_size=6,
).map(" ".join)
NUMBERS = st.floats(0, 800, allow_nan=False)
LINES = st.lists(
    st.builds(
        lambda text, left, bottom, width, height: Line(text, left, bottom, left + width, bottom + height),
        WORDS,
        NUMBERS,
        NUMBERS,
        NUMBERS,
        NUMBERS,
    ),
    max_size=12,
)


def lines_of(*texts: str, left: float = 50, right: float = 500, pitch: float = 14, first: float = 700) -> list[Line]:
    return [Line(text, left, first - pitch * at, right, first - pitch * at + 10) for at, text in enumerate(texts)]


def joined(lines: list[Line]) -> str:
    behind = [*joints(lines), ""]
    texts = [*(line.text for line in lines), ""]
    return "".join(ended(texts[at], texts[at + 1], behind[at]) for at in range(len(lines)))


@given(LINES)
def test_no_letter_and_no_digit_is_lost(lines: list[Line]) -> None:
    assert len(joints(lines)) == max(0, len(lines) - 1)
    assert re.findall(r"\w", joined(lines)) == re.findall(r"\w", "".join(line.text for line in lines))


@given(st.lists(LINES, max_size=4))
def test_running_lines_are_lines_of_the_pages(pages: list[list[Line]]) -> None:
    for number, index in running_lines(pages):
        assert pages[number - 1][index].text


def test_items_without_marks_stay_on_lines_of_their_own() -> None:
    wide = lines_of("Santunan yang dibayarkan di dua daerah menurut catatan kantor adalah sebagai berikut:")
    items = [
        Line(text, 50, 660 - 14 * at, 150, 670 - 14 * at)
        for at, text in enumerate(("Ketapang: 125 klaim", "Sintang: 68 klaim"))
    ]
    assert joined([*wide, *items]).endswith("\n\nKetapang: 125 klaim\nSintang: 68 klaim")


def test_rows_of_a_table_stay_rows() -> None:
    assert (
        joined(lines_of("Cabang | Peserta", "Sanggau | 12", "Sintang | 13"))
        == "Cabang | Peserta\nSanggau | 12\nSintang | 13"
    )


def test_a_sentence_goes_on_in_the_next_column() -> None:
    columns = lines_of("Sebanyak 12 orang sudah menjadi", "peserta aktif dan", right=250) + lines_of(
        "akan bertambah.", left=300
    )
    assert joined(columns) == "Sebanyak 12 orang sudah menjadi peserta aktif dan akan bertambah."


def test_heads_feet_and_page_numbers_are_running_lines_and_the_rest_is_not() -> None:
    pages = [
        lines_of("Siaran Pers 12", f"Isi halaman {word} saja", "tanpa akhir", str(at))
        for at, word in enumerate(("satu", "dua", "tiga"), start=1)
    ]
    found = running_lines(pages)
    assert {place: edge for place, edge in found.items() if place[0] == 1} == {
        (1, 0): "header",
        (1, 2): "footer",
        (1, 3): "footer",
    }
