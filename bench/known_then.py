"""Warehouses built again to compare them: of a day, from nothing but what was published by then; of another order of loading.

Belongs here: the raw layer of a day or of another order, building from it, comparing. Does not: choosing reports (as_known.py, golden.py, the tests).

The warehouse of a day is built by the SQL that dbt compiled for the whole, model by model in dbt's order, but without starting dbt: twenty days take
seconds. Register models are not built again, because nothing of registers can be asked as of an earlier day (docs/decisions/0026).
"""

import json
import random
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

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
    _build(home, scratch, _models(target, [f"model.cakupan.{fact}" for fact in FACTS]))
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


def rebuilt_in_disorder(home: Path, target: Path, scratch: Path, seed: int) -> Path:
    """The build file of `home` with every model that dbt compiled made anew from the raw layer, its rows in one file and in an order of chance.

    Models of registers stay as they are. `scratch` is replaced; returns the file in it.
    """
    shutil.rmtree(scratch, ignore_errors=True)
    for folder in _tables(home):
        frame = pl.read_parquet(folder / "*" / "*.parquet")
        place = scratch / folder.parent.name / folder.name / "month=none"
        place.mkdir(parents=True)
        frame.sample(fraction=1.0, shuffle=True, seed=seed).write_parquet(place / "rows.parquet")
    nodes = json.loads((target / "manifest.json").read_text(encoding="utf-8"))["nodes"]
    _build(home, scratch, _models(target, [name for name, node in nodes.items() if "compiled_code" in node]))
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
    for folder in _tables(home):
        frame = pl.read_parquet(folder / "*" / "*.parquet")
        if folder.name not in NOT_DATED:
            frame = frame.filter(pl.col("report_id").is_in(known))
        if folder.name == "correction":
            frame = frame.filter(pl.col("decided_on") <= day)
        place = scratch / folder.parent.name / folder.name / "month=none"
        place.mkdir(parents=True)
        frame.write_parquet(place / "rows.parquet")


def _build(home: Path, scratch: Path, models: list[dict[str, Any]]) -> None:
    """The models anew, in a copy of the build file."""
    shutil.copy(home / "build" / "cakupan.duckdb", scratch / "cakupan.duckdb")
    with _database(scratch) as connection:
        connection.begin()
        for node in models:
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


def _models(target: Path, wanted: Iterable[str]) -> list[dict[str, Any]]:
    """The models that are wanted (dbt's names of nodes) and those that they need, each after those that it reads; none of registers.

    Raises ValueError if dbt has not compiled one of them.
    """
    nodes = json.loads((target / "manifest.json").read_text(encoding="utf-8"))["nodes"]
    ordered: dict[str, dict[str, Any]] = {}

    def take(name: str) -> None:
        node = nodes.get(name)
        if name in ordered or node is None or node["resource_type"] != "model":
            return
        if {"register", "registers"} & set(node["fqn"]):
            return
        for needed in node["depends_on"]["nodes"]:
            take(needed)
        if "compiled_code" not in node:
            raise ValueError(f"{name} was not part of dbt's last call: build the whole first")
        ordered[name] = node

    for name in wanted:
        take(name)
    return list(ordered.values())


def _tables(home: Path) -> list[Path]:
    """The folders of the raw tables; beside them lies the list of their versions."""
    return sorted(path for layer in ("raw", "quarantine") for path in (home / layer).iterdir() if path.is_dir())
