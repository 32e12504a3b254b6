"""The dashboards' files: generated ones are current, and definitions fit one another."""

import re

import duckdb
import pytest

from serving.dashboards import definition_files as definition
from serving.dashboards.generate import ASSETS, out_of_date
from serving.dashboards.queries import chart_queries
from serving.dashboards.superset_names import dataset_columns
from serving.tiles import tile_places

pytestmark = pytest.mark.integration


def test_generated_assets_are_current() -> None:
    assert out_of_date(ASSETS) == []


def test_charts_use_columns_that_their_dataset_has() -> None:
    for name, chart in definition.charts().items():
        order = chart.get("order", [])
        used = {
            *chart.get("columns", []),
            *chart.get("metrics", []),
            *chart.get("group", []),
            *(column for column, *_ in chart.get("where", [])),
            *(column.lstrip("-") for column in ([order] if isinstance(order, str) else order)),
            *(chart[key] for key in ("metric", "x", "entity") if key in chart),
        }
        assert used <= dataset_columns(chart["dataset"]), name


def test_every_chart_is_on_one_dashboard() -> None:
    shown = [
        name for dashboard in definition.dashboards().values() for row in dashboard["rows"] for name in row["charts"]
    ]
    assert sorted(shown) == sorted(definition.charts())


def test_what_a_table_shows_has_a_name_in_both_languages() -> None:
    named = {row["name"] for row in definition.rows("columns.csv") if row["label_id"] and row["label_en"]}
    shown = {
        column for chart in definition.charts().values() if chart["kind"] == "table" for column in chart["columns"]
    }
    assert shown <= named


def test_the_tiles_of_the_provinces_are_those_of_the_report() -> None:
    with duckdb.connect() as connection:
        tiles = connection.execute(definition.filled("«tiles»", "en")).fetchall()
    assert tiles == [(code, place.short_name, place.column, place.row) for code, place in tile_places().items()]
    columns = re.search(r"grid-template-columns:repeat\((\d+),", definition.style())
    assert columns
    assert int(columns[1]) == max(place.column for place in tile_places().values())


def test_a_rate_that_is_filtered_keeps_its_condition() -> None:
    query = chart_queries("en")["coverage_line"]
    assert '"coverage_rate" <= 100 and "segment_code" = \'ALL\'' in query
    assert 'group by "as_of_date", "area"' in query
