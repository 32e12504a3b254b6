"""What Dagster shows of a release's report."""

from pathlib import Path

import pytest

from orchestration.release_report import report_metadata
from sources.settings import Settings
from tests import small_warehouse
from tests.report_warehouse import published

pytestmark = pytest.mark.integration


def test_it_names_the_report_and_draws_coverage_safely(tmp_path: Path) -> None:
    made = published(tmp_path)
    shown = report_metadata(made)
    assert shown["report"].value == str(made.report)  # type: ignore[union-attr]
    assert (shown["provinces_with_coverage"], shown["contradictions"], shown["refused_rows"]) == (2, 1, 1)
    lines = shown["coverage"].value.splitlines()  # type: ignore[union-attr]
    assert lines[2] == "| Kalimantan Barat | `██████░░░░░░░░░░░░░░` | 31.98 | 2023-01-17 |"
    assert "\\<script>" in lines[3], "what a report printed is no markup"
    assert "!`" in lines[3], "a rate above the whole is marked"


def test_a_release_without_these_tables_has_its_report_alone(tmp_path: Path) -> None:
    shown = report_metadata(small_warehouse.published(Settings(data=tmp_path)))
    assert set(shown) == {"report", "report_bytes"}
