"""Corrections against what was read: each finds its figure or says why not. Files and the raw layer; dbt is not run."""

import time
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as example_settings
from hypothesis import strategies as st

from sources import raw_layer
from sources.contracts.correction import Correction
from sources.contracts.enforcement import enforce
from sources.corrections import Refreshed, refresh
from sources.corrections.document import parse
from sources.corrections.entries import entries_of
from sources.corrections.figures import ReadFigures
from sources.corrections.matching import match
from sources.identity import content_hash, report_id
from sources.settings import Settings
from tests import inboxes
from tests.figure_lists import REPORT, locator, sources

pytestmark = pytest.mark.integration

ID = report_id(content_hash(REPORT.encode()))
TODAY = date(2026, 3, 4)
WAS = "was: {measure: workers_active, value: 84370, area: 61.71, period_end: 2023-01-31}"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = Settings(data=tmp_path)
    inboxes.put(settings, "press/kalbar.txt", REPORT.encode())
    inboxes.run(settings, sources())
    return settings


def entry(printed: str, *said: str, **other: str) -> str:
    keys = {"report": ID, "locator": locator(printed), "as_printed": f'"{printed}"'} | other
    keys = {"why": "looked at the page", "by": "Sari", "on": "2026-03-01"} | keys
    lines = [*(f"{key}: {value}" for key, value in keys.items()), *said]
    return "- " + "\n  ".join(lines) + "\n"


def correct(settings: Settings, *entries: str, today: date = TODAY) -> Refreshed:
    settings.corrections_file.write_text("".join(entries), encoding="utf-8")
    return refresh(settings, today)


def rows(settings: Settings) -> list[dict[str, Any]]:
    return raw_layer.read_table(settings, "correction").to_dicts()


def only(refreshed: Refreshed) -> str:
    assert len(refreshed.problems) == 1, refreshed.told
    return refreshed.problems[0].rule


def test_a_correction_stands_beside_the_row_that_was_read(settings: Settings) -> None:
    before = raw_layer.read_table(settings, "press")
    assert correct(settings, entry("500000", "should_be: {value: 600000, segment: formal}")).problems == []
    assert raw_layer.read_table(settings, "press").equals(before), "what was read is not altered"
    [row] = rows(settings)
    [read] = [line for line in before.to_dicts() if line["as_printed"] == "500000"]
    assert (row["action"], row["read_observation_id"]) == ("changed", read["observation_id"])
    assert row["observation_id"] not in set(before["observation_id"])
    assert (row["value"], row["segment"], row["changed_columns"]) == (600000, "formal", "value; segment")
    assert (row["measure"], row["area_code"], row["period_end"]) == ("workers_active", "61", date(2023, 1, 31))
    assert (row["confidence"], row["reader"]) == (1.0, "person")


def test_what_follows_from_a_code_follows(settings: Settings) -> None:
    said = "should_be: {measure: claims_count, area: KC-61.71, period_start: 2023-01-01}"
    assert correct(settings, entry("500000", said)).problems == []
    [row] = rows(settings)
    assert (row["unit"], row["area_kind"], row["office_code"]) == ("cases", "office_work_area", "KC-61.71")
    assert row["period_kind"] == "duration"


def test_the_same_file_gives_the_same_table_in_any_order(settings: Settings) -> None:
    one, other = (
        entry("500000", "should_be: {value: 1}"),
        entry("19", "missed: {measure: offices_unit, value: 19, area: 61}"),
    )
    assert correct(settings, one, other).problems == []
    path = raw_layer.table_path(settings, "correction", "current", "corrections")
    before, written = rows(settings), path.stat().st_mtime_ns
    assert correct(settings, other, one).problems == []
    assert rows(settings) == before
    assert path.stat().st_mtime_ns == written, "a table that says the same is not written again"


def test_an_applied_file_is_kept(settings: Settings) -> None:
    refreshed = correct(settings, entry("500000", "should_be: {value: 1}"))
    assert refreshed.archived is not None
    assert (settings.data / refreshed.archived).read_bytes() == settings.corrections_file.read_bytes()


def test_without_the_file_what_was_read_stands(settings: Settings) -> None:
    correct(settings, entry("500000", "should_be: {value: 1}"))
    settings.corrections_file.unlink()
    assert refresh(settings, TODAY).problems == []
    assert rows(settings) == []


STALE = {
    "a report that never came": (
        entry("500000", "should_be: {value: 1}", report="0" * 16),
        "correction_report_unknown",
    ),
    "a place where nothing stands": (
        entry("500000", "should_be: {value: 1}", locator="characters 0-3"),
        "correction_figure_gone",
    ),
    "a number that is unread": (entry("19", "should_be: {value: 1}"), "correction_figure_gone"),
    "other characters": (
        entry("500000", "should_be: {value: 1}", as_printed='"500.000"'),
        "correction_other_characters",
    ),
    "a figure that is read otherwise": (
        entry("500000", "was: {value: 400000}", "should_be: {value: 1}"),
        "correction_read_otherwise",
    ),
    "a reader that agrees by now": (entry("500000", "should_be: {value: 500000}"), "correction_not_needed"),
    "a reader that agrees and read otherwise before": (
        entry("500000", "was: {value: 400000}", "should_be: {value: 500000}"),
        "correction_not_needed",
    ),
    "a number that the reader leaves out by now": (entry("19", "not_a_fact: ordinal"), "correction_not_needed"),
    "a missed fact that is read by now": (
        entry("500000", "missed: {measure: workers_active, value: 500000, area: 61, period_end: 2023-01-31}"),
        "correction_not_needed",
    ),
    "a missed fact where another is read": (
        entry("500000", "missed: {measure: workers_new, value: 500000, area: 61}"),
        "correction_beside_a_figure",
    ),
    "a second figure beside none": (
        entry("19", "missed: {measure: offices_unit, value: 19, area: 61}", "second_figure: true"),
        "correction_figure_gone",
    ),
    "a missed fact at other characters": (
        entry("19", "missed: {measure: offices_unit, value: 18, area: 61}", as_printed='"18"'),
        "correction_other_characters",
    ),
    "a missed fact beyond the end": (
        entry("19", "missed: {measure: offices_unit, value: 19, area: 61}", locator="characters 99990-99992"),
        "correction_figure_gone",
    ),
    "a confirmation of another value": (
        entry("84370", WAS.replace("84370", "84371"), "confirmed: true"),
        "correction_read_otherwise",
    ),
    "a decision before the report": (
        entry("500000", "should_be: {value: 1}", on="2023-02-09"),
        "correction_date_impossible",
    ),
    "a decision in the future": (
        entry("500000", "should_be: {value: 1}", on="2062-03-01"),
        "correction_date_impossible",
    ),
    "a figure that no figure can be": (entry("500000", "should_be: {value: -5}"), "correction_breaks_contract"),
    "a period that runs backwards": (
        entry("500000", "should_be: {period_start: 2023-02-01}"),
        "correction_breaks_contract",
    ),
}


@pytest.mark.parametrize("name", STALE)
def test_a_correction_that_does_not_hold_is_refused_and_nothing_is_written(settings: Settings, name: str) -> None:
    assert correct(settings, entry("5678", "should_be: {value: 5679}")).problems == []
    before = rows(settings)
    text, rule = STALE[name]
    refreshed = correct(settings, entry("5678", "should_be: {value: 5680}"), text)
    assert only(refreshed) == rule
    assert ", line 8, entry 2: " in refreshed.told[0]
    assert rows(settings) == before, "all of the file is applied, or nothing"


def test_two_entries_about_one_figure_are_refused(settings: Settings) -> None:
    one, other = entry("500000", "should_be: {value: 1}"), entry("500000", "was: {area: 61}", "not_a_fact: ordinal")
    assert only(correct(settings, one, other)) == "correction_doubled"


def test_two_entries_that_make_one_figure_are_refused(settings: Settings) -> None:
    one = entry("500000", "should_be: {value: 1}")
    same = "missed: {measure: workers_active, value: 1, area: 61, period_end: 2023-01-31}"
    assert only(correct(settings, one, entry("500000", same, "second_figure: true"))) == "correction_doubled"
    assert correct(settings, one, entry("500000", same.replace(": 1,", ": 2,"), "second_figure: true")).problems == []


def test_a_report_that_could_not_be_read_has_no_figures_to_decide_about(settings: Settings) -> None:
    inboxes.put(settings, "press/broken.txt", b"one line\n")  # the reader fails on it
    inboxes.run(settings, sources())
    broken = {"report": report_id(content_hash(b"one line\n")), "locator": "characters 0-3", "as_printed": "one"}
    for said in ("should_be: {value: 1}", "missed: {measure: offices_unit, value: 1, area: 61}"):
        assert only(correct(settings, entry("500000", said, **broken))) == "correction_report_refused"


def test_thousands_of_entries_take_seconds(settings: Settings) -> None:
    said = "missed: {{measure: offices_unit, value: {}, area: 61}}"
    entries = [entry("19", said.format(number)) for number in range(2000)]
    started = time.process_time()
    assert correct(settings, *entries, entry("500000", "should_be: {value: -5}")).told[0].count("entry 2001") == 1
    assert len(correct(settings, *entries).rows) == 2000
    assert time.process_time() - started < 20  # checked one by one against the contract they took minutes


def test_a_report_of_a_year_may_be_decided_about_before_the_year_is_over(settings: Settings) -> None:
    register = raw_layer.read_table(settings, "report").with_columns(
        published_on=pl.lit(date(2026, 12, 31)), published_precision=pl.lit("year")
    )
    raw_layer.write_table(settings, "report", "2023-02", ID, register)
    assert correct(settings, entry("500000", "should_be: {value: 1}", on="2026-03-01")).problems == []
    assert (
        only(correct(settings, entry("500000", "should_be: {value: 1}", on="2025-12-31")))
        == "correction_date_impossible"
    )


def test_tomorrow_is_today_somewhere(settings: Settings) -> None:
    text = entry("500000", "should_be: {value: 1}", on="2026-03-05")
    assert correct(settings, text, today=date(2026, 3, 4)).problems == []
    assert only(correct(settings, text, today=date(2026, 3, 3))) == "correction_date_impossible"


def test_a_correction_of_a_replaced_report_is_refused_until_the_replacement_is_unreadable(settings: Settings) -> None:
    text = entry("500000", "should_be: {value: 1}")
    inboxes.put(settings, "press/kalbar.txt", b"one line\n")  # the reader fails on it
    inboxes.run(settings, sources())
    assert correct(settings, text).problems == []
    inboxes.put(settings, "press/kalbar.txt", REPORT.replace("500000", "500001").encode())
    inboxes.run(settings, sources())
    refreshed = correct(settings, text)
    assert only(refreshed) == "correction_report_superseded"
    assert report_id(content_hash(REPORT.replace("500000", "500001").encode())) in refreshed.told[0]


def test_a_new_version_of_the_reader_does_not_loosen_a_correction(settings: Settings) -> None:
    text = entry("500000", "was: {value: 500000, area: 61}", "should_be: {area: 61.71}")
    assert correct(settings, text).problems == []
    before = rows(settings)
    inboxes.run(settings, sources("2"))
    assert correct(settings, text).problems == []
    assert rows(settings) == before, "the same figure, read by another version"


def test_two_figures_printed_as_one_number_are_told_apart(settings: Settings) -> None:
    place = locator("500000")
    twice = "missed: {measure: workers_active, value: 500000, area: 62, period_end: 2023-01-31}"
    assert correct(settings, entry("500000", twice, "second_figure: true", locator=place)).problems == []
    [row] = rows(settings)
    assert (row["action"], row["area_code"], row["read_observation_id"]) == ("added", "62", None)


def test_a_cell_of_a_table_is_corrected_as_a_figure_of_a_text(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    table = inboxes.csv_table([inboxes.ROW])
    inboxes.put(settings, "labour_force/2023-08.csv", table)
    inboxes.run(settings)
    [read] = raw_layer.read_table(settings, "labour_force").filter(measure="workers_employed").to_dicts()
    cell = {"report": read["report_id"], "locator": read["locator"], "on": f"{inboxes.NOW:%Y-%m-%d}"}
    assert (
        correct(settings, entry("500000", "should_be: {value: 2780300}", **cell, as_printed="2.780.200")).problems == []
    )
    [row] = rows(settings)
    assert (row["source"], row["value"], row["area_code"]) == ("labour_force", 2_780_300, "61")
    outside = entry("500000", "should_be: {measure: workers_active}", **cell, as_printed="2.780.200")
    assert only(correct(settings, outside)) == "correction_breaks_contract", "what the source may not hold"
    missed = entry("500000", "missed: {measure: workers_employed, value: 1, area: 61}", **cell, as_printed="1")
    assert only(correct(settings, missed)) == "correction_missed_in_table"


MEANINGS = st.fixed_dictionaries(
    {},
    optional={
        "measure": st.sampled_from(["workers_new", "coverage_rate", "claims_amount", "growth_rate", "offices_unit"]),
        "value": st.sampled_from(["0", "-5", "31.98", "600000", "9" * 22, "0.000001"]),
        "decimals": st.sampled_from(["-15", "-3", "0", "6", "7"]),
        "area": st.sampled_from(["ID", "61", "61.71", "KC-61.71", "K8-VI"]),
        "office": st.sampled_from(["null", "KC-61.71"]),
        "period_start": st.sampled_from(["null", "2022-01-01", "2024-01-01"]),
        "period_end": st.sampled_from(["null", "2022-12-31"]),
        "programme": st.sampled_from(["null", "JHT", "ALL"]),
        "segment": st.sampled_from(["null", "formal", "puskesmas"]),
        "qualifier": st.sampled_from(["approx", "range_low"]),
    },
)


@example_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25)
@given(
    printed=st.sampled_from(["500000", "84370", "5678", "19"]),
    key=st.sampled_from(["should_be", "missed"]),
    said=MEANINGS,
)
def test_whatever_a_person_says_is_a_sound_figure_or_a_problem(
    settings: Settings, printed: str, key: str, said: dict[str, str]
) -> None:
    said = said or {"value": "1"}
    if key == "missed":
        said = {"measure": "workers_active", "value": "1", "area": "61"} | said
    written = ", ".join(f"{name}: {value}" for name, value in said.items())
    entries = entries_of(parse(entry(printed, f"{key}: {{{written}}}").encode()))
    matched = match(entries, ReadFigures(settings), TODAY)
    assert len(matched.rows) + len(matched.problems) == 1
    assert enforce(Correction, matched.rows).broken == []
    for row in matched.rows:
        told = row["area_code"], row["programme"], row["segment"]
        wanted = [said.get(name) for name in ("area", "programme", "segment")]
        assert all(
            want is None or value == (None if want == "null" else want)
            for value, want in zip(told, wanted, strict=True)
        )
