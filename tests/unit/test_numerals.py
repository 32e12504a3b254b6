"""Figures in report text: every printed form comes back with its value, and no digit is passed over."""

import time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.press.calendar import find_dates
from sources.press.number_words import find_word_numbers
from sources.press.numerals import Numeral, digit_runs, find_numerals
from sources.press.vocabulary import table

pytestmark = pytest.mark.unit

SHARED = Path(__file__).resolve().parents[3] / "shared"


def only(text: str) -> Numeral:
    numerals = find_numerals(text)
    assert len(numerals) == 1, [text[n.start : n.end] for n in numerals]
    return numerals[0]


PRINTED = [
    # text, as printed, value, decimals, kind
    ("sebanyak 292.520 peserta", "292.520", "292520", 0, "count"),
    ("total 1.290.307 orang", "1.290.307", "1290307", 0, "count"),
    ("ada 3500 peserta", "3500", "3500", 0, "count"),
    ("Rp1.035.885.982.435", "Rp1.035.885.982.435", "1035885982435", 0, "money"),
    ("Rp8.202.704.000,- dibayar", "Rp8.202.704.000,-", "8202704000", 0, "money"),
    ("Rp404.887.941.613,24", "Rp404.887.941.613,24", "404887941613.24", 2, "money"),
    ("545,546 orang", "545,546", "545546", 0, "count"),
    ("8,166 klaim", "8,166", "8166", 0, "count"),
    ("Rp. 600,000", "Rp. 600,000", "600000", 0, "money"),
    ("54,46 persen", "54,46 persen", "54.46", 2, "percent"),
    ("11.66 persen", "11.66 persen", "11.66", 2, "percent"),
    ("Rp 16.03 miliar", "Rp 16.03 miliar", "16030000000", -7, "money"),
    ("Rp 15.035 miliar", "Rp 15.035 miliar", "15035000000", -6, "money"),
    ("Rp107,232 miliar", "Rp107,232 miliar", "107232000000", -6, "money"),
    ("1,328 juta peserta", "1,328 juta", "1328000", -3, "count"),
    ("klaim Rp.10, 19 miliar", "Rp.10, 19 miliar", "10190000000", -7, "money"),
    ("JKK Rp403, 56 juta", "Rp403, 56 juta", "403560000", -4, "money"),
    ("naik 24, 21 percent", "24, 21 percent", "24.21", 2, "percent"),
    ("2,64 juta pekerja", "2,64 juta", "2640000", -4, "count"),
    ("392 ribu orang", "392 ribu", "392000", -3, "count"),
    ("65,33 ribu", "65,33 ribu", "65330", -1, "count"),
    ("Rp131 miliar", "Rp131 miliar", "131000000000", -9, "money"),
    ("Rp 1,24 triliun", "Rp 1,24 triliun", "1240000000000", -10, "money"),
    ("dana 219 Milyar", "219 Milyar", "219000000000", -9, "money"),
    ("Klaim Rp13 M", "Rp13 M", "13000000000", -9, "money"),
    ("capai Rp 3,30 T", "Rp 3,30 T", "3300000000000", -10, "money"),
    ("Rp2  miliar", "Rp2  miliar", "2000000000", -9, "money"),
    ("R[13,92 Miliar", "R[13,92 Miliar", "13920000000", -7, "money"),
    ("Rp.339 miliar", "Rp.339 miliar", "339000000000", -9, "money"),
    ("IDR 10 million", "IDR 10 million", "10000000", -6, "money"),
    ("174 Juta Rupiah", "174 Juta Rupiah", "174000000", -6, "money"),
    ("upah Rp16.800/bulan", "Rp16.800", "16800", 0, "money"),
    ("$97,000", "$97,000", "97000", 0, "foreign_money"),
    ("98,2%", "98,2%", "98.2", 1, "percent"),
    ("30 persennya", "30 persennya", "30", 0, "percent"),
    ("hingga 1.233 persen", "1.233 persen", "1233", 0, "percent"),
    ("turun -2,18 persen", "-2,18 persen", "-2.18", 2, "percent"),
    ("tumbuh minus 2,18 persen", "minus 2,18 persen", "-2.18", 2, "percent"),
    ("21.814perusahaan", "21.814", "21814", 0, "count"),
    ("Rp 1 triliun 35 miliar 885 juta dibayar", "Rp 1 triliun 35 miliar 885 juta", "1035885000000", -6, "money"),
    ("1 juta 200 ribu orang", "1 juta 200 ribu", "1200000", -3, "count"),
    ("nol koma lima persen", "nol koma lima persen", "0.5", 1, "percent"),
    ("dua koma lima juta orang", "dua koma lima juta", "2500000", -5, "count"),
    ("50rb peserta", "50rb", "50000", -3, "count"),
    ("Rp1,2jt", "Rp1,2jt", "1200000", -5, "money"),
    ("enam unit", "enam", "6", 0, "count"),
    ("dua puluh lima orang", "dua puluh lima", "25", 0, "count"),
    (
        "seratus dua puluh tiga ribu empat ratus lima orang",
        "seratus dua puluh tiga ribu empat ratus lima",
        "123405",
        0,
        "count",
    ),
    ("tiga juta orang", "tiga juta", "3000000", -6, "count"),
    ("sejuta pekerja", "sejuta", "1000000", -6, "count"),
    ("satu setengah juta orang", "satu setengah juta", "1500000", -5, "count"),
    ("klaim JKP nihil", "nihil", "0", 0, "count"),
    ("peserta aktif 37. 229 orang", "37. 229", "37229", 0, "count"),
    ("sebesar Rp 282.142 .334290", "Rp 282.142 .334290", "282142334290", 0, "money"),
    ("sejumlah Rp1.234 .500.000 saja", "Rp1.234 .500.000", "1234500000", 0, "money"),
    ("separuhnya aktif", "separuhnya", "50", -1, "percent"),
    ("dua pertiga di antaranya", "dua pertiga", "66.666666", -1, "percent"),
    ("48 kali upah", "48", "48", 0, "multiple"),
    ("usia 56 tahun", "56", "56", 0, "duration"),
    ("HUT ke-45", "ke-45", "45", 0, "ordinal"),
    ("peringkat 18 dari", "18", "18", 0, "ordinal"),
    ("Rp1.5 billion", "Rp1.5 billion", "1500000000", -8, "money"),
    ("30.5 million people", "30.5 million", "30500000", -5, "count"),
]


@pytest.mark.parametrize(("text", "printed", "value", "decimals", "kind"), PRINTED)
def test_each_printed_form_has_its_value(text: str, printed: str, value: str, decimals: int, kind: str) -> None:
    found = only(text)
    assert (text[found.start : found.end], found.value, found.decimals, found.kind) == (
        printed,
        Decimal(value),
        decimals,
        kind,
    )


QUALIFIED = [
    ("sekitar 297.895 tenaga kerja", "approx"),
    ("lebih kurang Rp620,91 miliar", "approx"),
    ("kurang lebih 40 orang", "approx"),
    ("berkisar 10,7 juta", "approx"),
    ("2.300-an perusahaan", "approx"),
    ("50 ribuan pekerja", "approx"),
    ("200.000-an orang", "approx"),
    ("56 ribu lebih klaim", "at_least"),
    ("Rp1 triliun Lebih atau", "at_least"),
    ("lebih dari 113 klinik", "at_least"),
    ("klaim lebih Rp1 triliun", "at_least"),
    ("setidaknya 50 ribu", "at_least"),
    ("minimal 355.090 pekerja", "at_least"),
    ("tidak kurang dari 500 orang", "at_least"),
    ("Hampir 90 persen", "at_most"),
    ("di bawah 50 persen", "at_most"),
    ("naik 20 persen lebih tinggi dari", "exact"),
    ("ratusan ribu pekerja", "order_of_magnitude"),
    ("puluhan kanal", "order_of_magnitude"),
]


@pytest.mark.parametrize(("text", "qualifier"), QUALIFIED)
def test_words_around_a_number_qualify_it(text: str, qualifier: str) -> None:
    assert only(text).qualifier == qualifier


RANGES = [
    ("115-120 persen", "115", "120", "percent"),
    ("20-30 persen", "20", "30", "percent"),
    ("1,7–1,8 juta", "1700000", "1800000", "count"),
    ("1,7 hingga 1,8 juta", "1700000", "1800000", "count"),
    ("500 ribu hingga 600 ribu", "500000", "600000", "count"),
    ("Rp 64 - 66 triliun", "64000000000000", "66000000000000", "money"),
    ("Rp 4 - 5 triliun", "4000000000000", "5000000000000", "money"),
    ("antara 20 dan 30 persen", "20", "30", "percent"),
    ("lima sampai tujuh persen", "5", "7", "percent"),
    ("Rp50 ribu sampai Rp1 juta", "50000", "1000000", "money"),
    ("5-10 orang", "5", "10", "count"),
    ("10%-15%", "10", "15", "percent"),
    ("1.500 s/d 2.000 orang", "1500", "2000", "count"),
    ("2-3 kali", "2", "3", "multiple"),
]


@pytest.mark.parametrize(("text", "low", "high", "kind"), RANGES)
def test_a_range_gives_both_ends_under_one_print(text: str, low: str, high: str, kind: str) -> None:
    first, second = find_numerals(text)
    assert (first.value, second.value) == (Decimal(low), Decimal(high))
    assert (first.qualifier, second.qualifier) == ("range_low", "range_high")
    assert {first.kind, second.kind} == {kind}
    assert (first.start, first.end) == (second.start, second.end)
    assert first.number_end <= second.number_start


@pytest.mark.parametrize(
    "text", ["turun dari 30 persen menjadi 20 persen", "dari 939 sampai 28.874 saja", "30-20 persen", "naik 5 - lalu 7"]
)
def test_two_numbers_are_not_always_a_range(text: str) -> None:
    assert not any(n.qualifier.startswith("range") for n in find_numerals(text))


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("(D010/E011)", "code"),
        ("UU No 392 tentang", "reference_number"),
        ("UU 24/2011", "code"),
        ("5l/INST-2021", "code"),
        ("Covid-19", "code"),
        ("RT02/RW03", "code"),
        ("pukul 12.30 WIB", "clock"),
        ("| 12:01 |", "clock"),
        ("25.5 C", "temperature"),
        ("\n1. Kolaborasi", "list_mark"),
        ("versi 1.1.1", "unreadable"),
        ("0812345678", "code"),
    ],
)
def test_digits_that_are_no_figure_say_what_they_are(text: str, form: str) -> None:
    assert {(n.kind, n.form) for n in find_numerals(text)} == {("other", form)}


def test_a_number_repeated_in_brackets_counts_once() -> None:
    first, again = find_numerals("sebanyak 5 (lima) orang")
    assert (first.value, first.kind, again.kind, again.form) == (5, "count", "other", "repeated")
    assert [n.kind for n in find_numerals("42 kasus (55 orang)")] == ["count", "count"]


def test_set_phrases_count_nothing() -> None:
    assert [n.form for n in find_numerals("salah satu contoh di Lima Puluh Kota")] == ["set_phrase", "set_phrase"]


def test_a_doubtful_mark_says_how_it_was_decided() -> None:
    assert only("Rp 15.035 miliar").ambiguous
    assert only("8,166 klaim").ambiguous
    assert only("292.520 peserta").ambiguous is None


@given(st.integers(1, 60), st.sampled_from(["", " triliun", " miliar rupiah", " persen", ".000,5 juta"]))
def test_numbers_of_any_length_are_read_or_called_unreadable(length: int, tail: str) -> None:
    found = only("9" * length + tail)
    assert found.value.is_finite()
    assert found.kind == "other" or found.value > 0


def test_line_break_inside_a_figure() -> None:
    found = only("mencapai 2,64\njuta pekerja")
    assert found.value == 2_640_000


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("number_words", ["word"]),
        ("scale_words", ["word", "needs_currency"]),
        ("approximators", ["phrase", "position"]),
        ("counted_nouns", ["term"]),
        ("reference_words", ["word"]),
        ("set_phrases", ["phrase"]),
        ("range_links", ["link"]),
        ("months", ["word"]),
        ("weekdays", ["word"]),
        ("period_phrases", ["phrase", "position"]),
        ("future_cues", ["word"]),
    ],
)
def test_no_vocabulary_table_names_a_word_twice(name: str, keys: list[str]) -> None:
    found = [tuple(row[key] for key in keys) for row in table(name)]
    assert found
    assert len(set(found)) == len(found)


def thousands(number: int, mark: str) -> str:
    return f"{number:,}".replace(",", mark)


@given(
    st.integers(0, 10**15), st.sampled_from(["orang", "kasus", "klaim", "perusahaan", "pekerja"]), st.sampled_from(".,")
)
def test_grouped_thousands_come_back(number: int, noun: str, mark: str) -> None:
    assert only(f"sebanyak {thousands(number, mark)} {noun}").value == number


@given(
    st.integers(1, 999),
    st.integers(0, 999),
    st.integers(1, 3),
    st.sampled_from([("ribu", 3), ("juta", 6), ("miliar", 9), ("triliun", 12)]),
    st.tuples(st.sampled_from(",."), st.sampled_from(["Rp", "Rp ", "Rp.", "Rp. ", ""])),
)
def test_scaled_decimals_come_back(
    whole: int, fraction: int, digits: int, scale: tuple[str, int], style: tuple[str, str]
) -> None:
    mark, currency = style
    printed = f"{currency}{whole}{mark}{str(fraction)[:digits].zfill(digits)} {scale[0]}"
    found = only(f"senilai {printed} untuk")
    assert found.value == Decimal(f"{whole}.{str(fraction)[:digits].zfill(digits)}").scaleb(scale[1])
    assert found.decimals == digits - scale[1]
    assert f"senilai {printed} untuk"[found.start : found.end] == printed


@given(st.integers(0, 10**12), st.integers(0, 99), st.sampled_from(["Rp", "Rp ", "Rp. "]))
def test_rupiah_with_sen_comes_back(rupiah: int, sen: int, currency: str) -> None:
    found = only(f"{currency}{thousands(rupiah, '.')},{sen:02d}")
    assert (found.value, found.kind) == (Decimal(f"{rupiah}.{sen:02d}"), "money")


@given(st.decimals(0, 999, places=2), st.sampled_from(" "), st.sampled_from(["persen", "%", "Persen"]))
def test_percentages_come_back(share: Decimal, blank: str, sign: str) -> None:
    found = only(f"baru {share}".replace(".", ",") + blank + sign)
    assert (found.value, found.kind, found.decimals) == (share, "percent", 2)


UNITS = ["nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas"]


def in_words(number: int) -> str:
    if number < 12:
        return UNITS[number]
    for scale, name, one in [(10**6, "juta", "sejuta"), (1000, "ribu", "seribu"), (100, "ratus", "seratus")]:
        if number >= scale:
            count, rest = divmod(number, scale)
            head = one if count == 1 and scale != 10**6 else f"{in_words(count)} {name}"
            return f"{head} {in_words(rest)}" if rest else head
    if number < 20:
        return f"{UNITS[number - 10]} belas"
    tens, rest = divmod(number, 10)
    return f"{UNITS[tens]} puluh {UNITS[rest]}" if rest else f"{UNITS[tens]} puluh"


@given(st.integers(0, 10**9 - 1))
def test_numbers_in_words_come_back(number: int) -> None:
    found = find_word_numbers(f"ada {in_words(number)} orang")
    assert [n.value for n in found] == [number]


PIECES = st.sampled_from(
    [
        "1",
        "22",
        "333",
        "4.444",
        "5,555",
        "12,5",
        "2011",
        "Rp",
        "Rp.",
        "juta",
        "ribu",
        "miliar",
        "persen",
        "%",
        "-",
        "–",
        "/",
        "(",
        ")",
        ".",
        ",",
        ":",
        "ke-",
        "lebih",
        "sekitar",
        "hingga",
        "sampai",
        "dua",
        "puluh",
        "satu",
        "ratusan",
        "Januari",
        "Oktober",
        "Senin",
        "per",
        "tahun",
        "lalu",
        "No",
        "UU",
        "٣",
        "²",
        "\n",
        "M",
        "T",
        "an",
        "orang",
    ]
)


@given(
    st.one_of(
        st.text(max_size=200), st.lists(PIECES, max_size=40).map("".join), st.lists(PIECES, max_size=40).map(" ".join)
    )
)
@settings(max_examples=400)
def test_every_digit_of_any_text_is_accounted_for(text: str) -> None:
    dates = find_dates(text, None)
    numerals = find_numerals(text)
    assert numerals == find_numerals(text, dates)
    for numeral in numerals:
        assert 0 <= numeral.start <= numeral.number_start < numeral.number_end <= numeral.end <= len(text)
        assert numeral.value.is_finite()
    spans = [(n.start, n.end) for n in numerals] + [(d.start, d.end) for d in dates]
    for start, end in digit_runs(text):
        assert any(a <= start and end <= b for a, b in spans), text[start:end]


@pytest.mark.parametrize("piece", ["7", ".", "1.1.1.", " ", "Rp ", "satu "])
def test_a_megabyte_of_anything_is_read_in_linear_time(piece: str) -> None:
    text = piece * (1_000_000 // len(piece) // (8 if piece == "satu " else 1))
    started = time.process_time()
    find_numerals(text)
    assert time.process_time() - started < 4


@pytest.mark.skipif(
    not SHARED.exists(), reason="the annotated seed reports lie beside the checkout (../shared) and are absent"
)
def test_every_digit_of_the_real_reports_is_accounted_for() -> None:
    reports = sorted(SHARED.glob("seeds/*.txt")) + sorted(SHARED.glob("press_corpus/dev/*.txt"))
    assert reports
    for path in reports:
        text = path.read_text(encoding="utf-8")
        spans = [(n.start, n.end) for n in find_numerals(text)] + [(d.start, d.end) for d in find_dates(text, None)]
        assert [text[a:b] for a, b in digit_runs(text) if not any(s <= a and b <= e for s, e in spans)] == []
