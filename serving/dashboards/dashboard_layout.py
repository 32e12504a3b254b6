"""Dashboards in the form that Superset imports: rows of charts, captions below them, filters.

Belongs here: layout and the scope of filters. Does not: the charts (charts), which dashboards there are (definition/).
"""

from serving.dashboards import definition_files as definition
from serving.dashboards.superset_names import CAPTIONED, TIME, Asset, dataset_columns, identity

CAPTION_HEIGHT = 11
GAP_HEIGHT = 2


def dashboard_asset(name: str, dashboard: Asset, language: str) -> Asset:
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
