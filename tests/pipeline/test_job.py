"""The whole job on the bundled reports: what is published, and what after one report was changed."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from serving.dictionary.example_queries import Query, queries
from serving.exchange import export
from serving.report import MOST_BYTES
from sources.settings import PROJECT_ROOT, Settings
from tests.browser import chromium
from tests.example_answers import wrong
from tests.exchange_readers import read_with_library
from tests.jobs import SAMPLES, Ended, one_sided, release_file, rows, run, tables
from tests.report_page import faults, unanswered

# `--dist loadfile` keeps these on one worker: each needs the runs before it.
pytestmark = pytest.mark.pipeline

CHANGED = "press/2021-12-kediri-target.txt"
BUNDLED = sum(path.is_file() for path in SAMPLES.rglob("*"))


@dataclass(frozen=True)
class Job:
    """Two runs in one data home: the first, and one after a report was replaced. That nothing new makes no release: test_job_trouble.py."""

    home: Path
    first: Ended
    second: Ended

    def file(self, ended: Ended) -> Path:
        return release_file(self.home, ended.release)


@pytest.fixture(scope="module")
def job(tmp_path_factory: pytest.TempPathFactory) -> Job:
    home, inbox = tmp_path_factory.mktemp("job") / "home", tmp_path_factory.mktemp("inbox") / "inbox"
    shutil.copytree(SAMPLES, inbox)
    root = set(PROJECT_ROOT.iterdir())
    first = run(home, inbox)
    changed = inbox / CHANGED
    changed.write_text(changed.read_text(encoding="utf-8").replace("3.466 PK", "3.470 PK"), encoding="utf-8")
    second = run(home, inbox)
    # Other tests may write here at the same time, so only Dagster's and dbt's own folders count.
    new = {path.name for path in set(PROJECT_ROOT.iterdir()) - root}
    assert not new & {"logs", ".logs_queue", ".telemetry", "storage", "history", "schedules", "target"}
    return Job(home, first, second)


@pytest.fixture(scope="module")
def published(job: Job) -> Path:
    assert job.first.code == 0, job.first.output
    return job.file(job.first)


def test_the_first_run_says_what_it_did(job: Job) -> None:
    summary = job.first.summary
    assert job.first.code == 0
    assert summary["reports"].startswith(f"{BUNDLED} new reports, 0 known, 0 files refused; {BUNDLED} read now")
    assert "0 quarantined" in summary["figures"]
    assert summary["warehouse"] == str(job.home / "current" / "cakupan.duckdb")
    assert summary["release"].endswith("(new)")
    assert "731.362" in job.first.output


FACTS = {
    "Kalbar's coverage": (
        "select coverage_rate_reported from marts.fct_coverage where area_code = '61' and as_of_date between '2023-01-01' and '2023-01-31'",
        [(31.98,)],
    ),
    "BSU 2022 in Kalbar": (
        "select recipients, amount_idr from marts.fct_benefit_disbursements where area_code = '61' and programme_code = 'BSU' and edition_code = '2022'",
        [(218_132, 131_000_000_000)],
    ),
    "Palembang's employers": (
        "select employers_active, employers_registered from marts.fct_employers where area_code = 'KC-16.71' and employers_active is not null",
        [(2_461, 5_662)],
    ),
    "Kediri's coverage": (
        "select distinct coverage_rate_reported from marts.fct_coverage where coverage_rate_reported between 21 and 22",
        [(21.54,)],
    ),
    "Kediri's target": (
        "select target_low, target_high from marts.fct_targets where area_code = 'KC-35.71' and measure_code = 'coverage_target'",
        [(60, 60)],
    ),
    "Kanwil VI's new workers": (
        "select workers_new from marts.fct_coverage where area_code = 'K8-VI' and workers_new is not null",
        [(292_520,)],
    ),
    "Kanwil VI's target": (
        "select target_low from marts.fct_targets where area_code = 'K8-VI' and measure_code = 'workers_new_target'",
        [(297_895,)],
    ),
    "Kaltim's four branches": (
        "select workers_registered from marts.fct_coverage where area_code like 'KC-64%' and workers_registered is not null order by all",
        [(51_958,), (87_022,), (204_818,), (225_147,)],
    ),
    "Kalbar's PLKK by type": (
        """select facility_type_code, point_count from marts.fct_service_points
           where area_code = '61' and measure_code = 'facilities_plkk' order by point_count desc, facility_type_code""",
        [
            ("ALL", 79),
            ("puskesmas", 54),
            ("private_hospital", 11),
            ("public_hospital", 11),
            ("clinic", 2),
            ("military_hospital", 1),
        ],
    ),
}


@pytest.mark.parametrize("name", FACTS)
def test_the_facts_of_the_reports_are_in_the_marts(published: Path, name: str) -> None:
    query, expected = FACTS[name]
    found = [
        tuple(float(v) if isinstance(e, float) else v for v, e in zip(row, expected[0], strict=True))
        for row in rows(published, query)
    ]
    assert found == expected


def test_the_contradiction_is_found_and_what_adds_up_is_confirmed(published: Path) -> None:
    found = rows(published, "select measure, left_as_printed from audit.contradictions")
    assert any(measure == "workers_unprotected" and "731.362" in str(printed) for measure, printed in found)
    files = {file for (file,) in rows(published, "select distinct file_name from audit.contradictions")}
    assert files == {"press/2020-06-kaltim-apindo.txt"}
    confirmed = {
        relation
        for (relation,) in rows(published, "select relation from audit.relation_checks where verdict = 'confirmed'")
    }
    assert confirmed >= {
        "employers_registered_is_active_plus_inactive",
        "facility_types_sum_to_total",
        "bsu_amount_is_recipients_times_rate",
        "achievement_is_realised_over_target",
    }


def test_every_report_is_accounted_for(published: Path) -> None:
    balances = rows(
        published, "select rows_read, rows_accepted + rows_quarantined + rows_unread from audit.row_balance"
    )
    assert len(balances) == BUNDLED
    assert all(read == accounted for read, accounted in balances)


@pytest.mark.parametrize("query", queries(), ids=lambda query: query.name)
def test_example_queries_of_the_dictionary_answer_their_titles(published: Path, query: Query) -> None:
    assert wrong(published, query) == []


def test_the_release_is_exported_as_libraries_for_the_formats_read_it(
    job: Job, published: Path, tmp_path: Path
) -> None:
    settings = Settings(data=job.home)
    sdmx = export(settings, "sdmx", tmp_path / "sdmx", release=job.first.release).folder
    flows = read_with_library("sdmx", sdmx)["flows"]
    assert [problem for flow in flows.values() for problem in flow["problems"]] == []
    measures = ", ".join(
        f"count({name})"
        for name in ("workers_labour_force", "workers_active", "coverage_rate", "coverage_rate_reported")
    )
    counted = rows(published, f"select {measures} from marts.fct_coverage")[0]
    exported = [row["INDICATOR"] for name in ("coverage.csv", "coverage_undated.csv") for row in flows[name]["rows"]]
    indicators = ("WORKERS_LABOUR_FORCE", "WORKERS_ACTIVE", "COVERAGE_RATE", "COVERAGE_RATE_REPORTED")
    assert tuple(exported.count(indicator) for indicator in indicators) == counted
    assert not [
        row
        for flow in flows.values()
        for row in flow["rows"]
        if row["UNIT_MEASURE"] not in ("PS", "PT", "EMPLOYERS", "PROJECTS")
    ]

    package = export(settings, "package", tmp_path / "package", release=job.first.release).folder
    found = read_with_library("package", package)
    assert found["errors"] == []
    assert sorted(found["resources"]) == tables(published)
    assert all(resource["key"] for resource in found["resources"].values()), "every published table begins with its key"


def test_a_changed_report_changes_only_what_comes_from_it(job: Job) -> None:
    assert job.second.code == 0
    assert job.second.summary["reports"].startswith(f"1 new reports, {BUNDLED - 1} known")
    before, after = job.file(job.first), job.file(job.second)
    reports = [str(i) for (i,) in rows(after, "select report_id from audit.reports where file_name = ?", CHANGED)]
    assert len(reports) == 2, "the old and the new content"
    listed = ", ".join(f"'{report}'" for report in reports)
    assert one_sided(before, after, "marts.fct_observation", f"report_id not in ({listed})") == 0
    assert one_sided(before, after, "marts.fct_observation") > 0
    for table in (name for name in tables(after) if name.startswith("marts.fct_") and name != "marts.fct_observation"):
        name = table.removeprefix("marts.")
        # Rows made of the changed report are those that the bridge ties to one of its observations, before or after.
        tied = " union ".join(
            f"select fact_key from {side}.marts.bridge_fact_observation where fact_table = '{name}' and observation_id in"
            f" (select observation_id from {side}.marts.fct_observation where report_id in ({listed}))"
            for side in ("before", "after")
        )
        key = rows(
            after,
            "select column_name from information_schema.columns where table_name = ? order by ordinal_position limit 1",
            name,
        )[0][0]
        assert one_sided(before, after, table, f"{key} not in ({tied})") == 0, table
    query = "select employers_registered from marts.fct_employers where area_code = 'KC-35.71'"
    assert rows(before, query) == [(3_466,)]
    assert rows(after, query) == [(3_470,)]


def test_the_published_file_is_for_reading_only(job: Job) -> None:
    current = job.home / "current" / "cakupan.duckdb"
    assert current.resolve() == job.file(job.second).resolve()
    assert not current.stat().st_mode & 0o222
    assert {name.split(".")[0] for name in tables(current)} == {"marts", "audit"}


def test_the_report_of_the_bundled_reports_is_whole(published: Path) -> None:
    """Every question of the page has an answer in a real release, and the page is fine wherever it is opened."""
    report = published.with_name("report.html")
    assert unanswered(published) == []
    assert report.stat().st_size < MOST_BYTES
    with chromium() as browser:
        assert faults(browser, report) == []
