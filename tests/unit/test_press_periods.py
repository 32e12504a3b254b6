"""Which date dates which figure: dates behind and ahead, what is compared, what goes on from the sentence before, what is not over yet."""

from datetime import date

import pytest

from sources.press.assembly import extract
from sources.reading import Publication

pytestmark = pytest.mark.unit


def periods(text: str, on: str = "2023-11-14", precision: str = "day") -> list[tuple[str, str | None, str | None]]:
    """As printed, first and last day of each fact, in order."""
    facts = extract(text, Publication(date.fromisoformat(on), precision, "front_matter")).facts
    return [
        (
            fact.as_printed,
            fact.period.start.isoformat() if fact.period.start else None,
            fact.period.end.isoformat() if fact.period.end else None,
        )
        for fact in facts
    ]


def ends(text: str, on: str = "2023-11-14", precision: str = "day") -> list[str | None]:
    return [end for _, _, end in periods(text, on, precision)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a date behind each number
        (
            "Peserta aktif di Jambi naik dari 300 ribu orang pada Desember 2021 menjadi 350 ribu orang pada Desember 2022.",
            ["2021-12-31", "2022-12-31"],
        ),
        # a date behind an amount and its count
        (
            "Klaim JKM di Jambi naik dari Rp38,3 miliar dengan 2.373 kasus pada Januari-Maret 2021 menjadi Rp53,7 miliar pada Januari-Maret 2022.",
            ["2021-03-31", "2021-03-31", "2022-03-31"],
        ),
        # what was compared with, and how much it was
        (
            "Klaim di Jambi hingga Oktober 2023 Rp50,2 miliar, naik dibanding periode yang sama tahun lalu yang tercatat Rp41,8 miliar.",
            ["2023-10-31", "2022-10-31"],
        ),
        (
            "Klaim di Jambi hingga Oktober 2023 Rp50,2 miliar, dibanding semester yang sama tahun 2022 sekitar Rp41,8 miliar.",
            ["2023-10-31", "2022-10-31"],
        ),
        # the whole that a share is of stands between a rate and its date
        ("Cakupan kepesertaan di Jambi 24,1 persen dari total pekerja di provinsi itu per April 2023.", ["2023-04-30"]),
        # plan and level
        (
            "Cakupan kepesertaan di Jambi baru 21,54 persen per November 2022 dan membidik 60 persen pada 2024.",
            ["2022-11-30", "2024-12-31"],
        ),
    ],
)
def test_a_date_belongs_to_the_figure_that_it_stands_with(text: str, expected: list[str]) -> None:
    assert ends(text) == expected


def test_what_runs_since_a_day_runs_to_the_publication() -> None:
    text = "Sejak Januari 2023 BPJS Ketenagakerjaan Jambi membayar klaim Rp50,2 miliar."
    assert periods(text) == [("Rp50,2 miliar", "2023-01-01", "2023-11-14")]
    old = "Sejak 1995 Jamsostek Jambi membayar klaim Rp50,2 miliar."
    assert periods(old) == [("Rp50,2 miliar", None, "2023-11-14")]


def test_a_year_that_is_not_over_runs_to_the_month_stated_or_to_the_publication() -> None:
    text = "Pada 2023 klaim di Jambi Rp50,2 miliar."
    assert periods(text) == [("Rp50,2 miliar", "2023-01-01", "2023-11-14")]
    assert ends("Klaim di Jambi Rp50,2 miliar pada 2023. Hingga Oktober 2023 ada 1.200 kasus.") == ["2023-10-31"] * 2
    assert ends("Pada 2022 klaim di Jambi Rp50,2 miliar.") == ["2022-12-31"]


def test_the_year_of_the_sentence_before_goes_on() -> None:
    text = "Pada 2022 klaim di Jambi Rp50,2 miliar untuk 4.120 kasus. JHT terbanyak, Rp40 miliar untuk 3.000 kasus."
    assert ends(text) == ["2022-12-31"] * 4
    founded = "Kantor di Jambi dibuka pada 2014. Peserta aktif 30.000 orang."
    assert ends(founded) == ["2023-11-14"]


def test_now_is_the_day_just_stated_or_where_only_the_year_is_known_the_latest_month() -> None:
    text = "Hingga 31 Oktober 2023 cakupan di Jambi terus naik. Saat ini 46,3 persen pekerja terdaftar."
    assert ends(text) == ["2023-10-31"]
    text = (
        "Hingga Oktober 2022 klaim di Jambi yang dibayar Rp100 miliar. Kini 320.120 pekerja di Jambi menjadi peserta."
    )
    assert ends(text, "2022-12-31", "year") == ["2022-10-31"] * 2


def test_a_target_beside_what_was_reached_is_that_of_the_same_year() -> None:
    text = "Sepanjang 2022 ada 229.124 peserta baru di Jambi, melebihi target sebanyak 220.983 peserta baru."
    assert ends(text, "2023-02-21") == ["2022-12-31", "2022-12-31"]


def test_items_of_a_list_and_what_points_back_keep_the_period() -> None:
    text = (
        "Pada 2022 klaim di Jambi Rp50,2 miliar.\nPada 2021 klaim di Jambi Rp41,5 miliar.\n"
        "Dari jumlah tersebut, klaim JHT Rp30,1 miliar."
    )
    assert ends(text) == ["2022-12-31", "2021-12-31", "2021-12-31"]


def test_periods_in_english() -> None:
    text = (
        "As of the end of February 2023, BPJS Ketenagakerjaan in Bali recorded 512,317 active workers, up from 480,210 in the same period "
        "last year. In the first quarter of 2022 it paid Rp1.5 trillion in claims for 120,350 cases."
    )
    assert periods(text) == [
        ("512,317", None, "2023-02-28"),
        ("480,210", None, "2022-02-28"),
        ("Rp1.5 trillion", "2022-01-01", "2022-03-31"),
        ("120,350", "2022-01-01", "2022-03-31"),
    ]


@pytest.mark.parametrize(
    ("text", "on", "expected"),
    [
        # a deadline dates nothing that was done
        ("Sampai 28 Agustus ada 21.310 peserta aktif. Batasnya diperpanjang sampai 15 September 2023. Di Jambi 9.120 pekerja aktif.", "2023-11-14", ["2023-08-28", "2023-08-28"]),
        # said behind the figures of all of them
        ("Peserta aktif di Jambi 21.310 orang. Data ini dihimpun per 30 September 2023.", "2023-11-14", ["2023-09-30"]),
        # a part of the year that is not over yet
        ("Peserta aktif di Jambi hingga awal 2024 sebanyak 21.310 orang.", "2024-03-18", ["2024-03-18"]),
        # the source's date is that of what it tells
        ("Dari data hingga Februari 2023 tercatat 21.310 peserta aktif di Jambi. Perusahaan aktif 1.210.", "2023-11-14", ["2023-02-28", "2023-02-28"]),
    ],
)  # fmt: skip
def test_what_is_said_around_a_date(text: str, on: str, expected: list[str]) -> None:
    assert ends(text, on) == expected


def test_a_report_without_a_date_is_dated_by_what_it_states() -> None:
    text = "Ada 3.194 perusahaan aktif di Jambi. Hingga November 2017 tercatat 77.310 peserta aktif. Sampai saat ini klaim JHT Rp12,5 miliar."
    facts = extract(text, None).facts
    assert [str(fact.period.end) for fact in facts] == ["2017-11-30"] * 3
