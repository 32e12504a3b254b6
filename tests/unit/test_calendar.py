"""Dates and periods in report text: role and days, relative forms resolved by the publication date."""

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.press.calendar import DateMention, find_dates
from sources.reading import Publication

pytestmark = pytest.mark.unit

MONTHS = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
]
WEEKDAYS = ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"]


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def published(text: str, precision: str = "day") -> Publication:
    return Publication(date.fromisoformat(text), precision, "text")


def only(text: str, publication: Publication | None = None) -> DateMention:
    mentions = find_dates(text, publication)
    assert len(mentions) == 1, [text[m.start : m.end] for m in mentions]
    return mentions[0]


ABSOLUTE = [
    # text, as printed, role, first day, last day
    ("peserta per November 2012 mencapai", "per November 2012", "as_of", "2012-11-01", "2012-11-30"),
    ("posisi September 2010", "posisi September 2010", "as_of", "2010-09-01", "2010-09-30"),
    ("data per 12 Agustus 2024", "data per 12 Agustus 2024", "as_of", "2024-08-12", "2024-08-12"),
    ("As of November 2025, coverage", "As of November 2025", "as_of", "2025-11-01", "2025-11-30"),
    ("Hingga Oktober 2011, kanwil", "Hingga Oktober 2011", "until", None, "2011-10-31"),
    ("Hingga Oktober 2011ada", "Hingga Oktober 2011", "until", None, "2011-10-31"),
    ("sampai dengan Februari 2024", "sampai dengan Februari 2024", "until", None, "2024-02-29"),
    ("target hingga akhir 2011 sekitar", "hingga akhir 2011", "until", None, "2011-12-31"),
    ("sampai posisi pekan pertama Maret 2018", "sampai posisi pekan pertama Maret 2018", "until", None, "2018-03-07"),
    ("hingga bulan ketujuh 2011", "hingga bulan ketujuh 2011", "until", None, "2011-07-31"),
    ("Selama Januari-Oktober 2012 ada", "Selama Januari-Oktober 2012", "span", "2012-01-01", "2012-10-31"),
    ("Januari–April 2022", "Januari–April 2022", "span", "2022-01-01", "2022-04-30"),
    ("Januari s.d. November 2016", "Januari s.d. November 2016", "span", "2016-01-01", "2016-11-30"),
    ("Sejak Januari hingga November 2016", "Sejak Januari hingga November 2016", "span", "2016-01-01", "2016-11-30"),
    ("Oktober 2011 hingga Maret 2012", "Oktober 2011 hingga Maret 2012", "span", "2011-10-01", "2012-03-31"),
    ("November-Februari 2012", "November-Februari 2012", "span", "2011-11-01", "2012-02-29"),
    ("1-15 Januari 2018", "1-15 Januari 2018", "span", "2018-01-01", "2018-01-15"),
    ("28 Desember - 3 Januari 2018", "28 Desember - 3 Januari 2018", "span", "2017-12-28", "2018-01-03"),
    ("sejak 1 Juli 2015 sampai November", "sejak 1 Juli 2015 sampai November", "span", "2015-07-01", None),
    ("sejak tahun 1973", "sejak tahun 1973", "past", "1973-01-01", None),
    ("semester I/2018", "semester I/2018", "span", "2018-01-01", "2018-06-30"),
    ("Semester II 2011", "Semester II 2011", "span", "2011-07-01", "2011-12-31"),
    ("triwulan ketiga 2025", "triwulan ketiga 2025", "span", "2025-07-01", "2025-09-30"),
    ("kuartal I-2024", "kuartal I-2024", "span", "2024-01-01", "2024-03-31"),
    ("sepanjang 2022, yang mana", "sepanjang 2022", "span", "2022-01-01", "2022-12-31"),
    ("Selama tahun 2012 lalu", "Selama tahun 2012 lalu", "span", "2012-01-01", "2012-12-31"),
    ("2020-2023", "2020-2023", "span", "2020-01-01", "2023-12-31"),
    ("Hingga Q1 2024, klaim", "Hingga Q1 2024", "until", None, "2024-03-31"),
    ("TW-II 2023", "TW-II 2023", "span", "2023-04-01", "2023-06-30"),
    ("TW1 2024", "TW1 2024", "span", "2024-01-01", "2024-03-31"),
    ("paruh pertama 2018", "paruh pertama 2018", "span", "2018-01-01", "2018-06-30"),
    ("triwulan ke-3 tahun 2022", "triwulan ke-3 tahun 2022", "span", "2022-07-01", "2022-09-30"),
    ("in the first quarter of 2023", "first quarter of 2023", "span", "2023-01-01", "2023-03-31"),
    ("the first half of 2023", "first half of 2023", "span", "2023-01-01", "2023-06-30"),
    ("the first nine months of 2023", "first nine months of 2023", "span", "2023-01-01", "2023-09-30"),
    ("9 bulan pertama 2023", "9 bulan pertama 2023", "span", "2023-01-01", "2023-09-30"),
    ("hingga bulan ke-7 tahun 2011", "hingga bulan ke-7 tahun 2011", "until", None, "2011-07-31"),
    ("bulan Januari sampai bulan Mei 2023", "bulan Januari sampai bulan Mei 2023", "span", "2023-01-01", "2023-05-31"),
    ("antara Januari dan Juni 2023", "antara Januari dan Juni 2023", "span", "2023-01-01", "2023-06-30"),
    ("between January and June 2023", "between January and June 2023", "span", "2023-01-01", "2023-06-30"),
    ("January through September 2022", "January through September 2022", "span", "2022-01-01", "2022-09-30"),
    ("As of the end of February 2024", "As of the end of February 2024", "as_of", "2024-02-01", "2024-02-29"),
    ("as of Oct. 31, 2023", "as of Oct. 31, 2023", "as_of", "2023-10-31", "2023-10-31"),
    ("per tgl 31/12/2023", "per tgl 31/12/2023", "as_of", "2023-12-31", "2023-12-31"),
    ("hingga penutupan 2023", "hingga penutupan 2023", "until", None, "2023-12-31"),
    ("tahun 2021-2022", "tahun 2021-2022", "span", "2021-01-01", "2022-12-31"),
    ("hingga triwulan III 2025", "hingga triwulan III 2025", "until", None, "2025-09-30"),
    ("Desember 2022-Januari 2023", "Desember 2022-Januari 2023", "span", "2022-12-01", "2023-01-31"),
    ("Senin (6/12/2021).", "Senin (6/12/2021)", "dateline", "2021-12-06", "2021-12-06"),
    ("Selasa (17 Januari 2023).", "Selasa (17 Januari 2023)", "dateline", "2023-01-17", "2023-01-17"),
    ("Kamis, 16 Maret 2023", "Kamis, 16 Maret 2023", "dateline", "2023-03-16", "2023-03-16"),
    ("Rabu malam 4 Desember 2024", "Rabu malam 4 Desember 2024", "dateline", "2024-12-04", "2024-12-04"),
    ("Minggu 3 Mei 2020", "Minggu 3 Mei 2020", "dateline", "2020-05-03", "2020-05-03"),
    ("2021-12-06", "2021-12-06", "bare", "2021-12-06", "2021-12-06"),
    ("UU No 24 Tahun 2011", "Tahun 2011", "none", None, None),
    ("Regulation No. 11 of 2024", "of 2024", "none", None, None),
    ("Copyright © ANTARA 2011", "Copyright © ANTARA 2011", "none", None, None),
    ("30 Februari 2020", "30 Februari 2020", "bare", None, None),
]


@pytest.mark.parametrize(("text", "printed", "role", "start", "end"), ABSOLUTE)
def test_dates_that_name_their_year(text: str, printed: str, role: str, start: str | None, end: str | None) -> None:
    found = only(text)
    assert (text[found.start : found.end], found.role) == (printed, role)
    assert (found.start_on, found.end_on) == (day(start), day(end))


RELATIVE = [
    # published on, text, role, first day, last day
    ("2012-11-30", "pada 2013 akan ditingkatkan", "future", "2013-01-01", "2013-12-31"),
    ("2011-12-31", "seperti yang kami capai pada 2010", "past", "2010-01-01", "2010-12-31"),
    ("2021-12-06", "pada tahun mendatang", "future", "2022-01-01", "2022-12-31"),
    ("2021-12-06", "dalam menghadapi tahun 2022", "future", "2022-01-01", "2022-12-31"),
    ("2008-11-25", "Tahun depan", "future", "2009-01-01", "2009-12-31"),
    ("2023-01-17", "saat ini mencapai", "now", "2023-01-17", "2023-01-17"),
    ("2024-08-31", "Hingga saat ini", "now", "2024-08-31", "2024-08-31"),
    ("2011-12-31", "hingga akhir tahun, jumlah", "until", None, "2011-12-31"),
    ("2008-11-25", "per akhir Oktober lalu", "as_of", "2008-10-21", "2008-10-31"),
    ("2024-09-20", "per September ini", "as_of", "2024-09-01", "2024-09-30"),
    ("2024-01-20", "hingga Desember tercatat", "until", None, "2023-12-31"),
    ("2010-11-23", "--Per 31 Oktober klaim", "as_of", "2010-10-31", "2010-10-31"),
    ("2024-06-06", "Januari sampai Mei saja", "span", "2024-01-01", "2024-05-31"),
    ("2025-03-05", "Januari hingga 15 Maret 2024", "span", "2024-01-01", "2024-03-15"),
    ("2025-03-05", "1 Januari 2023 s.d. 31 Desember 2023", "span", "2023-01-01", "2023-12-31"),
    ("2012-12-31", "per Oktober tahun lalu", "as_of", "2011-10-01", "2011-10-31"),
    ("2012-12-31", "sejak awal tahun ini", "past", "2012-01-01", None),
    ("2012-12-31", "hingga pertengahan tahun", "until", None, "2012-08-31"),
    ("2012-12-31", "Tahun lalu nilainya", "past", "2011-01-01", "2011-12-31"),
    ("2025-04-30", "target tahun ini", "bare", "2025-01-01", "2025-12-31"),
    ("2024-03-05", "bulan lalu", "past", "2024-02-01", "2024-02-29"),
    ("2024-10-05", "sembilan bulan ini", "span", "2024-01-01", "2024-09-30"),
    ("2024-05-08", "pada TW I tahun lalu", "span", "2023-01-01", "2023-03-31"),
    ("2024-05-08", "kuartal keempat", "span", "2023-10-01", "2023-12-31"),
    ("2024-05-08", "hingga 30 Juni tahun lalu", "until", None, "2023-06-30"),
    ("2024-05-08", "Desember tahun sebelumnya", "past", "2023-12-01", "2023-12-31"),
    ("2024-05-08", "until November last year", "until", None, "2023-11-30"),
    ("2024-05-08", "same period last year", "past", "2023-01-01", "2023-12-31"),
    ("2024-05-08", "(ytd)", "span", "2024-01-01", "2024-05-08"),
    ("2024-05-08", "hingga pekan lalu", "now", "2024-05-08", "2024-05-08"),
    ("2024-05-08", "dalam sebulan terakhir", "past", None, None),
    ("2020-06-29", "Senin (29/6)", "dateline", "2020-06-29", "2020-06-29"),
    ("2024-01-03", "Kamis (28/12)", "dateline", "2023-12-28", "2023-12-28"),
    ("2023-01-17", "di Pontianak, Kalbar, Senin.", "dateline", "2023-01-16", "2023-01-16"),
    ("2012-11-30", "lima tahun ke depan", "future", None, None),
    ("2012-11-30", "selama 5 tahun ke depan", "future", None, None),
    ("2015-12-16", "sejak 1 Juli 2015 sampai November", "span", "2015-07-01", "2015-11-30"),
    ("2009-06-30", "sepanjang 2009 hingga awal Juni", "span", "2009-01-01", "2009-06-10"),
]


@pytest.mark.parametrize(("on", "text", "role", "start", "end"), RELATIVE)
def test_relative_dates_lean_on_the_publication(
    on: str, text: str, role: str, start: str | None, end: str | None
) -> None:
    found = only(text, published(on))
    assert (found.role, found.start_on, found.end_on) == (role, day(start), day(end))


def test_without_a_publication_relative_dates_stay_unresolved() -> None:
    assert only("saat ini mencapai").end_on is None
    assert only("Senin (29/6)").end_on is None


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Selama Januari-Oktober 2012 naik, sedangkan periode yang sama tahun lalu", "2011-01-01", "2011-10-31"),
        ("hingga Agustus 2021: 5 orang, sedangkan periode yang sama 2020", None, "2020-08-31"),
        ("Per 31 Oktober 2010; periode yang sama tahun 2009", "2009-10-31", "2009-10-31"),
        ("sepanjang Januari - April 2012; pada kurun yang sama", "2012-01-01", "2012-04-30"),
        ("hingga Februari 2012, dari tahun sebelumnya", "2011-01-01", "2011-12-31"),
        ("Januari-Maret 2012, pada kurun waktu yang sama tahun lalu", "2011-01-01", "2011-03-31"),
        ("triwulan I 2012, dari posisi yang sama pada 2011", "2011-01-01", "2011-03-31"),
        ("target tahun 2011 yang tercapai hingga akhir tahun", None, "2011-12-31"),
        ("in January-October 2012, up from a year earlier", "2011-01-01", "2011-10-31"),
    ],
)
def test_the_same_period_is_the_one_named_last(text: str, start: str | None, end: str | None) -> None:
    last = find_dates(text, published("2012-12-31", "year"))[-1]
    assert (last.start_on, last.end_on) == (day(start), day(end))


@pytest.mark.parametrize(
    "text", ["ada 2012 orang", "Rp 2012 juta", "2.012", "UU 24/2011", "2011 persen", "tahun 56", "12:01", "1/2/3/2011"]
)
def test_numbers_are_no_years(text: str) -> None:
    assert find_dates(text, None) == []


def test_a_week_is_no_sunday() -> None:
    assert find_dates("dua minggu, Minggu lalu", None) == []


@given(st.dates(date(1990, 1, 1), date(2049, 12, 31)), st.integers(0, 4))
def test_days_come_back(on: date, form: int) -> None:
    printed = [
        f"{WEEKDAYS[on.weekday()]} ({on.day}/{on.month}/{on.year})",
        f"{WEEKDAYS[on.weekday()]} ({on.day} {MONTHS[on.month - 1]} {on.year})",
        f"{WEEKDAYS[on.weekday()]}, {on.day} {MONTHS[on.month - 1]} {on.year}",
        f"per {on.day} {MONTHS[on.month - 1]} {on.year}",
        on.isoformat(),
    ][form]
    text = f"katanya {printed} lalu"
    found = only(text)
    assert text[found.start : found.end] == printed
    assert (found.end_on, found.day, found.month, found.year) == (on, on.day, on.month, on.year)


@given(
    st.dates(date(1990, 1, 1), date(2049, 12, 31)), st.sampled_from(["per", "hingga", "sampai", "posisi", "sepanjang"])
)
def test_months_come_back(on: date, word: str) -> None:
    found = only(f"{word} {MONTHS[on.month - 1]} {on.year} ada")
    assert found.end_on is not None
    assert (found.end_on.year, found.end_on.month) == (on.year, on.month)
    assert (found.start_on is None) == (word in ("hingga", "sampai"))


PIECES = st.sampled_from(
    [
        "Senin",
        "Minggu",
        "Jum'at",
        "(",
        ")",
        "/",
        "1",
        "29",
        "6",
        "12",
        "2011",
        "2021",
        "99",
        "Januari",
        "mei",
        "Feb",
        "per",
        "hingga",
        "akhir",
        "awal",
        "tahun",
        "lalu",
        "ini",
        "depan",
        "sejak",
        "sampai",
        "periode",
        "yang",
        "sama",
        "semester",
        "I",
        "triwulan",
        "bulan",
        "ketujuh",
        "lima",
        "ke",
        "depan",
        "No",
        "©",
        "copyright",
        "-",
        "–",
        "s.d.",
        ",",
        ".",
        "\n",
        "kini",
        "pekan",
        "pertama",
    ]
)


@given(
    st.one_of(
        st.text(max_size=200), st.lists(PIECES, max_size=40).map("".join), st.lists(PIECES, max_size=40).map(" ".join)
    ),
    st.dates(date(1, 1, 1), date(9999, 12, 31)),
    st.sampled_from(["day", "month", "year"]),
)
@settings(max_examples=400)
def test_any_text_has_ordered_dates_at_the_same_places(text: str, on: date, precision: str) -> None:
    mentions = find_dates(text, Publication(on, precision, "text"))
    assert [(m.start, m.end) for m in mentions] == [(m.start, m.end) for m in find_dates(text, None)]
    reached = 0
    for mention in mentions:
        assert reached <= mention.start < mention.end <= len(text)
        reached = mention.end
        if mention.start_on and mention.end_on:
            assert mention.start_on <= mention.end_on


@pytest.mark.parametrize("piece", ["1/", "Januari - ", "hingga ", "(", "\n", "1 "])
def test_a_long_text_is_read_in_linear_time(piece: str) -> None:
    started = time.process_time()
    find_dates(piece * (500_000 // len(piece)), None)
    assert time.process_time() - started < 4
