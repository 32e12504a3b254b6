"""The invented national raw layer: every row keeps its contract, and the same months come out the same however they are written."""

from pathlib import Path

import polars as pl
import pytest

from bench.observations import Nation, write_months
from sources.contracts.registry import contracts
from sources.raw_layer import read_table
from sources.settings import Settings

pytestmark = pytest.mark.integration
TABLES = ("report", "delivery", "row_balance", "workbook", "table", "press")


def test_a_written_month_keeps_the_contracts_whenever_it_is_written(tmp_path: Path) -> None:
    nation = Nation(areas=4)
    at_once, one_by_one = Settings(data=tmp_path / "at once"), Settings(data=tmp_path / "one by one")
    written = write_months(at_once, nation, range(1, 3))
    assert written == sum(write_months(one_by_one, nation, range(number, number + 1)) for number in (2, 1))
    for table in TABLES:
        rows = read_table(at_once, table)
        assert rows.height > 0, table
        contracts()[table].validate(rows, lazy=True)
        assert rows.equals(read_table(one_by_one, table)), table


def test_what_is_sent_again_replaces_and_what_is_summed_adds_up(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "home")
    write_months(settings, Nation(areas=40), range(3))
    again = read_table(settings, "delivery").filter(pl.col("sequence") == 2)
    assert again.height > 0
    assert set(again["file_name"]) <= set(read_table(settings, "delivery").filter(pl.col("sequence") == 1)["file_name"])
    nation = read_table(settings, "table").filter(
        (pl.col("measure") == "workers_active")
        & (pl.col("programme") == "JKM")
        & (pl.col("period_end") == pl.date(2015, 2, 28))
    )
    of_kind = nation.group_by("area_kind").agg(pl.col("value").sum())
    assert (
        of_kind.filter(pl.col("area_kind") == "nation")["value"].item()
        == of_kind.filter(pl.col("area_kind") == "province")["value"].item()
    )
