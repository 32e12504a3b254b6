"""The files that Superset imports: one YAML a database, dataset, chart and dashboard, made of the definitions, each in both languages.

Belongs here: which files there are, the database and the datasets. Does not: charts (charts), layout (dashboard_layout), importing them (superset_side).
"""

import yaml

from serving.dashboards import definition_files as definition
from serving.dashboards.charts import caption_asset, chart_asset
from serving.dashboards.dashboard_layout import dashboard_asset
from serving.dashboards.superset_names import CAPTIONED, TIME, Asset, identity


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
            made[f"charts/{name}_{language}.yaml"] = chart_asset(name, chart, language)
            if chart["kind"] in CAPTIONED:
                made[f"charts/{name}_source_{language}.yaml"] = caption_asset(name, chart, language)
        for name, dashboard in definition.dashboards().items():
            made[f"dashboards/{name}_{language}.yaml"] = dashboard_asset(name, dashboard, language)
    head = "# Generated from serving/dashboards/definition by `python -m serving.dashboards.generate`; do not edit.\n"
    return {
        path: head + yaml.safe_dump(asset, allow_unicode=True, sort_keys=False, width=150)
        for path, asset in made.items()
    }


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
