"""The facts as known on a day against a warehouse built from nothing but what was published by that day.

Belongs here: the raw layer of a day, building the facts from it, comparing. Does not: choosing reports and days (as_known.py, the tests).

The warehouse of a day is built by the SQL that dbt compiled for the whole, model by model in dbt's order, but without starting dbt: twenty days take
seconds. Register models are not built again, because nothing of registers can be asked as of an earlier day (docs/decisions/0026).
"""

import json
import random
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import duckdb
import polars as pl

from serving.release.contents import fingerprint, relations

FACTS = (
    "bridge_fact_observation",
    "fct_observation",
    "fct_coverage",
    "fct_employers",
    "fct_benefit_disbursements",
    "fct_contributions",
    "fct_service_points",
    "fct_targets",
)
NOT_DATED = ("archive_removal", "refused_file")  # no report's


@dataclass(frozen=True)
class Difference:
    """How many rows of a fact only the warehouse of the day has, and how many only the table macro gives."""

    day: date
    fact: str
    only_then: int
    only_as_known: int


def random_days(database: Path, count: int, seed: int) -> list[date]:
    """Days between the first publication and a month after the last: every other one a day on which something became known or ended."""
    with duckdb.connect(str(database), read_only=True) as connection:
        turns = [
            day
            for (day,) in connection.execute(
                "select distinct known_from from marts.fct_observation"
                " union select distinct known_to from marts.fct_observation where known_to is not null order by 1"
            ).fetchall()
        ]
    chance = random.Random(seed)  # noqa: S311 - days for a test, nothing secret
    span = (turns[-1] - turns[0]).days + 31
    return [
        chance.choice(turns) if number % 2 else turns[0] + timedelta(days=chance.randrange(span))
        for number in range(count)
    ]


def differences(home: Path, target: Path, day: date, scratch: Path) -> list[Difference]:
    """Facts in which the warehouse of `home`, asked as of the day, and the warehouse built from that day's reports differ.

    `target` is dbt's target folder of the build, with the compiled models; `scratch` is replaced.
    """
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    _raw_layer_of(home, day, scratch)
    _build(home, target, scratch)
    found = []
    with duckdb.connect(str(home / "build" / "cakupan.duckdb"), read_only=True) as connection:
        connection.execute(f"attach '{scratch / 'cakupan.duckdb'}' as day_built (read_only)")
        for fact in FACTS:
            current = " where is_current" if fact == "fct_observation" else ""
            built = f"select * from day_built.marts.{fact}{current}"  # noqa: S608 - names and days of this module
            asked = "from asked"
            macro = f"marts.{fact.removeprefix('fct_')}_as_known(date '{day}')"
            connection.execute(f"create or replace temp table asked as from {macro}")
            missing, surplus = (
                _count(connection, f"{one} except all {other}") for one, other in ((built, asked), (asked, built))
            )
            if missing or surplus:
                found.append(Difference(day, fact, missing, surplus))
    return found


def rebuilt(home: Path, raw_home: Path, target: Path, scratch: Path) -> Path:
    """The build file of `home` with its facts made anew from the raw layer of `raw_home`, as a copy; returns the file."""
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    for folder in ("raw", "quarantine"):
        shutil.copytree(raw_home / folder, scratch / folder)
    _build(home, target, scratch)
    return scratch / "cakupan.duckdb"


def content_hashes(database: Path) -> dict[str, str]:
    """A fingerprint of every table of the published schemas that does not depend on the order of rows."""
    with duckdb.connect(str(database), read_only=True) as connection:
        catalog = str(connection.execute("select current_database()").fetchall()[0][0])
        return {
            relation.qualified: fingerprint(connection, relation, catalog).content_hash
            for relation in relations(connection, catalog)
        }


def _count(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    return int(connection.execute(f"select count(*) from ({query})").fetchall()[0][0])  # noqa: S608 - as above


def _raw_layer_of(home: Path, day: date, scratch: Path) -> None:
    """What the raw layer would be if nothing had been published, and nothing decided, after the day."""
    reports = pl.read_parquet(home / "raw" / "report" / "*" / "*.parquet")
    known = reports.filter(pl.col("published_on") <= day)["report_id"].to_list()
    for folder in sorted([*(home / "raw").iterdir(), *(home / "quarantine").iterdir()]):
        frame = pl.read_parquet(folder / "*" / "*.parquet")
        if folder.name not in NOT_DATED:
            frame = frame.filter(pl.col("report_id").is_in(known))
        if folder.name == "correction":
            frame = frame.filter(pl.col("decided_on") <= day)
        place = scratch / folder.parent.name / folder.name / "month=none"
        place.mkdir(parents=True)
        frame.write_parquet(place / "rows.parquet")


def _build(home: Path, target: Path, scratch: Path) -> None:
    """The facts and all that they are made of, anew, in a copy of the build file."""
    shutil.copy(home / "build" / "cakupan.duckdb", scratch / "cakupan.duckdb")
    with _database(scratch) as connection:
        connection.begin()
        for node in _models(target):
            relation = f'"{node["schema"]}"."{node["alias"]}"'
            kind = "view" if node["config"]["materialized"] == "view" else "table"
            connection.execute(f"create or replace {kind} {relation} as {node['compiled_code']}")
        connection.commit()


@contextmanager
def _database(scratch: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(scratch / "cakupan.duckdb")) as connection:
        connection.execute(f"set file_search_path = '{scratch}'")
        connection.execute("set TimeZone = 'UTC'")
        yield connection


def _models(target: Path) -> list[dict[str, object]]:
    """The models that the facts need, each after those that it reads; without those of registers."""
    nodes = json.loads((target / "manifest.json").read_text(encoding="utf-8"))["nodes"]
    ordered: dict[str, dict[str, object]] = {}

    def take(name: str) -> None:
        node = nodes.get(name)
        if node is None or name in ordered or node["resource_type"] != "model" or "register" in node["fqn"][1:-1]:
            return
        if "registers" in node["fqn"]:
            return
        for needed in node["depends_on"]["nodes"]:
            take(needed)
        ordered[name] = node

    for fact in FACTS:
        take(f"model.cakupan.{fact}")
    return list(ordered.values())
