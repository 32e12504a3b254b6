"""A report may come as text, Markdown, web page, PDF or DOCX: it says the same, and each figure leads back to its place."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from serving.trace.places import excerpt
from sources.documents import SUFFIXES
from sources.press.explain import fact_rows, unread_rows
from sources.press.numerals import digit_runs
from sources.press.reader import PressReader, extract_report, open_report, publication_of
from sources.raw_layer import read_table
from sources.readers import SOURCES
from sources.reading import Publication, RegisteredReport
from sources.settings import Settings
from tests.inboxes import put, run
from tests.pages import FIGURES, FURNITURE, PAGES, TITLE, documents

pytestmark = pytest.mark.integration
ARTICLES = documents()
DAY = Publication(date(2023, 1, 17), "day", "front_matter")


def facts(name: str) -> set[tuple[object, ...]]:
    document = open_report(ARTICLES[name], name)
    return {
        (f.measure, f.value, f.area.code, f.period.end, f.programme, f.segment, f.as_printed)
        for f in extract_report(document, DAY).facts
    }


@pytest.mark.parametrize("name", ARTICLES)
def test_the_same_article_says_the_same_in_every_form(name: str) -> None:
    assert facts(name) == facts("article.txt")
    assert len(facts(name)) >= 6


@pytest.mark.parametrize("name", ARTICLES)
def test_every_printed_number_is_accounted_for(name: str) -> None:
    document = open_report(ARTICLES[name], name)
    extraction = extract_report(document, publication_of(document))
    assert extraction.numbers_printed == len(digit_runs(document.text)) == extraction.numbers_accounted
    spans = [(entry.start, entry.end) for entry in (*extraction.facts, *extraction.unread)]
    for start, end in digit_runs(document.text):
        assert any(first <= start and end <= last for first, last in spans)


@pytest.mark.parametrize("name", ARTICLES)
def test_every_locator_leads_back_to_the_characters_as_printed(name: str) -> None:
    report = RegisteredReport("0" * 16, "2023-01", "press", f"press/{name}", DAY)
    reading = PressReader().read(report, ARTICLES[name])
    rows = [*reading.rows, *reading.unread]
    assert len(rows) > 8
    assert len({row["locator"] for row in reading.unread}) == len(reading.unread)
    for row in rows:
        found, problem = excerpt(ARTICLES[name], row["locator"], row["as_printed"], report.file_name)
        assert problem is None
        assert found is not None
        assert found.printed == row["as_printed"]


@pytest.mark.parametrize("name", [name for name in ARTICLES if name.endswith(".html")])
def test_of_a_page_the_article_alone_is_the_report(name: str) -> None:
    document = open_report(ARTICLES[name], name)
    assert document.report.startswith(f"{TITLE}\n\n")
    assert [figure for figure in FIGURES if figure not in document.report] == []
    assert [figure for figure in FURNITURE if figure in document.report] == []
    assert "Kota Singkawang | 87.022\nKabupaten Sanggau | 51.958\n" in document.report
    assert "77.777" not in document.text
    assert "Baca" not in document.report


@pytest.mark.parametrize("name", [f"{name}.html" for name in PAGES])
def test_figures_beside_the_article_are_unread_with_a_reason(name: str) -> None:
    reasons = {"page_furniture", "related_link"}
    document = open_report(ARTICLES[name], name)
    beside = [entry for entry in unread_rows(ARTICLES[name], name) if entry["reason"] in reasons]
    for figure in FURNITURE:
        if figure in document.text:
            assert any(figure.split()[0].removeprefix("Rp") in entry["as_printed"] for entry in beside)
    assert not {fact["as_printed"] for fact in fact_rows(ARTICLES[name], name)} & {"5.053", "8,7 juta", "17.211"}


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("article.txt", r"characters \d+-\d+"),
        ("article.md", r"characters \d+-\d+"),
        ("article.pdf", r"page 1, characters \d+-\d+"),
        ("article.docx", r"(paragraph \d+|table 1, row \d, column 2), characters \d+-\d+"),
        ("portal.html", r"block \d+ \(line \d+\), characters \d+-\d+"),
    ],
)
def test_places_are_named_as_a_person_finds_them(name: str, place: str) -> None:
    locators = pl.Series([row["locator"] for row in fact_rows(ARTICLES[name], name)])
    assert locators.str.contains(f"^{place}$").all()


def test_the_day_of_a_page_comes_from_its_head_or_from_beside_its_headline() -> None:
    for name in PAGES:
        found = publication_of(open_report(ARTICLES[f"{name}.html"], f"{name}.html"))
        assert found is not None
        assert (found.on, found.precision) == (date(2023, 1, 17), "day")
    head = PAGES["agency"]().replace("article:published_time", "x")
    found = publication_of(open_report(head.encode(), "agency.html"))
    assert found == Publication(date(2023, 1, 17), "day", "text")
    caption = head.replace("<h1", "<figure>Kantor, 3 Maret 2019</figure><h1").replace(
        "</h1>", "</h1><p>Foto 5 Mei 2018</p>"
    )
    assert publication_of(open_report(caption.encode(), "agency.html")) == found
    clock = head.replace("<h1", "<p>Rabu, 4 Maret 2026</p><h1").replace("Selasa, 17 Januari 2023", "17 Januari 2023")
    assert publication_of(open_report(clock.encode(), "agency.html")) == found


def test_all_forms_go_through_an_inbox_into_the_raw_layer(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    for name, content in ARTICLES.items():
        put(settings, f"press/{name}", content)
    put(settings, "press/page.htm", ARTICLES["portal.html"] + b"\n")
    put(settings, "press/wrong.pdf", ARTICLES["article.docx"] + b"\n")
    taken, outcomes = run(settings, {"press": SOURCES["press"]})
    assert taken.refused == []
    assert {name.rpartition(".")[2] for name in outcomes} == {suffix.removeprefix(".") for suffix in SUFFIXES}
    wrong = outcomes.pop("press/wrong.pdf")
    assert (wrong.outcome, [problem.rule for problem in wrong.problems]) == ("refused", ["not_what_ending_says"])
    for name, outcome in outcomes.items():
        assert (outcome.outcome, outcome.balanced, outcome.problems) == ("read", True, []), name
        assert outcome.rows_accepted >= 6, name
    reports = {row["file_name"]: row for row in read_table(settings, "report").to_dicts()}
    page = reports["press/portal.html"]
    assert (page["title"], page["publisher"], page["url"]) == (
        TITLE,
        "Warta Khatulistiwa",
        "https://warta.example/kalbar/1",
    )
    assert (page["published_on"], page["published_basis"]) == (date(2023, 1, 17), "front_matter")
    assert reports["press/article.docx"]["title"] == TITLE
