"""What may be added up: every number of the published marts is classified, and marts over time let no tool add what must not be added."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from serving.dictionary.additivity import MEANINGS, additivity

pytestmark = pytest.mark.unit

MARTS = Path(__file__).resolve().parents[2] / "dbt_project" / "models" / "marts"
NUMBER = re.compile(r"(tiny|small|big|huge)?int(eger)?\b|decimal|double|float|real\b", re.IGNORECASE)
AGGREGATED = re.compile(r"\b(sum|avg)\s*\((?P<argument>[^()]*(\([^()]*\))?[^()]*)\)", re.IGNORECASE)


def models() -> Iterator[dict[str, Any]]:
    for path in sorted(MARTS.rglob("*.yml")):
        yield from (yaml.safe_load(path.read_text(encoding="utf-8")) or {}).get("models") or []


def numbers(model: dict[str, Any]) -> list[str]:
    return [column["name"] for column in model["columns"] if NUMBER.match(column["data_type"])]


def reports() -> list[dict[str, Any]]:
    return [model for model in models() if model["name"].startswith("rpt_")]


def test_every_number_of_the_marts_says_what_it_may_be_added_over() -> None:
    published = {name for model in models() for name in numbers(model)}
    assert published == set(additivity()), (
        "serving/dictionary/additivity.csv names the numbers of the marts, no more, no fewer"
    )
    assert set(additivity().values()) == set(MEANINGS)


@pytest.mark.parametrize("model", reports(), ids=lambda model: model["name"])
def test_a_level_is_a_number_only_where_each_series_has_it_once(model: dict[str, Any]) -> None:
    tests = [test["once_over_time"]["arguments"] for test in model["data_tests"] if "once_over_time" in test]
    checked = {column for test in tests for column in test["columns"]}
    levels = {name for name in numbers(model) if additivity()[name] == "semi_additive"}
    assert levels == checked, (
        "publish it as text (level_text), or once a series (latest_known) with the test once_over_time"
    )
    # A series must not be told apart by time, or each day would be one.
    assert not [name for test in tests for name in test["series"] if re.search("date|period|month|year|_on$", name)]


@pytest.mark.parametrize("path", sorted(MARTS.rglob("*.sql")), ids=lambda path: path.stem)
def test_no_mart_adds_or_averages_what_is_no_sum(path: Path) -> None:
    for match in AGGREGATED.finditer(path.read_text(encoding="utf-8")):
        words = set(re.findall(r"\w+", match["argument"]))
        assert match[1].lower() == "sum", f"{match[0]}: a mean of parts is not the rate of the whole"
        assert not [word for word in words if additivity().get(word) == "non_additive"], match[0]
