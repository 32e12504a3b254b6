"""The golden warehouse: the annotated reports and the reference tables through the whole job, once, and each of their facts looked for.

Belongs here: where every gold fact ended, which contradictions were found. Does not: how well reports are read (test_press_corpus.py).

The contradictions are those that the annotators noticed and that a relation can express within the exactness of the printing. Left out are 003, 010
and 014 (not of one measure), 031 (a town against its province in different years), 038 ('tiga juta' may be two or four), 045 and 085 (no
relation), 076 (its base is another report's), 090 (56,48 + 44 is 100 within the width of 44), 121 (the reader takes the scale word for a slip),
122 (a target of benefits is no measure). What is found and missed, and why: docs/contradictions.md.
"""

import importlib.util
import json
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

import duckdb
import pytest

from bench.golden_inbox import CORPUS, Fact, by_file, printed, write_inbox
from bench.known_then import content_hashes, differences, random_days, rebuilt_in_disorder
from serving.report import MOST_BYTES
from tests.browser import chromium, watched
from tests.jobs import release_file, rows, run
from tests.report_page import choose, faults, table, unanswered

pytestmark = [
    pytest.mark.pipeline,
    pytest.mark.skipif(not CORPUS.is_dir(), reason="the annotated corpus (../shared) is not at hand"),
]
# Report, measure on the left side, and where one report has several of them, the left side's value.
NOTICED = [
    ("002", "claims_amount", None),
    ("006", "coverage_rate", None),
    ("006", "workers_registered", None),  # against seed-000 and its own series
    ("015", "coverage_rate", None),
    ("023", "workers_registered", None),
    ("024", "coverage_rate", None),
    ("029", "claims_amount", None),
    ("031", "claims_count", None),
    ("031", "workers_registered", None),
    ("049", "claims_amount", None),
    ("072", "workers_registered", None),
    ("072", "growth_target", None),
    ("075", "claims_amount", None),
    ("086", "workers_unprotected", None),
    ("099", "employers_registered", None),  # against 100
    ("108", "employer_coverage_rate", None),
    ("119", "claims_count", None),
    ("119", "claims_amount", None),
    ("seed-004", "workers_unprotected", 731_362),
    ("seed-004", "workers_registered", 760_635),
]
SHARE_FOUND = 0.85
MOST_FALSE = 5
# Of the reference tables: what their notes say, or what two sources print of one fact. File's source, measure.
KNOWN_IN_TABLES = [
    ("antaranews.com", "workers_registered"),  # 2006 and 2007: active and inactive do not make the total
    ("dppkspsi.com", "claims_count"),  # 2020: two sources
    ("kumparan.com", "claims_amount"),  # 2020: earlier figure of the same body
    ("m.bisnis.com", "claims_count"),  # 2023: one province has more of a programme's cases than the nation
    ("spn.or.id", "workers_active"),  # 2023: another outlet says much less of one province
    ("m.jpnn.com", "workers_registered"),  # 2012: a part is wrong
]
# Where a gold fact may end, in the order in which it is looked for. `read_otherwise` is the reader's fault: the figure is a fact, but another one.
IN_FACTS = ("fact", "fact_but_for_a_dimension")
IN_AUDIT = ("waits_for_review", "no_fact_because", "unread", "quarantined")
READ_OTHERWISE = "read_otherwise"
NOWHERE = "nowhere"
PRESS_IN_FACTS, PRESS_READ_OTHERWISE = 0.85, 0.01
TABLES_IN_FACTS = 0.92
DIGITS = re.compile(r"\d[\d.,]*\d|\d")


@pytest.fixture(scope="module")
def golden(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The published file of the one job that this module runs."""
    folder = tmp_path_factory.mktemp("golden")
    write_inbox(folder / "inbox")
    ended = run(folder / "home", folder / "inbox")
    assert ended.code in (0, 3), ended.output  # 3: published, and some rows were refused
    return release_file(folder / "home", ended.release)


def table_of(database: Path, query: str) -> list[dict[str, Any]]:
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.execute(query).to_arrow_table().to_pylist()


class Ended:
    """What became of the figures of each file: facts with their table, and what audit says of the others."""

    def __init__(self, database: Path) -> None:
        self.figures = by_report(
            table_of(
                database,
                """
                select
                    reports.file_name, figures.observation_id, figures.measure, figures.value, figures.as_printed,
                    figures.area_name, figures.area_code, cast(figures.period_end as varchar) as period_end,
                    figures.programme, figures.segment, figures.no_fact_because, measures.fact_table as belongs_to,
                    (select min(fact_table) from marts.bridge_fact_observation as bridge
                     where bridge.observation_id = figures.observation_id) as stands_in
                from marts.fct_observation as figures
                inner join marts.dim_report as reports on figures.report_key = reports.report_key
                inner join marts.dim_measure as measures on figures.measure_key = measures.measure_key
                where figures.is_current
                """,
            )
        )
        self.waiting = by_report(table_of(database, "select * from audit.review_queue"))
        self.unread = by_report(table_of(database, "select * from audit.unread_figures"))
        self.quarantined = by_report(table_of(database, "select * from audit.quarantine"))


def by_report(found: Iterable[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    files: dict[str, list[dict[str, Any]]] = {}
    for row in found:
        files.setdefault(str(row["file_name"]), []).append(row)
    return files


def printed_alike(gold: str, *texts: object) -> bool:
    """Whether a place of the warehouse shows the characters that the gold row was printed with, or their number."""
    wanted = gold.casefold().strip()
    numbers = {number.strip(".,") for number in DIGITS.findall(wanted)}
    for text in (str(text).casefold() for text in texts if text):
        if wanted in text or (len(text) > 2 and text in wanted):
            return True
        if numbers & {number.strip(".,") for number in DIGITS.findall(text)}:
            return True
    return False


def scorer() -> ModuleType:
    """The corpus's own score.py: what it takes for the same figure and the same fact."""
    specification = importlib.util.spec_from_file_location("score", CORPUS / "score.py")
    assert specification is not None and specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def where_press_ended(ended: Ended) -> dict[str, list[str]]:
    """Every gold row of the annotated reports by where it ended. A figure of the warehouse stands for one gold row only."""
    score = scorer()
    places: dict[str, list[str]] = {}
    golds: dict[str, list[dict[str, Any]]] = {}
    for line in (CORPUS / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        golds.setdefault(f"press/{gold['article_id']}.txt", []).append(gold)
    for file_name, rows_of_file in golds.items():
        free = list(ended.figures.get(file_name, []))
        left = list(rows_of_file)
        for place, same in (("fact", score.same_fact), ("fact_but_for_a_dimension", score.same_figure)):
            left = assigned(left, free, same, place, places)
        for gold in left:
            place = press_place(gold, file_name, ended, score.same_figure)
            places.setdefault(place, []).append(f"{file_name}: {gold['measure']} {gold['as_printed']}")
    return places


def assigned(
    golds: list[dict[str, Any]],
    free: list[dict[str, Any]],
    same: Callable[[dict[str, Any], dict[str, Any]], bool],
    place: str,
    places: dict[str, list[str]],
) -> list[dict[str, Any]]:
    """The gold rows for which no figure is free. A figure without a fact counts by its reason."""
    left = []
    for gold in golds:
        figure = next((figure for figure in free if same(gold, figure)), None)
        if figure is None:
            left.append(gold)
            continue
        free.remove(figure)
        if figure["no_fact_because"] is not None:
            ended_at = "no_fact_because"
        else:
            ended_at = place if figure["stands_in"] == figure["belongs_to"] else NOWHERE
        places.setdefault(ended_at, []).append(f"{figure['file_name']}: {gold['measure']} {gold['as_printed']}")
    return left


def press_place(
    gold: dict[str, Any], file_name: str, ended: Ended, same: Callable[[dict[str, Any], dict[str, Any]], bool]
) -> str:
    printed = gold["as_printed"] or ""
    if any(same(gold, figure) for figure in ended.waiting.get(file_name, [])):
        return "waits_for_review"
    if any(printed_alike(printed, row["as_printed"]) for row in ended.unread.get(file_name, [])):
        return "unread"
    if any(printed_alike(printed, row["value"]) for row in ended.quarantined.get(file_name, [])):
        return "quarantined"
    others = [*ended.figures.get(file_name, []), *ended.waiting.get(file_name, [])]
    if any(printed_alike(printed, row["as_printed"]) for row in others):
        return READ_OTHERWISE
    return NOWHERE


def where_tables_ended(ended: Ended) -> dict[str, list[str]]:
    """Every row of the reference tables by where it ended."""
    places: dict[str, list[str]] = {}
    for file_name, facts in by_file().items():
        free = list(ended.figures.get(file_name, []))
        for fact in facts:
            figure = next((figure for figure in free if is_fact(fact, figure)), None)
            if figure is not None:
                free.remove(figure)
                place = "no_fact_because" if figure["no_fact_because"] else "fact"
                if place == "fact" and figure["stands_in"] != figure["belongs_to"]:
                    place = NOWHERE
            else:
                place = table_place(fact, file_name, ended)
            shown = f"{file_name}: {fact.area_name} {fact.as_of} {fact.wording} {fact.value}"
            places.setdefault(place, []).append(shown)
    return places


def is_fact(fact: Fact, figure: dict[str, Any]) -> bool:
    """Whether a figure of the warehouse says what the row says, its area, programme, segment and day included."""
    area = figure["area_code"] or ""
    same_area = area.startswith("KC-") if fact.area_code.startswith("Cabang ") else area == fact.area_code
    end = f"{fact.as_of.year}-12-31" if fact.period == "year" else str(fact.as_of)
    said = (figure["measure"], figure["programme"], figure["segment"], figure["period_end"], figure["value"])
    return same_area and said == (fact.measure, fact.programme, fact.segment, end, fact.value)


def table_place(fact: Fact, file_name: str, ended: Ended) -> str:
    number, scale = printed(fact)
    for place, column in (("unread", ended.unread), ("quarantined", ended.quarantined)):
        for row in column.get(file_name, []):
            texts = (row["as_printed"],) if place == "unread" else (row["value"], row["record"])
            # A count printed with its scale in the next cell is one number there: "10,7" and "juta orang".
            if any(text and number in str(text) for text in texts):
                return place
    others = ended.figures.get(file_name, [])
    if any(printed_alike(f"{number} {scale}".strip(), row["as_printed"]) for row in others):
        return READ_OTHERWISE
    return NOWHERE


def told(title: str, places: dict[str, list[str]]) -> None:
    """Shown by `pytest -s`, and where a test fails."""
    total = sum(map(len, places.values()))
    counts = ", ".join(f"{place} {len(found)}" for place, found in sorted(places.items()))
    print(f"\n{title}: {total} facts: {counts}")  # noqa: T201 - the count is what the test is asked for
    for place in (READ_OTHERWISE, NOWHERE):
        for shown in places.get(place, []):
            print(f"  {place}: {shown}")  # noqa: T201 - as above


def share(places: dict[str, list[str]], *wanted: str) -> float:
    return sum(len(places.get(place, [])) for place in wanted) / sum(map(len, places.values()))


def test_every_annotated_figure_is_a_fact_or_listed_with_its_reason(golden: Path) -> None:
    places = where_press_ended(Ended(golden))
    told("annotated reports", places)
    assert set(places) <= {*IN_FACTS, *IN_AUDIT, READ_OTHERWISE}, places[NOWHERE]
    assert sum(map(len, places.values())) == len((CORPUS / "gold.jsonl").read_text(encoding="utf-8").splitlines())
    assert share(places, *IN_FACTS) >= PRESS_IN_FACTS
    assert share(places, READ_OTHERWISE) <= PRESS_READ_OTHERWISE, places[READ_OTHERWISE]


def test_every_row_of_the_reference_tables_is_a_fact_or_listed_with_its_reason(golden: Path) -> None:
    places = where_tables_ended(Ended(golden))
    told("reference tables", places)
    assert set(places) <= {"fact", *IN_AUDIT}, places.get(NOWHERE, []) + places.get(READ_OTHERWISE, [])
    assert share(places, "fact") >= TABLES_IN_FACTS


def test_every_published_table_is_the_same_whatever_the_order_of_loading(golden: Path, tmp_path: Path) -> None:
    home = golden.parents[2]
    before = content_hashes(golden)
    built = content_hashes(rebuilt_in_disorder(home, home / "build" / "dbt", tmp_path / "disorder", seed=1))
    assert len(before) > 30
    assert {table for table in before if built[table] != before[table]} == set()


def test_facts_as_known_on_a_day_are_those_of_a_warehouse_of_that_day(golden: Path, tmp_path: Path) -> None:
    """Of real reports; reports that replace each other, in tests/integration/test_as_known.py and `make bench ONLY=as_known`."""
    home = golden.parents[2]
    days = random_days(home / "build" / "cakupan.duckdb", 3, 20_260_102)
    assert [one for day in days for one in differences(home, home / "build" / "dbt", day, tmp_path / "then")] == []


def test_contradictions_of_the_annotated_reports_are_found(golden: Path) -> None:
    listed = rows(
        golden,
        "select regexp_replace(file_name, '^.*/|[.]txt$', '', 'g'), measure, left_value from audit.contradictions"
        " where file_name like 'press/%'",
    )
    found = {
        (report, measure, value)
        for report, measure, value in NOTICED
        if any(told[:2] == (report, measure) and (value is None or told[2] == value) for told in listed)
    }
    missing = sorted(f"{report}: {measure}" for report, measure, value in set(NOTICED) - found)
    assert len(found) >= SHARE_FOUND * len(NOTICED), missing
    known = {(report, measure) for report, measure, _ in NOTICED}
    false = [told for told in listed if tuple(told[:2]) not in known]
    told_of("annotated reports", len(listed), len(false))
    assert len(false) <= MOST_FALSE, false


def test_contradictions_of_the_reference_tables_are_those_that_are_known(golden: Path) -> None:
    listed = rows(
        golden,
        "select regexp_replace(file_name, '^.*/[0-9]+-|[.]csv$', '', 'g'), measure from audit.contradictions"
        " where file_name not like 'press/%'",
    )
    assert set(KNOWN_IN_TABLES) <= set(listed)
    false = [told for told in listed if tuple(told) not in KNOWN_IN_TABLES]
    told_of("reference tables", len(listed), len(false))
    assert len(false) <= MOST_FALSE, false


def told_of(title: str, listed: int, false: int) -> None:
    print(f"\n{title}: {listed} contradictions, {false} false alarms, precision {(listed - false) / listed:.2f}")  # noqa: T201 - recorded


# Figure of the report -> the number of its tables, and the same out of the file, both in the order of the page. Column counted from 0.
ON_THE_PAGE = {
    (
        "ranking",
        1,
    ): "select coverage_rate_shown from marts.rpt_coverage_by_province where has_figure order by sort_by_rate",
    ("subsidies", 3): "select recipients from marts.rpt_bsu_by_edition_province",
    ("gap_target", 5): "select achievement_rate_shown from marts.rpt_target_attainment",
    (
        "benefits_paid",
        4,
    ): "select cast(cases_text as decimal) from marts.rpt_disbursements_by_programme where segment_code = 'ALL' and as_of_date is not null",
    (
        "employers_registered",
        2,
    ): "select employers_registered from marts.fct_employers where segment_code = 'ALL' and scale_code = 'ALL'"
    " and employers_registered is not null qualify row_number() over (partition by area_code order by as_of_date desc nulls last, employers_key) = 1",
    ("service_points", 3): "select point_count from marts.rpt_service_network",
    ("balance", 3): "select sum(rows_read) from audit.row_balance group by source",
}


def test_the_report_shows_the_numbers_of_the_file(golden: Path) -> None:
    """On a phone and on a desk, in both languages; every number of a table is the one that SQL gives."""
    report = golden.with_name("report.html")
    assert unanswered(golden) == []
    assert report.stat().st_size < MOST_BYTES
    with chromium() as browser:
        assert faults(browser, report, accessible_in=["id"]) == []
        with watched(browser) as seen:
            seen.page.goto(report.as_uri())
            for language in ("id", "en"):
                choose(seen.page, language)
                for (figure, column), query in ON_THE_PAGE.items():
                    shown = sorted(
                        float(row[column][1])
                        for row in table(seen.page, f"{language}-{figure}")
                        if row[column][1] is not None
                    )
                    expected = sorted(float(str(value)) for (value,) in rows(golden, query) if value is not None)
                    assert shown == pytest.approx(expected), (language, figure)
            assert (
                seen.page.locator("#id-findings .finding").count()
                == rows(golden, "select count(*) from audit.contradictions")[0][0]
            )
