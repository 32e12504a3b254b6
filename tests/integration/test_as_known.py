"""What was known on a day: the table macros against warehouses built from only what was published by then; and the order of loading.

The reports are drawn by chance from few areas, months and measures, so that figures meet in one cell, replace each other, contradict each other,
come under several names, out of order, and are corrected by people. Belongs here: that. Does not: single cases (dbt's unit tests), the
golden warehouse (bench/as_known.py).
"""

import random
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest

from bench.known_then import FACTS, content_hashes, differences, random_days, rebuilt_in_disorder
from tests.dbt_command import dbt
from tests.raw_layer import RawLayer

pytestmark = pytest.mark.integration

SEED = 20_260_101
DAYS = 8  # twenty and more of other seeds: make bench ONLY=as_known
BEGIN = date(2022, 1, 1)
AREAS = [
    *[("Kalimantan Barat", "province", "61")] * 8,
    ("Papua", "province", "91"),
    ("Indonesia", "nation", "ID"),
    ("Kanwil VI", "office_work_area", "K8-VI"),
    ("Cabang Contoh", "office_work_area", "KC-99.99"),
    ("CABANG CONTOH", "office_work_area", "KC-99.99"),
    ("Jabodetabek", "region_group", None),
    ("jabodetabek", "region_group", None),
]
MEASURES = [
    *(
        "workers_active",
        "workers_registered",
        "workers_labour_force",
        "coverage_rate",
        "workers_new",
        "workers_new_target",
    ),
    *(
        "achievement_rate",
        "employers_active",
        "employers_registered",
        "claims_count",
        "claims_amount",
        "bsu_recipients",
    ),
    *("bsu_amount", "contributions_amount", "facilities_plkk", "growth_rate"),
]
QUALIFIERS = ["exact"] * 8 + ["approx", "at_least", "planned", "range_low"]


def random_reports(home: Path, seed: int) -> RawLayer:
    chance = random.Random(seed)  # noqa: S311 - invented reports, nothing secret
    raw = RawLayer(home)
    figures: list[tuple[str, date]] = []
    for number in range(45):
        name = f"report-{number % 12}.txt"  # later versions, published before or after the earlier ones
        published = BEGIN + timedelta(days=chance.randrange(720))
        report = raw.report(name, published, f"content {number}", sequence=number + 1)
        if chance.random() < 0.2:  # the same content under another name as well
            raw.delivery(report, f"copy-{number % 3}.txt", sequence=number + 1)
        for _ in range(chance.randrange(10, 22)):
            period = chance.choice([date(2021, 12, 31), date(2022, 12, 31), None])
            figure = raw.figure(
                report,
                chance.choice(MEASURES),
                chance.choice([10, 20, 50, 99, 1000]),
                chance.choice(AREAS),
                period_end=period,
                period_start=chance.choice([None, date(period.year, 1, 1)]) if period else None,
                qualifier=chance.choice(QUALIFIERS),
                decimals=chance.choice([0, -1, -3]),
                programme=chance.choice([None] * 5 + ["JHT"]),
                segment=chance.choice([None] * 5 + ["formal"]),
                confidence=chance.choice([0.2, 0.6, 0.9, 0.95]),
            )
            figures.append((figure, published))
    standing = raw.standing()
    decided = [pair for pair in figures if raw.report_of(pair[0]) in standing]
    for figure, published in chance.sample(decided, 12):
        day = published + timedelta(days=chance.randrange(-20, 200))
        if chance.random() < 0.5:
            raw.decision("rejected", figure, day)
        else:
            raw.decision("changed", figure, day, value=77)
    return raw


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("as_known")
    (home / "build").mkdir()
    random_reports(home, SEED).write()
    dbt(home, "build", "--select", "+path:models/marts/facts", "--resource-type", "seed", "--resource-type", "model")
    return home


def test_a_fact_as_known_on_a_day_is_the_fact_of_a_warehouse_of_that_day(home: Path, tmp_path: Path) -> None:
    days = random_days(home / "build" / "cakupan.duckdb", DAYS, SEED)
    assert len(set(days)) > DAYS / 2
    found = [
        difference for day in days for difference in differences(home, home / "dbt_target", day, tmp_path / "then")
    ]
    assert found == []


def test_the_reports_do_meet_replace_each_other_and_are_corrected(home: Path) -> None:
    """The scenario is worth asking: on most days the facts differ from those of the end, and every fact has rows."""
    with duckdb.connect(str(home / "build" / "cakupan.duckdb"), read_only=True) as connection:
        for fact in FACTS:
            assert connection.execute(f"select count(*) from marts.{fact}").fetchall()[0][0] > 0, fact
        one = "select count(*) from marts.fct_observation where "
        assert connection.execute(one + "known_to > known_from and superseded_by is not null").fetchall()[0][0] > 5
        assert connection.execute(one + "ended_by is not null").fetchall()[0][0] > 3
        assert connection.execute(one + "correction_id is not null").fetchall()[0][0] > 3
        assert (
            connection.execute(
                "select count(*) from marts.bridge_fact_observation where role = 'alternative'"
            ).fetchall()[0][0]
            > 10
        )


def test_the_order_in_which_rows_were_loaded_shows_nowhere(home: Path, tmp_path: Path) -> None:
    before = content_hashes(home / "build" / "cakupan.duckdb")
    for seed in (1, 2):
        built = rebuilt_in_disorder(home, home / "dbt_target", tmp_path / "disorder", seed)
        assert content_hashes(built) == before
