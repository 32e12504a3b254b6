"""Charts in the form that Superset imports: what each kind of chart asks its dataset, and how it is drawn.

Belongs here: Superset's parameters of a chart. Does not: which charts there are (definition/), where they stand (dashboard_layout).
"""

import json

from serving.dashboards import definition_files as definition
from serving.dashboards.superset_names import TIME, Asset, dataset_columns, identity

COLOURS = "supersetColors"


def chart_asset(name: str, chart: Asset, language: str) -> Asset:
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


def caption_asset(name: str, chart: Asset, language: str) -> Asset:
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
