"""The report of a release: nothing of a report becomes markup, no network, both languages, the same bytes for the same release."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import html
from playwright.sync_api import Browser

from cli.main import main
from serving.release import Release
from serving.report import MOST_BYTES, report_page
from tests import small_warehouse
from tests.browser import PHONE, chromium, watched
from tests.report_page import choose, faults, table
from tests.report_warehouse import HOSTILE, published

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("report") / "home"


@pytest.fixture(scope="module")
def release(home: Path) -> Release:
    return published(home)


@pytest.fixture(scope="module")
def page(release: Release) -> str:
    assert release.report is not None
    return release.report.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


def test_nothing_that_a_report_printed_becomes_markup(page: str) -> None:
    assert HOSTILE not in page
    tree = html.fromstring(page)
    assert len(tree.findall(".//script")) == 1, "the page's own"
    assert tree.findall(".//img") == []
    assert [
        name
        for element in tree.iter()
        if isinstance(element.tag, str)
        for name in element.attrib
        if name.startswith("on")
    ] == []
    assert {link.get("href")[0] for link in tree.iterfind(".//a")} == {"#"}, "no address of a report is a link"
    identities = [element.get("id") for element in tree.iter() if isinstance(element.tag, str) and element.get("id")]
    assert len(identities) == len(set(identities)), "a link leads to one place"
    assert "49" not in {text.strip() for text in tree.itertext()}, "no text of a report is a template"
    assert "\u202e" not in page, "nothing turns the direction of what follows"
    assert "W" * 1000 not in page, "long texts are cut"


def test_the_policy_forbids_every_network_and_knows_the_page_s_own_script(page: str) -> None:
    tree = html.fromstring(page)
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert re.findall(r"https?:", policy) == []
    assert not [element for element in tree.iter() if isinstance(element.tag, str) and "style" in element.attrib], (
        "would be blocked"
    )


def test_the_page_is_fine_on_a_phone_and_on_a_desk_in_both_languages(release: Release, browser: Browser) -> None:
    assert release.report is not None
    assert faults(browser, release.report) == []


def test_numbers_are_written_as_in_each_language_and_are_those_of_the_file(release: Release, browser: Browser) -> None:
    assert release.report is not None
    with watched(browser) as seen:
        seen.page.goto(release.report.as_uri())
        assert seen.page.title().startswith("Perlindungan pekerja")
        first = table(seen.page, "id-ranking")[0]
        assert first[:2] == [("Kalimantan Barat", None), ("31,98%", "31.980000")]
        assert first[6] == ("1.234.567", "1234567")
        assert seen.page.is_hidden("#en-ranking")
        choose(seen.page, "en")
        assert seen.page.is_hidden("#id-ranking")
        assert seen.page.title().startswith("Protection of")
        first = table(seen.page, "en-ranking")[0]
        assert first[:2] == [("West Kalimantan", None), ("31.98%", "31.980000")]
        assert first[6] == ("1,234,567", "1234567")


def test_a_figure_leads_to_the_printed_characters_and_their_report(release: Release, browser: Browser) -> None:
    assert release.report is not None
    with watched(browser, size=PHONE) as seen:
        seen.page.goto(release.report.as_uri())
        seen.page.click("#id-ranking .bars li:first-child .value a")
        target = seen.page.locator(":target")
        assert "31,98" in target.locator("q").all_inner_texts()
        assert "characters 8-13" in target.inner_text()
        target.locator("a").first.click()
        assert seen.page.evaluate("location.hash") == "#r1"


def test_old_boundaries_are_drawn_where_they_tell_of_more_and_the_title_names_the_fold(page: str) -> None:
    tree = html.fromstring(page)
    title = tree.get_element_by_id("en-map_coverage-h").text
    assert title == "Coverage: latest figures on the boundaries of 34 provinces; folded: Papua = Papua, South Papua"
    said = [
        " ".join(tile.text_content().split())
        for tile in tree.xpath("//*[@id='en-map_coverage']//li[contains(@class, 'fold')]")
    ]
    assert [text for text in said if text.startswith("South Papua: 23.1% for Papua as it was, 1 May 2020")]


def test_a_rate_above_the_whole_has_no_rank_and_no_length(page: str) -> None:
    figure = html.fromstring(page).get_element_by_id("en-ranking")
    groups = [heading.text for heading in figure.findall(".//h4")]
    assert groups == ["Cannot be right, without rank"]
    assert figure.xpath(".//rect[@class='doubt']/@width") == ["100.0%"]


def test_what_a_release_does_not_hold_is_said_in_its_place(page: str) -> None:
    figure = html.fromstring(page).get_element_by_id("en-benefits_paid")
    assert figure.find(".//p[@class='empty']").text == (
        "This release does not hold marts.rpt_disbursements_by_programme in the form that this figure needs."
    )


def test_a_release_without_any_of_the_tables_has_a_report_too(tmp_path: Path) -> None:
    made = small_warehouse.published(small_warehouse.Settings(data=tmp_path))
    assert made.report is not None
    figures = html.fromstring(made.report.read_text(encoding="utf-8")).xpath("//div[@lang='en']//figure")
    assert len(figures) > 10
    assert all(figure.find(".//p[@class='empty']") is not None for figure in figures)


def test_the_same_release_gives_the_same_bytes_and_the_command_writes_them(
    release: Release, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert release.report is not None
    whole = release.report.read_bytes()
    assert hashlib.sha256(whole).hexdigest() == release.manifest.files["report.html"].sha256
    assert report_page(release.database, release.manifest, "500MB") == whole
    monkeypatch.setenv("CAKUPAN_DATA", str(home))
    written = tmp_path / "page.html"
    result = CliRunner().invoke(main, ["report", "--release", release.release_id, "-o", str(written)])
    assert result.exit_code == 0, result.output
    assert written.read_bytes() == whole
    again = CliRunner().invoke(main, ["report", "-o", str(written)])
    assert again.exit_code == 1
    assert "exists" in again.output


def test_a_page_stays_within_what_can_be_mailed(tmp_path: Path) -> None:
    """A release with four thousand rows and long names: rows are left off, and the page says so."""
    made = published(
        tmp_path,
        "insert into marts.rpt_coverage_by_province by name select 'k-' || i as coverage_key, repeat('x', 150) || i as province_name_id,"
        " repeat('y', 150) || i as province_name_en, 10 as coverage_rate_shown, date '2023-01-01' as as_of_date, 4 as sort_by_rate"
        " from range(4000) as t(i)",
    )
    assert made.report is not None
    page = made.report.read_bytes()
    assert len(page) <= MOST_BYTES
    assert "more rows are in marts.rpt_coverage_by_province" in page.decode()
