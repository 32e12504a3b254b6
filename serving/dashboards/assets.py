"""The form that Superset imports: one YAML file a database, dataset, chart and dashboard, made of the definitions, each in both languages.

Belongs here: Superset's names for things, UUIDs, layout, filters. Does not: which charts there are (definition/), importing them (superset_side).

UUIDs follow from names, so that an import finds what it put there before.
"""

import json
import uuid
from typing import Any

import yaml

from serving.dashboards import definition_files as definition

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "dashboards.cakupan")
TIME = "as_of_date"
CAPTIONED = ("line", "bar", "country")
CAPTION_HEIGHT = 11
GAP_HEIGHT = 2
COLOURS = "supersetColors"
Asset = dict[str, Any]


def assets() -> dict[str, str]:
    """Path below the folder of assets -> text of the file."""
    made: dict[str, Asset] = {
        "metadata.yaml": {"version": "1.0.0", "type": "assets", "timestamp": "2026-01-01T00:00:00+00:00"},
        "databases/cakupan.yaml": _database(),
    }
    for language in definition.LANGUAGES:
        for name in definition.dataset_names():
            made[f"datasets/cakupan/{name}_{language}.yaml"] = _dataset(name, language)
        for name, chart in definition.charts().items():
            made[f"charts/{name}_{language}.yaml"] = _chart(name, chart, language)
            if chart["kind"] in CAPTIONED:
                made[f"charts/{name}_source_{language}.yaml"] = _caption(name, chart, language)
        for name, dashboard in definition.dashboards().items():
            made[f"dashboards/{name}_{language}.yaml"] = _dashboard(name, dashboard, language)
    head = "# Generated from serving/dashboards/definition by `python -m serving.dashboards.generate`; do not edit.\n"
    return {
        path: head + yaml.safe_dump(asset, allow_unicode=True, sort_keys=False, width=150)
        for path, asset in made.items()
    }


def identity(kind: str, name: str, language: str = "") -> str:
    return str(uuid.uuid5(NAMESPACE, f"{kind}/{name}/{language}"))


def _database() -> Asset:
    # superset_config.py puts the current release and the sandbox in the place of this address, at every connection.
    return {
        "database_name": "Cakupan",
        "sqlalchemy_uri": "duckdb:///cakupan.duckdb",
        "cache_timeout": -1,
        "expose_in_sqllab": True,
        "allow_run_async": False,
        "allow_ctas": False,
        "allow_cvas": False,
        "allow_dml": False,
        "allow_file_upload": False,
        "extra": {"allows_virtual_table_explore": True, "disable_data_preview": False},
        "uuid": identity("database", "cakupan"),
        "version": "1.0.0",
    }


def _dataset(name: str, language: str) -> Asset:
    listed = [row for row in definition.rows("dataset_columns.csv") if row["dataset"] == name]
    columns = [
        {
            "column_name": row["column"],
            "verbose_name": definition.label(row["column"], language),
            "type": row["type"],
            "is_dttm": row["type"] == "DATE",
            "is_active": True,
            "groupby": True,
            "filterable": True,
        }
        for row in listed
    ]
    return {
        "table_name": f"{name}_{language}",
        "schema": "marts",
        "main_dttm_col": TIME if any(row["column"] == TIME for row in listed) else None,
        "cache_timeout": -1,
        "sql": definition.dataset_sql(name, language),
        "filter_select_enabled": True,
        "metrics": [
            {"metric_name": "count", "verbose_name": "COUNT(*)", "expression": "COUNT(*)", "metric_type": "count"}
        ],
        "columns": columns,
        "uuid": identity("dataset", name, language),
        "database_uuid": identity("database", "cakupan"),
        "version": "1.0.0",
    }


def _chart(name: str, chart: Asset, language: str) -> Asset:
    make = {"template": _template, "table": _table, "line": _line, "bar": _bar, "country": _country}[chart["kind"]]
    return _slice(name, chart[language], language, make(chart, language), chart)


def _slice(name: str, title: str, language: str, params: Asset, chart: Asset) -> Asset:
    dataset = chart["dataset"]
    filters = [_filter(*condition) for condition in chart.get("where", [])]
    if TIME in dataset_columns(dataset):
        filters.append(_filter(TIME, "TEMPORAL_RANGE", "No filter"))
    return {
        "slice_name": title,
        "viz_type": params["viz_type"],
        "params": {"adhoc_filters": filters, "row_limit": chart.get("limit", 10_000), **params},
        "cache_timeout": -1,
        "uuid": identity("chart", name, language),
        "version": "1.0.0",
        "dataset_uuid": identity("dataset", dataset, language),
    }


def dataset_columns(dataset: str) -> set[str]:
    return {row["column"] for row in definition.rows("dataset_columns.csv") if row["dataset"] == dataset}


def _filter(column: str, operator: str, value: object) -> Asset:
    return {
        "clause": "WHERE",
        "expressionType": "SIMPLE",
        "subject": column,
        "operator": operator,
        "comparator": value,
        "filterOptionName": f"filter_{column}_{operator}".replace(" ", "_"),
    }


def _order(chart: Asset) -> list[str]:
    order = chart.get("order", [])
    columns = [order] if isinstance(order, str) else order
    return [json.dumps([column.lstrip("-"), not column.startswith("-")]) for column in columns]


def _template(chart: Asset, language: str) -> Asset:
    return {
        "viz_type": "handlebars",
        "query_mode": "raw",
        "all_columns": chart["columns"],
        "order_by_cols": _order(chart),
        "handlebarsTemplate": definition.template(chart["template"], language),
    }


def _caption(name: str, chart: Asset, language: str) -> Asset:
    metrics = {
        "first_day": f"strftime(min({TIME}), '%d-%m-%Y')",
        "last_day": f"strftime(max({TIME}), '%d-%m-%Y')",
        "reports": "count(distinct source)",
        "sources": "left(string_agg(distinct source, ' · ' order by source), 240)",
    }
    params = {
        "viz_type": "handlebars",
        "query_mode": "aggregate",
        "groupby": [],
        "metrics": [_metric(sql, label) for label, sql in metrics.items()],
        "handlebarsTemplate": definition.template("caption", language),
    }
    return _slice(
        f"{name}_source",
        definition.filled("«source»: ", language) + chart[language],
        language,
        params,
        chart,
    )


def _metric(sql: str, label: str) -> Asset:
    return {
        "expressionType": "SQL",
        "sqlExpression": sql,
        "label": label,
        "optionName": f"metric_{label}",
        "hasCustomLabel": True,
    }


def _table(chart: Asset, language: str) -> Asset:
    formats = {
        column: {
            "d3NumberFormat": definition.number_format(column),
            "showCellBars": bool(chart.get("bars")) and column.endswith(("_rate", "_count")),
        }
        for column in chart["columns"]
        if definition.number_format(column)
    }
    return {
        "viz_type": "table",
        "query_mode": "raw",
        "all_columns": chart["columns"],
        "order_by_cols": _order(chart),
        "column_config": formats,
        "table_timestamp_format": "%d-%m-%Y",
        "page_length": 10,
        "include_search": True,
        "show_cell_bars": bool(chart.get("bars")),
        "color_pn": False,
        "server_pagination": False,
    }


def _line(chart: Asset, language: str) -> Asset:
    return {
        "viz_type": "echarts_timeseries_line",
        "x_axis": TIME,
        "time_grain_sqla": None,
        "metrics": [_largest(chart["metric"], language)],
        "groupby": chart["group"],
        "markerEnabled": True,
        "markerSize": 6,
        "x_axis_time_format": "%b %Y",
        "tooltipTimeFormat": "%d-%m-%Y",
        "y_axis_format": definition.number_format(chart["metric"]),
        "color_scheme": COLOURS,
        "show_legend": True,
        "legendType": "scroll",
        "legendOrientation": "bottom",
        "rich_tooltip": True,
        "connectNulls": True,
        "truncateYAxis": False,
    }


def _largest(column: str, language: str) -> Asset:
    """The one number of a point: max, since no point has two and a sum of levels would be wrong if it had."""
    return _metric(f'max("{column}")', definition.label(column, language))


def _bar(chart: Asset, language: str) -> Asset:
    return {
        "viz_type": "echarts_timeseries_bar",
        "x_axis": chart["x"],
        "xAxisForceCategorical": True,
        "x_axis_sort": definition.label(chart["metrics"][0], language) if chart.get("sort_metric") else chart["x"],
        "x_axis_sort_asc": not chart.get("sort_metric"),
        "metrics": [_metric(f'sum("{column}")', definition.label(column, language)) for column in chart["metrics"]],
        "groupby": chart.get("group", []),
        "stack": "Stack" if chart.get("stacked") else None,
        "y_axis_format": definition.number_format(chart["metrics"][0]),
        "xAxisLabelRotation": 0,
        "color_scheme": COLOURS,
        "show_legend": True,
        "legendOrientation": "bottom",
        "rich_tooltip": True,
        "orientation": "horizontal" if chart.get("across") else "vertical",
    }


def _country(chart: Asset, language: str) -> Asset:
    return {
        "viz_type": "country_map",
        "select_country": "indonesia",
        "entity": chart["entity"],
        "metric": _largest(chart["metric"], language),
        "number_format": definition.number_format(chart["metric"]),
        "linear_color_scheme": "schemeGreens",
    }


def _dashboard(name: str, dashboard: Asset, language: str) -> Asset:
    position, chart_ids = _position(name, dashboard, language)
    return {
        "dashboard_title": dashboard[language],
        "description": dashboard[f"about_{language}"],
        "slug": dashboard["slug"][language],
        "published": True,
        "css": definition.style(),
        "uuid": identity("dashboard", name, language),
        "position": position,
        "metadata": {
            "native_filter_configuration": _filters(name, dashboard, language, chart_ids),
            "cross_filters_enabled": False,
            "refresh_frequency": 0,
            "expanded_slices": {},
            "timed_refresh_immune_slices": [],
        },
        "version": "1.0.0",
    }


def _position(name: str, dashboard: Asset, language: str) -> tuple[Asset, dict[str, int]]:
    """The layout, and the numbers of its charts, which an import replaces by its own."""
    position: Asset = {
        "DASHBOARD_VERSION_KEY": "v2",
        "ROOT_ID": {"type": "ROOT", "id": "ROOT_ID", "children": ["GRID_ID"]},
        "GRID_ID": {"type": "GRID", "id": "GRID_ID", "children": [], "parents": ["ROOT_ID"]},
        "HEADER_ID": {"type": "HEADER", "id": "HEADER_ID", "meta": {"text": dashboard[language]}},
    }
    chart_ids: dict[str, int] = {}

    def add(child: Asset, parents: list[str]) -> None:
        position[parents[-1]]["children"].append(child["id"])
        position[child["id"]] = {**child, "children": [], "parents": parents}

    def add_chart(of: str, width: int, height: int, parents: list[str]) -> None:
        chart_ids[of] = len(chart_ids) + 1
        meta = {"uuid": identity("chart", of, language), "chartId": chart_ids[of], "width": width, "height": height}
        add({"type": "CHART", "id": f"CHART-{of}", "meta": meta}, parents)

    def add_row(number: int) -> list[str]:
        add(
            {"type": "ROW", "id": f"ROW-{number}", "meta": {"background": "BACKGROUND_TRANSPARENT"}},
            ["ROOT_ID", "GRID_ID"],
        )
        return ["ROOT_ID", "GRID_ID", f"ROW-{number}"]

    other = "en" if language == "id" else "id"
    about = f"{dashboard[f'about_{language}']} {definition.filled('«source_of_all»', language)} [{definition.filled('«other_language»', language)}](/superset/dashboard/{dashboard['slug'][other]}/)"
    add({"type": "MARKDOWN", "id": "MARKDOWN-about", "meta": {"code": about, "width": 12, "height": 10}}, add_row(0))
    for number, row in enumerate(dashboard["rows"], 1):
        parents = add_row(number)
        captioned = any(definition.charts()[of]["kind"] in CAPTIONED for of in row["charts"])
        for of, width in row["charts"].items():
            if definition.charts()[of]["kind"] in CAPTIONED:
                column = f"COLUMN-{of}"
                meta = {"width": width, "background": "BACKGROUND_TRANSPARENT"}
                add({"type": "COLUMN", "id": column, "meta": meta}, parents)
                add_chart(of, width, row["height"], [*parents, column])
                add_chart(f"{of}_source", width, CAPTION_HEIGHT, [*parents, column])
            else:
                add_chart(of, width, row["height"] + (CAPTION_HEIGHT + GAP_HEIGHT if captioned else 0), parents)
    return position, chart_ids


def _filters(name: str, dashboard: Asset, language: str, chart_ids: dict[str, int]) -> list[Asset]:
    """The filters of a dashboard. Charts whose dataset has no such column are out of their scope, and say so by having no mark."""
    known = definition.charts()

    def without(column: str) -> list[int]:
        return [
            number
            for of, number in chart_ids.items()
            if column not in dataset_columns(known[of.removesuffix("_source")]["dataset"])
        ]

    made: list[Asset] = []
    if dashboard.get("time"):
        made.append(_native(name, "filter_time", TIME, language, {"targets": [{}], "excluded": without(TIME)}))
    for column, dataset in dashboard["filters"]:
        target = {"datasetUuid": identity("dataset", dataset, language), "column": {"name": column}}
        made.append(
            _native(name, "filter_select", column, language, {"targets": [target], "excluded": without(column)})
        )
    return made


def _native(dashboard: str, kind: str, column: str, language: str, rest: Asset) -> Asset:
    controls = {
        "enableEmptyFilter": False,
        "defaultToFirstItem": False,
        "multiSelect": True,
        "searchAllOptions": True,
        "inverseSelection": False,
    }
    return {
        "id": f"NATIVE_FILTER-{dashboard}-{column}",
        "name": definition.label(column, language),
        "filterType": kind,
        "type": "NATIVE_FILTER",
        "description": "",
        "targets": rest["targets"],
        "scope": {"rootPath": ["ROOT_ID"], "excluded": rest["excluded"]},
        "controlValues": controls if kind == "filter_select" else {"enableEmptyFilter": False},
        "defaultDataMask": {"extraFormData": {}, "filterState": {}, "ownState": {}},
        "cascadeParentIds": [],
    }
