"""How DuckDB would carry out the models: joins that compare every row with every other.

Belongs here: reading plans of what dbt compiled. Does not: which of them are allowed (the tests).
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

EVERY_WITH_EVERY = "BLOCKWISE_NL_JOIN"


def joins_without_keys(connection: duckdb.DuckDBPyConnection, target: Path) -> dict[str, list[str]]:
    """Model -> the outer joins in its plan that compare every row with every other, by their conditions; only models that have one."""
    nodes = json.loads((target / "manifest.json").read_text(encoding="utf-8"))["nodes"]
    found: dict[str, list[str]] = {}
    for node in nodes.values():
        if node["resource_type"] != "model" or "compiled_code" not in node:
            continue
        plan = json.loads(connection.execute(f"explain (format json) {node['compiled_code']}").fetchall()[0][1])
        joins = [str(step["extra_info"]) for root in plan for step in _steps(root) if _is_outer_without_key(step)]
        if joins:
            found[node["name"]] = joins
    return found


def _is_outer_without_key(step: dict[str, Any]) -> bool:
    return step["name"] == EVERY_WITH_EVERY and step["extra_info"].get("Join Type") in ("LEFT", "RIGHT", "OUTER")


def _steps(step: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield step
    for child in step.get("children", []):
        yield from _steps(child)
