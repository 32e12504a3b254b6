"""The SQL of each chart, as Superset puts it together of a dataset and a chart's parameters.

Belongs here: asking charts without Superset: for benchmarks, and for tests that every chart has an answer. Does not: what Superset sends (assets.py).

The values come from the definitions of the project; nothing foreign is put into these queries.
"""

import json
from typing import Any

import yaml

from serving.dashboards import definition_files as definition
from serving.dashboards.assets import assets

Params = dict[str, Any]


def chart_queries(language: str) -> dict[str, str]:
    """Name of the chart -> its query, without filters of a dashboard."""
    made = {path: yaml.safe_load(text) for path, text in assets().items() if path.startswith(("charts/", "datasets/"))}
    datasets = {asset["uuid"]: asset for path, asset in made.items() if path.startswith("datasets/")}
    ending = f"_{language}.yaml"
    return {
        path.removeprefix("charts/").removesuffix(ending): _query(
            asset["params"], datasets[asset["dataset_uuid"]]["sql"]
        )
        for path, asset in made.items()
        if path.startswith("charts/") and path.endswith(ending)
    }


def filter_queries(language: str) -> dict[str, str]:
    """Dashboard and column -> the query of the values that a filter offers."""
    return {
        f"{name}/{column}": f"select distinct {column} from ({definition.dataset_sql(dataset, language)}\n) as virtual_table order by 1 limit 1000"  # noqa: S608  (the project's)
        for name, dashboard in definition.dashboards().items()
        for column, dataset in dashboard["filters"]
    }


def _query(params: Params, dataset: str) -> str:
    if params.get("query_mode") == "raw":
        selected, grouped = [f'"{column}"' for column in params["all_columns"]], []
    else:
        grouped = [
            f'"{column}"'
            for column in (params.get("x_axis"), params.get("entity"), *params.get("groupby", []))
            if column
        ]
        metrics = params.get("metrics", [params.get("metric")])
        selected = [*grouped, *(f'{metric["sqlExpression"]} as "{metric["label"]}"' for metric in metrics)]
    conditions = [_condition(each) for each in params["adhoc_filters"] if each["operator"] != "TEMPORAL_RANGE"]
    order = [f'"{column}" {"asc" if up else "desc"}' for column, up in map(json.loads, params.get("order_by_cols", []))]
    parts = [f"select {', '.join(selected)} from ({dataset}\n) as virtual_table"]  # noqa: S608  (the project's own text)
    parts += [f"where {' and '.join(conditions)}"] if conditions else []
    parts += [f"group by {', '.join(grouped)}"] if grouped else []
    parts += [f"order by {', '.join(order)}"] if order else []
    return "\n".join([*parts, f"limit {params['row_limit']}"])


def _condition(condition: Params) -> str:
    column, operator, value = condition["subject"], condition["operator"], condition["comparator"]
    if operator == "IS NOT NULL":
        return f'"{column}" is not null'
    sign = "=" if operator == "==" else operator
    return f'"{column}" {sign} {_literal(value)}'


def _literal(value: object) -> str:
    if isinstance(value, list):
        return f"({', '.join(_literal(each) for each in value)})"
    if isinstance(value, bool | int | float):
        return str(value).lower()
    return "'" + str(value).replace("'", "''") + "'"
