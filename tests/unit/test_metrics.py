"""Metrics are defined once: marts divide by the macro `metric` alone, and every metric of the catalogue is a column of its fact."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from serving.dictionary.metric_macro import metric_macro
from sources.reference import seed

pytestmark = pytest.mark.unit

MARTS = Path(__file__).resolve().parents[2] / "dbt_project" / "models" / "marts"
NO_SQL = re.compile(r"\{#.*?#\}|/\*.*?\*/|--[^\n]*|'(?:[^']|'')*'", re.DOTALL)
MACRO = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
CALL = re.compile(r"\bmetric\(\s*'([a-z_]+)'")
BY_HAND = re.compile(r"/|\bratio\s*\(|\b(?:avg|mean|divide|fdiv|try_divide|safe_divide)\s*\(", re.IGNORECASE)


def divisions(sql: str) -> list[str]:
    """What divides or averages in a model, apart from the macro of metrics."""
    jinja = "".join(MACRO.findall(NO_SQL.sub("''", sql)))
    plain = MACRO.sub("", NO_SQL.sub("''", sql))
    return BY_HAND.findall(plain) + re.findall(r"\bratio\s*\(", jinja)


def columns_of(model: str) -> set[str]:
    for path in MARTS.rglob("*.yml"):
        for entry in (yaml.safe_load(path.read_text(encoding="utf-8")) or {}).get("models") or []:
            if entry["name"] == model:
                return {column["name"] for column in entry["columns"]}
    raise AssertionError(f"no mart {model}")


@pytest.mark.parametrize("path", sorted(MARTS.rglob("*.sql")), ids=lambda path: path.stem)
def test_no_mart_computes_a_ratio_by_hand(path: Path) -> None:
    assert divisions(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "sql",
    [
        "select active / registered as rate from employers",
        "select {{ ratio('active', 'registered', 4, 100) }} as rate from employers",
        "select avg(coverage_rate) as rate from coverage",
        "select 100 * active // registered as rate -- a/b\nfrom employers",
    ],
)
def test_a_ratio_by_hand_is_seen(sql: str) -> None:
    assert divisions(sql)


def test_a_slash_in_a_text_or_a_comment_is_no_division() -> None:
    assert (
        divisions("select concat(a, '/', b) as c, {{ metric('active_rate') }} as rate -- a/b\n{# ratio(a, b) #}") == []
    )


@pytest.mark.parametrize("metric", seed("metric"), ids=lambda metric: metric["metric_code"])
def test_a_metric_is_a_column_of_its_fact_computed_from_its_parts(metric: dict[str, Any]) -> None:
    named = ("value_column", "numerator", "denominator", "reported", "numerator_named_by", "denominator_named_by")
    assert {metric[name] for name in named if metric[name]} <= columns_of(metric["fact_table"])
    sql = (MARTS / "facts" / f"{metric['fact_table']}.sql").read_text(encoding="utf-8")
    assert re.search(rf"metric\('{metric['metric_code']}'[^)]*\) \}}\}} as {metric['value_column']}\b", sql)


def test_marts_use_metrics_of_the_catalogue_alone() -> None:
    used = {code for path in MARTS.rglob("*.sql") for code in CALL.findall(path.read_text(encoding="utf-8"))}
    assert used == {row["metric_code"] for row in seed("metric")}


def test_a_cell_that_is_no_name_never_becomes_part_of_the_macro(monkeypatch: pytest.MonkeyPatch) -> None:
    row = dict(seed("metric")[0]) | {"numerator": "a') }} drop"}
    monkeypatch.setattr("serving.dictionary.metric_macro.seed", lambda _name: (row,))
    with pytest.raises(ValueError, match="cannot stand in a macro"):
        metric_macro()
