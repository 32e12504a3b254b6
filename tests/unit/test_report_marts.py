"""Marts for charts: both languages, an order, and the keys by which a trace leads back. Read from the documented columns; dbt is not run."""

from pathlib import Path
from typing import Any

import pytest

from tests.dbt_rules.project import Project

pytestmark = pytest.mark.unit

PROJECT = Project(Path(__file__).resolve().parents[2] / "dbt_project")
REPORTS = {name: model for name, model in PROJECT.models.items() if PROJECT.layer_of(model) == "marts/reports"}


every_mart = pytest.mark.parametrize(
    ("mart", "columns"),
    [(name, model.columns) for name, model in REPORTS.items()],
    ids=lambda value: value if isinstance(value, str) else "",
)


@every_mart
def test_every_name_stands_in_both_languages(mart: str, columns: list[dict[str, Any]]) -> None:
    names = {column["name"] for column in columns}
    indonesian = {
        name.removesuffix("_id") for name in names if name.endswith(("_name_id", "_because_id", "_by_id", "covers_id"))
    }
    english = {name.removesuffix("_en") for name in names if name.endswith("_en")}
    assert indonesian == english
    assert english, mart


@every_mart
def test_a_mart_has_a_total_order(mart: str, columns: list[dict[str, Any]]) -> None:
    orders = {column["name"] for column in columns if column["name"].startswith("sort_")}
    assert orders, mart
    assert orders <= {str(key) for test in REPORTS[mart].table_tests("well_formed") for key in test["keys"]}


@every_mart
def test_a_row_names_the_fact_rows_that_it_shows(mart: str, columns: list[dict[str, Any]]) -> None:
    own, *others = [column["name"] for column in columns]
    assert own.endswith("_key"), mart
    shown = [name for name in others if name.endswith(("_key", "_keys")) and name not in ("period_key", "metric_key")]
    assert shown or "observation_id" in others, mart  # what is made of figures alone leads to them
