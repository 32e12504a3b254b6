"""When a report was published: front matter first, then what the text gives away, never today's date."""

import time
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.front_matter import FrontMatter, front_matter_of, split_front_matter
from sources.press.publication import find_publication
from sources.press.vocabulary import table
from sources.reading import Publication

pytestmark = pytest.mark.unit

SHARED = Path(__file__).resolve().parents[3] / "shared"
WEEKDAYS = ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"]
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


def found(text: str) -> tuple[str, str] | None:
    publication = find_publication(text, split_front_matter(text))
    return (publication.on.isoformat(), publication.precision) if publication else None


@pytest.mark.parametrize(
    ("value", "on", "precision"),
    [
        ("2022-06-01", date(2022, 6, 1), "day"),
        ("2024-02", date(2024, 2, 29), "month"),
        ("2011", date(2011, 12, 31), "year"),
        ('"2011"', date(2011, 12, 31), "year"),
    ],
)
def test_front_matter_dates_mean_their_last_day(value: str, on: date, precision: str) -> None:
    text = f"---\npublished_on: {value}\npublisher: contoh.id\nlisensi: bebas\n---\nIsi berita."
    front_matter = split_front_matter(text)
    assert front_matter.published == Publication(on, precision, "front_matter")
    assert front_matter.publisher == "contoh.id"
    assert text[front_matter.body_start :] == "Isi berita."
    assert find_publication(text, front_matter) == front_matter.published


@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
def test_title_and_address_are_taken_as_printed(line_break: str) -> None:
    text = line_break.join(["\ufeff---", "title: Cakupan: naik", "url: https://contoh.id/a?b=c", "", "---", "Isi"])
    front_matter = split_front_matter(text)
    assert (front_matter.title, front_matter.url) == ("Cakupan: naik", "https://contoh.id/a?b=c")
    assert text[front_matter.body_start :] == "Isi"


@pytest.mark.parametrize(
    "text", ["Isi berita", "", "---", "---\n\nGaris di atas ini hanya hiasan.\n---\n", "-- - \na: b"]
)
def test_a_text_without_front_matter_is_all_body(text: str) -> None:
    assert split_front_matter(text) == FrontMatter(None, None, None, None, 0)


@pytest.mark.parametrize(
    ("block", "line"),
    [
        ("publisher: a\npublished_on: 2022-13-01\n---\n", "line 3"),
        ("published_on: 31-12-2022\n---\n", "line 2"),
        ("published_on: 2022-02-30\n---\n", "line 2"),
        ("published_on: 2022-00\n---\n", "line 2"),
        ("published_on: 0000\n---\n", "line 2"),
        ("published_on: kemarin\n---\n", "line 2"),
        ("published_on: ٢٠٢٢\n---\n", "line 2"),
        ("publisher: a\nbukan kunci\n---\n", "line 3"),
        ("publisher: a\npublisher: b\n---\n", "line 3"),
        ("publisher: a\nIsi tanpa penutup\n", "line 3"),
        ("publisher: a\n", "line 1"),
    ],
)
def test_broken_front_matter_is_named_with_its_line(block: str, line: str) -> None:
    with pytest.raises(ValueError, match=rf"^{line}:"):
        split_front_matter("---\n" + block)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ujarnya di Kediri, Senin (6/12/2021).", ("2021-12-06", "day")),
        ("mencapai 31,98 persen. Selasa (17 Januari 2023).", ("2023-01-17", "day")),
        ("katanya, Kamis, 16 Maret 2023.", ("2023-03-16", "day")),
        # a year and nothing nearer; a month of the figures does not make it a month
        ("Minggu, katanya. Hingga Oktober 2011 ada 5.\nCopyright © ANTARA 2011", ("2011-12-31", "year")),
        ("di Palembang, Sabtu. Peserta per November 2012 mencapai 5.662.", ("2012-11-30", "month")),
        # weekday and day without year: one year fits
        ("Senin (29/6), di tengah pandemi Covid-19, BP Jamsostek", ("2020-06-29", "day")),
        ("per Oktober 2011 tercapai 392 ribu, katanya, Minggu (27/11)", ("2011-11-27", "day")),
        # several years fit, or none
        ("Senin (29/6), kata kepala cabang", None),
        ("Senin (29/6), BP Jamsostek", None),
        ("Selasa (29/6), pandemi Covid-19, PT Jamsostek", None),
        # a wrong weekday is no evidence
        ("katanya, Kamis (18/2/2026)", None),
        # a plan is no report
        ("menargetkan hingga Desember 2030 semua pekerja terlindungi", None),
        ("UU No 24 Tahun 2011 mewajibkan", None),
        ("saat ini 5 persen", None),
        ("", None),
    ],
)
def test_the_text_gives_its_date_away(text: str, expected: tuple[str, str] | None) -> None:
    assert found(text) == expected


def test_a_weather_box_is_not_the_date() -> None:
    box = "25.5 C\nMataram\nSenin, 9 Desember 2024\n\n"
    assert found(box + "Hingga April 2024 baru 29,26 persen, ujarnya, Rabu (8/5).") == ("2024-05-08", "day")
    assert found(box + "Belum ada data baru dari kantor cabang.") is None


def test_a_date_beside_a_byline_counts_after_the_prose() -> None:
    byline = "Redaksi | Senin, 23 Februari 2026 | 12:01 | Dibaca : 81\n"
    assert found(byline + "Perusahaan terbanyak di Jawa.") == ("2026-02-23", "day")
    assert found(byline + "Hal itu disampaikan Kamis (19/2/2026).") == ("2026-02-19", "day")


@given(st.dates(date(1995, 1, 1), date(2049, 12, 31)))
def test_a_dateline_with_its_year_comes_back(on: date) -> None:
    name = WEEKDAYS[on.weekday()]
    assert found(f"kata kepala cabang di Ambon, {name} ({on.day}/{on.month}/{on.year}).") == (on.isoformat(), "day")


@given(st.dates(date(1996, 2, 1), date(2049, 12, 1)), st.integers(0, 300))
def test_a_dateline_within_a_year_of_the_figures_needs_no_year(month: date, days: int) -> None:
    first = month.replace(day=1)
    on = first + timedelta(days=days)
    if (on.month, on.day) == (2, 29):
        on += timedelta(days=1)
    text = f"Per {MONTHS[first.month - 1]} {first.year} ada 5 kasus, kata dia, {WEEKDAYS[on.weekday()]} ({on.day}/{on.month})."
    assert found(text) == (on.isoformat(), "day")


def test_the_front_matter_outweighs_the_text() -> None:
    text = "---\npublished_on: 2020\n---\nSenin (6/12/2021)"
    assert found(text) == ("2020-12-31", "year")


@given(st.text(max_size=300))
def test_any_text_is_split_or_refused_with_a_line(text: str) -> None:
    for whole in (text, "---\n" + text, "---\npublisher: a\n" + text):
        try:
            front_matter = split_front_matter(whole)
        except ValueError as error:
            assert str(error).startswith("line ")
        else:
            assert 0 <= front_matter.body_start <= len(whole)
            find_publication(whole, front_matter)


def test_many_datelines_cost_no_more_than_their_length() -> None:
    started = time.process_time()
    found("Senin (29/6) pandemi " * 20_000)
    assert time.process_time() - started < 8


def test_every_era_has_a_source_and_a_span() -> None:
    for row in table("era_markers"):
        assert row["source"]
        assert row["from"] or row["to"]
        assert row["phrase"] == row["phrase"].lower()
        if row["from"] and row["to"]:
            assert row["from"] < row["to"]


@pytest.mark.skipif(
    not SHARED.exists(), reason="the annotated seed reports lie beside the checkout (../shared) and are absent"
)
def test_the_seed_reports_have_their_dates() -> None:
    seeds = {path.stem: found(path.read_text(encoding="utf-8")) for path in sorted(SHARED.glob("seeds/*.txt"))}
    assert seeds == {
        "seed-000": ("2011-12-31", "year"),
        "seed-001": ("2012-11-30", "month"),
        "seed-002": ("2021-12-06", "day"),
        "seed-003": ("2023-01-17", "day"),
        "seed-004": ("2020-06-29", "day"),
    }


def test_a_link_to_another_report_does_not_date_this_one() -> None:
    body = "Peserta di Sulawesi Utara terus bertambah, jelas Rudy, Minggu (23/3/2014).\nSepanjang Semester I 2025 Klaim di Sulut Naik\n"
    found = find_publication(body, front_matter_of(body))
    assert found is not None
    assert found.on == date(2014, 3, 23)


def test_a_day_above_the_report_counts_if_it_comes_soon_after_its_figures() -> None:
    body = (
        "Thursday, November 21, 2013\n\nSampai dengan Oktober 2013 klaim di Semarang mencapai 1.525 kasus, katanya.\n"
    )
    found = find_publication(body, front_matter_of(body))
    assert found is not None
    assert found.on == date(2013, 11, 21)
    clock = body.replace("November 21, 2013", "November 20, 2025")
    found = find_publication(clock, front_matter_of(clock))
    assert found is not None
    assert found.on == date(2013, 10, 31)


def test_a_day_above_the_report_holds_if_a_weekday_below_fits_it() -> None:
    above = "Bansos bagi pekerja\n\nKamis, 20 Agustus 2020\n\n"
    assert found(above + "Sampai Selasa (18/8) sudah 169 ribu pekerja diajukan.\n") == ("2020-08-20", "day")
    assert found(above + "Sampai Rabu (18/8) sudah 169 ribu pekerja diajukan.\n") is None


@pytest.mark.parametrize(
    "head",
    ["SINTANG, 14 Maret 2023 - ", "Sintang, 14 Maret 2023 – ", "SINTANG (Suara Contoh, 14/3/2023) — "],
)
def test_a_day_behind_the_town_dates_the_report_though_its_figures_are_older(head: str) -> None:
    assert found(f"{head}Peserta di Kabupaten Sintang 45.678 orang per 28 Februari 2023.") == ("2023-03-14", "day")
