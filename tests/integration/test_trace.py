"""Any figure of the published warehouse leads back to the characters that a report printed."""

from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from serving.release import publish
from serving.trace import Trace, TraceError, trace
from sources.identity import content_hash
from sources.intake.archive import archive_path
from sources.settings import Settings
from tests.small_warehouse import (
    CONTRADICTION,
    FACT,
    NOW,
    SHA256,
    TEXT,
    locator,
    observation_id,
    published,
    write_archive,
    write_build,
)

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def unchanged(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """For tests that only look."""
    settings = Settings(data=tmp_path_factory.mktemp("unchanged"))
    published(settings)
    write_archive(settings)
    return settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = Settings(data=tmp_path)
    published(settings)
    write_archive(settings)
    return settings


def printed(found: Trace) -> set[str]:
    return {origin.excerpt.printed for origin in found.origins if origin.excerpt}


@pytest.mark.parametrize("table", ["marts.fct_coverage", "fct_coverage", "FCT_COVERAGE", " Marts.Fct_Coverage "])
@pytest.mark.parametrize("key", [FACT, FACT[:6]])
def test_a_fact_leads_to_every_figure_it_was_made_of(unchanged: Settings, table: str, key: str) -> None:
    found = trace(unchanged, table, key)
    assert (found.table, found.key, found.key_column) == ("marts.fct_coverage", FACT, "fct_coverage_key")
    assert found.problems == []
    assert printed(found) == {"31,98", "2,64 juta", "843.700"}
    by_measure = {origin.measure: origin for origin in found.origins}
    rate = by_measure["coverage_rate"]
    assert (rate.role, rate.because, rate.locator) == ("chosen", "the only figure", locator("31,98"))
    assert rate.observation["value"] == Decimal("31.98")
    assert rate.report["file_name"] == "press/kalbar.txt"
    assert rate.excerpt is not None
    assert rate.excerpt.before.endswith("Kalimantan Barat baru ")
    assert rate.excerpt.after.startswith(" persen.")
    assert by_measure["workers_active"].role == "alternative"


def test_a_report_row_leads_through_the_facts_it_shows(unchanged: Settings) -> None:
    with duckdb.connect(str(unchanged.current / "cakupan.duckdb"), read_only=True) as connection:
        key = connection.execute(
            "select rpt_coverage_key from marts.rpt_coverage where fct_coverage_key = ?", [FACT]
        ).fetchall()[0][0]
    assert printed(trace(unchanged, "rpt_coverage", key)) == {"31,98", "2,64 juta", "843.700"}


def test_a_sum_of_several_fact_rows_leads_through_all_of_them(unchanged: Settings) -> None:
    with duckdb.connect(str(unchanged.current / "cakupan.duckdb"), read_only=True) as connection:
        (key, facts) = connection.execute("from marts.rpt_sum").fetchall()[0]
    assert facts.startswith(f"{FACT}; ")
    assert printed(trace(unchanged, "rpt_sum", key)) == {"31,98", "2,64 juta", "843.700"}


def test_a_contradiction_leads_to_both_sides(unchanged: Settings) -> None:
    found = trace(unchanged, "audit.contradictions", CONTRADICTION[:8])
    assert sorted((origin.role, origin.as_printed) for origin in found.origins) == [
        ("left, suspect", "31,98"),
        ("right", "2,64 juta"),
        ("right", "843.700"),
    ]
    assert found.problems == []


def test_an_observation_leads_to_itself(unchanged: Settings) -> None:
    found = trace(unchanged, "fct_observation", observation_id("2,64 juta"))
    assert printed(found) == {"2,64 juta"}


def test_an_unread_number_leads_to_its_place(unchanged: Settings) -> None:
    found = trace(unchanged, "audit.unread_figures", "u1u1u1u1")
    assert printed(found) == {"2023-02-10"}
    assert found.origins[0].report["publisher"] == "Harian Contoh"


def test_a_row_without_reports_has_no_origins(unchanged: Settings) -> None:
    assert trace(unchanged, "audit.completeness", "k1k1k1k1").origins == ()


@pytest.mark.parametrize(
    "table",
    [
        "fct_coverge",
        "staging.private",
        "",
        "marts.fct_coverage; drop table x",
        'marts."fct_coverage"',
        "duckdb_tables()",
    ],
)
def test_an_unknown_table_is_told_with_those_there_are(unchanged: Settings, table: str) -> None:
    with pytest.raises(TraceError, match=r"marts\.fct_coverage, marts\.fct_observation"):
        trace(unchanged, table, FACT)


def test_a_slip_of_the_pen_is_answered_with_what_was_meant(unchanged: Settings) -> None:
    with pytest.raises(TraceError, match=r"did you mean marts\.fct_coverage"):
        trace(unchanged, "fct_coverge", FACT)
    with pytest.raises(TraceError, match=f"the nearest: {FACT}"):
        trace(unchanged, "fct_coverage", FACT[:-4] + "0000")


@pytest.mark.parametrize("key", ["", "3f2a9", "' or 1=1 --", "%", "zzzzzzzz"])
def test_an_unknown_key_is_told(unchanged: Settings, key: str) -> None:
    with pytest.raises(TraceError, match="has no row with fct_coverage_key"):
        trace(unchanged, "fct_coverage", key)


def test_the_beginning_of_several_keys_is_not_enough(settings: Settings) -> None:
    write_build(settings)
    with duckdb.connect(str(settings.build_database)) as build:
        build.execute("create table marts.twins as select 'abcdef' || i as twin_key from range(3) as t(i)")
    publish(settings, code_revision="test", now=NOW)
    with pytest.raises(TraceError, match="abcdef0, abcdef1, abcdef2"):
        trace(settings, "twins", "abcdef")


def test_nothing_is_published_yet(tmp_path: Path) -> None:
    with pytest.raises(TraceError, match="cakupan run"):
        trace(Settings(data=tmp_path / "empty"), "fct_coverage", FACT)


def test_a_changed_archive_is_noticed(settings: Settings) -> None:
    path = settings.data / archive_path(SHA256)
    path.write_text(TEXT.replace("31,98", "41,98"))
    found = trace(settings, "fct_coverage", FACT)
    assert len(found.problems) == 3
    assert "no longer has the bytes" in found.problems[0]
    assert printed(found) == set()


def test_a_missing_archive_is_told_and_the_rest_is_shown(settings: Settings) -> None:
    (settings.data / archive_path(SHA256)).unlink()
    found = trace(settings, "fct_coverage", FACT)
    assert "restore the archive" in found.problems[0]
    assert found.origins[0].report["file_name"] == "press/kalbar.txt"


def test_a_link_in_the_archive_is_not_followed(settings: Settings, tmp_path: Path) -> None:
    path = settings.data / archive_path(SHA256)
    elsewhere = tmp_path / "elsewhere.txt"
    path.rename(elsewhere)
    path.symlink_to(elsewhere)
    assert "is no file" in trace(settings, "fct_coverage", FACT).problems[0]


def changed(settings: Settings, statement: str) -> Trace:
    """The trace after a change of the warehouse, published anew."""
    write_build(settings)
    with duckdb.connect(str(settings.build_database)) as build:
        build.execute(statement)
    publish(settings, code_revision="test", now=NOW)
    return trace(settings, "fct_observation", observation_id("31,98"))


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("update marts.fct_observation set as_printed = '32,98'", "has '31,98' there, the warehouse '32,98'"),
        ("update marts.fct_observation set locator = 'characters 5-99999'", "has only"),
        ("update marts.fct_observation set locator = 'characters 9-9'", "has only"),
        ("update marts.fct_observation set locator = 'line 900, column 2'", "no such cell"),
        ("delete from marts.dim_report", "not in the register"),
        ("update marts.dim_report set sha256 = '../../../etc/passwd'", "no SHA-256"),
    ],
)
def test_what_is_wrong_with_a_place_is_told(settings: Settings, statement: str, problem: str) -> None:
    found = changed(settings, statement)
    assert len(found.problems) == 1
    assert problem in found.problems[0]


def test_a_cell_of_a_csv_table_is_shown_with_its_row(settings: Settings) -> None:
    content = b"provinsi;tahun;bulan;angkatan_kerja;bekerja;satuan\nAceh;2023;8;2.608;2.4;ribu orang\n"
    sha256 = content_hash(content)
    path = settings.data / archive_path(sha256)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    found = changed(
        settings,
        f"update marts.dim_report set sha256 = '{sha256}';"
        "update marts.fct_observation set locator = 'line 2, column 4', as_printed = '2.608'",
    )
    assert found.problems == []
    shown = found.origins[0].excerpt
    assert shown is not None
    assert (shown.before, shown.printed, shown.after) == ("Aceh | 2023 | 8 | ", "2.608", " | 2.4 | ribu orang")


def test_a_cell_of_a_workbook_is_shown_with_its_row(settings: Settings, tmp_path: Path) -> None:
    import openpyxl

    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "Sheet1"
    sheet.append(["provinsi", "tahun", "angkatan_kerja"])
    sheet.append(["Aceh", 2023, 2608000])
    workbook.save(tmp_path / "table.xlsx")
    content = (tmp_path / "table.xlsx").read_bytes()
    sha256 = content_hash(content)
    path = settings.data / archive_path(sha256)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    found = changed(
        settings,
        f"update marts.dim_report set sha256 = '{sha256}';"
        "update marts.fct_observation set locator = 'Sheet1!C2', as_printed = '2608000'",
    )
    assert found.problems == []
    assert printed(found) == {"2608000"}


def test_an_observation_that_is_missing_is_told(settings: Settings) -> None:
    write_build(settings)
    with duckdb.connect(str(settings.build_database)) as build:
        build.execute("delete from marts.fct_observation where measure = 'coverage_rate'")
    publish(settings, code_revision="test", now=NOW)
    problems = trace(settings, "fct_coverage", FACT).problems
    assert len(problems) == 1
    assert "not consistent" in problems[0]
